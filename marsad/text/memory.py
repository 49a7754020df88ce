"""Remember what was found out of a word: texts repeat their words, so that each is analysed once in a process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

LIMIT: Final = 14_000  # words of a generation of those asked for twice
NEW: Final = 6_000  # words of a generation of those asked for once
_ABSENT: Final[Any] = object()


class Memory(dict[K, V], Generic[K, V]):
    """A dictionary that makes what it lacks: `memory[word]` is `make(word)`, made once.

    Most words that are new to a text never come again. So a word is kept for long only once it was asked for twice, and
    for a short while before that. Both kinds have two generations: when one is full, it becomes the old one, what the
    old one held is forgotten, and what is asked for again is taken over from there. So nothing is held that was not
    asked for lately, and no more than two generations of each kind. To look a word up costs half of what a call of
    `functools.lru_cache` does.
    """

    __slots__ = ("_behind",)

    def __init__(self, make: Callable[[K], V], limit: int = LIMIT) -> None:
        super().__init__()
        self._behind: _Behind[K, V] = _Behind(make, limit)

    def __missing__(self, key: K) -> V:
        return self._behind.find(self, key)


class _Behind(Generic[K, V]):
    """What a memory does not find at once: its other generations, and what makes the rest.

    A class of its own, since fields of one that is a dictionary are asked for by name, compiled too.
    """

    __slots__ = ("_limit", "_make", "_met", "_met_before", "_old")

    def __init__(self, make: Callable[[K], V], limit: int) -> None:
        self._make = make
        self._limit = limit
        self._old: dict[K, V] = {}
        self._met: dict[K, V] = {}  # asked for once
        self._met_before: dict[K, V] = {}

    def find(self, memory: dict[K, V], key: K) -> V:
        kept = self._met
        value = kept.get(key, _ABSENT)
        if value is _ABSENT:
            kept = self._old
            value = kept.get(key, _ABSENT)
        if value is _ABSENT:
            kept = self._met_before
            value = kept.get(key, _ABSENT)
        if value is not _ABSENT:
            del kept[key]
            return self._keep(memory, key, value)
        value = self._make(key)
        if len(self._met) >= min(NEW, self._limit):
            self._met_before, self._met = self._met, {}
        self._met[key] = value
        return value

    def _keep(self, memory: dict[K, V], key: K, value: V) -> V:
        if len(memory) >= self._limit:
            self._old = dict(memory)
            memory.clear()
        memory[key] = value
        return value
