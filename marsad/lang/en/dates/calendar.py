"""Dates of the calendar: 15 November 2016, the 4th of April, early March, late on Tuesday, yesterday morning."""

from __future__ import annotations

from marsad.lang.en.dates.line import Found, Line
from marsad.lang.en.dates.words import month_of, roles, weekday_of
from marsad.lang.times import Date, Range

_NUMERIC = {"dmy": (2, 1, 0), "ymd": (0, 1, 2)}


class Calendar(Line):
    """Reads named dates and days, each from its first word forwards."""

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
        return date if found is None or date.day is None else date.and_(Date(weekday=found))

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
            return Found(dated.expression.and_(Date(weekday=found)), dated.last)
        if (named := self.role(j, "part")) is not None:
            part = named
            j += 1
        return Found(Date(weekday=found, part=part, lean=lean), j)

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
        day = self.weekday(at + 2) or self.relative_day(at + 2) if self.word(at + 1) in ("on", "of") else None
        if day is not None and isinstance(day.expression, Date):
            return Found(day.expression.and_(Date(part=part)), day.last)
        if (
            (day := self.relative_day(at + 1))
            and isinstance(day.expression, Date)
            and day.expression.day_step is not None
        ):
            return Found(day.expression.and_(Date(part=part)), day.last)
        if before == "this":
            return Found(Date(day_step=0, part=part), at + 1)
        if before == "last" and part == "night":
            return Found(Date(day_step=-1, part=part), at + 1)
        return None
