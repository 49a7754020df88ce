"""Times that count from the report or lean on another time: "الأيام الماضية", "في وقت سابق", "ذلك الحين"."""

from __future__ import annotations

from typing import Final, Literal, cast

from marsad.lang.ar.dates.chain import chain
from marsad.lang.ar.dates.quantities import Amount, amount, number
from marsad.lang.ar.dates.words import Line
from marsad.lang.times import Ago, Anaphor, Date, Range, TimeExpression, Unit, Vague, Window

Found = tuple[TimeExpression, int]

TODAY: Final = Date(day_step=0)
_YEARS: Final = range(1000, 2100)
# How far after "منذ" a date may still be the event's: a day near by, a date with month or year further off
_NEAR: Final = 6
_FAR: Final = 16
_CLAUSES: Final = frozenset({"tense", "until", "since", "vague", "anaphor", "or"})


def window(line: Line, i: int) -> Found | None:
    """Read الساعات الـ48 الأخيرة, الأيام القليلة الماضية, اليومين الماضيين, الـ24 ساعة الماضية, الفترة الأخيرة."""
    word = line.at[i]
    if word.definite and word.role.startswith("unit-"):
        if word.role == "unit-one" and word.text not in ("period", "hour"):
            return None
        counted = number(line, i + 1) if word.role == "unit-many" else None
        count: float | None = 2 if word.role == "unit-two" else counted.value if counted else None
        end = counted.next if counted else i + 1
        while line.at[end].role == "few":
            end += 1
        found = Amount(cast(Unit, word.text), count, end)
    else:
        read = amount(line, i)
        if not read:
            return None
        found = read
    after = line.at[found.next]
    if after.role != "lean" or after.text not in ("past", "next"):
        return None
    return Window(found.unit, found.count, 1 if after.text == "next" else -1, found.bound), found.next + 1


def point(line: Line, i: int, way: Literal[-1, 1]) -> Found | None:
    """Read the amount after "قبل" or "بعد"; counted from an event ("بعد أيام من") it leans on that event."""
    found = amount(line, i)
    if not found:
        return None
    if line.word[found.next] in ("من", "على", "عن"):
        return Anaphor(), found.next
    return Ago(found.unit, found.count, way, found.bound), found.next


def since_amount(line: Line, i: int) -> Found | None:
    """Read the amount after "منذ"."""
    found = amount(line, i)
    return (Range(Ago(found.unit, found.count, -1, found.bound), None, "since"), found.next) if found else None


def within(line: Line, i: int) -> Found | None:
    """Read the amount after "خلال" or "على مدى": the tense tells its side of the report."""
    word = line.at[i]
    found = amount(line, i)
    single = word.role == "unit-one" and word.text not in ("hour", "day")
    if not found or (single and found.next == i + 1):
        return None
    if line.word[found.next] == "من":
        return Anaphor(), found.next
    return Window(found.unit, found.count, 0, found.bound), found.next


def vague(line: Line, i: int) -> Found | None:
    """Read "الآن", "في وقت سابق", "لاحقا", and the day or period that may follow them."""
    word = line.at[i]
    if word.role != "vague":
        return None
    end = i + word.width
    dated = chain(line, end + (line.word[end] in ("من", "يوم"))) if word.text != "now" and word.width > 1 else None
    if dated:
        date, after = dated
        if date.part is None and (date.week_step, date.month_step, date.year_step).count(0) and date.day is None:
            edges = (date, TODAY) if word.text == "earlier" else (TODAY, date)
            return Range(*edges), after
        return date, after
    if word.text == "later":
        return Anaphor("after"), end
    return Vague(cast(Literal["now", "earlier"], word.text)), end


def anaphor(line: Line, i: int) -> Found | None:
    """Read "آنذاك", "ذلك اليوم", "الشهر ذاته", "اليوم التالي", "قبل ذلك بأيام"."""
    word = line.at[i]
    if word.role == "anaphor":
        end = i + word.width
        counted = amount(line, end) if line.at[end].clitic == "ب" else None
        if counted:
            return Anaphor("event"), counted.next
        unit = cast(Unit, word.kind) if word.kind else None
        return Anaphor(cast(Literal["same", "before", "after"], word.text), unit), end
    today = word.role == "day" and word.number == 0 and word.width == 1
    period = word.role == "unit-one" and word.definite
    after = line.at[i + 1]
    if not (today or period) or after.role != "lean":
        return None
    if after.text == "following":
        return Anaphor("next" if today else "after"), i + 2
    if after.text == "same":
        return Anaphor("same", "day" if today else cast(Unit, word.text)), i + 2
    return (Anaphor("before"), i + 2) if today and after.text == "past" else None


def nth_day(line: Line, i: int) -> Found | None:
    """Read "لليوم الـ174 على التوالي": the day of the report."""
    word = line.at[i]
    if word.role != "day" or word.number != 0 or not word.clitic.endswith("ل"):
        return None
    counted = number(line, i + 1)
    return (TODAY, counted.next) if counted and counted.value else None


def overnight(line: Line, i: int) -> Found | None:
    """Read "الليل" after "خلال" when no day follows: the night into the day of the report."""
    word = line.at[i]
    alone = word.text == "night" and word.definite and word.width == 1 and chain(line, i) == (Date(part="night"), i + 1)
    return (Vague("overnight"), i + 1) if alone else None


def onset(line: Line, i: int) -> Found | None:
    """Read what follows "منذ" when it is an event: its date where the clause has one, else the event."""
    if not line.word[i].isalpha() or line.at[i].role in ("day", "part"):
        return None
    for j in range(i + 1, min(i + _FAR, len(line))):
        if not line.word[j].isalnum() or (line.at[j].role in _CLAUSES and j > i + 1):
            break
        found = _dated(line, j, near=j < i + _NEAR)
        if found:
            return Range(found[0], None, "since"), found[1]
    whose = i + 1 < len(line) and line.word[i + 1].startswith("ال")
    return Range(Anaphor(), None, "since"), i + 1 + whose


def _dated(line: Line, i: int, *, near: bool) -> Found | None:
    if line.at[i].role == "before":
        return point(line, i + 1, -1)
    found = chain(line, i) or bare_year(line, i)
    if not found or line.at[i].clitic.startswith(("و", "ف")):
        return None
    date = found[0]
    return found if near or date.month or date.year or date.lean or date.month_step or date.year_step else None


def bare_year(line: Line, i: int) -> tuple[Date, int] | None:
    """Read a year without the word "year"; the caller knows that a year may stand there."""
    written = line.word[i]
    if len(written) != 4 or not written.isdecimal() or int(written) not in _YEARS:
        return None
    return None if line.at[i + 1].role.startswith("unit-") else (Date(year=int(written)), i + 1)
