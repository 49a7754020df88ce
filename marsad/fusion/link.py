"""Average linkage over the pairs that were compared: the closest two groups merge first, until none is close enough.

Two groups merge only where a pair of theirs has the points that are needed: the mean of pairs that all have fewer is
less. So what no chain of such pairs connects is linked apart, and pairs between such parts play no role.
"""

from __future__ import annotations

import heapq
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import overload

from marsad.fusion.sets import lowest

MISSING = -1.5  # points of two claims that share no mark, and so were not compared

Pair = tuple[int, int, float]  # two items, and their points
Sum = tuple[float, int]  # points of the compared pairs of two groups, and how many they are


@dataclass(frozen=True, slots=True)
class Pairs(Sequence[Pair]):
    """Pairs in arrays: there are a hundred of them for a claim."""

    first: array[int] = field(default_factory=lambda: array("l"))
    second: array[int] = field(default_factory=lambda: array("l"))
    points: array[float] = field(default_factory=lambda: array("d"))

    def add(self, first: int, second: int, points: float) -> None:
        self.first.append(first)
        self.second.append(second)
        self.points.append(points)

    def __len__(self) -> int:
        return len(self.points)

    @overload
    def __getitem__(self, number: int) -> Pair: ...
    @overload
    def __getitem__(self, number: slice) -> list[Pair]: ...
    def __getitem__(self, number: int | slice) -> Pair | list[Pair]:
        if isinstance(number, slice):
            return list(zip(self.first[number], self.second[number], self.points[number], strict=True))
        return self.first[number], self.second[number], self.points[number]

    def __iter__(self) -> Iterator[Pair]:
        return zip(self.first, self.second, self.points, strict=True)


def connected(count: int, pairs: Iterable[Pair], least: float) -> list[int]:
    """Return for each of `count` items the lowest one that a chain of pairs of `least` points connects it with."""
    return lowest(count, ((a, b) for a, b, points in pairs if points >= least))


def link(count: int, pairs: Sequence[Pair], least: float,
         may_merge: Callable[[list[int], list[int]], bool]) -> list[list[int]]:  # fmt: skip
    """Return `count` items in groups; two groups merge while their pairs have `least` points on average.

    Ties go to the lower items, so that the result depends on the numbering alone.
    """
    part = connected(count, pairs, least)
    inside: dict[int, array[int]] = {}
    for number, (a, b, _) in enumerate(pairs):
        if part[a] == part[b]:
            inside.setdefault(part[a], array("l")).append(number)
    members: list[list[int]] = [[item] for item in range(count)]
    for numbers in inside.values():
        _merge([pairs[number] for number in numbers], members, least, may_merge)
    return [found for found in members if found]


def _merge(pairs: Sequence[Pair], members: list[list[int]], least: float,
           may_merge: Callable[[list[int], list[int]], bool]) -> None:  # fmt: skip
    """Merge the items of one part."""
    sums: dict[int, dict[int, Sum]] = defaultdict(dict)
    version: dict[int, int] = defaultdict(int)
    heap: list[tuple[float, int, int, int, int]] = []
    for a, b, points in pairs:
        sums[a][b] = sums[b][a] = (points, 1)
        if points >= least:
            heap.append((-points, min(a, b), max(a, b), 0, 0))
    heapq.heapify(heap)
    while heap:
        _, a, b, was_a, was_b = heapq.heappop(heap)
        if version[a] != was_a or version[b] != was_b or not may_merge(members[a], members[b]):
            continue
        members[a] += members[b]
        members[b] = []
        _take_over(a, b, sums)
        version[a] += 1
        version[b] = -1
        for other, total in sums[a].items():
            mean = _mean(total, len(members[a]) * len(members[other]))
            if mean >= least:
                low, high = min(a, other), max(a, other)
                heapq.heappush(heap, (-mean, low, high, version[low], version[high]))


def _take_over(a: int, b: int, sums: dict[int, dict[int, Sum]]) -> None:
    """Add what `b` knows of its neighbours to what `a` knows."""
    sums[a].pop(b, None)
    for other, (points, known) in sums[b].items():
        if other == a:
            continue
        del sums[other][b]
        before, count = sums[a].get(other, (0.0, 0))
        sums[a][other] = sums[other][a] = (before + points, count + known)
    sums[b] = {}


def _mean(total: Sum, pairs: int) -> float:
    points, known = total
    return (points + MISSING * (pairs - known)) / pairs
