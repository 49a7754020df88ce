"""Tiles: the encoder read back, tiles against a plain count, GDAL's reading of them, a million points."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marsad.web.tiles.encode import EXTENT, TilePoint, encode
from marsad.web.tiles.grid import DEEPEST, Spots, code_of, fractions, interleaved, level_of
from tests.web_support import desk, get

TILE = "application/vnd.mapbox-vector-tile"


def fields(data: bytes) -> Iterator[tuple[int, Any]]:
    """Yield the fields of a protocol buffer message: number, and bytes or whole number."""
    at = 0

    def varint() -> int:
        nonlocal at
        number = shift = 0
        while True:
            byte = data[at]
            at += 1
            number |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return number

    while at < len(data):
        key = varint()
        if key & 7 == 2:
            length = varint()
            yield key >> 3, data[at : at + length]
            at += length
        else:
            assert key & 7 == 0
            yield key >> 3, varint()


def decoded(tile: bytes) -> list[tuple[int, int, dict[str, Any]]]:
    """Return the points of the one layer of a tile, by the specification (version 2.1)."""
    if not tile:
        return []
    [(number, layer)] = list(fields(tile))
    assert number == 3
    parts = list(fields(layer))
    assert (15, 2) in parts
    assert (5, EXTENT) in parts
    keys = [data.decode() for number, data in parts if number == 3]
    values = [next(fields(data)) for number, data in parts if number == 4]
    read = [v.decode() if n == 1 else v if n == 5 else (v >> 1) ^ -(v & 1) for n, v in values]
    out = []
    for number, data in parts:
        if number == 2:
            of = dict(fields(data))
            assert of[3] == 1
            tags, (command, x, y) = numbers(of[2]), numbers(of[4])
            assert command == 9
            shown = {keys[k]: read[v] for k, v in zip(tags[::2], tags[1::2], strict=True)}
            out.append(((x >> 1) ^ -(x & 1), (y >> 1) ^ -(y & 1), shown))
    return out


def numbers(data: bytes) -> list[int]:
    found, number, shift = [], 0, 0
    for byte in data:
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            found.append(number)
            number = shift = 0
    return found


calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
values = st.one_of(st.text(max_size=20), st.integers(-(2**31), 2**31))
points = st.builds(
    TilePoint,
    st.integers(-64, EXTENT + 64),
    st.integers(-64, EXTENT + 64),
    st.dictionaries(st.text(max_size=8), values),
)


@calm
@given(st.lists(points, max_size=20))
def test_a_tile_reads_back_as_it_was_written(made: list[TilePoint]) -> None:
    assert decoded(encode("claims", made)) == [(p.x, p.y, dict(p.properties)) for p in made]


@calm
@given(st.floats(-85, 85), st.floats(-180, 179.999))
def test_a_point_lies_in_the_tile_of_its_code(lat: float, lon: float) -> None:
    x, y = fractions(lat, lon)
    assert 0 <= x < 1
    assert 0 <= y < 1
    for zoom in (0, 3, 10, DEEPEST):
        column, row = int(x * (1 << zoom)), int(y * (1 << zoom))
        assert code_of(lat, lon) >> 2 * (DEEPEST - zoom) == interleaved(column, row)


def test_the_corners_of_the_world() -> None:
    assert fractions(85.06, -180) == (0.0, 0.0)
    assert fractions(-90, 180)[0] == 0.0
    assert fractions(0, 0) == (0.5, 0.5)


def spots(number: int) -> tuple[Spots, list[tuple[float, float]]]:
    """Return points, and where each place is by its number."""
    draw = random.Random(3)
    where = [(draw.gauss(34, 3), draw.gauss(40, 5)) for _ in range(number)]
    codes = np.asarray([code_of(lat, lon) for lat, lon in where], np.int64)
    order = np.argsort(codes, kind="stable")
    counts = np.zeros((number, 6), np.int32)
    counts[:, 0] = 1 + order % 5
    return Spots(codes[order], order, counts), where


@pytest.mark.parametrize("zoom", [0, 4, 7, 12, DEEPEST])
def test_the_tiles_of_a_zoom_hold_every_claim_once(zoom: int) -> None:
    every, where = spots(3000)
    tiles = {(int(x * (1 << zoom)), int(y * (1 << zoom))) for x, y in (fractions(*point) for point in where)}
    shown = [every.stretch(zoom, column, row).joined(level_of(zoom)) for column, row in tiles]
    found = [cell for cells in shown for cell in cells]
    assert sum(sum(cell.counts) for cell in found) == every.counts.sum()
    assert sum(cell.places for cell in found) == len(where)
    assert all(len(cells) <= 64 * 64 for cells in shown)


def test_points_of_a_cell_are_one_at_the_first_of_the_fullest() -> None:
    codes = np.asarray([0, 1, 2, 3, 4, 4], np.int64)  # four in one cell of the level above the deepest, two at a point
    counts = np.asarray([[1, 0], [2, 1], [0, 3], [1, 1], [1, 0], [0, 1]], np.int32)
    every = Spots(codes, np.asarray([7, 5, 9, 4, 3, 2]), counts)
    assert every.joined(DEEPEST - 1) == [(5, 4, [4, 5]), (3, 2, [1, 1])]
    assert [cell.place for cell in every.joined(DEEPEST)] == [7, 5, 9, 4, 3, 2]
    assert every.stretch(DEEPEST, 1, 1).joined(DEEPEST) == [(4, 1, [1, 1])]
    assert every.stretch(DEEPEST, 9, 9).joined(DEEPEST) == []


def test_many_points_make_small_tiles() -> None:
    """A tile of many points is small at any zoom; MARSAD_EVERY=1 makes them a million. benchmarks/desk.py times it."""
    every, _ = spots(1_000_000 if os.environ.get("MARSAD_EVERY") else 100_000)
    for zoom in (2, 6, 9):
        x, y = fractions(34, 40)
        cells = every.stretch(zoom, int(x * (1 << zoom)), int(y * (1 << zoom))).joined(level_of(zoom))
        tile = encode("claims", (TilePoint(1, 1, {"claims": sum(cell.counts)}) for cell in cells))
        assert len(tile) < 200_000


def test_the_world_tile_counts_every_claim_with_a_point() -> None:
    answer = desk().get("/tiles/0/0/0.mvt")
    assert answer.headers["content-type"] == TILE
    counted = sum(shown["claims"] for _, _, shown in decoded(answer.content))
    assert counted == sum(f["properties"]["claims"] for f in get(desk(), "map")["places"]["features"])
    for _, _, shown in decoded(answer.content):
        assert shown["claims"] == sum(v for k, v in shown.items() if k in KINDS)
        assert shown["name"]


KINDS = ("casualty", "control", "attack", "statement", "diplomacy", "humanitarian")


def test_a_tile_takes_the_filters_of_the_api() -> None:
    def claims(**asked: str) -> int:
        answer = desk().get("/tiles/0/0/0.mvt", params=asked)
        assert answer.status_code == 200
        return sum(shown["claims"] for _, _, shown in decoded(answer.content))

    assert claims(kind="control") + claims(kind="casualty") < claims()
    assert 0 < claims(**{"from": "2016-12-05", "to": "2016-12-05"}) < claims()
    assert claims(actor="nobody of that name") == 0


def test_a_tile_that_is_not_there() -> None:
    assert desk().get("/tiles/1/2/0.mvt").status_code == 404
    for path in ("/tiles/23/0/0.mvt", "/tiles/0/-1/0.mvt", "/tiles/a/0/0.mvt", "/tiles/0/0/99999999999999999999.mvt"):
        assert desk().get(path).status_code == 400, path
    assert desk().get("/tiles/0/0/0.mvt", params={"knd": "control"}).status_code == 400
    empty = desk().get("/tiles/10/0/0.mvt")
    assert (empty.status_code, empty.content) == (200, b"")


def test_a_tile_is_given_once() -> None:
    tag = desk().get("/tiles/0/0/0.mvt").headers["etag"]
    assert desk().get("/tiles/0/0/0.mvt", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="gdal-bin is not installed: nothing was read with GDAL")
def test_gdal_reads_a_tile(tmp_path: Path) -> None:
    file = tmp_path / "0.mvt"
    file.write_bytes(desk().get("/tiles/0/0/0.mvt").content)
    told = subprocess.run(["ogrinfo", "-al", str(file)], capture_output=True, text=True, timeout=60, check=True).stdout
    assert "Layer name: claims" in told
    assert f"Feature Count: {len(decoded(file.read_bytes()))}" in told
