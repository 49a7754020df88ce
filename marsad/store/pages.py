"""Records by number, for a server that keeps columns of them and no records (marsad/web/kept)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from sqlalchemy import select

from marsad.records import Claim, Reading, Report
from marsad.store import queries
from marsad.store.engine import reading
from marsad.store.folders import folder_of
from marsad.store.rows import batches, claim_in, report_of
from marsad.store.schema import chain, claim, report
from marsad.store.store import Store

_PAGE = 200  # reports


class Pages:
    """The door of the store to a server that shows pages of it. All methods raise `StoreError`."""

    def __init__(self, store: Store) -> None:
        self._engine = store._engine

    @property
    def folder(self) -> Path:
        """Where what is made of the record is kept: beside an SQLite file, else in the user's cache."""
        return folder_of(self._engine)

    @property
    def address(self) -> str:
        """The address of the database, with its password: for another process of this server alone."""
        return self._engine.url.render_as_string(hide_password=False)

    def kinds_after(self, sequence: int) -> set[str]:
        """Return the kinds of the entries of the chain that came after one."""
        with reading(self._engine) as connection:
            return set(connection.execute(select(chain.c.kind).where(chain.c.sequence > sequence).distinct()).scalars())

    def every(self) -> Iterator[tuple[int, Reading, list[int]]]:
        """Yield all reports in the order of arrival with the claims that stand, the number of each and of its claims.

        A page is read in one transaction of its own.
        """
        last = 0
        while True:
            with reading(self._engine) as connection:
                page = queries.readings(connection, last, _PAGE)
                if not page:
                    return
                claims = iter(queries.numbers(connection, last, page[-1][0]))
            yield from ((number, made, list(islice(claims, len(made.claims)))) for number, made in page)
            last = page[-1][0]

    def claims(self, numbers: Sequence[int]) -> dict[int, Claim]:
        """Return claims by their number."""
        found: dict[int, Claim] = {}
        with reading(self._engine) as connection:
            for batch in batches(numbers):
                rows = connection.execute(select(claim).where(claim.c.id.in_(batch))).mappings().all()
                parents = {row["parent"] for row in rows if row["parent"] is not None}
                wholes: dict[str, str] = {}
                if parents:
                    named = select(claim.c.key, claim.c.claim_id)
                    named = named.where(claim.c.key.in_(parents), claim.c.superseded.is_(None))
                    wholes = {row.key: row.claim_id for row in connection.execute(named)}
                found.update((row["id"], claim_in(row, wholes.get(row["parent"]))) for row in rows)
        return found

    def reports(self, numbers: Iterable[int]) -> dict[int, Report]:
        """Return reports by their number."""
        found: dict[int, Report] = {}
        with reading(self._engine) as connection:
            for batch in batches(numbers):
                rows = connection.execute(select(report).where(report.c.id.in_(batch))).mappings()
                found.update((row["id"], report_of(row)) for row in rows)
        return found

    def readings(self, names: Sequence[str]) -> dict[str, Reading]:
        """Return reports with the claims and issues that stand, by id."""
        found: dict[str, Reading] = {}
        with reading(self._engine) as connection:
            for batch in batches(names):
                found.update((made.report.report_id, made) for made in queries.readings_of(connection, batch))
        return found

    def size(self) -> int:
        """Return about how many claims there are, at no cost: the number of the last one."""
        with reading(self._engine) as connection:
            return connection.execute(select(claim.c.id).order_by(claim.c.id.desc()).limit(1)).scalar() or 0
