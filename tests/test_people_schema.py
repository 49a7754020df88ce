"""Routes of accounts, review, publication and alerts, asked everything that the description allows: nothing breaks."""

from __future__ import annotations

from collections.abc import Iterator
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

from marsad.people import limits
from tests.people_support import Team, team
from tests.review_support import record

TAGS = ["people", "review", "publication", "alerts"]
ENDS = ("DELETE /api/v1/sessions", "DELETE /api/v1/session", "POST /api/v1/session", "POST /api/v1/accounts")


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    database = str(tmp_path_factory.mktemp("schema") / "a.db")
    with record(database):
        pass
    with team(database) as made:
        made.refreshed()
        yield made


@pytest.mark.parametrize("tag", TAGS)
def test_nothing_that_may_be_asked_breaks_the_server(here: Team, tag: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LIMITS", dict.fromkeys(limits.LIMITS, limits.Limit(10**6, 60)))
    description = here.clients["administrator"].get("/openapi.json").json()
    described = schemathesis.openapi.from_dict(description).include(tag=tag)
    every_one: list[Any] = list(described.get_all_operations())
    operations = [found.ok() for found in every_one]
    assert operations
    for operation in operations:
        if operation.label not in ENDS:
            every(here, operation)


def every(here: Team, operation: Any) -> None:
    cookies = {"marsad": here.clients["administrator"].cookies["marsad"]}
    headers = {"X-CSRF-Token": here.tokens["administrator"]}

    @settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
    @given(operation.as_strategy())
    def ask(case: Any) -> None:
        checks = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
        case.call_and_validate(
            base_url=here.address, checks=checks, headers=headers, cookies=cookies, timeout=60, allow_redirects=False
        )

    try:
        ask()
    except FailureGroup as found:
        pytest.fail(f"{operation.label}\n" + "\n".join(str(error) for error in found.exceptions))
