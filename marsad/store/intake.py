"""Reports come into the record: each with its bytes, its claims and its entries in the chain, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, or_, select

from marsad.errors import NotTakenError
from marsad.fusion import alike
from marsad.fusion.alike import Print
from marsad.store import claimsets, copies, inputs, words
from marsad.store.chain import Chain
from marsad.store.codec import encode
from marsad.store.copies import Candidate, Copies, Found
from marsad.store.hashing import canonical, sha256
from marsad.store.rows import (
    ARCHIVE,
    ARCHIVE_MORE,
    REPORT,
    Row,
    archive_payload,
    batches,
    insert_all,
    moment,
    report_row,
)
from marsad.store.schema import archive, removal, report
from marsad.store.types import Arrival, Reread
from marsad.store.types_intake import Input, Outcome, State, revision

_LATER = 1 << 62  # what comes with a batch comes after all that is kept


@dataclass(slots=True)
class _New:
    """A report that is to be kept: its row, what it holds, and the numbers under which it is found."""

    row: Row
    arrival: Arrival
    print: Print
    keys: tuple[int, ...]


def original_of(arrival: Arrival) -> bytes:
    """Return the bytes to archive: those fetched, else the report itself as JSON."""
    if arrival.original is not None:
        return arrival.original
    return canonical(encode(arrival.report)).encode("utf-8")


def add(connection: Connection, arrivals: Sequence[Arrival]) -> list[bool]:
    """Keep reports as they are; return for each whether it is new. One that is there with the same bytes is left.

    Raises `NotTakenError`, and keeps none, where a report is there with other bytes, was removed, or cannot be kept.
    """
    rows = [_row(arrival) for arrival in arrivals]
    hashes = known(connection, [row["report_id"] for row in rows])
    gone = _removed(connection, rows)
    outcome, fresh = [], []
    for arrival, row in zip(arrivals, rows, strict=True):
        name, content = row["report_id"], row["sha256"]
        if reason := gone.get(name) or gone.get(content):
            raise NotTakenError(reason)
        if hashes.get(name, content) != content:
            raise NotTakenError(f"{name}: {CONFLICT}")
        outcome.append(name not in hashes)
        if name not in hashes:
            hashes[name] = content
            fresh.append(_new(arrival, row))
    _keep(connection, fresh)
    return outcome


CONFLICT = "a report with this id is there with other content: give it an id of its own"


def known(connection: Connection, report_ids: Iterable[str]) -> dict[str, str]:
    """Return the hash of the archived bytes of those reports that are there."""
    found: dict[str, str] = {}
    for batch in batches(report_ids):
        query = select(report.c.report_id, archive.c.sha256).join(archive).where(report.c.report_id.in_(batch))
        found.update((row.report_id, row.sha256) for row in connection.execute(query))
    return found


def _row(arrival: Arrival) -> Row:
    """Return the columns of the report and its archive together; raise `NotTakenError` where they cannot be kept."""
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


def _new(arrival: Arrival, row: Row) -> _New:
    made = alike.print_of(arrival.report.text, arrival.report.title)
    return _New(row, arrival, made, alike.keys(made))


def _removed(connection: Connection, rows: Sequence[Row]) -> dict[str, str]:
    """Return why reports are not taken in again, by their ids and the hashes of their bytes."""
    found: dict[str, str] = {}
    for batch in batches(rows):
        names, hashes = [row["report_id"] for row in batch], [row["sha256"] for row in batch]
        query = select(removal.c.report_id, removal.c.sha256, removal.c.reason)
        for gone in connection.execute(query.where(or_(removal.c.report_id.in_(names), removal.c.sha256.in_(hashes)))):
            reason = f"{gone.report_id} was removed ({gone.reason}): neither it nor its bytes are taken in again"
            found[gone.report_id] = found[gone.sha256] = reason
    return found


def _keep(connection: Connection, fresh: Sequence[_New]) -> None:
    if not fresh:
        return
    chain = Chain(connection)
    rows = [new.row for new in fresh]
    for row in rows:
        row["id"] = row["report"] = chain.append("archive", row["payload"])
    terms = [words.terms(new.arrival.report.document) for new in fresh]
    for row, found in zip(rows, terms, strict=True):
        row["indexed"] = words.checksum(found)
    insert_all(connection, report, [{name: row[name] for name in ("id", "indexed", *REPORT)} for row in rows])
    columns = ("report", "content", *ARCHIVE, *ARCHIVE_MORE)
    insert_all(connection, archive, [{name: row[name] for name in columns} for row in rows])
    words.index(connection, ((row["id"], found) for row, found in zip(rows, terms, strict=True)))
    copies.keep_keys(connection, ((new.row["id"], new.keys) for new in fresh))
    read = [(new.row["id"], reading) for new in fresh if (reading := _reading(new.arrival))]
    claimsets.put(connection, chain, read, fresh=True)
    chain.flush()


def _reading(arrival: Arrival) -> Reread | None:
    if arrival.claims is None and arrival.unreadable is None:
        return None
    return Reread(
        arrival.report.report_id, arrival.claims or (), arrival.reader_version, arrival.issues, arrival.unreadable
    )


# Inputs, each of which ends in a state


@dataclass(slots=True)
class _Batch:
    """What is decided of the inputs of a batch, one after the other, before anything is written."""

    hashes: dict[str, str]
    gone: dict[str, str]
    copies: Copies
    fresh: list[_New] = field(default_factory=list)
    links: list[tuple[Row, Found]] = field(default_factory=list)


def take(connection: Connection, items: Sequence[Input], run: int | None) -> list[Outcome]:
    """Keep what comes in, once, and note what became of each input; return it in the same order."""
    made: list[_New | str | None] = [_made(item) for item in items]
    news = [new for new in made if isinstance(new, _New)]
    names = [new.row["report_id"] for new in news]
    revised = [_revision(new.row) for new in news]
    batch = _Batch(
        known(connection, dict.fromkeys([*names, *revised])),
        _removed(connection, [new.row for new in news]),
        Copies(connection),
    )
    batch.copies.look_up(key for new in news for key in new.keys)
    outcomes = [_decided(batch, item, new) for item, new in zip(items, made, strict=True)]
    _keep(connection, batch.fresh)
    copies.keep(connection, batch.links)
    inputs.note(connection, list(zip(items, outcomes, strict=True)), run)
    return outcomes


def _made(item: Input) -> _New | str | None:
    """Return the report of an input as it would be kept, why it cannot be, or None where there is none."""
    if item.arrival is None:
        return None
    try:
        return _new(item.arrival, _row(item.arrival))
    except NotTakenError as error:
        return str(error)


def _revision(row: Row) -> str:
    return revision(row["report_id"], row["sha256"])


def _decided(batch: _Batch, item: Input, new: _New | str | None) -> Outcome:
    if new is None:
        return Outcome(item.name, item.state, item.reason)
    if isinstance(new, str):
        return Outcome(item.name, "refused", new)
    name, content = new.row["report_id"], new.row["sha256"]
    if reason := batch.gone.get(name) or batch.gone.get(content):
        return Outcome(item.name, "refused", reason)
    if batch.hashes.get(name) == content or batch.hashes.get(_revision(new.row)) == content:
        there = name if batch.hashes.get(name) == content else _revision(new.row)
        return Outcome(item.name, "read", None, there, known=True)
    found = batch.copies.find(new.arrival.report, new.print, new.keys, new.arrival.claims)
    if name in batch.hashes:
        if not item.revises:
            return Outcome(item.name, "refused", CONFLICT)
        if found and found.kind == "echo" and found.of.report_id.partition("~")[0] == name:
            return Outcome(item.name, "read", None, found.of.report_id, known=True)  # only what is around it changed
        new = _renamed(new, _revision(new.row))
    return _admitted(batch, item, new, found)


def _renamed(new: _New, name: str) -> _New:
    arrival = replace(new.arrival, report=replace(new.arrival.report, report_id=name))
    row = new.row | {"report_id": name}
    row["payload"] = archive_payload(row)
    return _New(row, arrival, new.print, new.keys)


def _admitted(batch: _Batch, item: Input, new: _New, found: Found | None) -> Outcome:
    """Note a report to be kept: read, or unread where it is an echo."""
    name, echo = new.row["report_id"], found is not None and found.kind == "echo"
    if echo:
        new.arrival = replace(new.arrival, claims=None, issues=(), unreadable=None)
    batch.hashes[name] = new.row["sha256"]
    batch.fresh.append(new)
    if found:
        batch.links.append((new.row, found))
    if not echo:
        order = _LATER + len(batch.fresh)
        day = new.row["published"]
        batch.copies.add(new.keys, Candidate(order, new.row, name, day, new.print, new.arrival.claims or ()))
    state, reason = _state(new.arrival, found)
    of = found.of.report_id if found else None
    return Outcome(item.name, state, reason, name, of=of, repeats=found.kind if found else None)


def _state(arrival: Arrival, found: Found | None) -> tuple[State, str | None]:
    if found and found.kind == "echo":
        return "duplicate", f"it says what {found.of.report_id} says: kept as its echo, and not read"
    if arrival.unreadable:
        return "unreadable", arrival.unreadable
    if arrival.claims is None:
        return "accepted", "it was not read yet: marsad reread reads it"
    return "read", None
