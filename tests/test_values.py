"""Claims and their values behave as records of Python do, compiled or not."""

from __future__ import annotations

import copy
import datetime as dt
import math
import pickle
from dataclasses import asdict, fields, replace

import pytest

from marsad.claims.confidence import confidence
from marsad.records import (
    Attack,
    Casualty,
    Claim,
    Control,
    Count,
    Diplomacy,
    Humanitarian,
    Named,
    Place,
    Span,
    Statement,
    When,
)

SPAN = Span(3, 8)
ARMY = Named("الجيش", "army", SPAN, ("القوات",))
COUNT = Count(5, None, "at_least", "خمسة", SPAN)
TOWN = Place("البلدة", SPAN, "Town", 35.5, 38.25, "exact", "SY", "sy-town", "the only place of this name")
DAY = When(dt.date(2020, 2, 1), dt.date(2020, 2, 3), "day", "السبت", SPAN, options=(When(None, None),))
VALUES = [
    SPAN, ARMY, COUNT, TOWN, DAY, Casualty("killed", COUNT, cumulative=True), Control("captures", ARMY),
    Attack("shelling", None, ARMY), Statement(ARMY, "say", "كلام"), Diplomacy("talks", "held", ("UN",)),
    Humanitarian("siege", COUNT),
    Claim("c1", "k", "attack", SPAN, Attack("clash"), "attack", (SPAN,), ARMY, place=(TOWN,), time=DAY),
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_is_copied_pickled_and_changed_without_loss(value: Claim) -> None:
    for again in (pickle.loads(pickle.dumps(value)), copy.deepcopy(value), replace(value)):
        assert (again, hash(again), repr(again), type(again)) == (value, hash(value), repr(value), type(value))
    assert list(asdict(value)) == [field.name for field in fields(value)]


def test_spans_are_in_the_order_of_the_text() -> None:
    assert sorted([Span(4, 9), Span(2, 7), Span(2, 3)]) == [Span(2, 3), Span(2, 7), Span(4, 9)]
    assert len({SPAN, Span(3, 8), Span(3, 9)}) == 2
    assert SPAN != (3, 8)


def test_a_confidence_is_rounded_as_python_rounds() -> None:
    odds = [step / 97 for step in range(-800, 800)] + [math.log(p / (1 - p)) for p in (0.125, 0.375, 0.625, 0.005)]
    assert [confidence(x) for x in odds] == [round(1 / (1 + math.exp(-x)), 2) for x in odds]
