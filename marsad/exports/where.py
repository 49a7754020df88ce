"""Where a place lies, for formats that want it in columns: by the gazetteer's parents, else nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from marsad.exports.tables import rows_of
from marsad.places.gazetteer import Entry, Gazetteer
from marsad.records import Place

_NEAR_KM = 25.0  # UCDP's "within ca. 25 km of a known point"
_DIRECTIONS = (
    "Eastern ", "Western ", "Northern ", "Southern ", "Central ", "North-eastern ", "North-western ",
    "South-eastern ", "South-western ",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Country:
    """A country by the codes of others; an empty one is not known. `gw` is Gleditsch and Ward's number."""

    alpha2: str
    alpha3: str
    numeric: str
    name: str
    gw: str
    acled_region: str
    ucdp_region: str


@dataclass(frozen=True, slots=True)
class Where:
    """The name of a place and what it lies in; an empty name is not known. `town` is the town of a quarter."""

    name: str
    town: str
    admin1: str
    admin2: str
    admin3: str

    @property
    def location(self) -> str:
        """A quarter with its town before it: "Aleppo - Qadi Askar"."""
        return f"{self.town} - {self.name}" if self.town and self.town != self.name else self.name


@cache
def countries() -> dict[str, Country]:
    """Return the countries by ISO 3166-1 alpha-2."""
    return {cells[0]: Country(*cells) for cells in rows_of("country_codes.tsv")}


def country_of(place: Place) -> Country | None:
    """Return the country of a place, None where it is not known."""
    return countries().get(place.country or "")


def where(place: Place) -> Where:
    """Return the parents of a place."""
    entry = _entry(place)
    name = (place.name or place.text).split(",")[0].strip()
    if entry is None:
        return Where(name, "", "", "", "")
    within = {step.kind: step.name_en for step in reversed(_chain(entry))}
    town = within.get("town", "") if entry.kind != "town" else ""
    return Where(name, town, within.get("admin1", ""), within.get("admin2", ""), within.get("admin3", ""))


def part_of_town(place: Place) -> bool:
    """Tell whether a region is a part of a town ("Eastern Aleppo"): its middle is within 25 km of the town's."""
    entry = _entry(place)
    if place.precision != "region" or entry is None or entry.lat is None or entry.lon is None:
        return False
    if any(step.kind == "town" for step in _chain(entry)):
        return True
    base = next((entry.name_en.removeprefix(d) for d in _DIRECTIONS if entry.name_en.startswith(d)), None)
    towns = _towns().get((entry.country, base or ""), ())
    return any(_km(entry.lat, entry.lon, lat, lon) <= _NEAR_KM for lat, lon in towns)


def _entry(place: Place) -> Entry | None:
    return Gazetteer.load().by_key(place.gazetteer_id) if place.gazetteer_id else None


def _chain(entry: Entry) -> list[Entry]:
    """Return a place and all it lies in, the smallest first."""
    chain = [entry]
    while chain[-1].within is not None:
        chain.append(Gazetteer.load().entry(chain[-1].within))
    return chain


@cache
def _towns() -> dict[tuple[str, str], tuple[tuple[float, float], ...]]:
    found: dict[tuple[str, str], tuple[tuple[float, float], ...]] = {}
    for entry in Gazetteer.load():
        if entry.kind == "town" and entry.lat is not None and entry.lon is not None:
            key = (entry.country, entry.name_en)
            found[key] = (*found.get(key, ()), (entry.lat, entry.lon))
    return found


def _km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the distance of two points some kilometres apart; the earth is flat at that distance."""
    across = (lon - other_lon) * math.cos(math.radians((lat + other_lat) / 2))
    return math.hypot(lat - other_lat, across) * 111.2
