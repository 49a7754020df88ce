"""Health and metrics of a running server: what they say, to whom, and that nothing private is in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from marsad.cli import app
from marsad.errors import UnavailableError
from marsad.store import health as store_health
from marsad.store.store import Store
from marsad.store.types_intake import Input
from marsad.web.app import Settings, create_app
from marsad.web.audience import Audience
from marsad.web.routes import health
from tests.people_support import serving
from tests.review_support import casualty, do, record
from tests.store_support import arrival

TOKEN = "a-token-of-some-length"
LINE = re.compile(r"^(\w+)(?:\{(.*)\})? (\S+)$")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> str:
    database = str(tmp_path_factory.mktemp("operations") / "a.db")
    with record(database) as (store, reviews):
        for verb in ("accept", "submit"):
            do(reviews, verb, casualty(store).key)
    return database


@pytest.fixture(scope="module")
def here(kept: str) -> Iterator[tuple[str, Any]]:
    made = create_app(Store.open(kept), Settings(Audience.DESK, wait=True))
    with serving(made) as address:
        yield address, made


def values(address: str, **headers: str) -> dict[tuple[str, str], float]:
    answer = httpx.get(f"{address}/metrics", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    hits = (LINE.match(line) for line in answer.text.splitlines() if not line.startswith("#"))
    return {(hit[1], hit[2] or ""): float(hit[3]) for hit in hits if hit}


def test_the_record_is_counted(here: tuple[str, Any], kept: str) -> None:
    pytest.importorskip("prometheus_client")
    found = values(here[0])
    with Store.open(kept) as store:
        claims = len(list(store.claims()))
        assert found["marsad_chain_entries_total", ""] == store.head()[0]
    assert found["marsad_reports", ""] == 3
    assert found["marsad_claims", 'state="reviewed"'] == 1
    assert found["marsad_claims", 'state="machine"'] == claims - 1 == found["marsad_review_queue", ""]
    assert found["marsad_database_up", ""] == found["marsad_schema_current", ""] == 1
    assert found["marsad_fusion_lag_entries", ""] == 0
    assert found["marsad_database_bytes", ""] > 10_000
    assert any(name == "marsad_build_info" for name, _ in found)


def test_requests_are_counted_by_route_and_never_by_what_was_asked(here: tuple[str, Any]) -> None:
    pytest.importorskip("prometheus_client")
    before = values(here[0])
    with httpx.Client(base_url=here[0]) as client:
        for path in ("/api/v1/claims?text=hidden", "/api/v1/claims/hidden", "/hidden.js", "/api/v1/hidden"):
            client.get(path, headers={"User-Agent": "hidden"})
        client.request("HIDDEN", "/api/v1/claims")
    text = httpx.get(f"{here[0]}/metrics").text
    assert "hidden" not in text.lower()
    after = values(here[0])

    def more(name: str, labels: str) -> float:
        return after.get((name, labels), 0) - before.get((name, labels), 0)

    counted = "marsad_http_requests_total"
    assert more(counted, 'method="GET",route="/api/v1/claims",status="200"') == 1
    assert more(counted, 'method="GET",route="/api/v1/claims/{key}",status="404"') == 1
    assert more(counted, 'method="GET",route="/{path:path}",status="404"') == 2
    assert sum(n for (name, labels), n in after.items() if name == counted and 'method="other"' in labels) == 1
    assert more("marsad_http_request_seconds_count", 'route="/api/v1/claims/{key}"') == 1


def test_a_record_that_cannot_be_asked_is_said(here: tuple[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(_: object) -> None:
        raise UnavailableError("postgresql://somewhere: the server closed the connection")

    monkeypatch.setattr(health, "pulse", lost)
    here[1].state.ready = health.Kept()
    answer = httpx.get(f"{here[0]}/health/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"] == {"database": False, "schema": False, "snapshot": True}
    assert "somewhere" not in answer.text
    assert httpx.get(f"{here[0]}/health/live").json() == {"status": "live"}
    monkeypatch.undo()
    here[1].state.ready = health.Kept()
    answer = httpx.get(f"{here[0]}/health/ready")
    assert (answer.status_code, answer.json()["status"]) == (200, "ready")
    assert answer.json()["head_age_seconds"] < 3600


def test_the_head_has_its_moment_whatever_made_it(database: str) -> None:
    with Store.open(database) as store:
        assert store_health.pulse(store) == store_health.Pulse(True, 0, None)
        store.add_many([arrival()])
        read = store_health.pulse(store).last
        store.judge("accept", "r1:1", by="p", why="w")
        judged = store_health.pulse(store).last
        store.remove("r1", "safety", "q")
        removed = store_health.pulse(store).last
        assert read is not None
        assert judged is not None
        assert removed is not None
        assert read < judged < removed
        number = store.begin("watch", ["sources.yaml"])
        store.take([Input("a", "https://example.org/a", reason="gone"), Input("b", "b.txt", reason="empty")], number)
        found = store_health.figures(store)
        assert (found.reports, found.removals, found.claims) == (0, 1, {"machine": 0})
        assert (found.inputs, set(found.taken)) == ({"unreadable": 2}, {("watch", "internet"), ("watch", "files")})


# Who may read them


class State:
    """What `allowed` looks at."""

    def __init__(self, **settings: Any) -> None:
        self.settings = Settings(**{"audience": Audience.DESK} | settings)


def allowed(client: str = "127.0.0.1", headers: dict[str, str] | None = None, **settings: Any) -> bool:
    from starlette.requests import Request

    from marsad.web.routes.metrics import allowed as asked

    class App:
        state = State(**settings)

    given = {"host": "127.0.0.1:8787"} | (headers or {})
    scope = {
        "type": "http", "app": App(), "client": (client, 5), "method": "GET", "path": "/metrics",
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
    }  # fmt: skip
    return asked(Request(scope))


def test_without_a_token_this_machine_alone_reads_them() -> None:
    team: dict[str, Any] = {"audience": Audience.PUBLIC, "team": True}
    assert allowed()
    assert allowed("::1", {"host": "[::1]:8787"})
    assert allowed(**team)
    assert not allowed("192.0.2.7", **team)
    assert not allowed("nonsense", **team)
    assert not allowed(headers={"host": "desk.example.org"}, **team)
    for name in ("X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"):
        assert not allowed(headers={name.lower(): "192.0.2.7"}, **team), "another server asks for somebody else"


def test_where_another_server_stands_before_this_one_a_token_is_needed() -> None:
    assert not allowed(audience=Audience.PUBLIC, team=True, https=True)
    assert not allowed(audience=Audience.PUBLIC)
    for settings in ({"team": True, "https": True}, {}):
        options: dict[str, Any] = {"audience": Audience.PUBLIC, "metrics_token": TOKEN, **settings}
        assert allowed("192.0.2.7", {"authorization": f"Bearer {TOKEN}"}, **options)
        for given in ("", TOKEN, f"Bearer {TOKEN}x", "Bearer ", "Bearer ü"):
            assert not allowed("127.0.0.1", {"authorization": given}, **options)


def test_the_public_is_told_nothing(kept: str) -> None:
    made = create_app(Store.open(kept), Settings(Audience.PUBLIC, wait=True, metrics_token=TOKEN))
    with serving(made) as address:
        answer = httpx.get(f"{address}/metrics")
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
        assert httpx.get(f"{address}/health/ready").json() == {"status": "ready"}
        assert "checks" in httpx.get(f"{address}/health/ready", headers={"Authorization": f"Bearer {TOKEN}"}).json()
        if made.state.measures is not None:
            assert values(address, Authorization=f"Bearer {TOKEN}")["marsad_reports", ""] == 3
        made.state.settings = Settings(Audience.PUBLIC)
        assert httpx.get(f"{address}/metrics").status_code == 404


@pytest.mark.parametrize("content", ["", "short\n", None])
def test_a_token_that_is_none_stops_the_server(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "token"
    if content is not None:
        file.write_text(content)
    result = CliRunner().invoke(app, ["serve", "--db", str(tmp_path / "a.db"), "--metrics-token", str(file)])
    assert result.exit_code == 2
    assert "--metrics-token" in result.output


def test_only_a_named_server_says_who_asks(kept: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from marsad.web import run

    started: list[Any] = []
    monkeypatch.setattr(run._Server, "run", lambda server: started.append(server.config))
    for more in ([], ["--proxy", "127.0.0.1", "--proxy", "172.16.0.0/12"]):
        result = CliRunner().invoke(app, ["serve", "--db", kept, *more])
        assert result.exit_code == 0, result.output
    plain, behind = started
    assert not plain.proxy_headers
    assert behind.proxy_headers
    assert behind.forwarded_allow_ips == ["127.0.0.1", "172.16.0.0/12"]
    wrong = CliRunner().invoke(app, ["serve", "--db", kept, "--proxy", "desk.example.org"])
    assert (wrong.exit_code, "give its address" in wrong.output) == (2, True)
