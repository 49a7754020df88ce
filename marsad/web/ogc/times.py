"""`datetime` of OGC API Features: an instant, or an interval with `..` for an open end, as days."""

from __future__ import annotations

import datetime as dt
import re

from marsad.web.problems import bad

Days = tuple[dt.date | None, dt.date | None]
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[Tt](\d{2}):(\d{2}):(\d{2}|60)(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2}))?")


def days_of(text: str) -> Days:
    """Return the first and the last day that are meant, both included; None is open (RFC 3339)."""
    if "/" not in text:
        day = _day(text)
        return day, day
    start, _, end = text.partition("/")
    first = None if start in ("", "..") else _day(start)
    last = None if end in ("", "..") else _day(end)
    if first is None and last is None and (start, end) != ("..", ".."):
        raise bad(_HOW)
    if first is not None and last is not None and first > last:
        raise bad(f"datetime: {start} is after {end}")
    return first, last


_HOW = "datetime: write 2016-12-05, 2016-12-05T00:00:00Z, or an interval such as 2016-12-05/.. or ../2016-12-05"


def _day(text: str) -> dt.date:
    hit = _MOMENT.fullmatch(text)
    try:
        return dt.date.fromisoformat(hit[1] if hit else "")
    except ValueError:
        raise bad(_HOW) from None
