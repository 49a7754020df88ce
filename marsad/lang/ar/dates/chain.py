"""Join the parts of one date: "مساء أمس الأحد", "الاثنين 28 نوفمبر 2016", "15 من الشهر الجاري"."""

from __future__ import annotations

from typing import Final

from marsad.lang.ar.dates.atoms import Atom, atom, lean_at
from marsad.lang.ar.dates.quantities import number
from marsad.lang.ar.dates.words import Line
from marsad.lang.times import Date

# What a date may say, as bits
_YEAR: Final = 1
_MONTH: Final = 2
_DAY: Final = 4
_WEEKDAY: Final = 8
_HIJRI: Final = 16
_YEAR_STEP: Final = 32
_MONTH_STEP: Final = 64
_WEEK_STEP: Final = 128
_DAY_STEP: Final = 256
_DECADE: Final = 512
_SEASON: Final = 1024
_THIRD: Final = 2048
_PART: Final = 4096
_CLOCK: Final = 8192
_LEAN: Final = 16384
_DAYS: Final = _WEEKDAY | _DAY_STEP | _DAY
_CALENDAR: Final = _DAY | _MONTH | _YEAR | _YEAR_STEP | _MONTH_STEP | _HIJRI
# What may stand with what in one date; everything else is two dates.
_WITH_WEEKDAY: Final = _WEEKDAY | _PART | _DAY_STEP | _WEEK_STEP | _LEAN | _CLOCK | _CALENDAR
_WITH_STEP: Final = _WEEKDAY | _PART | _DAY_STEP | _CLOCK | _CALENDAR
_WITH_PERIOD: Final = _WEEKDAY | _PART | _THIRD | _SEASON | _LEAN | _CLOCK | _CALENDAR
_PERIODS: Final = _MONTH | _YEAR | _YEAR_STEP | _MONTH_STEP
_TWO_YEARS: Final = _YEAR | _YEAR_STEP
_TWO_MONTHS: Final = _MONTH | _MONTH_STEP


def chain(line: Line, i: int) -> Atom | None:
    """Read the longest single date at `i`."""
    start = _lead(line, i)
    found = _clock(line, start) or atom(line, start)
    if not found:
        return None
    date, end = found
    while True:
        lean = lean_at(line, end) if date.lean is None and date.weekday is not None else None
        if lean:
            date, end = date.copy(), end + 1
            date.lean = lean
            continue
        grown = _grow(line, date, end)
        if grown is None:
            return None if line.word[end] == "من" and line.word[end + 1] == "كل" else (date, end)  # 30 مارس من كل عام
        date, end = grown


def _lead(line: Line, i: int) -> int:
    """Return the token after "a late hour of", "the first hours of", when a date may follow."""
    j = i
    while line.at[j].role == "glue" or (line.at[j].text == "hour" and line.at[j].role == "unit-many"):
        j += line.at[j].width
        while line.at[j].role in ("ordinal", "early"):
            j += 1
        j += line.word[j] == "من"
    return j


def _clock(line: Line, i: int) -> Atom | None:
    """Read "الساعة الثالثة فجر اليوم": the hour itself is not kept."""
    word = line.at[i]
    if word.text != "hour" or word.role != "unit-one" or not word.definite:
        return None
    hour = number(line, i + 1)
    if not hour:
        return None
    j = hour.next
    if line.word[j] == ":" and line.word[j + 1].isdecimal():
        j += 2
    j += line.at[j].role == "half"
    if line.word[j] in ("من", "بتوقيت", "بالتوقيت"):
        j += 1 if line.word[j] == "من" else 2
    found = chain(line, j)
    if found is None:
        return None
    date = found[0].copy()
    date.clock = True
    return date, found[1]


def _grow(line: Line, date: Date, end: int) -> Atom | None:
    for skip, closing in _glue(line, date, end):
        found = atom(line, skip)
        if not found or (line.at[skip].clitic and line.at[skip].clitic[0] in "وف"):
            continue
        merged = _merge(date, found[0])
        if merged is None:
            continue
        if not closing:
            return merged, found[1]
        if line.word[found[1]] == closing:
            return merged, found[1] + 1
    return None


def _glue(line: Line, date: Date, end: int) -> list[tuple[int, str]]:
    """Return where the next part may stand, and the bracket that has to close it."""
    word = line.word[end]
    if word == "(":
        return [(end + 1, ")")]
    if word == "،":
        return [(end + 1, "")] if date.weekday is not None or date.day_step is not None else []
    if word in ("من", "في") or line.at[end].role == "glue":
        return [(end + 1, "")]
    return [(end, "")]


def _merge(one: Date, two: Date) -> Date | None:
    """Return the two parts as one date, or None when they are two dates."""
    mine, yours = _said(one), _said(two)
    if mine & yours & ~_HIJRI:
        return None
    both = mine | yours
    if both & _WEEKDAY:
        fits = not both & ~_WITH_WEEKDAY and (both & _DAY > 0 or not both & _PERIODS)
    elif both & _DAY_STEP:
        fits = not both & ~_WITH_STEP and (both & _DAY > 0 or not both & _PERIODS)
    else:
        fits = not both & ~_WITH_PERIOD and both & _TWO_YEARS != _TWO_YEARS and both & _TWO_MONTHS != _TWO_MONTHS
    if not fits or (both & _PART and not both & _DAYS):
        return None
    return one.and_(two)


def only_day(date: Date) -> bool:
    """Tell whether the words give the day of a month, and nothing else."""
    return _said(date) == _DAY


def _said(date: Date) -> int:
    """Return the fields that the words fill, as bits."""
    return (
        _bit(date.year, _YEAR) | _bit(date.month, _MONTH) | _bit(date.day, _DAY) | _bit(date.weekday, _WEEKDAY)
        | _bit(date.year_step, _YEAR_STEP) | _bit(date.month_step, _MONTH_STEP) | _bit(date.week_step, _WEEK_STEP)
        | _bit(date.day_step, _DAY_STEP) | _bit(date.decade, _DECADE) | _bit(date.season, _SEASON)
        | _bit(date.third, _THIRD) | _bit(date.part, _PART) | _bit(date.lean, _LEAN)
        | (_HIJRI if date.hijri else 0) | (_CLOCK if date.clock else 0)
    )  # fmt: skip


def _bit(value: object, bit: int) -> int:
    return 0 if value is None else bit
