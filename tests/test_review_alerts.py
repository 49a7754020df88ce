"""Saved searches tell of what is new, and of no echo (marsad/review/alerts.py)."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import feedparser
import pytest

from marsad.fusion.fuse import fuse
from marsad.pipeline import read
from marsad.records import Event, Report
from marsad.review.alerts import SearchError, check, checked, echoes
from marsad.store.searches import Searches
from marsad.store.store import Store
from marsad.store.types import Arrival
from marsad.views.rows import Sourced
from marsad.web import alerts
from tests.people_support import API, Team, team
from tests.review_support import record

NEW = "قتل تسعة مدنيين في غارة جوية على حي الفردوس في حلب يوم الثلاثاء، بحسب المرصد السوري لحقوق الإنسان."


def add(store: Store, name: str, text: str, outlet: str = "outlet-9") -> None:
    made = read(Report(name, text, "ar", dt.date(2016, 12, 7), outlet))
    store.add_many([Arrival(made.report, claims=made.claims, reader_version="1")])


def asked(store: Store) -> list[tuple[str, int]]:
    """Ask all searches; return the name of each that found something, and how much."""
    found = list(store.readings())
    rows = {c.key: Sourced(r.report, c) for r in found for c in r.claims}
    told = check(Searches(store), rows, lambda _: fuse(found, store.judgements()).events)
    return [(one.search.name, len(one.keys)) for one in told]


def test_a_search_tells_of_new_claims_once_and_of_no_old_ones(database: str) -> None:
    with record(database) as (store, _):
        searches = Searches(store)
        searches.save("r1", "deaths", {"kind": "casualty"}, None, None)
        searches.save("r1", "elsewhere", {"place": "Idlib"}, None, None)
        assert asked(store) == []
        add(store, "r9", NEW)
        assert asked(store) == [("deaths", 1)]
        assert asked(store) == []
        (hit,) = searches.hits(1)
        assert (hit.report_id, hit.told) == ("r9", False)
        assert searches.untold("r1") == {1: 1}
        searches.mark(1)
        assert searches.untold("r1") == {}


def test_no_events_but_those_of_new_claims_are_looked_at(database: str) -> None:
    with record(database) as (store, _):
        Searches(store).save("r1", "deaths", {"kind": "casualty"}, None, None)
        add(store, "r9", NEW)
        rows = {c.key: Sourced(r.report, c) for r in store.readings() for c in r.claims}
        asked_of: list[str] = []

        def events_of(keys: Iterable[str]) -> list[Event]:
            asked_of.extend(keys)
            return []

        check(Searches(store), rows, events_of)
        assert asked_of == [key for key, row in rows.items() if row.report.report_id == "r9"]
        assert len(asked_of) < len(rows)


def test_an_echo_tells_nothing(database: str) -> None:
    """Ten outlets relay one monitor: the first tells, the others do not; another source does."""
    with record(database) as (store, _):
        Searches(store).save("r1", "deaths", {"kind": "casualty", "place": "Aleppo"}, None, None)
        add(store, "first", NEW)
        assert asked(store) == [("deaths", 1)]
        for number in range(10):
            add(store, f"echo{number}", NEW, f"relay-{number}")
        assert asked(store) == []
        add(store, "other", NEW.replace("المرصد السوري لحقوق الإنسان", "الدفاع المدني").replace("تسعة", "ثمانية"))
        assert asked(store) == [("deaths", 1)]


def test_attack_a_hundred_copies_of_a_false_claim_are_one_voice(tmp_path: Path) -> None:
    with record(str(tmp_path / "a.db")) as (store, _):
        Searches(store).save("r1", "deaths", {"kind": "casualty"}, None, None)
        for number in range(100):
            add(store, f"copy{number}", NEW, f"troll-{number}")
        assert asked(store) == [("deaths", 1)]
        found = list(store.readings())
        events = fuse(found, []).events
        (event,) = [e for e in events if any(k in e.claims for r in found if r.report.report_id == "copy7" for k in
                                             (c.key for c in r.claims)) and e.figures]  # fmt: skip
        assert len(event.lineages) == 1
        assert event.grade in (None, "weak")


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ({}, "asks for something"),
        ({"sql": "x"}, "sql: a search has"),
        ({"kind": "war"}, "kind: some of"),
        ({"from": "soon"}, "is not a date"),
        ({"place": ""}, "characters"),
        ({"place": "x" * 201}, "characters"),
        ({"text": ["a"]}, "characters"),
    ],
)
def test_a_search_that_makes_no_sense_is_refused(query: dict[str, Any], fault: str) -> None:
    with pytest.raises(SearchError, match=fault):
        checked(query)


def test_echoes_are_later_claims_of_one_lineage_that_say_the_same_of_one_event() -> None:
    from marsad.records import Casualty, Count, Event, Lineage
    from tests.store_support import claims, report

    told = (Lineage("m", claims=("b", "a", "d")), Lineage("n", claims=("c",)))
    event = Event("e", "casualty", ("a", "b", "c", "d"), lineages=told)
    first, *_ = claims("r")
    other = replace(first, detail=Casualty("killed", Count(6, 6, "exact"), "civilians"))
    rows = {key: Sourced(report(key), first) for key in "abc"} | {"d": Sourced(report("d"), other)}
    assert echoes([event], {"a": 1, "b": 2, "c": 3, "d": 4}, rows) == {"b"}


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    database = str(tmp_path_factory.mktemp("alerts") / "a.db")
    with record(database):
        pass
    with team(database) as made:
        yield made


def test_a_search_in_the_desk_and_as_a_feed(here: Team) -> None:
    made = here.send("analyst", "POST", "/alerts", {"name": "deaths <b>", "query": {"kind": "casualty"}})
    assert made.status_code == 201
    number, token = made.json()["number"], made.json()["feed_token"]
    add(here.store, "r9", NEW)
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        (mine,) = here.send("analyst", "GET", "/alerts").json()
        if mine["new"]:
            break
        time.sleep(0.2)
    assert mine["new"] == 1
    assert here.send("editor", "GET", "/alerts").json() == []
    for method, path in (("GET", "hits"), ("GET", "feed"), ("DELETE", "")):
        assert here.send("editor", method, f"/alerts/{number}/{path}".rstrip("/")).status_code == 404
    here.refreshed()
    with here.client() as client:
        assert client.get(f"{API}/alerts/{number}/feed").status_code == 401
        assert client.get(f"{API}/alerts/{number}/feed", auth=("feed", "wrong")).status_code == 401
        assert client.get(f"{API}/alerts/{number}/feed", params={"token": token}).status_code == 400
        answer = client.get(f"{API}/alerts/{number}/feed", auth=("feed", token))
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    assert feed.feed.title == "deaths <b>" or "deaths" in feed.feed.title
    (entry,) = feed.entries
    assert "تسعة مدنيين" in entry.content[0].value
    assert [hit["new"] for hit in here.send("analyst", "GET", f"/alerts/{number}/hits").json()] == [True]
    assert here.send("analyst", "GET", "/alerts").json()[0]["new"] == 0
    assert (
        here.send("administrator", "PATCH", f"/accounts/{here.aliases['analyst']}", {"active": False}).status_code
        == 200
    )
    with here.client() as client:
        assert client.get(f"{API}/alerts/{number}/feed", auth=("feed", token)).status_code == 401


def test_a_web_hook_is_called_with_keys_and_no_words(tmp_path: Path) -> None:
    from marsad.web.audience import Audience
    from marsad.web.record import Record

    with record(str(tmp_path / "a.db")) as (store, _):
        Searches(store).save("r1", "deaths", {"kind": "casualty"}, "https://hooks.example.org/x", None)
        add(store, "r9", NEW)
        served = Record(store, (Audience.DESK,))
        served.refresh()
        sent: list[tuple[str, bytes, str]] = []
        thread = alerts.ask(store, served.at(Audience.DESK), lambda *given: sent.append(given))
        assert thread is not None
        thread.join()
        ((address, body, kind),) = sent
        assert (address, kind) == ("https://hooks.example.org/x", "application/json")
        told = json.loads(body)
        assert set(told) == {"search", "number", "claims", "count"}
        assert (told["search"], told["count"], len(told["claims"])) == ("deaths", 1, 1)


@pytest.mark.parametrize(
    "hook",
    [
        "http://127.0.0.1:1/x",
        "http://169.254.169.254/latest",
        "http://[::1]/",
        "http://localhost/x",
        "https://10.0.0.1/",
    ],
)
def test_attack_a_web_hook_into_a_private_network_is_not_called(tmp_path: Path, hook: str) -> None:
    from marsad.store.accounts import Accounts
    from marsad.web.audience import Audience
    from marsad.web.record import Record

    with record(str(tmp_path / "a.db")) as (store, _):
        Searches(store).save("r1", "deaths", {"kind": "casualty"}, hook, None)
        add(store, "r9", NEW)
        served = Record(store, (Audience.DESK,))
        served.refresh()
        thread = alerts.ask(store, served.at(Audience.DESK))
        assert thread is not None
        thread.join()
        (entry,) = Accounts(store).entries()
        assert (entry.verb, entry.outcome) == ("web hook", "failed")


def test_a_hook_that_is_no_address_is_refused(here: Team) -> None:
    for hook in ("file:///etc/passwd", "javascript:alert(1)", "x"):
        answer = here.send("editor", "POST", "/alerts", {"name": "n", "query": {"kind": "attack"}, "hook": hook})
        assert answer.status_code == 400, hook
