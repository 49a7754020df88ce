"""The period that a named date means: which year, which week, where the words leave it open."""

from __future__ import annotations

import datetime as dt
from typing import Final, Literal

from hijridate import Gregorian

from marsad.dates.calendar import (
    DAY,
    Period,
    date_of,
    day_period,
    month_period,
    season_period,
    third_of,
    week_of,
    year_period,
)
from marsad.lang.times import Date, Tense

Side = Tense | Literal["near"]  # near: the closest one, before or after
_HALF_YEAR: Final = 183
UNPUBLISHED: Final = "relative, and no date of publication"


class NoDateError(ValueError):
    """The words name no day of the calendar, or none without a date of publication."""


def period_of(date: Date, published: dt.date | None, side: Side) -> Period:
    """Return the days that `date` covers. Raise NoDateError when there are none or they cannot be known."""
    try:
        period = _period(date, published, side)
        return third_of(period, date.third) if date.third else period
    except (ValueError, OverflowError) as error:
        raise NoDateError(str(error)) from error


def _period(date: Date, published: dt.date | None, side: Side) -> Period:
    if date.decade is not None:
        return Period(dt.date(date.decade, 1, 1), dt.date(date.decade + 9, 12, 31), "year")
    if date.year is not None:
        return _in_year(date, date.year)
    if published is None:
        raise NoDateError(UNPUBLISHED)
    if date.month is not None or date.season is not None:
        return _of_open_year(date, published, side)
    if date.year_step is not None:
        return year_period(published.year + date.year_step)
    if date.month_step is not None:
        month = month_period(published.year, published.month + date.month_step)
        return day_period(month.start.replace(day=date.day)) if date.day else month
    if date.week_step is not None:
        week = week_of(published + DAY * 7 * date.week_step)
        return week if date.weekday is None else day_period(week.start + DAY * date.weekday)
    if date.day_step is not None:
        return day_period(_near(published + DAY * date.day_step, date.weekday))
    if date.weekday is not None:
        return day_period(_weekday(date, published, side))
    if date.part is not None:
        return day_period(published)
    raise NoDateError("no date")


def _in_year(date: Date, year: int) -> Period:
    if date.month is not None and date.day is not None:
        return day_period(date_of(year, date.month, date.day, hijri=date.hijri))
    if date.month is not None:
        return month_period(year, date.month, hijri=date.hijri)
    return season_period(year, date.season) if date.season else year_period(year, hijri=date.hijri)


def _of_open_year(date: Date, published: dt.date, side: Side) -> Period:
    if date.year_step is not None:
        return _in_year(date, published.year + date.year_step)
    year = Gregorian(published.year, published.month, published.day).to_hijri().year if date.hijri else published.year
    years = [_try(date, y) for y in range(year - 4, year + 5)]  # a leap day comes every fourth year
    found = [period for period in years if period]
    if not found:
        raise NoDateError("no such day")
    near = [p for p in found if date.day is not None and _distance(p, published) <= _HALF_YEAR]
    same = [p for p in near if p.start.weekday() == date.weekday]
    if same:  # the weekday printed with it tells the year
        return same[0]
    if date.lean == "this":
        return min(found, key=lambda p: abs((p.start - published).days) if p.start.year != published.year else -1)
    return _choose(found, published, _side(date, side), strict=date.lean is not None, month=date.month is not None)


def _try(date: Date, year: int) -> Period | None:
    try:
        return _in_year(date, year)
    except (ValueError, OverflowError):
        return None


def _side(date: Date, side: Side) -> Side:
    if date.lean in ("past", "next"):
        return "past" if date.lean == "past" else "future"
    return side


def _choose(found: list[Period], published: dt.date, side: Side, *, strict: bool, month: bool) -> Period:
    """Return the period on that side of publication; `strict`: "last March" in March is a year ago.

    A date without "next" more than half a year ahead is not meant: who writes in August of "April" looks back.
    """
    this = month_period(published.year, published.month)
    past = [p for p in found if (p.start < this.start if strict and month else p.start <= published)]
    ahead = [p for p in found if (p.start > this.end if strict else p.end >= published)]
    before, after = max(past, key=_start), min(ahead, key=_start)
    if side == "near":
        return min((before, after), key=lambda p: _distance(p, published))
    if side == "future" and (strict or _distance(after, published) <= _HALF_YEAR):
        return after
    return before


def _start(period: Period) -> dt.date:
    return period.start


def _distance(period: Period, day: dt.date) -> int:
    return max((period.start - day).days, (day - period.end).days, 0)


def _weekday(date: Date, published: dt.date, side: Side) -> dt.date:
    assert date.weekday is not None
    if date.lean == "this":
        return week_of(published).start + DAY * date.weekday
    strict = date.lean is not None
    if _side(date, side) == "future":
        ahead = (date.weekday - published.weekday()) % 7
        return published + DAY * (ahead or 7 * strict)
    back = (published.weekday() - date.weekday) % 7
    return published - DAY * (back or 7 * strict)


def _near(day: dt.date, weekday: int | None) -> dt.date:
    """Return the named weekday closest to `day`: a report may carry the date of the day after it was written."""
    if weekday is None:
        return day
    ahead = (weekday - day.weekday()) % 7
    return day + DAY * (ahead - 7 if ahead > 3 else ahead)


def disagrees(date: Date, period: Period, published: dt.date | None) -> bool:
    """Tell whether the weekday that is printed is not that of the date it stands with."""
    if date.weekday is None:
        return False
    if date.day_step is not None and published is not None:
        return period.start != published + DAY * date.day_step
    return date.day is not None and period.start.weekday() != date.weekday
