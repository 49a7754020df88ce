"""Reports made ready for the record: all that can be worked out without it. Pure, so that any process may do it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from marsad.errors import NotTakenError, StoreError
from marsad.fusion import alike
from marsad.fusion.alike import Print
from marsad.records import Claim, Issue, Report
from marsad.store import words
from marsad.store.codec import claim_of, encode
from marsad.store.hashing import Canonical, canonical, sha256
from marsad.store.rows import (
    READ,
    UNREADABLE,
    Row,
    archive_payload,
    claim_bodies,
    claim_columns,
    issue_values,
    moment,
    places_of,
    report_row,
)
from marsad.store.types import Arrival
from marsad.store.types_intake import Input

Met = tuple[int, Row, str | None]  # a place of a claim: its position, its row, its precision


@dataclass(frozen=True, slots=True)
class First:
    """The first reading of a report: rows of its claim set and claims, without numbers, and the places of each."""

    made: Row
    claims: tuple[Row, ...]
    places: tuple[tuple[Met, ...], ...]
    unreadable: str | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A report as it would be kept: the columns of its row and archive, how others find it, what was read in it."""

    row: Row
    report: Report
    print: Print
    keys: tuple[int, ...]
    terms: str
    first: First | None

    def claims(self) -> list[Claim]:
        """Return the claims anew; a part of another names it by key."""
        rows = self.first.claims if self.first else ()
        return [claim_of({**json.loads(row["body"]), "id": row["claim_id"]}) for row in rows]

    def renamed(self, name: str) -> Prepared:
        row = self.row | {"report_id": name}
        row["payload"] = archive_payload(row)
        return replace(self, row=row, report=replace(self.report, report_id=name))


Made = Prepared | str | None


def made(item: Input) -> Made:
    """Return the report of an input as it would be kept, why it cannot be, or None where there is none."""
    if item.arrival is None:
        return None
    try:
        return prepare(item.arrival)
    except NotTakenError as error:
        return str(error)


def prepare(arrival: Arrival) -> Prepared:
    """Return a report as it would be kept; raise `NotTakenError` where it cannot be."""
    row, report = _row(arrival), arrival.report
    printed = alike.print_of(report.text, report.title)
    terms = words.terms(report.document)
    row["indexed"] = words.checksum(terms)
    return Prepared(row, report, printed, alike.keys(printed), terms, _first(arrival))


def original_of(arrival: Arrival) -> bytes:
    """Return the bytes to archive: those fetched, else the report itself as JSON."""
    if arrival.original is not None:
        return arrival.original
    return canonical(encode(arrival.report)).encode("utf-8")


def _row(arrival: Arrival) -> Row:
    """Return the columns of the report and its archive together."""
    content = original_of(arrival)
    row = report_row(arrival.report) | {
        "content": content,
        "sha256": sha256(content),
        "origin": arrival.origin,
        "headers": dict(arrival.headers),
        "fetched_at": moment(arrival.fetched_at),
        "source": arrival.source,
        "details": [list(pair) for pair in arrival.details] or None,
    }
    row["payload"] = archive_payload(row)
    return row


def _first(arrival: Arrival) -> First | None:
    if arrival.claims is None and arrival.unreadable is None:
        return None
    claims, places = [], []
    for key, (name, body) in claim_bodies(arrival.claims or ()).items():
        if not key:
            raise StoreError(f"{arrival.report.report_id}: it has a claim without a key")
        written = Canonical(canonical(body))
        claims.append(claim_columns(body, written) | {"claim_id": name, "body": written})
        places.append(tuple(places_of(body)))
    members = [[row["claim_id"], row["key"], row["digest"]] for row in claims]
    issues = issue_values(_issues(arrival))
    state = UNREADABLE if arrival.unreadable else READ
    row = {"state": state, "reader_version": arrival.reader_version, "members": members, "issues": issues}
    return First(row, tuple(claims), tuple(places), arrival.unreadable)


def _issues(arrival: Arrival) -> Sequence[Issue]:
    if arrival.unreadable is None:
        return arrival.issues
    return (Issue(arrival.report.report_id, arrival.unreadable), *arrival.issues)
