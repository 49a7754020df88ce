"""The records that flow through Marsad: immutable, without I/O.

Offsets are Unicode code points, half-open `[start, end)`, into `Report.document`: the printed text, with the
title as its first line where there is one. Coordinates are WGS 84 degrees, latitude first.
Kinds, slots and values are those of the interchange format (docs/codebook.md).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import field
from typing import Any, Literal

from marsad.record import record
from marsad.values import NO_TIME as NO_TIME
from marsad.values import Attack as Attack
from marsad.values import Casualty as Casualty
from marsad.values import Certainty as Certainty
from marsad.values import Claim as Claim
from marsad.values import Control as Control
from marsad.values import Count as Count
from marsad.values import Detail as Detail
from marsad.values import Diplomacy as Diplomacy
from marsad.values import Granularity as Granularity
from marsad.values import Humanitarian as Humanitarian
from marsad.values import Kind as Kind
from marsad.values import Named as Named
from marsad.values import Place as Place
from marsad.values import Precision as Precision
from marsad.values import Qualifier as Qualifier
from marsad.values import Span as Span
from marsad.values import Statement as Statement
from marsad.values import When as When

KINDS: tuple[Kind, ...] = ("casualty", "control", "attack", "statement", "diplomacy", "humanitarian")


@record(frozen=True, slots=True)
class Report:
    """One published item as fetched."""

    report_id: str
    text: str
    lang: str
    published: dt.date | None = None
    outlet: str | None = None
    title: str | None = None
    url: str | None = None

    @property
    def document(self) -> str:
        """The text that every span points into."""
        return f"{self.title}\n{self.text}" if self.title else self.text

    def without_text(self) -> Report:
        """Return what is known of the item but its words and address: they are most of what it holds."""
        return Report(self.report_id, "", self.lang, self.published, self.outlet)


@record(frozen=True, slots=True)
class Issue:
    """Something seen and not read: which report, where, and why."""

    report_id: str
    reason: str
    span: Span | None = None


@record(frozen=True, slots=True)
class Reading:
    """What one report says: its claims, what was not read, and lines set aside (dateline, author, links)."""

    report: Report
    claims: tuple[Claim, ...] = ()
    issues: tuple[Issue, ...] = ()
    furniture: tuple[tuple[str, Span], ...] = field(default=())
    grounds: tuple[tuple[str, ...], ...] = ()  # of each claim, the features behind its confidence


Verdict = Literal["same", "different", "unsure", "accept", "reject", "correct"]
PAIR_VERDICTS: tuple[Verdict, ...] = ("same", "different", "unsure")
VERDICTS: tuple[Verdict, ...] = (*PAIR_VERDICTS, "accept", "reject", "correct")


@record(frozen=True, slots=True)
class Judgement:
    """What a person decided: of two records (`a`, `b`: same, different, unsure), or of one (`b` None).

    `unsure` of one claim leaves it as it was read: what was decided before was taken back.

    `a` and `b` are keys of claims, or ids of events. `value` holds the slots that a correction sets.
    """

    a: str
    b: str | None
    verdict: Verdict
    by: str
    why: str
    at: dt.datetime
    value: Mapping[str, Any] | None = field(default=None, hash=False)


# What follows is computed from claims and judgements (marsad/fusion), never edited. Claims are named by their keys.

Grade = Literal["confirmed", "fair", "weak", "contested", "discounted"]
Difference = Literal["scope", "period", "class", "revision", "conflict", "judgement"]
EventKind = Literal["attack", "casualty", "control", "diplomacy", "humanitarian"]


@record(frozen=True, slots=True)
class Lineage:
    """One origin behind claims: who is credited, or the outlet that first printed the words.

    `relays` are the outlets that carried it: the echo, shown and never counted. `named` is False where the origin is
    an outlet because the report names no source.
    """

    origin: str
    relays: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    named: bool = True


@record(frozen=True, slots=True)
class Point:
    """A figure of one lineage at one time: its first printing; `low` or `high` is None where it is open."""

    claim: str
    lineage: str
    published: dt.date | None
    low: int | None
    high: int | None
    qualifier: Qualifier


@record(frozen=True, slots=True)
class Figure:
    """How many of one class came to one harm, as reported. `points` are in the order of publication.

    The rule of `min`, `best`, `max` and `latest` is in docs/fusion.md; each is None where no number is given.
    """

    harm: str
    victims: str
    points: tuple[Point, ...]
    min: int | None = None
    best: int | None = None
    max: int | None = None
    latest: int | None = None


@record(frozen=True, slots=True)
class Contradiction:
    """Two claims that do not agree, and in what: kept beside the event, never merged over."""

    difference: Difference
    claim: str
    other: str
    why: str


@record(frozen=True, slots=True)
class Event:
    """What claims are judged to describe. `claims` are in the order of publication.

    `id` is made from the earliest claim. `series` is True for a toll over a period, which is no event and is never
    added to one. `start` and `end` are the days that most of its dated claims give.
    """

    id: str
    kind: EventKind
    claims: tuple[str, ...]
    types: tuple[str, ...] = ()
    place: Place | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    series: bool = False
    figures: tuple[Figure, ...] = ()
    in_toll: frozenset[str] = frozenset()
    lineages: tuple[Lineage, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    grade: Grade | None = None


@record(frozen=True, slots=True)
class Fusion:
    """The record over many reports: events and series, in the order of their first day, then id.

    `unresolved` are judgements that contradict one another: none of them was followed over the other.
    """

    events: tuple[Event, ...] = ()
    unresolved: tuple[Contradiction, ...] = ()

    def event_of(self, claim: str) -> Event | None:
        """Return the event that holds `claim`."""
        return next((event for event in self.events if claim in event.claims), None)
