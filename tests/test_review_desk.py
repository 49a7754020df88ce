"""The room on a real record: corrections by words, judgements, queue, drafts, re-reading (marsad/review/desk.py)."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from marsad.fusion.fuse import fuse
from marsad.records import Casualty, Claim, Count, Span
from marsad.review.desk import (
    ReviewError,
    StaleError,
    UnknownClaimError,
    Wish,
    act,
    open_claim,
    orphans,
    queue,
    weigh,
)
from marsad.review.gold import Undecided, gold
from marsad.review.slots import SlotError
from marsad.review.states import replay_all
from marsad.store.reviews import Reviews
from marsad.store.store import Store
from marsad.store.types import Arrival, ClaimQuery
from marsad.store.types_review import QueueQuery
from marsad.views.judged import judged
from marsad.views.rows import Sourced
from tests.review_support import EDITOR, FIRST, SECOND, casualty, claims, do, record
from tests.store_support import report


def current(store: Store, key: str) -> Claim:
    """Return a claim as every view sees it."""
    (found,) = store.claims(ClaimQuery(keys=(key,)))
    stored = store.report(found.report_id)
    assert stored is not None
    (pair,) = judged([Sourced(stored.report, found.claim)], store.judgements())
    return pair[1]


def test_a_slot_is_corrected_by_words_and_every_view_sees_it(database: str) -> None:
    with record(database) as (store, reviews):
        claim = casualty(store)
        text = open_claim(reviews, claim.key).report.document
        start = text.index("المرصد السوري")
        span = [start, start + len("المرصد السوري")]
        do(reviews, "edit", claim.key, slots={"source": {"span": span, "name": "Own name"}})
        do(reviews, "edit", claim.key, slots={"victims": {"value": "women"}})
        now = current(store, claim.key)
        assert isinstance(now.detail, Casualty)
        assert now.detail.victims == "women"
        assert now.source is not None
        assert (now.source.text, now.source.name, now.source.span) == ("المرصد السوري", "Own name", Span(*span))
        assert [(j.verdict, j.by) for j in store.judgements()] == [("correct", FIRST), ("correct", FIRST)]
        assert store.verify().problems == ()


@pytest.mark.parametrize(
    ("slots", "fault"),
    [
        ({"victims": "aliens"}, "is none of"),
        ({"attacker": "A"}, "no such slot"),
        ({"source": {"span": [5, 2]}}, "not in the report"),
        ({"source": {"span": [0, 10**6]}}, "not in the report"),
        ({"source": {"span": [0, True]}}, "a span is"),
        ({"count": {"low": 9, "high": 3, "qualifier": "range"}}, "9 is more than 3"),
        ({"count": {"low": None, "qualifier": "exact"}}, "vague count"),
        ({"count": {"low": 1.5}}, "no number of people"),
        ({"count": None}, "cannot be empty"),
        ({"harm": None}, "is none of"),
        ({"time": {"start": "2016-13-01"}}, "is not a date"),
        ({"time": {"start": "2016-12-05", "end": "2016-12-01"}}, "is after"),
        ({"place": [{"lat": 36.2, "lon": 37.1}]}, "select the words"),
        ({"place": [{"span": [0, 4], "lat": 96.2, "lon": 37.1}]}, "not in degrees"),
        ({"place": [{"span": [0, 4], "lat": 36.2}]}, "lat and lon"),
        ({"place": [{"span": [0, 4], "lat": float("nan"), "lon": 1.0}]}, "not in degrees"),
        ({"cumulative": "yes"}, "true or false"),
        ({"certainty": "sure"}, "is none of"),
        ({}, "sets no slot"),
    ],
)
def test_a_correction_that_does_not_fit_is_refused_and_named(
    tmp_path: Path, slots: dict[str, object], fault: str
) -> None:
    with record(str(tmp_path / "a.db")) as (store, reviews):
        with pytest.raises((SlotError, ReviewError), match=fault):
            do(reviews, "edit", casualty(store).key, slots=slots)
        assert store.judgements() == []
        assert reviews.actions() == []


def test_a_claim_is_put_on_the_map(database: str) -> None:
    with record(database) as (store, reviews):
        claim = casualty(store)
        start = open_claim(reviews, claim.key).report.document.index("حي الشعار")
        point = {"span": [start, start + 9], "name": "Shaar", "lat": 36.2, "lon": 37.18, "precision": "exact"}
        do(reviews, "geocode", claim.key, slots={"place": [point]})
        (place,) = current(store, claim.key).place
        assert (place.text, place.lat, place.lon, place.precision) == ("حي الشعار", 36.2, 37.18, "exact")
        with pytest.raises(ReviewError, match="the place alone"):
            do(reviews, "geocode", claim.key, slots={"victims": "women"})


def test_undo_takes_the_judgement_back_as_well(database: str) -> None:
    with record(database) as (store, reviews):
        claim = casualty(store)
        before = current(store, claim.key)
        case = do(reviews, "reject", claim.key)
        events = fuse(list(store.readings()), store.judgements()).events
        assert not any(claim.key in event.claims for event in events)
        assert [j.verdict for j in store.judgements()] == ["reject"]
        do(reviews, "undo", claim.key, target=case.steps[-1].action.name)
        assert current(store, claim.key) == before
        events = fuse(list(store.readings()), store.judgements()).events
        assert any(claim.key in event.claims for event in events)


def test_two_claims_are_merged_and_the_merge_is_taken_back(database: str) -> None:
    with record(database) as (store, reviews):
        a, b = casualty(store, "r1").key, claims(store, "r3")[0].key
        case = do(reviews, "split", a, other=b)
        assert [(j.verdict, j.b) for j in store.judgements()] == [("different", max(a, b))]
        do(reviews, "undo", a, target=case.steps[-1].action.name)
        assert [j.verdict for j in store.judgements()] == ["different", "unsure"]
        with pytest.raises(UnknownClaimError):
            do(reviews, "same", a, other="nothing")
        with pytest.raises(ReviewError, match="two claims"):
            do(reviews, "same", a)


def test_several_wishes_are_done_together_or_not_at_all(database: str) -> None:
    with record(database) as (store, reviews):
        key = casualty(store).key
        with pytest.raises(ReviewError):
            act(reviews, [Wish("accept", key, FIRST), Wish("publish", key, FIRST)])
        assert reviews.actions() == []
        cases = act(reviews, [Wish("accept", key, FIRST), Wish("submit", key, FIRST)])
        assert cases[-1].item.state == "reviewed"


def test_a_request_that_is_sent_twice_is_one_action(database: str) -> None:
    with record(database) as (store, reviews):
        key = casualty(store).key
        for _ in range(3):
            do(reviews, "accept", key, name="once")
        assert len(reviews.actions()) == 1


def test_who_did_not_see_what_others_did_is_told_and_loses_nothing(database: str) -> None:
    with record(database) as (store, reviews):
        key = casualty(store).key
        seen = do(reviews, "comment", key).steps[-1].action.name
        do(reviews, "edit", key, SECOND, slots={"victims": "women"})
        reviews.put_draft(FIRST, key, {"victims": "children"})
        with pytest.raises(StaleError, match="reader-2: edit"):
            do(reviews, "edit", key, seen=seen, slots={"victims": "children"})
        (draft,) = reviews.drafts(FIRST)
        assert draft.body == {"victims": "children"}
        assert reviews.drafts(SECOND) == []
        do(reviews, "edit", key, slots={"victims": "children"})
        assert reviews.drafts(FIRST) == []
        other = casualty(store, "r2").key
        do(reviews, "accept", other, SECOND)
        with pytest.raises(StaleError, match="reader-2: accept"):
            do(reviews, "reject", other, seen="none")  # who had seen a claim that nobody had acted on


def test_two_reviewers_at_once_lose_nothing(database: str) -> None:
    """Two connections, twenty actions each at the same claims: all are in the log."""
    with record(database) as (store, reviews):
        keys = [claim.key for claim in claims(store)]
        queue(reviews, QueueQuery())
        faults: list[Exception] = []

        def work(by: str) -> None:
            try:
                with Store.open(database) as own:
                    for number in range(20):
                        do(Reviews(own), "comment", keys[number % len(keys)], by, why=f"remark {number}")
            except Exception as error:
                faults.append(error)

        threads = [threading.Thread(target=work, args=(by,)) for by in (FIRST, SECOND)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert faults == []
        said = [(a.by, a.why) for a in reviews.actions()]
        assert sorted(said) == sorted((by, f"remark {n}") for by in (FIRST, SECOND) for n in range(20))
        assert store.verify().problems == ()


def test_what_the_queue_says_is_what_the_log_replays_to(database: str) -> None:
    with record(database) as (store, reviews):
        a, b, *_ = (claim.key for claim in claims(store))
        do(reviews, "accept", a)
        do(reviews, "submit", a)
        do(reviews, "second", a, SECOND, decision="agree")
        do(reviews, "grade", b, grade=2)
        do(reviews, "hold", b)
        rows = {row.key: row for row in reviews.queue(QueueQuery(("machine", "second_read", "on_hold")))}
        for key, case in replay_all(reviews.actions()).items():
            assert (rows[key].state, rows[key].grade) == (case.item.state, case.item.grade)
        assert rows[b].grade == "fair"
        assert len(rows) == sum(1 for _ in store.claims())


def test_the_queue_is_in_the_order_of_risk_and_paged(database: str) -> None:
    with record(database) as (store, reviews):
        rows = queue(reviews, QueueQuery())
        assert [(-row.risk, row.key) for row in rows] == sorted((-row.risk, row.key) for row in rows)
        pages, after = [], None
        while page := queue(reviews, QueueQuery(after=after, limit=2)):
            pages += page
            after = page[-1].risk, page[-1].key
        assert pages == rows
        fusion = fuse(list(store.readings()), store.judgements())
        disputed = {c for e in fusion.events for x in e.contradictions for c in (x.claim, x.other)}
        weigh(reviews, fusion)
        for row in queue(reviews, QueueQuery()):
            before = next(old.risk for old in rows if old.key == row.key)
            assert (row.risk > before) == (row.conflicts > 0)
            assert row.conflicts == 0 or row.key in disputed
        assert weigh(reviews, fusion) == 0


def test_similar_claims_stand_beside(database: str) -> None:
    with record(database) as (store, reviews):
        found = open_claim(reviews, casualty(store).key).similar
        assert casualty(store, "r2").key in {claim.key for _, claim in found}
        assert all(claim.kind == "casualty" for _, claim in found)


def test_the_backlog_counts_by_day(database: str) -> None:
    with record(database) as (store, reviews):
        total = len(queue(reviews, QueueQuery()))
        act(reviews, [Wish("accept", casualty(store).key, FIRST), Wish("submit", casualty(store).key, FIRST)])
        (day,) = reviews.backlog()
        assert (day.read, day.reviewed, day.published) == (total, 1, 0)
        assert reviews.tally() == {"machine": total - 1, "reviewed": 1}


def test_work_survives_a_newer_reader_or_is_listed(database: str) -> None:
    with record(database) as (store, reviews):
        kept, lost, *_ = claims(store)
        for claim in (kept, lost):
            do(reviews, "edit", claim.key, slots={"certainty": "denied"})
        moved = replace(lost, key="moved", evidence=Span(lost.evidence.start, lost.evidence.end + 1))
        others = [c for c in claims(store) if c.key not in (kept.key, lost.key)]
        store.put_claims("r1", [replace(kept, confidence=0.9), moved, *others], "2")
        assert current(store, kept.key).certainty == "denied"
        rows = {row.key: row for row in queue(reviews, QueueQuery())}
        assert rows[kept.key].state == "in_review"
        assert lost.key not in rows
        assert rows["moved"].state == "machine"
        (orphan,) = orphans(
            reviews, store.judgements(), lambda name: [c.claim for c in store.claims(ClaimQuery(report_ids=(name,)))]
        )
        assert (orphan.key, orphan.report_id, orphan.successor) == (lost.key, "r1", "moved")
        assert [j.verdict for j in orphan.judgements] == ["correct"]
        assert orphan.case.item.slots == {"certainty": "denied"}
        assert store.verify().problems == ()


def test_finished_reports_become_a_test_set(database: str) -> None:
    with record(database) as (store, reviews):
        of_r2 = claims(store, "r2")
        act(reviews, [Wish("accept", claim.key, FIRST) for claim in of_r2])
        do(reviews, "edit", of_r2[0].key, slots={"certainty": "uncertain"})
        do(reviews, "reject", of_r2[-1].key)
        do(reviews, "accept", casualty(store).key)
        written = list(gold(store.readings(), replay_all(reviews.actions())))
        undecided = [item for item in written if isinstance(item, Undecided)]
        (report_,) = [item for item in written if not isinstance(item, Undecided)]
        assert [item.report_id for item in undecided] == ["r1"]
        assert len(report_["claims"]) == len(of_r2) - 1
        assert report_["claims"][0]["certainty"] == "uncertain"
        document = f"{report_['title']}\n{report_['text']}"
        for claim in report_["claims"]:
            assert claim["evidence"] in document
            assert not {"key", "span", "spans", "confidence", "rule"} & set(claim)


def test_an_exported_test_set_is_read_by_the_tool_that_measures(tmp_path: Path) -> None:
    from tests.gold import scoring

    with record(str(tmp_path / "a.db")) as (store, reviews):
        act(reviews, [Wish("accept", claim.key, FIRST) for name in ("r1", "r2", "r3") for claim in claims(store, name)])
        rows = [r for r in gold(store.readings(), replay_all(reviews.actions())) if not isinstance(r, Undecided)]
        assert len(rows) == 3
        for row in rows:
            mine = [dict(claim) for claim in row["claims"]]
            _, found = scoring.match_report(row, mine)
            assert len(found.pairs) == len(row["claims"])
            assert found.missed(row["claims"]) == []


def test_a_removed_report_takes_the_words_of_its_review_along(database: str) -> None:
    with record(database) as (store, reviews):
        claim, other = casualty(store, "r1"), casualty(store, "r2")
        do(reviews, "edit", claim.key, slots={"affiliation": "زقزوقيان"}, why="زقزوقيان said it")
        do(reviews, "same", other.key, other=claim.key, why="زقزوقيان again")
        reviews.put_draft(FIRST, claim.key, {"words": "زقزوقيان"})
        store.remove("r1", "it names a witness", "admin")
        acts = reviews.actions()
        assert [(a.verb, a.why, a.value) for a in acts] == [("edit", None, None), ("same", None, None)]
        assert reviews.drafts(FIRST) == []
        assert claim.key not in {row.key for row in queue(reviews, QueueQuery())}
        assert store.verify().problems == ()
        if not database.startswith("postgresql"):
            files = [Path(database), Path(f"{database}-wal")]
            assert not any("زقزوقيان".encode() in file.read_bytes() for file in files if file.exists())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE action SET why = 'other'",
        "UPDATE action SET verb = 'reject'",
        "UPDATE action SET by = 'nobody'",
        "DELETE FROM action",
    ],
)
def test_a_changed_log_is_found(tmp_path: Path, statement: str) -> None:
    import sqlite3

    with record(str(tmp_path / "a.db")) as (store, reviews):
        do(reviews, "accept", casualty(store).key)
        assert store.verify().problems == ()
        with sqlite3.connect(tmp_path / "a.db") as raw:
            raw.execute(statement.replace(" by ", ' "by" '))
        raw.close()
        assert any("action" in problem.record for problem in store.verify().problems)


def test_a_long_queue_is_read_in_pages(tmp_path: Path) -> None:
    """Every page is read in a moment, the first as well as one deep in the queue. MARSAD_BLOCKS=100: 100,000 claims."""
    with Store.open(tmp_path / "big.db") as store:
        template = Claim(
            "c", "k", "casualty", Span(0, 9), Casualty("killed", Count(5, 5, "exact")), "rule", confidence=0.5
        )
        for block in range(int(os.environ.get("MARSAD_BLOCKS", "10"))):
            store.add_many([
                Arrival(report(f"r{block}-{n}", "خمسة قتلى"), b"%d-%d" % (block, n), reader_version="1", claims=tuple(
                    replace(template, id=f"c{i}", key=f"{block}-{n}-{i}", confidence=(n * 100 + i) % 97 / 97)
                    for i in range(100)))
                for n in range(10)
            ])  # fmt: skip
        reviews = Reviews(store)
        began = time.monotonic()
        first = queue(reviews, QueueQuery())
        filled = time.monotonic() - began
        assert len(first) == 50
        times = []
        after = (first[-1].risk, first[-1].key)
        for _ in range(20):
            began = time.monotonic()
            page = queue(reviews, QueueQuery(after=after))
            times.append(time.monotonic() - began)
            after = (page[-1].risk, page[-1].key)
        began = time.monotonic()
        deep = reviews.queue(QueueQuery(after=(1000, "")))
        times.append(time.monotonic() - began)
        assert deep
        began = time.monotonic()
        do(reviews, "accept", first[0].key, EDITOR)
        acted = time.monotonic() - began
        print(f"filled {filled:.1f} s, page {sorted(times)[len(times) // 2] * 1000:.0f} ms, act {acted * 1000:.0f} ms")
        assert sorted(times)[len(times) // 2] < 0.1
        assert acted < 0.5
