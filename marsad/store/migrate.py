"""The schema of a database: which one it has, and the way to the one of today (Alembic, without its command line)."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from marsad.errors import StoreError
from marsad.store.engine import named
from marsad.store.schema import HEAD, metadata

MIGRATIONS = Path(__file__).parent / "migrations"


class OldSchemaError(StoreError):
    """The database was made by an earlier Marsad, and is only brought up to date when that is asked for."""


def prepare(engine: Engine, *, create: bool = True, upgrade: bool = False) -> None:
    """Make the tables of an empty database, check those of another.

    Raises `OldSchemaError` where the tables are older and `upgrade` is False, `StoreError` where they are newer,
    belong to something else, or are missing and `create` is False.
    """
    where = engine.url.render_as_string()
    with named(engine), engine.connect() as connection:
        version = version_of(connection)
        connection.rollback()
        if version == HEAD:
            return
        if version is None and not create:
            raise StoreError(f"{where}: there is no record yet: marsad add makes one")
        if version is not None and version > HEAD:
            raise StoreError(f"{where}: it was made by a later Marsad (schema {version}): use that one")
        if version is not None and not upgrade:
            raise OldSchemaError(f"{where}: it was made by an earlier Marsad (schema {version}): run marsad upgrade")
        _upgrade(connection.execution_options(marsad_writing=True))


def version_of(connection: Connection) -> str | None:
    """Return the version of the schema; None where there are no tables of ours."""
    names = set(inspect(connection).get_table_names())
    if "alembic_version" in names:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    if names & set(metadata.tables):
        raise StoreError(f"{connection.engine.url.render_as_string()}: it holds the tables of another program")
    return None


def _upgrade(connection: Connection) -> None:
    with connection.begin():
        if connection.dialect.name == "postgresql":  # two processes may find the same database empty
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('marsad'))"))
        migrate(connection, HEAD)


def migrate(connection: Connection, version: str) -> None:
    """Bring the tables up to `version` in the transaction that is open; an empty database gets those of then."""
    from alembic import command  # takes a third of a second, and is seldom needed
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, version)
