"""Columns: what every claim has, by its position, as whole numbers; and sets of claims as masks, a byte a claim.

Position n is the n-th claim of the timeline. Filters meet by `&`, unite by `|`. A column is a few arrays and the texts
that its numbers stand for, so it can be kept in files and mapped (kept.py).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from marsad.web import blocks
from marsad.web.blocks import Mask as Mask
from marsad.web.blocks import Split
from marsad.web.blocks import Whole as Whole
from marsad.web.numbered import Numbered

Tally = list[tuple[str, int]]  # values with how many have each


def mask_of(positions: Iterable[int] | Whole, size: int) -> Mask:
    """Return the set of these positions, all of them below `size`."""
    mask = np.zeros(size, dtype=np.bool_)
    mask[positions if isinstance(positions, np.ndarray) else np.fromiter(positions, np.int64)] = True
    return mask


def members(mask: Mask) -> list[int]:
    """Return the positions of a set in their order."""
    found: list[int] = np.flatnonzero(mask).tolist()
    return found


class Numbers(Numbered[int]):
    """Whole numbers of an array, each made when it is asked for: a page shows few of millions."""

    def __init__(self, array: Whole) -> None:
        self._array = array

    def __len__(self) -> int:
        return len(self._array)

    def one(self, number: int) -> int:
        return int(self._array[number])

    def several(self, numbers: range) -> list[int]:
        found: list[int] = self._array[np.asarray(numbers, np.int64)].tolist()
        return found


def first_of(mask: Mask, limit: int, start: int = 0) -> list[int]:
    """Return up to `limit` positions of a set in their order, the first at `start` or after it."""
    found: list[int] = []
    while start < len(mask) and len(found) < limit:
        found += (np.flatnonzero(mask[start : start + blocks.STEP]) + start).tolist()
        start += blocks.STEP
    return found[:limit]


def last_of(mask: Mask, limit: int, end: int | None = None) -> list[int]:
    """Return up to `limit` positions of a set, the last before `end` first."""
    end = len(mask) if end is None else end
    found: list[int] = []
    while end > 0 and len(found) < limit:
        start = max(0, end - blocks.STEP)
        found += (np.flatnonzero(mask[start:end]) + start)[::-1].tolist()
        end = start
    return found[:limit]


def count(mask: Mask) -> int:
    return int(np.count_nonzero(mask))


def narrow(codes: Whole, values: int) -> Whole:
    """Return numbers below `values` in as few bytes as they need."""
    kind = np.uint8 if values <= 1 << 8 else np.uint16 if values <= 1 << 16 else np.int32
    return codes.astype(kind)


def ranks(values: Sequence[Any]) -> Whole:
    """Return where each of some values stands in their order."""
    found = np.empty(len(values), np.int32)
    found[sorted(range(len(values)), key=values.__getitem__)] = np.arange(len(values))
    return found


def turns(values: Whole) -> Whole:
    """Return where each of some values is another than that before it."""
    return np.flatnonzero(np.append(np.full(min(1, len(values)), True), values[1:] != values[:-1]))


class _Named:
    """Texts, and the number of each."""

    values: Sequence[str]

    @cached_property
    def number_of(self) -> Mapping[str, int]:
        known: Mapping[str, int] | None = getattr(self.values, "number_of", None)  # kept/texts.py
        return {value: number for number, value in enumerate(self.values)} if known is None else known

    @cached_property
    def rank(self) -> Whole:
        """Where each value stands among all, in the order of the alphabet."""
        return ranks(self.values)

    def with_values(self, more: Sequence[str]) -> tuple[Sequence[str], Whole]:
        """Return the values and others, and the number that each of the others has among them."""
        numbers = {value: self.number_of.get(value, -1) for value in more}
        fresh = [value for value, number in numbers.items() if number < 0]
        numbers.update(zip(fresh, range(len(self.values), len(self.values) + len(fresh)), strict=True))
        values = (*self.values, *fresh) if fresh else self.values
        return values, np.fromiter((numbers[value] for value in more), np.int64, len(more))

    def fitting(self, fits: Callable[[str], bool]) -> list[str]:
        return [value for value in self.values if fits(value)]

    def chosen(self, values: Iterable[str]) -> Mask:
        """Return which numbers stand for one of these values."""
        numbers = (self.number_of.get(value) for value in values)
        return mask_of((n for n in numbers if n is not None), len(self.values))


class Coded(_Named):
    """A column with one value for each position."""

    def __init__(self, values: Sequence[str], codes: Whole) -> None:
        self.values, self.codes = values, codes

    @classmethod
    def of(cls, found: Iterable[str], first: Iterable[str] = ()) -> Coded:
        """Make the column of these values, one a position; they are numbered as they come, after those of `first`."""
        made = Coding(first)
        for value in found:
            made.add(value)
        return made.column()

    def picked(self, positions: Whole, more: Coded) -> Coded:
        """Return the column of some positions, and of all of another after them."""
        values, numbers = self.with_values(more.values)
        return Coded(values, np.concatenate((self.codes[positions], numbers[more.codes])))

    def at(self, position: int) -> str:
        return self.values[int(self.codes[position])]

    def having(self, value: str) -> Mask:
        """Return the positions that have a value."""
        number = self.number_of.get(value)
        if number is None:
            return np.zeros(len(self.codes), dtype=np.bool_)
        return np.asarray(self.codes == number)

    def any_of(self, values: Iterable[str]) -> Mask:
        """Return the positions that have one of these values."""
        wanted = list(values)
        return self.having(wanted[0]) if len(wanted) == 1 else np.asarray(self.chosen(wanted)[self.codes])

    @cached_property
    def all_counts(self) -> Whole:
        return np.bincount(self.codes, minlength=len(self.values))

    @cached_property
    def _counts(self) -> Whole | None:
        starts = range(0, len(self.codes), blocks.STEP)
        return blocks.up_to([self.codes[start : start + blocks.STEP] for start in starts], len(self.values))

    def counts(self, some: Mask | Split) -> Whole:
        """Return how many of a set have each value, by its number."""
        if isinstance(some, Split) and self._counts is not None:
            return blocks.differing(self._counts, some, self.codes[some.more], self.codes[some.less])
        return np.bincount(self.codes[some.mask if isinstance(some, Split) else some], minlength=len(self.values))

    def numbers(self, mask: Mask) -> Mask:
        """Return which values there are among a set, by their number."""
        found = np.zeros(len(self.values), dtype=np.bool_)
        found[self.codes[mask]] = True
        return found

    def tally(self, some: Mask | Split) -> dict[str, int]:
        """Return how many of a set have each value that there is among it, the commonest first."""
        counts = self.counts(some)
        order = np.argsort(-counts, kind="stable")
        return {self.values[n]: int(counts[n]) for n in order.tolist() if counts[n]}

    def commonest(self, some: Mask | Split, limit: int) -> Tally:
        """Return the commonest values of a set but the empty one; of two as common, that which sorts first."""
        return most(self.values, self.counts(some), limit)


class Listed(_Named):
    """A column with any number of values for each position, looked up either way.

    `codes` are the numbers of the values position by position, those of position n from `starts[n]`; `places` are the
    positions value by value, those of value v from `bounds[v]`, in their order.
    """

    def __init__(self, values: Sequence[str], starts: Whole, codes: Whole, bounds: Whole, places: Whole) -> None:
        self.values, self.starts, self.codes = values, starts, codes
        self.bounds, self.places = bounds, places

    @classmethod
    def of(cls, found: Iterable[Iterable[str]]) -> Listed:
        """Make the column of the values of each position, in their order."""
        made = Listing()
        for values in found:
            made.add(values)
        return made.column()

    @classmethod
    def made(cls, values: Sequence[str], starts: Whole, codes: Whole) -> Listed:
        """Make the column of what its positions have, worked out the other way round."""
        bounds = np.concatenate(([0], np.cumsum(np.bincount(codes, minlength=len(values))))).astype(np.int64)
        owners = np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))
        return cls(values, starts, codes, bounds, owners[np.argsort(codes, kind="stable")])

    def picked(self, positions: Whole, more: Listed) -> Listed:
        """Return the column of some positions, and of all of another after them."""
        return _PickedLists(self, positions, more)

    @property
    def size(self) -> int:
        return len(self.starts) - 1

    def of_position(self, position: int) -> list[int]:
        """Return the numbers of the values of a position."""
        found: list[int] = self.codes[self.starts[position] : self.starts[position + 1]].tolist()
        return found

    def at(self, position: int) -> list[str]:
        """Return the values of a position."""
        return [self.values[n] for n in self.of_position(position)]

    def positions(self, value: str) -> Whole:
        """Return the positions that have a value, in their order."""
        number = self.number_of.get(value)
        if number is None:
            return self.places[:0]
        return self.places[self.bounds[number] : self.bounds[number + 1]]

    def any_of(self, values: Iterable[str]) -> Mask:
        """Return the positions that have one of these values."""
        mask = np.zeros(self.size, dtype=np.bool_)
        for value in values:
            mask[self.positions(value)] = True
        return mask

    def having(self, value: str) -> Mask:
        return self.any_of((value,))

    def matching(self, fits: Callable[[str], bool]) -> Mask:
        """Return the positions that have a value which fits."""
        return self.any_of(self.fitting(fits))

    @cached_property
    def all_counts(self) -> Whole:
        return np.diff(self.bounds)

    def inside(self, mask: Mask) -> Mask:
        """Return which of the pairs of position and value, position by position, are of a set."""
        return np.repeat(mask, np.diff(self.starts))

    @cached_property
    def _counts(self) -> Whole | None:
        bounds = [*self.starts[: -1 : blocks.STEP].tolist(), len(self.codes)]
        return blocks.up_to([self.codes[start:end] for start, end in pairwise(bounds)], len(self.values))

    def counts(self, some: Mask | Split) -> Whole:
        """Return how many of a set have each value, by its number."""
        if isinstance(some, Split) and self._counts is not None and self.size:
            return blocks.differing(self._counts, some, self.codes_of(some.more), self.codes_of(some.less))
        mask = some.mask if isinstance(some, Split) else some
        return np.bincount(self.codes[self.inside(mask)], minlength=len(self.values))

    def codes_of(self, positions: Whole) -> Whole:
        """Return the numbers of the values of some positions, one after another."""
        return self.codes[stretches(self.starts[positions], self.starts[positions + 1])]

    def commonest(self, some: Mask | Split, limit: int) -> Tally:
        return most(self.values, self.counts(some), limit)


class _PickedLists(Listed):
    """What some positions of a column have, and all of another after them, looked up where it is."""

    def __init__(self, of: Listed, positions: Whole, more: Listed) -> None:
        self.values, numbers = of.with_values(more.values)
        self.codes = np.concatenate((of.codes, numbers[more.codes])) if len(more.codes) else of.codes
        self._of, self._positions, self._more = of, positions, more
        self._begins = np.concatenate((of.starts[positions], more.starts[:-1] + len(of.codes)))
        self._ends = np.concatenate((of.starts[positions + 1], more.starts[1:] + len(of.codes)))

    @property
    def size(self) -> int:
        return len(self._begins)

    def of_position(self, position: int) -> list[int]:
        found: list[int] = self.codes[self._begins[position] : self._ends[position]].tolist()
        return found

    def positions(self, value: str) -> Whole:
        return np.flatnonzero(np.concatenate((self._of.having(value)[self._positions], self._more.having(value))))

    def codes_of(self, positions: Whole) -> Whole:
        return self.codes[stretches(self._begins[positions], self._ends[positions])]


class Coding:
    """A column of one value each in the making: values are numbered as they come, after those of `first`."""

    def __init__(self, first: Iterable[str] = ()) -> None:
        self._numbers: dict[str, int] = {value: number for number, value in enumerate(first)}
        self._codes = array("i")

    def add(self, value: str) -> None:
        self._codes.append(self._numbers.setdefault(value, len(self._numbers)))

    def column(self) -> Coded:
        return Coded(tuple(self._numbers), narrow(np.asarray(self._codes, np.int32), len(self._numbers)))


class Listing:
    """A column of any number of values each in the making."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._starts, self._codes = array("q", [0]), array("i")

    def add(self, values: Iterable[str]) -> None:
        numbers = self._numbers
        self._codes.extend([numbers.setdefault(value, len(numbers)) for value in values])
        self._starts.append(len(self._codes))

    def column(self) -> Listed:
        starts, codes = np.asarray(self._starts, np.int64), np.asarray(self._codes, np.int32)
        return Listed.made(tuple(self._numbers), starts, codes)


def stretches(starts: Whole, ends: Whole) -> Whole:
    """Return the numbers of stretches, one after another."""
    sizes = ends - starts
    return np.repeat(starts - (np.cumsum(sizes) - sizes), sizes) + np.arange(int(sizes.sum()))


def most(values: Sequence[str], counts: Whole, limit: int) -> Tally:
    """Return the values with the highest counts, but the empty value; of two as high, that which sorts first."""
    return [(value, int(counts[n])) for n, value in _highest(values, counts, limit)]


def most_numbers(values: Sequence[str], counts: Whole, limit: int) -> list[int]:
    """Return the numbers of the values that `most` returns, in its order."""
    return [n for n, _ in _highest(values, counts, limit)]


def _highest(values: Sequence[str], counts: Whole, limit: int) -> list[tuple[int, str]]:
    least = 1
    if len(counts) > limit + 1:
        least = max(1, int(np.partition(counts, len(counts) - limit - 1)[len(counts) - limit - 1]))
    found = [(n, value) for n in np.flatnonzero(counts >= least).tolist() if (value := values[n])]
    return sorted(found, key=lambda pair: (-int(counts[pair[0]]), pair[1]))[:limit]
