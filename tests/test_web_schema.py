"""The API against its own description: everything that it allows is asked, and nothing breaks the server."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.web_support import desk, get

NEVER_ENDS = "/api/v1/stream"
OWN = (  # resources of others are tested where they are made
    "about claims control events exports health map permalinks reports ledgers timeline tiles"
).split()
CHECKED = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def described() -> Any:
    found = schemathesis.openapi.from_dict(desk().get("/openapi.json").json())
    return found.include(tag=list(OWN)).exclude(path=NEVER_ENDS)


schema = schemathesis.pytest.from_fixture("described")


@schema.parametrize()
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_what_the_description_allows_is_answered_as_it_says(case: schemathesis.Case) -> None:
    try:
        case.call_and_validate(base_url=str(desk().base_url), checks=CHECKED, timeout=60)
    except FailureGroup as found:
        pytest.fail("\n".join(str(error) for error in found.exceptions))


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
