"""What goes into the store comes out as it was, on either database (marsad/store)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from marsad.errors import StoreError
from marsad.records import Claim, Reading, Span
from marsad.store.engine import url_of
from marsad.store.hashing import canonical
from marsad.store.store import Store
from marsad.store.types import ClaimQuery, Unreadable
from tests.store_support import AT, DAY, TEXT, arrival, claims, issues, report


def test_a_report_comes_back_as_it_was_fetched(database: str) -> None:
    with Store.open(database) as store:
        assert store.add_many([arrival()]) == [True]
        found = store.report("r1")
        assert found is not None
        assert found.report == report()
        assert found.original == f"<p id=r1>{TEXT}</p>".encode()
        assert (found.origin, dict(found.headers)) == ("https://example.org/r1", {"content-type": "text/html"})
        assert (found.fetched_at, found.reader_version, found.unreadable) == (AT, "1", False)
        assert store.report("r2") is None


def test_claims_come_back_as_they_were_read(database: str) -> None:
    with Store.open(database) as store:
        store.add_many([arrival("r1"), arrival("r2")])
        assert [found.claim for found in store.claims()] == [*claims("r1"), *claims("r2")]
        assert list(store.readings()) == [Reading(report(n), claims(n), issues(n)) for n in ("r1", "r2")]
        assert [item.report_id for item in store.reports()] == ["r1", "r2"]


def test_a_report_may_come_without_bytes_claims_or_date(database: str) -> None:
    plain = report("plain", published=None, outlet=None, title=None, url=None)
    with Store.open(database) as store:
        assert store.add(plain)
        assert not store.add(plain)
        found = store.report("plain")
        assert found is not None
        assert found.report == plain
        assert found.reader_version is None
        assert '"report_id":"plain"' in found.original.decode()
        assert store.verify().problems == ()


def test_what_is_there_is_left_as_it_is(database: str) -> None:
    with Store.open(database) as store:
        store.add_many([arrival("r1")])
        before = store.verify()
        assert store.add_many([arrival("r1"), arrival("r2"), arrival("r2")]) == [False, True, False]
        assert store.verify().entries == before.entries + 2
        assert store.known(["r1", "r2", "r3"]).keys() == {"r1", "r2"}


def test_other_bytes_under_the_same_id_are_refused_and_nothing_of_the_batch_is_kept(database: str) -> None:
    with Store.open(database) as store:
        store.add_many([arrival("r1")])
        with pytest.raises(StoreError, match="r1: a report with this id is there with other content"):
            store.add_many([arrival("r2"), arrival("r1", "نص آخر")])
        assert [item.report_id for item in store.reports()] == ["r1"]
        assert store.verify().problems == ()


@pytest.mark.parametrize("words", ["a\x00b", "a\ud800b"])
def test_what_no_database_keeps_is_refused(database: str, words: str) -> None:
    with Store.open(database) as store:
        with pytest.raises(StoreError):
            store.add(report("r1", words), b"x")
        with pytest.raises(StoreError):
            store.judge("accept", "k", by="p", why=words)
        assert store.verify().entries == 0


def test_canonical_json_tells_an_escape_from_a_character() -> None:
    assert canonical(r"\u0000") == r'"\\u0000"'
    for bad in ("\x00", "\\\x00", float("nan")):
        with pytest.raises(StoreError):
            canonical([bad])


# Reading again


def test_reading_again_the_same_way_writes_nothing(database: str) -> None:
    with Store.open(database) as store:
        store.add_many([arrival()])
        before = store.verify()
        diff = store.put_claims("r1", claims(), "2", issues())
        assert not diff
        assert diff.unchanged == claims()
        assert store.verify() == before


def test_reading_again_gives_a_diff_and_keeps_what_was_read(database: str) -> None:
    first, second, third, gone, *rest = claims()
    moved = replace(third, certainty="stated")
    new = replace(first, id="c9", key="new", evidence=Span(90, 95))
    with Store.open(database) as store:
        store.add_many([arrival()])
        diff = store.put_claims("r1", [first, second, moved, *rest, new], "2", issues())
        assert (diff.added, diff.removed, diff.changed) == ((new,), (gone,), ((third, moved),))
        assert diff.unchanged == (first, second, *rest)
        standing = {found.claim.key: found for found in store.claims()}
        assert standing.keys() == {item.key for item in (first, second, moved, *rest, new)}
        assert (standing["r1:2"].reader_version, standing["new"].reader_version) == ("1", "2")
        every = list(store.claims(ClaimQuery(superseded=True)))
        assert sorted(found.claim.key for found in every if found.superseded) == ["r1:3", "r1:4"]
        assert store.verify().problems == ()
        back = store.put_claims("r1", claims(), "1", issues())
        assert (back.added, back.removed, back.changed) == ((gone,), (new,), ((moved, third),))
        assert [found.claim for found in store.claims()] == list(claims())
        assert store.verify().problems == ()


def test_new_numbers_of_claims_are_no_change(database: str) -> None:
    def numbered(shift: int) -> list[Claim]:
        first, second, *rest = claims()
        moved = [replace(item, id=f"c{int(item.id[1:]) + shift}") for item in (first, second, *rest)]
        part = replace(moved[1].detail, subset_of=moved[0].id)  # type: ignore[arg-type]
        return [moved[0], replace(moved[1], detail=part), *moved[2:]]

    with Store.open(database) as store:
        store.add_many([arrival()])
        diff = store.put_claims("r1", numbered(3), "2", issues())
        assert not diff
        assert [found.claim for found in store.claims()] == numbered(3)
        assert store.verify().problems == ()


def test_claims_need_a_report_and_a_key(database: str) -> None:
    with Store.open(database) as store:
        with pytest.raises(StoreError, match="no such report"):
            store.put_claims("r1", claims(), "1")
        store.add(report())
        with pytest.raises(StoreError, match="without a key"):
            store.put_claims("r1", [replace(claims()[0], key="")], "1")
        assert list(store.claims()) == []


# Looking up


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        (ClaimQuery(kinds=("casualty", "control")), {1, 2, 4}),
        (ClaimQuery(certainty=("uncertain",)), {3}),
        (ClaimQuery(source="Syrian Observatory for Human Rights"), {1, 2, 3, 5, 6, 7}),
        (ClaimQuery(start=DAY, end=DAY), {1, 2, 3, 5, 6, 7}),
        (ClaimQuery(start=DAY + dt.timedelta(2)), set()),
        (ClaimQuery(end=DAY - dt.timedelta(1)), set()),
        (ClaimQuery(box=(36, 37, 37, 38), kinds=("attack", "humanitarian")), {3}),
        (ClaimQuery(box=(36, 170, 37, -170)), set()),
        (ClaimQuery(box=(36, 170, 37, 38), kinds=("attack",)), {3}),
        (ClaimQuery(place="Shaar", kinds=("attack",)), {3}),
        (ClaimQuery(place="gn:1", kinds=("control",)), {4}),
        (ClaimQuery(keys=("r1:1", "r1:9")), {1}),
        (ClaimQuery(report_ids=("r2",)), set()),
        (ClaimQuery(published_from=DAY, published_to=DAY, kinds=("attack",)), {3}),
        (ClaimQuery(published_to=DAY - dt.timedelta(1)), set()),
    ],
)
def test_claims_are_looked_up(database: str, query: ClaimQuery, numbers: set[int]) -> None:
    with Store.open(database) as store:
        store.add_many([arrival()])
        assert {int(found.claim.id[1:]) for found in store.claims(query)} == numbers


# What was not read


def test_refused_inputs_and_failed_reports_are_listed(database: str) -> None:
    with Store.open(database) as store:
        store.refuse([Unreadable("a.pdf", "it is a PDF file"), Unreadable("b", "it is empty")])
        store.refuse([Unreadable("b", "it is binary")])
        store.add_many([arrival("r1", claims=None, unreadable="the reader failed"), arrival("r2")])
        assert store.unreadable() == [
            Unreadable("a.pdf", "it is a PDF file"),
            Unreadable("b", "it is binary"),
            Unreadable("r1", "the reader failed"),
        ]
        found = store.report("r1")
        assert found is not None
        assert found.unreadable
        store.accept(["a.pdf", "b"])
        store.put_claims("r1", claims(), "2")
        assert store.unreadable() == []
        assert store.verify().problems == ()


# Judgements


def test_judgements_are_a_log(database: str) -> None:
    with Store.open(database) as store:
        store.add_many([arrival()])
        same = store.judge("same", "r2:1", "r1:1", by="أمل", why="نفس القصف", at=AT)
        correct = store.judge("correct", "r1:1", by="b", why="", value={"count": {"low": 4}, "x": None})
        assert (same.a, same.b) == ("r1:1", "r2:1")
        assert store.judgements() == [same, correct]
        assert store.verify().problems == ()


@pytest.mark.parametrize(
    ("verdict", "a", "b", "by"),
    [("same", "a", None, "p"), ("accept", "a", "b", "p"), ("same", "a", "a", "p"), ("maybe", "a", None, "p"),
     ("accept", "", None, "p"), ("accept", "a", None, " "), ("same", "a", "", "p")],
)  # fmt: skip
def test_judgements_that_say_nothing_are_refused(database: str, verdict: str, a: str, b: str | None, by: str) -> None:
    with Store.open(database) as store:
        with pytest.raises(StoreError):
            store.judge(verdict, a, b, by=by, why="")  # type: ignore[arg-type]
        assert store.judgements() == []


def test_addresses_of_databases() -> None:
    assert url_of(Path("a b.db")).render_as_string() == "sqlite:///a b.db"
    assert url_of("postgresql://h/d").drivername == "postgresql+psycopg"
    with pytest.raises(StoreError, match="SQLite or PostgreSQL"):
        url_of("mysql://h/d")
