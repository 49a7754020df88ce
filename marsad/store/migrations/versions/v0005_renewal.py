"""Invitations that renew the way in to an account that is there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("invitation") as table:
        table.add_column(sa.Column("account", sa.Integer))
        table.create_foreign_key("invitation_account_fkey", "account", ["account"], ["id"])
        table.create_index("ix_invitation_account", ["account"])


def downgrade() -> None:
    """Go back to the fourth schema. It would take a renewal for the invitation to a new account: they are gone."""
    op.execute("DELETE FROM invitation WHERE account IS NOT NULL")
    with op.batch_alter_table("invitation") as table:
        table.drop_index("ix_invitation_account")
        table.drop_constraint("invitation_account_fkey", type_="foreignkey")
        table.drop_column("account")
