"""A backup comes back: into an empty database of either kind, all of it or nothing, as a record that can be checked.

The tables are made as they were when the backup was taken, filled, and then brought up to date.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, insert, inspect, select, text, update
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from marsad.errors import StoreError
from marsad.store import copytext, queries, removals, words
from marsad.store.backup import LEFT_OUT, tables_of
from marsad.store.backup_archive import Archive, DamagedError, Manifest, Part
from marsad.store.chain import Chain
from marsad.store.engine import connect, named, reading, url_of
from marsad.store.hashing import Canonical
from marsad.store.migrate import migrate, version_of
from marsad.store.rows import REMOVAL, Row, batches, insert_all, moment, payload
from marsad.store.schema import HEAD, metadata, removal, report

_VERSION = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A removal that a later record knows of."""

    report_id: str
    sha256: str
    reason: str
    approver: str
    at: str


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back. `removed` are reports that were taken out again, since a later record had removed them."""

    manifest: Manifest
    removed: tuple[str, ...] = ()


def restore(archive: str | Path, where: str | Path, later: Sequence[str] = ()) -> Restored:
    """Restore a backup into the empty database at `where`. Nothing is left there where that fails.

    `later` are records or backups of a later time, whose removals are applied again. Raises `DamagedError` where the
    archive is not what was written, `StoreError` where the database is not empty or the archive is of a later Marsad.
    """
    url = url_of(where)
    tombstones = tuple(stone for name in later for stone in tombstones_of(name))
    with Archive(str(archive)) as opened:
        _check_schema(opened)
        _check_empty(url)
        opened.check()
        with _database(url) as engine:
            with named(engine), _writer(engine) as connection:
                _fill(connection, opened)
                removed = _remove_again(connection, tombstones)
            if removed:
                removals.scrub(engine)
    return Restored(opened.manifest, removed)


def _check_schema(archive: Archive) -> None:
    schema = archive.manifest.schema
    if not _VERSION.fullmatch(schema):
        raise DamagedError(f"{archive.name}: its manifest was changed. Nothing of it was restored")
    if schema > HEAD:
        raise StoreError(f"{archive.name}: a later Marsad wrote it (schema {schema}): restore it with that one")


def _check_empty(url: URL) -> None:
    where = url.render_as_string()
    if url.get_backend_name() == "sqlite":
        file = Path(url.database or "")
        if file.exists() and (not file.is_file() or file.stat().st_size):
            raise StoreError(f"{file}: it is there already: restore to a new file")
        if not file.parent.is_dir():
            raise StoreError(f"{file.parent}: there is no such folder")
        return
    engine = connect(url)
    try:
        with reading(engine) as connection:
            if version_of(connection) is not None or set(inspect(connection).get_table_names()) & set(metadata.tables):
                raise StoreError(f"{where}: there is a record in it already: restore into an empty database")
    finally:
        engine.dispose()


@contextmanager
def _database(url: URL) -> Iterator[Engine]:
    """Yield the engine to restore to; a file takes its place when all of it is there."""
    if url.get_backend_name() == "postgresql":
        engine = connect(url)
        try:
            yield engine
        finally:
            engine.dispose()
        return
    target = Path(url.database or "")
    aside = target.with_name(f".{target.name}.restoring")
    _drop(aside)  # of a restore that was killed
    engine = connect(URL.create("sqlite", database=str(aside)))
    try:
        yield engine
        engine.dispose()
        aside.chmod(0o600)
        aside.replace(target)
    finally:
        engine.dispose()
        _drop(aside)


@contextmanager
def _writer(engine: Engine) -> Iterator[Connection]:
    with engine.connect().execution_options(marsad_writing=True) as connection, connection.begin():
        yield connection


def _drop(file: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        file.with_name(file.name + end).unlink(missing_ok=True)


# Rows


def _fill(connection: Connection, archive: Archive) -> None:
    said = archive.manifest
    if connection.dialect.name == "postgresql":  # two processes may find the same database empty
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('marsad'))"))
    migrate(connection, said.schema)
    parts = {part.table: part for part in said.parts}
    tables = [table for table in tables_of(connection) if table.name not in LEFT_OUT]
    if sorted(parts) != sorted(table.name for table in tables):
        raise DamagedError(f"{archive.name}: its tables are not those of schema {said.schema}")
    for table in tables:
        part = parts[table.name]
        if sorted(part.columns) != sorted(column.name for column in table.columns):
            raise DamagedError(f"{archive.name}: {part.name} has not the columns of schema {said.schema}")
        try:
            (_copy if connection.dialect.name == "postgresql" else _insert)(connection, archive, table, part)
        except (ValueError, DataError, IntegrityError) as error:
            raise DamagedError(f"{archive.name}: {part.name} holds what is no row of it ({error})") from None
    migrate(connection, HEAD)
    if queries.head(connection) != (said.entries, said.head):
        raise DamagedError(f"{archive.name}: its chain does not end where its manifest says")
    _index_words(connection)
    connection.execute(update(removal).values(scrubbed=1))  # no byte of what was removed was ever in this file


def _copy(connection: Connection, archive: Archive, table: Table, part: Part) -> None:
    columns = ", ".join(f'"{name}"' for name in part.columns)
    driver: Any = connection.connection.driver_connection
    statement = f'COPY "{table.name}" ({columns}) FROM STDIN'
    try:
        with closing(archive.chunks(part)) as chunks, driver.cursor() as cursor, cursor.copy(statement) as copy:
            for data in chunks:
                copy.write(data)
    except connection.dialect.loaded_dbapi.Error as error:
        raise DBAPIError.instance(statement, None, error, connection.dialect.loaded_dbapi.Error) from error


def _insert(connection: Connection, archive: Archive, table: Table, part: Part) -> None:
    said_alike = archive.manifest.database == "sqlite"  # which keeps the very text that is canonical
    document = Canonical if said_alike else json.loads
    read = copytext.reader([table.columns[name].type for name in part.columns], document)
    with closing(archive.lines(part)) as lines:
        for rows in batches(map(read, lines)):
            insert_all(connection, table, [dict(zip(part.columns, row, strict=True)) for row in rows])


def _index_words(connection: Connection) -> None:
    """Make the index of words anew, as the Marsad of today cuts them."""
    query = select(report.c.id, report.c.title, report.c.text, report.c.indexed).order_by(report.c.id)
    last = 0
    while rows := connection.execute(query.where(report.c.id > last).limit(500)).all():
        last = rows[-1].id
        found = [(row, words.terms(f"{row.title}\n{row.text}" if row.title else row.text)) for row in rows]
        words.index(connection, [(row.id, written) for row, written in found])
        for row, written in found:
            if (mark := words.checksum(written)) != row.indexed:
                connection.execute(update(report).where(report.c.id == row.id).values(indexed=mark))


# Removals


def tombstones_of(name: str) -> list[Tombstone]:
    """Return the removals that a record, or a backup of one, knows of."""
    if "://" not in name and _is_archive(name):
        with Archive(name) as archive:
            archive.check()
            part = next(part for part in archive.manifest.parts if part.table == "removal")
            types = [removal.columns[column].type for column in part.columns]
            read = copytext.reader(types, json.loads)
            return [_tombstone(dict(zip(part.columns, read(line), strict=True))) for line in archive.lines(part)]
    url = url_of(name)
    if url.get_backend_name() == "sqlite" and not Path(name).is_file():
        raise StoreError(f"{name}: there is no such file")
    engine = connect(url)
    try:
        with reading(engine) as connection:
            return [_tombstone(row) for row in connection.execute(select(removal).order_by(removal.c.id)).mappings()]
    finally:
        engine.dispose()


def _is_archive(name: str) -> bool:
    try:
        with Path(name).open("rb") as file:
            return file.read(2) == b"PK"
    except OSError:
        raise StoreError(f"{name}: it cannot be opened: check the path") from None


def _tombstone(row: Any) -> Tombstone:
    return Tombstone(row["report_id"], row["sha256"], row["reason"], row["approver"], row["at"])


def _remove_again(connection: Connection, tombstones: Sequence[Tombstone]) -> tuple[str, ...]:
    """Take out what was removed after the backup; of what came after it a tombstone alone, so that it stays out."""
    known = set(connection.execute(select(removal.c.report_id)).scalars())
    there = {row.report_id for row in connection.execute(select(report.c.report_id))} if tombstones else set()
    removed = []
    for stone in tombstones:
        if stone.report_id in known:
            continue
        known.add(stone.report_id)
        if stone.report_id in there:
            removals.remove(connection, stone.report_id, stone.reason, stone.approver)
            removed.append(stone.report_id)
        else:
            _keep_out(connection, stone)
    return tuple(removed)


def _keep_out(connection: Connection, stone: Tombstone) -> None:
    row: Row = {
        "report_id": stone.report_id,
        "sha256": stone.sha256,
        "reason": stone.reason,
        "approver": stone.approver,
        "at": moment(None),
        "entries": [],
        "scrubbed": 1,
    }
    chain = Chain(connection)
    row["id"] = chain.append("removal", payload(row, REMOVAL))
    chain.flush()
    connection.execute(insert(removal), row)
