"""Many rows at once: COPY on PostgreSQL, one prepared statement on SQLite.

SQLAlchemy builds a dictionary of bound values for every row; that took more time than the databases did.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import JSON, Connection, Table
from sqlalchemy.exc import DatabaseError

from marsad.store.hashing import Canonical, canonical

Row = dict[str, Any]


def insert_all(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert `rows`, which have the columns of the first. A document is any JSON value, or its text as `Canonical`."""
    if not rows:
        return
    names = tuple(rows[0])
    values = _values(rows, names, _documents(table))
    if connection.dialect.name == "postgresql":
        _copy(connection, table, names, values)
    else:
        connection.exec_driver_sql(_statement(table, names), list(values))


def _values(rows: Iterable[Row], names: tuple[str, ...], documents: frozenset[str]) -> Iterator[tuple[Any, ...]]:
    held = documents.intersection(names)
    for row in rows:
        if held:
            row = row | {name: _written(row[name]) for name in held}
        yield tuple([row[name] for name in names])


def _written(value: Any) -> str | None:
    return value if value is None or type(value) is Canonical else canonical(value)


@cache
def _documents(table: Table) -> frozenset[str]:
    return frozenset(column.name for column in table.columns if isinstance(column.type, JSON))


@cache
def _statement(table: Table, names: tuple[str, ...]) -> str:
    return f'INSERT INTO "{table.name}" ({_quoted(names)}) VALUES ({", ".join("?" * len(names))})'


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _copy(connection: Connection, table: Table, names: tuple[str, ...], values: Iterable[tuple[Any, ...]]) -> None:
    statement = f'COPY "{table.name}" ({_quoted(names)}) FROM STDIN'
    driver = connection.connection.driver_connection
    assert driver is not None
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in values:
                copy.write_row(row)
    except connection.dialect.loaded_dbapi.Error as error:
        raise DatabaseError(statement, None, error) from error
