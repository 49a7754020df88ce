"""The first schema: reports, archive, chain, claims, places, issues, judgements, removals, and the index of words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    _chain()
    _reports()
    _sets()
    _claims()
    _places()
    _people()
    _words()


def _chain() -> None:
    op.create_table(
        "chain",
        sa.Column("sequence", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("previous", sa.Text, nullable=False),
        sa.Column("entry", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("sequence"),
    )
    op.create_table(
        "removal",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("report_id", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("approver", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("entries", DOCUMENT, nullable=False),
        sa.Column("scrubbed", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("report_id"),
    )
    op.create_index("ix_removal_sha256", "removal", ["sha256"])


def _reports() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("report_id", sa.Text, nullable=False),
        sa.Column("lang", sa.Text, nullable=False),
        sa.Column("published", sa.Integer),
        sa.Column("outlet", sa.Text),
        sa.Column("title", sa.Text),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("indexed", sa.Integer, nullable=False),
        sa.Column("lineage", sa.Text),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("report_id"),
    )
    op.create_index("ix_report_published", "report", ["published"])
    op.create_table(
        "archive",
        sa.Column("report", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("origin", sa.Text),
        sa.Column("headers", DOCUMENT, nullable=False),
        sa.Column("fetched_at", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["report"], ["report.id"]),
        sa.PrimaryKeyConstraint("report"),
    )
    op.create_index("ix_archive_sha256", "archive", ["sha256"])


def _sets() -> None:
    op.create_table(
        "claim_set",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("report", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reader_version", sa.Text, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.Column("members", DOCUMENT, nullable=False),
        sa.Column("issues", DOCUMENT, nullable=False),
        sa.ForeignKeyConstraint(["report"], ["report.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_claim_set_report", "claim_set", ["report"])
    op.create_table(
        "issue",
        sa.Column("report", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("start", sa.Integer),
        sa.Column("end", sa.Integer),
        sa.ForeignKeyConstraint(["report"], ["report.id"]),
        sa.PrimaryKeyConstraint("report", "position"),
    )


def _claims() -> None:
    op.create_table(
        "claim",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("report", sa.Integer, nullable=False),
        sa.Column("claim_id", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("certainty", sa.Text, nullable=False),
        sa.Column("source", sa.Text),
        sa.Column("d0", sa.Integer),
        sa.Column("d1", sa.Integer),
        sa.Column("parent", sa.Text),
        sa.Column("body", DOCUMENT, nullable=False),
        sa.Column("reader_version", sa.Text, nullable=False),
        sa.Column("made", sa.Integer, nullable=False),
        sa.Column("superseded", sa.Integer),
        sa.Column("lineage", sa.Text),
        sa.ForeignKeyConstraint(["made"], ["claim_set.id"]),
        sa.ForeignKeyConstraint(["report"], ["report.id"]),
        sa.ForeignKeyConstraint(["superseded"], ["claim_set.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("claim_kind_d0", "claim", ["kind", "d0", "certainty"])
    op.create_index("ix_claim_key", "claim", ["key"])
    op.create_index("ix_claim_report", "claim", ["report"])
    op.create_index("ix_claim_source", "claim", ["source"])


def _places() -> None:
    op.create_table(
        "place",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("gazetteer_id", sa.Text),
        sa.Column("name", sa.Text),
        sa.Column("lat", sa.Float(precision=53)),
        sa.Column("lon", sa.Float(precision=53)),
        sa.Column("country", sa.Text),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest"),
    )
    op.create_index("ix_place_gazetteer_id", "place", ["gazetteer_id"])
    op.create_index("ix_place_name", "place", ["name"])
    op.create_index("place_lat_lon", "place", ["lat", "lon"])
    op.create_table(
        "claim_place",
        sa.Column("claim", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("d0", sa.Integer),
        sa.Column("precision", sa.Text),
        sa.ForeignKeyConstraint(["claim"], ["claim.id"]),
        sa.ForeignKeyConstraint(["place"], ["place.id"]),
        sa.PrimaryKeyConstraint("claim", "position"),
    )
    op.create_index("claim_place_place_d0", "claim_place", ["place", "d0"])


def _people() -> None:
    op.create_table(
        "judgement",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("a", sa.Text, nullable=False),
        sa.Column("b", sa.Text),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("why", sa.Text),
        sa.Column("value", DOCUMENT),
        sa.Column("words", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_judgement_a", "judgement", ["a"])
    op.create_index("ix_judgement_b", "judgement", ["b"])
    op.create_table(
        "refused",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )


def _words() -> None:
    """Make the index of words (marsad/store/words.py): one token a word already, so neither database cuts any."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE words USING fts5(terms, content='', tokenize='unicode61 remove_diacritics 0')")
        return
    op.execute("CREATE TABLE words (report INTEGER PRIMARY KEY REFERENCES report (id), terms TSVECTOR NOT NULL)")
    op.execute("CREATE INDEX words_terms ON words USING GIN (terms)")


def downgrade() -> None:
    """Go back to an empty database. Raises where there is a record in it."""
    connection = op.get_bind()
    for name in ("chain", "refused"):
        if connection.execute(sa.text(f"SELECT count(*) FROM {name}")).scalar_one():
            raise RuntimeError("there is a record in it: nothing before the first schema has room for it")
    for name in (
        "words", "refused", "judgement", "claim_place", "place", "claim", "issue", "claim_set", "archive", "report",
        "removal", "chain",
    ):  # fmt: skip
        op.drop_table(name)
