"""Time expressions against the calendar: no language in it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.dates.calendar import month_period, shift, third_of, week_of, year_period
from marsad.dates.resolve import resolve
from marsad.lang.times import Ago, Anaphor, Date, Either, Range, Tense, Third, TimeExpression, Unit, Vague, Window
from marsad.records import When

PUBLISHED = dt.date(2018, 5, 9)  # a Wednesday


def days(
    expression: TimeExpression, tense: Tense = "past", *, since_end: bool = False, previous: When | None = None
) -> tuple[str | None, str | None]:
    when = resolve(expression, PUBLISHED, tense, since_end=since_end, previous=previous)
    return (str(when.start) if when.start else None, str(when.end) if when.end else None)


def both(day: str) -> tuple[str, str]:
    return day, day


def test_weekdays_follow_the_tense() -> None:
    assert days(Date(weekday=4)) == both("2018-05-04")
    assert days(Date(weekday=4), "future") == both("2018-05-11")
    assert days(Date(weekday=2)) == both("2018-05-09")
    assert days(Date(weekday=2), "future") == both("2018-05-09")
    assert days(Date(weekday=2, lean="past")) == both("2018-05-02")
    assert days(Date(weekday=2, lean="next")) == both("2018-05-16")
    assert days(Date(weekday=0, lean="this")) == both("2018-05-07")


def test_the_year_of_an_open_date() -> None:
    assert days(Date(month=5, day=20)) == both("2017-05-20")
    assert days(Date(month=5, day=20), "future") == both("2018-05-20")
    assert days(Date(month=4), "future") == ("2018-04-01", "2018-04-30"), "eleven months ahead is not meant"
    assert days(Date(month=5, lean="past")) == ("2017-05-01", "2017-05-31")
    assert days(Date(month=5, lean="this")) == ("2018-05-01", "2018-05-31")
    assert days(Date(month=5, lean="next")) == ("2019-05-01", "2019-05-31")
    assert days(Date(month=2, day=29)) == both("2016-02-29")


def test_a_weekday_tells_the_year_or_disagrees() -> None:
    assert days(Date(month=5, day=10, weekday=3)) == both("2018-05-10")
    wrong = resolve(Date(month=5, day=8, weekday=3), PUBLISHED)
    assert wrong.start == dt.date(2018, 5, 8)
    assert wrong.inferred == "the weekday and the date disagree"


def test_today_with_another_weekday_is_that_weekday() -> None:
    assert days(Date(day_step=0, weekday=1)) == both("2018-05-08")


def test_periods() -> None:
    assert days(Date(week_step=-1)) == ("2018-04-30", "2018-05-06")
    assert days(Date(month_step=-5)) == ("2017-12-01", "2017-12-31")
    assert days(Date(year_step=-1, third="end")) == ("2017-12-01", "2017-12-31")
    assert days(Date(year=2016, month=2, third="mid")) == ("2016-02-11", "2016-02-20")
    assert days(Date(year=2016, month=2, third="end")) == ("2016-02-21", "2016-02-29")
    assert days(Date(year=2016, season="winter")) == ("2016-12-01", "2017-02-28")
    assert days(Date(decade=1990)) == ("1990-01-01", "1999-12-31")
    assert days(Date(month_step=0, day=3)) == both("2018-05-03")


def test_hijri() -> None:
    assert days(Date(year=1438, month=1, day=10, hijri=True)) == both("2016-10-11")
    assert days(Date(month=9, hijri=True)) == ("2017-05-27", "2017-06-24")


def test_amounts() -> None:
    assert days(Ago("day", 3, -1)) == both("2018-05-06")
    assert days(Ago("hour", 5, -1)) == both("2018-05-09")
    assert days(Ago("month", 2, -1, "about")) == ("2018-03-01", "2018-03-31")
    assert days(Ago("week", 1, -1, "less")) == ("2018-05-02", "2018-05-09")
    assert days(Ago("day", None, -1)) == (None, "2018-05-09")
    assert days(Ago("day", 2, 1), "future") == both("2018-05-11")
    assert days(Ago("day", 2, 1)) == (None, None), "two days after something of the text"
    assert days(Window("hour", 48, -1)) == ("2018-05-07", "2018-05-09")
    assert days(Window("hour", None, -1)) == both("2018-05-09")
    assert days(Window("hour", 72, 0), "future") == ("2018-05-09", "2018-05-12")
    assert days(Window("day", None, 1)) == ("2018-05-09", None)
    assert days(Window("period", None, -1)) == (None, "2018-05-09")
    assert days(Vague("earlier")) == (None, "2018-05-09")


def test_open_ranges() -> None:
    march = Date(month=3, day=26)
    assert days(Range(march, None, "since")) == ("2018-03-26", None)
    assert days(Range(march, None, "since"), since_end=True) == ("2018-03-26", "2018-05-09")
    assert days(Range(Ago("year", 3, -1), None, "since")) == ("2015-05-09", None)
    assert days(Range(None, Date(month=5, day=31), "until")) == (None, "2018-05-31")
    assert days(Range(None, Date(month=2, day=26), "until")) == (None, "2018-02-26")
    assert days(Range(None, Date(year=2014), "before")) == (None, "2013-12-31")
    assert days(Range(march, None, "after")) == ("2018-03-27", None)
    assert days(Range(Date(weekday=4), None, "from")) == ("2018-05-11", None)


def test_a_range_over_the_new_year() -> None:
    assert days(Range(Date(month=12, day=28), Date(month=1, day=3))) == ("2017-12-28", "2018-01-03")
    assert days(Range(Date(month=12, day=28, year=2017), Date(month=1, day=3, year=2017))) == (
        "2016-12-28",
        "2017-01-03",
    )


def test_alternatives_are_kept() -> None:
    when = resolve(Either((Date(weekday=3, part="evening"), Date(weekday=4, part="morning"))), PUBLISHED, "future")
    assert (when.start, when.end) == (dt.date(2018, 5, 10), dt.date(2018, 5, 11))
    assert [option.part for option in when.options] == ["evening", "morning"]


def test_anaphors_take_the_time_before() -> None:
    before = When(dt.date(2018, 3, 1), dt.date(2018, 3, 1))
    assert days(Anaphor("same")) == (None, None)
    assert days(Anaphor("same"), previous=before) == both("2018-03-01")
    assert days(Anaphor("next"), previous=before) == both("2018-03-02")
    assert days(Anaphor("event"), previous=before) == (None, None)
    assert days(Anaphor("same", "month"), previous=before) == ("2018-03-01", "2018-03-31")
    assert days(Anaphor("same", "period"), previous=before) == (None, None), "a day is no period"
    year = When(dt.date(2018, 1, 1), dt.date(2018, 12, 31), "year")
    assert days(Anaphor("same", "period"), previous=year) == ("2018-01-01", "2018-12-31")
    assert days(Anaphor("same", "day"), previous=year) == (None, None), "a year is no day"
    assert days(Anaphor("same", "month"), previous=year) == (None, None)
    since = Range(Anaphor("same"), None, "since")
    assert days(since, previous=before, since_end=True) == ("2018-03-01", "2018-05-09")


def test_without_a_date_of_publication() -> None:
    assert resolve(Date(year=2015), None).start == dt.date(2015, 1, 1)
    for relative in (Date(weekday=1), Date(day_step=0), Date(month=3), Ago("day", 1, -1), Vague("now")):
        unknown = resolve(relative, None)
        assert (unknown.start, unknown.end, unknown.granularity) == (None, None, "unknown")
        assert unknown.inferred


@pytest.mark.parametrize(
    "impossible", [Date(year=2017, month=4, day=31), Ago("year", 9000, -1), Date(year=1, month=1, hijri=True), Date()]
)
def test_what_is_no_date_stays_unknown(impossible: TimeExpression) -> None:
    assert days(impossible) == (None, None)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 1, 1)))
def test_calendar_periods_hold_their_day(day: dt.date) -> None:
    thirds: tuple[Third, ...] = ("begin", "mid", "end")
    for period in (week_of(day), month_period(day.year, day.month), year_period(day.year)):
        assert period.start <= day <= period.end
        for third in thirds:
            part = third_of(period, third)
            assert period.start <= part.start <= part.end <= period.end
    month = month_period(day.year, day.month)
    assert sum(third_of(month, t).start <= day <= third_of(month, t).end for t in thirds) == 1


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 1, 1)), st.integers(1, 40))
def test_shifting_forth_and_back_never_crosses(day: dt.date, count: int) -> None:
    units: tuple[Unit, ...] = ("day", "week", "month", "year")
    for unit in units:
        assert shift(day, unit, -count) < day < shift(day, unit, count)
