"""Airwars' five grades, where they can be computed from what was reported.

confirmed   the belligerent named has accepted responsibility: it states the attack itself, as others do, and nobody
            denies it
contested   lineages name different belligerents
weak        one lineage alone tells it
fair        two lineages or more, and a belligerent is named
discounted  is a person's finding: never computed
Two lineages that name no belligerent are left without a grade, for people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from marsad.fusion.lineage import Voices
from marsad.fusion.unit import Unit
from marsad.records import Grade, Lineage

_TOLD = frozenset(("stated", "uncertain"))
_ORGANS = frozenset(
    "army forces military government ministry air force navy police president regime troops soldiers aircraft".split()
)
_LETTERS = 5  # of a name, by which a state and its organs are one side


def grade(units: Sequence[Unit], found: Sequence[Lineage], voices: Voices) -> Grade | None:
    """Return the grade of an event of force in which people came to harm; None where it is left to people."""
    if not any(unit.claim.kind == "casualty" and unit.claim.certainty in _TOLD for unit in units):
        return None
    blaming = [unit for unit in units if unit.actor and unit.claim.certainty in _TOLD]
    denied = any(unit.claim.certainty == "denied" for unit in units)
    if len(found) > 1 and not denied and _accepted(blaming, voices):
        return "confirmed"
    if next(rivals(units, voices), None):
        return "contested"
    if len(found) == 1:
        return "weak"
    return "fair" if blaming else None


def rivals(units: Sequence[Unit], voices: Voices) -> Iterator[tuple[Unit, Unit]]:
    """Yield claims of different lineages that name different belligerents, one pair for each two names."""
    first: dict[str, Unit] = {}
    for unit in units:
        if unit.actor and unit.family == "force" and not unit.actor[0].islower() and unit.claim.certainty in _TOLD:
            first.setdefault(_side(unit.actor), unit)
    for a, b in combinations(sorted(first.values(), key=lambda unit: unit.key), 2):
        if voices.origin(a)[0] != voices.origin(b)[0]:
            yield a, b


def _accepted(blaming: Sequence[Unit], voices: Voices) -> bool:
    """Tell whether the belligerent of an attack states it itself; the reader's inferences do not make it accept."""
    for unit in blaming:
        if unit.claim.kind == "attack" and unit.claim.certainty == "stated" and unit.actor:
            origin, named = voices.origin(unit)
            if named and _side(origin) == _side(unit.actor):
                return True
    return False


def _side(name: str) -> str:
    """Return what names of one side share: of a state and its organs ("Israel", "Israeli army") how they begin."""
    words = name.lower().removeprefix("the ").split()
    if len(words) == 1 or not _ORGANS.isdisjoint(words):
        return words[0][:_LETTERS]
    return " ".join(words)
