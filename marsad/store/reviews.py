"""The door of the store to the review room (marsad/review): one transaction for each thing that a person does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, insert

from marsad.errors import StoreError
from marsad.records import Claim, Judgement, Report, Verdict
from marsad.store import claimsets, public, queries, room
from marsad.store.accounts import has_accounts, last_said, say
from marsad.store.chain import Chain
from marsad.store.engine import reading, writing
from marsad.store.hashing import digest
from marsad.store.rows import JUDGEMENT, Row, moment, payload
from marsad.store.schema import judgement
from marsad.store.store import Store
from marsad.store.types import ClaimQuery
from marsad.store.types_review import Action, Backlog, Draft, Edition, Opened, Published, QueueQuery, QueueRow, State

PAGE = 2000
SINGLE_READER = "single reader"  # the verb in the log


class Bench:
    """The tables of the room inside one transaction; what is written is kept whole or not at all."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._chain = Chain(connection)

    def flush(self) -> None:
        self._chain.flush()

    def open(self, key: str) -> Opened | None:
        """Return the claim with `key`, the reading that stands before one that was superseded."""
        return _opened(self._connection, key)

    def action(self, name: str) -> Action | None:
        return room.action_named(self._connection, name)

    def append(self, act: Action) -> None:
        room.append(self._connection, self._chain, act)

    def item(self, key: str) -> Mapping[Any, Any] | None:
        return room.items(self._connection, [key]).get(key)

    def set_item(self, key: str, values: Mapping[str, Any]) -> None:
        room.set_item(self._connection, key, values)

    def judge(
        self,
        verdict: Verdict,
        a: str,
        b: str | None,
        by: str,
        why: str,
        value: Mapping[str, Any] | None,
        at: dt.datetime,
    ) -> None:
        """Add to the log of judgements, as `Store.judge` does, in this transaction."""
        a, b = (min(a, b), max(a, b)) if b is not None else (a, None)
        row: Row = {"a": a, "b": b, "verdict": verdict, "by": by, "why": why, "at": moment(at)}
        row["value"] = dict(value) if value is not None else None
        row["words"] = digest([why, row["value"]])
        row["id"] = self._chain.append("judgement", payload(row, JUDGEMENT))
        self._connection.execute(insert(judgement), row)

    def judged(self, a: str, b: str | None = None) -> Judgement | None:
        """Return the last judgement of a claim, or of two."""
        return room.last_judgement(self._connection, a, b)

    def drop_draft(self, by: str, key: str) -> None:
        room.drop_draft(self._connection, by, key)

    def claims_of(self, report_id: str) -> list[Claim]:
        """Return the claims of a report that stand."""
        return [found.claim for found in queries.claims(self._connection, ClaimQuery(report_ids=(report_id,)))]

    def report(self, report_id: str) -> Report | None:
        kept = queries.stored(self._connection, report_id)
        return kept.report if kept else None

    def write_in(self, report_id: str, claim: Claim, row_of: Callable[[int, int, Claim], Row]) -> None:
        """Keep a claim that a person wrote, and put it into the queue."""
        number = room.number_of(self._connection, report_id)
        row = claimsets.write_in(self._connection, self._chain, number, report_id, claim)
        room.put_items(self._connection, [row_of(row, number, claim)])

    def single_reader(self) -> bool:
        return single_reader(self._connection)

    def publish(self, row: Published) -> None:
        public.put(self._connection, row)

    def published(self, key: str) -> Published | None:
        return public.one(self._connection, key)


