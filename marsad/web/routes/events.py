"""Events: what claims are judged to describe."""

from __future__ import annotations

from bisect import bisect_right
from typing import Annotated

import numpy as np
from fastapi import APIRouter, Query, Request, Response

from marsad.web.columns import Mask, count, first_of
from marsad.web.filters import USUAL, Cursor, Day, Limit, Now, Wanted
from marsad.web.happened import OPEN_START
from marsad.web.index import LAST, Asked
from marsad.web.pages import cursor_of, key_of
from marsad.web.problems import missing
from marsad.web.reply import answer, spliced
from marsad.web.serialize import events, listed, models
from marsad.web.snapshot import Snapshot

router = APIRouter(tags=["events"])
Series = Annotated[bool | None, Query(description="running tolls alone, or none of them")]
Disputed = Annotated[bool | None, Query(description="those with contradictions alone, or those without")]


@router.get("/events", response_model=models.EventPage)
def page_of_events(
    request: Request, at: Now, asked: Wanted, series: Series = None, disputed: Disputed = None,
    limit: Limit = USUAL, cursor: Cursor = None,
) -> Response:  # fmt: skip
    """Events by their first day: `kind`, `from`, `to`, `grade` are of the event, other filters of its claims."""
    return answer(request, at, models.EventPage, lambda: _page(at, asked, series, disputed, limit, cursor))


def _page(
    at: Snapshot, asked: Asked, series: bool | None, disputed: bool | None, limit: int, cursor: str | None
) -> bytes:
    mask = chosen(at, asked)
    if series is not None:
        mask = mask & (at.happened.series == series)
    if disputed is not None:
        mask = mask & (at.happened.disputed == disputed)
    some = first_of(mask, limit + 1, _after(at, cursor) if cursor is not None else 0)
    rows = some[:limit]
    head = {
        "version": at.version,
        "total": count(mask),
        "of": at.happened.size,
        "next": cursor_of(_key(at, rows[-1])) if len(some) > limit else None,
    }
    return spliced(models.EventPage, head, "items", listed.items(at, rows, asked.known_on))


def _key(at: Snapshot, number: int) -> tuple[int, str]:
    start = int(at.happened.start[number])
    return LAST if start == OPEN_START else start, at.index.event.values[number]


def _after(at: Snapshot, cursor: str) -> int:
    """Return the number of the event to go on at."""
    day, name = key_of(cursor, (int, str))
    return bisect_right(range(at.happened.size), (day, name), key=lambda n: _key(at, n))


def chosen(at: Snapshot, asked: Asked) -> Mask:
    """Return which events are asked for, by their number."""
    found = at.happened
    mask = np.ones(found.size, dtype=np.bool_)
    last = min((day for day in (asked.until, asked.as_of) if day is not None), default=None)
    of_claims = Asked(
        place=asked.place, bbox=asked.bbox, known_on=asked.known_on, actor=asked.actor, lineage=asked.lineage,
        text=asked.text, certainty=asked.certainty, state=asked.state, outlet=asked.outlet, report=asked.report,
        event=asked.event, keys=asked.keys,
    )  # fmt: skip
    if of_claims == Asked(known_on=asked.known_on):
        if asked.known_on is not None:
            mask = found.told_from <= asked.known_on.toordinal()
    else:
        mask = at.index.event.numbers(at.index.chosen(of_claims))[: found.size]
    for values, column in ((asked.kind, found.kind), (asked.grade, found.grade)):
        if values:
            mask = mask & column.any_of(values)
    if asked.since is not None:
        mask = mask & (found.end >= asked.since.toordinal())
    if last is not None:
        mask = mask & (found.start <= last.toordinal())
    return mask


@router.get("/events/{event_id}", response_model=models.Event)
def one_event(request: Request, at: Now, event_id: str, known_on: Day | None = None) -> Response:
    """One event: figures with what made them, a row a lineage, contradictions by kind, all claims."""
    number = at.index.event.number_of.get(event_id, at.happened.size)
    known = number < at.happened.size
    found = events.as_known(number, at, known_on) if known else None
    if found is None:
        raise missing(f"event {event_id!r}" + (f" known on {known_on}" if known else ""))
    return answer(request, at, models.Event, lambda: events.full(found, at, number))
