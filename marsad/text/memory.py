"""Remember what was found out of a word: texts repeat their words, so that each is analysed once in a process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

LIMIT = 100_000  # the words of some ten thousand reports


class Memory(dict[K, V], Generic[K, V]):
    """A dictionary that makes what it lacks: `memory[word]` is `make(word)`, made once.

    It forgets everything when it is full. To look a word up costs half of what a call of `functools.lru_cache` does.
    """

    __slots__ = ("_limit", "_make")

    def __init__(self, make: Callable[[K], V], limit: int = LIMIT) -> None:
        super().__init__()
        self._make = make
        self._limit = limit

    def __missing__(self, key: K) -> V:
        if len(self) >= self._limit:
            self.clear()
        value = self[key] = self._make(key)
        return value
