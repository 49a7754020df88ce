"""Tables are made and brought up to date by migrations, and agree with the schema (marsad/store/migrate.py)."""

from __future__ import annotations

import ast
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from marsad.errors import StoreError
from marsad.store import schema
from marsad.store.engine import url_of
from marsad.store.migrate import MIGRATIONS, OldSchemaError
from marsad.store.store import Store
from tests.store_support import ROOT, arrival


def test_the_migrations_lead_to_the_schema(database: str) -> None:
    Store.open(database).close()
    engine = create_engine(url_of(database))

    def ours(thing: object, name: str | None, kind: str, *_: object) -> bool:
        return not (kind == "table" and str(name).startswith("words"))

    with engine.connect() as connection:
        options = {"include_object": ours, "compare_type": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), schema.metadata) == []
    engine.dispose()


def test_the_schema_names_the_last_migration() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [schema.HEAD]


def test_an_earlier_schema_is_brought_up_to_date_only_when_asked(database: str) -> None:
    with Store.open(database) as store:
        store.add_many([arrival()])
    engine = create_engine(url_of(database))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    with pytest.raises(OldSchemaError, match="run marsad upgrade"):
        Store.open(database)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="by a later Marsad"):
        Store.open(database, upgrade=True)
    engine.dispose()


def test_a_record_is_made_only_where_that_is_meant(database: str) -> None:
    with pytest.raises(StoreError, match="marsad add makes one"):
        Store.open(database, create=False)
    Store.open(database).close()
    Store.open(database, create=False).close()


def test_another_program_s_tables_are_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "a.db") as connection:
        connection.execute("CREATE TABLE report (x)")
    connection.close()
    with pytest.raises(StoreError, match="another program"):
        Store.open(tmp_path / "a.db")


@pytest.mark.parametrize("content", [b"no database at all, but a text of some length" * 40, b""])
def test_what_is_no_database_is_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.db"
    file.write_bytes(content)
    if content:
        with pytest.raises(StoreError, match=r"a\.db"):
            Store.open(file)
    else:
        Store.open(file).close()


def test_a_database_that_cannot_be_reached_is_named_without_its_password() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(StoreError) as caught:
        Store.open("postgresql://user:hidden@127.0.0.1:1/none")
    assert "127.0.0.1" in str(caught.value)
    assert "hidden" not in str(caught.value)


def test_sqlite_is_set_as_the_docs_say(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db") as store, store._engine.connect() as connection:
        pragmas = ("journal_mode", "synchronous", "busy_timeout", "foreign_keys", "secure_delete", "mmap_size")
        values = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas]
    assert values == ["wal", 1, 10000, 1, 1, 0]


def test_no_other_package_knows_sql() -> None:
    for file in (ROOT / "marsad").rglob("*.py"):
        if "store" in file.relative_to(ROOT / "marsad").parts:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not {name.split(".")[0] for name in names} & {"sqlalchemy", "sqlite3", "alembic", "psycopg"}, file
