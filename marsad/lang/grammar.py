"""Put the words of one number together: the sums and products that most languages share.

A number is a sum of terms, each a group below a thousand times a scale: (two hundred and thirteen) thousand and
(five). A word that would break that order ends the number, so two numbers side by side stay two.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

Role = Literal["zero", "unit", "ten", "tens", "hundred", "scale", "scaled", "digits"]


@dataclass(init=False, slots=True, unsafe_hash=True)  # never changed; written out as `Tag` is
class Part:
    """One number word. `unit` is the scale of a `scaled` word ("two thousand" in one word: 2000, unit 1000).

    `joined` tells that "and" stands before it.
    """

    role: Role
    value: float
    joined: bool
    unit: float

    def __init__(self, role: Role, value: float, joined: bool = False, unit: float = 1) -> None:
        self.role = role
        self.value = value
        self.joined = joined
        self.unit = unit


class Composed(NamedTuple):
    """A number: its value, how many parts it took, and the last scale named in it (1 if none)."""

    value: float
    used: int
    unit: float


_NOTHING: Final = Composed(0, 0, 1)


class _Sum:
    """The number so far: `total` of closed terms, and the open `group` that a scale may still multiply."""

    __slots__ = ("group", "last", "limit", "opened", "term", "total")

    def __init__(self) -> None:
        self.total = 0.0
        self.group = 0.0
        self.opened: int | None = None  # index of the part that opened the group
        self.last: Role | None = None
        self.limit = math.inf  # a further scale must be smaller
        self.term = 0.0  # the term closed last

    def close(self, term: float, unit: float) -> None:
        self.total += term
        self.term, self.limit = term, unit
        self.group, self.opened, self.last = 0.0, None, "scale"


def compose(parts: Sequence[Part]) -> Composed:
    """Return the longest number that the first of `parts` make together."""
    so_far = _Sum()
    best = _NOTHING
    for index, part in enumerate(parts):
        opened = so_far.opened
        fits = _scale(so_far, part, index) if part.role in ("scale", "scaled") else _grow(so_far, part, index)
        if not fits:
            # the group belongs to the next number: "two thousand and three thousand" is two numbers
            if part.role == "scale" and not part.joined and opened is not None and so_far.total:
                return Composed(so_far.total, opened, so_far.limit)
            break
        unit = so_far.limit if so_far.opened is None else 1
        best = Composed(so_far.total + so_far.group, index + 1, unit)
    return best


def _scale(so_far: _Sum, part: Part, index: int) -> bool:
    """Multiply the open group by a scale, or start a term with it."""
    if so_far.opened is not None:
        if part.joined or part.role == "scaled" or part.value >= so_far.limit or so_far.last == "zero":
            return False
        so_far.close(so_far.group * part.value, part.value)
        return True
    if index == 0 or part.joined:
        unit = part.unit if part.role == "scaled" else part.value
        if unit >= so_far.limit:
            return False
        so_far.close(part.value, unit)
        return True
    if part.role == "scale" and part.value > so_far.limit:  # "a thousand million"
        so_far.total += so_far.term * (part.value - 1)
        so_far.term, so_far.limit = so_far.term * part.value, part.value
        return True
    return False


def _grow(so_far: _Sum, part: Part, index: int) -> bool:
    """Open a group with `part`, or let the open group take it in."""
    if so_far.opened is None:
        if index > 0 and not part.joined:
            return False
        if part.role == "digits" and not part.value < so_far.limit:
            return False
        so_far.group, so_far.opened, so_far.last = part.value, index, part.role
        return True
    if not _takes(so_far, part):
        return False
    if part.role == "hundred":
        so_far.group *= part.value
    else:
        so_far.group += part.value
    so_far.last = part.role
    return True


def _takes(so_far: _Sum, part: Part) -> bool:
    last, group = so_far.last, so_far.group
    if last == "unit":
        small = group % 100
        if part.role == "ten":
            return not part.joined  # a teen
        if part.role == "tens":
            return part.joined
        return part.role == "hundred" and part.value == 100 and not part.joined and 3 <= group <= 9 and small == group
    if last == "hundred" and part.joined:
        return part.role in ("unit", "ten", "tens") or (part.role == "digits" and part.value < 100)
    return False
