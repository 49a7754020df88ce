"""GeoJSON by RFC 7946 and GeoParquet 1.1, both opened by geopandas."""

from __future__ import annotations

import io
import json
import sys
from typing import Any

import pytest

from marsad.errors import ExportError
from marsad.exports import geojson, geoparquet
from marsad.exports.geojson import point_is
from tests.exports_support import COUNTRY, EAST, QUARTER, STAMP, at, attack, dataset, killed, seed

NOT_INSTALLED = "NOT CHECKED: {} is not installed; the development group of pyproject.toml has it"


def opened(name: str) -> Any:
    """Return a package that reads what was written; without it the test is skipped, and says so."""
    return pytest.importorskip(name, reason=NOT_INSTALLED.format(name))


def collection(*claims: Any) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(geojson.export(dataset(*claims), STAMP).data)
    return whole


def check_rfc7946(whole: dict[str, Any]) -> None:
    assert whole["type"] == "FeatureCollection"
    ids = [feature["id"] for feature in whole["features"]]
    assert len(ids) == len(set(ids))
    assert "crs" not in whole
    for feature in whole["features"]:
        assert feature.keys() == {"type", "id", "geometry", "properties"}
        assert feature["type"] == "Feature"
        assert feature["geometry"]["type"] == "Point"
        lon, lat = feature["geometry"]["coordinates"]
        assert -180 <= lon <= 180
        assert -90 <= lat <= 90


def test_longitude_comes_first() -> None:
    whole = collection(attack("a", "airstrike"))
    check_rfc7946(whole)
    assert whole["features"][0]["geometry"]["coordinates"] == [37.174, 36.202]
    assert whole["bbox"] == [37.174, 36.202, 37.174, 36.202]


def test_a_centroid_is_never_a_pin() -> None:
    near = at("Azaz", 36.5, 37.0, "near")
    unknown = at("Somewhere", 36.0, 37.0, None)
    assert [point_is(place) for place in (QUARTER, near, EAST, COUNTRY, unknown)] == [
        "place", "near", "centroid", "centroid", "centroid",
    ]  # fmt: skip


def test_every_place_of_a_claim_is_a_feature() -> None:
    whole = collection(attack("a", "airstrike", place=(QUARTER, EAST)))
    assert [feature["id"] for feature in whole["features"]] == ["a.1", "a.2"]
    assert [feature["properties"]["place"] for feature in whole["features"]] == [
        "Qadi Askar, Syria", "Eastern Aleppo, Syria",
    ]  # fmt: skip


def test_what_has_no_point_is_lost_and_counted() -> None:
    nowhere, bad = at("Ambiguous", None, None, None), at("Wrong", 91.0, 0.0, "exact")
    claims = (killed("no", 1, place=()), killed("open", 1, place=(nowhere,)), killed("bad", 1, place=(bad,)))
    losses = geojson.export(dataset(*claims), STAMP).losses
    assert losses.dropped == {"no", "open", "bad"}
    assert losses.of("no place") == ("no",)
    assert (losses.given, losses.written) == (3, 0)


def test_nothing_to_show_is_an_empty_collection() -> None:
    whole = collection()
    check_rfc7946(whole)
    assert "bbox" not in whole


def test_geopandas_opens_the_geojson() -> None:
    geopandas = opened("geopandas")
    frame = geopandas.read_file(io.BytesIO(geojson.export(seed(), STAMP).data))
    assert len(frame) == 6
    assert frame.crs.to_epsg() == 4326
    assert set(frame.geometry.x.round(3)) == {37.174, 37.18}
    assert set(frame["status"]) == {"unreviewed"}


def test_geopandas_opens_the_geoparquet() -> None:
    geopandas = opened("geopandas")
    frame = geopandas.read_parquet(io.BytesIO(geoparquet.export(seed(), STAMP).data)).set_index("claim")
    assert frame.crs.to_string() == "OGC:CRS84"
    assert frame.loc["toll", "count_low"] == 311
    assert (frame.loc["toll"].geometry.x, frame.loc["toll"].geometry.y) == (37.18, 36.21)
    assert frame.loc["toll", "point_is"] == "centroid"


def test_geoparquet_has_its_metadata() -> None:
    opened("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet", reason=NOT_INSTALLED.format("pyarrow"))
    schema = parquet.read_schema(io.BytesIO(geoparquet.export(seed(), STAMP).data))
    geo = json.loads(schema.metadata[b"geo"])
    assert (geo["version"], geo["primary_column"]) == ("1.1.0", "geometry")
    column = geo["columns"]["geometry"]
    assert (column["encoding"], column["geometry_types"]) == ("WKB", ["Point"])
    west, south, east, north = column["bbox"]
    assert west <= east
    assert south <= north
    assert json.loads(schema.metadata[b"marsad"])["filters"]["place"] == "Aleppo"
    assert str(schema.field("date_start").type) == "date32[day]"


def test_without_pyarrow_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ExportError, match=r"marsad\[exports\]"):
        geoparquet.export(seed(), STAMP)
