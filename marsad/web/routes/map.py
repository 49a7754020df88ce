"""The map: events as points with how exact they are, places with what is told of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Annotated

import numpy as np
from fastapi import APIRouter, Query, Request, Response

from marsad.web.blocks import split
from marsad.web.columns import Mask, Whole, count, most_numbers, stretches, turns
from marsad.web.filters import Now, Wanted
from marsad.web.index import Asked
from marsad.web.reply import answer
from marsad.web.routes.events import chosen
from marsad.web.serialize import events, models
from marsad.web.serialize.drawn import Drawn, drawer, marked, marks, of_event, point_of
from marsad.web.snapshot import Snapshot

router = APIRouter(tags=["map"])
_USUAL = 2000
_MOST = 20_000
Most = Annotated[int, Query(ge=0, le=_MOST, description="events, and places, at most")]
Places = Annotated[int | None, Query(alias="places", ge=0, le=_MOST, description="places at most, else `limit`")]


@router.get("/map", response_model=models.Map)
def whole_map(
    request: Request, at: Now, asked: Wanted, limit: Most = _USUAL, most_places: Places = None
) -> Response:  # fmt: skip
    """GeoJSON, longitude first: the largest events up to `limit`, and the places of all claims that are asked for."""
    many = limit if most_places is None else most_places
    return answer(request, at, models.Map, lambda: _map(at, asked, limit, many))


def _map(at: Snapshot, asked: Asked, limit: int, most_places: int) -> bytes:
    found = chosen(at, asked)
    largest = at.happened.largest
    located = largest[found[largest]]
    draw = drawer(at)
    shown = [made for n in located[:limit].tolist() if (made := _event(n, at, asked, draw)) is not None]
    places = _places(at, asked, most_places)
    head = {
        "version": at.version,
        "total": len(located),
        "truncated": len(located) > limit,
        "without_place": count(found) - len(located),
        "bbox": _bbox([point for point, _ in (*shown, *places)]),
    }
    parts = (_collection(written for _, written in features) for features in (shown, places))
    events, of_places = parts
    return json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()[:-1] + (
        b',"events":' + events + b',"places":' + of_places + b"}"
    )


def _collection(features: Iterable[bytes]) -> bytes:
    return b'{"type":"FeatureCollection","features":[' + b",".join(features) + b"]}"


def _event(number: int, at: Snapshot, asked: Asked, draw: Callable[[int], Drawn]) -> Drawn | None:
    """Return the feature of an event. One of all its claims is made once; as known on a day it is made anew."""
    if events.all_told(number, at, asked.known_on):
        return draw(number)
    known = events.as_known(number, at, asked.known_on)
    return None if known is None or known.place is None else of_event(known, at)


def _places(at: Snapshot, asked: Asked, limit: int) -> list[Drawn]:
    """Return the places with the most claims of those that are asked for."""
    if not limit:
        return []
    if asked == Asked() and limit <= _USUAL:
        return fullest_places(at)[:limit]
    return _fullest(at, asked, limit)


def fullest_places(at: Snapshot) -> list[Drawn]:
    """Return the places with the most claims of all."""
    return at.once(("place features",), lambda: _fullest(at, Asked(), _USUAL))


def _fullest(at: Snapshot, asked: Asked, limit: int) -> list[Drawn]:
    if not at.rows:
        return []
    column, mask = at.index.spot, at.index.chosen(asked)
    claims = column.counts(split(mask))
    spots = most_numbers(column.values, claims, limit)
    kinds, voices = _told(at, np.asarray(spots, np.int64), mask)
    names, heads = [json.dumps(kind) for kind in at.index.kind.values], marks(at)
    return [
        (point_of(at, n), marked(heads[n], int(claims[n]), lineages, zip(names, by_kind, strict=True)))
        for n, by_kind, lineages in zip(spots, kinds.tolist(), voices.tolist(), strict=True)
    ]


def _told(at: Snapshot, spots: Whole, mask: Mask) -> tuple[Whole, Whole]:
    """Return how many of the chosen claims of each kind tell of each of these places, and how many lineages do."""
    column, kind, lineage = at.index.spot, at.index.kind, at.index.lineage
    starts, ends = column.bounds[spots], column.bounds[spots + 1]
    claims, place = column.places[stretches(starts, ends)], np.repeat(np.arange(len(spots)), ends - starts)
    chosen = mask[claims]
    claims, place = claims[chosen], place[chosen]
    wide, voices = len(kind.values), np.int64(len(lineage.values))
    kinds = np.bincount(place * wide + kind.codes[claims], minlength=len(spots) * wide).reshape(-1, wide)
    told = np.sort(place * voices + lineage.codes[claims])
    return kinds, np.bincount(told[turns(told)] // voices, minlength=len(spots))  # a lineage counts once at a place


def _bbox(points: list[tuple[float, float]]) -> list[float] | None:
    if not points:
        return None
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    return [min(lons), min(lats), max(lons), max(lats)]
