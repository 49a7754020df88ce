"""Points as a Mapbox vector tile (version 2.1), written by hand: a tile of points needs no geometry library.

Only what points need is here: one layer, MoveTo commands, values that are texts and whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

EXTENT = 4096
_POINT, _MOVE_TO_ONE = 1, 9  # command 1 (MoveTo), one pair

Value = str | int


class TilePoint(NamedTuple):
    """A point in the tile's own units, from its upper left corner, and what is known of it."""

    x: int
    y: int
    properties: Mapping[str, Value]


def encode(layer: str, points: Iterable[TilePoint]) -> bytes:
    """Return a tile with one layer; an empty one is no bytes at all, which readers take for an empty tile."""
    keys: dict[str, int] = {}
    values: dict[tuple[type, Value], int] = {}
    features = bytearray()
    for point in points:
        tags = bytearray()
        for key, value in point.properties.items():
            tags += _varint(keys.setdefault(key, len(keys)))
            tags += _varint(values.setdefault((type(value), value), len(values)))
        geometry = _varint(_MOVE_TO_ONE) + _varint(_zigzag(point.x)) + _varint(_zigzag(point.y))
        feature = _bytes(2, bytes(tags)) + _number(3, _POINT) + _bytes(4, geometry)
        features += _bytes(2, feature)
    if not features:
        return b""
    body = _bytes(1, layer.encode()) + bytes(features)
    body += b"".join(_bytes(3, key.encode()) for key in keys)
    body += b"".join(_bytes(4, _value(value)) for _, value in values)
    return _bytes(3, body + _number(5, EXTENT) + _number(15, 2))


def _value(value: Value) -> bytes:
    if isinstance(value, str):
        return _bytes(1, value.encode("utf-8", "replace"))
    return _number(5, value) if value >= 0 else _number(6, _zigzag(value))


def _zigzag(number: int) -> int:
    return (number << 1) ^ (number >> 63)


def _varint(number: int) -> bytes:
    if number < 0x80:
        return bytes((number,))
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _bytes(field: int, data: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(data)) + data


def _number(field: int, number: int) -> bytes:
    return _varint(field << 3) + _varint(number)
