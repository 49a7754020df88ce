"""Resolve a time expression against the date of publication.

Weeks run from Monday. A month is its first to its last day, its middle the 11th to the 20th. A weekday that equals
the day of publication is that day. Where the words leave the year or the week open, "last" and "next" decide, then
the tense; what cannot be known stays None.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from marsad.dates.calendar import DAY, month_period, shift, year_period
from marsad.dates.named import UNPUBLISHED, NoDateError, Side, disagrees, period_of
from marsad.lang.times import Ago, Anaphor, Date, Either, Range, Tense, TimeExpression, Unit, Vague, Window
from marsad.records import Granularity, When

_GRAIN: Final[dict[Unit, Granularity]] = {
    "minute": "hour", "hour": "hour", "night": "day", "day": "day", "week": "week", "month": "month", "year": "year",
    "decade": "year", "period": "unknown",
}  # fmt: skip
_SHORT: Final = ("minute", "hour")
_UNDATED: Final = When(None, None, "unknown", inferred=UNPUBLISHED)


def resolve(
    expression: TimeExpression,
    published: dt.date | None,
    tense: Tense = "past",
    *,
    since_end: bool = False,
    previous: When | None = None,
) -> When:
    """Return the days that `expression` covers, both ends None when they cannot be known.

    `since_end` closes what runs "since" a date with the date of publication; without it that end stays open.
    `previous` is the time named before in the text: "the same day" is resolved by it, else stays unknown.
    """
    if published is None and _leans(expression):
        return _UNDATED
    try:
        if isinstance(expression, Anaphor):
            return _anaphor(expression, previous)
        if isinstance(expression, Range) and expression.edge == "since" and isinstance(expression.first, Anaphor):
            start = _anaphor(expression.first, previous).start if expression.first.relation == "same" else None
            return When(start, published if since_end else None, "day" if start else "unknown", inferred="since")
        return _resolve(expression, published, tense, since_end=since_end)
    except NoDateError as error:
        return When(None, None, "unknown", inferred=str(error))
    except (ValueError, OverflowError):  # "nine thousand years ago" is before the calendar
        return When(None, None, "unknown", inferred="outside the calendar")


def _leans(expression: TimeExpression) -> bool:
    """Tell whether a time means nothing without a date of publication; most do, and many reports have none."""
    if isinstance(expression, Date):
        return expression.year is None and expression.decade is None
    return isinstance(expression, (Ago, Window, Vague))


def _resolve(expression: TimeExpression, published: dt.date | None, side: Side, *, since_end: bool) -> When:
    if isinstance(expression, Date):
        return _date(expression, published, side)
    if isinstance(expression, Range):
        return _range(expression, published, side, since_end=since_end)
    if isinstance(expression, Either):
        options = tuple(_resolve(option, published, side, since_end=since_end) for option in expression.options)
        starts = [w.start for w in options if w.start]
        ends = [w.end for w in options if w.end]
        return When(min(starts, default=None), max(ends, default=None), options[0].granularity, options=options)
    if isinstance(expression, (Ago, Window, Vague)):
        if published is None:
            raise NoDateError(UNPUBLISHED)
        if isinstance(expression, Vague):
            return _vague(expression, published)
        if isinstance(expression, Ago):
            return _ago(expression, published, side)
        return _window(expression, published, side)
    raise NoDateError("leans on another time of the text")


def _anaphor(anaphor: Anaphor, previous: When | None) -> When:
    """Return "the same day" or "the next day" by the time named before it. Raise NoDateError otherwise."""
    if previous is None or previous.start is None or anaphor.relation not in ("same", "next"):
        raise NoDateError("leans on another time of the text")
    if anaphor.relation == "same":
        return _same(anaphor, previous, previous.start)
    if previous.start != previous.end:
        raise NoDateError("the day after a period")
    return When(previous.start + DAY, previous.start + DAY, inferred="the day after the time named before it")


def _same(anaphor: Anaphor, previous: When, start: dt.date) -> When:
    """Return the time named before, or the month or year it lies in; "that day" is no period, "that period" no day."""
    note = "the time named before it"
    long = previous.end is None or previous.end > start
    if anaphor.unit in ("month", "year"):
        period = month_period(start.year, start.month) if anaphor.unit == "month" else year_period(start.year)
        if previous.end is None or previous.end > period.end:
            raise NoDateError("the time before it is longer than that")
        return When(period.start, period.end, period.grain, inferred=note)
    if (anaphor.unit == "day" and long) or (anaphor.unit == "period" and not long):
        raise NoDateError("the time before it is of another length")
    return When(start, previous.end, previous.granularity, inferred=note)


def _date(date: Date, published: dt.date | None, side: Side) -> When:
    period = period_of(date, published, side)
    note = "the weekday and the date disagree" if disagrees(date, period, published) else None
    if date.part and (date.weekday, date.day, date.day_step) == (None, None, None):
        note = "a part of the day alone: the day of publication"
    return When(period.start, period.end, "hour" if date.clock else period.grain, part=date.part, inferred=note)


def _vague(vague: Vague, published: dt.date) -> When:
    if vague.word == "now":
        return When(published, published)
    if vague.word == "overnight":
        return When(published - DAY, published, "night", part="night")
    return When(None, published, "unknown")


def _ago(ago: Ago, published: dt.date, side: Side) -> When:
    grain = _GRAIN[ago.unit]
    if ago.way == 1 and side != "future":
        raise NoDateError("counted from an event of the text")
    if ago.unit in _SHORT and (ago.count is None or ago.count < 24):
        return When(published, published, "hour")
    if ago.count is None or ago.unit == "period" or ago.bound == "more":
        return When(None, published, grain) if ago.way == -1 else When(published, None, grain)
    day = shift(published, ago.unit, ago.way * ago.count)
    if ago.bound == "less":
        return When(min(day, published), max(day, published), grain)
    if ago.bound == "about" and grain in ("month", "year"):  # "some two months ago" is no day
        period = month_period(day.year, day.month) if grain == "month" else year_period(day.year)
        return When(period.start, period.end, grain)
    return When(day, day, grain)


def _window(window: Window, published: dt.date, side: Side) -> When:
    grain = _GRAIN[window.unit]
    ahead = window.way == 1 or (window.way == 0 and side == "future")
    if window.unit in _SHORT and (window.count is None or window.count < 24):
        return When(published, published + DAY if ahead else published, "hour")
    if window.count is None or window.unit == "period" or window.bound == "more":
        return When(published, None, grain) if ahead else When(None, published, grain)
    edge = shift(published, window.unit, window.count if ahead else -window.count)
    return When(published, edge, grain) if ahead else When(edge, published, grain)


def _range(span: Range, published: dt.date | None, side: Side, *, since_end: bool) -> When:
    if span.edge == "since":
        start = _edge(span.first, published, "past")
        return When(start.start, published if since_end else None, start.granularity, part=start.part, inferred="since")
    if span.edge == "from":
        start = _edge(span.first, published, "near")
        return When(start.start, None, start.granularity, part=start.part)
    if span.edge == "after":
        start = _edge(span.first, published, side)
        return When(start.end + DAY if start.end else None, None, start.granularity)
    if span.edge in ("until", "before"):
        end = _edge(span.last, published, "future" if side == "future" else "near", back=side == "past")
        third = isinstance(span.last, Date) and span.last.third is not None
        before = span.edge == "before" and not third and end.start is not None
        return When(None, end.start - DAY if before and end.start else end.end, end.granularity)
    return _span(span, published, side)


def _edge(expression: TimeExpression | None, published: dt.date | None, side: Side, *, back: bool = False) -> When:
    """Return one edge of a range. A weekday has no nearest one: it is the next, with `back` the last."""
    if expression is None:
        raise NoDateError("no edge")
    if side == "near" and isinstance(expression, Date) and expression.month is None:
        side = "past" if back else "future"
    try:
        return _resolve(expression, published, side, since_end=False)
    except NoDateError:
        if side == "past":
            return When(None, None, "unknown")
        raise


def _span(span: Range, published: dt.date | None, side: Side) -> When:
    last = _edge(span.last, published, side)
    first = _edge(span.first, published, side)
    if first.start and last.end and first.start > last.end:
        first = _earlier(span, first, last)
    grain: Granularity = "night" if span.night else first.granularity
    return When(first.start, last.end, grain, part="night" if span.night else None)


def _earlier(span: Range, first: When, last: When) -> When:
    """Return the first edge put before the last: "28 December to 3 January", "Saturday to Monday"."""
    if not isinstance(span.first, Date) or not last.end:
        return first
    date = span.first
    if date.month:
        date = date.copy()
        date.year = None
    return _date(date, last.end, "past")
