"""Intake: runs, states of inputs, copies and versions, visits, stamps; the source of a report and its details."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from marsad.fusion import alike

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.add_column("archive", sa.Column("source", sa.Text))
    op.add_column("archive", sa.Column("details", DOCUMENT))
    _runs()
    _repetitions()
    _visits()
    _inputs_of_then()
    _likeness_of_then()
    op.drop_table("refused")


def _runs() -> None:
    op.create_table(
        "run",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("command", sa.Text, nullable=False),
        sa.Column("inputs", DOCUMENT, nullable=False),
        sa.Column("started", sa.Text, nullable=False),
        sa.Column("ended", sa.Text),
        sa.Column("outcome", sa.Text),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "input",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("run", sa.Integer),
        sa.Column("source", sa.Text),
        sa.Column("origin", sa.Text),
        sa.Column("report", sa.Integer),
        sa.Column("content", sa.LargeBinary),
        sa.Column("headers", DOCUMENT),
        sa.ForeignKeyConstraint(["run"], ["run.id"]),
        sa.ForeignKeyConstraint(["report"], ["report.id"]),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_index("ix_input_run", "input", ["run"])
    op.create_index("ix_input_report", "input", ["report"])
    op.create_index("input_state", "input", ["state", "source"])


def _repetitions() -> None:
    op.create_table(
        "repetition",
        sa.Column("report", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("of", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["report"], ["report.id"]),
        sa.ForeignKeyConstraint(["of"], ["report.id"]),
        sa.PrimaryKeyConstraint("report"),
    )
    op.create_index("ix_repetition_of", "repetition", ["of"])
    op.create_table(
        "likeness",
        sa.Column("key", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("report", sa.Integer, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["report"], ["report.id"]),
        sa.PrimaryKeyConstraint("key", "report"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_likeness_report", "likeness", ["report"])


def _visits() -> None:
    op.create_table(
        "visit",
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("mark", sa.Text),
        sa.Column("modified", sa.Text),
        sa.Column("at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("address"),
    )
    op.create_table(
        "stamp",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("head", sa.Text, nullable=False),
        sa.Column("token", sa.LargeBinary, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("authority", sa.Text, nullable=False),
        sa.Column("roots", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


# What earlier Marsads kept. Of reports with one origin the last is the input's: the others were never its answer.
_LAST_SET = """
    (SELECT s.state FROM claim_set s WHERE s.report = r.id ORDER BY s.id DESC LIMIT 1)
"""
_OF_REPORTS = f"""
    INSERT INTO input (name, state, reason, at, origin, report)
    SELECT coalesce(a.origin, r.report_id), coalesce({_LAST_SET}, 'accepted'),
           CASE WHEN {_LAST_SET} = 'unreadable'
                THEN (SELECT i.reason FROM issue i WHERE i.report = r.id AND i.position = 0) END,
           a.fetched_at, a.origin, r.id
    FROM report r JOIN archive a ON a.report = r.id
    WHERE r.id IN (
        SELECT max(r2.id) FROM report r2 JOIN archive a2 ON a2.report = r2.id GROUP BY coalesce(a2.origin, r2.report_id)
    )
"""
_OF_REFUSALS = """
    INSERT INTO input (name, state, reason, at, origin)
    SELECT f.name, 'unreadable', f.reason, f.at, f.name FROM refused f
    WHERE f.name NOT IN (SELECT name FROM input)
"""
_REFUSALS_AGAIN = """
    INSERT INTO refused (name, reason, at)
    SELECT name, coalesce(reason, state), at FROM input
    WHERE report IS NULL AND state IN ('unreadable', 'refused')
"""


def _inputs_of_then() -> None:
    op.execute(_OF_REPORTS)
    op.execute(_OF_REFUSALS)


def _likeness_of_then() -> None:
    connection = op.get_bind()
    add = sa.text("INSERT INTO likeness (key, report) VALUES (:key, :report)")
    last = 0
    page = sa.text("SELECT id, text FROM report WHERE id > :last ORDER BY id LIMIT 500")
    while rows := connection.execute(page, {"last": last}).all():
        found = [{"key": key, "report": row.id} for row in rows for key in set(alike.keys(alike.print_of(row.text)))]
        connection.execute(add, found)
        last = rows[-1].id


def downgrade() -> None:
    """Go back to the first schema. Raises where a report has a source or details, which it has no room for."""
    kept = sa.text("SELECT count(*) FROM archive WHERE source IS NOT NULL OR details IS NOT NULL")
    stamps = sa.text("SELECT count(*) FROM stamp")
    connection = op.get_bind()
    if connection.execute(kept).scalar_one() or connection.execute(stamps).scalar_one():
        raise RuntimeError("the chain vouches for sources and stamps, which the first schema has no room for")
    op.create_table(
        "refused",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.execute(_REFUSALS_AGAIN)
    for name in ("stamp", "visit", "likeness", "repetition", "input", "run"):
        op.drop_table(name)
    with op.batch_alter_table("archive") as archive:
        archive.drop_column("details")
        archive.drop_column("source")
