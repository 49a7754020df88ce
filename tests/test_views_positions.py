"""Positions: who said what on which issue, when, and in whose words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.records import Diplomacy, Named, Span, Statement
from marsad.views.diplomacy import diplomacy
from marsad.views.positions import Issue, PositionRow, label, positions
from marsad.views.rows import Filter
from tests.views_support import SHARED, Line, Pair, day, gold, told

SEED = SHARED / "gold" / "seed.gold.jsonl"
ENVOY, MINISTER = Named("Envoy"), Named("Minister")
TRUCE = Issue("truce", (("truce",), ("هدنة",), ("وقف", "إطلاق", "النار")))


def says(published: str, who: str, act: str, content: str, *, when: str = "", outlet: str = "Wire",
         quoted: bool = False, role: str | None = None, **slots: object) -> list[Pair]:  # fmt: skip
    words = f'{who} said "{content}"' if quoted else f"{who} said {content}"
    line = Line(words, Statement(Named(who, who), act, content, role), (), when, **slots)  # type: ignore[arg-type]
    return told(f"{outlet}-{published}-{who}-{act}", published, outlet, line)


def brief(rows: tuple[PositionRow, ...]) -> list[tuple[str, str | None, list[str]]]:
    return [(row.actor, row.issue, [p.act for p in row.said]) for row in rows]


def test_rows_by_actor_and_issue_in_the_order_of_time() -> None:
    pairs = [
        *says("2016-12-05", "Minister", "reject", "the truce will not come"),
        *says("2016-12-03", "Minister", "support", "a truce is near"),
        *says("2016-12-04", "Envoy", "demand", "a truce at once"),
        *says("2016-12-04", "Envoy", "say", "the weather is fine"),
    ]
    rows = positions(pairs, issues=[TRUCE])
    assert brief(rows) == [
        ("Envoy", "truce", ["demand"]),
        ("Envoy", None, ["say"]),
        ("Minister", "truce", ["support", "reject"]),
    ]
    assert [p.stance for p in rows[2].said] == ["for", "against"]
    assert rows[2].turns == (day("2016-12-05"),)
    assert rows[0].said[0].stance is None


def test_phrases_are_found_with_clitics_in_any_order() -> None:
    pairs = says("2016-12-05", "Minister", "say", "سنرفض وقفاً لإطلاق النار في المدينة")
    assert brief(positions(pairs, issues=[TRUCE]))[0][1] == "truce"
    pairs = says("2016-12-05", "Minister", "say", "وقف القتال")
    assert brief(positions(pairs, issues=[TRUCE]))[0][1] is None


def test_a_statement_on_two_issues_stands_in_both() -> None:
    pairs = says("2016-12-05", "Minister", "say", "a truce and aid")
    rows = positions(pairs, issues=[TRUCE, Issue("aid", (("aid",),)), Issue("empty", ((),))])
    assert [row.issue for row in rows] == ["aid", "truce"]


def test_a_track_is_an_issue() -> None:
    lines = (
        Line("The Council will vote on the draft resolution about convoys reaching besieged quarters",
             Diplomacy("vote", "planned", ("Spain",), "UN Security Council"), certainty="planned"),
        Line("Envoy said the draft resolution leaves convoys without guards",
             Statement(ENVOY, "warn", "the draft resolution leaves convoys without guards")),
        Line("Envoy said nobody slept", Statement(ENVOY, "say", "nobody slept")),
    )  # fmt: skip
    pairs = told("r", "2016-12-05", "Wire", *lines)
    tracks = diplomacy(pairs)
    rows = positions(pairs, tracks=tracks)
    name = "resolution · UN Security Council · Spain"
    assert [label(t) for t in tracks] == [name]
    assert brief(rows) == [("Envoy", name, ["warn"]), ("Envoy", None, ["say"])]


def test_function_words_put_no_statement_on_a_track() -> None:
    lines = (
        Line("The draft was put to the vote after all and was adopted on Tuesday",
             Diplomacy("vote", "done", ("Spain",), "UN Security Council")),
        Line("Envoy said the road was open and that the wells were dry on Tuesday after all",
             Statement(ENVOY, "say", "the road was open and the wells were dry on Tuesday after all")),
    )  # fmt: skip
    pairs = told("r", "2016-12-06", "Wire", *lines)
    assert brief(positions(pairs, tracks=diplomacy(pairs))) == [("Envoy", None, ["say"])]


def test_what_is_said_in_the_passage_of_a_track_is_on_it() -> None:
    words = "Minister said talks begin on Tuesday"
    detail = Statement(MINISTER, "announce", "talks begin")
    pairs = told("r", "2016-12-05", "Wire", Line(words, detail))
    report, claim = told("r", "2016-12-05", "Wire", Line(words, Diplomacy("talks", "planned", ("A", "B"))))[0]
    pairs.append((report, replace(claim, id="c2", key="r-2")))
    rows = positions(pairs, tracks=diplomacy(pairs))
    assert [row.issue for row in rows] == ["talks · A, B"]


def test_quotes_and_relays() -> None:
    pairs = says("2016-12-05", "Minister", "say", "no truce", quoted=True, outlet="A", when="2016-12-05")
    pairs += says("2016-12-06", "Minister", "say", "no truce", outlet="B", when="2016-12-05", role="foreign minister")
    pairs += says("2016-12-06", "Minister", "warn", "no aid", outlet="B", source="Agency")
    (row,) = positions(pairs)
    first, second = row.said
    assert (first.verbatim, first.outlets, first.lineages, len(first.refs)) == (True, ("A", "B"), ("A", "B"), 2)
    assert (second.verbatim, second.told_by, second.days.dated) == (False, "Agency", False)
    assert row.roles == ("foreign minister",)


def test_where_the_words_of_a_quote_are_found() -> None:
    ((report, claim),) = says("2016-12-05", "Minister", "say", "no truce", quoted=True)
    start = report.document.index("no truce")
    marked = replace(claim, spans=(("content", Span(start, start + 8)),))
    assert positions([(report, marked)])[0].said[0].verbatim
    lost = replace(claim, detail=Statement(MINISTER, "say", "words that are not there"))
    assert not positions([(report, lost)])[0].said[0].verbatim


def test_what_was_not_said_is_left_out() -> None:
    pairs = says("2016-12-05", "Minister", "say", "yes", certainty="denied")
    pairs += says("2016-12-05", "Minister", "announce", "later", certainty="planned")
    pairs += says("2016-12-05", "Minister", "warn", "maybe", certainty="uncertain")
    assert [p.certainty for row in positions(pairs) for p in row.said] == ["uncertain"]


def test_filters() -> None:
    pairs = says("2016-12-05", "Minister", "say", "fighters who stay are terrorists")
    pairs += says("2016-12-07", "Envoy", "say", "the Minister is wrong", outlet="B")
    assert brief(positions(pairs, containing="terrorist fighters")) == [("Minister", None, ["say"])]
    assert brief(positions(pairs, Filter(actor="envoy"))) == [("Envoy", None, ["say"])]
    assert brief(positions(pairs, Filter(known_on=day("2016-12-06")))) == [("Minister", None, ["say"])]
    assert brief(positions(pairs, Filter(as_of=day("2016-12-06")))) == [("Minister", None, ["say"])]


@pytest.mark.skipif(not SEED.exists(), reason="SKIPPED: no ../shared/gold; the seed's statements are not asked")
def test_who_said_that_fighters_who_stay_are_terrorists() -> None:
    pairs = gold(SEED)
    (row,) = positions(pairs, containing="مغادرة إرهابيين")
    assert (row.actor, [p.act for p in row.said]) == ("Sergey Lavrov", ["threaten"])
    (said,) = row.said
    assert (said.days.by, said.verbatim, said.outlets) == (day("2016-12-05"), True, ("أخبار الآن",))
    by_track = positions(pairs, tracks=diplomacy(pairs))
    lavrov = {row.issue for row in by_track if row.actor == "Sergey Lavrov"}
    assert any(issue and issue.startswith("resolution · UN Security Council") for issue in lavrov)


SOME = (
    says("2016-12-05", "Minister", "reject", "the truce will not come")
    + says("2016-12-03", "Minister", "support", "a truce is near", outlet="A")
    + says("2016-12-03", "Minister", "support", "a truce is near", outlet="B")
    + says("2016-12-04", "Envoy", "demand", "a truce at once")
)


@settings(max_examples=20, deadline=None)
@given(st.permutations(SOME))
def test_the_order_of_claims_changes_nothing(pairs: list[Pair]) -> None:
    assert positions(pairs, issues=[TRUCE]) == positions(SOME, issues=[TRUCE])
