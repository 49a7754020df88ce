"""Reports come into the record: each with its bytes, its claims and its entries in the chain, or not at all."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, or_, select

from marsad.errors import NotTakenError
from marsad.store import claimsets, words
from marsad.store.chain import Chain
from marsad.store.codec import encode
from marsad.store.hashing import canonical, sha256
from marsad.store.rows import ARCHIVE, REPORT, Row, archive_payload, batches, insert_all, moment, report_row
from marsad.store.schema import archive, removal, report
from marsad.store.types import Arrival, Reread


def original_of(arrival: Arrival) -> bytes:
    """Return the bytes to archive: those fetched, else the report itself as JSON."""
    if arrival.original is not None:
        return arrival.original
    return canonical(encode(arrival.report)).encode("utf-8")


def add(connection: Connection, arrivals: Sequence[Arrival]) -> list[bool]:
    """Keep reports; return for each whether it is new. One that is there with the same bytes is left as it is.

    Raises `NotTakenError`, and keeps none, where a report is there with other bytes, was removed, or cannot be kept.
    """
    rows = [_row(arrival) for arrival in arrivals]
    hashes = known(connection, [row["report_id"] for row in rows])
    _refuse_removed(connection, rows)
    outcome, fresh = [], []
    for arrival, row in zip(arrivals, rows, strict=True):
        name, content = row["report_id"], row["sha256"]
        if hashes.get(name, content) != content:
            raise NotTakenError(f"{name}: a report with this id is there with other content: give it an id of its own")
        outcome.append(name not in hashes)
        if name not in hashes:
            hashes[name] = content
            fresh.append((arrival, row))
    _keep(connection, fresh)
    return outcome


def known(connection: Connection, report_ids: Sequence[str]) -> dict[str, str]:
    """Return the hash of the archived bytes of those reports that are there."""
    found: dict[str, str] = {}
    for batch in batches(report_ids):
        query = select(report.c.report_id, archive.c.sha256).join(archive).where(report.c.report_id.in_(batch))
        found.update((row.report_id, row.sha256) for row in connection.execute(query))
    return found


def _row(arrival: Arrival) -> Row:
    """Return the columns of the report and its archive together."""
    content = original_of(arrival)
    return report_row(arrival.report) | {
        "content": content,
        "sha256": sha256(content),
        "origin": arrival.origin,
        "headers": dict(arrival.headers),
        "fetched_at": moment(arrival.fetched_at),
    }


def _refuse_removed(connection: Connection, rows: Sequence[Row]) -> None:
    for batch in batches(rows):
        names, hashes = [row["report_id"] for row in batch], [row["sha256"] for row in batch]
        query = select(removal.c.report_id, removal.c.reason)
        gone = connection.execute(
            query.where(or_(removal.c.report_id.in_(names), removal.c.sha256.in_(hashes)))
        ).first()
        if gone:
            raise NotTakenError(
                f"{gone.report_id} was removed ({gone.reason}): neither it nor its bytes are taken in again"
            )


def _keep(connection: Connection, fresh: Sequence[tuple[Arrival, Row]]) -> None:
    if not fresh:
        return
    chain = Chain(connection)
    for _, row in fresh:
        row["id"] = row["report"] = chain.append("archive", archive_payload(row))
    terms = [words.terms(arrival.report.document) for arrival, _ in fresh]
    for (_, row), found in zip(fresh, terms, strict=True):
        row["indexed"] = words.checksum(found)
    insert_all(connection, report, [{name: row[name] for name in ("id", "indexed", *REPORT)} for _, row in fresh])
    insert_all(connection, archive, [{name: row[name] for name in ("report", "content", *ARCHIVE)} for _, row in fresh])
    words.index(connection, ((row["id"], found) for (_, row), found in zip(fresh, terms, strict=True)))
    read = [(row["id"], reading) for arrival, row in fresh if (reading := _reading(arrival))]
    claimsets.put(connection, chain, read, fresh=True)
    chain.flush()


def _reading(arrival: Arrival) -> Reread | None:
    if arrival.claims is None and arrival.unreadable is None:
        return None
    return Reread(
        arrival.report.report_id, arrival.claims or (), arrival.reader_version, arrival.issues, arrival.unreadable
    )
