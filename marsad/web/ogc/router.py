"""OGC API - Features - Part 1: Core (OGC 17-069r4), with the GeoJSON and OpenAPI 3.0 classes."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import numpy as np
from fastapi import APIRouter, Request, Response

from marsad.web.columns import Whole
from marsad.web.filters import Now, box_of
from marsad.web.index import EARLIEST, LATEST
from marsad.web.ogc.collections import COLLECTIONS, Collection, Rows
from marsad.web.ogc.describe import description
from marsad.web.ogc.times import days_of
from marsad.web.pages import cursor_of, key_of
from marsad.web.problems import bad, missing
from marsad.web.reply import headers_of, matches, tag_of
from marsad.web.snapshot import Snapshot

router = APIRouter(prefix="/ogc", include_in_schema=False)
MOST, USUAL = 10_000, 100
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
CONFORMS = tuple(
    f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}" for name in ("core", "geojson", "oas30")
)
_JSON, _GEO, _API = "application/json", "application/geo+json", "application/vnd.oai.openapi+json;version=3.0"
_ITEMS = ("limit", "bbox", "datetime", "kind", "cursor", "f")
Json = dict[str, Any]


def _only(request: Request, *known: str) -> None:
    """Refuse parameters that are not specified (/req/core/query-param-unknown) and formats that are not there."""
    for name in request.query_params:
        if name not in (*known, "f"):
            raise bad(f"{name!r} is no parameter here; there are {', '.join((*known, 'f'))}")
    if request.query_params.get("f", "json") not in ("json", "geojson"):
        raise bad("f: json is the one format")


def _base(request: Request) -> str:
    return str(request.base_url).rstrip("/") + "/ogc"


def _link(href: str, rel: str, media: str = _JSON, title: str | None = None) -> Json:
    return {"href": href, "rel": rel, "type": media, **({"title": title} if title else {})}


def _written(request: Request, at: Snapshot, body: Json, media: str = _JSON) -> Response:
    tag = tag_of(request, at)
    headers = headers_of(at, tag)
    if matches(request, tag):
        return Response(status_code=304, headers=headers)
    data = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return Response(data, media_type=media, headers=headers)


@router.get("")
@router.get("/")
def landing(request: Request, at: Now) -> Response:
    """The landing page."""
    _only(request)
    base = _base(request)
    links = [
        _link(f"{base}/", "self", title="This document"),
        _link(f"{base}/api", "service-desc", _API, "The description of the service"),
        _link(f"{base}/api.html", "service-doc", "text/html", "The same for people"),
        _link(f"{base}/conformance", "conformance", title="What the service conforms to"),
        _link(f"{base}/collections", "data", title="The collections"),
    ]
    words = "What reports of armed conflict claim. Reported, never estimated."
    return _written(request, at, {"title": "Marsad", "description": words, "links": links})


@router.get("/api")
def api(request: Request, at: Now) -> Response:
    """The description of the service, in OpenAPI 3.0."""
    _only(request)
    return _written(request, at, description(_base(request), COLLECTIONS, MOST, USUAL), _API)


@router.get("/api.html")
def api_page(request: Request) -> Response:
    """A page for people: where to read on."""
    rows = "".join(f"<li><code>{made.id}</code>: {made.description}</li>" for made in COLLECTIONS.values())
    page = (
        "<!doctype html><html lang='en'><meta charset='utf-8'><title>Marsad: OGC API Features</title>"
        f"<h1>OGC API Features</h1><ul>{rows}</ul><p>Parameters: bbox, datetime, kind, limit. QGIS and GDAL read "
        f"<code>{_base(request)}</code>.</p></html>"
    )
    return Response(page, media_type="text/html")


@router.get("/conformance")
def conformance(request: Request, at: Now) -> Response:
    """What the service conforms to."""
    _only(request)
    links = [_link(f"{_base(request)}/conformance", "self")]
    return _written(request, at, {"conformsTo": list(CONFORMS), "links": links})


@router.get("/collections")
def collections(request: Request, at: Now) -> Response:
    """The collections."""
    _only(request)
    links = [_link(f"{_base(request)}/collections", "self")]
    body = {"links": links, "collections": [_collection(request, made, at) for made in COLLECTIONS.values()]}
    return _written(request, at, body)


@router.get("/collections/{name}")
def collection(request: Request, at: Now, name: str) -> Response:
    """One collection."""
    _only(request)
    return _written(request, at, _collection(request, _named(name), at))


def _named(name: str) -> Collection:
    if name not in COLLECTIONS:
        raise missing(f"collection {name!r}; there are {', '.join(COLLECTIONS)}")
    return COLLECTIONS[name]


def _collection(request: Request, made: Collection, at: Snapshot) -> Json:
    base = f"{_base(request)}/collections/{made.id}"
    return {
        "id": made.id,
        "title": made.title,
        "description": made.description,
        "extent": extent_of(made, at),
        "itemType": "feature",
        "crs": [CRS84],
        "links": [_link(base, "self"), _link(f"{base}/items", "items", _GEO, made.title)],
    }


def extent_of(made: Collection, at: Snapshot) -> Json:
    """Return the box and the days of what a collection has."""
    return at.once((f"extent of {made.id}",), lambda: _extent(made.rows(at)))


def _extent(rows: Rows) -> Json:
    lon, lat = (degrees[rows.where][rows.order] for degrees in (rows.lon, rows.lat))
    box = [*map(float, (lon.min(), lat.min(), lon.max(), lat.max()))] if len(lon) else [-180.0, -90.0, 180.0, 90.0]
    first, last = rows.first[rows.order], rows.last[rows.order]
    begun, ended = first > EARLIEST, last < LATEST
    start, end = first.min(where=begun, initial=LATEST), last.max(where=ended, initial=EARLIEST)
    interval = [_moment(start), None if np.any(begun & ~ended) else _moment(end)]
    return {"spatial": {"bbox": [box], "crs": CRS84}, "temporal": {"interval": [interval], "trs": GREGORIAN}}


def _moment(day: int) -> str | None:
    return f"{dt.date.fromordinal(day).isoformat()}T00:00:00Z" if EARLIEST < day < LATEST else None


@router.get("/collections/{name}/items")
def items(request: Request, at: Now, name: str) -> Response:
    """Features of a collection, in pages."""
    made = _named(name)
    _only(request, *_ITEMS)
    given = request.query_params
    limit = _limit(given.get("limit"))
    after = str(key_of(given["cursor"], (str,))[0]) if "cursor" in given else None
    wanted = _chosen(made, at, given.get("bbox"), given.get("datetime"), given.get("kind"))
    start = 0 if after is None else made.after(after, wanted, at)
    page, more = wanted[start : start + limit].tolist(), len(wanted) > start + limit
    base = f"{_base(request)}/collections/{made.id}"
    links = [_link(str(request.url), "self", _GEO), _link(base, "collection")]
    if more:
        following = request.url.include_query_params(cursor=cursor_of((made.name(at, page[-1]),)))
        links.append(_link(str(following), "next", _GEO))
    body = {
        "type": "FeatureCollection",
        "features": made.features(at, page),
        "links": links,
        "timeStamp": dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "numberMatched": len(wanted),
        "numberReturned": len(page),
    }
    return _written(request, at, body, _GEO)


def _chosen(made: Collection, at: Snapshot, bbox: str | None, when: str | None, kind: str | None) -> Whole:
    """Return the numbers of the rows that are asked for, in the order of their ids."""
    box = None if bbox is None else box_of(bbox)
    return made.rows(at).chosen(box, (None, None) if when is None else days_of(when), kind)


def _limit(text: str | None) -> int:
    """Return how many features a page has; more than there may be are cut down, not refused."""
    if text is None:
        return USUAL
    if not text.isascii() or not text.isdigit() or len(text) > 9 or int(text) < 1:
        raise bad(f"limit: write a whole number from 1 to {MOST}")
    return min(int(text), MOST)


@router.get("/collections/{name}/items/{feature:path}")
def item(request: Request, at: Now, name: str, feature: str) -> Response:
    """One feature."""
    made = _named(name)
    _only(request)
    order = made.rows(at).order
    found = order[: made.after(feature, order, at)][-1:].tolist()
    if not found or made.name(at, found[0]) != feature:
        raise missing(f"feature {feature!r} in {name}")
    base = f"{_base(request)}/collections/{made.id}"
    links = [_link(str(request.url), "self", _GEO), _link(base, "collection")]
    return _written(request, at, {**made.features(at, found)[0], "links": links}, _GEO)
