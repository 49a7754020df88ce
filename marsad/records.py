"""The records that flow through Marsad: immutable, without I/O.

Offsets are Unicode code points, half-open `[start, end)`, into `Report.document`: the printed text, with the
title as its first line where there is one. Coordinates are WGS 84 degrees, latitude first.
Kinds, slots and values are those of the interchange format (docs/codebook.md).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

Kind = Literal["casualty", "control", "attack", "statement", "diplomacy", "humanitarian"]
Certainty = Literal["stated", "uncertain", "planned", "denied"]
Qualifier = Literal["exact", "at_least", "more_than", "up_to", "about", "range", "vague"]
Precision = Literal["exact", "near", "admin2", "admin1", "region", "country"]
Granularity = Literal["hour", "day", "night", "week", "month", "season", "year", "unknown"]

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:

    def record(*, frozen: bool, **options: bool):
        """Make a record of a class: as `dataclass`, but that it is frozen is held by mypy alone.

        Hundreds of records are made of a report, and one that is frozen at run time costs three times as much.
        """
        return dataclass(unsafe_hash=frozen, **options)


KINDS: tuple[Kind, ...] = ("casualty", "control", "attack", "statement", "diplomacy", "humanitarian")


@record(frozen=True, slots=True, order=True)
class Span:
    """`[start, end)` in code points of the printed text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words that the span covers."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


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


@record(frozen=True, slots=True)
class Count:
    """A number as reported; an open bound is None. `vague` has neither."""

    low: int | None
    high: int | None
    qualifier: Qualifier
    text: str | None = None
    span: Span | None = None


@record(frozen=True, slots=True)
class Named:
    """An actor, speaker or source: its printed form and, where known, its neutral English name.

    `span` is None where the report only implies it; `inferred` then says how it was found.
    """

    text: str
    name: str | None = None
    span: Span | None = None
    aliases: tuple[str, ...] = ()
    inferred: str | None = None


@record(frozen=True, slots=True)
class Place:
    """A toponym resolved, or left open: `lat` and `lon` are None when no candidate was chosen."""

    text: str
    span: Span
    name: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: Precision | None = None
    country: str | None = None  # ISO 3166-1 alpha-2
    gazetteer_id: str | None = None
    why: str | None = None
    candidates: tuple[str, ...] = ()  # names of the places that remain possible, when it is ambiguous


@record(frozen=True, slots=True)
class When:
    """Inclusive dates resolved against the date of publication; an open end is None.

    `options` keeps the alternatives of "Tuesday evening or Wednesday morning"; `part` is the part of day.
    """

    start: dt.date | None
    end: dt.date | None
    granularity: Granularity = "day"
    text: str | None = None
    span: Span | None = None
    part: str | None = None
    options: tuple[When, ...] = ()
    inferred: str | None = None


NO_TIME = When(None, None, "unknown", inferred="the report gives no time")


@record(frozen=True, slots=True)
class Casualty:
    """People harmed."""

    harm: str
    count: Count
    victims: str = "people"
    affiliation: str | None = None
    perpetrator: str | None = None
    cause: str | None = None
    cumulative: bool = False
    subset_of: str | None = None


@record(frozen=True, slots=True)
class Control:
    """Who holds ground."""

    action: str
    actor: Named | None = None
    from_actor: Named | None = None
    extent: str | None = None


@record(frozen=True, slots=True)
class Attack:
    """Use of force."""

    type: str
    attacker: Named | None = None
    target: Named | None = None


@record(frozen=True, slots=True)
class Statement:
    """Somebody says something."""

    speaker: Named
    act: str
    content: str
    role: str | None = None


@record(frozen=True, slots=True)
class Diplomacy:
    """What is negotiated or decided."""

    type: str
    status: str
    participants: tuple[str, ...] = ()
    body: str | None = None


@record(frozen=True, slots=True)
class Humanitarian:
    """Displacement, siege, aid and damage."""

    type: str
    count: Count | None = None
    actor: Named | None = None


Detail = Casualty | Control | Attack | Statement | Diplomacy | Humanitarian


@record(frozen=True, slots=True)
class Claim:
    """One assertion of a report, with who asserts it, how certain, where and when.

    `id` counts the claims of the report in the order of the text; `key` is a hash of what was read and where, so it
    stays when other claims come or go. `spans` gives the words behind every slot whose value has no span of its
    own, `inferred` says how a value without words was found. `rule` names the rule that read it.
    """

    id: str
    key: str
    kind: Kind
    evidence: Span
    detail: Detail
    rule: str
    also: tuple[Span, ...] = ()
    source: Named | None = None
    certainty: Certainty = "stated"
    place: tuple[Place, ...] = ()
    time: When = NO_TIME
    confidence: float | None = None  # that a careful reader would log it so; not that it is true
    spans: tuple[tuple[str, Span], ...] = ()
    inferred: tuple[tuple[str, str], ...] = ()


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
