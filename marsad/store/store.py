"""The record: reports as fetched, their claims, people's judgements (docs/store.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, insert, select

from marsad.errors import StoreError
from marsad.records import PAIR_VERDICTS, VERDICTS, Claim, Issue, Judgement, Reading, Report, Verdict
from marsad.store import claimsets, inputs, intake, migrate, permalinks, queries, removals, words
from marsad.store.chain import Chain
from marsad.store.engine import connect, reading, url_of, writing
from marsad.store.hashing import digest
from marsad.store.intake_store import IntakeStore
from marsad.store.rows import JUDGEMENT, batches, moment, payload
from marsad.store.schema import judgement, report
from marsad.store.types import (
    Arrival,
    ClaimDiff,
    ClaimQuery,
    Found,
    Removal,
    Reread,
    StoredClaim,
    StoredReport,
    Unreadable,
    Verification,
)
from marsad.store.verify import verify

_PAGE = 200
T = TypeVar("T")
_ALL = ClaimQuery()


class Store(IntakeStore):
    """An open record. Every method that writes is one transaction: it is kept whole, or not at all.

    One process writes at a time, others wait for it (ten seconds on SQLite); any number read meanwhile. All methods
    raise `StoreError`, whose text says what to do.
    """

    @classmethod
    def open(cls, where: str | Path, *, create: bool = True, upgrade: bool = False) -> Self:
        """Open the record at `where`, the path of an SQLite file or the URL of a PostgreSQL database.

        An empty database gets its tables, unless `create` is False. One of an earlier Marsad raises `OldSchemaError`,
        unless `upgrade` is True.
        """
        url = url_of(where)
        if url.get_backend_name() == "sqlite" and not create and not Path(url.database or "").is_file():
            raise StoreError(f"{url.database}: there is no such file: marsad add makes one")
        engine = connect(url)
        try:
            migrate.prepare(engine, create=create, upgrade=upgrade)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine)

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Writing

    def add(
        self,
        report: Report,
        original: bytes | None = None,
        origin: str | None = None,
        headers: Mapping[str, str] | None = None,
        fetched_at: dt.datetime | None = None,
    ) -> bool:
        """Keep a report that was not read yet; False where it is there already, with the same bytes."""
        (new,) = self.add_many([Arrival(report, original, origin, headers or {}, fetched_at)])
        return new

    def add_many(self, arrivals: Sequence[Arrival]) -> list[bool]:
        """Keep reports with their claims, all of them or none; return for each whether it is new."""
        with writing(self._engine) as connection:
            return intake.add(connection, arrivals)

    def put_claims(
        self, report_id: str, claims: Iterable[Claim], reader_version: str, issues: Iterable[Issue] = ()
    ) -> ClaimDiff:
        """Make `claims` those that stand for a report; the earlier ones are kept as superseded."""
        (diff,) = self.put_many([Reread(report_id, tuple(claims), reader_version, tuple(issues))])
        return diff

    def put_many(self, readings: Sequence[Reread]) -> list[ClaimDiff]:
        """Do so for several reports, each named once; a reading that says nothing new writes nothing."""
        names = [item.report_id for item in readings]
        if len(set(names)) < len(names):
            raise StoreError("a report is named twice in one batch of readings")
        with writing(self._engine) as connection:
            numbers: dict[str, int] = {}
            for batch in batches(names):
                rows = connection.execute(select(report.c.report_id, report.c.id).where(report.c.report_id.in_(batch)))
                numbers.update((row.report_id, row.id) for row in rows)
            for name in names:
                if name not in numbers:
                    raise StoreError(f"{name}: there is no such report in the record")
            chain = Chain(connection)
            keyed = [(numbers[item.report_id], item) for item in readings]
            diffs = claimsets.put(connection, chain, keyed)
            inputs.reread(
                connection,
                [number for number, _ in keyed],
                {number: item.unreadable for number, item in keyed if item.unreadable},
            )
            chain.flush()
        return diffs

    def judge(
        self,
        verdict: Verdict,
        a: str,
        b: str | None = None,
        *,
        by: str,
        why: str,
        value: Mapping[str, Any] | None = None,
        at: dt.datetime | None = None,
    ) -> Judgement:
        """Add to the log what a person decided of the claims or events with the keys `a` and `b`."""
        _check_judgement(verdict, a, b, by)
        a, b = (min(a, b), max(a, b)) if b is not None else (a, None)
        row: dict[str, Any] = {"a": a, "b": b, "verdict": verdict, "by": by, "why": why, "at": moment(at)}
        row["value"] = dict(value) if value is not None else None
        row["words"] = digest([why, row["value"]])
        with writing(self._engine) as connection:
            chain = Chain(connection)
            row["id"] = chain.append("judgement", payload(row, JUDGEMENT))
            chain.flush()
            connection.execute(insert(judgement), row)
        return queries.judgement_of(row)

    def remove(self, report_id: str, reason: str, approver: str) -> Removal:
        """Take the content of a report out of the record and its files; a tombstone with `reason` stays.

        For a report that was removed before, whose bytes may be in the file yet, only the file is rewritten.
        """
        if not reason.strip() or not approver.strip():
            raise StoreError("a removal needs a reason and an approver")
        if report_id not in {item.report_id for item in self.removals() if not item.scrubbed}:
            with writing(self._engine) as connection:
                removals.remove(connection, report_id, reason, approver)
        removals.scrub(self._engine)
        return next(item for item in self.removals() if item.report_id == report_id)

    def keep_permalink(self, name: str, audience: str, body: Mapping[str, Any]) -> None:
        """Keep the state of a view under its hash; one that is there already stays as it is."""
        if self.permalink(name, audience) is None:
            with writing(self._engine) as connection:
                permalinks.keep(connection, name, audience, body)

    # Reading

    def report(self, report_id: str) -> StoredReport | None:
        """Return a report with its archived bytes; None where there is none."""
        with reading(self._engine) as connection:
            return queries.stored(connection, report_id)

    def copies(self, report_id: str) -> list[str]:
        """Return the other reports whose archived bytes are those of this one."""
        with reading(self._engine) as connection:
            return queries.copies(connection, report_id)

    def known(self, report_ids: Sequence[str]) -> dict[str, str]:
        """Return the SHA-256 of the archived bytes of those of `report_ids` that are there."""
        with reading(self._engine) as connection:
            return intake.known(connection, report_ids)

    def reports(self) -> Iterator[Report]:
        """Yield all reports in the order of arrival."""
        yield from self._paged(queries.reports)

    def readings(self) -> Iterator[Reading]:
        """Yield all reports in the order of arrival, with the claims that stand and the issues."""
        yield from self._paged(queries.readings)

    def _paged(self, query: Callable[[Connection, int, int], list[tuple[int, T]]]) -> Iterator[T]:
        """A page is read in one transaction of its own, so a long walk is in nobody's way."""
        last = 0
        while True:
            with reading(self._engine) as connection:
                page = query(connection, last, _PAGE)
            if not page:
                return
            yield from (item for _, item in page)
            last = page[-1][0]

    def claims(self, query: ClaimQuery = _ALL) -> Iterator[StoredClaim]:
        """Yield the claims that meet `query`, by report in the order of arrival, then in the order of their ids."""
        with reading(self._engine) as connection:
            yield from queries.claims(connection, query)

    def search(self, query: str, limit: int = 20) -> list[Found]:
        """Return reports that hold all words, and all "words in a row" in quotes, of `query`; the latest first."""
        with reading(self._engine) as connection:
            found = queries.by_number(connection, words.find(connection, query, limit))
        return [Found(item, words.first_hit(item.document, query)) for item in found]

    def judgements(self) -> list[Judgement]:
        """Return the log of judgements in the order in which they were given."""
        with reading(self._engine) as connection:
            return queries.judgements(connection)

    def matching(self, query: str, limit: int) -> list[str]:
        """Return the ids of up to `limit` reports that `search` would find, in its order."""
        with reading(self._engine) as connection:
            return queries.names(connection, words.find(connection, query, limit))

    def head(self) -> tuple[int, str]:
        """Return how many entries the chain has and the hash of the last: it changes whenever the record does."""
        with reading(self._engine) as connection:
            return queries.head(connection)

    def permalink(self, name: str, audience: str) -> dict[str, Any] | None:
        """Return the state kept under a hash for an audience; None where there is none."""
        with reading(self._engine) as connection:
            return permalinks.find(connection, name, audience)

    def removals(self) -> list[Removal]:
        with reading(self._engine) as connection:
            return queries.removals(connection)

    def unreadable(self) -> list[Unreadable]:
        """Return the inputs that were refused, and the reports that the reader failed on."""
        with reading(self._engine) as connection:
            return queries.unreadable(connection)

    def verify(self, head: str | None = None) -> Verification:
        """Walk the chain and check every record; `head` is one that an earlier call returned."""
        with reading(self._engine) as connection:
            return verify(connection, head)


def _check_judgement(verdict: str, a: str, b: str | None, by: str) -> None:
    if verdict not in VERDICTS:
        raise StoreError(f"{verdict!r} is no verdict: give one of {', '.join(VERDICTS)}")
    if not a.strip() or not by.strip() or b == "":
        raise StoreError("a judgement needs the key of a claim or event, and who gives it")
    if (verdict, b) == ("unsure", None):
        return
    if (verdict in PAIR_VERDICTS) != (b is not None) or a == b:
        raise StoreError(f"{verdict} is said of {'two claims' if verdict in PAIR_VERDICTS else 'one claim'}")
