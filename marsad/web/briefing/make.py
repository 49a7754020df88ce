"""A briefing from a store: from an edition, or from the working record. The composition, on one screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from marsad.errors import ExportError
from marsad.records import Judgement, Reading
from marsad.review.publish import readings as readings_of
from marsad.review.publish import state_of
from marsad.store.reviews import Reviews
from marsad.store.store import Store
from marsad.store.types_review import Edition
from marsad.web.briefing.content import Asked, Brief, Origin, brief
from marsad.web.briefing.page import page

_DAYS = 7  # between the two maps, where nobody says
_ACCEPTED = ("reviewed", "second_read", "single_read", "published")


@dataclass(frozen=True, slots=True)
class Made:
    """A briefing with its page, and the day that a file of it bears."""

    brief: Brief
    html: str
    day: dt.date


def make(
    store: Store,
    reviews: Reviews,
    lang: str,
    since: dt.date | None = None,
    until: dt.date | None = None,
    place: str | None = None,
    edition: Edition | None = None,
) -> Made:
    """Return the briefing. From an edition nothing else is read, so that it comes out the same each time.

    Where no days are given, the last is the last day of publication and the first a week before. Raises ExportError
    where there is nothing to tell of.
    """
    if edition is not None:
        gone = {row.key for row in reviews.tombstones()}
        bodies = {key: body for key, body in reviews.bodies(edition).items() if key not in gone}
        readings: list[Reading] = readings_of(bodies.values())
        origin = Origin(edition.version, edition.hash, len(edition.members) - len(bodies))
        judgements: list[Judgement] = []
        accepted = None
        alone = frozenset(key for key, body in bodies.items() if state_of(body) == "single_read")
    else:
        readings, judgements = list(store.readings()), store.judgements()
        sequence, head = store.head()
        origin = Origin(f"{sequence}-{head[:12]}")
        states = reviews.states()
        accepted = frozenset(key for key, state in states.items() if state in _ACCEPTED)
        alone = frozenset(key for key, state in states.items() if state == "single_read")
    last = until or _last(readings)
    if last is None:
        raise ExportError("there is no dated report to tell of")
    asked = Asked(lang, since or last - dt.timedelta(_DAYS), last, place)
    if asked.since > asked.until:
        raise ExportError(f"{asked.since} is after {asked.until}")
    made = brief(readings, judgements, asked, origin, accepted, alone)
    return Made(made, page(made), edition.at.date() if edition else last)


def _last(readings: Iterable[Reading]) -> dt.date | None:
    days = [r.report.published for r in readings if r.report.published is not None]
    return max(days, default=None)
