"""Claims are compared and linked in cells, each by itself: on one core, on several, on several machines.

A cell holds the claims of one family whose own time and place lie in one month and one country, as the later ones of
pairs, and from other cells those that they are compared with (its margin).

Why the events are the same however claims are put into cells. Which pairs are compared is settled before
(block.py), and every pair is in one cell, that of its later claim; its points depend on the two claims and on the
weights of words, which travel with the cell. So all cells together have the pairs and points that one cell would have.
Linkage works apart on each part that pairs of `JOIN` points connect (link.py). A part none of whose claims is met in
another cell has all its pairs here, and is linked here. The pairs of all other claims come back, and are linked when
all are there: what the parts of those claims are is known then, and every such part has all its pairs. Within a part
the numbering of claims, which decides between ties, is that of the whole.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Protocol

from marsad.fusion.compare import score
from marsad.fusion.ledger import Rulings
from marsad.fusion.link import Pairs, connected, link
from marsad.fusion.unit import Unit
from marsad.fusion.words import Weights
from marsad.records import Certainty, Claim, Diplomacy, Kind, Span

JOIN = 1.8  # points on average from which groups merge
_MONTH = 30

Asked = tuple[int, Sequence[int]]  # a claim, and the earlier ones that it is compared with
CellOf = Callable[[Unit], Hashable]


class Spread(Protocol):
    """What does one function for many arguments and yields the results in their order, as `map` does."""

    def __call__(self, function: Callable[[Any], Any], given: Iterable[Any], /) -> Iterable[Any]: ...


@dataclass(frozen=True, slots=True)
class Cell:
    """Claims with their numbers in the whole, ascending; what is compared, by places in `units`.

    `shared` are those that are met in another cell as well; `apart` are rulings among them.
    """

    numbers: array[int]
    units: tuple[Unit, ...]
    asked: tuple[Asked, ...]
    shared: frozenset[int]
    apart: Mapping[str, frozenset[str]]
    weights: Weights


@dataclass(frozen=True, slots=True)
class Linked:
    """What a cell came to: groups, by numbers in the whole, and the pairs that cannot be linked without other cells."""

    groups: list[list[int]]
    pairs: Pairs


def by_month_and_country(unit: Unit) -> Hashable:
    """Return the month of a claim, or of its report, and the country of the first place that it names itself."""
    day = unit.since if unit.since is not None else unit.published
    country = unit.spots[0].country if unit.spots and unit.stated else None
    return (day // _MONTH if day is not None else None, country)


def one(_: Unit) -> Hashable:
    """Put all claims into one cell."""
    return None


def cells(
    units: Sequence[Unit], asked: Sequence[Asked], cell_of: CellOf, weights: Weights, rulings: Rulings
) -> list[Cell]:
    """Return the cells of one family; `asked` has the numbers of claims in `units`."""
    homes: dict[Hashable, list[Asked]] = {}
    for at, near in asked:
        homes.setdefault(cell_of(units[at]), []).append((at, near))
    if len(homes) == 1:
        numbers = array("l", range(len(units)))
        return [Cell(numbers, tuple(units), tuple(asked), frozenset(), apart(units, rulings), weights)]
    met = [sorted({number for at, near in home for number in (at, *near)}) for home in homes.values()]
    times = Counter(number for numbers in met for number in numbers)
    return [
        _cell(units, numbers, home, {number for number in numbers if times[number] > 1}, weights, rulings)
        for numbers, home in zip(met, homes.values(), strict=True)
    ]


def _cell(
    units: Sequence[Unit],
    numbers: list[int],
    home: list[Asked],
    shared: set[int],
    weights: Weights,
    rulings: Rulings,
) -> Cell:
    place = {number: at for at, number in enumerate(numbers)}
    own = tuple(light(units[number]) for number in numbers)
    asked = tuple((place[at], array("l", [place[number] for number in near])) for at, near in home)
    some = weights.of(word for unit in own for word in unit.words)
    here = frozenset(place[number] for number in shared)
    return Cell(array("l", numbers), own, asked, here, apart(own, rulings), some)


def apart(units: Iterable[Unit], rulings: Rulings) -> dict[str, frozenset[str]]:
    """Return from which claims each of these is ruled apart, where it is from any."""
    return {unit.key: frozenset(others) for unit in units if (others := rulings.apart_from(unit.key))}


def work(cell: Cell) -> Linked:
    """Compare the claims of a cell, and link what it can."""
    units, weights, count = cell.units, cell.weights, len(cell.units)
    pairs = Pairs()
    for at, near in cell.asked:
        for low in near:
            pairs.add(low, at, score(units[low], units[at], weights))
    part = connected(count, pairs, JOIN)
    open_ = {part[at] for at in cell.shared}
    closed, left = Pairs(), Pairs()
    for a, b, points in pairs:
        if part[a] in open_ and part[b] in open_:
            left.add(cell.numbers[a], cell.numbers[b], points)
        elif part[a] == part[b]:
            closed.add(a, b, points)
    groups = [
        [cell.numbers[at] for at in found]
        for found in link(count, closed, JOIN, may_merge(units, cell.apart))
        if part[found[0]] not in open_
    ]
    return Linked(groups, left)


def reconciled(
    count: int, found: Iterable[Linked], units: Sequence[Unit], apart: Mapping[str, frozenset[str]]
) -> list[list[int]]:
    """Return the groups of one family, each by its numbers, in the order of their lowest."""
    groups: list[list[int]] = []
    pairs = Pairs()
    for linked in found:
        groups += linked.groups
        for pair in linked.pairs:
            pairs.add(*pair)
    done = {number for group in groups for number in group}
    groups += (group for group in link(count, pairs, JOIN, may_merge(units, apart)) if group[0] not in done)
    return sorted((sorted(group) for group in groups), key=lambda group: group[0])


def may_merge(units: Sequence[Unit], apart: Mapping[str, frozenset[str]]) -> Callable[[list[int], list[int]], bool]:
    """Return a test of whether no ruling keeps two groups apart."""
    if not apart:
        return lambda some, others: True

    def test(some: list[int], others: list[int]) -> bool:
        kept = {key for at in some for key in apart.get(units[at].key, ())}
        return not kept or not any(units[at].key in kept for at in others)

    return test


def light(unit: Unit) -> Unit:
    """Return a claim for comparing that travels quickly: of the claim itself, its kind and certainty alone."""
    return replace(unit, claim=_bare(unit.claim.kind, unit.claim.certainty))


@lru_cache
def _bare(kind: Kind, certainty: Certainty) -> Claim:
    return Claim("", "", kind, Span(0, 0), Diplomacy("", ""), "", certainty=certainty)
