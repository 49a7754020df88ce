"""Time expressions of one English sentence: dates, periods, ranges.

Reads      since 15 November · on Aug. 24 · late on Tuesday · Tuesday's · in the past 24 hours · two years ago
Abstains   may, march, sun in small letters · a 7-day truce · days after the raid (an event, no date)

What is read is a record of marsad/lang/times.py; marsad/dates/ resolves it. Libraries of dates resolve at once, keep
neither the words' places nor an open end, and take milliseconds a text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from marsad.lang.en.dates.amounts import amount, is_amount
from marsad.lang.en.dates.words import month_of, roles, weekday_of
from marsad.lang.times import Ago, Anaphor, Bound, Date, Either, Range, TimeExpression, TimeHit, Unit, Vague, Window
from marsad.text.tokens import Token

_LEANS: dict[str, Literal[-1, 0, 1]] = {"past": -1, "this": 0, "next": 1}
_REACHING = frozenset(("on", "at", "in", "during", "over"))
_OPENERS = frozenset(
    "since until till from between for the recent that same following weekend late earlier later".split()
)
_COUNTING = frozenset("more less over about around some almost nearly roughly approximately half".split())
_FAR = 6  # tokens from a number to its unit
_DATELINE = 5  # tokens before a date at the head of a text
_HEADS = frozenset("date of publication published posted on by updated last at , - : | time".split())
_NUMERIC = {"dmy": (2, 1, 0), "ymd": (0, 1, 2)}


@lru_cache(maxsize=16384)
def _wakes(word: str) -> Literal["any", "count", ""]:
    """Tell whether an expression may start with a word: always, or only where a unit of time follows."""
    if word[0].isdigit() or word in _OPENERS or word.startswith("mid-") or roles(word).keys() - {"tense", "unit"}:
        return "any"
    return "count" if word in _COUNTING or is_amount(word) or "unit" in roles(word) else ""


@dataclass(frozen=True, slots=True)
class Found:
    """An expression that ends before token `last`."""

    expression: TimeExpression
    last: int


def read_times(tokens: Sequence[Token]) -> tuple[TimeHit, ...]:
    """Return the time expressions of one sentence in the order of the text, none inside another."""
    return tuple(_Reader(tokens).hits())


class _Reader:
    """Reads the expressions of one sentence, each from its first word forwards."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.size = len(tokens)

    def hits(self) -> list[TimeHit]:
        found: list[TimeHit] = []
        at = 0
        while at < self.size:
            wakes = _wakes(self.tokens[at].word)
            hit = self.expression(at) if wakes == "any" or (wakes == "count" and self.counts(at)) else None
            if hit is None:
                at += 1
                continue
            first, found_here = at, hit
            if found_here.last < self.size and self.word(found_here.last) == "or":
                other = self.point(found_here.last + 1)
                if other is not None:
                    found_here = Found(Either((found_here.expression, other.expression)), other.last)
            if first and self.word(first - 1) in _REACHING and not (found and found[-1].last > first - 1):
                first -= 1
            at = found_here.last
            if not self.dateline(first, found_here):
                found.append(TimeHit(first, at, found_here.expression))
        return found

    def dateline(self, first: int, found: Found) -> bool:
        """Tell whether a full date heads the text, before its first word of prose: it tells when it was written."""
        date = found.expression
        if first > _DATELINE or not isinstance(date, Date) or not date.day or date.year is None:
            return False
        heads = all(self.word(i) in _HEADS or weekday_of(self.tokens[i]) is not None for i in range(first))
        after = self.tokens[found.last].light if found.last < self.size else ""
        return heads and self.word(first) != "on" and not after.startswith((",", "."))

    def counts(self, at: int) -> bool:
        """Tell whether a unit of time follows soon after a number."""
        return any("unit" in roles(token.word) for token in self.tokens[at + 1 : at + _FAR])

    def word(self, at: int) -> str:
        return self.tokens[at].word if 0 <= at < self.size else ""

    def role(self, at: int, role: str) -> str | None:
        return roles(self.tokens[at].word).get(role) if 0 <= at < self.size else None

    # Ranges, and what stands alone

    def expression(self, at: int) -> Found | None:
        word = self.word(at)
        if word == "since":
            return self.since(at)
        if word in ("until", "till"):
            end = self.point(self.over_the(at + 1))
            return end and Found(Range(None, end.expression, "until"), end.last)
        if word in ("from", "between"):
            return self.between(at)
        if word == "for":
            return self.stretch(at + 1)
        return self.point(at)

    def since(self, at: int) -> Found | None:
        start = self.point(self.over_the(at + 1)) or self.year(at + 1)
        if start is not None:
            return Found(Range(start.expression, None, "since"), start.last)
        clause = self.dated_clause(at + 1)
        return clause and Found(Range(clause.expression, None, "since"), clause.last)

    def dated_clause(self, at: int) -> Found | None:
        """Read "since the war began in March 2011": the date of what it began with."""
        for i in range(at, min(at + 9, self.size)):
            if self.word(i) in (",", ".", ";", "when", "after"):
                return None
            if self.word(i) in ("in", "on"):
                return self.point(i + 1) or self.year(i + 1)
        return None

    def between(self, at: int) -> Found | None:
        start = self.point(self.over_the(at + 1)) or self.year(at + 1)
        if start is None or isinstance(start.expression, Range):
            return start
        joint = "and" if self.word(at) == "between" else ("to", "until", "through", "till")
        if self.word(start.last) in joint:
            end = self.point(self.over_the(start.last + 1)) or self.year(start.last + 1)
            if end is not None:
                return Found(Range(start.expression, end.expression, "span"), end.last)
        return Found(Range(start.expression, None, "from"), start.last) if self.word(at) == "from" else None

    def stretch(self, at: int) -> Found | None:
        """Read "for (more than) three years": a period that ends at publication."""
        bound, i = self.bound(at)
        if self.word(i) in ("the",):
            return None
        count, end = amount(self.tokens, i)
        if end == i or (unit := self.unit(end)) is None or unit in ("minute", "hour", "night"):
            return None
        return Found(Window(unit, count, -1, bound), end + 1)

    def over_the(self, at: int) -> int:
        return at + (self.word(at) in ("the", "on", "at", "in"))

    # Points and periods

    def point(self, at: int) -> Found | None:
        if at >= self.size:
            return None
        return (
            self.numeric(at)
            or self.calendar(at)
            or self.weekday(at)
            or self.relative_day(at)
            or self.ago(at)
            or self.window(at)
            or self.leaning(at)
            or self.anaphor(at)
            or self.alone(at)
            or self.in_year(at)
        )

    def numeric(self, at: int) -> Found | None:
        """Read "20.07.2016", "2016-12-05", "25-04-2016", "25/4/2016"."""
        if not self.word(at)[0].isdigit():
            return None
        parts, last = self.word(at).split("."), at + 1
        if len(parts) == 1:
            mark = self.word(at + 1)
            if mark in ("-", "/") and self.word(at + 3) == mark and at + 4 < self.size:
                parts, last = [self.word(at), self.word(at + 2), self.word(at + 4)], at + 5
        if len(parts) != 3 or not all(part.isdigit() for part in parts):
            return None
        year, month, day = (int(parts[i]) for i in _NUMERIC["ymd" if len(parts[0]) == 4 else "dmy"])
        if not (1900 <= year <= 2100 and 1 <= day <= 31 and 1 <= month <= 12):
            return None
        return Found(Date(year=year, month=month, day=day), last)

    def calendar(self, at: int) -> Found | None:
        """Read "15 November 2016", "the 4th of April", "November 15, 2016", "early March", "Aug. 24"."""
        third = self.role(at, "third")
        i = at
        if third is not None:
            i += 1
            i += self.word(i) == "-"
            if third in ("begin", "end", "mid") and self.word(i) == "of":
                i += 1 + (self.word(i + 1) == "the")
        elif self.word(at).startswith("mid-"):
            return self.mid(at)
        lean = self.lean(i)
        i += lean is not None
        day, j = self.day(i)
        if day is not None and self.word(j) in ("to", "-", "and") and (days := self.days(day, j)):
            return days
        month = month_of(self.tokens[j]) if j < self.size else None
        if month is not None:
            j += 1 + (self.word(j + 1) == ".")
            if day is None:
                day, j = self.day_after(j)
            year, j = self.with_year(j)
            if day is None and year is None and third is None and not self.stands(at):
                return None
            date = Date(year=year, month=month, day=day, third=third, lean=lean)  # type: ignore[arg-type]
            return Found(self.with_weekday(date, at), j)
        return None

    def days(self, first: int, at: int) -> Found | None:
        """Read "3 to 5 March": the last day, with its month, of a range whose first day is read."""
        day, j = self.day(at + 1)
        month = month_of(self.tokens[j]) if day is not None and j < self.size else None
        if month is None or day is None or day <= first:
            return None
        year, last = self.with_year(j + 1)
        return Found(Range(Date(year, month, first), Date(year, month, day), "span"), last)

    def mid(self, at: int) -> Found | None:
        month = roles(self.word(at).removeprefix("mid-")).get("month")
        if month is None:
            return None
        year, last = self.with_year(at + 1)
        return Found(Date(year=year, month=int(month), third="mid"), last)

    def stands(self, at: int) -> bool:
        """Tell whether a month alone is meant as a time: "in May", "last March", at the end "September"."""
        return (
            self.word(at - 1) in ("in", "since", "of", "until", "by", "during", "from", "to", "and")
            or self.lean(at) is not None
        )

    def day(self, at: int) -> tuple[int | None, int]:
        i = at + (self.word(at) == "the")
        word = self.word(i)
        if not word.isdigit() or not 1 <= int(word) <= 31:
            return None, i if i == at else at
        j = i + 1
        j += self.word(j) in ("st", "nd", "rd", "th")
        j += self.word(j) == "of"
        return int(word), j

    def day_after(self, at: int) -> tuple[int | None, int]:
        i = at + (self.word(at) == "the")
        word = self.word(i)
        if not word.isdigit() or len(word) > 2 or not 1 <= int(word) <= 31:
            return None, at
        after = self.word(i + 1)
        if after in ("people", "civilians", "killed"):
            return None, at
        return int(word), i + 1 + (after in ("st", "nd", "rd", "th"))

    def with_year(self, at: int) -> tuple[int | None, int]:
        i = at + (self.word(at) in (",", "of"))
        word = self.word(i)
        if word.isdigit() and len(word) == 4 and 1900 <= int(word) <= 2100:
            return int(word), i + 1
        return None, at

    def with_weekday(self, date: Date, at: int) -> Date:
        """Give a date the weekday printed before it: the two tell the year together."""
        before = at - 1
        before -= self.word(before) in (",", "the")
        found = weekday_of(self.tokens[before]) if before >= 0 else None
        return date if found is None or date.day is None else replace(date, weekday=found)

    def year(self, at: int) -> Found | None:
        word = self.word(at)
        if word.isdigit() and len(word) == 4 and 1900 <= int(word) <= 2100:
            return Found(Date(year=int(word)), at + 1)
        return None

    def in_year(self, at: int) -> Found | None:
        season = self.role(at, "season")
        if season is not None and self.word(at - 1) in ("in", "the", "of", "last", "this"):
            year, last = self.with_year(at + 1)
            return Found(Date(year=year, season=season), last)  # type: ignore[arg-type]
        if self.word(at - 1) in ("in", "during", "of", "by", "early", "late", "mid") and self.word(at + 1) not in (
            "people",
            "%",
        ):
            return self.year(at)
        return None

    def weekday(self, at: int) -> Found | None:
        """Read "(late) (last) Tuesday (evening)"; a date after the weekday has both."""
        part = "night" if self.word(at) == "late" else None
        i = at + (self.word(at) in ("late", "early"))
        i += i > at and self.word(i) == "on"
        lean = self.lean(i)
        i += lean is not None
        found = weekday_of(self.tokens[i]) if i < self.size else None
        if found is None:
            return None
        j = i + 1
        dated = self.calendar(j + (self.word(j) == ",")) or self.numeric(j) if j < self.size else None
        if dated is not None and isinstance(dated.expression, Date) and dated.expression.day:
            return Found(replace(dated.expression, weekday=found), dated.last)
        if (named := self.role(j, "part")) is not None:
            part = named
            j += 1
        return Found(Date(weekday=found, part=part, lean=lean), j)

    def lean(self, at: int) -> Literal["past", "this", "next"] | None:
        for lean in ("past", "this", "next"):
            if self.role(at, lean) is not None:
                return lean  # type: ignore[return-value]
        return None

    def relative_day(self, at: int) -> Found | None:
        """Read today, yesterday (morning), the day before yesterday, at dawn (yesterday), this morning."""
        if self.word(at) == "day" and self.word(at + 1) in ("before", "after"):
            step = self.role(at + 2, "day")
            if step in ("-1", "1"):
                return Found(Date(day_step=2 * int(step)), at + 3)
        i = at + (self.word(at) in ("late", "early", "earlier", "later"))
        step = self.role(i, "day")
        if step is not None:
            part = self.role(i + 1, "part")
            part = "night" if self.word(i) == "tonight" else part
            return Found(Date(day_step=int(step), part=part), i + 1 + (part is not None and self.word(i) != "tonight"))
        part = self.role(at, "part")
        if part is None:
            return None
        before = self.word(at - 1)
        if self.word(at + 1) in ("on", "of") and (day := self.weekday(at + 2) or self.relative_day(at + 2)):
            if isinstance(day.expression, Date):
                return Found(replace(day.expression, part=part), day.last)
        if (
            (day := self.relative_day(at + 1))
            and isinstance(day.expression, Date)
            and day.expression.day_step is not None
        ):
            return Found(replace(day.expression, part=part), day.last)
        if before == "this":
            return Found(Date(day_step=0, part=part), at + 1)
        if before == "last" and part == "night":
            return Found(Date(day_step=-1, part=part), at + 1)
        return None

    # Counted stretches

    def bound(self, at: int) -> tuple[Bound | None, int]:
        if self.word(at) in ("more", "less") and self.word(at + 1) == "than":
            return ("more" if self.word(at) == "more" else "less"), at + 2
        if self.word(at) in ("over",):
            return "more", at + 1
        if self.word(at) in ("about", "around", "some", "almost", "nearly", "roughly", "approximately"):
            return "about", at + 1
        return None, at

    def unit(self, at: int) -> Unit | None:
        return self.role(at, "unit")  # type: ignore[return-value]

    def ago(self, at: int) -> Found | None:
        """Read "two years ago", "a week earlier"; "two days later" leans on an event."""
        bound, i = self.bound(at)
        count, end = amount(self.tokens, i)
        if end == i or (unit := self.unit(end)) is None:
            return None
        after = self.word(end + 1)
        if after == "ago":
            return Found(Ago(unit, count, -1, bound), end + 2)
        if after in ("earlier", "before", "later", "after"):
            return Found(Anaphor("before" if after in ("earlier", "before") else "event", unit), end + 2)
        return None

    def window(self, at: int) -> Found | None:
        """Read "(over) the past three days", "the last 24 hours", "in recent weeks", "the coming days"."""
        i = at + (self.word(at) == "the")
        if self.word(i) == "recent" and (unit := self.unit(i + 1)):
            return Found(Window(unit, None, -1), i + 2)
        lean = self.lean(i)
        if lean in (None, "this"):
            return None
        way: Literal[-1, 1] = -1 if lean == "past" else 1
        bound, j = self.bound(i + 1)
        count, end = amount(self.tokens, j)
        unit = self.unit(end)
        if unit is None:
            return None
        if end > j:
            return Found(Window(unit, count, way, bound), end + 1)
        many = self.word(end).endswith("s")
        if many:
            return Found(Window(unit, None, way), end + 1)
        if self.word(i) in ("past", "coming") and unit in ("week", "month", "year", "day", "hour"):
            return Found(Window(unit, 1, way), end + 1)
        return None

    def leaning(self, at: int) -> Found | None:
        """Read "(earlier) last week", "this month", "late next year"; the weekend."""
        third = self.role(at, "third")
        i = at + (third is not None or self.word(at) in ("earlier", "later"))
        i += self.word(i) == "of"
        if self.word(i) in ("weekend",) or (self.lean(i) is not None and self.word(i + 1) == "weekend"):
            if self.word(i) == "weekend" and self.word(i - 1) != "the":
                return None
            last = i + 1 + (self.word(i) != "weekend")
            return Found(Range(Date(weekday=5), Date(weekday=6), "span"), last)
        if third is not None:
            i += self.word(i) == "the"
        lean = self.lean(i) or ("this" if third and self.word(i - 1) == "the" else None)
        j = i + (self.lean(i) is not None)
        unit = self.unit(j)
        if lean is None or unit not in ("week", "month", "year", "night") or self.word(j).endswith("s"):
            return None
        step = _LEANS[lean]
        if unit == "night":
            return Found(Date(day_step=step, part="night"), j + 1) if step == -1 else None
        date = Date(
            week_step=step if unit == "week" else None,
            month_step=step if unit == "month" else None,
            year_step=step if unit == "year" else None,
            third=third,  # type: ignore[arg-type]
        )
        return Found(date, j + 1)

    def anaphor(self, at: int) -> Found | None:
        word = self.word(at)
        if word in ("that", "same") and (self.word(at - 1) == "the" or word == "that"):
            unit = self.unit(at + 1)
            if unit in ("day", "week", "month", "year", "night") and not self.word(at + 1).endswith("s"):
                return Found(Anaphor("same", unit), at + 2)
        if word in ("following", "next") and self.word(at - 1) == "the" and self.word(at + 1) == "day":
            return Found(Anaphor("next", "day"), at + 2)
        if word in ("a", "days", "weeks", "months", "hours") and self.word(at + (word == "a")) in (
            "day",
            "week",
            "days",
            "weeks",
            "hours",
            "month",
            "months",
        ):
            i = at + (word == "a") + 1
            if self.word(i) in ("after", "before", "later"):
                return Found(Anaphor("event", self.unit(i - 1)), i + 1)
        return None

    def alone(self, at: int) -> Found | None:
        vague = self.role(at, "vague")
        if vague is not None:
            return Found(Vague(vague), at + 1)  # type: ignore[arg-type]
        return None
