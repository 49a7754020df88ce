"""What the store keeps of people (docs/people.md)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    """One person. `alias` is what others and the logs see; `login` is known to administrators alone."""

    number: int
    alias: str
    login: str
    role: str
    password: str | None
    totp: str | None
    totp_used: int
    subject: str | None
    active: bool
    created: dt.datetime


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is signed in. The token itself is kept nowhere."""

    hash: str
    account: Account
    csrf: str
    created: float
    seen: float


@dataclass(frozen=True, slots=True)
class Invitation:
    """A door for one person, with the role that waits behind it; `account` is whose way in it renews, where it does."""

    hash: str
    role: str
    by: str
    expires: float
    account: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log of what was done. `outcome` is done, denied or failed."""

    number: int
    at: dt.datetime
    who: str
    verb: str
    object: str
    outcome: str
