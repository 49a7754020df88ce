"""Remember what was found out of a word: texts repeat their words, so that each is analysed once in a process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

LIMIT: Final = 40_000  # words of a generation; those of some thousand reports (a third: a report costs a tenth more)


class Memory(dict[K, V], Generic[K, V]):
    """A dictionary that makes what it lacks: `memory[word]` is `make(word)`, made once.

    When it is full, what it holds becomes the old generation, and what is asked for again is taken over from there: so
    it forgets what was not asked for lately, and never holds more than two generations. To look a word up costs half of
    what a call of `functools.lru_cache` does.
    """

    __slots__ = ("_limit", "_make", "_old")

    def __init__(self, make: Callable[[K], V], limit: int = LIMIT) -> None:
        super().__init__()
        self._make = make
        self._limit = limit
        self._old: dict[K, V] = {}

    def __missing__(self, key: K) -> V:
        if len(self) >= self._limit:
            self._old = dict(self)
            self.clear()
        old = self._old
        value = self[key] = old[key] if key in old else self._make(key)
        return value
