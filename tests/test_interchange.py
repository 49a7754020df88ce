"""The interchange format has the slots of the codebook, and its spans hold what they quote."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest

from marsad import summary
from marsad.interchange import claim_to_dict, reading_to_dict
from marsad.records import (
    Attack,
    Casualty,
    Claim,
    Control,
    Count,
    Detail,
    Diplomacy,
    Humanitarian,
    Issue,
    Kind,
    Named,
    Place,
    Reading,
    Report,
    Span,
    Statement,
    When,
)

TEXT = "A witness said that on Monday evening shelling by the army killed 5 civilians, 2 of them children, in Aleppo."
REPORT = Report("r1", TEXT, "en", dt.date(2016, 12, 5), "Example", "Market shelled")
COMMON = ["id", "key", "kind", "evidence", "span", "also", "also_spans", "source", "certainty"]
COMMON += ["confidence", "place", "time"]


def span(words: str) -> Span:
    start = REPORT.document.index(words)
    return Span(start, start + len(words))


def named(words: str, name: str | None = None) -> Named:
    return Named(words, name, span(words))


MONDAY = When(dt.date(2016, 12, 5), dt.date(2016, 12, 5), "day", "Monday evening", span("Monday evening"), "evening")
ALEPPO = Place("Aleppo", span("Aleppo"), "Aleppo, Syria", 36.2, 37.16, "exact", "SY", "170063")
FIVE = Count(5, 5, "exact", "5", span("5"))
DETAILS: list[tuple[Kind, Detail, list[str], str]] = [
    (
        "casualty",
        Casualty("killed", FIVE, "civilians", None, "Syrian government forces", "shelling"),
        ["harm", "count", "victims", "affiliation", "subset_of", "perpetrator", "cause", "cumulative"],
        "5 civilians killed by Syrian government forces (shelling)",
    ),
    (
        "control",
        Control("captures", named("the army"), None, "the market"),
        ["action", "actor", "from_actor", "extent"],
        "the army: captures the market",
    ),
    ("attack", Attack("shelling", named("the army", "Army")), ["type", "attacker", "target"], "shelling by Army"),
    (
        "statement",
        Statement(named("A witness"), "say", "that shelling"),
        ["speaker", "role", "act", "content"],
        "A witness says: that shelling",
    ),
    (
        "diplomacy",
        Diplomacy("vote", "planned", ("Egypt", "Spain"), "UN Security Council"),
        ["type", "status", "participants", "body"],
        "vote (planned); Egypt, Spain; UN Security Council",
    ),
    (
        "humanitarian",
        Humanitarian("displacement", Count(1000, None, "at_least", "1,000")),
        ["type", "count", "actor"],
        "displacement of at least 1,000",
    ),
]


def claim(kind: Kind, detail: Detail) -> Claim:
    return Claim(
        "c1",
        "k1",
        kind,
        span("shelling by the army killed 5 civilians"),
        detail,
        "example",
        also=(span("Market shelled"),),
        source=named("A witness", "Witness"),
        place=(ALEPPO,),
        time=MONDAY,
        spans=(("harm", span("killed")),),
        inferred=(("victims", "the noun counted"),),
    )


def pairs(value: Any) -> Iterator[tuple[str, list[int]]]:
    """Yield every (text, span) that stands side by side in a plain value."""
    if isinstance(value, dict):
        if isinstance(value.get("text"), str) and value.get("span"):
            yield value["text"], value["span"]
        for inner in value.values():
            yield from pairs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from pairs(inner)


@pytest.mark.parametrize(("kind", "detail", "slots", "words"), DETAILS, ids=[row[0] for row in DETAILS])
def test_every_kind_has_its_slots(kind: Kind, detail: Detail, slots: list[str], words: str) -> None:
    value = claim_to_dict(claim(kind, detail), REPORT)
    assert list(value) == [*COMMON, *slots, "spans", "inferred", "rule"]
    assert summary.what(claim(kind, detail)) == words


@pytest.mark.parametrize(("kind", "detail", "slots", "words"), DETAILS, ids=[row[0] for row in DETAILS])
def test_every_span_holds_what_it_quotes(kind: Kind, detail: Detail, slots: list[str], words: str) -> None:
    value = claim_to_dict(claim(kind, detail), REPORT)
    document = REPORT.document
    for text, (start, end) in pairs(value):
        assert document[start:end] == text
    assert document[slice(*value["span"])] == value["evidence"]
    assert [document[slice(*pair)] for pair in value["also_spans"]] == value["also"]
    assert document[slice(*value["spans"]["harm"])] == "killed"


def test_a_reading_is_plain_json() -> None:
    reading = Reading(
        REPORT,
        (claim("attack", Attack("shelling")),),
        (Issue("r1", "the number is not clear", span("2 of them")),),
        (("dateline", span("Market")),),
    )
    value = reading_to_dict(reading)
    assert json.loads(json.dumps(value)) == value
    assert value["published"] == "2016-12-05"
    assert value["issues"] == [{"reason": "the number is not clear", "text": "2 of them", "span": [94, 103]}]
    assert value["furniture"] == [{"kind": "dateline", "text": "Market", "span": [0, 6]}]


def test_time_keeps_its_alternatives_and_open_ends() -> None:
    morning = When(dt.date(2016, 12, 7), dt.date(2016, 12, 7), part="morning")
    either = When(dt.date(2016, 12, 6), dt.date(2016, 12, 7), options=(MONDAY, morning))
    value = claim_to_dict(Claim("c1", "k1", "attack", span("shelling"), Attack("other"), "x", time=either), REPORT)
    assert [option["part"] for option in value["time"]["options"]] == ["evening", "morning"]
    assert summary.period(either) == "2016-12-05 evening or 2016-12-07 morning"
    assert summary.period(When(None, dt.date(2016, 12, 5))) == "until 2016-12-05"
    assert summary.period(When(dt.date(2016, 11, 15), None)) == "from 2016-11-15"


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (Count(311, None, "more_than"), "more than 311"),
        (Count(None, 40, "up_to"), "up to 40"),
        (Count(1200, 1200, "about"), "about 1,200"),
        (Count(5, 7, "range"), "5 to 7"),
        (Count(None, None, "vague", "dozens"), "some (dozens)"),
        (Count(None, None, "vague"), "an unstated number of"),
    ],
)
def test_counts_are_said_as_reported(count: Count, words: str) -> None:
    assert summary.number(count) == words
