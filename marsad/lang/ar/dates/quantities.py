"""Numbers as dates use them, and amounts of time: "ثلاثة أيام", "الـ24 ساعة", "نحو أسبوعين"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, cast

from marsad.lang.ar.dates.words import Line
from marsad.lang.times import Bound, Unit

ARTICLES: Final = frozenset({"ال", "وال", "بال", "لل", "فال", "ولل"})


@dataclass(init=False, slots=True, unsafe_hash=True)  # never changed; written out as `Tag` is
class Number:
    """A number at a place in a line; `value` None is "a few". `next` is the token after it."""

    value: int | None
    next: int
    ordinal: bool
    definite: bool

    def __init__(self, value: int | None, next: int, ordinal: bool = False, definite: bool = False) -> None:
        self.value = value
        self.next = next
        self.ordinal = ordinal
        self.definite = definite


@dataclass(init=False, slots=True, unsafe_hash=True)  # never changed; written out as `Tag` is
class Amount:
    """So many units of time; `bound` where the number is rough, a floor or a ceiling."""

    unit: Unit
    count: float | None
    next: int
    bound: Bound | None
    definite: bool

    def __init__(
        self, unit: Unit, count: float | None, next: int, bound: Bound | None = None, definite: bool = False,
    ) -> None:  # fmt: skip
        self.unit = unit
        self.count = count
        self.next = next
        self.bound = bound
        self.definite = definite


def number(line: Line, i: int) -> Number | None:
    """Read digits (up to four) or a number word of 1 to 199 at `i`."""
    word = line.at[i]
    if not word.role:
        at = i + 1 if line.word[i] in ARTICLES else i
        digits = line.word[at]
        return Number(int(digits), at + 1, definite=at > i) if digits.isdecimal() and len(digits) <= 4 else None
    if word.role == "few":
        return Number(None, i + 1)
    if word.role == "tens":
        return Number(word.number, i + 1, ordinal=word.definite, definite=word.definite)
    if word.role not in ("number", "ordinal"):
        return None
    return _compound(line, i)


def _compound(line: Line, i: int) -> Number:
    word = line.at[i]
    value, end = word.number, i + word.width
    after = line.at[end]
    if value < 10 and after.role == "number" and after.number == 10 and after.bare:
        value, end = value + 10, end + 1
    elif value < 10 and after.role == "tens" and after.clitic == "و":
        value, end = value + after.number, end + 1
    return Number(value, end, ordinal=word.role == "ordinal", definite=word.definite)


def amount(line: Line, i: int) -> Amount | None:
    """Read an amount of time: a number and a unit, a dual, one unit, or several without a number."""
    bound: Bound | None = None
    word = line.at[i]
    if word.role == "about":
        bound = cast(Bound, word.text)
        i += word.width
        word = line.at[i]
    counted = number(line, i)
    if counted:
        return None if counted.ordinal and not counted.definite else _counted(line, counted, bound)
    if not word.role.startswith("unit-") or word.definite:
        return None
    unit, end = cast(Unit, word.text), i + 1
    if word.role == "unit-many":
        few = line.at[end]
        return Amount(unit, None, end + (few.role == "few"), bound)
    count = 2 if word.role == "unit-two" else 1
    if line.at[end].role == "number" and line.at[end].number == count:
        end += 1  # يوم واحد
    return _halved(line, Amount(unit, count, end, bound))


def _counted(line: Line, counted: Number, bound: Bound | None) -> Amount | None:
    word = line.at[counted.next]
    if not word.role.startswith("unit-") or word.clitic or word.role == "unit-two":
        return None
    found = Amount(cast(Unit, word.text), counted.value, counted.next + 1, bound, counted.definite)
    return _halved(line, found)


def _halved(line: Line, found: Amount) -> Amount:
    if line.at[found.next].role != "half" or found.count is None:
        return found
    return Amount(found.unit, found.count + 0.5, found.next + 1, found.bound, found.definite)
