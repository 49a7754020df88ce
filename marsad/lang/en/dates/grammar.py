"""Time expressions of one English sentence: dates, periods, ranges.

Reads      since 15 November · on Aug. 24 · late on Tuesday · Tuesday's · in the past 24 hours · two years ago
Abstains   may, march, sun in small letters · a 7-day truce · days after the raid (an event, no date)

What is read is a record of marsad/lang/times.py; marsad/dates/ resolves it. Libraries of dates resolve at once, keep
neither the words' places nor an open end, and take milliseconds a text.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from marsad.lang.en.dates.amounts import amount, is_amount
from marsad.lang.en.dates.calendar import Calendar
from marsad.lang.en.dates.line import Found
from marsad.lang.en.dates.periods import Periods
from marsad.lang.en.dates.words import roles, weekday_of
from marsad.lang.times import Date, Either, Range, TimeHit, Window
from marsad.text.tokens import Token

_REACHING = frozenset(("on", "at", "in", "during", "over"))
_OPENERS = frozenset(
    "since until till from between for the recent that same following weekend late earlier later".split()
)
_COUNTING = frozenset("more less over about around some almost nearly roughly approximately half".split())
_FAR = 6  # tokens from a number to its unit
_DATELINE = 5  # tokens before a date at the head of a text
_HEADS = frozenset("date of publication published posted on by updated last at , - : | time".split())


@lru_cache(maxsize=16384)
def _wakes(word: str) -> Literal["any", "count", ""]:
    """Tell whether an expression may start with a word: always, or only where a unit of time follows."""
    if word[0].isdigit() or word in _OPENERS or word.startswith("mid-") or roles(word).keys() - {"tense", "unit"}:
        return "any"
    return "count" if word in _COUNTING or is_amount(word) or "unit" in roles(word) else ""


def study(light: str, word: str) -> bool | None:
    """Return True where a time expression may begin with a word (match form); else None."""
    return bool(_wakes(word)) or None


def read_times(tokens: Sequence[Token], known: list[bool | None] | None = None) -> tuple[TimeHit, ...]:
    """Return the time expressions of one sentence in the order of the text, none inside another.

    `known` is what `study` says of each token, where that was asked.
    """
    tokens = tuple(tokens)
    marked = range(len(tokens)) if known is None else [at for at, opens in enumerate(known) if opens]
    return tuple(_Reader(tokens).hits(marked))


class _Reader(Calendar, Periods):
    """Reads the expressions of one sentence, each from its first word forwards."""

    def hits(self, marked: Sequence[int]) -> list[TimeHit]:
        found: list[TimeHit] = []
        end = 0
        for at in marked:
            wakes = _wakes(self.tokens[at].word) if at >= end else ""
            hit = self.expression(at) if wakes == "any" or (wakes == "count" and self.counts(at)) else None
            if hit is None:
                continue
            first, found_here = at, hit
            if found_here.last < self.size and self.word(found_here.last) == "or":
                other = self.point(found_here.last + 1)
                if other is not None:
                    found_here = Found(Either((found_here.expression, other.expression)), other.last)
            if first and self.word(first - 1) in _REACHING and not (found and found[-1].last > first - 1):
                first -= 1
            end = found_here.last
            if not self.dateline(first, found_here):
                found.append(TimeHit(first, end, found_here.expression))
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
