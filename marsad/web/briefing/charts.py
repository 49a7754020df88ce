"""The map of a briefing: points of places in a frame, as SVG. Pure; the same rows give the same text.

The projection is equirectangular, true to length along the middle of the frame. Whoever cannot tell colours apart has
shapes: every holder has one of each.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from lxml.builder import E

from marsad.views.control import ControlState
from marsad.web.briefing.words import Words

WIDTH, HEIGHT, EDGE = 330.0, 250.0, 18.0
_KM = 111.2  # a degree of latitude
_COLOURS = ("#a6341b", "#1f5f8b", "#2e7d4f", "#7a4a9c", "#b07d12", "#3d3d3d")  # dark enough for white paper
_SHAPES = ("circle", "square", "triangle", "diamond", "bar", "cross")
_LABELS = 24
_LETTER = 4.3  # points that a letter of a name takes, on the safe side
_STEPS = (0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)


Box = tuple[float, float, float, float]  # west, north, east, south in points of the map


@dataclass(frozen=True, slots=True)
class Frame:
    """What the map shows: degrees, latitude first, and how many points a degree of latitude is wide."""

    south: float
    west: float
    north: float
    east: float

    @property
    def narrow(self) -> float:
        return max(0.1, math.cos(math.radians((self.south + self.north) / 2)))

    @property
    def scale(self) -> float:
        return min(
            (WIDTH - 2 * EDGE) / ((self.east - self.west) * self.narrow),
            (HEIGHT - 2 * EDGE) / (self.north - self.south),
        )

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        x = WIDTH / 2 + (lon - (self.west + self.east) / 2) * self.narrow * self.scale
        y = HEIGHT / 2 - (lat - (self.south + self.north) / 2) * self.scale
        return round(x, 1), round(y, 1)

    def holds(self, state: ControlState) -> bool:
        return (
            state.lat is not None
            and state.lon is not None
            and self.south <= state.lat <= self.north
            and self.west <= state.lon <= self.east
        )


def frame_of(states: Iterable[ControlState]) -> Frame | None:
    """Return the frame around most places: the farthest twentieth on each side may lie outside."""
    points = [(s.lat, s.lon) for s in states if s.lat is not None and s.lon is not None]
    if not points:
        return None
    lats, lons = sorted(p[0] for p in points), sorted(p[1] for p in points)
    cut = len(points) // 20
    south, north, west, east = lats[cut], lats[-1 - cut], lons[cut], lons[-1 - cut]
    grow = max(0.01, 0.08 * max(north - south, east - west))
    return Frame(south - grow, west - grow, north + grow, east + grow)


def holders_of(*maps: Iterable[ControlState]) -> tuple[str, ...]:
    """Return who holds places, whoever holds most first: the order of colours and shapes on every map."""
    counts: dict[str, int] = {}
    for states in maps:
        for state in states:
            for holder in state.holders:
                counts[holder] = counts.get(holder, 0) + 1
    return tuple(sorted(counts, key=lambda name: (-counts[name], name)))


def draw(states: Sequence[ControlState], frame: Frame, holders: Sequence[str], words: Words) -> Any:
    """Return the map of one day."""
    inside = sorted((s for s in states if frame.holds(s)), key=lambda s: (s.place, s.place_id))
    points = [frame.at(s.lat, s.lon) for s in inside if s.lat is not None and s.lon is not None]
    shapes = [_mark(state, x, y, holders) for state, (x, y) in zip(inside, points, strict=True)]
    labels: list[Any] = []
    taken: list[Box] = []
    for state, (x, y) in zip(inside, points, strict=True):
        name = words.place(state.place_id, state.place)
        found = _room(name, x, y, points, taken)
        if found is not None and len(labels) < _LABELS:
            taken.append(found[1])
            labels.append(_label(name, x, y, found[0]))
    return E.svg(
        E.rect(x="0.5", y="0.5", width=str(WIDTH - 1), height=str(HEIGHT - 1), **{"class": "frame"}),
        *labels, *shapes, *_scale(frame, words),
        viewBox=f"0 0 {WIDTH:.0f} {HEIGHT:.0f}", role="img", direction="ltr",
    )  # fmt: skip


def _room(
    name: str, x: float, y: float, points: Sequence[tuple[float, float]], taken: Sequence[Box]
) -> tuple[bool, Box] | None:
    """Return whether a name goes before its point, and the box that it takes; None where it would cover something."""
    long = len(name) * _LETTER
    for before in (False, True):
        west = x - 6 - long if before else x + 6
        box = (west, y - 5.0, west + long, y + 5.0)
        clear = west > 2 and box[2] < WIDTH - 2
        clear = clear and not any(_inside(box, a, b) for a, b in points if (a, b) != (x, y))
        if clear and not any(_meet(box, other) for other in taken):
            return before, box
    return None


def _inside(box: Box, x: float, y: float) -> bool:
    return box[0] - 4 < x < box[2] + 4 and box[1] - 2 < y < box[3] + 2


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _label(name: str, x: float, y: float, before: bool) -> Any:
    anchor, dx = ("end", -6) if before else ("start", 6)
    return E.text(
        name, x=f"{x + dx:.1f}", y=f"{y + 3:.1f}", style=f"text-anchor:{anchor};direction:ltr;unicode-bidi:plaintext"
    )


def _mark(state: ControlState, x: float, y: float, holders: Sequence[str]) -> Any:
    if len(state.holders) != 1:
        return E.g(shape("ring", x, y, "#555"), *_siege(state, x, y))
    return E.g(of_holder(state.holders[0], holders, x, y), *_siege(state, x, y))


def of_holder(holder: str, holders: Sequence[str], x: float, y: float) -> Any:
    n = list(holders).index(holder)
    return shape(_SHAPES[n % len(_SHAPES)], x, y, _COLOURS[n % len(_COLOURS)])


def _siege(state: ControlState, x: float, y: float) -> list[Any]:
    if not state.besieged:
        return []
    return [E.circle(cx=str(x), cy=str(y), r="7", fill="none", stroke="#111", **{"stroke-dasharray": "2 2"})]


def shape(name: str, x: float, y: float, colour: str) -> Any:
    """Return one mark around a point."""
    if name == "ring":
        return E.circle(cx=str(x), cy=str(y), r="3.5", fill="#fff", stroke=colour, **{"stroke-width": "1.5"})
    if name == "circle":
        return E.circle(cx=str(x), cy=str(y), r="3.8", fill=colour)
    corners = {
        "square": ((-3.4, -3.4), (3.4, -3.4), (3.4, 3.4), (-3.4, 3.4)),
        "triangle": ((0, -4.4), (4.2, 3.2), (-4.2, 3.2)),
        "diamond": ((0, -4.8), (4.8, 0), (0, 4.8), (-4.8, 0)),
        "bar": ((-4.6, -2), (4.6, -2), (4.6, 2), (-4.6, 2)),
        "cross": ((-1.3, -4.4), (1.3, -4.4), (1.3, -1.3), (4.4, -1.3), (4.4, 1.3), (1.3, 1.3), (1.3, 4.4),
                  (-1.3, 4.4), (-1.3, 1.3), (-4.4, 1.3), (-4.4, -1.3), (-1.3, -1.3)),
    }[name]  # fmt: skip
    return E.polygon(points=" ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in corners), fill=colour)


def _scale(frame: Frame, words: Words) -> list[Any]:
    """Return a bar of a round length, about a quarter of the map."""
    per_km = frame.scale / _KM
    length = max((step for step in _STEPS if step * per_km <= WIDTH / 4), default=_STEPS[0])
    end, y = 12 + length * per_km, HEIGHT - 10
    return [
        E.path(d=f"M12 {y - 3}V{y}H{end:.1f}V{y - 3}", fill="none", stroke="#333"),
        E.text(f"{length:g} {words.text('km')}", x=f"{end + 4:.1f}", y=f"{y:.1f}", **{"class": "small"}),
    ]
