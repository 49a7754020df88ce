"""The second schema: records of the first are brought to it, and back, with what they hold."""

from __future__ import annotations

from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, inspect, select, text

from marsad.fusion import alike
from marsad.store.engine import url_of
from marsad.store.hashing import canonical
from marsad.store.migrate import MIGRATIONS
from marsad.store.schema import HEAD
from marsad.store.store import Store
from marsad.store.types import Arrival
from marsad.store.types_intake import Input
from tests.store_support import TEXT, arrival, report

_LATER = "a report that came with the new schema, of words enough to be told from others by what it says"


def migrated(connection: Connection, revision: str, down: bool = False) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    (command.downgrade if down else command.upgrade)(config, revision)


def filled(database: str) -> Any:
    """Make a record of the first schema: two reports with claims, one unread, two inputs that were refused."""
    engine = create_engine(url_of(database), json_serializer=canonical)
    with engine.begin() as connection:
        migrated(connection, "0001")
    with Store.open(database, upgrade=True) as store:
        store.add_many([arrival("r1"), arrival("r2", TEXT + " ووصلت فرق الإنقاذ.")])
        store.add(report("r3", "نص ثالث"))
        store.add_many([Arrival(report("r4", "نص رابع"), b"4", "file.txt", unreadable="the reader failed (X)")])
    with engine.begin() as connection:
        for name in ("likeness", "input", "repetition"):  # as the first schema kept it
            connection.execute(text(f"DELETE FROM {name}"))
        _to_first(connection)
        connection.execute(
            text("INSERT INTO refused (name, reason, at) VALUES (:n, :r, :a)"),
            [
                {"n": "a.pdf", "r": "it is empty", "a": "2016-12-05T00:00:00.000000+00:00"},
                {"n": "file.txt", "r": "it was empty", "a": "2016-12-04T00:00:00.000000+00:00"},
            ],
        )
    return engine


def _to_first(connection: Connection) -> None:
    """Go from the schema of today to the first."""
    migrated(connection, "0001", down=True)


def content(connection: Connection, tables: tuple[str, ...]) -> dict[str, list[tuple[Any, ...]]]:
    found = {}
    for name in tables:
        columns = (
            "sequence, entry, payload"
            if name == "chain"
            else "report, sha256, origin, fetched_at"
            if name == "archive"
            else "*"
        )
        found[name] = sorted(tuple(map(str, row)) for row in connection.execute(text(f"SELECT {columns} FROM {name}")))
    return found


KEPT = ("chain", "report", "archive", "claim", "claim_set", "issue", "place", "claim_place")


def test_a_record_of_the_first_schema_is_brought_to_the_second_and_back(database: str) -> None:
    engine = filled(database)
    with engine.begin() as connection:
        before = content(connection, KEPT)
        refused = content(connection, ("refused",))
        migrated(connection, "0002")
        assert content(connection, KEPT) == before
        rows = connection.execute(text("SELECT name, state, reason FROM input ORDER BY name")).all()
        assert [tuple(row) for row in rows] == [
            ("a.pdf", "unreadable", "it is empty"),
            ("file.txt", "unreadable", "the reader failed (X)"),
            ("https://example.org/r1", "read", None),
            ("https://example.org/r2", "read", None),
            ("r3", "accepted", None),
        ]
        keys = connection.execute(
            text("SELECT key FROM likeness l JOIN report r ON r.id = l.report WHERE r.report_id = 'r1'")
        )
        assert set(keys.scalars()) == set(alike.keys(alike.print_of(TEXT)))
        assert "refused" not in inspect(connection).get_table_names()
        migrated(connection, "0001", down=True)
        assert content(connection, KEPT) == before
        assert content(connection, ("refused",))["refused"] == [
            row for row in refused["refused"] if row[0] == "a.pdf"
        ], "what was read later is not refused any more"
        assert not {"run", "input", "repetition", "likeness", "visit", "stamp"} & set(
            inspect(connection).get_table_names()
        )
        columns = {column["name"] for column in inspect(connection).get_columns("archive")}
        assert not columns & {"source", "details"}
        migrated(connection, "0002")
        assert content(connection, KEPT) == before
    engine.dispose()


def test_copies_of_what_the_first_schema_kept_are_recognised(database: str) -> None:
    engine = filled(database)
    with engine.begin() as connection:
        migrated(connection, HEAD)
    engine.dispose()
    with Store.open(database) as store:
        (outcome,) = store.take([Input("c", "c", arrival=arrival("copy"))])
        assert (outcome.state, outcome.of) == ("duplicate", "r1")
        assert store.verify().problems == ()


def test_there_is_no_way_back_for_what_the_first_schema_has_no_room_for(database: str) -> None:
    engine = create_engine(url_of(database), json_serializer=canonical)
    with Store.open(database) as store:
        store.add_many([Arrival(report("r", _LATER), b"x", source="herald")])
    with engine.connect() as connection, pytest.raises(RuntimeError, match="has no room for"):
        _to_first(connection)
    with engine.connect() as connection:
        assert connection.execute(select(text("count(*)")).select_from(text("archive"))).scalar_one() == 1
    engine.dispose()
