"""The collections: what a snapshot has as columns, and pages of it as GeoJSON features, in the order of their ids."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

import numpy as np
import numpy.typing as npt

from marsad.exports.geojson import point_is
from marsad.records import Event, Place
from marsad.views.control import ControlState
from marsad.views.rows import Sourced, actors_of, asserter_of, days_of, place_name
from marsad.web import held, named, standing
from marsad.web.columns import Coded, Mask, Whole, ranks
from marsad.web.happened import size_of
from marsad.web.index import NEVER, Box, has_point, in_box
from marsad.web.serialize import events
from marsad.web.serialize.claims import iso
from marsad.web.serialize.titles import what
from marsad.web.snapshot import Snapshot
from marsad.web.stood import OPEN, States

Degrees = npt.NDArray[np.float64]
Days = tuple[dt.date | None, dt.date | None]
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """What a collection has, by number; `order` has the numbers of what has a point, in the order of the ids.

    Days are ordinals, open ones before or after all that there are. `where` says which point each has.
    """

    order: Whole
    lon: Degrees
    lat: Degrees
    where: Whole | slice
    first: Whole
    last: Whole
    kind: Coded

    def chosen(self, box: Box | None, days: Days, kind: str | None) -> Whole:
        """Return the numbers of what is asked for, in the order of the ids."""
        parts = list(self._parts(box, days, kind))
        return self.order[reduce(and_, parts)[self.order]] if parts else self.order

    def _parts(self, box: Box | None, days: Days, kind: str | None) -> Iterator[Mask]:
        since, until = days
        if box is not None:
            yield in_box(box, self.lon, self.lat)[self.where]
        if since is not None:
            yield self.last >= since.toordinal()
        if until is not None:
            yield self.first <= until.toordinal()
        if kind is not None:
            yield self.kind.having(kind)


@dataclass(frozen=True, slots=True)
class Collection:
    """`name` gives the id of a row by its number, `features` rows as features."""

    id: str
    title: str
    description: str
    make: Callable[[Snapshot], Rows]
    name: Callable[[Snapshot, int], str]
    features: Callable[[Snapshot, Sequence[int]], list[Json]]

    def rows(self, at: Snapshot) -> Rows:
        return at.once((f"ogc {self.id}",), lambda: self.make(at))

    def after(self, name: str, numbers: Whole, at: Snapshot) -> int:
        """Return how many of some rows, which are in the order of their ids, come up to an id."""
        return bisect_right(numbers, name, key=lambda n: self.name(at, n))


def _by_name(numbers: Whole, names: Iterable[str]) -> Whole:
    """Return numbers in the order of their names."""
    return numbers[np.argsort(np.array(list(names)), kind="stable")]


def _feature(name: str, lon: float | None, lat: float | None, properties: Json) -> Json:
    point = {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "id": name, "geometry": point, "properties": properties}


def _events(at: Snapshot) -> Rows:
    found = at.happened
    located = np.flatnonzero(~np.isnan(found.lon))
    order = _by_name(located, (_event_name(at, n) for n in located.tolist()))
    return Rows(order, found.lon, found.lat, slice(None), found.start, found.end, found.kind)


def _event_name(at: Snapshot, number: int) -> str:
    return at.index.event.values[number]


def _event_features(at: Snapshot, numbers: Sequence[int]) -> list[Json]:
    found = [at.event_at(n) for n in numbers]
    at.fetch(event.claims[0] for event in found if event.kind == "control")
    return [_feature(event.id, event.place.lon, event.place.lat, _event(event, at)) for event in found if event.place]


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


def _claims(at: Snapshot) -> Rows:
    index = at.index
    spots = (index.spots[name] for name in index.spot.values)
    points = np.asarray([*((spot.lon, spot.lat) for spot in spots), (None, None)], np.float64)  # the last is none
    located = np.flatnonzero(index.standing & (np.diff(index.spot.starts) > 0))
    order = _by_name(located, at.keys_at(located.tolist()))
    where = np.full(index.size, -1, np.int32)
    where[located] = index.spot.codes[index.spot.starts[located]]  # the first of its places
    return Rows(order, points[:, 0], points[:, 1], where, index.first, index.last, index.kind)


def _claim_features(at: Snapshot, numbers: Sequence[int]) -> list[Json]:
    places = ((row, next(filter(has_point, row.claim.place))) for row in at.pairs(numbers))
    return [_feature(row.claim.key, place.lon, place.lat, _claim((row, place), at)) for row, place in places]


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


def _control(at: Snapshot) -> Rows:
    found, numbers = standing.control_rows(at, None, None)
    numbers = numbers[~np.isnan(found.lon[numbers])]
    place = ranks([f"{name}@" for name in found.place.values])[found.place.codes[numbers]]
    since = found.since[numbers]
    order = numbers[np.lexsort((np.where(since == OPEN, NEVER, since), place))]  # letters come after digits
    return Rows(order, found.lon, found.lat, slice(None), found.since, found.until - 1, _kinds(found))


def _kinds(found: States) -> Coded:
    """Return the kind of each state: what has the same ground is of one."""
    _, first, ground = np.unique(found.ground, return_index=True, return_inverse=True)
    kinds = Coded.of(found.every[n].state for n in first.tolist())
    return Coded(kinds.values, kinds.codes[ground])


def _control_name(at: Snapshot, number: int) -> str:
    found = held.ground(at).states
    since = int(found.since[number])
    return f"{found.place.at(number)}@{'before' if since == OPEN else dt.date.fromordinal(since)}"


def _control_features(at: Snapshot, numbers: Sequence[int]) -> list[Json]:
    every = held.ground(at).states.every
    found = ((n, every[n]) for n in numbers)
    return [_feature(_control_name(at, n), row.lon, row.lat, _held(row, at)) for n, row in found]


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
            "estimated.", _events, _event_name, _event_features,
        ),
        Collection(
            "claims", "Claims",
            "Single claims of reports that name a place with a point, at the first such place; `state` says whether a "
            "person has looked at one.", _claims, Snapshot.key_at, _claim_features,
        ),
        Collection(
            "control", "Control",
            "Who held which place from `start` to `end`, computed from claims; a point, never a front line.",
            _control, _control_name, _control_features,
        ),
    )
}  # fmt: skip
