"""A report leaves the record: its content goes from every table and from the file, a tombstone stays."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import Connection, Engine, delete, or_, select, text, update

from marsad.errors import StoreError
from marsad.store import folders, inputs, room, words
from marsad.store.chain import Chain
from marsad.store.engine import named
from marsad.store.rows import REMOVAL, Row, insert_all, moment, payload, report_of
from marsad.store.schema import archive, claim, claim_place, claim_set, issue, judgement, place, removal, report

_AGAIN = "the report is removed, but its bytes may be in the file yet: run marsad remove once more"
_TABLES = ("archive", "report", "claim", "claim_set", "claim_place", "place", "issue", "judgement", "words")
_INTAKE = ("input", "repetition", "likeness")
_ROOM = ("action", "review_item", "draft", "publication", "edition_part", "hit")


def remove(connection: Connection, report_id: str, reason: str, approver: str) -> None:
    """Take the content of a report out of every table, and enter its tombstone in the chain.

    Verdicts about its claims stay, without the words that people wrote to them. Raises `StoreError` where there is no
    such report.
    """
    query = select(report, archive.c.sha256).join(archive).where(report.c.report_id == report_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise StoreError(f"{report_id}: there is no such report in the record")
    judged = _forget_words(connection, row.id) + room.forget(connection, row.id, reason)
    sets = connection.execute(select(claim_set.c.id).where(claim_set.c.report == row.id)).scalars()
    tombstone: Row = {
        "report_id": report_id,
        "sha256": row.sha256,
        "reason": reason,
        "approver": approver,
        "at": moment(None),
        "entries": sorted({row.id, *sets, *judged}),
        "scrubbed": 0,
    }
    end = Chain(connection)
    tombstone["id"] = end.append("removal", payload(tombstone, REMOVAL))
    end.flush()
    insert_all(connection, removal, [tombstone])
    words.forget(connection, row.id, report_of(row._mapping).document, row.indexed)
    _delete(connection, row.id)


def _forget_words(connection: Connection, number: int) -> list[int]:
    """Take what people wrote about the claims of a report; return the judgements."""
    keys = select(claim.c.key).where(claim.c.report == number)
    about = or_(judgement.c.a.in_(keys), judgement.c.b.in_(keys))
    judged = list(connection.execute(select(judgement.c.id).where(about)).scalars())
    connection.execute(update(judgement).where(about).values(why=None, value=None))
    return judged


def _delete(connection: Connection, number: int) -> None:
    inputs.forget(connection, number)
    of_report = select(claim.c.id).where(claim.c.report == number)
    connection.execute(delete(claim_place).where(claim_place.c.claim.in_(of_report)))
    for table in (claim, issue, claim_set, archive):
        connection.execute(delete(table).where(table.c.report == number))
    connection.execute(delete(place).where(place.c.id.not_in(select(claim_place.c.place))))
    connection.execute(delete(report).where(report.c.id == number))


def scrub(engine: Engine) -> None:
    """Rewrite the database so that the bytes of what was removed are gone from its files.

    Raises `StoreError` where another process is in the way; the removal itself holds, and running it again scrubs.
    """
    folders.clear(engine)
    if engine.dialect.name == "sqlite":
        _rewrite_file(engine)
        return
    with named(engine), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET lock_timeout = '30s'"))
        for name in (*_TABLES, *_ROOM, *_INTAKE):
            connection.execute(text(f"VACUUM (FULL) {name}"))
        connection.execute(update(removal).values(scrubbed=1))
        connection.execute(text("RESET lock_timeout"))


def _rewrite_file(engine: Engine) -> None:
    """Vacuum, and empty the write-ahead log, on the driver's own connection: both stand outside transactions."""
    connection = engine.raw_connection()
    try:
        driver: Any = connection.driver_connection
        driver.execute("VACUUM")
        (busy, _, _) = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if not busy:
            driver.execute("UPDATE removal SET scrubbed = 1")
    except sqlite3.OperationalError as error:
        raise StoreError(f"{engine.url.render_as_string()}: {error}: {_AGAIN}") from error
    finally:
        connection.close()
    if busy:
        raise StoreError(f"{engine.url.render_as_string()}: another process reads it: {_AGAIN}")
