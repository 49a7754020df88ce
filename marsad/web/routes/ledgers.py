"""Casualties, diplomacy, positions."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Query, Request, Response

from marsad.views.casualties import standing_of
from marsad.views.rows import place_name
from marsad.views.tolls import overlaps
from marsad.web import counted, named, said, talked, views
from marsad.web.columns import Mask, Numbers
from marsad.web.filters import USUAL, Cursor, Day, Limit, Now, Wanted, Words
from marsad.web.index import LAST, NEVER, Asked
from marsad.web.ledger import ledger
from marsad.web.pages import page
from marsad.web.problems import missing
from marsad.web.reply import answer, filled, spliced
from marsad.web.serialize import claims, ledgers, models, talks, tolled, tracked
from marsad.web.serialize.words import place_ar
from marsad.web.snapshot import Snapshot
from marsad.web.talk import STEPS

router = APIRouter(tags=["ledgers"])
_MOST_CHOICES = 100
_EACH = STEPS
Each = Annotated[int, Query(ge=1, le=1000, description="steps of a track, or sayings of a row, at most")]
Containing = Annotated[str | None, Query(max_length=300, description="words that all stand in what was said")]


@router.get("/casualties", response_model=models.Casualties)
def casualties(
    request: Request, at: Now, asked: Wanted, limit: Limit = USUAL, series: Cursor = None,
    events: Cursor = None, harm: Words = None, victims: Words = None,
    cause: Words = None,
) -> Response:  # fmt: skip
    """Running tolls and tolls of events, as reported; `series` and `events` are the cursors of the two lists."""
    who = (harm, victims, cause)
    return answer(request, at, models.Casualties, lambda: casualties_of(at, asked, who, limit, series, events))


Who = tuple[str | None, str | None, str | None]  # harm, victims, cause


def harmed(at: Snapshot, asked: Asked, who: Who) -> Mask:
    """Return the claims of casualties that are asked for."""
    bits = counted.casualty_bits(at, asked)
    for slot, value in zip(("harm", "victims", "cause"), who, strict=True):
        if value is not None:
            bits = bits & counted.harmed_by(at).having(f"{slot}:{value}")
    return bits


def casualties_of(at: Snapshot, asked: Asked, who: Who, limit: int, series: str | None, events: str | None) -> bytes:
    book, bits = ledger(at), harmed(at, asked, who)
    told = book.chosen(bits)
    runs, tolls = np.flatnonzero(told[: book.series]), np.flatnonzero(told[book.series :]) + book.series
    some_runs, next_series = page(Numbers(runs), series, limit, lambda n: (n,), (int,))
    some_tolls, next_events = page(Numbers(tolls), events, limit, lambda n: (n,), (int,))
    shown = tolled.Shown(at, [*some_runs, *some_tolls], told, bits)
    found = shown.series()
    head = {
        "version": at.version,
        "choices": at.once(("choices",), lambda: _choices(at)),
        "total_series": len(runs),
        "next_series": next_series,
        "series": [],
        "do_not_add": [{"a": a, "b": b} for a, b in overlaps(found)],
        "standing": [ledgers.standing(row) for row in standing_of(found)],
        "total_events": len(tolls),
        "next_events": next_events,
    }
    body = spliced(models.Casualties, head, "events", shown.tolls_json())
    return filled(body, "series", shown.series_json())


def _choices(at: Snapshot) -> dict[str, Any]:
    """Return the values that there are, the commonest first."""
    mask = at.index.standing & at.index.kind.having("casualty")
    column = counted.harmed_by(at)
    listed: dict[str, list[str]] = {"harm": [], "victims": [], "cause": []}
    for value, _ in column.commonest(mask, len(column.values)):
        slot, _, name = value.partition(":")
        if slot in listed and name != "None" and len(listed[slot]) < _MOST_CHOICES:
            listed[slot].append(name)
    places = named.places_of(at)
    spots = [spot for spot, _ in at.index.place_id.commonest(mask, _MOST_CHOICES)]
    return {
        **listed,
        "places": [{"id": k, "name": place_name(places[k]), "name_ar": place_ar(k)} for k in spots],
        "lineages": [claims.name(name) for name, _ in at.index.lineage.commonest(mask, _MOST_CHOICES)],
    }


@router.get("/diplomacy", response_model=models.Diplomacy)
def diplomacy(
    request: Request, at: Now, asked: Wanted, limit: Limit = USUAL, cursor: Cursor = None, steps: Each = _EACH
) -> Response:
    """Tracks, those first that were told of first; what was planned, against what came of it. `steps` has the last of
    `total_steps`."""
    return answer(request, at, models.Diplomacy, lambda: diplomacy_of(at, asked, limit, cursor, steps))


def diplomacy_of(at: Snapshot, asked: Asked, limit: int, cursor: str | None, steps: int) -> bytes:
    found, numbers = views.chosen_tracks(at, asked)
    rows, following = page(numbers, cursor, limit, lambda n: (_first(int(found.first[n])), found.name(n)), (int, str))
    head = {"version": at.version, "total": len(numbers), "next": following}
    stale = found.stale(at.changed)
    return spliced(models.Diplomacy, head, "items", tracked.parts(found, list(rows), at, steps, stale))


def _first(day: int) -> int:
    return LAST if day == NEVER else day


@router.get("/diplomacy/{track_id}", response_model=models.OneTrack)
def one_track(request: Request, at: Now, track_id: str, known_on: Day | None = None) -> Response:
    """One track with all its steps."""
    every = talked.tracks(at, None, known_on)
    number = every.find(track_id)
    if number is None:
        raise missing(f"track {track_id!r}")
    found = every[number]
    body = {"version": at.version, **talks.track(found, at, len(found.steps), every.today)}
    return answer(request, at, models.OneTrack, lambda: body)


@router.get("/positions", response_model=models.Positions)
def positions(
    request: Request, at: Now, asked: Wanted, containing: Containing = None, limit: Limit = USUAL,
    cursor: Cursor = None, each: Each = _EACH,
) -> Response:  # fmt: skip
    """Who said what on which track. `actor` is the speaker, not somebody that is spoken of. `said` has the last `each`
    of a row, `total` says of how many."""
    return answer(request, at, models.Positions, lambda: positions_of(at, asked, containing, limit, cursor, each))


def positions_of(
    at: Snapshot, asked: Asked, containing: str | None, limit: int, cursor: str | None, each: int
) -> bytes:
    book, mask = said.matrix(at), None
    if containing is not None or replace(asked, actor=None) != Asked():
        mask = at.index.chosen(replace(asked, actor=None)) & at.index.kind.having("statement")
    found = said.chosen(at, asked.actor, mask, containing)
    some, following = page(found.rows, cursor, limit, lambda n: book.cells[n].key, (str, int, str))
    issues = Counter(issue for n in found.rows if (issue := book.cells[n].issue))
    head = {
        "version": at.version,
        "total": len(found.rows),
        "next": following,
        "actors": [claims.name(name) for name in dict.fromkeys(book.cells[n].actor for n in some)],
        "issues": [_issue(name, book.tracks.get(name)) for name, _ in issues.most_common(100)],
    }
    return spliced(models.Positions, head, "items", (said.row_of(at, n, found, each) for n in some))


def _issue(name: str, track: said.Named | None) -> dict[str, Any]:
    return {"label": name, "track": track and track[0], "what": track and track[1]}
