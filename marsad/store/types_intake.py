"""What comes into the record, input by input, and what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from marsad.store.types import Arrival

# accepted: kept, and not read (no language pack); read: kept and read; duplicate: kept as an echo, and not read;
# unreadable: nothing could be read in it, or the reader failed; refused: it may not be taken in
State = Literal["accepted", "read", "duplicate", "unreadable", "refused"]
STATES: tuple[State, ...] = ("accepted", "read", "duplicate", "unreadable", "refused")
Repeats = Literal["echo", "version"]


def revision(report_id: str, sha256: str) -> str:
    """Return the id of a report whose address had other words before."""
    return f"{report_id}~{sha256[:8]}"


@dataclass(frozen=True, slots=True)
class Visit:
    """What an address (or file) was like when all of it had been taken, for asking later whether it has changed.

    `mark` is the ETag of the answer, or the size and time of the file; `modified` the answer's Last-Modified.
    """

    address: str
    mark: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Input:
    """One thing that came in: a report, or the reason why there is none (`state` and `reason`).

    `name` is how its user knows it, `origin` the file or address to ask again, `source` its id in the catalogue.
    `revises`: its id was made from its address, so that other words under it are its next version and no conflict.
    `content` and `headers` are what was fetched and could not be read: kept, since it may be gone tomorrow.
    """

    name: str
    origin: str | None = None
    source: str | None = None
    arrival: Arrival | None = None
    state: State = "unreadable"
    reason: str | None = None
    revises: bool = False
    content: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an input. `known`: it was there already. `of` is the report that it repeats, as `repeats` says."""

    name: str
    state: State
    reason: str | None = None
    report_id: str | None = None
    known: bool = False
    of: str | None = None
    repeats: Repeats | None = None


@dataclass(frozen=True, slots=True)
class Repetition:
    """A report that is an echo of another, or its next version."""

    report_id: str
    of: str
    kind: Repeats


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command that takes reports in. `ended` None: it is at work, or was killed."""

    id: int
    command: str
    inputs: tuple[str, ...]
    started: dt.datetime
    ended: dt.datetime | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class InputState:
    """The state of an input, as it is kept."""

    name: str
    state: State
    reason: str | None
    at: dt.datetime
    run: int | None
    source: str | None
    origin: str | None
    report_id: str | None


@dataclass(frozen=True, slots=True)
class Kept:
    """What was fetched and could not be read then: the bytes, the headers, when, and the source."""

    name: str
    origin: str | None
    source: str | None
    content: bytes
    headers: Mapping[str, str]
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """How intake stands: inputs by source (None: of no catalogue) and state, the last run, what needs care."""

    counts: Mapping[tuple[str | None, State], int]
    last: Run | None
    versions: int
    problems: tuple[InputState, ...] = ()


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time-stamp (RFC 3161) on the chain's entry `sequence`, whose hash is `head`."""

    sequence: int
    head: str
    token: bytes
    authority: str
    roots: str
    at: dt.datetime
