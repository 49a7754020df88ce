"""The tables of accounts (docs/people.md). `audit` has entries in the chain; tokens are kept as SHA-256 alone."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, Table, Text

from marsad.store.schema import metadata

account = Table(
    "account",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("alias", Text, nullable=False, unique=True),  # what others see, and what the logs hold
    Column("login", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("password", Text),  # argon2id; None: signs in elsewhere
    Column("totp", Text),  # base32 secret; None: no second factor
    Column("totp_used", Integer, nullable=False),  # the last step of time whose code was taken
    Column("subject", Text, unique=True),  # issuer and subject of OpenID Connect
    Column("active", Integer, nullable=False),
    Column("created", Text, nullable=False),
)

session = Table(
    "session",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("account", Integer, ForeignKey("account.id"), nullable=False, index=True),
    Column("csrf", Text, nullable=False),
    Column("created", Float(53), nullable=False),
    Column("seen", Float(53), nullable=False),
)

invitation = Table(
    "invitation",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("expires", Float(53), nullable=False),
    Column("account", Integer, ForeignKey("account.id"), index=True),  # whose way in is renewed; None: a new account
)

attempt = Table(
    "attempt",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("bucket", Text, nullable=False),  # SHA-256 of what is limited: an account, an address
    Column("at", Float(53), nullable=False),
    Index("attempt_bucket_at", "bucket", "at"),
    Index("attempt_at", "at"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # the number of its entry in the chain
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False, index=True),  # an alias; "-": nobody was signed in
    Column("verb", Text, nullable=False),
    Column("object", Text, nullable=False),
    Column("outcome", Text, nullable=False),  # done denied failed
)
