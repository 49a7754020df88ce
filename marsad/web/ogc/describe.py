"""The description of the service in OpenAPI 3.0, which is what clients of OGC API Features read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from marsad import __version__

Json = dict[str, Any]
_JSON, _GEO, _PROBLEM = "application/json", "application/geo+json", "application/problem+json"


def description(server: str, collections: Iterable[str], most: int, usual: int) -> Json:
    """Return the document; `server` is the address of the landing page."""
    name = {"name": "collectionId", "in": "path", "required": True, "schema": _enum(collections)}
    feature = {"name": "featureId", "in": "path", "required": True, "schema": {"type": "string"}}
    wanted = [
        {"$ref": f"#/components/parameters/{parameter}"}
        for parameter in ("limit", "bbox", "datetime", "kind", "cursor")
    ]
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Marsad",
            "version": __version__,
            "description": "What reports of armed conflict claim. Reported, never estimated.",
            "license": {"name": "MIT"},
        },
        "servers": [{"url": server}],
        "paths": {
            "/": _get("landingPage", "The landing page", _JSON),
            "/conformance": _get("conformance", "What the service conforms to", _JSON),
            "/collections": _get("collections", "The collections", _JSON),
            "/collections/{collectionId}": _get("collection", "One collection", _JSON, [name], missing=True),
            "/collections/{collectionId}/items": _get("items", "Features", _GEO, [name, *wanted], missing=True),
            "/collections/{collectionId}/items/{featureId}": _get(
                "item", "One feature", _GEO, [name, feature], missing=True
            ),
        },
        "components": {"parameters": _parameters(most, usual), "schemas": {"problem": _problem()}},
    }


def _enum(values: Iterable[str]) -> Json:
    return {"type": "string", "enum": sorted(values)}


def _get(name: str, summary: str, media: str, parameters: list[Json] | None = None, *, missing: bool = False) -> Json:
    problem = {"content": {_PROBLEM: {"schema": {"$ref": "#/components/schemas/problem"}}}}
    responses = {
        "200": {"description": summary, "content": {media: {"schema": {"type": "object"}}}},
        "304": {"description": "it is still what was given with this ETag"},
        "400": {"description": "a parameter is at fault", **problem},
        "503": {"description": "the record is still being read", **problem},
    }
    if missing:
        responses["404"] = {"description": "there is no such thing", **problem}
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "parameters": parameters or [],
            "responses": dict(sorted(responses.items())),
        }
    }


def _parameters(most: int, usual: int) -> Json:
    def query(name: str, schema: Json, **more: Any) -> Json:
        return {"name": name, "in": "query", "required": False, "schema": schema, **more}

    box = {
        "type": "array",
        "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}],
        "items": {"type": "number"},
    }
    whole = {"type": "integer", "minimum": 1, "maximum": most, "default": usual}
    return {
        "limit": query("limit", whole, style="form", explode=False),
        "bbox": query("bbox", box, style="form", explode=False),
        "datetime": query("datetime", {"type": "string"}, style="form", explode=False),
        "kind": query("kind", {"type": "string"}, style="form", explode=False),
        "cursor": query("cursor", {"type": "string"}, style="form", explode=False),
    }


def _problem() -> Json:
    text = {"type": "string"}
    return {
        "type": "object",
        "required": ["title", "status", "detail"],
        "properties": {"type": text, "title": text, "status": {"type": "integer"}, "detail": text},
    }
