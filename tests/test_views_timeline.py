"""The timeline, and what all views share: filters, references, judgements of claims, plain rows."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.interchange import claim_to_dict
from marsad.records import (
    Attack,
    Casualty,
    Control,
    Count,
    Diplomacy,
    Humanitarian,
    Judgement,
    Named,
    Span,
    Statement,
    Verdict,
    When,
)
from marsad.views.casualties import casualties
from marsad.views.judged import corrected, judged
from marsad.views.rows import Days, Filter, Sourced, about_place, days_of, in_order, lineage_by_source, plain, reference
from marsad.views.timeline import number, timeline
from tests.views_support import SHARED, Line, Pair, day, exactly, gold, place, told

SEED = SHARED / "gold" / "seed.gold.jsonl"
MONITOR = Named("المرصد السوري", "Syrian Observatory for Human Rights")
DOUMA = ("Douma, Syria",)
LINES = (
    Line("11 killed", Casualty("killed", exactly(11), "civilians", perpetrator="A force"), DOUMA, "2018-04-07"),
    Line("took Douma", Control("captures", Named("force", "A force"), extent="all of it"), DOUMA, "2018-04-07"),
    Line("an air strike", Attack("airstrike", None, Named("rebels")), DOUMA, "2018-04-06/2018-04-07"),
    Line("hundreds left", Humanitarian("evacuation", Count(100, None, "more_than")), DOUMA, "/2018-04-05"),
    Line("said no", Statement(MONITOR, "deny", "no"), source="Agency"),
    Line("talks on Monday", Diplomacy("talks", "planned", ("A", "B"), "UN"), ("Geneva",), "2018-04-09",
         certainty="planned"),
    Line("a siege", Humanitarian("siege"), DOUMA, ""),
)  # fmt: skip


def report() -> list[Pair]:
    return told("r", "2018-04-08", "Wire", *LINES)


def test_everything_stands_in_the_order_of_time() -> None:
    moments = timeline(report())
    assert [(m.what, str(m.days.first), m.days.dated) for m in moments] == [
        ("humanitarian evacuation 100+", "None", True),
        ("attack airstrike", "2018-04-06", True),
        ("casualty killed 11 civilians", "2018-04-07", True),
        ("control captures all of it", "2018-04-07", True),
        ("statement deny", "2018-04-08", False),
        ("humanitarian siege", "2018-04-08", False),
        ("diplomacy talks planned", "2018-04-09", True),
    ]
    planned, denial = moments[-1], moments[4]
    assert (planned.certainty, planned.actors, planned.places) == ("planned", ("A", "B", "UN"), ("Geneva",))
    assert (denial.asserter, denial.lineage, denial.words) == (
        "Syrian Observatory for Human Rights",
        "Agency",
        "said no",
    )


def test_every_moment_opens_to_its_words() -> None:
    pairs = report()
    for moment in timeline(pairs):
        slot, span = moment.ref.spans[0]
        assert (slot, span.of(pairs[0][0].document)) == ("evidence", moment.words)


@pytest.mark.parametrize(
    ("where", "kinds"),
    [
        (Filter(kind="control"), ["control"]),
        (Filter(place="Douma"), ["humanitarian", "attack", "casualty", "control", "humanitarian"]),
        (Filter(place="Syria", kind="casualty"), ["casualty"]),
        (Filter(actor="a force"), ["casualty", "control"]),
        (Filter(actor="المرصد"), ["statement"]),
        (Filter(actor="agency"), ["statement"]),
        (Filter(since=day("2018-04-08")), ["statement", "humanitarian", "diplomacy"]),
        (Filter(until=day("2018-04-06")), ["humanitarian", "attack"]),
        (Filter(as_of=day("2018-04-06")), ["humanitarian", "attack"]),
        (Filter(known_on=day("2018-04-07")), []),
    ],
)
def test_filters(where: Filter, kinds: list[str]) -> None:
    assert [m.kind for m in timeline(report(), where)] == kinds


def test_a_report_without_a_day_is_known_at_none() -> None:
    pairs = told("r", None, None, LINES[0], LINES[4])
    assert timeline(pairs, Filter(known_on=day("2020-01-01"))) == ()
    dated, undated = timeline(pairs)
    assert (dated.lineage, dated.asserter) == ("r", None)
    assert undated.days == Days(None, None, dated=False)
    assert undated.days.meets(day("2020-01-01"), day("2020-01-02"))
    assert undated.days.begins_by(day("1990-01-01"))


def test_days() -> None:
    (since,) = told("r", "2018-04-08", "Wire", Line("x", LINES[0].detail))
    open_end = replace(since[1], time=When(day("2018-03-30"), None))
    assert days_of(since[0], open_end) == Days(day("2018-03-30"), day("2018-04-08"))
    future = replace(since[1], time=When(day("2018-05-01"), None))
    assert days_of(since[0], future) == Days(day("2018-05-01"), None)
    assert Days(day("2018-05-01"), None).by == day("2018-05-01")


def test_places_by_id_by_name_and_by_what_is_printed() -> None:
    qadi = replace(place("Qadi Askar, Aleppo, Syria"), text="حي قاضي عسكر")
    assert all(
        about_place(qadi, name) for name in ("qadi askar", "Aleppo", "Syria", "قاضي عسكر", "Qadi Askar, Aleppo, Syria")
    )
    assert not about_place(qadi, "Ask")
    assert not about_place(qadi, "عسك")


def test_references_hold_the_span_of_every_slot() -> None:
    (pair,) = told("r", "2018-04-08", "Wire", LINES[1])
    when, detail = When(None, None, span=Span(5, 6)), Control("captures", Named("force", span=Span(7, 8)))
    claim = replace(pair[1], spans=(("extent", Span(1, 2)),), also=(Span(3, 4),), time=when, detail=detail)
    ref = reference(pair[0], claim)
    assert [slot for slot, _ in ref.spans] == ["evidence", "also", "time", "place", "actor", "extent"]
    assert Sourced(pair[0], claim).ref == ref


def test_a_claim_given_twice_counts_once() -> None:
    assert len(in_order(report() + report())) == len(LINES)


def test_the_simple_lineage() -> None:
    pairs = report()
    assert lineage_by_source(pairs)(reference(*pairs[0])) == "Wire"
    assert lineage_by_source(pairs)(reference(*pairs[4])) == "Agency"


AT = dt.datetime(2018, 4, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("verdict", "certainty", "left"),
    [
        ("reject", "stated", None),
        ("accept", "uncertain", "stated"),
        ("accept", "denied", "denied"),
        ("unsure", "stated", "stated"),
    ],
)
def test_judgements_of_one_claim(verdict: Verdict, certainty: Any, left: str | None) -> None:
    (pair,) = told("r", "2018-04-08", "Wire", replace(LINES[0], certainty=certainty))
    found = judged([Sourced(*pair)], [Judgement("r-1", None, verdict, "editor", "", AT)])
    assert [p.claim.certainty for p in found] == ([left] if left else [])


def test_the_last_judgement_holds() -> None:
    (pair,) = told("r", "2018-04-08", "Wire", LINES[0])
    no = Judgement("r-1", None, "reject", "editor", "", AT)
    yes = Judgement("r-1", None, "accept", "editor", "", AT + dt.timedelta(hours=1))
    assert len(judged([Sourced(*pair)], [yes, no])) == 1
    assert judged([Sourced(*pair)], [yes, no], known_on=day("2018-04-08")) == (Sourced(*pair),)


def test_corrections_are_written_as_the_interchange_format_writes_slots() -> None:
    pairs = report()
    value = {
        "certainty": "uncertain",
        "time": {"start": "2018-04-01", "end": None},
        "count": {"low": 3, "high": None, "qualifier": "at_least", "text": "three"},
        "harm": "injured",
        "place": "is passed over",
    }
    changed = claim_to_dict(corrected(pairs[0][1], value), pairs[0][0])
    assert (changed["harm"], changed["certainty"]) == ("injured", "uncertain")
    assert (changed["count"]["low"], changed["count"]["qualifier"]) == (3, "at_least")
    assert (changed["time"]["start"], changed["time"]["end"]) == ("2018-04-01", None)
    moved = corrected(pairs[1][1], {"actor": "Another force", "from_actor": {"text": "them", "name": "Them"}}).detail
    assert isinstance(moved, Control)
    assert (moved.actor and moved.actor.name, moved.from_actor and moved.from_actor.name) == ("Another force", "Them")
    parties = corrected(pairs[5][1], {"participants": ["C"], "time": {"end": "2018-04-10"}})
    assert isinstance(parties.detail, Diplomacy)
    assert (parties.detail.participants, parties.time.start) == (("C",), day("2018-04-09"))


def test_rows_are_plain_json() -> None:
    rows = plain(timeline(report()))
    assert json.loads(json.dumps(rows)) == rows
    assert rows[0]["ref"]["spans"][0] == ["evidence", [35, 48]]
    assert plain(frozenset(("b", "a"))) == ["a", "b"]
    assert plain(casualties(report()))["tolls"][0]["range"] == {"low": 11, "high": 11, "lineages": 1}


@pytest.mark.parametrize(
    ("low", "high", "text"), [(5, 5, "5"), (5, 7, "5–7"), (5, None, "5+"), (None, 5, "≤5"), (None, None, "")]
)
def test_numbers_in_short(low: int | None, high: int | None, text: str) -> None:
    assert number(low, high) == text


@pytest.mark.skipif(not SEED.exists(), reason="SKIPPED: no ../shared/gold; the seed's timeline is not tested")
def test_the_seed() -> None:
    moments = timeline(gold(SEED))
    assert len(moments) == 21
    assert moments[-1].what == "diplomacy talks planned"
    assert [m.what for m in moments[:2]] == ["casualty killed 311+ civilians", "casualty killed 42 children"]
    assert len(timeline(gold(SEED), Filter(actor="Lavrov"))) == 9


@settings(max_examples=20, deadline=None)
@given(st.permutations(report() + told("s", "2018-04-08", "Other", *LINES)))
def test_the_order_of_claims_changes_nothing(pairs: list[Pair]) -> None:
    assert timeline(pairs) == timeline(report() + told("s", "2018-04-08", "Other", *LINES))
