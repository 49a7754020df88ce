"""Sequences whose items are fetched by number when they are asked for, one or a stretch at once."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import TypeVar, overload

T = TypeVar("T")


class Numbered(Sequence[T]):
    """A sequence that says how one item is fetched, and where that is cheaper, how several are."""

    @abstractmethod
    def one(self, number: int) -> T:
        """Return the item with a number; raise `IndexError` where there is none."""

    def several(self, numbers: range) -> list[T]:
        return [self.one(number) for number in numbers]

    @overload
    def __getitem__(self, number: int) -> T: ...
    @overload
    def __getitem__(self, number: slice) -> list[T]: ...
    def __getitem__(self, number: int | slice) -> T | list[T]:
        if isinstance(number, slice):
            return self.several(range(*number.indices(len(self))))
        return self.one(number)
