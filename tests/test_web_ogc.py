"""OGC API - Features - Part 1: Core, by the ids of its requirements (OGC 17-069r4), on a real server.

Ported from the abstract test suite; the official one is a Java program and is not run here.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
from typing import Any

import httpx
import pytest

from marsad.web.ogc.describe import description
from marsad.web.ogc.times import days_of
from marsad.web.problems import ProblemError
from tests.web_support import desk

COLLECTIONS = ("claims", "control", "events")
GEO = "application/geo+json"
Json = dict[str, Any]


def ask(path: str, **asked: Any) -> httpx.Response:
    return desk().get(f"/ogc{path}", params=asked)


def features(name: str, **asked: Any) -> Json:
    answer = ask(f"/collections/{name}/items", **asked)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def linked(body: Json, rel: str) -> list[Json]:
    return [link for link in body["links"] if link["rel"] == rel]


@pytest.mark.parametrize("path", ["", "/"])
def test_req_core_root_success(path: str) -> None:
    answer = ask(path)
    assert answer.status_code == 200
    body = answer.json()
    for rel in ("service-desc", "service-doc", "conformance", "data"):
        assert linked(body, rel), rel


def test_req_core_api_definition_success() -> None:
    [link] = linked(ask("/").json(), "service-desc")
    answer = desk().get(link["href"])
    assert answer.status_code == 200
    assert answer.headers["content-type"].replace(" ", "") == "application/vnd.oai.openapi+json;version=3.0"
    body = answer.json()
    assert body["openapi"].startswith("3.0")
    assert "null" not in json.dumps(body)
    assert set(body["paths"]) == {
        "/", "/conformance", "/collections", "/collections/{collectionId}", "/collections/{collectionId}/items",
        "/collections/{collectionId}/items/{featureId}",
    }  # fmt: skip


def test_req_core_conformance_success() -> None:
    conforms = ask("/conformance").json()["conformsTo"]
    for name in ("core", "geojson", "oas30"):
        assert f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}" in conforms


def test_req_core_fc_md_success() -> None:
    body = ask("/collections").json()
    assert linked(body, "self")
    assert sorted(c["id"] for c in body["collections"]) == list(COLLECTIONS)
    for collection in body["collections"]:
        [items] = linked(collection, "items")
        assert items["type"] == GEO
        assert desk().get(items["href"]).status_code == 200


@pytest.mark.parametrize("name", COLLECTIONS)
def test_req_core_sfc_md_success(name: str) -> None:
    one = ask(f"/collections/{name}").json()
    [listed] = [c for c in ask("/collections").json()["collections"] if c["id"] == name]
    assert one == listed
    [box] = one["extent"]["spatial"]["bbox"]
    assert box[0] <= box[2]
    assert box[1] <= box[3]
    assert one["crs"] == ["http://www.opengis.net/def/crs/OGC/1.3/CRS84"]
    assert ask("/collections/nothing").status_code == 404


@pytest.mark.parametrize("name", COLLECTIONS)
def test_req_core_fc_response(name: str) -> None:
    answer = ask(f"/collections/{name}/items")
    assert answer.headers["content-type"] == GEO
    body = answer.json()
    assert body["type"] == "FeatureCollection"
    assert body["numberReturned"] == len(body["features"]) <= body["numberMatched"]
    assert dt.datetime.fromisoformat(body["timeStamp"]).tzinfo is not None
    [self] = linked(body, "self")
    assert self["type"] == GEO
    for feature in body["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        lon, lat = feature["geometry"]["coordinates"]
        assert -180 <= lon <= 180
        assert -90 <= lat <= 90


@pytest.mark.parametrize("name", COLLECTIONS)
@pytest.mark.parametrize("limit", [1, 10, 10_000])
def test_req_core_fc_limit_response(name: str, limit: int) -> None:
    assert features(name, limit=limit)["numberReturned"] <= limit


@pytest.mark.parametrize("limit", ["0", "-1", "x", "1.5", "", "١", "9" * 30])
def test_req_core_fc_limit_definition(limit: str) -> None:
    answer = ask("/collections/claims/items", limit=limit)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


def test_per_core_fc_limit_response_more_than_there_may_be_is_cut() -> None:
    assert features("claims", limit=999_999)["numberReturned"] <= 10_000


@pytest.mark.parametrize("name", COLLECTIONS)
def test_req_core_fc_links_next_leads_through_all(name: str) -> None:
    body = features(name, limit=7)
    seen = [feature["id"] for feature in body["features"]]
    matched = body["numberMatched"]
    while following := linked(body, "next"):
        body = desk().get(following[0]["href"]).json()
        assert body["numberMatched"] == matched
        seen += [feature["id"] for feature in body["features"]]
    assert len(seen) == len(set(seen)) == matched


@pytest.mark.parametrize("name", COLLECTIONS)
@pytest.mark.parametrize("box", ["37.1,36.1,37.3,36.3", "-180,-90,180,90", "100,10,101,11", "170,-90,-170,90"])
def test_req_core_fc_bbox_response(name: str, box: str) -> None:
    west, south, east, north = map(float, box.split(","))

    def inside(feature: Json) -> bool:
        lon, lat = map(float, feature["geometry"]["coordinates"])
        return south <= lat <= north and (west <= lon <= east if west <= east else lon >= west or lon <= east)

    every = features(name, limit=10_000)["features"]
    found = features(name, limit=10_000, bbox=box)["features"]
    assert [f["id"] for f in found] == [f["id"] for f in every if inside(f)]
    tall = features(name, limit=10_000, bbox=f"{west},{south},-100,{east},{north},9000")["features"]
    assert tall == found


@pytest.mark.parametrize("box", ["1,2,3", "1,2,3,4,5", "a,b,c,d", "0,50,1,40", "0,0,inf,1", "0,0,200,1", ""])
def test_req_core_fc_bbox_definition(box: str) -> None:
    assert ask("/collections/claims/items", bbox=box).status_code == 400


@pytest.mark.parametrize("name", COLLECTIONS)
@pytest.mark.parametrize(
    ("when", "first", "last"),
    [
        ("2016-12-05", "2016-12-05", "2016-12-05"),
        ("2016-12-05T00:00:00Z", "2016-12-05", "2016-12-05"),
        ("2016-12-01/2016-12-06", "2016-12-01", "2016-12-06"),
        ("2016-12-06T10:00:00Z/..", "2016-12-06", "9999-12-31"),
        ("../2016-11-20", "0001-01-01", "2016-11-20"),
        ("/2016-11-20", "0001-01-01", "2016-11-20"),
        ("../..", "0001-01-01", "9999-12-31"),
    ],
)
def test_req_core_fc_time_response(name: str, when: str, first: str, last: str) -> None:
    def meets(feature: Json) -> bool:
        start: str = feature["properties"]["start"] or "0"
        end: str = feature["properties"]["end"] or "9"
        return start <= last and end >= first

    every = features(name, limit=10_000)["features"]
    found = features(name, limit=10_000, datetime=when)["features"]
    assert [f["id"] for f in found] == [f["id"] for f in every if meets(f)]


@pytest.mark.parametrize(
    "when", ["yesterday", "2016-13-01", "2016-12-05/2016-12-01", "/", "", "2016", "1/2/3", "..", "../"]
)
def test_req_core_fc_time_definition(when: str) -> None:
    assert ask("/collections/claims/items", datetime=when).status_code == 400


def test_datetime_is_read_as_days() -> None:
    assert days_of("2016-12-05T23:59:60.5+03:00/..") == (dt.date(2016, 12, 5), None)
    with pytest.raises(ProblemError):
        days_of("2016-12-05T25")


@pytest.mark.parametrize(
    "path", ["/", "/conformance", "/collections", "/collections/claims", "/collections/claims/items"]
)
def test_req_core_query_param_unknown(path: str) -> None:
    assert ask(path, foo="bar").status_code == 400
    assert ask(path, f="json").status_code == 200
    assert ask(path, f="html").status_code == 400


@pytest.mark.parametrize("name", COLLECTIONS)
def test_req_core_f_success(name: str) -> None:
    for listed in features(name, limit=5)["features"]:
        answer = ask(f"/collections/{name}/items/{listed['id']}")
        assert answer.headers["content-type"] == GEO
        one = answer.json()
        assert {key: one[key] for key in listed} == listed
        assert linked(one, "self")
        assert linked(one, "collection")[0]["href"].endswith(f"/ogc/collections/{name}")
    assert ask(f"/collections/{name}/items/nothing").status_code == 404


def test_req_core_http_etag_and_head() -> None:
    answer = ask("/collections")
    again = desk().get("/ogc/collections", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    assert desk().post("/ogc/collections/claims/items").status_code == 405


def test_kind_is_a_filter() -> None:
    found = features("events", kind="attack", limit=10_000)["features"]
    assert found
    assert {f["properties"]["kind"] for f in found} == {"attack"}


def test_control_is_who_held_what_and_when() -> None:
    found = features("control", datetime="2016-12-05", limit=10_000)["features"]
    [askar] = [f for f in found if f["properties"]["place_id"] == "sy-aleppo-city-qadi-askar"]
    assert askar["properties"]["holders"] == "Syrian government forces"


def test_the_description_names_the_server() -> None:
    assert description("http://x/ogc", COLLECTIONS, 10, 5)["servers"] == [{"url": "http://x/ogc"}]


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="gdal-bin is not installed: nothing was read with GDAL")
def test_gdal_reads_every_layer() -> None:
    command = ["ogrinfo", "-ro", "-al", "-so", f"OAPIF:{desk().base_url}/ogc"]
    told = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    for name in COLLECTIONS:
        layer = told.split(f"Layer name: {name}\n")[1].split("Layer name:")[0]
        assert f"Feature Count: {features(name, limit=1)['numberMatched']}\n" in layer
        assert "Geometry: Point" in layer
        assert "start: Date" in layer


def test_geopandas_reads_the_features() -> None:
    geopandas = pytest.importorskip("geopandas")
    body = features("events", limit=10_000)
    frame = geopandas.GeoDataFrame.from_features(body["features"], crs="OGC:CRS84")
    assert len(frame) == body["numberMatched"]
    assert frame.geometry.is_valid.all()
    assert frame.cx[37.0:37.3, 36.1:36.3].shape[0] == features("events", bbox="37,36.1,37.3,36.3")["numberMatched"]
