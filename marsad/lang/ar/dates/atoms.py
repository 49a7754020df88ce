"""The parts of one date: weekday, day word, day of the month, month, year, week, part of the day.

Each reader takes a line and a position and returns a partial Date with the token after it, or None.
"""

from __future__ import annotations

import re
from typing import Final, cast

from marsad.lang.ar.dates.quantities import number
from marsad.lang.ar.dates.words import Line, Word
from marsad.lang.times import Date, Lean, Season, Third

Atom = tuple[Date, int]

_STEPS: Final = {"past": -1, "this": 0, "next": 1, "past2": -2}
_BEFORE_MONTH: Final = frozenset(
    {"since", "until", "between", "before", "after", "by", "during", "from", "third", "to"}
)
_DOTTED: Final = re.compile(r"(\d{1,2})[.](\d{1,2})[.](\d{4})")
_YEARS: Final = range(1000, 2100)


def atom(line: Line, i: int) -> Atom | None:
    """Read the part of a date that starts at `i`."""
    word = line.at[i]
    reader = _READERS.get(word.role)
    if reader:
        found = reader(line, i, word)
        if found:
            return found
    if line.word[i][:1].isdecimal():
        return numeric(line, i) or _month_day(line, i)
    if word.role in ("ordinal", "number", "tens") or line.word[i] in ("ال", "وال", "بال", "لل", "فال"):
        return _month_day(line, i)
    return None


def named(line: Line, i: int) -> bool:
    """Tell whether what stands at `i` belongs to the name of a place or a body: شارع 17 تموز."""
    word = line.at[i - 1]
    return word.role == "name" and not word.definite


def _event(line: Line, i: int) -> bool:
    word = line.at[i - 1]
    return word.role == "event" and not word.definite


def lean_at(line: Line, i: int) -> Lean | None:
    """Return what "الماضي", "الجاري" or "المقبل" at `i` says."""
    word = line.at[i]
    if word.role == "lean" and word.text in ("past", "this", "next"):
        return cast(Lean, word.text)
    return None


def _weekday(line: Line, i: int, word: Word) -> Atom | None:
    if named(line, i) or line.at[i + 1].role == "feast":
        return None
    return Date(weekday=word.number), i + 1


def _day(line: Line, i: int, word: Word) -> Atom | None:
    after = line.at[i + word.width]
    if word.number == 0 and word.width == 1 and not word.kind:
        if after.role in ("ordinal", "feast") or (after.role == "lean" and after.text in ("same", "following", "past")):
            return None  # اليوم الأول، اليوم ذاته
        if line.at[i - 1].role == "outlet" or named(line, i):
            return None  # المصري اليوم
        if line.word[i + 1] == "الذي":
            return None  # اليوم الذي بدأ فيه: the day of something
    return Date(day_step=word.number, part=word.kind or None), i + word.width


def numeric(line: Line, i: int) -> Atom | None:
    """Read 15/11/2016, 15-11-2016, 15.11.2016 or 2016/11/15: day first unless the year is."""
    dotted = _DOTTED.fullmatch(line.word[i])
    if dotted:
        return _checked([int(g) for g in dotted.groups()], i + 1)
    if i + 4 >= len(line) or line.word[i + 1] not in ("/", "-") or line.word[i + 3] != line.word[i + 1]:
        return None
    parts = [line.word[i], line.word[i + 2], line.word[i + 4]]
    if not all(p.isdecimal() for p in parts):
        return None
    if len(parts[0]) == 4:
        parts.reverse()
    return _checked([int(p) for p in parts], i + 5) if len(parts[2]) == 4 else None


def _checked(parts: list[int], end: int) -> Atom | None:
    day, month, year = parts
    if 1 <= day <= 31 and 1 <= month <= 12 and year in _YEARS:
        return Date(year=year, month=month, day=day, hijri=year < 1500), end
    return None


