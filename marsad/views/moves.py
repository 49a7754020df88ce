"""What a claim of control says of one place, and which claims are accepted."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from marsad.records import Certainty, Control, Humanitarian, Place
from marsad.views.extents import NAMED, Much, read_extent
from marsad.views.rows import ClaimRef, LineageOf, Sourced, days_of, name_of, place_id
from marsad.views.sides import SidesOf, in_own_favour, party

_RANK = {"holds": 0, "advances": 1, "contests": 1, "withdraws": 2, "hands_over": 2, "captures": 3, "besieges": 6}
_MUCH = {"part": 0, "rest": 1}
_BEFORE, AFTER = dt.timedelta(days=1), dt.timedelta(days=14)  # within which a second lineage supports a claim
_GAINS = ("captures", "holds")
_LEAVES = ("withdraws", "hands_over")


@dataclass(frozen=True, slots=True)
class Move:
    """One claim about one place. `first` and `day` are the first day it may have come about and the day by which it
    had; what is held, is held from its first day. `accepted` is decided by `accept`."""

    place_id: str
    action: str
    actor: str | None
    loser: str | None
    much: Much
    first: dt.date | None
    day: dt.date | None
    dated: bool
    certainty: Certainty
    asserter: str | None
    lineage: str
    published: dt.date | None
    ref: ClaimRef
    inferred: bool = False
    why: str | None = None
    accepted: bool = False

    def told_of(self, place_id: str, whole: str) -> Move:
        """Return the move for a place that lies in the one it tells of."""
        reason = f"told of the whole of {whole}"
        return replace(self, place_id=place_id, why=f"{self.why}; {reason}" if self.why else reason)

    @property
    def order(self) -> tuple[dt.date, bool, int, int, dt.date, ClaimRef]:
        """By day; within a day what has no time of its own first, for it may only fill what is unknown, then what was
        held, what is fought for, left, taken in part, taken; then by publication."""
        weak = self.action == "holds" and not self.dated
        published = self.published or dt.date.max
        return self.day or dt.date.min, not weak, _RANK[self.action], _MUCH.get(self.much, 2), published, self.ref


def moves_of(p: Sourced, lineage_of: LineageOf) -> Iterator[Move]:
    """Yield what a claim says of each of its places: control, and the siege of civilians."""
    report, claim = p
    detail = claim.detail
    if isinstance(detail, Control):
        action, actor, loser, extent = detail.action, name_of(detail.actor), name_of(detail.from_actor), detail.extent
    elif isinstance(detail, Humanitarian) and detail.type == "siege":
        action, actor, loser, extent = "besieges", name_of(detail.actor), None, None
    else:
        return
    days = days_of(report, claim)
    day = days.first if action == "holds" and days.dated and days.first else days.by
    ref = p.ref
    for place in claim.place:
        much = read_extent(extent, place.text).much if extent is not None else _unsaid(place)
        holder, reason = party(actor, place.country) if actor else (None, None)
        yield Move(
            place_id=place_id(place),
            action=action,
            actor=holder,
            loser=party(loser, place.country)[0] if loser else None,
            much=much,
            first=days.first if days.dated else None,
            day=day,
            dated=days.dated,
            certainty=claim.certainty,
            asserter=name_of(claim.source) or report.outlet,
            lineage=lineage_of(ref),
            published=report.published,
            ref=ref,
            inferred="place" in dict(claim.inferred) and extent is not None,
            why=reason,
        )


def _unsaid(place: Place) -> Much:
    """Return how much a claim without words of extent is about: the place; of a province or a country, a part."""
    return "part" if place.precision in ("admin1", "country") else NAMED.much


def accept(moves: Sequence[Move], sides: SidesOf) -> list[Move]:
    """Return the moves of one place in their order, those that count marked as accepted.

    Counted is what is stated and has a day, an actor, and a place that the text names where it tells how much of it.
    A move in its own favour also needs another lineage, not itself in favour of the same side, that gives the place to
    the same holder, no less of it, from a day before to two weeks after.
    """
    ordered = sorted(moves, key=lambda move: move.order)
    sound = [m for m in ordered if is_sound(m)]
    biased = {id(m): is_biased(m, sides) for m in sound}
    free: dict[str, list[Move]] = defaultdict(list)
    for move in sound:
        if not biased[id(move)] and (to := gainer(move)):
            free[to].append(move)
    out = []
    for move in ordered:
        counts = id(move) in biased and (not biased[id(move)] or seconded(move, free))
        out.append(replace(move, accepted=counts))
    return out


def is_sound(move: Move) -> bool:
    known = move.actor is not None or move.action == "besieges"
    return move.certainty == "stated" and move.day is not None and known and not move.inferred


def is_biased(move: Move, sides: SidesOf) -> bool:
    if move.action in _GAINS:
        return in_own_favour(move.asserter, move.actor, move.loser, sides)
    if move.action in _LEAVES:
        return in_own_favour(move.asserter, None, move.actor, sides)
    return False


def gainer(move: Move) -> str | None:
    """Return to whom a move gives the place; of one who leaves, the leaver marked as gone."""
    if move.action in _LEAVES:
        return f"-{move.actor}"
    return move.actor if move.action in _GAINS else None


def seconded(move: Move, free: dict[str, list[Move]]) -> bool:
    """Tell whether one of the moves in nobody's favour, by whom they give the place to, supports a move."""
    return any(_supports(other, move) for other in _second(move, free))


def _second(move: Move, free: dict[str, list[Move]]) -> list[Move]:
    keys = [gainer(move) or ""]
    if move.action in _GAINS and move.loser:
        keys.append(f"-{move.loser}")
    return [other for key in keys for other in free.get(key, ())]


def _supports(other: Move, move: Move) -> bool:
    assert other.day is not None
    assert move.day is not None
    since = (move.first or move.day) - _BEFORE
    enough = other.much != "part" or move.much == "part"
    return other.lineage != move.lineage and enough and since <= other.day <= move.day + AFTER


def conflicting(moves: Sequence[Move]) -> tuple[Move, ...]:
    """Return the moves of one day that give the whole place to different holders, told by different lineages.

    Where one lineage tells of both holders the place changed hands within the day, and there is no conflict.
    """
    whole = [m for m in moves if m.action in _GAINS and m.much not in _MUCH and m.dated]
    taken = [m for m in whole if m.action == "captures"]
    whole = taken or whole  # who held a place and who took it on one day may both be right
    by_lineage: dict[str, set[str | None]] = defaultdict(set)
    for move in whole:
        by_lineage[move.lineage].add(move.actor)
    if len({m.actor for m in whole}) < 2 or any(len(actors) > 1 for actors in by_lineage.values()):
        return ()
    return tuple(whole)


def agrees(move: Move, holders: frozenset[str]) -> bool:
    """Tell whether an accepted move speaks for a place being held so, rather than against it."""
    if move.action in _GAINS:
        return move.actor in holders
    return move.action not in _LEAVES or move.actor not in holders
