"""Accounts, sessions, invitations, the log."""

from __future__ import annotations

from marsad.web.serialize.models.base import Model


class Me(Model):
    """Who asks. `csrf` goes with requests that change something; `may` has what the role may do."""

    alias: str | None
    role: str
    csrf: str | None
    may: list[str]
    team: bool
    provider: bool
    second_factor: bool
    set_up: bool


class SignedIn(Model):
    alias: str
    role: str
    csrf: str


class Secret(Model):
    """A secret for an authenticator program; `address` is what its picture holds."""

    secret: str
    address: str


class OwnSession(Model):
    created: str
    seen: str
    here: bool


class Address(Model):
    address: str


class Account(Model):
    alias: str
    login: str
    role: str
    active: bool
    second_factor: bool
    provider: bool
    created: str


class Changed(Model):
    alias: str
    role: str
    active: bool


class Invitation(Model):
    """`renews` is whose way in it renews."""

    id: str
    role: str
    by: str
    expires: str
    renews: str | None


class Invited(Model):
    """`token` is shown once; it works for so many seconds."""

    token: str
    role: str
    seconds: int


class Renewed(Model):
    token: str
    alias: str
    seconds: int


class LogLine(Model):
    """`number` is that of its entry in the chain."""

    number: int
    at: str
    who: str
    verb: str
    object: str
    outcome: str


class LogPage(Model):
    items: list[LogLine]
    next: int | None
    verbs: list[str]
