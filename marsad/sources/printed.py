"""Full dates as a line prints them: by the grammar of Arabic dates and by the forms of datelines.

A date is given only where it is sure. A weekday that does not fit it, a Hijri date without a weekday (the month may
have begun a day earlier or later) and an all-number date that could be either order in English make none.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from marsad.dates.calendar import DAY, date_of
from marsad.lang.ar.dates import read_times
from marsad.lang.times import Date
from marsad.records import Span
from marsad.text.fold import Folded, match
from marsad.text.tokens import tokens

Role = Literal["published", "updated", "other", "end", ""]

_YEARS = range(1900, 2100)
_ENGLISH_DAYS = {name[:length].lower(): number for number, name in enumerate(calendar.day_name) for length in (3, 9)}
_WEEKDAY_BEFORE = re.compile(r"\b(mon|tues?|wed|thur?s?|fri|sat|sun)(?:\w*day)?\b[\s,.]*$")
_NUMBERS = re.compile(r"(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")


@dataclass(frozen=True, slots=True)
class Printed:
    """A date as printed: where, what it is called, and the day; None where the words leave it open."""

    span: Span
    day: dt.date | None
    role: Role = ""
    hijri: bool = False


def dates(line: str, lang: str = "ar") -> list[Printed]:
    """Return the full dates of a line in their order, with their roles. `lang` decides all-number dates."""
    folded = Folded(line)
    found = sorted(_found(folded, line, lang), key=lambda date: (date.span.start, -date.span.end))
    kept: list[Printed] = []
    for date in found:
        if not kept or date.span.start >= kept[-1].span.end:
            kept.append(date)
    return [_with_role(date, kept, line) for date in _without_twins(kept)]


def _found(folded: Folded, line: str, lang: str) -> Iterator[Printed]:
    words = tokens(folded, 0, len(folded.light))
    for hit in read_times(words):
        said = hit.expression
        if isinstance(said, Date) and said.year and said.month and said.day:
            span = folded.span(words[hit.first].start, words[hit.last - 1].end)
            weekday = said.weekday if said.weekday is not None else _weekday_before(line.lower(), span.start)
            yield _hijri(span, said) if said.hijri else Printed(span, _gregorian(said, span.of(line), weekday, lang))
    for pattern in _patterns():
        for form in pattern.finditer(folded.match):
            yield Printed(folded.span(*form.span()), _of_pattern(form, folded.match, lang))


def _gregorian(said: Date, words: str, weekday: int | None, lang: str) -> dt.date | None:
    year, month, day = _parts(said)
    if _NUMBERS.search(words):
        return _of_numbers(year, month, day, weekday, lang)
    return _fits(_day(year, month, day), weekday)


def _parts(said: Date) -> tuple[int, int, int]:
    return said.year or 0, said.month or 0, said.day or 0


def _fits(day: dt.date | None, weekday: int | None) -> dt.date | None:
    return day if day is None or weekday is None or day.weekday() == weekday else None


def _of_numbers(year: int, month: int, day: int, weekday: int | None, lang: str) -> dt.date | None:
    """Return the day of "5/12/2016": day first, unless the weekday says otherwise; in English only where it is sure."""
    first, second = _day(year, month, day), _day(year, day, month)
    if weekday is not None:
        return _fits(first, weekday) or _fits(second, weekday)
    return None if lang == "en" and first and second and first != second else first


def _hijri(span: Span, said: Date) -> Printed:
    """Return the day within one of the computed one that has the weekday; none where no weekday is printed."""
    day = None
    if said.weekday is not None:
        try:
            about = date_of(*_parts(said), hijri=True)
        except (ValueError, OverflowError):
            return Printed(span, None, hijri=True)
        near = (about, about - DAY, about + DAY)
        day = next((day for day in near if day.weekday() == said.weekday), None)
    return Printed(span, day, hijri=True)


def _without_twins(found: list[Printed]) -> list[Printed]:
    """Drop a Hijri date that stands beside a Gregorian one: they say the same."""
    gregorian = [date for date in found if not date.hijri]
    return gregorian if gregorian else found


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None


# Forms of datelines, in both languages

_ENGLISH_MONTHS = "january february march april may june july august september october november december".split()


@cache
def _months() -> dict[str, int]:
    months = {name: number for number, name in enumerate(_ENGLISH_MONTHS, 1)}
    months |= {name[:3]: number for name, number in months.items()} | {"sept": 9}
    for name, number, kind, *_ in _rows("ar", "months.tsv"):
        if kind == "gregorian":
            months[match(name)] = int(number)
    for stem, first in (("كانون", 12), ("تشرين", 10)):  # "كانون1", as some systems print them
        months |= {f"{stem}1": first, f"{stem}2": first % 12 + 1}
    return months


def _rows(language: str, table: str) -> Iterator[list[str]]:
    file = files("marsad.lang") / language / "lexicon" / table
    for line in file.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of a full date; each names its day, month and year. All-number dates are day first."""
    month = "(?P<month>" + "|".join(sorted(map(re.escape, _months()), key=len, reverse=True)) + r")\b\.?"
    twin = r"(?:\s*[/(-]\s*\D{3,14}?\)?)?"  # the same month in another tradition: "نوفمبر/ تشرين الثاني"
    return (
        re.compile(r"(?<!\d)(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)"),
        re.compile(r"(?<![\d/.-])(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})(?!\d)"),
        re.compile(
            r"(?<!\w)(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?:من\s+|of\s+)?"
            + month
            + twin
            + r"[\s,،]+(?P<year>\d{4})(?!\d)"
        ),
        re.compile(r"\b" + month + r"\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s,،]+(?P<year>\d{4})(?!\d)"),
    )


