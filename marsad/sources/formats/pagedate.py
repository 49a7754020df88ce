"""When a page was published: as it says to machines, else as it prints near its title, else unknown.

No library guesses here: with nothing to go by they take the date of a related story, or the year of the copyright.
Dates of updates, of pictures, of comments, of other stories, of the masthead and of the address are none of
publication. Two dates that could both be it make none.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import cast

from lxml import html

from marsad.records import Report
from marsad.sources.formats.heading import Candidate, near_title
from marsad.sources.formats.metadata import Known
from marsad.sources.furniture import furniture
from marsad.sources.items import Basis
from marsad.sources.printed import dates

_ISO = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_UTC = re.compile(r"(?:Z|[+-]00:?00|GMT|UTC)\s*$")
_EARLIEST = dt.date(1990, 1, 1)  # no page is older; templates print 1970 and 0001
_AHEAD = dt.timedelta(days=2)
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Dated:
    """The day of publication and where it stands; None and "unknown" where the page does not say."""

    day: dt.date | None = None
    basis: Basis = "unknown"
    details: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


def page_date(tree: html.HtmlElement, known: Known, title: str | None, report: Report) -> Dated:
    """Return the day that a page gives for its publication. `report` is the page as read, without a date."""
    head = near_title(tree, title, report.lang)
    updated = known.updated or next((found.words for found in head if found.role == "updated"), None)
    details = (("updated_at", updated),) if updated else ()
    for basis, value in known.published:
        if day := day_of(value, report.lang):
            return _against_print(Dated(day, cast(Basis, basis), (("published_at", value), *details)), value, head)
    found = _printed(head)
    if found.day is None and not found.notes:
        found = _in_dateline(report)
    return Dated(found.day, found.basis, (*found.details, *details), found.notes)


def day_of(value: str, lang: str = "ar") -> dt.date | None:
    """Return the day of a moment as machines write it: ISO 8601, RFC 822, else as our own dates read it.

    The day is that of the clock it is written in. None for a month, a year, a number, and what cannot be.
    """
    day = _iso(value) or _rfc822(value)
    if day is None:
        found = {date.day for date in dates(value[:200], lang)}
        day = found.pop() if len(found) == 1 else None
    return day if day and _EARLIEST <= day <= dt.datetime.now(dt.UTC).date() + _AHEAD else None


def _iso(value: str) -> dt.date | None:
    hit = _ISO.match(value)
    try:
        return dt.date(*map(int, hit.groups())) if hit else None
    except ValueError:
        return None


def _rfc822(value: str) -> dt.date | None:
    if not re.search("[A-Za-z]{3}", value) or not re.search(r"\d{4}", value):
        return None
    try:
        return parsedate_to_datetime(value).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _against_print(said: Dated, value: str, head: list[Candidate]) -> Dated:
    """Hold what machines are told against what readers are shown.

    A moment in UTC may be the evening before the day that is printed, which the words "today" go by. A date that the
    page calls that of publication and that differs by more leaves the day open.
    """
    shown = {found.day for found in head if found.day and found.role == "published"}
    unnamed = {found.day for found in head if found.day and not found.role}
    assert said.day
    only = next(iter(shown or unnamed)) if len(shown or unnamed) == 1 else None
    if only is None or only == said.day:
        return said
    if abs(only - said.day) == _DAY and _UTC.search(value):
        return Dated(only, "byline", said.details)
    what = f"it tells machines {said.day} ({said.basis}) and prints {only}"
    if only in shown or said.basis == "meta":
        return Dated(None, "unknown", said.details, (f"{what} near its title: set it with --published",))
    return Dated(said.day, said.basis, said.details, (f"{what} near its title",))


def _printed(head: list[Candidate]) -> Dated:
    for role in ("published", ""):
        found = [candidate for candidate in head if candidate.role == role]
        days = {candidate.day for candidate in found}
        if len(days) > 1:
            printed = ", ".join(dict.fromkeys(candidate.words for candidate in found))
            return Dated(notes=(f"it prints several dates near its title ({printed}): set one with --published",))
        if days:
            day = days.pop()
            if day is None or not _EARLIEST <= day <= dt.datetime.now(dt.UTC).date() + _AHEAD:
                said = found[0].words
                note = f"the day of {said!r} is not sure: set it with --published"
                return Dated(details=(("published_at", said),), notes=(note,))
            basis: Basis = "time" if any(candidate.stamped for candidate in found) else "byline"
            return Dated(day, basis, (("published_at", found[0].words),))
    return Dated()


def _in_dateline(report: Report) -> Dated:
    """Return the one date of the dateline that the article begins with."""
    for kind, span in furniture(report):
        if kind == "dateline":
            words = span.of(report.document)
            found = dates(words, report.lang)
            if len(found) == 1 and found[0].day and found[0].role in ("published", ""):
                return Dated(found[0].day, "dateline", (("published_at", found[0].span.of(words)),))
    return Dated()
