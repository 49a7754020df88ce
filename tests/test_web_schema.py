"""The API against its own description: everything that it allows is asked, and nothing breaks the server."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.web_support import desk, get

ROOT = Path(__file__).resolve().parent.parent
NEVER_ENDS = "/api/v1/stream"
OWN = (  # resources of others are tested where they are made
    "about claims control events exports health map permalinks reports ledgers timeline tiles"
).split()
CHECKED = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@cache
def operations() -> dict[str, Any]:
    """Return the operations that the description of a running server has, by their names."""
    described = schemathesis.openapi.from_dict(desk().get("/openapi.json").json())
    chosen = described.include(tag=list(OWN)).exclude(path=NEVER_ENDS)
    every: Any = chosen.get_all_operations()
    return {operation.label: operation for found in every if (operation := found.ok())}


@pytest.mark.parametrize("path", [
    "summary", "places", "glossary", "method", "settings", "reports", "reports/{report_id}", "intake", "claims",
    "claims/{key}",
    "events", "events/{event_id}", "map", "control", "control/changes", "control/gauges", "control/history",
    "control/places/{place_id}", "casualties", "diplomacy", "diplomacy/{track_id}", "positions", "timeline",
    "exports/{format_name}",
    "exports/{name}.csv", "exports/{name}.json", "permalinks/{hash}",
])  # fmt: skip
def test_what_the_description_allows_is_answered_as_it_says(path: str) -> None:
    every(operations()[f"GET /api/v1/{path}"])


@pytest.mark.parametrize("name", ["POST /api/v1/permalinks", "GET /tiles/{z}/{x}/{y}.mvt", "GET /healthz"])
def test_so_are_those_beside_it(name: str) -> None:
    every(operations()[name])


def every(operation: Any) -> None:
    @settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
    @given(operation.as_strategy())
    def ask(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(base_url=str(desk().base_url), checks=CHECKED, timeout=60)

    try:
        ask()
    except FailureGroup as found:
        pytest.fail("\n".join(str(error) for error in found.exceptions))


def test_no_resource_of_ours_was_left_out() -> None:
    asked = {name for name in operations() if "/api/v1/" in name}
    assert len(asked) >= 27, sorted(asked)


def test_the_description_is_of_every_resource() -> None:
    body = desk().get("/openapi.json").json()
    assert body["openapi"].startswith("3.1")
    paths = set(body["paths"])
    for path in ("summary", "claims/{key}", "events/{event_id}", "control/places/{place_id}", "exports/{format_name}"):
        assert f"/api/v1/{path}" in paths
    parameters = {p["name"] for p in body["paths"]["/api/v1/claims"]["get"]["parameters"]}
    assert parameters >= {"place", "bbox", "from", "to", "as_of", "known_on", "kind", "actor", "limit", "cursor"}
    assert all("422" not in o["responses"] for p in body["paths"].values() for o in p.values())
    assert get(desk(), "claims", limit=1)["items"]


def test_the_types_of_the_desk_are_those_of_the_api() -> None:
    body = desk().get("/openapi.json").json()
    typed = (ROOT / "desk/src/lib/schema.d.ts").read_text(encoding="utf-8")
    keys = set(re.findall(r'^\s+"?([^"\s:?]+)"?\??: ', typed, re.M))
    wanted = set(body["paths"]) | set(body["components"]["schemas"])
    for shape in body["components"]["schemas"].values():
        wanted |= set(shape.get("properties", ()))
    assert wanted - keys == set(), "make desk/src/lib/schema.d.ts anew: desk/README.md says how"
    assert {path for path in keys if path.startswith("/")} <= set(body["paths"]), "paths that are no more"
