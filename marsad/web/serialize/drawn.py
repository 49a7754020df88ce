"""What the map draws: a point and its feature as JSON, written once; of a place all but what is counted there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from marsad.records import Event, Place
from marsad.views.rows import place_id
from marsad.web.happened import size_of
from marsad.web.reply import written
from marsad.web.serialize import claims, events, models
from marsad.web.serialize.words import place_ar
from marsad.web.snapshot import Snapshot

Drawn = tuple[tuple[float, float], bytes]  # a point, longitude first, and its feature as JSON


def drawer(at: Snapshot) -> Callable[[int], Drawn]:
    """Return what gives the feature of an event that has a point, by its number; each is made once."""
    kept: Sequence[Drawn] | None = at.once(("event features",), lambda: None)
    changed: dict[int, Drawn] = at.once(("features made",), dict)

    def drawn(number: int) -> Drawn:
        if number in changed:
            return changed[number]
        if kept is not None and number not in at.touched:
            return kept[number]
        made = changed[number] = of_event(at.event_at(number), at)
        return made

    return drawn


def of_event(event: Event, at: Snapshot) -> Drawn:
    assert event.place is not None
    size = size_of(event)
    return feature(
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


def feature(name: str, place: Place, **properties: Any) -> Drawn:
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


def marks(at: Snapshot) -> Sequence[bytes]:
    """Return the features of places with a point, by their number in the index, up to what is counted there."""
    return at.once(("marks",), lambda: list(marks_of(at)))


def marks_of(at: Snapshot) -> Iterator[bytes]:
    counted = marked(b"", 0, 0, ())
    for spot in at.index.spot.values:
        _, written_ = feature(spot, at.index.spots[spot], layer="place", claims=0, lineages=0, kinds={})
        yield written_.removesuffix(counted)


def marked(mark: bytes, claims: int, lineages: int, kinds: Iterable[tuple[str, int]]) -> bytes:
    """Return the feature of a place; `kinds` are quoted, with how many claims are of each."""
    told = ",".join(f"{kind}:{number}" for kind, number in kinds if number)
    counted = f'"claims":{claims},"lineages":{lineages},"grade":null,"state":null,"kinds":{{{told}}}}}}}'
    return mark + counted.encode()


def point_of(at: Snapshot, number: int) -> tuple[float, float]:
    """Return where a place is, longitude first, by its number in the index."""
    place = at.index.spots[at.index.spot.values[number]]
    assert place.lon is not None
    assert place.lat is not None
    return place.lon, place.lat
