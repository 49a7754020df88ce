"""The door of the store to accounts (marsad/people): every method is one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update
from sqlalchemy import Row as Found

from marsad.errors import StoreError
from marsad.store.chain import Chain
from marsad.store.engine import reading, writing
from marsad.store.rows import AUDIT, Row, Stored, moment, payload
from marsad.store.schema_people import account, attempt, audit, invitation, session
from marsad.store.store import Store
from marsad.store.types_people import Account, Entry, Invitation, Session

_LONGEST = 400  # characters of what the log says of an object
_KEPT = 86_400  # seconds after which attempts are forgotten


class Accounts:
    """People, their sessions and the log of what they did."""

    def __init__(self, store: Store) -> None:
        self._engine = store._engine

    # Accounts

    def any(self) -> bool:
        """Tell whether there is an account at all."""
        with reading(self._engine) as connection:
            return has_accounts(connection)

    def all(self) -> list[Account]:
        with reading(self._engine) as connection:
            rows = connection.execute(select(account).order_by(account.c.id)).mappings()
            return [_account(row) for row in rows]

    def by_number(self, number: int) -> Account | None:
        return self._one(account.c.id == number)

    def by_login(self, login: str) -> Account | None:
        return self._one(account.c.login == login.casefold())

    def by_alias(self, alias: str) -> Account | None:
        return self._one(account.c.alias == alias)

    def by_subject(self, subject: str) -> Account | None:
        return self._one(account.c.subject == subject)

    def _one(self, condition: ColumnElement[bool]) -> Account | None:
        with reading(self._engine) as connection:
            row = connection.execute(select(account).where(condition)).mappings().one_or_none()
            return _account(row) if row else None

    def join(self, invitation_hash: str, now: float, login: str, values: Mapping[str, Any]) -> Account:
        """Use an invitation up and make the account behind it; raise `StoreError` where either cannot be.

        The alias is a number: logins are not in the logs.
        """
        with writing(self._engine) as connection:
            role = _used_up(connection, invitation_hash, now, invitation.c.account.is_(None)).role
            return _add(connection, login, role, values)

    def renew(self, invitation_hash: str, now: float, password: str) -> Account:
        """Use a renewal up: its account, where it is open, has that password (hashed), no second factor, no session."""
        with writing(self._engine) as connection:
            number = _used_up(connection, invitation_hash, now, invitation.c.account.is_not(None)).account
            mine = (account.c.id == number, account.c.active == 1)
            row = connection.execute(select(account).where(*mine)).mappings().one_or_none()
            if row is None:
                raise StoreError("the account is closed")
            connection.execute(update(account).where(*mine).values(password=password, totp=None))
            connection.execute(delete(session).where(session.c.account == number))
            return replace(_account(row), password=password, totp=None)

    def change(self, number: int, **values: Any) -> None:
        """Set columns of an account; what changes who may do what ends its sessions."""
        with writing(self._engine) as connection:
            connection.execute(update(account).where(account.c.id == number).values(**values))
            if {"role", "active", "password", "totp"} & set(values):
                connection.execute(delete(session).where(session.c.account == number))

    def use_step(self, number: int, step: int) -> bool:
        """Note a one-time password as used; False where it, or a later one, was used already."""
        with writing(self._engine) as connection:
            fresh = update(account).where(account.c.id == number, account.c.totp_used < step).values(totp_used=step)
            return connection.execute(fresh).rowcount == 1

    # Invitations

    def invite(self, made: Invitation) -> None:
        """Keep an invitation; a renewal ends those that were made for the same account."""
        with writing(self._engine) as connection:
            if made.account is not None:
                connection.execute(delete(invitation).where(invitation.c.account == made.account))
            connection.execute(insert(invitation), asdict(made))

    def invited(self, invitation_hash: str, now: float) -> Invitation | None:
        with reading(self._engine) as connection:
            query = select(invitation).where(invitation.c.hash == invitation_hash, invitation.c.expires > now)
            row = connection.execute(query).mappings().one_or_none()
            return Invitation(**row) if row else None

    def first_invitation(self, made: Invitation) -> bool:
        """Keep the invitation of the first administrator in the place of any other; False where there is an account."""
        with writing(self._engine) as connection:
            if connection.execute(select(account.c.id).limit(1)).first() is not None:
                return False
            connection.execute(delete(invitation))
            connection.execute(insert(invitation), asdict(made))
            return True

    # Sessions

    def open_session(self, token_hash: str, number: int, csrf: str, now: float) -> None:
        with writing(self._engine) as connection:
            row = {"hash": token_hash, "account": number, "csrf": csrf, "created": now, "seen": now}
            connection.execute(insert(session), row)

    def session(self, token_hash: str) -> Session | None:
        """Return a session of an account that is active."""
        with reading(self._engine) as connection:
            found = connection.execute(select(session).where(session.c.hash == token_hash)).one_or_none()
            if found is None:
                return None
            owner = select(account).where(account.c.id == found.account, account.c.active == 1)
            row = connection.execute(owner).mappings().one_or_none()
            return Session(token_hash, _account(row), found.csrf, found.created, found.seen) if row else None

    def touch(self, token_hash: str, now: float) -> None:
        with writing(self._engine) as connection:
            connection.execute(update(session).where(session.c.hash == token_hash).values(seen=now))

    def close_session(self, token_hash: str) -> None:
        with writing(self._engine) as connection:
            connection.execute(delete(session).where(session.c.hash == token_hash))

    def close_sessions(self, number: int | None = None, seen_before: float | None = None) -> None:
        """End sessions: of one account, those not used since, or all of everybody."""
        query = delete(session)
        if number is not None:
            query = query.where(session.c.account == number)
        if seen_before is not None:
            query = query.where(session.c.seen < seen_before)
        with writing(self._engine) as connection:
            connection.execute(query)

    # Limits

    def attempt(self, bucket: str, now: float, since: float, most: int) -> float | None:
        """Count an attempt; where there were `most` since then already, return the time of the oldest of these."""
        with writing(self._engine) as connection:
            recent = select(attempt.c.at).where(attempt.c.bucket == bucket, attempt.c.at > since)
            times = connection.execute(recent.order_by(attempt.c.at.desc()).limit(most)).scalars().all()
            if len(times) >= most:
                return float(times[-1])
            connection.execute(delete(attempt).where(attempt.c.at < now - _KEPT))
            connection.execute(insert(attempt), {"bucket": bucket, "at": now})
            return None

    def forget_attempts(self, bucket: str) -> None:
        with writing(self._engine) as connection:
            connection.execute(delete(attempt).where(attempt.c.bucket == bucket))

    # The log

    def log(self, who: str, verb: str, thing: str, outcome: str) -> None:
        """Add a line to the log, and its entry to the chain."""
        with writing(self._engine) as connection:
            chain = Chain(connection)
            say(connection, chain, who, verb, thing, outcome)
            chain.flush()

    def entries(self, after: int = 0, limit: int = 200, who: str | None = None) -> list[Entry]:
        """Return lines of the log after a number, the first first."""
        query = select(audit).where(audit.c.id > after).order_by(audit.c.id).limit(limit)
        if who is not None:
            query = query.where(audit.c.who == who)
        with reading(self._engine) as connection:
            rows = connection.execute(query).mappings()
            return [
                Entry(r["id"], dt.datetime.fromisoformat(r["at"]), r["who"], r["verb"], r["object"], r["outcome"])
                for r in rows
            ]


def say(connection: Connection, chain: Chain, who: str, verb: str, thing: str, outcome: str) -> None:
    """Add a line to the log in a transaction of its own or of another."""
    row: Row = {"at": moment(None), "who": who, "verb": verb, "object": _plain(thing), "outcome": outcome}
    row["id"] = chain.append("audit", payload(row, AUDIT))
    connection.execute(insert(audit), row)


def last_said(connection: Connection, verb: str) -> str | None:
    """Return of what thing something was last done."""
    done = select(audit.c.object).where(audit.c.verb == verb, audit.c.outcome == "done")
    found: str | None = connection.execute(done.order_by(audit.c.id.desc()).limit(1)).scalar_one_or_none()
    return found


def has_accounts(connection: Connection) -> bool:
    return connection.execute(select(account.c.id).limit(1)).first() is not None


def _used_up(connection: Connection, invitation_hash: str, now: float, kind: ColumnElement[bool]) -> Found[Any]:
    """Take an invitation away and return its row; raise `StoreError` where there is none of that kind."""
    door = select(invitation).where(invitation.c.hash == invitation_hash, invitation.c.expires > now, kind)
    found = connection.execute(door).one_or_none()
    if found is None:
        raise StoreError("the invitation is not known, was used, or is over")
    connection.execute(delete(invitation).where(invitation.c.hash == invitation_hash))
    return found


def _plain(text: str) -> str:
    """Return text that any database holds, cut to a length."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0")[:_LONGEST]


def _add(connection: Connection, login: str, role: str, values: Mapping[str, Any]) -> Account:
    name = login.casefold()
    if connection.execute(select(account.c.id).where(account.c.login == name)).first():
        raise StoreError("somebody has that login already: choose another")
    number = (connection.execute(select(func.max(account.c.id))).scalar_one() or 0) + 1
    row: Row = {
        "id": number, "alias": f"reader-{number}", "login": name, "role": role, "password": None,
        "totp": None, "totp_used": 0, "subject": None, "active": 1, "created": moment(None), **values,
    }  # fmt: skip
    connection.execute(insert(account), row)
    return _account(row)


def _account(row: Stored) -> Account:
    return Account(
        row["id"], row["alias"], row["login"], row["role"], row["password"], row["totp"], row["totp_used"],
        row["subject"], bool(row["active"]), dt.datetime.fromisoformat(row["created"]),
    )  # fmt: skip
