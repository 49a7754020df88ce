"""The review room: actions, queue, drafts; what is published; saved searches; accounts, sessions and their log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    _room()
    _published()
    _searches()
    _people()


def _room() -> None:
    op.create_table(
        "action",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("a", sa.Text, nullable=False),
        sa.Column("b", sa.Text),
        sa.Column("verb", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("seen", sa.Text),
        sa.Column("why", sa.Text),
        sa.Column("value", DOCUMENT),
        sa.Column("words", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_index("ix_action_a", "action", ["a"])
    op.create_index("ix_action_b", "action", ["b"])
    op.create_table(
        "review_item",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("report", sa.Integer, nullable=False),
        sa.Column("claim", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("risk", sa.Integer, nullable=False),
        sa.Column("impact", sa.Integer, nullable=False),
        sa.Column("conflicts", sa.Integer, nullable=False),
        sa.Column("confidence", sa.Float(precision=53)),
        sa.Column("reader", sa.Text),
        sa.Column("grade", sa.Text),
        sa.Column("changed", sa.Text),
        sa.Column("arrived", sa.Integer, nullable=False),
        sa.Column("reviewed", sa.Integer),
        sa.Column("published", sa.Integer),
        sa.ForeignKeyConstraint(["report"], ["report.id"]),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_review_item_arrived", "review_item", ["arrived"])
    op.create_index("ix_review_item_claim", "review_item", ["claim"])
    op.create_index("ix_review_item_published", "review_item", ["published"])
    op.create_index("ix_review_item_report", "review_item", ["report"])
    op.create_index("ix_review_item_reviewed", "review_item", ["reviewed"])
    op.create_index("review_item_state_risk", "review_item", ["state", "risk", "key"])
    op.create_table(
        "draft",
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("body", DOCUMENT, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("by", "key"),
    )
    op.create_index("draft_key", "draft", ["key"])
    some = sa.text("superseded IS NOT NULL")
    op.create_index("claim_superseded", "claim", ["superseded"], sqlite_where=some, postgresql_where=some)


def _published() -> None:
    op.create_table(
        "publication",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("report", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("until", sa.Integer),
        sa.Column("body", DOCUMENT),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_publication_report", "publication", ["report"])
    op.create_index("publication_status", "publication", ["status", "until"])
    op.create_table(
        "edition",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("members", DOCUMENT, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("version"),
    )
    op.create_index("ix_edition_hash", "edition", ["hash"])
    op.create_table(
        "edition_part",
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("report", sa.Integer, nullable=False),
        sa.Column("body", DOCUMENT, nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_index("ix_edition_part_report", "edition_part", ["report"])


def _searches() -> None:
    op.create_table(
        "saved_search",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("query", DOCUMENT, nullable=False),
        sa.Column("hook", sa.Text),
        sa.Column("feed", sa.Text),
        sa.Column("created", sa.Text, nullable=False),
        sa.Column("seen", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_saved_search_by", "saved_search", ["by"])
    op.create_table(
        "hit",
        sa.Column("search", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("report", sa.Integer, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("told", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["search"], ["saved_search.id"]),
        sa.PrimaryKeyConstraint("search", "key"),
    )
    op.create_index("ix_hit_report", "hit", ["report"])


def _people() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("alias", sa.Text, nullable=False),
        sa.Column("login", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("password", sa.Text),
        sa.Column("totp", sa.Text),
        sa.Column("totp_used", sa.Integer, nullable=False),
        sa.Column("subject", sa.Text),
        sa.Column("active", sa.Integer, nullable=False),
        sa.Column("created", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("alias"),
        sa.UniqueConstraint("login"),
        sa.UniqueConstraint("subject"),
    )
    op.create_table(
        "session",
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("account", sa.Integer, nullable=False),
        sa.Column("csrf", sa.Text, nullable=False),
        sa.Column("created", sa.Float(precision=53), nullable=False),
        sa.Column("seen", sa.Float(precision=53), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"]),
        sa.PrimaryKeyConstraint("hash"),
    )
    op.create_index("ix_session_account", "session", ["account"])
    op.create_table(
        "invitation",
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("expires", sa.Float(precision=53), nullable=False),
        sa.PrimaryKeyConstraint("hash"),
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("bucket", sa.Text, nullable=False),
        sa.Column("at", sa.Float(precision=53), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("attempt_at", "attempt", ["at"])
    op.create_index("attempt_bucket_at", "attempt", ["bucket", "at"])
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("verb", sa.Text, nullable=False),
        sa.Column("object", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_audit_who", "audit", ["who"])


def downgrade() -> None:
    """Go back to the second schema. Raises where the chain vouches for actions, editions, or lines of the log."""
    connection = op.get_bind()
    for name in ("action", "edition", "audit"):
        if connection.execute(sa.text(f"SELECT count(*) FROM {name}")).scalar_one():
            raise RuntimeError(f"the chain vouches for {name}s, which the second schema has no room for")
    for name in (
        "audit", "attempt", "invitation", "session", "account", "hit", "saved_search", "edition_part", "edition",
        "publication", "draft", "review_item", "action",
    ):  # fmt: skip
        op.drop_table(name)
    op.drop_index("claim_superseded", "claim")
