"""A place that the report puts into a place of another country is not the one that the gazetteer has."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from marsad.places.evidence import PlaceMention, known_alone
from marsad.places.gazetteer import Gazetteer
from marsad.records import Place

_HOLDING: Final = frozenset(
    {"admin1", "state", "admin2", "office", "district", "town"}
)  # cues of what holds other places
_IN: Final = 4  # letters between two names of which the second holds the first: " في "


def leave_open(
    places: Sequence[Place | None], mentions: Sequence[PlaceMention], gazetteer: Gazetteer
) -> list[Place | None]:
    """Leave open a place that the report puts into a place of another country: the gazetteer has not the one meant."""
    found = list(places)
    for index, (place, after) in enumerate(pairwise(places)):
        if place is None or after is None or not place.country or not after.country or place.country == after.country:
            continue
        near = 0 < after.span.start - place.span.end <= _IN and after.precision != "country"
        behind = mentions[index + 1]
        held = behind.holds and not _stands_alone(place, gazetteer)
        if held or (near and behind.hit.cue in _HOLDING):
            why = f"named within {after.name}; the gazetteer does not have it"
            found[index] = Place(place.text, place.span, why=why)
    return found


def _stands_alone(place: Place, gazetteer: Gazetteer) -> bool:
    """Tell whether the name of a place is enough to mean it, also behind another country ("Jerusalem in …")."""
    entry = gazetteer.by_key(place.gazetteer_id) if place.gazetteer_id else None
    return entry is not None and known_alone(entry)
