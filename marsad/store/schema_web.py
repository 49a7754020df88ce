"""The table of permalinks: states of views, kept under the hash of the state and the data it was seen on (docs/api.md).

It is a note of the server, and has no entry in the chain.
"""

from __future__ import annotations

from sqlalchemy import Column, Table, Text

from marsad.store.schema import Document, metadata

permalink = Table(
    "permalink",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("audience", Text, nullable=False),
    Column("body", Document, nullable=False),
)
