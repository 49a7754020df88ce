"""Control: who holds which place on a day, what changed hands, one place over time, shares asserted and computed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from marsad.views.control import Change, ControlState, changes
from marsad.web import held, views
from marsad.web.filters import MOST, USUAL, Cursor, Day, Limit, Now, Wanted
from marsad.web.index import NEVER, Asked
from marsad.web.pages import page
from marsad.web.problems import missing
from marsad.web.reply import answer
from marsad.web.serialize import claims, ground, models
from marsad.web.snapshot import Snapshot

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


def states_of(at: Snapshot, asked: Asked, day: dt.date | None, limit: int, cursor: str | None) -> dict[str, Any]:
    shown = day or asked.as_of or asked.known_on or last_day(at)
    rows = held.control_rows(at, asked.as_of, asked.known_on)
    on = [row for row in rows if shown is None or holds_on(row, shown)]
    found = views.chosen_control(at, on, asked)
    some, following = page(found, cursor, limit, lambda row: (row.place_id,), (str,))
    parties = Counter(name for row in found for name in row.holders)
    return {
        "version": at.version,
        "at": claims.iso(shown),
        "total": len(found),
        "next": following,
        "parties": [claims.name(name) for name, _ in parties.most_common()],
        "items": [ground.state(row, at, shown) for row in some],
    }


def holds_on(row: ControlState, day: dt.date) -> bool:
    return (row.since is None or row.since <= day) and (row.until is None or day < row.until)


def last_day(at: Snapshot) -> dt.date | None:
    return at.once(("last day",), lambda: _latest(at))


def _latest(at: Snapshot) -> dt.date | None:
    told = at.index.told[at.index.told != NEVER]
    return dt.date.fromordinal(int(told.max())) if len(told) else None


@router.get("/changes", response_model=models.Changes)
def changed(request: Request, at: Now, asked: Wanted, limit: Limit = MOST, cursor: Cursor = None) -> Response:
    """What changed hands on a day from `from` to `to`; the first word of a place is no change."""
    return answer(request, at, models.Changes, lambda: changes_of(at, asked, limit, cursor))


def changes_of(at: Snapshot, asked: Asked, limit: int, cursor: str | None) -> dict[str, Any]:
    found = _all_changes(at, asked)
    rows, following = page(found, cursor, limit, _key, (int, str))
    return {
        "version": at.version,
        "total": len(found),
        "next": following,
        "items": [ground.change(row, at) for row in rows],
    }


def _all_changes(at: Snapshot, asked: Asked) -> Sequence[Change]:
    rows = held.control_rows(at, asked.as_of, asked.known_on)
    undated = Asked(place=asked.place, bbox=asked.bbox, actor=asked.actor)
    if undated != Asked():
        return changes(views.chosen_control(at, rows, undated), asked.since, asked.until)
    every: Sequence[Change] = at.once(("changes", asked.as_of, asked.known_on), lambda: changes(rows))
    since, until = asked.since, asked.until
    return [c for c in every if (since is None or c.day >= since) and (until is None or c.day <= until)]


def _key(found: Change) -> tuple[int, str]:
    return (found.day.toordinal(), found.after.place_id)


@router.get("/gauges", response_model=models.Gauges)
def shares(request: Request, at: Now, known_on: Day | None = None) -> Response:
    """Shares asserted ("two thirds of the districts") against the share that claims on single places add up to."""
    return answer(request, at, models.Gauges, lambda: _gauges(at, known_on))


def _gauges(at: Snapshot, known_on: dt.date | None) -> dict[str, Any]:
    places = views.places_of(at)
    shares = views.share_gauges(at, known_on)
    rows = {row.place_id: row for row in held.control_rows(at, None, known_on)} if shares else {}
    items = []
    for found in shares:
        area = places[found.set]
        items.append(ground.gauge(found, ground.place(found.set, area.name or area.text, area.lat, area.lon), rows))
    return {"version": at.version, "items": items}


@router.get("/history", response_model=models.ControlHistory)
def history(request: Request, at: Now, asked: Wanted, limit: Limit = USUAL, cursor: Cursor = None) -> Response:
    """Places with all their states, those that changed last first; `from` and `to`: states that held on such a day."""
    return answer(request, at, models.ControlHistory, lambda: history_of(at, asked, limit, cursor))


def history_of(at: Snapshot, asked: Asked, limit: int, cursor: str | None) -> dict[str, Any]:
    rows = views.chosen_control(at, held.control_rows(at, asked.as_of, asked.known_on), asked)
    of_place: dict[str, list[ControlState]] = {}
    for row in rows:
        of_place.setdefault(row.place_id, []).append(row)
    ordered = sorted(of_place.values(), key=_last_change)
    some, following = page(ordered, cursor, limit, _last_change, (int, str, str))
    days = [day for row in rows for day in (row.since, row.until) if day is not None]
    end = asked.as_of or asked.known_on or last_day(at)
    return {
        "version": at.version,
        "total": len(ordered),
        "next": following,
        "first": claims.iso(min(days, default=None)),
        "last": claims.iso(max([*days, *([end] if end else [])], default=None)),
        "items": [
            {
                "place": ground.place(found[0].place_id, found[0].place, found[0].lat, found[0].lon),
                "rows": [ground.state(row, at, row.until or end) for row in found],
            }
            for found in some
        ],
    }


def _last_change(rows: list[ControlState]) -> tuple[int, str, str]:
    days = [row.since.toordinal() for row in rows if row.since is not None]
    return (-max(days, default=0), rows[0].place, rows[0].place_id)


@router.get("/places/{place_id:path}", response_model=models.ControlStrip)
def strip(request: Request, at: Now, place_id: str, as_of: Day | None = None, known_on: Day | None = None) -> Response:
    """One place over time, with the claims behind every state."""
    if place_id not in views.places_of(at):
        raise missing(f"place {place_id!r} in the record")
    return answer(request, at, models.ControlStrip, lambda: _strip(at, place_id, as_of, known_on))


def _strip(at: Snapshot, place_id: str, as_of: dt.date | None, known_on: dt.date | None) -> dict[str, Any]:
    rows = [row for row in held.control_rows(at, as_of, known_on) if row.place_id == place_id]
    place = views.places_of(at)[place_id]
    refs = dict.fromkeys(ref.key for row in rows for ref in (*row.support, *row.opposed, *row.pending))
    at.fetch(refs)
    return {
        "version": at.version,
        "place": ground.place(place_id, place.name or place.text, place.lat, place.lon),
        "rows": [ground.state(row, at, row.until or last_day(at)) for row in rows],
        "claims": [claims.item(at.rows[at.by_key[key]], at) for key in refs],
    }
