"""What the review room puts into the store and gets out of it (docs/review.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from marsad.records import Claim, Report

State = Literal[
    "machine", "in_review", "reviewed", "second_read", "single_read", "published", "rejected", "on_hold", "withdrawn"
]  # fmt: skip
STATES: tuple[State, ...] = (
    "machine", "in_review", "reviewed", "second_read", "single_read", "published", "rejected", "on_hold", "withdrawn"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that a person did in the review room: the log of them is only ever appended to.

    `name` is unique, so that a request sent twice is one action. `key` is the claim that it is about, `other` the
    second one where it speaks of two. `by` is the alias of the person, never a login. `why` is None where a removal
    took it.
    """

    name: str
    key: str
    verb: str
    by: str
    at: dt.datetime
    why: str | None = ""
    other: str | None = None
    value: Mapping[str, Any] | None = field(default=None, hash=False)
    seen: str | None = None  # name of the last action on the claim that the person had seen

    @property
    def order(self) -> tuple[dt.datetime, str, str]:
        """What actions are replayed by: when they were done, whatever the order in which they arrived."""
        return self.at, self.by, self.name


@dataclass(frozen=True, slots=True)
class QueueRow:
    """Where a claim stands in the room. `risk` is a whole number, the largest first (docs/review.md, Queue)."""

    key: str
    report_id: str
    kind: str
    state: State
    risk: int
    conflicts: int
    confidence: float | None
    reader: str | None  # alias of whoever acted last
    grade: str | None
    changed: str | None  # moment of the last action


@dataclass(frozen=True, slots=True)
class QueueQuery:
    """Which part of the queue. `after` is (risk, key) of the last row of the page before; claims by risk, then key."""

    states: tuple[State, ...] = ("machine", "in_review")
    kinds: tuple[str, ...] = ()
    reader: str | None = None
    report_id: str | None = None
    after: tuple[int, str] | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Opened:
    """A claim on the desk: the report, the claim as read, and every action about it in the order of arrival."""

    report: Report
    claim: Claim
    reader_version: str
    superseded: bool
    actions: tuple[Action, ...] = ()
    conflicts: int = 0


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many claims were read, reviewed and published on one day."""

    day: dt.date
    read: int = 0
    reviewed: int = 0
    published: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person has typed about a claim and not yet handed in."""

    by: str
    key: str
    body: Mapping[str, Any] = field(hash=False)
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Published:
    """The public copy of a claim, or the tombstone of one (`body` None; `status` withdrawn or removed).

    `digest` is the hash of the body as it was published. `until` is the first day on which it may be shown.
    """

    key: str
    version: int
    digest: str
    at: dt.datetime
    status: str  # published withdrawn removed
    why: str = ""
    until: dt.date | None = None
    body: Mapping[str, Any] | None = field(default=None, hash=False)


@dataclass(frozen=True, slots=True)
class Edition:
    """A frozen state of the public record. `hash` is made from `members`: pairs of key and digest, by key."""

    version: str
    hash: str
    title: str
    at: dt.datetime
    by: str
    members: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A question that is asked again when claims come in. `query` is kept as the API has it."""

    number: int
    by: str
    name: str
    query: Mapping[str, Any] = field(hash=False)
    hook: str | None
    feed: str | None  # SHA-256 of the token that reads its feed
    created: dt.datetime
    seen: int  # the last claim, by arrival, that it was asked of


@dataclass(frozen=True, slots=True)
class Hit:
    """A claim that a saved search found, and when it was told."""

    search: int
    key: str
    report_id: str
    at: dt.datetime
    told: bool
