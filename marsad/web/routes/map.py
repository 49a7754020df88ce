"""The map: events as points with how exact they are, places with what is told of them."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from marsad.records import Event, Place
from marsad.views.rows import place_id
from marsad.web import columns
from marsad.web.filters import Now, Wanted
from marsad.web.index import Asked
from marsad.web.reply import answer
from marsad.web.routes.events import chosen
from marsad.web.serialize import claims, events, models
from marsad.web.serialize.words import place_ar
from marsad.web.snapshot import Snapshot

router = APIRouter(tags=["map"])
_USUAL = 2000
Most = Annotated[int, Query(ge=0, le=20_000, description="events, and places, at most")]


@router.get("/map", response_model=models.Map)
def whole_map(request: Request, at: Now, asked: Wanted, limit: Most = _USUAL) -> Response:
    """GeoJSON, longitude first: the largest events up to `limit`, and the places of all claims that are asked for."""
    return answer(request, at, models.Map, lambda: _map(at, asked, limit))


def _map(at: Snapshot, asked: Asked, limit: int) -> dict[str, Any]:
    found = chosen(at, asked)
    located = columns.located(at)
    if len(found) < len(at.fusion.events):
        names = {event.id for event in found}
        located = [event for event in located if event.id in names]
    shown = [feature for event in located[:limit] if (feature := _event(event, at, asked)) is not None]
    places = _places(at, asked, limit)
    return {
        "version": at.version,
        "total": len(located),
        "truncated": len(located) > limit,
        "without_place": len(found) - len(located),
        "bbox": _bbox([feature.geometry.coordinates for feature in (*shown, *places)]),
        "events": {"type": "FeatureCollection", "features": shown},
        "places": {"type": "FeatureCollection", "features": places},
    }


def _event(event: Event, at: Snapshot, asked: Asked) -> models.Feature | None:
    """Return the feature of an event. One of all its claims is made once; as known on a day it is made anew."""
    known = events.as_known(event, at, asked.known_on)
    if known is None or known.place is None:
        return None
    if known is not event:
        return _of_event(known, at, columns.size_of(known))
    made: dict[str, models.Feature] = at.once(("event features",), dict)
    feature = made.get(event.id)
    if feature is None:
        feature = made[event.id] = _of_event(event, at, columns.sizes(at)[event.id])
    return feature


def _of_event(event: Event, at: Snapshot, size: columns.Size) -> models.Feature:
    assert event.place is not None
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


def _places(at: Snapshot, asked: Asked, limit: int) -> list[models.Feature]:
    """Return the places with the most claims of those that are asked for."""
    if asked == Asked() and limit <= _USUAL:
        return at.once(("place features",), lambda: _fullest(at, asked, _USUAL))[:limit]
    return _fullest(at, asked, limit)


def _fullest(at: Snapshot, asked: Asked, limit: int) -> list[models.Feature]:
    chosen = at.index.list(at.index.chosen(asked))
    inside = frozenset(chosen)
    most = columns.commonest(at, columns.spots_at, chosen, limit)
    return [_place(spot, number, at, inside) for spot, number in most]


def _place(spot: str, number: int, at: Snapshot, inside: frozenset[int]) -> models.Feature:
    here = [n for n in at.index.at.at(spot) if n in inside]
    return _feature(
        spot,
        at.index.spots[spot],
        layer="place",
        claims=number,
        lineages=len(set(map(columns.lineages_at(at).__getitem__, here))),
        kinds=dict(Counter(map(columns.kinds_at(at).__getitem__, here))),
    )


def _feature(name: str, place: Place, **properties: Any) -> models.Feature:
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
    return models.Feature.model_validate(made)


def _bbox(points: list[list[float]]) -> list[float] | None:
    if not points:
        return None
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    return [min(lons), min(lats), max(lons), max(lats)]
