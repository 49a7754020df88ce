"""What Alembic runs around the migrations: the connection is the one that marsad/store/migrate.py hands over."""

from __future__ import annotations

from alembic import context

from marsad.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
