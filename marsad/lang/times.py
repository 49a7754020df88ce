"""Times as words say them, before they meet a calendar: what a language's grammar hands to marsad.dates.

Every field says no more than the words do; None means that the words are silent. Steps count from the date of
publication: `month_step=-1` is last month, `day_step=0` today.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Lean = Literal["past", "this", "next"]
Third = Literal["begin", "mid", "end"]
Season = Literal["winter", "spring", "summer", "autumn"]
Unit = Literal["minute", "hour", "night", "day", "week", "month", "year", "decade", "period"]
Tense = Literal["past", "future", "none"]
Bound = Literal["about", "more", "less"]
Edge = Literal["span", "since", "from", "after", "until", "before"]


@dataclass(init=False, slots=True, unsafe_hash=True)  # changed only by who made it; written out as `Tag` is
class Date:
    """One day or one period of the calendar, named in full or in part.

    `weekday` counts from Monday = 0. `part` is the part of the day. `clock` says that an hour is given.
    """

    year: int | None
    month: int | None
    day: int | None
    weekday: int | None
    hijri: bool
    year_step: int | None
    month_step: int | None
    week_step: int | None
    day_step: int | None
    decade: int | None
    season: Season | None
    third: Third | None
    part: str | None
    clock: bool
    lean: Lean | None

    def __init__(
        self, year: int | None = None, month: int | None = None, day: int | None = None, weekday: int | None = None,
        hijri: bool = False, year_step: int | None = None, month_step: int | None = None, week_step: int | None = None,
        day_step: int | None = None, decade: int | None = None, season: Season | None = None,
        third: Third | None = None, part: str | None = None, clock: bool = False, lean: Lean | None = None,
    ) -> None:  # fmt: skip
        self.year = year
        self.month = month
        self.day = day
        self.weekday = weekday
        self.hijri = hijri
        self.year_step = year_step
        self.month_step = month_step
        self.week_step = week_step
        self.day_step = day_step
        self.decade = decade
        self.season = season
        self.third = third
        self.part = part
        self.clock = clock
        self.lean = lean

    def copy(self) -> Date:
        """Return another of the same fields, for who changes some."""
        return Date(
            self.year, self.month, self.day, self.weekday, self.hijri, self.year_step, self.month_step, self.week_step,
            self.day_step, self.decade, self.season, self.third, self.part, self.clock, self.lean,
        )  # fmt: skip

    def and_(self, other: Date) -> Date:
        """Return both in one: what `other` says, and of the rest what this one says."""
        return Date(
            _first(other.year, self.year), _first(other.month, self.month), _first(other.day, self.day),
            _first(other.weekday, self.weekday), other.hijri or self.hijri, _first(other.year_step, self.year_step),
            _first(other.month_step, self.month_step), _first(other.week_step, self.week_step),
            _first(other.day_step, self.day_step), _first(other.decade, self.decade), other.season or self.season,
            other.third or self.third, other.part or self.part, other.clock or self.clock, other.lean or self.lean,
        )  # fmt: skip


def _first(one: int | None, two: int | None) -> int | None:
    return two if one is None else one


@dataclass(init=False, slots=True, unsafe_hash=True)  # never changed; written out as `Tag` is
class Ago:
    """A point `count` units before (`way` -1) or after (1) the publication; `count` None is "some".

    `bound` says that the count is rough, a floor or a ceiling ("more than a month ago").
    """

    unit: Unit
    count: float | None
    way: Literal[-1, 1]
    bound: Bound | None

    def __init__(self, unit: Unit, count: float | None, way: Literal[-1, 1], bound: Bound | None = None) -> None:
        self.unit = unit
        self.count = count
        self.way = way
        self.bound = bound


@dataclass(init=False, slots=True, unsafe_hash=True)  # never changed; written out as `Tag` is
class Window:
    """A period of `count` units that ends (`way` -1) or starts (1) at publication; way 0: the tense decides."""

    unit: Unit
    count: float | None
    way: Literal[-1, 0, 1]
    bound: Bound | None

    def __init__(self, unit: Unit, count: float | None, way: Literal[-1, 0, 1], bound: Bound | None = None) -> None:
        self.unit = unit
        self.count = count
        self.way = way
        self.bound = bound


@dataclass(frozen=True, slots=True)
class Vague:
    """A word alone: "now", "earlier" (before publication, unknown since when), "overnight"."""

    word: Literal["now", "earlier", "overnight"]


@dataclass(frozen=True, slots=True)
class Anaphor:
    """A time that leans on another one in the text or on an event ("days after the raid").

    same: "that day", "then". next: "the next day". before, after: "earlier than that", "later". event: no date named.
    `unit` is the noun: "that month" is a month whatever day it leans on; "that period" is no single day.
    """

    relation: Literal["same", "next", "before", "after", "event"] = "event"
    unit: Unit | None = None

    @property
    def same_period(self) -> bool:
        """Tell whether it is "the same period": a stretch of time that was named before."""
        return self.relation == "same" and self.unit == "period"


@dataclass(init=False, slots=True, unsafe_hash=True)  # never changed; written out as `Tag` is
class Range:
    """From `first` to `last`; one of them may be missing. `edge` is the preposition that made it.

    span: both are named. since: runs from `first` up to the report. from, after: open end. until, before: open start.
    """

    first: TimeExpression | None
    last: TimeExpression | None
    edge: Edge
    night: bool  # the night between two days

    def __init__(
        self, first: TimeExpression | None, last: TimeExpression | None, edge: Edge = "span", night: bool = False,
    ) -> None:  # fmt: skip
        self.first = first
        self.last = last
        self.edge = edge
        self.night = night


@dataclass(frozen=True, slots=True)
class Either:
    """Alternatives: "Tuesday evening or Wednesday morning"."""

    options: tuple[TimeExpression, ...]


TimeExpression = Date | Ago | Window | Vague | Anaphor | Range | Either


@dataclass(init=False, slots=True, unsafe_hash=True)  # never changed; written out as `Tag` is
class TimeHit:
    """Tokens `[first, last)` of a sentence and the time that they express."""

    first: int
    last: int
    expression: TimeExpression

    def __init__(self, first: int, last: int, expression: TimeExpression) -> None:
        self.first = first
        self.last = last
        self.expression = expression

    @property
    def since(self) -> bool:
        """Whether the time runs from a start up to the report."""
        return isinstance(self.expression, Range) and self.expression.edge == "since"

    @property
    def anaphoric(self) -> bool:
        """Whether the time can only be resolved from another one."""
        return isinstance(self.expression, Anaphor)
