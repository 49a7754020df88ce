"""The tables of intake (docs/sources.md): runs, what became of every input, copies and versions, visits to addresses.

`stamp` has entries in the chain. The others are notes, or computed from the reports.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

from marsad.store.schema import Document, metadata

run = Table(
    "run",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("command", Text, nullable=False),  # add fetch watch retry demo
    Column("inputs", Document, nullable=False),
    Column("started", Text, nullable=False),
    Column("ended", Text),  # None: it is at work, or was killed
    Column("outcome", Text),  # done stopped failed
)

input_ = Table(
    "input",
    metadata,
    Column("name", Text, primary_key=True),  # as its user knows it: a path and the place in it, or an address
    Column("state", Text, nullable=False),  # accepted read duplicate unreadable refused
    Column("reason", Text),
    Column("at", Text, nullable=False),
    Column("run", Integer, ForeignKey("run.id"), index=True),
    Column("source", Text),  # its id in the catalogue
    Column("origin", Text),  # the file or address to ask again
    Column("report", Integer, ForeignKey("report.id"), index=True),
    Column("content", LargeBinary),  # what was fetched and could not be read
    Column("headers", Document),
    Index("input_state", "state", "source"),
)

repetition = Table(
    "repetition",
    metadata,
    Column("report", Integer, ForeignKey("report.id"), primary_key=True, autoincrement=False),
    Column("of", Integer, ForeignKey("report.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),  # echo version
)

likeness = Table(
    "likeness",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),  # marsad/fusion/alike.py
    Column("report", Integer, ForeignKey("report.id"), primary_key=True, autoincrement=False, index=True),
    sqlite_with_rowid=False,
)

visit = Table(
    "visit",
    metadata,
    Column("address", Text, primary_key=True),  # or the path of a file
    Column("mark", Text),  # the ETag of the answer, or size and time of the file
    Column("modified", Text),  # its Last-Modified
    Column("at", Text, nullable=False),
)

stamp = Table(
    "stamp",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # the number of its own entry in the chain
    Column("sequence", Integer, nullable=False),  # the entry whose hash it stamps
    Column("head", Text, nullable=False),
    Column("token", LargeBinary, nullable=False),
    Column("sha256", Text, nullable=False),  # of the token
    Column("authority", Text, nullable=False),
    Column("roots", Text, nullable=False),  # PEM of the authority's root certificates
    Column("at", Text, nullable=False),
)
