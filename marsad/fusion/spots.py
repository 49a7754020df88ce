"""How two places lie to one another: the same, one within the other, near, apart, far."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import Literal

from marsad.places.gazetteer import Gazetteer
from marsad.records import Place

Relation = Literal["same", "part", "within", "around", "near", "apart", "far", "unknown"]

_REACH = {"exact": 4.0, "near": 10.0, "admin2": 25.0, "admin1": 50.0, "region": 60.0, "country": 300.0}
_OPPOSITE = {"Eastern": "Western", "Western": "Eastern", "Northern": "Southern", "Southern": "Northern"}
_NEAR, _APART = 12.0, 60.0  # kilometres between two places beyond what each covers


@dataclass(frozen=True, slots=True, eq=False)
class Spot:
    """A place for comparing, one object for one place.

    It has its id, those around it with the country last, and its reach in kilometres.
    """

    id: str
    name: str
    around: tuple[str, ...]
    country: str | None
    lat: float | None
    lon: float | None
    reach: float
    wide: bool  # a country, or wider than a province


@lru_cache(maxsize=65536)
def spot(place_id: str | None, name: str, lat: float | None, lon: float | None, precision: str | None,
         country: str | None) -> Spot:  # fmt: skip
    entry = Gazetteer.load().by_key(place_id) if place_id else None
    around = tuple(parent.key for parent in Gazetteer.load().parents(entry)) if entry else ()
    wide = precision == "country" or (entry is not None and entry.kind == "country")
    return Spot(place_id or name, name, around, country, lat, lon, _REACH.get(precision or "", 10.0), wide)


def spot_of(place: Place) -> Spot:
    """Return the spot of a resolved place; one without an id is known by its name alone."""
    name = place.name or place.text
    return spot(place.gazetteer_id, name, place.lat, place.lon, place.precision, place.country)


@lru_cache(maxsize=1 << 18)
def relation(a: Spot, b: Spot) -> Relation:
    """Return how `a` lies to `b`.

    `part` is a side or the border of one place, `around` a whole country that holds the other.
    """
    if a.id == b.id:
        return "same" if a.name == b.name else "part"
    if _opposite(a.name, b.name):
        return "far"
    if a.id in b.around or b.id in a.around:
        return "around" if a.wide or b.wide else "within"
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return "unknown" if not (a.country and b.country) or a.country == b.country else "far"
    gap = kilometres(a.lat, a.lon, b.lat, b.lon)
    if a.wide or b.wide:
        return "far" if a.country != b.country else "around"
    beyond = gap - max(a.reach, b.reach)
    return "near" if beyond <= _NEAR else "apart" if beyond <= _APART else "far"


def _opposite(a: str, b: str) -> bool:
    """Tell whether two names are those of opposite sides of one place: what happened in one did not in the other."""
    side, _, whole = a.partition(" ")
    other, _, other_whole = b.partition(" ")
    return whole == other_whole and _OPPOSITE.get(side) == other


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the great-circle distance of two points in degrees, latitude first."""
    a, b = radians(lat), radians(other_lat)
    h = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(other_lon - lon) / 2) ** 2
    return 12742.0 * asin(sqrt(h))
