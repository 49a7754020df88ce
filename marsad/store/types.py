"""What goes into the store and what comes out of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from marsad.records import Certainty, Claim, Issue, Kind, Report, Span


@dataclass(frozen=True, slots=True)
class Arrival:
    """A report on its way into the store, with its bytes as fetched and what was read in it.

    `claims` None: it was not read yet. `original` None: there are no bytes but the report itself, which is then
    archived as JSON. `unreadable`: why the reader failed on it. `source` is its id in the catalogue; `details` are
    pairs of what the report says of itself, such as its author.
    """

    report: Report
    original: bytes | None = None
    origin: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict, hash=False)
    fetched_at: dt.datetime | None = None
    claims: tuple[Claim, ...] | None = None
    issues: tuple[Issue, ...] = ()
    reader_version: str = ""
    unreadable: str | None = None
    source: str | None = None
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reread:
    """What the reader of today makes of a report that is in the store."""

    report_id: str
    claims: tuple[Claim, ...]
    reader_version: str
    issues: tuple[Issue, ...] = ()
    unreadable: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimDiff:
    """What a reading changed in the claims of one report. `changed` pairs claims of one key, before and after."""

    report_id: str
    added: tuple[Claim, ...] = ()
    removed: tuple[Claim, ...] = ()
    unchanged: tuple[Claim, ...] = ()
    changed: tuple[tuple[Claim, Claim], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """A claim, the report that makes it, and the reader that read it. Its key names it in judgements.

    A superseded claim is kept for the record; `subset_of` is then the key of its whole where that has no id any more.
    """

    report_id: str
    claim: Claim
    reader_version: str
    superseded: bool = False


@dataclass(frozen=True, slots=True)
class ClaimQuery:
    """Which claims: all conditions hold together, an empty one asks nothing.

    `start` and `end` are inclusive days that the claim's own time must touch: a claim without a time is left out.
    `box` is (south, west, north, east) in degrees; where west > east it crosses the 180th meridian.
    `published_from` and `published_to` bound the report's date: what was known by then.
    """

    report_ids: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    certainty: tuple[Certainty, ...] = ()
    source: str | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    box: tuple[float, float, float, float] | None = None
    place: str | None = None  # name or gazetteer id of a resolved place
    published_from: dt.date | None = None
    published_to: dt.date | None = None
    superseded: bool = False  # also those that a later reading took back


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report with the record of how it came in."""

    report: Report
    original: bytes
    sha256: str
    origin: str | None
    headers: Mapping[str, str]
    fetched_at: dt.datetime
    reader_version: str | None  # None: not read yet
    unreadable: bool
    source: str | None = None
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A report that a search found, and where its first word stands."""

    report: Report
    span: Span | None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An input that was refused, or a report that the reader failed on."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Removal:
    """The tombstone of a report."""

    report_id: str
    reason: str
    approver: str
    at: dt.datetime
    scrubbed: bool  # its bytes have left the database file as well


@dataclass(frozen=True, slots=True)
class Problem:
    """A record that is not what the chain says it was."""

    record: str
    what: str


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome of walking the chain. `head` is the hash to note elsewhere: whoever has it can prove a later cut."""

    entries: int
    head: str
    problems: tuple[Problem, ...] = ()
