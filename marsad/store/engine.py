"""Connections to SQLite and PostgreSQL: one writer at a time, readers that see one moment.

SQLite keeps a write-ahead log, so reading never waits for writing. Memory mapping stays off: with two SQLite
libraries in one process it ends in SIGBUS.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    IntegrityError,
    InterfaceError,
    NoSuchModuleError,
    OperationalError,
    ProgrammingError,
)

from marsad.errors import StoreError, UnavailableError
from marsad.store.hashing import canonical

PASSWORD_FILE = "MARSAD_DB_PASSWORD_FILE"  # names a file with the password of a URL that has none
_PATIENCE = 10.0  # seconds that a writer waits for another
_PRAGMAS = (
    f"busy_timeout={_PATIENCE * 1000:.0f}",
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "cache_size=-65536",
    "mmap_size=0",
)


def url_of(where: str | Path) -> URL:
    """Return the address of a database: a URL as it is, anything else as the path of an SQLite file."""
    if "://" not in str(where):
        return URL.create("sqlite", database=str(where))
    try:
        url = make_url(str(where))
    except ArgumentError as error:
        raise StoreError(f"{where!s} is not the address of a database: {error}") from error
    if url.drivername in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise StoreError(f"{url.render_as_string()}: the record is kept in SQLite or PostgreSQL")
    return url


def connect(url: URL) -> Engine:
    """Return the engine for `url`; the database itself is touched by the first connection."""
    try:
        server = url.get_backend_name() == "postgresql"  # it may have been started anew since the last transaction
        engine = create_engine(_with_password(url), json_serializer=canonical, pool_pre_ping=server)
    except (ImportError, NoSuchModuleError) as error:
        raise StoreError("PostgreSQL needs a driver: install marsad[server]") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _configure)
        event.listen(engine, "begin", _begin)
    return engine


def _with_password(url: URL) -> URL:
    """Return the URL with the password that a file holds, so that it stands on no command line."""
    file = os.environ.get(PASSWORD_FILE)
    if not file or url.password is not None or url.get_backend_name() != "postgresql":
        return url
    try:
        password = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError) as error:
        raise StoreError(f"{file}, which {PASSWORD_FILE} names, cannot be read: {error}") from None
    if not password:
        raise StoreError(f"{file}, which {PASSWORD_FILE} names, is empty: it is to hold the password of the database")
    return url.set(password=password)


def _configure(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver
    for pragma in _PRAGMAS:
        _set(connection, pragma)


def _set(connection: Any, pragma: str) -> None:
    """Set a pragma; wait where two processes give a new database its log at once, for which SQLite itself does not."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            connection.execute(f"PRAGMA {pragma}")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("marsad_writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open the transaction of the one writer; it is committed whole, or not at all."""
    with named(engine), engine.connect().execution_options(marsad_writing=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("LOCK TABLE chain IN EXCLUSIVE MODE"))
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that sees the record as it is at its first query, whatever is written meanwhile."""
    options: dict[str, Any] = {}
    if engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with named(engine), engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


@contextmanager
def named(engine: Engine) -> Iterator[None]:
    """Turn what the driver says into an error that names the database."""
    try:
        yield
    except (DatabaseError, InterfaceError) as error:
        if isinstance(error, (IntegrityError, ProgrammingError)):  # ours to mend, not the user's
            raise
        reason = str(error.orig).strip().partition("\n")[0]
        kind = UnavailableError if isinstance(error, (OperationalError, InterfaceError)) else StoreError
        raise kind(f"{engine.url.render_as_string()}: {reason}") from error
