"""Every migration, up and down, with rows in every table, on both databases: what a schema has room for is kept.

Rows are made from the tables themselves, so a migration that comes is tried without a word here. Where the chain
vouches for rows that the schema before has no room for, the way down is refused and changes nothing.
"""

from __future__ import annotations

from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Connection, Engine, Float, Integer, LargeBinary, Table, create_engine, insert, select

from marsad.store.backup import tables_of
from marsad.store.engine import connect, url_of
from marsad.store.migrate import MIGRATIONS, migrate
from marsad.store.store import Store
from tests.store_support import arrival

VERSIONS = [script.revision for script in reversed(list(ScriptDirectory(str(MIGRATIONS)).walk_revisions()))]
VOUCHED = ("action", "audit", "edition", "stamp")  # have entries in the chain
MOVED = "refused"  # the first schema's own table, which became rows of `input`
Rows = dict[str, list[dict[str, Any]]]


def down(connection: Connection, version: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.downgrade(config, version)


def fill(connection: Connection) -> None:
    """Put two rows into every table, each value another, references to the first rows of the other tables."""
    for table in tables_of(connection):
        have = list(connection.execute(select(table)))
        if not have:
            connection.execute(insert(table), [row(table, 1), row(table, 2)])


def row(table: Table, number: int) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for column in table.columns:
        if column.foreign_keys or isinstance(column.type, Integer):
            made[column.name] = number
        elif isinstance(column.type, Float):
            made[column.name] = number / 3
        elif isinstance(column.type, LargeBinary):
            made[column.name] = bytes([0, number, 255])
        elif isinstance(column.type, JSON):
            made[column.name] = [[table.name, number, None]]
        else:
            made[column.name] = f"«{table.name}» {column.name} {number}"
    return made


def rows_of(connection: Connection, columns: Rows | None = None) -> Rows:
    """Return all rows; with `columns`, those of the tables and columns of other rows alone."""
    found: Rows = {}
    for table in tables_of(connection):
        if columns is None or table.name in columns:
            names = set(columns[table.name][0]) if columns and columns[table.name] else None
            chosen = [c for c in table.columns if names is None or c.name in names]
            read = connection.execute(select(*chosen)).mappings()
            found[table.name] = sorted((dict(each) for each in read), key=repr)
    return found


def shared(before: Rows, after: Rows) -> Rows:
    """Return the rows of before, in the tables and columns that are there after."""
    kept: Rows = {}
    for name, rows in before.items():
        if after.get(name):
            columns = set(after[name][0])
            kept[name] = sorted(({k: v for k, v in each.items() if k in columns} for each in rows), key=repr)
    return kept


@pytest.fixture
def engine(database: str) -> Any:
    made = connect(url_of(database))
    yield made
    made.dispose()


def writing(engine: Engine) -> Any:
    return engine.execution_options(marsad_writing=True).begin()


@pytest.mark.parametrize("version", VERSIONS)
def test_rows_of_every_schema_reach_the_last_one(engine: Engine, version: str) -> None:
    with writing(engine) as connection:
        migrate(connection, version)
        fill(connection)
        before = rows_of(connection)
        assert all(len(rows) == 2 for rows in before.values()), before
        migrate(connection, VERSIONS[-1])
        after = rows_of(connection, {name: rows for name, rows in before.items() if name != MOVED})
        assert after == {name: rows for name, rows in before.items() if name != MOVED}
        if MOVED in before:
            names = {each["name"] for each in rows_of(connection)["input"]}
            assert {each["name"] for each in before[MOVED]} <= names


@pytest.mark.parametrize(("above", "below"), list(zip(VERSIONS[1:], VERSIONS, strict=False)))
def test_rows_that_the_schema_before_has_room_for_go_down_and_up(engine: Engine, above: str, below: str) -> None:
    with writing(engine) as connection:
        migrate(connection, below)
        fill(connection)
        had = rows_of(connection)
        migrate(connection, above)
        fill(connection)  # the tables that are new
        full = rows_of(connection)
    new = sorted(set(full) - set(had))
    vouched = [name for name in new if name in VOUCHED]
    if vouched:
        with pytest.raises(RuntimeError, match="has no room for"), writing(engine) as connection:
            down(connection, below)
        with writing(engine) as connection:
            assert rows_of(connection) == full, "a way down that was refused changed something"
            for table in reversed(tables_of(connection)):
                if table.name in vouched:
                    connection.execute(table.delete())
    with writing(engine) as connection:
        down(connection, below)
        lower = rows_of(connection)
        assert set(lower) == set(had)
        assert shared(had, lower) == {name: rows for name, rows in lower.items() if rows and name != MOVED} | (
            {MOVED: shared(had, lower)[MOVED]} if MOVED in had else {}
        )
        migrate(connection, above)
        assert set(rows_of(connection)) == set(full)
        again = rows_of(connection, {name: rows for name, rows in full.items() if name in had})
        assert again == {name: full[name] for name in again}


def test_the_first_schema_goes_down_to_nothing_when_it_is_empty(database: str) -> None:
    engine = create_engine(url_of(database))
    with engine.begin() as connection:
        migrate(connection, VERSIONS[0])
        down(connection, "base")
        assert tables_of(connection) == []
    engine.dispose()
    with Store.open(database) as store:  # and a record can be made there
        store.add_many([arrival()])
    engine = create_engine(url_of(database))
    with pytest.raises(RuntimeError, match="there is a record in it"), engine.begin() as connection:
        down(connection, "base")
    engine.dispose()
    with Store.open(database) as store:
        assert store.verify().problems == ()
