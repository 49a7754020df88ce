"""The map: events as points with how exact they are, places with what is told of them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Query, Request, Response

from marsad.records import Event, Place
from marsad.views.rows import place_id
from marsad.web.columns import Mask, Whole, count, most
from marsad.web.filters import Now, Wanted
from marsad.web.happened import size_of
from marsad.web.index import Asked
from marsad.web.reply import answer, written
from marsad.web.routes.events import chosen
from marsad.web.serialize import claims, events, models
from marsad.web.serialize.words import place_ar
from marsad.web.snapshot import Snapshot

router = APIRouter(tags=["map"])
_USUAL = 2000
Drawn = tuple[tuple[float, float], bytes]  # a point, longitude first, and its feature as JSON
Most = Annotated[int, Query(ge=0, le=20_000, description="events, and places, at most")]


@router.get("/map", response_model=models.Map)
def whole_map(request: Request, at: Now, asked: Wanted, limit: Most = _USUAL) -> Response:
    """GeoJSON, longitude first: the largest events up to `limit`, and the places of all claims that are asked for."""
    return answer(request, at, models.Map, lambda: _map(at, asked, limit))


def _map(at: Snapshot, asked: Asked, limit: int) -> bytes:
    found = chosen(at, asked)
    largest = at.happened.largest
    located = largest[found[largest]]
    shown = [made for n in located[:limit].tolist() if (made := _event(n, at, asked)) is not None]
    places = _places(at, asked, limit)
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


def _event(number: int, at: Snapshot, asked: Asked) -> Drawn | None:
    """Return the feature of an event. One of all its claims is made once; as known on a day it is made anew."""
    made: dict[int, Drawn] = at.once(("event features",), dict)
    if asked.known_on is None or _all_told(number, at, asked.known_on):
        if number not in made:
            made[number] = _of_event(at.event_at(number), at)
        return made[number]
    known = events.as_known(at.event_at(number), at, asked.known_on)
    return None if known is None or known.place is None else _of_event(known, at)


def _all_told(number: int, at: Snapshot, day: dt.date) -> bool:
    return int(at.last_told[number]) <= day.toordinal()


def _of_event(event: Event, at: Snapshot) -> Drawn:
    assert event.place is not None
    size = size_of(event)
    return _feature(
        event.id,
        event.place,
        layer="event",
        kind=event.kind,
        types=list(event.types),
        what=events.what(event, at),
        start=claims.iso(event.start),
        end=claims.iso(event.end),
        size=size[0],
        min=size[1],
        max=size[2],
        claims=len(event.claims),
        lineages=len(event.lineages),
        grade=event.grade,
        state=events.state_of(event.claims, at),
        kinds={event.kind: len(event.claims)},
    )


def _places(at: Snapshot, asked: Asked, limit: int) -> list[Drawn]:
    """Return the places with the most claims of those that are asked for."""
    if asked == Asked() and limit <= _USUAL:
        whole: list[Drawn] = at.once(("place features",), lambda: _fullest(at, asked, _USUAL))
        return whole[:limit]
    return _fullest(at, asked, limit)


def _fullest(at: Snapshot, asked: Asked, limit: int) -> list[Drawn]:
    if not at.rows:
        return []
    column, mask = at.index.spot, at.index.chosen(asked)
    inside = column.inside(mask)
    spots = column.codes[inside]
    kinds = np.repeat(at.index.kind.codes, np.diff(column.starts))[inside].astype(np.int64)
    wide = len(at.index.kind.values)
    by_kind = np.bincount(spots * np.int64(wide) + kinds, minlength=len(column.values) * wide).reshape(-1, wide)
    voices = _voices(at).counts(inside, len(column.values))
    return [
        _place(spot, number, at, by_kind[column.number_of[spot]].tolist(), int(voices[column.number_of[spot]]))
        for spot, number in most(column.values, by_kind.sum(axis=1), limit)
    ]


@dataclass(frozen=True)
class _Voices:
    """Which lineage tells of which place: a number for each two of them, in the order of places and claims."""

    number: Whole
    spot: Whole

    def counts(self, inside: Mask, spots: int) -> Whole:
        """Return how many lineages tell of each place by the chosen pairs of claim and place."""
        told = np.zeros(len(self.spot), dtype=np.bool_)
        told[self.number[inside]] = True
        return np.bincount(self.spot[told], minlength=spots)


def _voices(at: Snapshot) -> _Voices:
    def make() -> _Voices:
        column, lineage = at.index.spot, at.index.lineage
        wide = np.int64(len(lineage.values))
        both = column.codes * wide + np.repeat(lineage.codes, np.diff(column.starts))
        pairs, number = np.unique(both, return_inverse=True)
        return _Voices(number.astype(np.int32), (pairs // wide).astype(np.int32))

    return at.once(("voices",), make)


def _place(spot: str, claims: int, at: Snapshot, by_kind: list[int], lineages: int) -> Drawn:
    kinds = zip(at.index.kind.values, by_kind, strict=True)
    told = {kind: number for kind, number in kinds if number}
    return _feature(spot, at.index.spots[spot], layer="place", claims=claims, lineages=lineages, kinds=told)


def _feature(name: str, place: Place, **properties: Any) -> Drawn:
    empty = dict.fromkeys(("kind", "what", "start", "end", "size", "min", "max", "grade", "state"))
    made = {
        "type": "Feature",
        "id": name,
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
        "properties": {
            **empty,
            "types": [],
            "id": name,
            "place": place.name or place.text,
            "place_ar": place_ar(place.gazetteer_id),
            "place_id": place_id(place),
            "precision": place.precision,
            **claims.spread(place),
            **properties,
        },
    }
    assert place.lon is not None
    assert place.lat is not None
    return (place.lon, place.lat), written(models.Feature, made)


def _bbox(points: list[tuple[float, float]]) -> list[float] | None:
    if not points:
        return None
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    return [min(lons), min(lats), max(lons), max(lats)]
