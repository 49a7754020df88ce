"""Periods of the calendar, Gregorian and Hijri (Umm al-Qura, so a day off local sightings at times)."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import Final

from hijridate import Hijri

from marsad.lang.times import Season, Third, Unit
from marsad.records import Granularity

DAY: Final = dt.timedelta(days=1)
_SEASONS: Final[dict[Season, tuple[int, int]]] = {
    "spring": (3, 5),
    "summer": (6, 8),
    "autumn": (9, 11),
    "winter": (12, 14),
}
_DAYS: Final[dict[Unit, float]] = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1, "night": 1, "week": 7}
_MONTHS: Final[dict[Unit, int]] = {"month": 1, "year": 12, "decade": 120}


@dataclass(init=False, slots=True, unsafe_hash=True)  # never changed; written out as `Tag` is
class Period:
    """Inclusive days."""

    start: dt.date
    end: dt.date
    grain: Granularity

    def __init__(self, start: dt.date, end: dt.date, grain: Granularity = "day") -> None:
        self.start = start
        self.end = end
        self.grain = grain


def day_period(day: dt.date) -> Period:
    return Period(day, day)


def month_period(year: int, month: int, *, hijri: bool = False) -> Period:
    """Return the month; `month` may run past 12 into the next year or below 1. Raise ValueError out of range."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if hijri:
        start = date_of(year, month, 1, hijri=True)
        return Period(start, start + DAY * (Hijri(year, month, 1).month_length() - 1), "month")
    return Period(dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]), "month")


def date_of(year: int, month: int, day: int, *, hijri: bool = False) -> dt.date:
    """Return one day. Raise ValueError or OverflowError when there is none."""
    if hijri:
        found = Hijri(year, month, day).to_gregorian()
        return dt.date(found.year, found.month, found.day)
    return dt.date(year, month, day)


def year_period(year: int, *, hijri: bool = False) -> Period:
    if hijri:
        return Period(month_period(year, 1, hijri=True).start, month_period(year, 12, hijri=True).end, "year")
    return Period(dt.date(year, 1, 1), dt.date(year, 12, 31), "year")


def season_period(year: int, season: Season) -> Period:
    """Return the season by whole months; winter starts in December of `year`."""
    first, last = _SEASONS[season]
    return Period(month_period(year, first).start, month_period(year, last).end, "season")


def week_of(day: dt.date) -> Period:
    monday = day - DAY * day.weekday()
    return Period(monday, monday + DAY * 6, "week")


def third_of(period: Period, third: Third) -> Period:
    """Return the beginning, middle or end.

    A month has thirds, a week Mon-Tue, Wed-Thu, Fri-Sun; a year begins in January, ends in December, and May to
    August are its middle.
    """
    start, end = period.start, period.end
    at = ("begin", "mid", "end").index(third)
    if period.grain == "year":
        first, last = ((1, 1), (5, 8), (12, 12))[at]
        return Period(month_period(start.year, first).start, month_period(end.year, last).end, "month")
    length = 10 if period.grain == "month" else ((end - start).days + 1) // 3
    cuts = (start, start + DAY * length, start + DAY * 2 * length, end + DAY)
    return Period(cuts[at], cuts[at + 1] - DAY, period.grain)


def shift(day: dt.date, unit: Unit, count: float) -> dt.date:
    """Return the day `count` units later; a day that its month lacks becomes the month's last."""
    if unit in _DAYS:
        return day + dt.timedelta(days=int(count * _DAYS[unit] + (0.999999 if count > 0 else -0.999999)))
    whole = round(count * _MONTHS[unit])
    target = month_period(day.year, day.month + whole)
    return min(target.start + DAY * (day.day - 1), target.end)
