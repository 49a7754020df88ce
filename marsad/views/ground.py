"""The state of one place, and what one accepted claim makes of it: a table of rules, each a pure function.

captures, the place      the actor holds it alone; a siege by the actor ends
captures, a part         the actor holds a part beside who held it before: contested
captures, the rest       those who took parts before and the actor divide it: nobody else is left, the fight is over
holds                    as captures; a part held without a fight is mixed, not contested
holds, without a time    fills what is unknown, and never ousts anybody: papers go on to write "rebel-held"
withdraws, hands over    the actor leaves; of a part, changes nothing
contests, advances       pressure; contested only where both sides are inside
besieges                 laid over whoever holds the place
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from marsad.views.extents import Much

State = Literal["controlled", "contested", "mixed", "besieged", "unknown"]
Nobody: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ground:
    """Who is on a place. `takers` are those of the holders who hold a part; `open`: who holds the rest is not known.

    `pressure` are those who fight for it from outside.
    """

    holders: frozenset[str] = Nobody
    takers: frozenset[str] = Nobody
    open: bool = False
    fighting: bool = False
    besieged: bool = False
    besiegers: frozenset[str] = Nobody
    pressure: frozenset[str] = Nobody

    @property
    def alone(self) -> bool:
        return len(self.holders) == 1 and not self.open

    @property
    def state(self) -> State:
        if self.fighting:
            return "contested"
        if self.holders and not self.alone:
            return "mixed"
        if self.besieged and not self.holders & self.besiegers:
            return "besieged"
        return "controlled" if self.holders else "unknown"


UNKNOWN = Ground()


def after(ground: Ground, action: str, actor: str | None, much: Much, loser: str | None, dated: bool) -> Ground:
    """Return the ground after one accepted claim. A claim without an actor changes nothing, but for a siege."""
    if action == "besieges":
        return replace(ground, besieged=True, besiegers=ground.besiegers | ({actor} if actor else Nobody))
    if actor is None:
        return ground
    match action:
        case "captures":
            return _takes(ground, actor, much, loser)
        case "holds":
            return _holds(ground, actor, much, loser) if dated or not ground.holders else ground
        case "withdraws" | "hands_over":
            return ground if much in ("part", "rest") else _leaves(ground, actor)
        case "contests":
            return _contests(ground, actor, much, loser)
        case "advances":
            return ground if actor in ground.holders else replace(ground, pressure=ground.pressure | {actor})
    return ground


def _takes(ground: Ground, actor: str, much: Much, loser: str | None) -> Ground:
    if much == "rest":
        return _relieved(ground, actor, replace(ground, holders=ground.takers | {actor}, open=False, fighting=False))
    if much != "part":
        return _relieved(ground, actor, Ground(frozenset((actor,))))
    if ground.alone and actor in ground.holders:
        return ground
    return replace(_inside(ground, actor, loser), fighting=True)


def _holds(ground: Ground, actor: str, much: Much, loser: str | None) -> Ground:
    if much == "rest" or much != "part":
        return _takes(ground, actor, much, loser)
    if ground.alone and actor in ground.holders:
        return replace(ground, takers=frozenset((actor,)), open=True)
    fighting = ground.fighting or actor in ground.pressure
    return replace(_inside(ground, actor, loser), fighting=fighting)


def _contests(ground: Ground, actor: str, much: Much, loser: str | None) -> Ground:
    if much == "part":
        return _takes(ground, actor, much, loser)
    if actor not in ground.holders:
        return replace(ground, pressure=ground.pressure | {actor})
    return ground if ground.alone else replace(ground, fighting=True)


def _inside(ground: Ground, actor: str, loser: str | None) -> Ground:
    """Put the actor beside those who hold the place, and beside whom the claim names."""
    others = ground.holders | ({loser} if loser else Nobody)
    takers = ground.takers | (Nobody if actor in ground.holders else {actor})
    holders = others | {actor}
    known = bool(holders - takers) or (ground.fighting and len(holders) > 1)
    return replace(ground, holders=holders, takers=takers, open=not known, pressure=ground.pressure - {actor})


def _leaves(ground: Ground, actor: str) -> Ground:
    besiegers = ground.besiegers - {actor}
    ground = replace(
        ground,
        besiegers=besiegers,
        besieged=ground.besieged and (bool(besiegers) or not ground.besiegers),
        pressure=ground.pressure - {actor},
    )
    if actor not in ground.holders:
        return ground
    left = ground.holders - {actor}
    if len(left) > 1:
        return replace(ground, holders=left, takers=ground.takers - {actor})
    return replace(ground, holders=left, takers=Nobody, open=False, fighting=False)


def _relieved(before: Ground, actor: str, now: Ground) -> Ground:
    """Return `now` with the siege of `before` where it goes on: a siege ends when another than the holder takes the
    place, and goes on around a holder who takes a part back."""
    if before.besieged and actor not in before.besiegers and actor in before.holders:
        return replace(now, besieged=True, besiegers=before.besiegers)
    return replace(now, besieged=False, besiegers=Nobody)
