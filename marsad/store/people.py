"""What accounts have and did, as lists: sessions, invitations, pages of the log."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import delete, select

from marsad.store.engine import reading, writing
from marsad.store.schema_people import audit, invitation, session
from marsad.store.store import Store
from marsad.store.types_people import Entry, Invitation


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session of an account: the hash of its token, and when it began and was last used (seconds since 1970)."""

    hash: str
    created: float
    seen: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines of the log are wanted: of whom, with which verb, with which outcome; None asks for all."""

    who: str | None = None
    verb: str | None = None
    outcome: str | None = None


def sessions_of(store: Store, account: int, seen_since: float) -> list[OpenSession]:
    """Return the sessions of an account that were used since, the last used first."""
    query = select(session.c.hash, session.c.created, session.c.seen).where(
        session.c.account == account, session.c.seen >= seen_since
    )
    with reading(store._engine) as connection:
        return [OpenSession(*row) for row in connection.execute(query.order_by(session.c.seen.desc()))]


def invitations(store: Store, now: float) -> list[Invitation]:
    """Return the invitations that can still be used, the first to end first."""
    query = select(invitation).where(invitation.c.expires > now).order_by(invitation.c.expires)
    with reading(store._engine) as connection:
        return [Invitation(**row) for row in connection.execute(query).mappings()]


def revoke(store: Store, invitation_hash: str) -> bool:
    """Take an invitation back; False where there is none."""
    with writing(store._engine) as connection:
        return connection.execute(delete(invitation).where(invitation.c.hash == invitation_hash)).rowcount == 1


def page_of_log(store: Store, wanted: Wanted, before: int | None, limit: int) -> list[Entry]:
    """Return lines of the log, the last first, from the one before number `before` on."""
    query = select(audit).order_by(audit.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(audit.c.id < before)
    for column, value in ((audit.c.who, wanted.who), (audit.c.verb, wanted.verb), (audit.c.outcome, wanted.outcome)):
        if value is not None:
            query = query.where(column == value)
    with reading(store._engine) as connection:
        return [
            Entry(r["id"], dt.datetime.fromisoformat(r["at"]), r["who"], r["verb"], r["object"], r["outcome"])
            for r in connection.execute(query).mappings()
        ]


def verbs_of_log(store: Store) -> list[str]:
    """Return the verbs that stand in the log."""
    with reading(store._engine) as connection:
        return list(connection.execute(select(audit.c.verb).distinct().order_by(audit.c.verb)).scalars())
