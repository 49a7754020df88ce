"""What is public: copies, what was taken back, editions and what changed between them; saved searches."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from marsad.web.serialize.models.base import Day, Keys, Model

Copy = dict[str, Any]  # a claim as the interchange format writes it


class PublicCopy(Model):
    key: str
    version: int
    sha256: str
    published_at: str
    claim: Copy


class PublicCopies(Model):
    """`next` goes into `after`."""

    rows: list[PublicCopy]
    next: str | None
    total: int


class Tombstone(Model):
    """What was public and is not: its words are gone, the hash stays."""

    key: str
    status: str
    sha256: str
    at: str
    why: str | None


class Embargo(Model):
    key: str
    until: Day
    published_at: str


class EditionHead(Model):
    version: str
    hash: str
    title: str
    at: str
    claims: int


class Member(Model):
    """`claim` is missing where it was removed or withdrawn since."""

    key: str
    sha256: str
    claim: Copy | None


class Edition(EditionHead):
    members: list[Member]


class Gone(Model):
    key: str
    status: str | None = None
    why: str | None = None


class EditionChanges(Model):
    """What came, changed and went from the edition `from` to the edition `to`, else to today."""

    from_: str = Field(alias="from")
    to: str | None
    added: Keys
    changed: Keys
    gone: list[Gone]


class SavedSearch(Model):
    """`new` finds were not looked at."""

    number: int
    name: str
    query: dict[str, Any]
    hook: str | None
    created: str
    new: int


class Saved(Model):
    """`feed_token` is shown once."""

    number: int
    feed_token: str


class Find(Model):
    key: str
    report: str
    at: str
    new: bool
