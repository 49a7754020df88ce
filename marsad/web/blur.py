"""Places whose point the public is not to see: it is moved to the middle of a square of so many kilometres."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from marsad.records import Place

_KM_A_DEGREE = 111.2
_WHY = "moved for safety"


def blur_of(table: str) -> Callable[[Place], Place]:
    """Return what blurs a place by a table of lines `id ⇥ kilometres`; `#` begins a comment.

    An id is one of the gazetteer, or of a country (`SY`) or of everything (`*`): the most particular line holds. Raises
    ValueError that names a line which is neither.
    """
    sizes: dict[str, float] = {}
    for number, line in enumerate(table.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        try:
            sizes[cells[0].strip()] = size = float(cells[1])
        except (IndexError, ValueError):
            raise ValueError(f"line {number}: write an id, a tab and a number of kilometres") from None
        if not 0 < size <= 500:
            raise ValueError(f"line {number}: a size lies between 0 and 500 kilometres")

    def blur(place: Place) -> Place:
        found = (sizes.get(key) for key in (place.gazetteer_id or "", place.country or "", "*"))
        size = next((value for value in found if value is not None), None)
        return place if size is None else moved(place, size)

    return blur


def moved(place: Place, km: float) -> Place:
    """Return the place in the middle of the square of a fixed net that it lies in: many places, one point."""
    if place.lat is None or place.lon is None:
        return place
    step = km / _KM_A_DEGREE
    lat = max(-90.0, min(90.0, (math.floor(place.lat / step) + 0.5) * step))
    wide = step / max(0.05, math.cos(math.radians(lat)))
    lon = max(-180.0, min(180.0, (math.floor(place.lon / wide) + 0.5) * wide))
    return replace(place, lat=round(lat, 4), lon=round(lon, 4), precision="region", why=_WHY)
