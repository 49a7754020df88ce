"""Sets of claims block by block: what all of a block has is counted once, what a set lacks or has besides each time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]
Whole = npt.NDArray[np.integer[Any]]
STEP = 1 << 16  # positions that are looked at together
_NONE = np.zeros(0, np.int64)
_MOST_COUNTS = 1 << 23  # blocks times values up to which the values of each block are counted once


@dataclass(frozen=True)
class Split:
    """A set block by block: all of the blocks that most of is chosen, but for `less`, and `more` of the others.

    A filter of days chooses a stretch of the timeline and little else, so that most blocks are counted already.
    """

    blocks: Sequence[int]
    more: Whole
    less: Whole
    mask: Mask


def where(size: int, test: Callable[[slice], Mask]) -> Whole:
    """Return the numbers below `size` that pass a test, which is put block by block: what it works with stays small."""
    starts = range(0, size, STEP)
    return np.concatenate([_NONE, *(np.flatnonzero(test(slice(n, min(n + STEP, size)))) + n for n in starts)])


def split(mask: Mask) -> Split:
    blocks: list[int] = []
    more, less = [_NONE], [_NONE]
    for number, start in enumerate(range(0, len(mask), STEP)):
        part = mask[start : start + STEP]
        if 2 * np.count_nonzero(part) > len(part):
            blocks.append(number)
            less.append(np.flatnonzero(~part) + start)
        else:
            more.append(np.flatnonzero(part) + start)
    return Split(blocks, np.concatenate(more), np.concatenate(less), mask)


def up_to(parts: Sequence[Whole], size: int) -> Whole | None:
    """Return how many of the blocks before each have each of `size` values, and of all at the end; None where there is
    no block, or that is too many."""
    if not parts or (len(parts) + 1) * size > _MOST_COUNTS:
        return None
    counts = np.stack([np.zeros(size, np.int64), *(np.bincount(part, minlength=size) for part in parts)])
    return np.cumsum(counts, axis=0)


def differing(counted: Whole, some: Split, more: Whole, less: Whole) -> Whole:
    """Return how many of a set have each value: those of its blocks, with the values that it has besides and lacks."""
    size = counted.shape[1]
    found: Whole = np.bincount(more, minlength=size) - np.bincount(less, minlength=size)
    for first, end in _runs(some.blocks):
        found += counted[end] - counted[first]
    return found


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first of each run of numbers that follow one another, and the number after its last."""
    first = end = -1
    for number in numbers:
        if number != end:
            if end > first:
                yield first, end
            first = number
        end = number + 1
    if end > first:
        yield first, end
