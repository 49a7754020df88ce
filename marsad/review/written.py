"""A claim that the machine missed, written by a person: words of a report, a kind and its slots.

It is a claim like any other, with the rule `person`; who wrote it stands in the log of actions. It stands beside every
later reading, is read a second time like any other, and goes into the team's own test set.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from marsad.claims.keys import key_of
from marsad.interchange import claim_to_dict
from marsad.records import (
    Attack,
    Casualty,
    Claim,
    Control,
    Count,
    Detail,
    Diplomacy,
    Humanitarian,
    Kind,
    Named,
    Report,
    Span,
    Statement,
)
from marsad.review.desk import ReviewError, UnknownClaimError, enqueue, queued
from marsad.review.settle import settle
from marsad.review.slots import SlotError, correct
from marsad.review.states import Case, replay
from marsad.review.tables import slots
from marsad.store.claimsets import PERSON
from marsad.store.reviews import Bench, Reviews
from marsad.store.types_review import Action
from marsad.views.judged import corrected

KINDS: tuple[Kind, ...] = get_args(Kind)
_GIVEN = ("certainty", "cumulative")  # what has a value where nothing is said
_NO_TRIGGER = -1  # no word gave it away to a machine
_BLANK: Mapping[Kind, Detail] = {
    "casualty": Casualty("", Count(None, None, "vague")),
    "control": Control(""),
    "attack": Attack(""),
    "statement": Statement(Named(""), "", ""),
    "diplomacy": Diplomacy("", ""),
    "humanitarian": Humanitarian(""),
}


@dataclass(frozen=True, slots=True)
class Writing:
    """What a person writes: `span` are the words that say it, `slots` its values as in a correction (slots.py)."""

    report: str
    kind: str
    span: tuple[int, int]
    slots: Mapping[str, Any]
    by: str
    why: str = ""
    name: str | None = None  # makes a repeat harmless


def write(reviews: Reviews, writing: Writing) -> Case:
    """Keep the claim and return where it stands. Raises `ReviewError`, `SlotError` or `UnknownClaimError`."""
    enqueue(reviews)
    with reviews.bench() as bench:
        done = bench.action(writing.name) if writing.name else None
        if done is not None:  # the same request, sent again
            opened = bench.open(done.key)
            return replay(done.key, opened.actions if opened else (done,))
        report = bench.report(writing.report)
        if report is None:
            raise UnknownClaimError(f"{writing.report}: there is no such report")
        return _keep(bench, report, written(report, writing), writing)


def _keep(bench: Bench, report: Report, claim: Claim, writing: Writing) -> Case:
    if bench.open(claim.key) is not None:
        raise ReviewError("somebody wrote that very claim already")
    bench.write_in(report.report_id, claim, queued)
    value = {"claim": claim_to_dict(claim, report)}
    name = writing.name or secrets.token_hex(8)
    made = Action(name, claim.key, "add", writing.by, dt.datetime.now(dt.UTC), writing.why.strip(), None, value)
    bench.append(made)
    case = replay(claim.key, [made])
    settle(bench, case.item, made)
    return case


def written(report: Report, writing: Writing) -> Claim:
    """Return the claim, checked against the words of the report as a correction is. Pure; its id is given later."""
    kind = next((one for one in KINDS if one == writing.kind), None)
    if kind is None:
        raise SlotError(f"{writing.kind!r} is no kind of claim: there are {', '.join(KINDS)}")
    start, end = writing.span
    if not 0 <= start < end <= len(report.document):
        raise SlotError(f"the span [{start}, {end}) is not in the report, which has {len(report.document)} characters")
    blank = Claim("", "", kind, Span(start, end), _BLANK[kind], PERSON)
    needed = [slot.name for slot in slots(kind).values() if not slot.optional and slot.name not in _GIVEN]
    if missing := [name for name in needed if name not in writing.slots]:
        raise SlotError(f"a {kind} needs {', '.join(missing)}")
    claim = corrected(blank, correct(blank, report, writing.slots).slots)
    key = key_of(report.report_id, kind, claim.evidence, _NO_TRIGGER, claim.detail)
    return Claim(
        "", key, kind, claim.evidence, claim.detail, PERSON, (), claim.source, claim.certainty, claim.place, claim.time,
        None, claim.spans,
    )  # fmt: skip
