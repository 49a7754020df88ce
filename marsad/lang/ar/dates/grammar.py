"""Time expressions of one sentence: dates, periods, ranges and alternatives.

Reads      منذ 15 نوفمبر · بين 15 و20 نوفمبر · مساء الثلاثاء أو صباح الأربعاء · خلال الـ24 ساعة الماضية
Abstains   شارع 17 تموز · منذ اليوم الأول · فجر انتحاري نفسه · قبل أن
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

from marsad.lang.ar.dates.chain import chain, only_day
from marsad.lang.ar.dates.periods import (
    TODAY,
    Found,
    anaphor,
    bare_year,
    nth_day,
    onset,
    overnight,
    point,
    since_amount,
    vague,
    window,
    within,
)
from marsad.lang.ar.dates.quantities import ARTICLES, number
from marsad.lang.ar.dates.tense import points_of
from marsad.lang.ar.dates.words import Known, Line, Word, look
from marsad.lang.times import Anaphor, Date, Either, Range, TimeExpression, TimeHit, Vague
from marsad.text.tokens import Tokens

# Words that start no time expression by themselves
_SILENT: Final = frozenset(
    {"name", "event", "feast", "outlet", "few", "half", "early", "onset", "lean", "to", "or", "number", "tense", "glue"}
)
_OLDEST: Final = 1800  # no report counts back to an earlier year without the word
_AFTER_YEARS: Final = frozenset("من في الي علي عن مع بعد قبل حين حيث خلال اثر ضد حول عندما اثناء الميلادي".split())
_AFTER_DAY: Final = frozenset({"من", "و", ")", "شهر"})


def _opens(entry: Word) -> bool:
    if entry.role == "tens":
        return entry.definite
    return entry.clitic.endswith("ل") if entry.role == "about" else entry.role not in _SILENT


def _starts(line: Line, i: int) -> bool:
    """Tell whether a time expression may start at `i`, by its role; figures are decided by what stands beside them."""
    role = line.at[i].role
    if role:
        return role in _SIMPLE or role in _OPERATORS
    figures, after = line.word[i], line.word[i + 1]
    if line.at[i + 1].role or "." in figures or after in ("/", "-") or (len(figures) == 4 and _may_be_year(line, i)):
        return True
    days = len(figures) < 3 or figures[0] == "0"
    return days and after in _AFTER_DAY


def study(light: str, word: str) -> Known | None:
    """Return what a word (match form) of time or tense, or figures, is to times; None of most."""
    entries, points = look(word), points_of(word)
    figures = word[0].isdecimal()
    if not entries and not figures and points is None:
        return None
    return Known(entries, figures or any(_opens(entry) for _, entry in entries), points)


def read_times(tokens: Tokens, known: list[Known | None] | None = None) -> tuple[TimeHit, ...]:
    """Return the time expressions of one sentence in the order of the text, none inside another.

    `known` is what `study` returns of each token, where that was asked.
    """
    words = tokens.words
    if known is None:
        known = [study("", word) for word in words]
    starts: list[int] = []
    for i, here in enumerate(known):
        if here is not None and here.opens and (here.at(words, i).role or words[i][0].isdecimal()):
            starts.append(i)
    if not starts:
        return ()
    line = Line(tokens, known)
    hits: list[TimeHit] = []
    end = 0
    for i in starts:
        if i >= end and _starts(line, i) and (read := expression(line, i)):
            end = read[1]
            hits.append(TimeHit(i, end, read[0]))
    return tuple(hits)


def expression(line: Line, i: int) -> Found | None:
    """Read the time expression that starts at `i`, with the preposition that changes what it means."""
    word = line.at[i]
    operator = _OPERATORS.get(word.role)
    found = operator(line, i + word.width) if operator else None
    return found or joined(line, i) or _length(line, i)


def simple(line: Line, i: int) -> Found | None:
    """Read one date or period, without ranges."""
    role = line.at[i].role
    if not role and not (line.word[i][:1].isdecimal() or line.word[i] in ARTICLES):
        return None
    for reader in _SIMPLE.get(role, ()):
        found = reader(line, i)
        if found:
            return found
    return None


def joined(line: Line, i: int) -> Found | None:
    """Read a date and what "أو", "إلى", "حتى", "-" or "و" joins to it."""
    both = line.at[i].role == "unit-two"  # يومي، شهري، عامي
    first = simple(line, i) or _day_alone(line, i + both)
    if not first:
        return None
    date, end = first
    if not isinstance(date, Date):
        return first
    partial = only_day(date)
    found = None if partial else _night(line, date, end) or _either(line, date, end)
    found = found or _to(line, date, end) or _and(line, date, end, both=both)
    return found or (None if partial else (date, end))


def _year(line: Line, i: int) -> Found | None:
    """Read a year without the word "year" where only a year can stand: في 2014, (2014), حرب 1967, 2011: …"""
    return bare_year(line, i) if _may_be_year(line, i) else None


def _may_be_year(line: Line, i: int) -> bool:
    before, after = line.word[i - 1], line.word[i + 1]
    bracketed = (before == "(" and after in (")", "-")) or (not before and after in (":", "-"))
    return bracketed or before in ("في", "وفي", "حرب")


def _day_alone(line: Line, i: int) -> Found | None:
    """Read the day that shares the month of the date after it: 15 in "15 و16 نوفمبر"."""
    day = number(line, i)
    if day is None or day.value is None or not 1 <= day.value <= 31 or line.at[day.next].role.startswith("unit-"):
        return None
    return Date(day=day.value), day.next


def _operand(line: Line, i: int) -> Found | None:
    return simple(line, i) or bare_year(line, i) or _day_alone(line, i)


def _night(line: Line, date: Date, end: int) -> Found | None:
    """Read the night between two days: ليل السبت الأحد."""
    if date.part != "night" or date.weekday is None:
        return None
    j = end + (line.word[end] in ("-", "/", "على") or line.at[end].role == "to")
    other = line.at[j]
    if other.role != "weekday" or other.clitic not in ("", "و") or (date.weekday + 1) % 7 != other.number:
        return None
    return Range(date, Date(weekday=other.number, part="night"), night=True), j + 1


def _either(line: Line, date: Date, end: int) -> Found | None:
    options: list[TimeExpression] = [date]
    while line.at[end].role == "or":
        other = simple(line, end + 1)
        if not other or not isinstance(other[0], Date):
            break
        options.append(other[0])
        end = other[1]
    return (Either(tuple(options)), end) if len(options) > 1 else None


def _to(line: Line, date: Date, end: int) -> Found | None:
    """Read the end of a range: "إلى", "وحتى", "-"."""
    j = end + (line.word[end] == "،" and line.at[end + 1].role == "until")
    if line.at[j].role not in ("to", "until") and line.word[j] != "-":
        return None
    other = _operand(line, j + line.at[j].width)
    if not other:
        return None
    if isinstance(other[0], Vague) and other[0].word == "now":
        return Range(date, None, "since"), other[1]
    return _ranged(date, other)


def _ranged(date: Date, other: Found) -> Found | None:
    last = other[0]
    if not isinstance(last, Date) or only_day(last):
        return None
    return Range(_completed(date, last), last), other[1]


def _and(line: Line, date: Date, end: int, *, both: bool) -> Found | None:
    """Read two neighbours as one stretch: الاثنين والثلاثاء الماضيين, شهري أبريل ومايو."""
    j = end + (line.word[end] == "و")
    if j == end and not line.at[end].clitic.startswith("و"):
        return None
    other = _operand(line, j) if both or date.day else simple(line, j)
    if not other or not isinstance(other[0], Date):
        return None
    return _ranged(date, other) if both or _neighbours(date, other[0]) else None


def _neighbours(one: Date, two: Date) -> bool:
    """Tell whether the second follows the first, by what both name: weekday, day from now, month or day."""
    if one.weekday is not None and two.weekday is not None:
        return (two.weekday - one.weekday) % 7 == 1 and one.day is None and two.day is None
    if one.day_step is not None and two.day_step is not None:
        return two.day_step - one.day_step == 1
    if one.month is not None and two.month is not None and one.day is None and two.day is None:
        return two.month - one.month == 1
    return one.day is not None and two.day is not None and two.day - one.day == 1


def _completed(first: Date, last: Date) -> Date:
    """Return `first` with the month, year and "last" that it shares with `last`."""
    first = first.copy()
    if first.day is not None and first.month is None and first.month_step is None:
        first.month, first.month_step, first.hijri = last.month, last.month_step, last.hijri
    named = first.day is not None or first.month is not None or first.season is not None
    if named and first.year is None and first.year_step is None:
        first.year, first.year_step = last.year, last.year_step
    if first.lean is None and first.day_step is None:
        first.lean = last.lean
    return first


def _since(line: Line, i: int) -> Found | None:
    found = joined(line, i) or bare_year(line, i) or since_amount(line, i) or onset(line, i)
    if not found:
        return None
    first, end = found
    if isinstance(first, Range):
        return _continued(line, first, end) if first.last is None else found
    return _continued(line, Range(first, None, "since"), end)


def _from(line: Line, i: int) -> Found | None:
    found = joined(line, i)
    if not found or isinstance(found[0], Range):
        return found
    return _continued(line, Range(found[0], None, "from"), found[1])


def _continued(line: Line, start: Range, end: int) -> Found:
    """Return the range closed by "حتى" and a date, or left open when that is "until now"."""
    j = end + (line.word[end] == "،")
    if line.at[j].role != "until":
        return start, end
    other = _operand(line, j + line.at[j].width)
    if not other:
        return start, end
    if other[0] == TODAY or isinstance(other[0], Vague):
        return start, other[1]
    return (Range(start.first, other[0]), other[1]) if isinstance(other[0], Date) else (start, end)


def _until(line: Line, i: int) -> Found | None:
    found = joined(line, i) or bare_year(line, i)
    if not found or isinstance(found[0], (Range, Anaphor)):
        return found
    last = TODAY if found[0] == Vague("now") else found[0]
    return Range(None, last, "until"), found[1]


def _before(line: Line, i: int) -> Found | None:
    return _edge(line, i, "before") or point(line, i, -1)


def _after(line: Line, i: int) -> Found | None:
    return _edge(line, i, "after") or point(line, i, 1)


def _edge(line: Line, i: int, name: Literal["before", "after"]) -> Found | None:
    """Read the date after "قبل" or "بعد"; "shortly after dawn of Sunday" is still Sunday."""
    found = _bounded(line, i)
    if not found or found[0].part:
        return found
    edge = Range(None, found[0], "before") if name == "before" else Range(found[0], None, "after")
    return edge, found[1]


def _bounded(line: Line, i: int) -> tuple[Date, int] | None:
    found = chain(line, i + (line.at[i].role == "by")) or bare_year(line, i)
    return found if found and found[0] != TODAY else None


def _by(line: Line, i: int) -> Found | None:
    return joined(line, i) or bare_year(line, i)


def _between(line: Line, i: int) -> Found | None:
    first = _operand(line, i)
    if not first:
        return None
    date, end = first
    if not isinstance(date, Date):
        return None
    j = end + (line.word[end] in ("و", "-") or line.at[end].role in ("to", "until"))
    if j == end and not line.at[end].clitic.startswith("و"):
        return None
    other = _operand(line, j)
    if other and _counts(line, i, j, other[1]):
        return None
    return _ranged(date, other) if other else None


def _counts(line: Line, i: int, j: int, end: int) -> bool:
    """Tell whether two figures are no years but the ends of a count: "بين 1000 و1200 مستوطن"."""
    if bare_year(line, i) is None or bare_year(line, j) is None:
        return False
    counted = line.word[end]
    return int(line.word[i]) < _OLDEST or (
        counted.isalpha() and counted not in _AFTER_YEARS and counted[0] not in "وبلف"
    )


def _during(line: Line, i: int) -> Found | None:
    return overnight(line, i) or joined(line, i) or within(line, i)


def _length(line: Line, i: int) -> Found | None:
    """Read "لأكثر من شهر", "لسنوات": a length that ends or starts with the report."""
    word = line.at[i]
    many = word.role == "unit-many" and not word.definite
    return within(line, i) if word.clitic.endswith("ل") and (many or word.role == "about") else None


# What reads one date or period, by the role of its first word; "" are figures, with their article or without
_SIMPLE: Final[dict[str, tuple[Callable[[Line, int], Found | None], ...]]] = {
    "": (chain, window, _year),
    "anaphor": (anaphor,),
    "vague": (vague,),
    "day": (anaphor, nth_day, chain),
    "unit-one": (anaphor, chain, window),
    **dict.fromkeys(("unit-two", "unit-many", "number", "ordinal", "tens"), (chain, window)),
    **dict.fromkeys(("about", "few"), (window,)),
    **dict.fromkeys(("weekday", "month", "this", "part", "adverb", "third", "season", "decade", "glue"), (chain,)),
}
_OPERATORS: Final[dict[str, Callable[[Line, int], Found | None]]] = {
    "since": _since,
    "from": _from,
    "until": _until,
    "before": _before,
    "after": _after,
    "by": _by,
    "between": _between,
    "during": _during,
}
