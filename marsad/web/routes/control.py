"""Control: who holds which place on a day, what changed hands, one place over time, shares asserted and computed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Query, Request, Response

from marsad.web import held, named, standing, views
from marsad.web.columns import Numbers, Whole
from marsad.web.filters import MOST, USUAL, Cursor, Day, Limit, Now, Wanted
from marsad.web.index import NEVER, Asked
from marsad.web.pages import page
from marsad.web.problems import missing
from marsad.web.reply import answer, spliced
from marsad.web.serialize import claims, ground, models
from marsad.web.snapshot import Snapshot
from marsad.web.stood import OPEN, States

router = APIRouter(prefix="/control", tags=["control"])
_MOST_PLACES = 5000
At = Annotated[
    Day | None, Query(alias="at", description="the day of the map; else the last day that a report was published")
]
Many = Annotated[int, Query(ge=1, le=_MOST_PLACES, description="places at most")]


@router.get("", response_model=models.Control)
def states(
    request: Request, at: Now, asked: Wanted, day: At = None, limit: Many = 2000,
    cursor: Cursor = None,
) -> Response:  # fmt: skip
    """The state of every place on the day `at`. `as_of` and `known_on` change what the record knows."""
    return answer(request, at, models.Control, lambda: states_of(at, asked, day, limit, cursor))


def states_of(at: Snapshot, asked: Asked, day: dt.date | None, limit: int, cursor: str | None) -> bytes:
    shown = day or asked.as_of or asked.known_on or last_day(at)
    found, numbers = standing.control_rows(at, asked.as_of, asked.known_on, shown)
    numbers = views.chosen_control(at, found, numbers, asked)
    some, following = page(Numbers(numbers), cursor, limit, lambda n: (found.place.at(n),), (str,))
    head = {
        "version": at.version,
        "at": claims.iso(shown),
        "total": len(numbers),
        "next": following,
        "parties": [claims.name(name) for name in found.parties(numbers)],
    }
    return spliced(models.Control, head, "items", (ground.on(found, n, at, shown) for n in some))


def last_day(at: Snapshot) -> dt.date | None:
    return at.once(("last day",), lambda: _latest(at))


def _latest(at: Snapshot) -> dt.date | None:
    told = at.index.told[at.index.told != NEVER]
    return dt.date.fromordinal(int(told.max())) if len(told) else None


@router.get("/changes", response_model=models.Changes)
def changed(request: Request, at: Now, asked: Wanted, limit: Limit = MOST, cursor: Cursor = None) -> Response:
    """What changed hands on a day from `from` to `to`; the first word of a place is no change."""
    return answer(request, at, models.Changes, lambda: changes_of(at, asked, limit, cursor))


def changes_of(at: Snapshot, asked: Asked, limit: int, cursor: str | None) -> bytes:
    states, numbers = standing.control_rows(at, asked.as_of, asked.known_on)
    undated = Asked(place=asked.place, bbox=asked.bbox, actor=asked.actor)
    if undated == Asked() and asked.as_of is None and asked.known_on is None:
        every = at.once(("changes",), lambda: held.changes(states, numbers))
    else:
        every = held.changes(states, views.chosen_control(at, states, numbers, undated))
    found = held.between(states, every, asked.since, asked.until)

    def key(row: Whole) -> tuple[int, str]:
        return int(states.since[row[1]]), states.place.at(int(row[1]))

    rows, following = page(found, cursor, limit, key, (int, str))  # type: ignore[arg-type]
    head = {"version": at.version, "total": len(found), "next": following}
    parts = (ground.change(states, int(before), int(after), at) for before, after in rows)
    return spliced(models.Changes, head, "items", parts)


@router.get("/gauges", response_model=models.Gauges)
def shares(request: Request, at: Now, known_on: Day | None = None) -> Response:
    """Shares asserted ("two thirds of the districts") against the share that claims on single places add up to."""
    return answer(request, at, models.Gauges, lambda: _gauges(at, known_on))


def _gauges(at: Snapshot, known_on: dt.date | None) -> dict[str, Any]:
    places = named.places_of(at)
    shares = views.share_gauges(at, known_on)
    told = {place for found in shares for place in (*found.held, *found.partly, *found.unknown)}
    rows = {row.place_id: row for row in views.states_in(at, told, known_on)}
    items = []
    for found in shares:
        area = places[found.set]
        items.append(ground.gauge(found, ground.place(found.set, area.name or area.text, area.lat, area.lon), rows))
    return {"version": at.version, "items": items}


@router.get("/history", response_model=models.ControlHistory)
def history(request: Request, at: Now, asked: Wanted, limit: Limit = USUAL, cursor: Cursor = None) -> Response:
    """Places with all their states, those that changed last first; `from` and `to`: states that held on such a day."""
    return answer(request, at, models.ControlHistory, lambda: history_of(at, asked, limit, cursor))


def history_of(at: Snapshot, asked: Asked, limit: int, cursor: str | None) -> bytes:
    whole = asked == Asked()
    states, found, days = at.once(("histories",), lambda: _told(at, asked)) if whole else _told(at, asked)
    some, following = page(found, cursor, limit, lambda rows: _last_change(states, rows), (int, str, str))
    end = asked.as_of or asked.known_on or last_day(at)
    first, last = days or (None, None)
    head = {
        "version": at.version,
        "total": len(found),
        "next": following,
        "first": claims.iso(first),
        "last": claims.iso(max((day for day in (last, end) if day is not None), default=None)),
    }
    return spliced(models.ControlHistory, head, "items", (_history(states, rows, at, end) for rows in some))


def _told(at: Snapshot, asked: Asked) -> tuple[States, held.Histories, tuple[dt.date, dt.date] | None]:
    """Return states, those that are asked for place by place, and the first and the last day that they tell of."""
    states, numbers = standing.control_rows(at, asked.as_of, asked.known_on)
    numbers = views.chosen_control(at, states, numbers, asked)
    days = np.concatenate((states.since[numbers], states.until[numbers]))
    days = days[(days != OPEN) & (days != NEVER)]
    ends = (dt.date.fromordinal(int(days.min())), dt.date.fromordinal(int(days.max()))) if len(days) else None
    return states, held.histories(states, numbers), ends


def _history(states: States, rows: Sequence[int], at: Snapshot, end: dt.date | None) -> bytes:
    first = states.every[rows[0]]
    head = {"place": ground.place(first.place_id, first.place, first.lat, first.lon)}
    untils = (int(states.until[n]) for n in rows)
    days = (end if until == NEVER else dt.date.fromordinal(until) for until in untils)
    return spliced(
        models.ControlPlaceRows,
        head,
        "rows",
        (ground.on(states, n, at, day) for n, day in zip(rows, days, strict=True)),
    )


def _last_change(states: States, rows: Sequence[int]) -> tuple[int, str, str]:
    return (-int(states.since[rows].max()), states.name.at(rows[0]), states.place.at(rows[0]))


@router.get("/places/{place_id:path}", response_model=models.ControlStrip)
def strip(request: Request, at: Now, place_id: str, as_of: Day | None = None, known_on: Day | None = None) -> Response:
    """One place over time, with the claims behind every state."""
    if place_id not in named.places_of(at):
        raise missing(f"place {place_id!r} in the record")
    return answer(request, at, models.ControlStrip, lambda: _strip(at, place_id, as_of, known_on))


def _strip(at: Snapshot, place_id: str, as_of: dt.date | None, known_on: dt.date | None) -> dict[str, Any]:
    found, numbers = standing.control_rows(at, as_of, known_on)
    rows = [found.every[n] for n in found.where(found.place.having(place_id), numbers).tolist()]
    place = named.places_of(at)[place_id]
    refs = dict.fromkeys(ref.key for row in rows for ref in (*row.support, *row.opposed, *row.pending))
    at.fetch(refs)
    return {
        "version": at.version,
        "place": ground.place(place_id, place.name or place.text, place.lat, place.lon),
        "rows": [ground.state(row, at, row.until or last_day(at)) for row in rows],
        "claims": [claims.item(at.rows[at.by_key[key]], at) for key in refs],
    }
