"""The tables of the review room and of what is published (docs/review.md), beside those of the record (schema.py).

`action` and `edition` have entries in the chain. The others are computed from the log, or are notes of one person.
"""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, Table, Text

from marsad.store.schema import Document, claim, metadata

action = Table(
    "action",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # the number of its entry in the chain
    Column("name", Text, nullable=False, unique=True),
    Column("a", Text, nullable=False, index=True),
    Column("b", Text, index=True),
    Column("verb", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("seen", Text),
    Column("why", Text),  # None where a removal took it
    Column("value", Document),
    Column("words", Text, nullable=False),  # hash of why and value
)

Index(  # few claims are superseded: their count is taken from that of all
    "claim_superseded",
    claim.c.superseded,
    sqlite_where=claim.c.superseded.is_not(None),
    postgresql_where=claim.c.superseded.is_not(None),
)

review_item = Table(
    "review_item",
    metadata,
    Column("key", Text, primary_key=True),
    Column("report", Integer, ForeignKey("report.id"), nullable=False, index=True),
    Column("claim", Integer, nullable=False, index=True),  # its latest row
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("risk", Integer, nullable=False),
    Column("impact", Integer, nullable=False),  # risk before conflicts
    Column("conflicts", Integer, nullable=False),
    Column("confidence", Float(53)),
    Column("reader", Text),
    Column("grade", Text),
    Column("changed", Text),
    Column("arrived", Integer, nullable=False, index=True),  # days
    Column("reviewed", Integer, index=True),
    Column("published", Integer, index=True),
    Index("review_item_state_risk", "state", "risk", "key"),
)

draft = Table(
    "draft",
    metadata,
    Column("by", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("body", Document, nullable=False),
    Column("at", Text, nullable=False),
    Index("draft_key", "key"),
)

publication = Table(
    "publication",
    metadata,
    Column("key", Text, primary_key=True),
    Column("report", Integer, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("status", Text, nullable=False),  # published withdrawn removed
    Column("why", Text, nullable=False),
    Column("until", Integer),  # the first day on which it may be shown
    Column("body", Document),  # None: a tombstone
    Index("publication_status", "status", "until"),
)

edition = Table(
    "edition",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # the number of its entry in the chain
    Column("version", Text, nullable=False, unique=True),
    Column("hash", Text, nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("members", Document, nullable=False),  # [[key, digest], …]
)

edition_part = Table(
    "edition_part",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("key", Text, nullable=False),
    Column("report", Integer, nullable=False, index=True),
    Column("body", Document, nullable=False),
)

saved_search = Table(
    "saved_search",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("by", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("query", Document, nullable=False),
    Column("hook", Text),
    Column("feed", Text),  # SHA-256 of the token that reads its feed
    Column("created", Text, nullable=False),
    Column("seen", Integer, nullable=False),
)

hit = Table(
    "hit",
    metadata,
    Column("search", Integer, ForeignKey("saved_search.id"), primary_key=True, autoincrement=False),
    Column("key", Text, primary_key=True),
    Column("report", Integer, nullable=False, index=True),
    Column("at", Text, nullable=False),
    Column("told", Integer, nullable=False),
)
