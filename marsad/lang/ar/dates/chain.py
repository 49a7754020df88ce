"""Join the parts of one date: "مساء أمس الأحد", "الاثنين 28 نوفمبر 2016", "15 من الشهر الجاري"."""

from __future__ import annotations

from typing import Final

from marsad.lang.ar.dates.atoms import Atom, atom, lean_at
from marsad.lang.ar.dates.quantities import number
from marsad.lang.ar.dates.words import Line
from marsad.lang.times import Date

_DAYS: Final = frozenset({"weekday", "day_step", "day"})
_CALENDAR: Final = ("day", "month", "year", "year_step", "month_step", "hijri")
# What may stand with what in one date; everything else is two dates.
_WITH_WEEKDAY: Final = frozenset({"weekday", "part", "day_step", "week_step", "lean", "clock", *_CALENDAR})
_WITH_STEP: Final = frozenset({"weekday", "part", "day_step", "clock", *_CALENDAR})
_WITH_PERIOD: Final = frozenset({"weekday", "part", "third", "season", "lean", "clock", *_CALENDAR})
_PERIODS: Final = frozenset({"month", "year", "year_step", "month_step"})


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
            date, end = date._replace(lean=lean), end + 1
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
    return (found[0]._replace(clock=True), found[1]) if found else None


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
    mine, yours = said(one), said(two)
    if mine & yours - {"hijri"}:
        return None
    both = mine | yours
    if "weekday" in both:
        fits = both <= _WITH_WEEKDAY and ("day" in both or not both & _PERIODS)
    elif "day_step" in both:
        fits = both <= _WITH_STEP and ("day" in both or not both & _PERIODS)
    else:
        fits = both <= _WITH_PERIOD and not {"year", "year_step"} <= both and not {"month", "month_step"} <= both
    if not fits or ("part" in both and not both & _DAYS):
        return None
    return one._replace(**{name: getattr(two, name) for name in yours})


def said(date: Date) -> set[str]:
    """Return the names of the fields that the words fill."""
    named = zip(Date._fields, date, strict=True)
    return {name for name, value in named if value is not None and value is not False}  # Monday and "this" are 0
