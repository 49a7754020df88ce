"""Events: what claims are judged to describe."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from marsad.records import Event
from marsad.web.filters import USUAL, Cursor, Day, Limit, Now, Wanted
from marsad.web.index import Asked
from marsad.web.pages import page
from marsad.web.problems import missing
from marsad.web.reply import answer
from marsad.web.serialize import events, models
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
) -> dict[str, Any]:
    found = [
        event
        for event in chosen(at, asked)
        if (series is None or event.series == series) and (disputed is None or bool(event.contradictions) == disputed)
    ]
    rows, following = page(found, cursor, limit, _key, (int, str))
    known = [event for row in rows if (event := events.as_known(row, at, asked.known_on)) is not None]
    return {
        "version": at.version,
        "total": len(found),
        "of": len(at.fusion.events),
        "next": following,
        "items": [events.item(event, at) for event in known],
    }


def _key(event: Event) -> tuple[int, str]:
    return (event.start.toordinal() if event.start else 4_000_000, event.id)


def chosen(at: Snapshot, asked: Asked) -> list[Event]:
    """Return the events that are asked for, in their order."""
    ordered: list[Event] = at.once(("events",), lambda: sorted(at.fusion.events, key=_key))
    last = min((day for day in (asked.until, asked.as_of) if day is not None), default=None)
    of_claims = Asked(
        place=asked.place, bbox=asked.bbox, known_on=asked.known_on, actor=asked.actor, lineage=asked.lineage,
        text=asked.text, certainty=asked.certainty, state=asked.state, outlet=asked.outlet, report=asked.report,
        event=asked.event, keys=asked.keys,
    )  # fmt: skip
    names: set[str] | None = None
    if of_claims != Asked():
        names = {at.event_of.get(at.rows[n].claim.key, "") for n in at.index.list(at.index.chosen(of_claims))}
    return [
        event
        for event in ordered
        if (names is None or event.id in names)
        and (not asked.kind or event.kind in asked.kind)
        and (not asked.grade or event.grade in asked.grade)
        and (asked.since is None or event.end is None or event.end >= asked.since)
        and (last is None or event.start is None or event.start <= last)
    ]


@router.get("/events/{event_id}", response_model=models.Event)
def one_event(request: Request, at: Now, event_id: str, known_on: Day | None = None) -> Response:
    """One event: figures with what made them, a row a lineage, contradictions by kind, all claims."""
    event = at.events.get(event_id)
    found = events.as_known(event, at, known_on) if event else None
    if found is None:
        raise missing(f"event {event_id!r}" + (f" known on {known_on}" if event else ""))
    return answer(request, at, models.Event, lambda: events.full(found, at))
