"""Average linkage over the pairs that were compared: the closest two groups merge first, until none is close enough.

Two groups merge only where a pair of theirs has the points that are needed: the mean of pairs that all have fewer is
less. So what no chain of such pairs connects is linked apart, and pairs between such parts play no role.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence

from marsad.fusion.sets import lowest

MISSING = -1.5  # points of two claims that share no mark, and so were not compared

Pair = tuple[int, int, float]  # two items, and their points
Sum = tuple[float, int]  # points of the compared pairs of two groups, and how many they are


def connected(count: int, pairs: Iterable[Pair], least: float) -> list[int]:
    """Return for each of `count` items the lowest one that a chain of pairs of `least` points connects it with."""
    return lowest(count, ((a, b) for a, b, points in pairs if points >= least))


def link(count: int, pairs: Sequence[Pair], least: float,
         may_merge: Callable[[list[int], list[int]], bool]) -> list[list[int]]:  # fmt: skip
    """Return `count` items in groups; two groups merge while their pairs have `least` points on average.

    Ties go to the lower items, so that the result depends on the numbering alone.
    """
    part = connected(count, pairs, least)
    members: list[list[int]] = [[item] for item in range(count)]
    sums: list[dict[int, Sum]] = [{} for _ in range(count)]
    heap: list[tuple[float, int, int, int, int]] = []
    version = [0] * count
    for a, b, points in pairs:
        if part[a] == part[b]:
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
    return [found for found in members if found]


def _take_over(a: int, b: int, sums: list[dict[int, Sum]]) -> None:
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
