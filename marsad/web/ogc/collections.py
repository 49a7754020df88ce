"""The collections: rows of a snapshot as GeoJSON features, in an order that a cursor can go on from."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marsad.exports.geojson import point_is
from marsad.records import Event, Place
from marsad.views.control import ControlState
from marsad.views.rows import Sourced, actors_of, asserter_of, days_of, place_name
from marsad.web import named, standing
from marsad.web.happened import size_of
from marsad.web.serialize import events
from marsad.web.serialize.claims import iso
from marsad.web.serialize.titles import what
from marsad.web.snapshot import Snapshot

Box = tuple[float, float, float, float]  # west, south, east, north
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Item:
    """One feature to be: its id, its point (longitude, latitude), its days, and what makes its properties."""

    id: str
    lon: float
    lat: float
    first: dt.date | None
    last: dt.date | None
    kind: str
    make: Callable[[], Json]

    def inside(self, box: Box) -> bool:
        west, south, east, north = box
        across = west <= self.lon <= east if west <= east else self.lon >= west or self.lon <= east
        return across and south <= self.lat <= north

    def meets(self, since: dt.date | None, until: dt.date | None) -> bool:
        """Tell whether its days and `[since, until]` have a day in common; one without days meets any."""
        return (since is None or self.last is None or self.last >= since) and (
            until is None or self.first is None or self.first <= until
        )

    def feature(self) -> Json:
        point = {"type": "Point", "coordinates": [self.lon, self.lat]}
        return {"type": "Feature", "id": self.id, "geometry": point, "properties": self.make()}


@dataclass(frozen=True, slots=True)
class Items:
    """The features of one collection, by id."""

    rows: Sequence[Item]
    ids: Sequence[str]
    by_id: Mapping[str, Item]

    @classmethod
    def of(cls, rows: list[Item]) -> Items:
        rows.sort(key=lambda row: row.id)
        return cls(rows, [row.id for row in rows], {row.id: row for row in rows})

    def after(self, name: str | None) -> Sequence[Item]:
        return self.rows if name is None else self.rows[bisect_right(self.ids, name) :]


@dataclass(frozen=True, slots=True)
class Collection:
    id: str
    title: str
    description: str
    make: Callable[[Snapshot], list[Item]]

    def items(self, at: Snapshot) -> Items:
        return at.once(("ogc", self.id), lambda: Items.of(self.make(at)))


def _point(place: Place | None) -> tuple[float, float] | None:
    if place is None or place.lat is None or place.lon is None:
        return None
    return place.lon, place.lat


def _events(at: Snapshot) -> list[Item]:
    out = []
    for event in at.fusion.events:
        point = _point(event.place)
        if point is not None:
            out.append(Item(event.id, *point, event.start, event.end, event.kind, _maker(_event, event, at)))
    return out


def _maker(make: Callable[[Any, Snapshot], Json], row: Any, at: Snapshot) -> Callable[[], Json]:
    return lambda: make(row, at)


def _event(event: Event, at: Snapshot) -> Json:
    assert event.place is not None
    figure = next((f for f in event.figures if f.harm == "killed"), None)
    title = events.what(event, at)
    return {
        "kind": event.kind,
        "type": event.types[0] if event.types else None,
        "running_toll": event.series,
        "title": title["en"],
        "title_ar": title["ar"],
        "start": iso(event.start),
        "end": iso(event.end),
        "place": place_name(event.place),
        "precision": event.place.precision,
        "point_is": point_is(event.place),
        "size": size_of(event)[0],
        "killed_min": figure.min if figure else None,
        "killed_best": figure.best if figure else None,
        "killed_max": figure.max if figure else None,
        "claims": len(event.claims),
        "lineages": len(event.lineages),
        "contradictions": len(event.contradictions),
        "grade": event.grade,
        "state": events.state_of(event.claims, at),
    }


def _claims(at: Snapshot) -> list[Item]:
    out = []
    for row in at.standing:
        place = next((place for place in row.claim.place if _point(place)), None)
        point = _point(place)
        if point is not None:
            days = days_of(*row)
            make = _maker(_claim, (row, place), at)
            out.append(Item(row.claim.key, *point, days.first, days.last, row.claim.kind, make))
    return out


def _claim(found: tuple[Sourced, Place], at: Snapshot) -> Json:
    row, place = found
    report, claim = row
    days, title = days_of(report, claim), what(claim)
    return {
        "kind": claim.kind,
        "title": title["en"],
        "title_ar": title["ar"],
        "words": claim.evidence.of(report.document),
        "start": iso(days.first),
        "end": iso(days.last),
        "dated": days.dated,
        "certainty": claim.certainty,
        "state": at.state_of(claim.key),
        "asserter": asserter_of(report, claim),
        "lineage": at.lineages[claim.key],
        "actors": " | ".join(actors_of(claim)) or None,
        "place": place_name(place),
        "places": len(claim.place),
        "precision": place.precision,
        "point_is": point_is(place),
        "confidence": claim.confidence,
        "event": at.event_of.get(claim.key),
        "report": report.report_id,
        "outlet": report.outlet,
        "published": iso(report.published),
    }


def _control(at: Snapshot) -> list[Item]:
    out = []
    found, numbers = standing.control_rows(at, None, None)
    for row in (found.every[n] for n in numbers.tolist()):
        if row.lat is not None and row.lon is not None:
            last = row.until - dt.timedelta(days=1) if row.until else None
            name = f"{row.place_id}@{row.since or 'before'}"
            out.append(Item(name, row.lon, row.lat, row.since, last, row.state, _maker(_held, row, at)))
    return out


def _held(row: ControlState, at: Snapshot) -> Json:
    place = named.places_of(at).get(row.place_id)
    return {
        "state": row.state,
        "holders": " | ".join(row.holders) or None,
        "besieged": row.besieged,
        "besiegers": " | ".join(row.besiegers) or None,
        "pressure": " | ".join(row.pressure) or None,
        "place": row.place,
        "place_id": row.place_id,
        "precision": place.precision if place else None,
        "start": iso(row.since),
        "end": iso(row.until - dt.timedelta(days=1) if row.until else None),
        "claims": len(row.support),
        "opposed": len(row.opposed),
        "pending": len(row.pending),
        "derived": row.why,
    }


COLLECTIONS: Mapping[str, Collection] = {
    made.id: made
    for made in (
        Collection(
            "events", "Events",
            "What claims are judged to describe, at the place that most of them name; figures are reported, never "
            "estimated.", _events,
        ),
        Collection(
            "claims", "Claims",
            "Single claims of reports that name a place with a point, at the first such place; `state` says whether a "
            "person has looked at one.", _claims,
        ),
        Collection(
            "control", "Control",
            "Who held which place from `start` to `end`, computed from claims; a point, never a front line.", _control,
        ),
    )
}  # fmt: skip
