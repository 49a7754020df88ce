"""Sets that grow together (union-find): each item has a parent in its set; the one that is its own names the set."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

K = TypeVar("K", int, str)


class Parents(Protocol[K]):
    """The parent of each item: a list of numbers, or a dictionary."""

    def __getitem__(self, item: K, /) -> K: ...
    def __setitem__(self, item: K, parent: K, /) -> None: ...


def root(parents: Parents[K], item: K) -> K:
    """Return the item that names the set of `item`; the way there becomes shorter for who asks next."""
    while parents[item] != item:
        parents[item] = parents[parents[item]]
        item = parents[item]
    return item


def lowest(count: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """Return for each of `count` items the lowest one that a chain of pairs connects it with."""
    parents = list(range(count))
    for a, b in pairs:
        low, high = sorted((root(parents, a), root(parents, b)))
        parents[high] = low
    return [root(parents, item) for item in range(count)]
