"""Records as rows of tables and back, and the payloads that the chain holds of them.

Payloads are made from rows, so that writing a record and checking it are one computation.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, func, select

from marsad.records import Claim, Issue, Report, Span
from marsad.store.bulk import Row as Row
from marsad.store.bulk import insert_all as insert_all
from marsad.store.codec import Json, claim_of, encode
from marsad.store.hashing import canonical, digest, sha256
from marsad.store.schema import BATCH

Stored = Mapping[Any, Any]  # a row that was read
T = TypeVar("T")

READ, UNREADABLE = "read", "unreadable"  # states of a claim set
REPORT = ("report_id", "lang", "published", "outlet", "title", "text", "url")
ARCHIVE = ("sha256", "origin", "headers", "fetched_at")
ARCHIVE_MORE = ("source", "details")  # of the payload where they are given: the first schema did not have them
STAMP = ("sequence", "head", "sha256", "authority", "roots", "at")
CLAIM_SET = ("state", "reader_version", "made_at", "members", "issues")
JUDGEMENT = ("a", "b", "verdict", "by", "at", "words")
REMOVAL = ("report_id", "sha256", "reason", "approver", "at", "entries")
ACTION = ("name", "a", "b", "verb", "by", "at", "seen", "words")
EDITION = ("version", "hash", "title", "at", "by", "members")
AUDIT = ("at", "who", "verb", "object", "outcome")
PLACE = ("gazetteer_id", "name", "lat", "lon", "country")


def batches(items: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def next_id(connection: Connection, table: Table) -> int:
    return (connection.execute(select(func.max(table.c.id))).scalar_one() or 0) + 1


def moment(at: dt.datetime | None) -> str:
    """Return a moment as it is kept: UTC, ISO 8601. None is now."""
    return (at or dt.datetime.now(dt.UTC)).astimezone(dt.UTC).isoformat(timespec="microseconds")


# Reports


def report_row(report: Report) -> Row:
    day = report.published.toordinal() if report.published else None
    return {name: getattr(report, name) for name in REPORT} | {"published": day}


def report_of(row: Stored) -> Report:
    day = row["published"]
    values = {name: row[name] for name in REPORT}
    return Report(**values | {"published": None if day is None else dt.date.fromordinal(day)})


def archive_payload(row: Stored) -> str:
    """Return the payload of a report and its archive, whose columns `row` holds together."""
    more = {name: row[name] for name in ARCHIVE_MORE if row[name] is not None}
    return digest({name: row[name] for name in (*REPORT, *ARCHIVE)} | more)


def payload(row: Stored, names: Sequence[str]) -> str:
    """Return the payload of a record whose columns are `names`."""
    return digest({name: row[name] for name in names})


# Claims


def claim_bodies(claims: Iterable[Claim]) -> dict[str, tuple[str, Json]]:
    """Return id and body of every claim by its key, in their order; of claims that share a key, the first.

    The body has the key of the whole in place of its id: ids move when other claims come or go.
    """
    distinct = {claim.key: claim for claim in reversed(tuple(claims))}
    ordered = list(reversed(distinct.values()))
    keys = {claim.id: claim.key for claim in reversed(ordered) if claim.id}
    bodies: dict[str, tuple[str, Json]] = {}
    for claim in ordered:
        body = encode(claim)
        body.pop("id")
        if part_of := body["detail"].get("subset_of"):
            body["detail"]["subset_of"] = keys.get(part_of, part_of)
        bodies[claim.key] = claim.id, body
    return bodies


def claim_columns(body: Json, written: str | None = None) -> Row:
    """Return what the columns of a claim repeat of its body (`written`: as canonical JSON), for looking claims up."""
    source, time = body.get("source"), body["time"]
    return {
        "key": body["key"],
        "kind": body["kind"],
        "start": body["evidence"][0],
        "end": body["evidence"][1],
        "certainty": body["certainty"],
        "source": (source.get("name") or source["text"]) if source else None,
        "d0": _ordinal(time.get("start")),
        "d1": _ordinal(time.get("end")),
        "parent": body["detail"].get("subset_of"),
        "digest": sha256((canonical(body) if written is None else written).encode("utf-8")),
    }


def places_of(body: Json) -> list[tuple[int, Row, str | None]]:
    """Return position, row and precision of every place of a claim that was resolved."""
    found = []
    for position, place in enumerate(body.get("place", ())):
        row = {name: place.get(name) for name in PLACE}
        for degrees in ("lat", "lon"):
            row[degrees] = None if row[degrees] is None else float(row[degrees])
        if row["name"] is not None or row["lat"] is not None:
            found.append((position, row | {"digest": _place_digest(*row.values())}, place.get("precision")))
    return found


@lru_cache(maxsize=16384)
def _place_digest(*values: Any) -> str:
    return payload(dict(zip(PLACE, values, strict=True)), PLACE)


def claim_in(row: Stored, whole: str | None) -> Claim:
    """Return the claim of a row; `whole` is the id of the claim that it is a subset of."""
    body = {**row["body"], "id": row["claim_id"]}
    if row["parent"] is not None and whole is not None:
        body["detail"] = {**body["detail"], "subset_of": whole}
    return claim_of(body)


def _ordinal(day: str | None) -> int | None:
    return None if day is None else dt.date.fromisoformat(day).toordinal()


# Issues


def issue_values(issues: Iterable[Issue]) -> list[list[Any]]:
    """Return issues as a claim set lists them: reason, start, end."""
    return [[i.reason, i.span.start if i.span else None, i.span.end if i.span else None] for i in issues]


def issue_of(report_id: str, row: Stored) -> Issue:
    span = None if row["start"] is None else Span(row["start"], row["end"])
    return Issue(report_id, row["reason"], span)
