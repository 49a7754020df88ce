"""What is published, and editions that froze it. Functions on a connection."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select

from marsad.errors import StoreError
from marsad.store.chain import Chain
from marsad.store.hashing import digest
from marsad.store.rows import EDITION, Row, Stored, batches, insert_all, moment, payload
from marsad.store.schema import claim
from marsad.store.schema_review import edition, edition_part, publication
from marsad.store.types_review import Edition, Published

PUBLISHED = "published"


def put(connection: Connection, row: Published) -> None:
    """Write the public copy of a claim, or its tombstone, in the place of the one before."""
    of = connection.execute(select(claim.c.report).where(claim.c.key == row.key).limit(1)).scalar_one()
    connection.execute(delete(publication).where(publication.c.key == row.key))
    connection.execute(
        insert(publication),
        {
            "key": row.key, "report": of, "version": row.version, "digest": row.digest, "at": moment(row.at),
            "status": row.status, "why": row.why, "until": row.until.toordinal() if row.until else None,
            "body": dict(row.body) if row.body is not None else None,
        },
    )  # fmt: skip


def published_of(row: Stored) -> Published:
    until = dt.date.fromordinal(row["until"]) if row["until"] is not None else None
    at = dt.datetime.fromisoformat(row["at"])
    return Published(row["key"], row["version"], row["digest"], at, row["status"], row["why"], until, row["body"])


def one(connection: Connection, key: str) -> Published | None:
    row = connection.execute(select(publication).where(publication.c.key == key)).mappings().one_or_none()
    return published_of(row) if row else None


def _open_on(day: dt.date) -> Any:
    free = or_(publication.c.until.is_(None), publication.c.until <= day.toordinal())
    return select(publication).where(publication.c.status == PUBLISHED, free).order_by(publication.c.key)


def shown(connection: Connection, on: dt.date, after: str | None = None, limit: int | None = None) -> list[Published]:
    """Return what may be shown on a day: published, not withdrawn, not removed, its embargo over."""
    query = _open_on(on).limit(limit)
    if after is not None:
        query = query.where(publication.c.key > after)
    return [published_of(row) for row in connection.execute(query).mappings()]


def count(connection: Connection, on: dt.date) -> int:
    found: int = connection.execute(select(func.count()).select_from(_open_on(on).subquery())).scalar_one()
    return found


def embargoed(connection: Connection, on: dt.date) -> list[Published]:
    """Return what is published and hidden until a later day, the first to come first."""
    hidden = select(publication).where(publication.c.status == PUBLISHED, publication.c.until > on.toordinal())
    query = hidden.order_by(publication.c.until, publication.c.key)
    return [published_of(row) for row in connection.execute(query).mappings()]


def tombstones(connection: Connection) -> list[Published]:
    query = select(publication).where(publication.c.status != PUBLISHED).order_by(publication.c.key)
    return [published_of(row) for row in connection.execute(query).mappings()]


def freeze(connection: Connection, chain: Chain, version: str, title: str, by: str, on: dt.date) -> Edition:
    """Keep what may be shown on a day under a version; raise `StoreError` where the version is taken."""
    if connection.execute(select(edition.c.id).where(edition.c.version == version)).first():
        raise StoreError(f"{version}: there is such an edition already: an edition is never changed")
    rows = connection.execute(_open_on(on)).mappings().all()
    members = [[row["key"], row["digest"]] for row in rows]
    made: Row = {
        "version": version, "hash": digest(members), "title": title, "at": moment(None), "by": by, "members": members
    }  # fmt: skip
    made["id"] = chain.append("edition", payload(made, EDITION))
    connection.execute(insert(edition), made)
    known: set[str] = set()
    for batch in batches(row["digest"] for row in rows):
        query = select(edition_part.c.digest).where(edition_part.c.digest.in_(batch))
        known.update(connection.execute(query).scalars())
    fresh = [{name: row[name] for name in ("digest", "key", "report", "body")} for row in rows]
    insert_all(connection, edition_part, [row for row in fresh if row["digest"] not in known])
    return edition_of(made)


def edition_of(row: Stored) -> Edition:
    at = dt.datetime.fromisoformat(row["at"])
    members = tuple((key, body) for key, body in row["members"])
    return Edition(row["version"], row["hash"], row["title"], at, row["by"], members)


def editions(connection: Connection) -> list[Edition]:
    rows = connection.execute(select(edition).order_by(edition.c.id)).mappings()
    return [edition_of(row) for row in rows]


def bodies(connection: Connection, of: Edition) -> dict[str, Mapping[str, Any]]:
    """Return the bodies of an edition by key; those of removed reports are missing."""
    found: dict[str, Mapping[str, Any]] = {}
    for batch in batches(body for _, body in of.members):
        rows = connection.execute(select(edition_part).where(edition_part.c.digest.in_(batch))).mappings()
        found.update((row["key"], row["body"]) for row in rows)
    return found
