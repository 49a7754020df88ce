"""Databases for the tests of the store: each test that asks for one runs on SQLite and on PostgreSQL.

MARSAD_TEST_PG is the URL of a PostgreSQL database in which schemas may be made, for example
postgresql+psycopg://marsad@127.0.0.1:5432/marsad. Without it that half of the tests is skipped, and says so.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, inspect

from marsad.store import migrate
from marsad.store.schema import HEAD
from tests.store_support import fresh_database

_CACHE = tempfile.TemporaryDirectory(prefix="marsad-cache-", ignore_cleanup_errors=True)
os.environ["XDG_CACHE_HOME"] = _CACHE.name  # tests keep nothing in the user's own cache folder


# The files of the desk that take longest go first, so that no worker is left with one when the others are done.
_LONG = ("review", "map", "people", "publication", "casualties", "hostile", "control")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of the desk last: once a browser was driven, no other event loop may start in that process."""
    order = {f"test_desk_{name}.py": number - len(_LONG) for number, name in enumerate(_LONG)}
    items.sort(key=lambda item: ("tests/desk/" in item.nodeid, order.get(item.path.name, 0)))


@pytest.fixture(scope="session", autouse=True)
def tables_made_once() -> Iterator[None]:
    """Make the tables of each new record by the statements of the first one: what finds them takes far longer."""
    known: dict[str, list[str]] = {}
    migrating = migrate.migrate

    def repeating(connection: Connection, version: str) -> None:
        kind = connection.dialect.name
        if version != HEAD or inspect(connection).get_table_names():
            migrating(connection, version)
        elif kind in known:
            for statement in known[kind]:
                connection.exec_driver_sql(statement)
        else:
            said: list[str] = []
            hear = _hearing(said)
            event.listen(connection, "before_cursor_execute", hear)
            migrating(connection, version)
            event.remove(connection, "before_cursor_execute", hear)
            known[kind] = said

    migrate.migrate = repeating
    yield
    migrate.migrate = migrating


def _hearing(said: list[str]) -> Callable[..., None]:
    def hear(connection: object, cursor: object, statement: str, parameters: object, *rest: object) -> None:
        if not statement.lstrip().startswith(("SELECT", "PRAGMA")):
            assert not parameters, f"said of an empty record: {statement}"
            said.append(statement)

    return hear


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Yield the address of an empty database."""
    with fresh_database(request.param, tmp_path) as url:
        yield url
