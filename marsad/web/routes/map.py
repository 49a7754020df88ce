"""The map: events as points with how exact they are, places with what is told of them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from fastapi import APIRouter, Query, Request, Response

from marsad.web.columns import Mask, Whole, count, most_numbers
from marsad.web.filters import Now, Wanted
from marsad.web.index import Asked
from marsad.web.reply import answer
from marsad.web.routes.events import chosen
from marsad.web.serialize import events, models
from marsad.web.serialize.drawn import Drawn, drawn, feature, of_event
from marsad.web.snapshot import Snapshot

router = APIRouter(tags=["map"])
_USUAL = 2000
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
    if asked.known_on is None or _all_told(number, at, asked.known_on):
        return drawn(at, number)
    known = events.as_known(at.event_at(number), at, asked.known_on)
    return None if known is None or known.place is None else of_event(known, at)


def _all_told(number: int, at: Snapshot, day: dt.date) -> bool:
    return int(at.last_told[number]) <= day.toordinal()


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
    claims = by_kind.sum(axis=1)
    return [
        _place(column.values[n], int(claims[n]), at, by_kind[n].tolist(), int(voices[n]))
        for n in most_numbers(column.values, claims, limit)
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
    told = {at.index.kind.values[n]: number for n, number in enumerate(by_kind) if number}
    return feature(spot, at.index.spots[spot], layer="place", claims=claims, lineages=lineages, kinds=told)


def _bbox(points: list[tuple[float, float]]) -> list[float] | None:
    if not points:
        return None
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    return [min(lons), min(lats), max(lons), max(lats)]