def _of_pattern(hit: re.Match[str], line: str, lang: str) -> dt.date | None:
    year, day, weekday = int(hit["year"]), int(hit["day"]), _weekday_before(line, hit.start())
    if not hit["month"].isdigit():
        return _fits(_day(year, _months()[hit["month"]], day), weekday)
    month = int(hit["month"])
    if hit.start("year") < hit.start("month"):
        return _fits(_day(year, month, day), weekday)
    return _of_numbers(year, month, day, weekday, lang)


def _weekday_before(line: str, at: int) -> int | None:
    hit = _WEEKDAY_BEFORE.search(line[max(0, at - 16) : at])
    return _ENGLISH_DAYS[hit[1][:3]] if hit else None


# What a date is called


@cache
def _roles() -> tuple[dict[tuple[str, ...], Role], int]:
    roles: dict[tuple[str, ...], Role] = {}
    for language in ("ar", "en"):
        for phrase, role in _rows(language, "published.tsv"):
            roles[tuple(match(phrase).split())] = role  # type: ignore[assignment]
    return roles, max(map(len, roles))


def _with_role(date: Printed, all_dates: list[Printed], line: str) -> Printed:
    """Name a date by the last cue between the date before it and itself; a cue behind the last date counts too."""
    before = max((other.span.end for other in all_dates if other.span.end <= date.span.start), default=0)
    role = role_of(line[before : date.span.start])
    if not role and date is all_dates[-1]:
        role = role_of(line[date.span.end :])
    return Printed(date.span, date.day, role, date.hijri)


def role_of(words_of: str) -> Role:
    """Return what the last cue among some words calls the date after them; "" where there is none.

    A cue of publication counts where the date follows it at once: "تاريخ الحادثة" is none.
    """
    roles, longest = _roles()
    words = re.findall(r"[\w']+", match(words_of))
    for end in range(len(words), 0, -1):
        for length in range(min(longest, end), 0, -1):
            role = roles.get(tuple(words[end - length : end]))
            if role and (role != "published" or all(word in _between() for word in words[end:])):
                return role
    return ""


@cache
def _between() -> frozenset[str]:
    """Return the words that may stand between a cue and its date: weekdays, prepositions."""
    names = {match(name) for name, *_ in _rows("ar", "weekdays.tsv")} | set(_ENGLISH_DAYS)
    return frozenset(names | {match(word) for word in ("يوم", "في", "بتاريخ", "on", "at", "by", "ل")})