def _month_day(line: Line, i: int) -> Atom | None:
    """Read 15 نوفمبر, الخامس عشر من نوفمبر, الـ17 من الشهر الجاري."""
    if named(line, i):
        return None
    day = number(line, i)
    if day is None or day.value is None or not 1 <= day.value <= 31:
        return None
    j = day.next + (line.word[day.next] in ("من", "/"))
    found = month(line, j, day=True)
    if found:
        date, end = found
        if date.year is None and date.year_step is None and date.lean is None and _event(line, i):
            return None  # هجمات 11 سبتمبر is a name
        date = date.copy()
        date.day = day.value
        return date, end
    period = _period(line, j, line.at[j]) if line.at[j].text == "month" else None
    if period and period[0].month_step is not None and (j > day.next or line.at[j].clitic == "ب"):
        date = period[0].copy()
        date.day = day.value
        return date, period[1]
    return None


def month(line: Line, i: int, *, day: bool = False) -> Atom | None:
    """Read a month with what follows: its twin name, its year, "last"."""
    word = line.at[i]
    titled = word.role.startswith("unit-") and word.text == "month"
    at = i + titled
    if titled:
        word = line.at[at]
    if word.role != "month" or (titled and word.clitic) or line.at[at + word.width].role == "feast":
        return None
    end = _twin(line, at + word.width, word.number)
    doubled = end > at + word.width
    date = Date(month=word.number, hijri=word.kind == "hijri")
    dated = _year_after(line, end, hijri=date.hijri)
    lean = lean_at(line, end)
    if not (day or titled or doubled or dated or lean) and not _stands(line, at, word):
        return None
    if not day and not titled and named(line, i):
        return None
    if dated:
        date = dated[0].copy()
        date.month, date.hijri = word.number, word.kind == "hijri"
        return date, dated[1]
    if lean is None:
        return date, end
    date.lean = lean
    return date, end + 1


def _stands(line: Line, at: int, word: Word) -> bool:
    """Tell whether a month name alone is a month there: "مارس" is also "he practised"."""
    if word.company == "plain":
        return True
    before = line.at[at - 1]
    leading = line.word[at - 1] in ("في", "وفي", "من", "شهري") or before.role in _BEFORE_MONTH or before.role == "month"
    return word.company == "weak" and leading and line.spelled(at, word)


def _twin(line: Line, end: int, value: int) -> int:
    """Return the token after the second name of the same month: كانون الأول/ديسمبر, شباط (فبراير)."""
    at = end + (line.word[end] in ("/", "-", "("))
    if at > end and line.word[at] == "/":
        at += 1
    word = line.at[at]
    if word.role != "month" or word.number != value or word.clitic:
        return end
    close = at + word.width
    return close + 1 if line.word[end] == "(" and line.word[close] == ")" else close


def _year_after(line: Line, i: int, *, hijri: bool = False) -> Atom | None:
    """Read the year that follows a month or a season: 2016, من عام 2016, من العام الماضي."""
    j = i + (line.word[i] in ("من", "/", "،", ",", "في"))
    word = line.at[j]
    if word.role == "unit-one" and word.text == "year":
        return _period(line, j, word, bare=False)
    if j > i and line.word[i] in ("من", "في"):
        return None
    return _year_number(line, j, hijri=hijri)


def _year_number(line: Line, i: int, *, hijri: bool = False) -> Atom | None:
    written = line.word[i]
    if len(written) != 4 or not written.isdecimal() or int(written) not in _YEARS:
        return None
    year, end, era = int(written), i + 1, line.word[i + 1]
    if era in ("م", "ه", "ميلادي", "هجري", "ميلاديه", "هجريه") or (era == "هج"):
        end += 1
    hijri = (hijri or era in ("ه", "هجري", "هجريه", "هج")) and year < 1600
    return Date(year=year, hijri=hijri), end


def _period(line: Line, i: int, word: Word, *, bare: bool = False) -> Atom | None:
    """Read عام 2013, العام الماضي, الأسبوع المقبل; `bare`: الشهر alone is this month."""
    if word.text == "day":
        return None if word.definite or word.role == "unit-many" else _titled_day(line, i)
    if word.text == "month" and line.at[i + 1].role == "month":
        return month(line, i)
    if word.text == "year":
        found = _year_number(line, i + 1)
        if found:
            return found
    if word.role != "unit-one" or not word.definite or word.text not in ("year", "month", "week"):
        return None
    after = line.at[i + 1]
    if after.role == "lean" and after.text in _STEPS:
        return _step(word.text, _STEPS[after.text]), i + 1 + after.width
    return (_step(word.text, 0), i + 1) if bare and after.role != "ordinal" else None


