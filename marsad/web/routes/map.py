"""The map: events as points with how exact they are, places with what is told of them."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from marsad.records import Event, Place
from marsad.views.rows import place_id
from marsad.web import views
from marsad.web.filters import Now, Wanted
from marsad.web.index import Asked
from marsad.web.reply import answer
from marsad.web.routes.events import chosen
from marsad.web.serialize import claims, events, models
from marsad.web.serialize.words import place_ar
from marsad.web.snapshot import Snapshot

router = APIRouter(tags=["map"])
Most = Annotated[int, Query(ge=0, le=20_000, description="events, and places, at most")]


@router.get("/map", response_model=models.Map)
def whole_map(request: Request, at: Now, asked: Wanted, limit: Most = 2000) -> Response:
    """GeoJSON, longitude first: the largest events up to `limit`, and the places of all claims that are asked for."""
    return answer(request, at, models.Map, lambda: _map(at, asked, limit))


def _map(at: Snapshot, asked: Asked, limit: int) -> dict[str, Any]:
    found = chosen(at, asked)
    every = views.located(at)
    names = {event.id for event in found} if len(found) < len(at.fusion.events) else None
    located = every if names is None else [event for event in every if event.id in names]
    shown = located[:limit]
    features = [feature for event in shown if (feature := _event(event, at, asked)) is not None]
    places = _places(at, asked, limit)
    points = [feature["geometry"]["coordinates"] for feature in (*features, *places)]
    return {
        "version": at.version,
        "total": len(located),
        "truncated": len(located) > limit,
        "without_place": len(found) - len(located),
        "bbox": _bbox(points),
        "events": {"type": "FeatureCollection", "features": features},
        "places": {"type": "FeatureCollection", "features": places},
    }


def _event(event: Event, at: Snapshot, asked: Asked) -> dict[str, Any] | None:
    known = events.as_known(event, at, asked.known_on)
    if known is None or known.place is None:
        return None
    place = known.place
    best, low, high = views.sizes(at)[known.id] if known is event else views.size_of(known)
    return _feature(
        known.id,
        place,
        layer="event",
        kind=known.kind,
        types=list(known.types),
        what=events.what(known, at),
        start=claims.iso(known.start),
        end=claims.iso(known.end),
        size=best,
        min=low,
        max=high,
        claims=len(known.claims),
        lineages=len(known.lineages),
        grade=known.grade,
        state=events.state_of(known.claims, at),
        kinds={known.kind: len(known.claims)},
    )


def _places(at: Snapshot, asked: Asked, limit: int) -> list[dict[str, Any]]:
    bits = at.index.chosen(asked)
    chosen = at.index.list(bits)
    tally = Counter(chain.from_iterable(map(views.spots_at(at).__getitem__, chosen)))
    inside = frozenset(chosen)
    most = sorted(tally.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
    return [_place(spot, number, at, inside) for spot, number in most]


def _place(spot: str, number: int, at: Snapshot, inside: frozenset[int]) -> dict[str, Any]:
    place = at.index.spots[spot]
    here = [n for n in at.index.at.at(spot) if n in inside]
    return _feature(
        spot,
        place,
        layer="place",
        claims=number,
        lineages=len(set(map(views.lineages_at(at).__getitem__, here))),
        kinds=dict(Counter(map(views.kinds_at(at).__getitem__, here))),
    )


def _feature(name: str, place: Place, **properties: Any) -> dict[str, Any]:
    empty = dict.fromkeys(("kind", "what", "start", "end", "size", "min", "max", "grade", "state"))
    return {
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


def _bbox(points: list[list[float]]) -> list[float] | None:
    if not points:
        return None
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    return [min(lons), min(lats), max(lons), max(lats)]
