"""The date of publication, where a report prints it itself: a full date in a dateline or a line of its own.

A date inside a sentence of prose is the date of an event, however near the top it stands, and is left alone.
"""

from __future__ import annotations

import datetime as dt

from marsad.records import Report, Span
from marsad.sources.furniture import furniture
from marsad.sources.printed import dates

_TOP_LINES = 5
_LONGEST_LINE = 80


def inferred_date(report: Report) -> tuple[dt.date, Span] | None:
    """Return the one full date that stands in the dateline or alone in a short line near the top, with its span.

    None where there is no such date or more than one. The date of an update is none of publication.
    """
    datelines = {span.start for kind, span in furniture(report) if kind == "dateline"}
    found: dict[dt.date | None, Span] = {}
    at = len(report.document) - len(report.text)
    for line in report.text.split("\n", _TOP_LINES)[:_TOP_LINES]:
        stripped = line.strip()
        start = at + line.find(stripped)
        prose = len(stripped) > _LONGEST_LINE or stripped.endswith((".", "؟", "!", "…"))
        if stripped and (start in datelines or not prose):
            for date in dates(stripped, report.lang):
                if date.role in ("published", ""):
                    found.setdefault(date.day, Span(start + date.span.start, start + date.span.end))
        at += len(line) + 1
    day, span = next(iter(found.items())) if len(found) == 1 else (None, None)
    return (day, span) if day and span else None
