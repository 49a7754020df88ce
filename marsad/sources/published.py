"""The date of publication, where a report prints it itself: a full date in a dateline or a line of its own.

A date inside a sentence of prose is the date of an event, however near the top it stands, and is left alone.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from importlib.resources import files

from marsad.records import Report, Span
from marsad.sources.furniture import furniture
from marsad.text.fold import Folded, match

_TOP_LINES = 5
_LONGEST_LINE = 80
_ENGLISH_MONTHS = "january february march april may june july august september october november december".split()
_YEARS = range(1900, 2100)


@cache
def _months() -> dict[str, int]:
    months = {name: number for number, name in enumerate(_ENGLISH_MONTHS, 1)}
    months |= {name[:3]: number for name, number in months.items()} | {"sept": 9}
    table = files("marsad.lang") / "ar" / "lexicon" / "months.tsv"
    for line in table.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if not line.startswith("#") and len(cells) >= 3 and cells[2] == "gregorian":
            months[match(cells[0])] = int(cells[1])
    return months


@cache
def _date_patterns() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of a full date; each names its day, month and year. All-number dates are day first."""
    month = "(?P<month>" + "|".join(sorted(map(re.escape, _months()), key=len, reverse=True)) + r")\b\.?"
    twin = r"(?:\s*[/(-]\s*\D{3,14}?\)?)?"  # the same month in another tradition: "نوفمبر/ تشرين الثاني"
    return (
        re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\d)"),
        re.compile(r"(?<!\d)(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})(?!\d)"),
        re.compile(r"(?<!\d)(?P<day>\d{1,2})\s+(?:من\s+)?" + month + twin + r"[\s,،]+(?P<year>\d{4})(?!\d)"),
        re.compile(r"\b" + month + r"\s+(?P<day>\d{1,2})[\s,]+(?P<year>\d{4})(?!\d)"),
    )


def inferred_date(report: Report) -> tuple[dt.date, Span] | None:
    """Return the one full date that stands in the dateline or alone in a short line near the top, with its span.

    None where there is no such date or more than one.
    """
    datelines = {span.start for kind, span in furniture(report) if kind == "dateline"}
    found: dict[dt.date, Span] = {}
    at = len(report.document) - len(report.text)
    for line in report.text.split("\n", _TOP_LINES)[:_TOP_LINES]:
        stripped = line.strip()
        start = at + line.find(stripped)
        prose = len(stripped) > _LONGEST_LINE or stripped.endswith((".", "؟", "!", "…"))
        if stripped and (start in datelines or not prose):
            for day, span in _dates(stripped):
                found.setdefault(day, Span(start + span.start, start + span.end))
        at += len(line) + 1
    return next(iter(found.items())) if len(found) == 1 else None


def _dates(line: str) -> list[tuple[dt.date, Span]]:
    folded = Folded(line)
    dates = []
    for pattern in _date_patterns():
        for hit in pattern.finditer(folded.match):
            day = _date(hit["year"], hit["month"], hit["day"])
            if day:
                dates.append((day, folded.span(*hit.span())))
    return dates


def _date(year: str, month: str, day: str) -> dt.date | None:
    number = int(month) if month.isdigit() else _months()[month]
    try:
        return dt.date(int(year), number, int(day)) if int(year) in _YEARS else None
    except ValueError:
        return None
