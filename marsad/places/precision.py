"""How exactly a place is known: from the kind of place and from how the report relates to it.

The words are those of the interchange format: exact, near, admin2, admin1, region, country. A part of a place or its
countryside is never given as exact, and a part of a country gets no coordinates but those of an area of its own.
"""

from __future__ import annotations

import re
from typing import Final

from marsad.places.candidates import Relation
from marsad.places.gazetteer import Entry, Gazetteer
from marsad.records import Precision

_BY_KIND: Final[dict[str, Precision]] = {
    "country": "country", "admin1": "admin1", "admin2": "admin2", "admin3": "admin2", "area": "region",
    "water": "region", "mountain": "near",
}  # fmt: skip
WIDE: Final = frozenset({"country", "admin1", "admin2", "admin3", "area", "water"})
_ADJECTIVES: Final = {
    "north": "Northern", "south": "Southern", "east": "Eastern", "west": "Western", "central": "Central",
    "north-east": "North-eastern", "north-west": "North-western", "south-east": "South-eastern",
    "south-west": "South-western",
}  # fmt: skip
# What a cue makes of a place that has no entry of its own: "مطار حماة" is at Hama, not Hama
_SITES: Final = {"airport": "airport", "port": "port", "crossing": "crossing", "camp": "camp", "base": "base"}


class Located:
    """A place as the report means it: English name with parents, coordinates (lat first) and precision."""

    __slots__ = ("entry", "lat", "lon", "name", "precision")

    def __init__(self, name: str, lat: float | None, lon: float | None, precision: Precision, entry: Entry) -> None:
        self.name = name
        self.lat = lat
        self.lon = lon
        self.precision = precision
        self.entry = entry


def locate(entry: Entry, cue: str | None, relation: Relation | None, gazetteer: Gazetteer) -> Located:
    """Return what `entry` becomes under a cue ("airport") and a relation ("the northern countryside of")."""
    name, precision = gazetteer.display(entry), _BY_KIND.get(entry.kind, "exact")
    lat, lon = entry.lat, entry.lon
    if cue in _SITES and entry.kind in ("town", "admin1", "admin2", "admin3"):
        name, precision = _labelled(f"{entry.name_en} {_SITES[cue]}", entry, gazetteer), "near"
    elif cue in ("site", "water", "mountain") and entry.kind not in ("water", "mountain", "site"):
        precision = "near" if precision == "exact" else precision
    if relation is None:
        return Located(name, lat, lon, precision, entry)
    part = _own_entry(entry, relation, gazetteer)
    if part is not None:
        return Located(gazetteer.display(part), part.lat, part.lon, "region", part)
    if relation.kind in ("near", "border"):
        label = f"Near {name}" if relation.kind == "near" else f"Border of {name}"
        if relation.kind == "border" and entry.kind == "country":
            return Located(label, None, None, "region", entry)
        return Located(label, lat, lon, "near" if precision in ("exact", "near") else "region", entry)
    adjective = _ADJECTIVES[relation.direction] if relation.direction else ""
    if relation.kind == "countryside":
        label = f"{adjective} countryside of {name}" if adjective else f"Countryside of {name}"
        return Located(label, lat, lon, "region" if adjective or entry.kind == "area" else "admin1", entry)
    if entry.kind == "water" and relation.direction:
        return Located(f"{relation.direction.capitalize()} of {name}", None, None, "region", entry)
    if entry.kind == "country":
        return Located(f"{adjective} {name}", None, None, "region", entry)
    return Located(f"{adjective} {name}".strip(), lat, lon, "region" if entry.kind in WIDE else "near", entry)


def _labelled(label: str, entry: Entry, gazetteer: Gazetteer) -> str:
    return ", ".join([label, gazetteer.display(entry)])


def _own_entry(entry: Entry, relation: Relation, gazetteer: Gazetteer) -> Entry | None:
    """Return the area that is this part of `entry`: "Eastern Aleppo", "Southern Syria"."""
    if relation.kind not in ("side", "direction") or relation.direction is None:
        return None
    label = f"{_ADJECTIVES[relation.direction]} {entry.name_en}"
    return gazetteer.by_key(f"{entry.country.lower()}-{re.sub(r'[^a-z0-9]+', '-', label.lower())}")
