"""When a page was published: as it says to machines, else as it prints near its title, else unknown.

No library guesses here: with nothing to go by they take the date of a related story, or the year of the copyright.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from lxml import html

from marsad.sources.formats.metadata import Known
from marsad.sources.items import Basis


@dataclass(frozen=True, slots=True)
class Dated:
    """The day of publication and where it stands; None and "unknown" where the page does not say."""

    day: dt.date | None = None
    basis: Basis = "unknown"
    details: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


def page_date(tree: html.HtmlElement, known: Known, title: str | None, body: str) -> Dated:
    """Return the day that a page gives for its publication."""
    for basis, value in known.published:
        try:
            moment = dt.datetime.fromisoformat(value)
        except ValueError:
            continue
        return Dated(moment.date(), basis, (("published_at", value),))  # type: ignore[arg-type]
    return Dated()
