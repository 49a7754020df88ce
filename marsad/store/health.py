"""How the record is, for who watches over it: whether it can be asked, how much it holds. Counts alone, no names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, func, select, text

from marsad.store.engine import reading
from marsad.store.migrate import version_of
from marsad.store.queries import head
from marsad.store.schema import HEAD, archive, chain, claim, claim_set, judgement, removal, report
from marsad.store.schema_intake import input_, run, stamp
from marsad.store.schema_people import audit
from marsad.store.schema_review import action, edition, review_item
from marsad.store.store import Store

# Where the moment of an entry of the chain is kept, by its kind.
_MOMENTS: dict[str, tuple[Table, str, str]] = {
    "archive": (archive, "report", "fetched_at"),
    "claim-set": (claim_set, "id", "made_at"),
    "judgement": (judgement, "id", "at"),
    "removal": (removal, "id", "at"),
    "action": (action, "id", "at"),
    "audit": (audit, "id", "at"),
    "edition": (edition, "id", "at"),
    "stamp": (stamp, "id", "at"),
}


@dataclass(frozen=True, slots=True)
class Pulse:
    """Whether the tables are those of today, the length of the chain, and when its last entry was made, if known."""

    current: bool
    entries: int
    last: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of the record; `size` is in bytes.

    `taken` is when a command (`add`, `watch` …) last took something in, from `internet` or `files`.
    """

    pulse: Pulse
    reports: int
    readings: int
    removals: int
    claims: Mapping[str, int]  # by state of review; those nobody has looked at are `machine`
    inputs: Mapping[str, int]  # by state of intake
    taken: Mapping[tuple[str, str], dt.datetime]
    size: int


def pulse(store: Store) -> Pulse:
    """Ask the record for its pulse. Raises `StoreError` where it cannot be asked."""
    with reading(store._engine) as connection:
        return _pulse(connection)


def figures(store: Store) -> Figures:
    """Count what the record holds, at one moment. Raises `StoreError` where it cannot be asked."""
    with reading(store._engine) as connection:
        counts = {table: _count(connection, table) for table in (report, claim_set, removal)}
        return Figures(
            _pulse(connection), counts[report], counts[claim_set], counts[removal], _claims(connection),
            _by_state(connection, input_), _taken(connection), _size(connection),
        )  # fmt: skip


def _pulse(connection: Connection) -> Pulse:
    entries, _ = head(connection)
    return Pulse(version_of(connection) == HEAD, entries, _last(connection))


def _last(connection: Connection) -> dt.datetime | None:
    """Return when the last entry was made; None where the chain is empty, or a removal took what said so."""
    end = connection.execute(select(chain).order_by(chain.c.sequence.desc()).limit(1)).one_or_none()
    if end is None or end.kind not in _MOMENTS:
        return None
    table, key, column = _MOMENTS[end.kind]
    at = connection.execute(select(table.c[column]).where(table.c[key] == end.sequence)).scalar_one_or_none()
    return dt.datetime.fromisoformat(at) if at else None


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _by_state(connection: Connection, table: Table) -> dict[str, int]:
    query = select(table.c.state, func.count().label("count")).group_by(table.c.state)
    return {row.state: row[1] for row in connection.execute(query)}


def _claims(connection: Connection) -> dict[str, int]:
    gone = select(func.count()).select_from(claim).where(claim.c.superseded.is_not(None))
    standing = _count(connection, claim) - int(connection.execute(gone).scalar_one())
    states = _by_state(connection, review_item)
    states.pop("machine", None)  # the queue knows those alone that somebody asked it for
    return {"machine": max(0, standing - sum(states.values())), **states}


def _taken(connection: Connection) -> dict[tuple[str, str], dt.datetime]:
    """Return when each command last took something in, from where: in its latest run, since inputs are many."""
    latest = select(func.max(run.c.id)).group_by(run.c.command)
    fetched = input_.c.origin.like("http%").label("fetched")
    query = (
        select(run.c.command, fetched, func.max(input_.c.at))
        .join(input_, input_.c.run == run.c.id)
        .where(run.c.id.in_(latest))
        .group_by(run.c.command, "fetched")
    )
    found: dict[tuple[str, str], dt.datetime] = {}
    for command, remote, at in connection.execute(query):
        key, moment = (command, "internet" if remote else "files"), dt.datetime.fromisoformat(at)
        found[key] = max(moment, found.get(key, moment))
    return found


def _size(connection: Connection) -> int:
    if connection.dialect.name == "postgresql":
        query = "SELECT pg_database_size(current_database())"
    else:
        query = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    found: Any = connection.execute(text(query)).scalar_one()
    return int(found)
