"""GeoJSON (RFC 7946): one feature for each place of each claim, longitude before latitude.

A point stands for the place itself only where `point_is` says `place`. `near` is somewhere near it, `centroid` the
middle of a district, a region or a country: a map has to draw those as areas, never as pins.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from marsad.exports.dataset import Dataset, Exported, Prepared, Row, Stamp, prepare
from marsad.exports.flat import flat
from marsad.records import Place, Precision

_POINT_IS: dict[Precision | None, str] = {"exact": "place", "near": "near"}


def export(dataset: Dataset, stamp: Stamp) -> Exported:
    """Return a FeatureCollection; the foreign member `marsad` says what made it, and what it does not say."""
    prepared = prepare(dataset)
    features = [_feature(row, place, number, stamp) for row, place, number in located(prepared)]
    report = prepared.report()
    whole: dict[str, Any] = {
        "type": "FeatureCollection",
        "marsad": {**stamp.to_dict(), "losses": report.summary()},
        "features": features,
    }
    if features:
        whole["bbox"] = bbox([feature["geometry"]["coordinates"] for feature in features])
    return Exported(json.dumps(whole, ensure_ascii=False).encode("utf-8", "backslashreplace"), report)


def located(prepared: Prepared) -> Iterator[tuple[Row, Place, int]]:
    """Yield the places of claims that have valid coordinates, counted; claims without any are lost."""
    for row in prepared.rows:
        found = [place for place in row.claim.place if _is_valid(place)]
        if not row.claim.place:
            prepared.losses.drop("no place", row.key)
        elif not found:
            prepared.losses.drop("no coordinates: the place is ambiguous, or not in the gazetteer", row.key)
        elif len(found) < len(row.claim.place):
            prepared.losses.reduce("some of its places have no coordinates", row.key)
        yield from ((row, place, number) for number, place in enumerate(found, 1))


def _is_valid(place: Place) -> bool:
    if place.lat is None or place.lon is None:
        return False
    return -90 <= place.lat <= 90 and -180 <= place.lon <= 180


def point_is(place: Place) -> str:
    """Return what the point stands for: `place`, `near` or `centroid`."""
    return _POINT_IS.get(place.precision, "centroid")


def bbox(points: list[list[float]]) -> list[float]:
    """Return west, south, east, north."""
    lons, lats = [p[0] for p in points], [p[1] for p in points]
    return [min(lons), min(lats), max(lons), max(lats)]


def properties(row: Row, place: Place, stamp: Stamp) -> dict[str, Any]:
    """Return the flat fields of a claim as if `place` were its only one; latitude and longitude are the geometry."""
    here = replace(row, claim=replace(row.claim, place=(place,)))
    fields = flat(here, stamp)
    for name in ("lat", "lon", "other_places"):
        fields.pop(name, None)
    return {**fields, "point_is": point_is(place)}


def _feature(row: Row, place: Place, number: int, stamp: Stamp) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": f"{row.key}.{number}",
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
        "properties": properties(row, place, stamp),
    }
