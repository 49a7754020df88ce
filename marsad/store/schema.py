"""The tables of the record, for SQLite and PostgreSQL alike (docs/store.md).

Dates are integer days, `datetime.date.toordinal`; moments are ISO 8601 text in UTC. Coordinates are WGS 84 degrees. The
id of a report, a claim set, a judgement or a removal is the number of its entry in the chain, so none is used twice.
The index of words is made in the migrations: a contentless FTS5 table here, a tsvector there (words.py).
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import JSONB

HEAD = "0005"  # the migration that this module agrees with
BATCH = 500  # rows of one statement

metadata = MetaData()
Document = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def _key(name: str = "id") -> Column[int]:
    return Column(name, Integer, primary_key=True, autoincrement=False)


def _of_report() -> Column[int]:
    return Column("report", Integer, ForeignKey("report.id"), nullable=False, index=True)


chain = Table(
    "chain",
    metadata,
    _key("sequence"),
    Column("previous", Text, nullable=False),
    Column("entry", Text, nullable=False),
    Column("kind", Text, nullable=False),  # archive claim-set judgement removal action audit edition stamp
    Column("payload", Text, nullable=False),
)

report = Table(
    "report",
    metadata,
    _key(),
    Column("report_id", Text, nullable=False, unique=True),
    Column("lang", Text, nullable=False),
    Column("published", Integer, index=True),
    Column("outlet", Text),
    Column("title", Text),
    Column("text", Text, nullable=False),
    Column("url", Text),
    Column("indexed", Integer, nullable=False),  # checksum of its terms in the index of words
    Column("lineage", Text),  # left for fusion: computed, no part of the chain
)

archive = Table(
    "archive",
    metadata,
    Column("report", Integer, ForeignKey("report.id"), primary_key=True, autoincrement=False),
    Column("sha256", Text, nullable=False, index=True),
    Column("content", LargeBinary, nullable=False),
    Column("origin", Text),
    Column("headers", Document, nullable=False),
    Column("fetched_at", Text, nullable=False),
    Column("source", Text),  # its id in the catalogue
    Column("details", Document),  # [[name, value], …]: author, links and so on, as the report gives them
)

claim_set = Table(
    "claim_set",
    metadata,
    _key(),
    _of_report(),
    Column("state", Text, nullable=False),  # read unreadable
    Column("reader_version", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("members", Document, nullable=False),  # [[id, key, digest], …] in the order of the text
    Column("issues", Document, nullable=False),  # [[reason, start, end], …]
)

claim = Table(
    "claim",
    metadata,
    _key(),
    _of_report(),
    Column("claim_id", Text, nullable=False),
    Column("key", Text, nullable=False, index=True),
    Column("digest", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("start", Integer, nullable=False),  # of the evidence, in code points of the document
    Column("end", Integer, nullable=False),
    Column("certainty", Text, nullable=False),
    Column("source", Text, index=True),
    Column("d0", Integer),
    Column("d1", Integer),
    Column("parent", Text),  # key of the claim that this one is a subset of
    Column("body", Document, nullable=False),
    Column("reader_version", Text, nullable=False),
    Column("made", Integer, ForeignKey("claim_set.id"), nullable=False),
    Column("superseded", Integer, ForeignKey("claim_set.id")),  # None: it still stands
    Column("lineage", Text),  # left for fusion, as above
    Index("claim_kind_d0", "kind", "d0", "certainty"),
)

place = Table(
    "place",
    metadata,
    _key(),
    Column("digest", Text, nullable=False, unique=True),
    Column("gazetteer_id", Text, index=True),
    Column("name", Text, index=True),
    Column("lat", Float(53)),
    Column("lon", Float(53)),
    Column("country", Text),
    Index("place_lat_lon", "lat", "lon"),
)

claim_place = Table(
    "claim_place",
    metadata,
    Column("claim", Integer, ForeignKey("claim.id"), primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("place", Integer, ForeignKey("place.id"), nullable=False),
    Column("d0", Integer),
    Column("precision", Text),
    Index("claim_place_place_d0", "place", "d0"),
)

issue = Table(
    "issue",
    metadata,
    Column("report", Integer, ForeignKey("report.id"), primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("reason", Text, nullable=False),
    Column("start", Integer),
    Column("end", Integer),
)

judgement = Table(
    "judgement",
    metadata,
    _key(),
    Column("a", Text, nullable=False, index=True),
    Column("b", Text, index=True),
    Column("verdict", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("why", Text),  # None where a removal took it
    Column("value", Document),
    Column("words", Text, nullable=False),  # hash of why and value, so that the rest can be checked without them
)

removal = Table(
    "removal",
    metadata,
    _key(),
    Column("report_id", Text, nullable=False, unique=True),
    Column("sha256", Text, nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("approver", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("entries", Document, nullable=False),  # the entries of the chain whose content is gone
    Column("scrubbed", Integer, nullable=False),  # 1 when the bytes have left the file as well
)
