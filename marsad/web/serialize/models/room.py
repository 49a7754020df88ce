"""The review room: the queue, a claim on the desk, what was done with it and may be."""

from __future__ import annotations

from typing import Any

from marsad.web.serialize.models.base import Day, Model

Copy = dict[str, Any]  # a claim as the interchange format writes it
Tally = dict[str, int]


class Printed(Model):
    words: str
    lang: str
    outlet: str | None
    published_on: Day
    written: bool


class QueueRow(Printed):
    """Where a claim stands in the room; the largest `risk` comes first."""

    key: str
    report_id: str
    kind: str
    state: str
    risk: int
    conflicts: int
    confidence: float | None
    reader: str | None
    grade: str | None
    changed: str | None


class Queue(Model):
    rows: list[QueueRow]
    next: str | None
    tally: Tally
    kinds: Tally


class Standing(Model):
    """`seen` is the last action: it goes with the next one."""

    state: str
    decision: str | None
    grade: str | None
    public: bool
    shapers: list[str]
    second: str | None
    seen: str | None


class Act(Model):
    """One action. `changed` has the slots that it changed, before and after."""

    name: str
    verb: str
    by: str
    at: str
    why: str
    other: str | None
    value: dict[str, Any] | None
    changed: dict[str, list[Any]]
    state: str
    refused: str | None
    undone: str | None


class Beside(Printed):
    key: str
    report: str
    claim: Copy
    same_event: bool
    differs: dict[str, str] | None


class RoomReport(Model):
    id: str
    title: str | None
    outlet: str | None
    lang: str
    published: Day
    url: str | None
    document: str


class Slot(Model):
    type: str
    values: list[str]
    optional: bool


class RoomClaim(Standing):
    """`read` is the claim as it was read, `claim` as it stands; `may` has the verbs for who asks."""

    key: str
    report: RoomReport
    read: Copy
    claim: Copy
    superseded: bool
    written: bool
    history: list[Act]
    similar: list[Beside]
    single_reader: bool
    may: list[str]
    slots: dict[str, Slot]
    draft: dict[str, Any] | None


class Acted(Standing):
    key: str
    may: list[str]


class ActedAll(Model):
    claims: list[Acted]


class OwnDraft(Model):
    key: str
    body: dict[str, Any]
    at: str


class BacklogDay(Model):
    day: str
    read: int
    reviewed: int
    published: int


class Backlog(Model):
    days: list[BacklogDay]
    tally: Tally
    single_reader: bool


class ReaderPair(Model):
    """Two readers: how many claims both judged, how many alike, and kappa, where chance alone does not explain all."""

    first: str
    second: str
    claims: int
    alike: int
    kappa: float | None


class Agreement(Model):
    claims: int
    readers: list[str]
    alpha: float | None
    pairs: list[ReaderPair]
    second_reads: int
    returned: int


class JudgedSo(Model):
    verdict: str
    by: str
    why: str
    at: str


class Orphan(Standing):
    """Work on a claim that the reader of today does not read any more."""

    key: str
    report: str
    successor: str | None
    judgements: list[JudgedSo]


class Weighed(Model):
    moved: int
