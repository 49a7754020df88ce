"""Claims that a person writes, and a record that one person keeps alone (docs/review.md)."""

from __future__ import annotations

import datetime as dt
import json
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from marsad.errors import StoreError
from marsad.exports.dataset import Dataset, prepare
from marsad.people.signin import invite
from marsad.people.tokens import hash_of
from marsad.records import Control
from marsad.review.desk import ReviewError, UnknownClaimError, Wish, act, orphans, queue
from marsad.review.gold import gold
from marsad.review.publish import publisher
from marsad.review.slots import SlotError
from marsad.review.states import replay_all
from marsad.review.written import Writing, write
from marsad.store.accounts import Accounts
from marsad.store.reviews import Reviews
from marsad.store.store import Store
from marsad.store.types import ClaimQuery
from marsad.store.types_review import QueueQuery
from marsad.web.app import Settings, create_app
from marsad.web.audience import Audience
from marsad.web.briefing.make import make
from tests.people_support import serving, team
from tests.review_support import FIRST, SECOND, casualty, claims, do, record

TODAY = dt.datetime.now(dt.UTC).date()


def missed(store: Store, **more: Any) -> Writing:
    """Return a claim on the district of the first report, which no reader makes."""
    kept = store.report("r1")
    assert kept is not None
    start = kept.report.document.index("حي الشعار")
    words = [start, start + len("حي الشعار")]
    slots = {"action": "contests", "actor": {"value": "Own name"}, "place": [{"span": words, "name": "Shaar"}]}
    return Writing(**{"report": "r1", "kind": "control", "span": (0, start + 9), "slots": slots, "by": FIRST} | more)


def test_a_claim_is_written_accepted_and_kept_in_log_and_chain(database: str) -> None:
    with record(database) as (store, reviews):
        before = len(claims(store))
        case = write(reviews, missed(store))
        (found,) = store.claims(ClaimQuery(keys=(case.item.key,)))
        assert (found.claim.rule, found.claim.id, found.claim.confidence) == ("person", "p1", None)
        assert isinstance(found.claim.detail, Control)
        assert found.claim.place[0].name == "Shaar"
        assert len(claims(store)) == before + 1
        assert (case.item.state, case.item.decision, set(case.item.shapers)) == ("in_review", "accept", {FIRST})
        assert [(a.verb, a.by) for a in reviews.actions()] == [("add", FIRST)]
        assert [(j.verdict, j.a) for j in store.judgements()] == [("accept", case.item.key)]
        assert store.verify().problems == ()
        assert case.item.key in {row.key for row in queue(reviews, QueueQuery())}
        with pytest.raises(ReviewError, match="very claim"):
            write(reviews, missed(store, by=SECOND))
        do(reviews, "submit", case.item.key)
        with pytest.raises(ReviewError, match="nobody approves"):
            do(reviews, "second", case.item.key, decision="agree")
        assert do(reviews, "second", case.item.key, SECOND, decision="agree").item.state == "second_read"


def test_it_stands_beside_every_later_reading(database: str) -> None:
    with record(database) as (store, reviews):
        key = write(reviews, missed(store)).item.key
        machine = [claim for claim in claims(store) if claim.rule != "person"]
        for version, read in (("2", machine[1:]), ("3", []), ("4", machine)):
            store.put_claims("r1", read, version)
            assert [c.key for c in claims(store)] == [*(c.key for c in read), key]
        assert [found.key for found in orphans(reviews, store.judgements(), lambda name: claims(store, name))] == []
        assert store.verify().problems == ()


