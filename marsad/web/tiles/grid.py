"""Points in the order of a Z curve, so that every tile is one stretch of them, and so is every cell of a tile.

A code interleaves the bits of column and row at zoom 22 (some 10 m at the equator) in web Mercator.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

DEEPEST = 22
_CELLS = 6  # a tile has 2 ** 6 cells a side: closer points of one tile are one
_MOST_LAT = 85.0511287798066
_SPREAD = tuple(sum((byte >> n & 1) << (2 * n) for n in range(8)) for byte in range(256))


def fractions(lat: float, lon: float) -> tuple[float, float]:
    """Return where a point lies in the square of web Mercator, from its upper left corner, each from 0 to 1."""
    lat = max(-_MOST_LAT, min(_MOST_LAT, lat))
    y = 0.5 - math.asinh(math.tan(math.radians(lat))) / (2 * math.pi)
    return (lon + 180) / 360 % 1.0, min(max(y, 0.0), 1 - 1e-12)


def code_of(lat: float, lon: float) -> int:
    x, y = fractions(lat, lon)
    side = 1 << DEEPEST
    return interleaved(int(x * side), int(y * side))


def interleaved(column: int, row: int) -> int:
    """Return the bits of column and row in turn, those of the column in the even places."""
    return _spread(column) | _spread(row) << 1


def _spread(number: int) -> int:
    return _SPREAD[number & 255] | _SPREAD[number >> 8 & 255] << 16 | _SPREAD[number >> 16 & 255] << 32


@dataclass(frozen=True, slots=True)
class Spot:
    """A point with what is there: how many claims of each kind, of how many places; `place` is the fullest one."""

    code: int
    lat: float
    lon: float
    place: str
    places: int
    most: int  # claims of the fullest place
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)


def joined(spots: Iterable[Spot], level: int) -> list[Spot]:
    """Return the points with those of one cell of a level as one, at the fullest place in it; order is kept."""
    shift = 2 * (DEEPEST - level)
    if shift <= 0:
        return list(spots)
    out: list[Spot] = []
    cell = -1
    for spot in spots:
        if spot.code >> shift == cell:
            last = out[-1]
            best = spot if spot.most > last.most else last
            counts = tuple(a + b for a, b in zip(last.counts, spot.counts, strict=True))
            out[-1] = Spot(last.code, best.lat, best.lon, best.place, last.places + spot.places, best.most, counts)
        else:
            out.append(spot)
            cell = spot.code >> shift
    return out


def level_of(zoom: int) -> int:
    return min(DEEPEST, zoom + _CELLS)


def stretch(spots: Sequence[Spot], zoom: int, column: int, row: int) -> Sequence[Spot]:
    """Return the points of one tile; `spots` are in the order of their codes."""
    shift = 2 * (DEEPEST - zoom)
    first = interleaved(column, row) << shift
    start = bisect_left(spots, first, key=lambda spot: spot.code)
    end = bisect_left(spots, first + (1 << shift), lo=start, key=lambda spot: spot.code)
    return spots[start:end]