class Reviews:
    """What the review room reads and writes. All methods raise `StoreError`."""

    def __init__(self, store: Store) -> None:
        self._engine = store._engine

    @contextmanager
    def bench(self) -> Iterator[Bench]:
        """Open one transaction of the writer."""
        with writing(self._engine) as connection:
            bench = Bench(connection)
            yield bench
            bench.flush()

    def enqueue(self, row_of: Callable[[int, int, Claim], Row]) -> int:
        """Put claims into the queue that it does not know yet; return how many. `row_of` makes the row of one."""
        total = 0
        while True:
            with writing(self._engine) as connection:
                fresh = room.fresh_claims(connection, PAGE)
                if not fresh:
                    return total
                rows = {claim.key: row_of(row, report, claim) for row, report, claim in fresh}
                room.put_items(connection, list(rows.values()))
            total += len(fresh)

    def weigh(self, risk_of: Callable[[int, int], int], conflicts: Mapping[str, int]) -> int:
        """Set the number of conflicts, and with it the risk, of every claim of the queue; return how many changed."""
        with writing(self._engine) as connection:
            changed = [
                {"at": key, "risk": risk_of(impact, conflicts.get(key, 0)), "conflicts": conflicts.get(key, 0)}
                for key, impact, known in room.impacts(connection)
                if known != conflicts.get(key, 0)
            ]
            room.set_risks(connection, changed)
        return len(changed)

    def queue(self, query: QueueQuery) -> list[QueueRow]:
        with reading(self._engine) as connection:
            return room.queue(connection, query)

    def waiting(self) -> bool:
        """Tell whether claims came in that the queue does not know yet."""
        with reading(self._engine) as connection:
            return bool(room.fresh_claims(connection, 1))

    def open(self, key: str) -> Opened | None:
        with reading(self._engine) as connection:
            return _opened(connection, key)

    def state(self, key: str) -> str | None:
        """Return the state of a claim; None where the queue does not know it."""
        with reading(self._engine) as connection:
            item = room.items(connection, [key]).get(key)
            return item["state"] if item else None

    def states(self) -> dict[str, State]:
        """Return the state of every claim that somebody acted on."""
        with reading(self._engine) as connection:
            return room.states(connection)

    def similar(self, key: str) -> list[tuple[str, Claim]]:
        with reading(self._engine) as connection:
            return room.similar(connection, key)

    def actions(self, keys: Sequence[str] | None = None) -> list[Action]:
        with reading(self._engine) as connection:
            return room.actions(connection, keys)

    def tally(self) -> dict[str, int]:
        with reading(self._engine) as connection:
            return room.tally(connection)

    def kinds(self, states: Sequence[str]) -> dict[str, int]:
        """Return how many claims of each kind are in some of these states."""
        with reading(self._engine) as connection:
            return room.kinds(connection, states)

    def single_reader(self) -> bool:
        """Tell whether one person alone may publish, marked as read by one person (docs/review.md)."""
        with reading(self._engine) as connection:
            return single_reader(connection)

    def set_single_reader(self, on: bool, by: str) -> None:
        """Say whether one person alone may publish; it stands in the log. Not where a team has accounts."""
        with writing(self._engine) as connection:
            if on and has_accounts(connection):
                raise StoreError("this record has accounts: let somebody else read it a second time")
            chain = Chain(connection)
            say(connection, chain, by, SINGLE_READER, "on" if on else "off", "done")
            chain.flush()

    def backlog(self) -> list[Backlog]:
        with reading(self._engine) as connection:
            return room.backlog(connection)

    def orphans(self) -> list[str]:
        with reading(self._engine) as connection:
            return room.orphans(connection)

    def put_draft(self, by: str, key: str, body: Mapping[str, Any]) -> None:
        with writing(self._engine) as connection:
            room.put_draft(connection, by, key, body)

    def drop_draft(self, by: str, key: str) -> None:
        with writing(self._engine) as connection:
            room.drop_draft(connection, by, key)

    def drafts(self, by: str, key: str | None = None) -> list[Draft]:
        with reading(self._engine) as connection:
            return room.drafts(connection, by, key)

    # What is public

    def published(self, on: dt.date, after: str | None = None, limit: int | None = None) -> list[Published]:
        """Return what may be shown on day `on`, by key: all of it, or the first `limit` after a key."""
        with reading(self._engine) as connection:
            return public.shown(connection, on, after, limit)

    def count_published(self, on: dt.date) -> int:
        with reading(self._engine) as connection:
            return public.count(connection, on)

    def embargoed(self, on: dt.date) -> list[Published]:
        """Return what is published and hidden until a day after `on`."""
        with reading(self._engine) as connection:
            return public.embargoed(connection, on)

    def tombstones(self) -> list[Published]:
        with reading(self._engine) as connection:
            return public.tombstones(connection)

    def freeze(self, version: str, title: str, by: str, on: dt.date) -> Edition:
        """Freeze what may be shown on day `on` as an edition."""
        with writing(self._engine) as connection:
            chain = Chain(connection)
            made = public.freeze(connection, chain, version, title, by, on)
            chain.flush()
        return made

    def editions(self) -> list[Edition]:
        with reading(self._engine) as connection:
            return public.editions(connection)

    def bodies(self, edition: Edition) -> dict[str, Mapping[str, Any]]:
        """Return the bodies of an edition by key; those of removed reports are missing."""
        with reading(self._engine) as connection:
            return public.bodies(connection, edition)


def _opened(connection: Connection, key: str) -> Opened | None:
    found = list(queries.claims(connection, ClaimQuery(keys=(key,), superseded=True)))
    if not found:
        return None
    stored = next((one for one in found if not one.superseded), found[-1])
    kept = queries.stored(connection, stored.report_id)
    assert kept is not None  # a claim is kept with its report
    item = room.items(connection, [key]).get(key)
    return Opened(
        kept.report, stored.claim, stored.reader_version, stored.superseded,
        tuple(room.actions(connection, [key])), item["conflicts"] if item else 0,
    )  # fmt: skip


def single_reader(connection: Connection) -> bool:
    return last_said(connection, SINGLE_READER) == "on" and not has_accounts(connection)
