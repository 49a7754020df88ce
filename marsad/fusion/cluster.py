"""Claims into groups, each what one event is told by.

The claims are taken in an order of their own (the fullest first, then by publication and key), so that the order and
the batches in which reports come change nothing. Judgements bind: what is ruled apart never shares a group, what is
ruled the same always does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from marsad.fusion.block import FULL, Marks
from marsad.fusion.compare import score
from marsad.fusion.ledger import Rulings
from marsad.fusion.link import link
from marsad.fusion.unit import Unit
from marsad.fusion.words import Weights
from marsad.records import Contradiction

JOIN = 1.8  # points on average from which groups merge
LEADING = 6  # claims of a group with which one that came to a full block is compared
_SIDES = 12  # groups that such a claim is compared with


@dataclass(slots=True)
class Group:
    """A group in the making."""

    units: list[Unit] = field(default_factory=list)
    barred: set[str] = field(default_factory=set)  # claims ruled apart from one of these

    def add(self, unit: Unit, rulings: Rulings) -> None:
        self.units.append(unit)
        self.barred |= rulings.apart_from(unit.key)


def cluster(
    units: Iterable[Unit], weights: Weights, rulings: Rulings
) -> tuple[list[list[Unit]], tuple[Contradiction, ...]]:
    """Return the groups, and the judgements that could not be followed without breaking another."""
    heads, parts = _split(units)
    groups: list[Group] = []
    families: dict[str, list[Unit]] = {}
    for unit in sorted(heads, key=_order):
        families.setdefault(unit.family, []).append(unit)
    for family in sorted(families):
        groups += _grouped(families[family], weights, rulings)
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


def _grouped(units: Sequence[Unit], weights: Weights, rulings: Rulings) -> list[Group]:
    """Group claims of one family: those of a block against one another, the overflow of a full one against groups."""
    marks = Marks(weights)
    placed: list[int] = []
    late: set[int] = set()
    pairs: list[tuple[int, int, float]] = []
    for at, unit in enumerate(units):
        near = marks.near(unit, FULL)
        if len(near) >= FULL:
            late.add(at)
            continue
        pairs += [(other, at, score(units[other], unit, weights)) for other in near]
        marks.leave(unit, at)
        placed.append(at)

    def may_merge(some: list[int], others: list[int]) -> bool:
        apart = {key for at in some for key in rulings.apart_from(units[at].key)}
        return not apart or not any(units[at].key in apart for at in others)

    groups: list[Group] = []
    of: dict[int, int] = {}
    for found in link(len(units), pairs, JOIN, may_merge):
        if len(found) == 1 and found[0] in late:
            continue
        group = Group()
        for at in sorted(found):
            group.add(units[at], rulings)
            of[at] = len(groups)
        groups.append(group)
    for at in sorted(late):
        _place(units[at], [of[other] for other in marks.near(units[at], FULL)], groups, weights, rulings)
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

    def root(at: int) -> int:
        while parent[at] != at:
            at = parent[at]
        return at

    refused = []
    for a, b in rulings.same:
        if a not in of or b not in of:
            continue
        first, second = sorted((root(of[a]), root(of[b])))
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