def _step(unit: str, count: int) -> Date:
    if unit == "year":
        return Date(year_step=count)
    return Date(month_step=count) if unit == "month" else Date(week_step=count)


def _titled_day(line: Line, i: int) -> Atom | None:
    """Read what follows "يوم": a weekday, a day word or a full date."""
    word = line.at[i + 1]
    if word.clitic or word.role not in ("weekday", "day", "ordinal", "number", "tens", "") or word.text == "0":
        return None
    found = atom(line, i + 1)
    return found if found and _is_day(found[0]) else None


def _this(line: Line, i: int, word: Word) -> Atom | None:
    unit = line.at[i + 1]
    if unit.role == "unit-one" and unit.definite and unit.text in ("year", "month", "week"):
        return _step(unit.text, 0), i + 2
    return None


def _part(line: Line, i: int, word: Word) -> Atom | None:
    """Read a part of the day and the day it belongs to; alone it is a common word (فجر, ظهر are verbs)."""
    j = i + word.width
    if word.definite or word.role == "adverb":
        while line.at[j].role in ("ordinal", "early"):
            j += 1  # ساعات الصباح الأولى
    if word.role == "part" and line.word[j] in ("من", "يوم"):
        j += 1
    day = atom(line, j)
    if day and day[0].part is None and _is_day(day[0]):
        date = day[0].copy()
        date.part = word.text
        return date, day[1]
    alone = word.role == "adverb" or (word.definite and _hours(line, i))
    if alone and word.text == "evening" and not word.bare:
        return None
    return (Date(part=word.text), j) if alone else None


def _hours(line: Line, i: int) -> bool:
    before = line.at[i - 1]
    return before.role in ("this", "since", "during") or (before.text == "hour" and before.role == "unit-many")


def _is_day(date: Date) -> bool:
    return date.weekday is not None or date.day_step is not None or date.day is not None


def _third(line: Line, i: int, word: Word) -> Atom | None:
    """Read "beginning", "middle" or "end" and the period it divides."""
    j = i + 1
    unit = line.at[j]
    if unit.role == "this":
        found = _this(line, j, unit)
    elif unit.role.startswith("unit-"):
        found = _period(line, j, unit, bare=True)
    elif unit.role in ("month", "season"):
        found = atom(line, j)
    else:
        found = _year_number(line, j) if word.text != "mid" or not unit.role else None
    if not found or _is_day(found[0]) or found[0].third:
        return None
    date = found[0].copy()
    date.third = cast(Third, word.text)
    return date, found[1]


def _season(line: Line, i: int, word: Word) -> Atom | None:
    j = i + 1
    lean = lean_at(line, j)
    if lean:
        return Date(season=cast(Season, word.text), lean=lean), j + 1
    dated = _year_after(line, j) or (_this(line, j, line.at[j]) if line.at[j].role == "this" else None)
    if dated and dated[0].month_step is None and dated[0].week_step is None:
        date = dated[0].copy()
        date.season = cast(Season, word.text)
        return date, dated[1]
    return None


def _decade(line: Line, i: int, word: Word) -> Atom | None:
    if line.word[i + 1] in ("من", "عمره", "العمر") and line.word[i + 2][:3] in ("عمر", "الع"):
        return None  # somebody in his seventies
    return Date(decade=word.number), i + 1


def _month(line: Line, i: int, word: Word) -> Atom | None:
    j = i - 1 - (line.word[i - 1] == "من")
    while line.word[j].isdecimal() or line.at[j].role in ("number", "ordinal", "tens"):
        if named(line, j) or _event(line, j):
            return None  # the month of a name: شارع 17 تموز
        j -= 1
    return month(line, i)


_READERS: Final = {
    "weekday": _weekday,
    "day": _day,
    "month": _month,
    "unit-one": _period,
    "unit-two": _period,
    "this": _this,
    "part": _part,
    "adverb": _part,
    "third": _third,
    "season": _season,
    "decade": _decade,
}
