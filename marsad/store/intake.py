"""Reports come into the record: each with its bytes, its claims and its entries in the chain, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, or_, select

from marsad.errors import NotTakenError
from marsad.store import copies, firsts, inputs, words
from marsad.store.chain import Chain
from marsad.store.copies import Candidate, Copies, Found
from marsad.store.prepared import Made, Prepared, made, prepare
from marsad.store.rows import ARCHIVE, ARCHIVE_MORE, REPORT, Row, batches, insert_all
from marsad.store.schema import archive, removal, report
from marsad.store.types import Arrival
from marsad.store.types_intake import Input, Outcome, State, revision

_LATER = 1 << 62  # what comes with a batch comes after all that is kept


def add(connection: Connection, arrivals: Sequence[Arrival]) -> list[bool]:
    """Keep reports as they are; return for each whether it is new. One that is there with the same bytes is left.

    Raises `NotTakenError`, and keeps none, where a report is there with other bytes, was removed, or cannot be kept.
    """
    news = [prepare(arrival) for arrival in arrivals]
    rows = [new.row for new in news]
    hashes = known(connection, [row["report_id"] for row in rows])
    gone = _removed(connection, rows)
    outcome, fresh = [], []
    for new, row in zip(news, rows, strict=True):
        name, content = row["report_id"], row["sha256"]
        if reason := gone.get(name) or gone.get(content):
            raise NotTakenError(reason)
        if hashes.get(name, content) != content:
            raise NotTakenError(f"{name}: {CONFLICT}")
        outcome.append(name not in hashes)
        if name not in hashes:
            hashes[name] = content
            fresh.append(new)
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


def _keep(connection: Connection, fresh: Sequence[Prepared]) -> None:
    if not fresh:
        return
    chain = Chain(connection)
    rows = [new.row for new in fresh]
    for row in rows:
        row["id"] = row["report"] = chain.append("archive", row["payload"])
    insert_all(connection, report, [{name: row[name] for name in ("id", "indexed", *REPORT)} for row in rows])
    columns = ("report", "content", *ARCHIVE, *ARCHIVE_MORE)
    insert_all(connection, archive, [{name: row[name] for name in columns} for row in rows])
    words.index(connection, ((new.row["id"], new.terms) for new in fresh))
    copies.keep_keys(connection, ((new.row["id"], new.keys) for new in fresh))
    firsts.put(connection, chain, ((new.row["id"], new.row["report_id"], new.first) for new in fresh if new.first))
    chain.flush()


# Inputs, each of which ends in a state


@dataclass(slots=True)
class _Batch:
    """What is decided of the inputs of a batch, one after the other, before anything is written."""

    hashes: dict[str, str]
    gone: dict[str, str]
    copies: Copies
    fresh: list[Prepared] = field(default_factory=list)
    links: list[tuple[Row, Found]] = field(default_factory=list)


def take(
    connection: Connection, items: Sequence[Input], run: int | None, ready: Sequence[Made] | None = None
) -> list[Outcome]:
    """Keep what comes in, once, and note what became of each input; return it in the same order.

    `ready` are the inputs as they would be kept, where that was worked out before.
    """
    if ready is None:
        ready = [made(item) for item in items]
    news = [new for new in ready if isinstance(new, Prepared)]
    names = [new.row["report_id"] for new in news]
    revised = [_revision(new.row) for new in news]
    batch = _Batch(
        known(connection, dict.fromkeys([*names, *revised])),
        _removed(connection, [new.row for new in news]),
        Copies(connection),
    )
    batch.copies.look_up(news)
    outcomes = [_decided(batch, item, new) for item, new in zip(items, ready, strict=True)]
    _keep(connection, batch.fresh)
    copies.keep(connection, batch.links)
    inputs.note(connection, list(zip(items, outcomes, strict=True)), run)
    return outcomes


def _revision(row: Row) -> str:
    return revision(row["report_id"], row["sha256"])


def _decided(batch: _Batch, item: Input, new: Made) -> Outcome:
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
    found = batch.copies.find(new)
    if name in batch.hashes:
        if not item.revises:
            return Outcome(item.name, "refused", CONFLICT)
        if found and found.kind == "echo" and found.of.report_id.partition("~")[0] == name:
            return Outcome(item.name, "read", None, found.of.report_id, known=True)  # only what is around it changed
        new = new.renamed(_revision(new.row))
    return _admitted(batch, item, new, found)


def _admitted(batch: _Batch, item: Input, new: Prepared, found: Found | None) -> Outcome:
    """Note a report to be kept: read, or unread where it is an echo."""
    name, echo = new.row["report_id"], found is not None and found.kind == "echo"
    if echo:
        new = replace(new, first=None, keys=())
    batch.hashes[name] = new.row["sha256"]
    batch.fresh.append(new)
    if found:
        batch.links.append((new.row, found))
    if not echo:
        order = _LATER + len(batch.fresh)
        printed = new.report
        batch.copies.add(
            new.keys, Candidate(order, new.row, name, new.row["published"], printed.text, printed.title, new)
        )
    state, reason = _state(new, found)
    of = found.of.report_id if found else None
    return Outcome(item.name, state, reason, name, of=of, repeats=found.kind if found else None)


def _state(new: Prepared, found: Found | None) -> tuple[State, str | None]:
    if found and found.kind == "echo":
        return "duplicate", f"it says what {found.of.report_id} says: kept as its echo, and not read"
    if new.first is None:
        return "accepted", "it was not read yet: marsad reread reads it"
    return ("unreadable", new.first.unreadable) if new.first.unreadable else ("read", None)
