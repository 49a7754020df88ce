"""Records survive the way through JSON (marsad/store/codec.py)."""

from __future__ import annotations

import datetime as dt
import json
import runpy
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad import values
from marsad.records import Claim, Count, Named, Place, Report, Span
from marsad.store.codec import claim_of, encode
from marsad.store.hashing import canonical
from marsad.store.rows import claim_bodies, claim_columns, claim_in, report_of, report_row
from tests.store_support import claims

ROOT = Path(__file__).resolve().parent.parent
# What a value may hold is read from the source: a compiled record does not tell its types
SOURCE = SimpleNamespace(**runpy.run_path(str(ROOT / "marsad" / "values.py")))

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8)
numbers = st.floats(-180, 180)
days = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))
spans = st.builds(SOURCE.Span, st.integers(0, 10**6), st.integers(0, 10**6))
st.register_type_strategy(str, words)
st.register_type_strategy(float, numbers)
st.register_type_strategy(SOURCE.Span, spans)
whens = st.builds(SOURCE.When, start=st.none() | days, end=st.none() | days, options=st.just(()))
details = st.one_of([st.builds(detail) for detail in get_args(SOURCE.Detail)])


def made(value: Any) -> Any:
    """Return a value of the source as one of the reader's own."""
    if isinstance(value, tuple):
        return tuple(map(made, value))
    if not is_dataclass(value):
        return value
    return getattr(values, type(value).__name__)(**{f.name: made(getattr(value, f.name)) for f in fields(value)})


@st.composite
def any_claim(draw: st.DrawFn) -> Claim:
    detail = draw(details)
    options = tuple(draw(st.lists(whens, max_size=2)))
    kind = type(detail).__name__.lower()
    drawn = draw(st.builds(SOURCE.Claim, detail=st.just(detail), kind=st.just(kind), time=whens))
    claim: Claim = made(drawn)
    return replace(claim, time=replace(claim.time, options=made(options)))


@settings(max_examples=150, deadline=None)
@given(any_claim())
def test_any_claim_comes_back(claim: Claim) -> None:
    assert claim_of(json.loads(canonical(encode(claim)))) == claim


@settings(max_examples=50, deadline=None)
@given(st.builds(Report, published=st.none() | days))
def test_any_report_comes_back(report: Report) -> None:
    assert report_of(report_row(report)) == report


def test_what_is_unknown_takes_no_room_and_what_is_zero_stays() -> None:
    assert encode(Count(0, None, "exact")) == {"low": 0, "high": None, "qualifier": "exact"}
    assert encode(Named("x")) == {"text": "x"}
    assert encode(Place("x", Span(1, 2), lat=-0.0)) == {"text": "x", "span": [1, 2], "lat": 0.0}
    assert canonical(encode(-0.0)) == "0.0"


def test_a_body_names_the_whole_by_its_key() -> None:
    bodies = claim_bodies([*claims(), *claims()])
    assert list(bodies) == [claim.key for claim in claims()]
    name, body = bodies["r1:2"]
    assert (name, body["detail"]["subset_of"], "id" in body) == ("c2", "r1:1", False)
    row = {"claim_id": "c2", "body": body, "parent": claim_columns(body)["parent"]}
    assert claim_in(row, "c1") == claims()[1]


def test_columns_repeat_the_body() -> None:
    (_, body) = claim_bodies(claims())["r1:1"]
    columns = claim_columns(body)
    assert columns["source"] == "Syrian Observatory for Human Rights"
    assert columns["d0"] == dt.date(2016, 12, 5).toordinal()
    assert (columns["start"], columns["end"]) == (23, 32)


@pytest.mark.parametrize("claim", claims(), ids=lambda claim: claim.kind)
def test_every_kind_is_known(claim: Claim) -> None:
    assert claim_of(encode(claim)) == claim
