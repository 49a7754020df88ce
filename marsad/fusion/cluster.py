"""Claims into groups, each what one event is told by.

The claims are taken in an order of their own (the fullest first, then by publication and key), so that the order and
the batches in which reports come change nothing. Judgements bind: what is ruled apart never shares a group, what is
ruled the same always does.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from marsad.fusion.block import FULL, Marks
from marsad.fusion.cells import JOIN, Asked, CellOf, Linked, Spread, apart, cells, one, reconciled, work
from marsad.fusion.compare import score
from marsad.fusion.ledger import Rulings
from marsad.fusion.sets import root
from marsad.fusion.unit import Unit
from marsad.fusion.words import Weights
from marsad.records import Contradiction

LEADING = 6  # claims of a group with which one that came to a full block is compared
_SIDES = 12  # groups that such a claim is compared with


@dataclass(slots=True)
class Group:
    """A group in the making."""

    units: list[Unit] = field(default_factory=list)
    barred: frozenset[str] = frozenset()  # claims ruled apart from one of these

    def add(self, unit: Unit, rulings: Rulings) -> None:
        self.units.append(unit)
        self.barred |= frozenset(rulings.apart_from(unit.key))


@dataclass(slots=True)
class _Met:
    """The claims of one family in their order, with whom each is compared, and those that came to a full block."""

    units: Sequence[Unit]
    asked: list[Asked]
    late: list[int]
    marks: Marks


def cluster(
    units: Iterable[Unit], weights: Weights, rulings: Rulings, spread: Spread = map, cell_of: CellOf = one
) -> tuple[list[list[Unit]], tuple[Contradiction, ...]]:
    """Return the groups, and the judgements that could not be followed without breaking another.

    `cell_of` and `spread` say which claims are compared together, and where; they change nothing in the result.
    """
    heads, parts = _split(units)
    groups: list[Group] = []
    families: dict[str, list[Unit]] = {}
    for unit in sorted(heads, key=_order):
        families.setdefault(unit.family, []).append(unit)
    met = [_met(families[family], weights) for family in sorted(families)]
    made = [cells(family.units, family.asked, cell_of, weights, rulings) for family in met]
    found = iter(spread(work, (cell for some in made for cell in some)))
    for family, some in zip(met, made, strict=True):
        groups += _grouped(family, islice(found, len(some)), weights, rulings)
    of = {unit.key: at for at, group in enumerate(groups) for unit in group.units}
    for part in parts:
        at = of.get(part.whole or "", -1)
        if at < 0 or part.key in groups[at].barred:
            at = len(groups)
            groups.append(Group())
        groups[at].add(part, rulings)
        of[part.key] = at
    return _joined(groups, of, rulings)


def _split(units: Iterable[Unit]) -> tuple[list[Unit], list[Unit]]:
    """Return claims that stand by themselves, and those that count a part of another, wholes before their parts."""
    by_key = {unit.key: unit for unit in units}

    def depth(unit: Unit) -> int:
        steps, seen = 0, {unit.key}
        while unit.whole in by_key and unit.whole not in seen:
            unit = by_key[unit.whole]
            seen.add(unit.key)
            steps += 1
        return steps

    deep = [(depth(unit), unit) for unit in by_key.values()]
    parts = sorted(((d, u) for d, u in deep if d), key=lambda pair: (pair[0], pair[1].key))
    return [unit for d, unit in deep if not d], [unit for _, unit in parts]


def _order(unit: Unit) -> tuple[int, int, str, int, str]:
    fullness = 2 * unit.dated + (bool(unit.spots) and unit.stated) + (unit.number is not None)
    return (-fullness, unit.published or 0, unit.report_id, unit.claim.evidence.start, unit.key)


def _met(units: Sequence[Unit], weights: Weights) -> _Met:
    """Let the claims of one family meet: those of a block one another; the overflow of a full one comes late."""
    marks = Marks(weights)
    late: list[int] = []
    asked: list[Asked] = []
    for at, unit in enumerate(units):
        near = marks.near(unit, FULL)
        if len(near) >= FULL:
            late.append(at)
            continue
        asked.append((at, array("l", near)))
        marks.leave(unit, at)
    return _Met(units, asked, late, marks)


def _grouped(family: _Met, found: Iterable[Linked], weights: Weights, rulings: Rulings) -> list[Group]:
    """Return the groups of one family; claims that came late are then compared with groups."""
    units, late = family.units, frozenset(family.late)
    groups: list[Group] = []
    of: dict[int, int] = {}
    for numbers in reconciled(len(units), found, units, apart(units, rulings)):
        if len(numbers) == 1 and numbers[0] in late:
            continue
        group = Group()
        for at in numbers:
            group.add(units[at], rulings)
            of[at] = len(groups)
        groups.append(group)
    for at in family.late:
        _place(units[at], [of[other] for other in family.marks.near(units[at], FULL)], groups, weights, rulings)
    return groups


def _place(unit: Unit, near: Sequence[int], groups: list[Group], weights: Weights, rulings: Rulings) -> None:
    """Put a claim into the group whose first claims it fits best, or into one of its own."""
    best, points = None, JOIN
    for at in list(dict.fromkeys(near))[:_SIDES]:
        if unit.key in groups[at].barred:
            continue
        leading = groups[at].units[:LEADING]
        mean = sum(score(unit, lead, weights) for lead in leading) / len(leading)
        if mean > points:
            best, points = at, mean
    if best is None:
        groups.append(Group())
        best = -1
    groups[best].add(unit, rulings)


def _joined(
    groups: list[Group], of: dict[str, int], rulings: Rulings
) -> tuple[list[list[Unit]], tuple[Contradiction, ...]]:
    """Join whole groups that a judgement holds for one event, unless another keeps two of their claims apart."""
    parent = list(range(len(groups)))
    refused = []
    for a, b in rulings.same:
        if a not in of or b not in of:
            continue
        first, second = sorted((root(parent, of[a]), root(parent, of[b])))
        if first == second:
            continue
        clash = sorted(unit.key for unit in groups[second].units if unit.key in groups[first].barred)
        if clash:
            refused.append(
                Contradiction("judgement", a, b, f"they are held for the same, but {clash[0]} is kept apart")
            )
            continue
        parent[second] = first
        groups[first].units += groups[second].units
        groups[first].barred |= groups[second].barred
    return [group.units for at, group in enumerate(groups) if parent[at] == at], tuple(refused)