def test_a_request_sent_twice_writes_one_claim(database: str) -> None:
    with record(database) as (store, reviews):
        first = write(reviews, missed(store, name="the-same-request"))
        assert write(reviews, missed(store, name="the-same-request")).item == first.item
        assert [a.verb for a in reviews.actions()] == ["add"]


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"kind": "rumour"}, "no kind of claim"),
        ({"span": (5, 5)}, "not in the report"),
        ({"span": (0, 10**6)}, "not in the report"),
        ({"slots": {}}, "needs action"),
        ({"slots": {"action": "dances"}}, "is none of"),
        ({"kind": "casualty", "slots": {"harm": "killed", "victims": "people"}}, "needs count"),
        ({"report": "nothing"}, "no such report"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(tmp_path: Path, more: dict[str, Any], fault: str) -> None:
    with record(str(tmp_path / "a.db")) as (store, reviews):
        with pytest.raises((SlotError, UnknownClaimError), match=fault):
            write(reviews, missed(store, **more))
        assert reviews.actions() == []
        assert not [claim for claim in claims(store) if claim.rule == "person"]


def test_the_test_set_has_what_a_person_added(database: str) -> None:
    with record(database) as (store, reviews):
        for claim in claims(store):
            do(reviews, "accept", claim.key)
        write(reviews, missed(store))
        (made,) = gold([r for r in store.readings() if r.report.report_id == "r1"], replay_all(reviews.actions()))
        assert isinstance(made, dict)
        (own,) = [claim for claim in made["claims"] if claim["id"] == "p1"]
        assert (own["kind"], own["action"], own["place"][0]["name"]) == ("control", "contests", "Shaar")


def test_over_http_with_a_door_to_the_test_set(tmp_path: Path) -> None:
    with record(str(tmp_path / "a.db")) as (store, reviews):
        for claim in claims(store, "r3"):
            do(reviews, "accept", claim.key)
        wish = missed(store)
    with team(str(tmp_path / "a.db")) as here:
        body = {"report": "r1", "kind": wish.kind, "span": list(wish.span), "slots": dict(wish.slots)}
        kinds = here.send("analyst", "GET", "/review/kinds").json()
        assert set(kinds) == {"casualty", "control", "attack", "statement", "diplomacy", "humanitarian"}
        assert here.send("analyst", "POST", "/review/claims", body | {"kind": "rumour"}).status_code == 400
        made = here.send("analyst", "POST", "/review/claims", body)
        assert made.status_code == 201, made.text
        seen = here.send("second_reader", "GET", f"/review/claims/{made.json()['key']}").json()
        assert (seen["written"], seen["history"][0]["verb"]) == (True, "add")
        assert here.act("analyst", "add", casualty(here.store).key).status_code == 400
        lines = here.send("editor", "GET", "/review/gold")
        assert "attachment" in lines.headers["content-disposition"]
        assert [json.loads(line)["report_id"] for line in lines.text.splitlines()] == ["r3"]


# One person alone


def handed_on(reviews: Reviews, key: str) -> None:
    act(reviews, [Wish("accept", key, FIRST), Wish("submit", key, FIRST)])


def alone(reviews: Reviews, key: str) -> None:
    act(reviews, [Wish("publish_alone", key, FIRST)], publisher())


def test_one_person_publishes_only_where_the_record_was_told_so(database: str) -> None:
    with record(database) as (store, reviews):
        key = casualty(store).key
        handed_on(reviews, key)
        with pytest.raises(ReviewError, match="single-reader on"):
            alone(reviews, key)
        assert reviews.published(TODAY) == []
        reviews.set_single_reader(True, "owner")
        alone(reviews, key)
        (copy,) = reviews.published(TODAY)
        assert copy.body is not None
        assert copy.body["readers"] == 1
        assert reviews.state(key) == "single_read"
        assert [(e.who, e.verb, e.object) for e in Accounts(store).entries()] == [("owner", "single reader", "on")]
        reviews.set_single_reader(False, "owner")
        other = casualty(store, "r2").key
        handed_on(reviews, other)
        with pytest.raises(ReviewError, match="single-reader on"):
            alone(reviews, other)
        assert store.verify().problems == ()


def test_where_there_are_accounts_nobody_publishes_alone(database: str) -> None:
    with record(database) as (store, reviews):
        reviews.set_single_reader(True, "owner")
        key = casualty(store).key
        handed_on(reviews, key)
        accounts = Accounts(store)
        accounts.join(hash_of(invite(accounts, "administrator", "set-up")), time.time(), "somebody", {"password": "x"})
        assert not reviews.single_reader()
        with pytest.raises(ReviewError, match="second time"):
            alone(reviews, key)
        with pytest.raises(StoreError, match="has accounts"):
            reviews.set_single_reader(True, "owner")


def test_it_says_everywhere_that_one_person_read_it(tmp_path: Path) -> None:
    path = str(tmp_path / "a.db")
    with record(path) as (store, reviews):
        reviews.set_single_reader(True, "owner")
        key = casualty(store).key
        handed_on(reviews, key)
        alone(reviews, key)
        edition = reviews.freeze("1", "", "owner", TODAY)
        assert "◐" in make(store, reviews, "en", edition=edition).html
        assert "◐" in make(store, reviews, "ar").html
        pairs = tuple((store.report(c.report_id).report, c.claim) for c in store.claims())  # type: ignore[union-attr]
        status = {row.key: row.status for row in prepare(Dataset(pairs, published={key: "single_read"})).rows}
        assert status[key] == "published, read by one person"
    app = create_app(Store.open(path), Settings(Audience.PUBLIC, wait=True))
    with serving(app) as address, httpx.Client(base_url=address) as public:
        assert [c["state"] for c in public.get("/api/v1/claims").json()["items"]] == ["single_read"]
        assert public.get("/api/v1/summary").json()["states"] == {"single_read": 1}
        (row,) = public.get("/api/v1/publication/claims").json()["rows"]
        assert row["claim"]["readers"] == 1
        for name in ("claims", "events"):
            (feature,) = public.get(f"/ogc/collections/{name}/items").json()["features"]
            assert feature["properties"]["state"] == "single_read"
        assert "published, read by one person" in public.get("/api/v1/exports/csv").text


def test_a_second_reader_may_come_later(database: str) -> None:
    with record(database) as (store, reviews):
        reviews.set_single_reader(True, "owner")
        key = casualty(store).key
        handed_on(reviews, key)
        alone(reviews, key)
        with pytest.raises(ReviewError, match="nobody approves"):
            do(reviews, "second", key, FIRST, decision="agree")
        do(reviews, "second", key, SECOND, decision="agree")
        assert reviews.published(TODAY)[0].body["readers"] == 1  # type: ignore[index]
        act(reviews, [Wish("publish", key, "editor-1")], publisher())
        (copy,) = reviews.published(TODAY)
        assert copy.body is not None
        assert (copy.body["readers"], copy.version, reviews.state(key)) == (2, 2, "published")
