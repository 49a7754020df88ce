"""The door of the store to saved searches and what they found (marsad/review/alerts.py)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from marsad.store.engine import reading, writing
from marsad.store.rows import Stored, batches, insert_all, moment
from marsad.store.schema import claim, report
from marsad.store.schema_review import hit, saved_search
from marsad.store.store import Store
from marsad.store.types_review import Hit, SavedSearch


class Searches:
    """Saved searches, by the alias of whose they are, and their hits."""

    def __init__(self, store: Store) -> None:
        self._engine = store._engine

    def save(self, by: str, name: str, query: Mapping[str, Any], hook: str | None, feed: str | None) -> int:
        """Keep a search; it tells of claims that come in from now on. Return its number."""
        with writing(self._engine) as connection:
            number = (connection.execute(select(func.max(saved_search.c.id))).scalar_one() or 0) + 1
            seen = connection.execute(select(func.max(claim.c.id))).scalar_one() or 0
            row = {"id": number, "by": by, "name": name, "query": dict(query), "hook": hook, "feed": feed,
                   "created": moment(None), "seen": seen}  # fmt: skip
            connection.execute(insert(saved_search), row)
        return number

    def all(self, by: str | None = None) -> list[SavedSearch]:
        query = select(saved_search).order_by(saved_search.c.id)
        if by is not None:
            query = query.where(saved_search.c.by == by)
        with reading(self._engine) as connection:
            return [_search(row) for row in connection.execute(query).mappings()]

    def drop(self, number: int) -> None:
        with writing(self._engine) as connection:
            connection.execute(delete(hit).where(hit.c.search == number))
            connection.execute(delete(saved_search).where(saved_search.c.id == number))

    def arrived(self, after: int) -> list[tuple[int, str]]:
        """Return the claims that stand and came in after one, as number of arrival and key."""
        query = select(claim.c.id, claim.c.key).where(claim.c.id > after, claim.c.superseded.is_(None))
        with reading(self._engine) as connection:
            return [(row.id, row.key) for row in connection.execute(query.order_by(claim.c.id))]

    def tell(self, number: int, keys: Iterable[str], seen: int) -> list[str]:
        """Keep what a search found among the claims up to `seen`; return the keys that it had not found before."""
        with writing(self._engine) as connection:
            known = set(connection.execute(select(hit.c.key).where(hit.c.search == number)).scalars())
            fresh = [key for key in dict.fromkeys(keys) if key not in known]
            reports: dict[str, int] = {}
            for batch in batches(fresh):
                rows = connection.execute(select(claim.c.key, claim.c.report).where(claim.c.key.in_(batch)))
                reports.update((row.key, row.report) for row in rows)
            now = moment(None)
            insert_all(connection, hit, [
                {"search": number, "key": key, "report": reports[key], "at": now, "told": 0}
                for key in fresh if key in reports
            ])  # fmt: skip
            connection.execute(update(saved_search).where(saved_search.c.id == number).values(seen=seen))
        return [key for key in fresh if key in reports]

    def hits(self, number: int, limit: int = 100) -> list[Hit]:
        """Return what a search found, the latest first."""
        query = select(hit, report.c.report_id).join(report, hit.c.report == report.c.id).where(hit.c.search == number)
        with reading(self._engine) as connection:
            rows = connection.execute(query.order_by(hit.c.at.desc(), hit.c.key).limit(limit)).mappings()
            return [
                Hit(r["search"], r["key"], r["report_id"], dt.datetime.fromisoformat(r["at"]), bool(r["told"]))
                for r in rows
            ]

    def mark(self, number: int) -> None:
        """Note that its hits were looked at."""
        with writing(self._engine) as connection:
            connection.execute(update(hit).where(hit.c.search == number).values(told=1))

    def untold(self, by: str) -> dict[int, int]:
        """Return for each search of a person how many hits were not looked at."""
        query = select(hit.c.search, func.count()).join(saved_search, saved_search.c.id == hit.c.search)
        query = query.where(saved_search.c.by == by, hit.c.told == 0).group_by(hit.c.search)
        with reading(self._engine) as connection:
            return {row[0]: row[1] for row in connection.execute(query)}


def _search(row: Stored) -> SavedSearch:
    created = dt.datetime.fromisoformat(row["created"])
    return SavedSearch(
        row["id"], row["by"], row["name"], row["query"], row["hook"], row["feed"], created, row["seen"]
    )  # fmt: skip
