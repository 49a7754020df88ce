"""Counted stretches and what leans on publication: two years ago, the past three days, last week, that day."""

from __future__ import annotations

from typing import Literal

from marsad.lang.en.dates.amounts import amount
from marsad.lang.en.dates.line import Found, Line
from marsad.lang.times import Ago, Anaphor, Date, Range, Vague, Window

_LEANS: dict[str, Literal[-1, 0, 1]] = {"past": -1, "this": 0, "next": 1}


class Periods(Line):
    """Reads stretches of time, each from its first word forwards."""

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
