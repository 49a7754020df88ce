"""Points in the order of a Z curve, so that every tile is one stretch of them, and so is every cell of a tile.

A code interleaves the bits of column and row at zoom 22 (some 10 m at the equator) in web Mercator.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from marsad.web.columns import Whole, turns

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


class Cell(NamedTuple):
    """What is drawn as one point: the number of its fullest place, of how many places it is, its claims by kind."""

    place: int
    places: int
    counts: list[int]


@dataclass(frozen=True)
class Spots:
    """Points in the order of their codes: the number of the place at each, and how many claims of each kind it has."""

    codes: Whole
    places: Whole
    counts: Whole

    def stretch(self, zoom: int, column: int, row: int) -> Spots:
        """Return the points of one tile."""
        shift = 2 * (DEEPEST - zoom)
        first = interleaved(column, row) << shift
        start, end = np.searchsorted(self.codes, (first, first + (1 << shift)))
        return Spots(self.codes[start:end], self.places[start:end], self.counts[start:end])

    def joined(self, level: int) -> list[Cell]:
        """Return the points with those of one cell of a level as one, at the fullest place in it; order is kept."""
        if not len(self.codes):
            return []
        shift = 2 * (DEEPEST - level)
        cells = self.codes >> shift if shift > 0 else np.arange(len(self.codes))
        starts = turns(cells)
        sizes = np.diff(starts, append=len(cells))
        claims = self.counts.sum(axis=1)
        full = np.flatnonzero(claims == np.repeat(np.maximum.reduceat(claims, starts), sizes))
        fullest = full[turns(cells[full])]
        counts = np.add.reduceat(self.counts, starts, axis=0)
        return list(map(Cell, self.places[fullest].tolist(), sizes.tolist(), counts.tolist()))


def level_of(zoom: int) -> int:
    return min(DEEPEST, zoom + _CELLS)
