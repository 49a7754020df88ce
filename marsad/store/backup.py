"""A backup: every row of the record as it was at one moment, whatever is written meanwhile, in one archive.

The rows are read in one transaction that sees one moment (SQLite's write-ahead log, PostgreSQL's repeatable read), not
copied as files: so pages that hold what was removed are left behind, and either database can take the rows in.
"""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, MetaData, Table, Text, func, inspect, select, text, type_coerce
from sqlalchemy.types import JSON

from marsad import __version__
from marsad.errors import StoreError
from marsad.store import copytext, queries
from marsad.store.backup_archive import MANIFEST, Counting, Manifest, Part
from marsad.store.engine import connect, reading, url_of
from marsad.store.migrate import version_of
from marsad.store.rows import moment
from marsad.store.schema import HEAD

# Tokens of sessions and invitations that ended since would be good again, so they are never restored.
LEFT_OUT = ("attempt", "invitation", "session")
_OWN = ("alembic_version", "words")  # made anew: the index of words differs between the databases
_ROWS = 500


def back_up(where: str | Path, target: Path) -> Manifest:
    """Write a backup of the record at `where` to the file `target`, which must not be there yet.

    The file appears when it is whole; it can be read by its owner alone. Raises `StoreError`.
    """
    if target.exists():
        raise StoreError(f"{target}: it is there already: give another name")
    try:
        with _whole(target) as file:
            return write(where, file)
    except OSError as error:
        raise StoreError(f"{target}: it cannot be written ({error.strerror})") from error


@contextmanager
def _whole(target: Path) -> Iterator[IO[bytes]]:
    """Yield a file that takes the place of `target` at the end, and is gone if that is not reached."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write(where: str | Path, file: IO[bytes]) -> Manifest:
    """Write a backup to an open file, which need not be one that can be gone back in."""
    url = url_of(where)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise StoreError(f"{url.database}: there is no such file")
    engine = connect(url)
    try:
        with reading(engine) as connection:
            return _write(connection, file)
    finally:
        engine.dispose()


def _write(connection: Connection, file: IO[bytes]) -> Manifest:
    schema = _schema(connection)
    tables = [table for table in tables_of(connection) if table.name not in LEFT_OUT]
    if connection.dialect.name == "postgresql":  # so that no migration comes between
        names = ", ".join(f'"{table.name}"' for table in tables)
        connection.execute(text(f"LOCK TABLE {names} IN ACCESS SHARE MODE"))
    entries, head = queries.head(connection)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        parts = tuple(_part(connection, archive, table) for table in tables)
        rows = {part.table: part.rows for part in parts}
        made = Manifest(
            __version__, schema, connection.dialect.name, moment(None), entries, head,
            rows["report"], _standing(connection), rows["removal"], LEFT_OUT, parts,
        )  # fmt: skip
        archive.writestr(MANIFEST, made.written())
    return made


def _schema(connection: Connection) -> str:
    where = connection.engine.url.render_as_string()
    found = version_of(connection)
    if found is None:
        raise StoreError(f"{where}: there is no record in it")
    if found > HEAD:
        raise StoreError(f"{where}: it was made by a later Marsad (schema {found}): use that one")
    return found


def tables_of(connection: Connection) -> list[Table]:
    """Return the tables of the record as they are in the database, each after those that it refers to."""
    names = inspect(connection).get_table_names()
    wanted = [name for name in names if name not in _OWN and not name.startswith("words_")]
    found = MetaData()
    found.reflect(connection, only=wanted)
    return found.sorted_tables


def _part(connection: Connection, archive: zipfile.ZipFile, table: Table) -> Part:
    name = f"tables/{table.name}.copy"
    with archive.open(name, "w", force_zip64=True) as opened:
        counting = Counting(opened)
        copy = _copy if connection.dialect.name == "postgresql" else _select
        copy(connection, table, counting)
    columns = tuple(column.name for column in table.columns)
    return Part(name, table.name, columns, counting.rows, counting.size, counting.sha256)


def _copy(connection: Connection, table: Table, out: Counting) -> None:
    query = select(*table.columns).order_by(*table.primary_key.columns)
    statement = str(query.compile(dialect=connection.dialect))
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY ({statement}) TO STDOUT") as copy:
        for data in copy:
            out.write(bytes(data))


def _select(connection: Connection, table: Table, out: Counting) -> None:
    columns = (type_coerce(c, Text) if isinstance(c.type, JSON) else c for c in table.columns)
    query = select(*columns).order_by(*table.primary_key.columns)
    for rows in connection.execute(query, execution_options={"yield_per": _ROWS}).partitions():
        out.write(b"".join(map(copytext.line, rows)))


def _standing(connection: Connection) -> int:
    """Return how many claims stand."""
    query = select(func.count()).select_from(text("claim")).where(text("superseded IS NULL"))
    return int(connection.execute(query).scalar_one())
