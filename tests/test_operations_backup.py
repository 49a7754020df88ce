"""Backups: taken while others write, brought back elsewhere, refused when damaged (marsad/store/backup*.py)."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, inspect
from typer.testing import CliRunner

from marsad.cli import app
from marsad.errors import StoreError
from marsad.store.backup import LEFT_OUT, back_up
from marsad.store.backup_archive import Archive, DamagedError
from marsad.store.backup_restore import restore
from marsad.store.engine import url_of
from marsad.store.store import Store
from marsad.store.types_intake import Input
from tests.review_support import casualty, do, record
from tests.store_support import arrival, fresh_database

LEDGERS = ("casualties", "control")


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Yield the address of a second empty database, of either kind."""
    with fresh_database(request.param, tmp_path) as url:
        yield url


def ran(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == code, result.output
    return result.output


def ledgers(database: str) -> list[Any]:
    return [json.loads(ran(name, "--db", database, "--format", "json")) for name in LEDGERS]


def filled(database: str) -> None:
    """Make a record with all that it may hold: claims, actions, an account, a removal, inputs that failed."""
    from marsad.people import signin
    from marsad.people.tokens import hash_of
    from marsad.store.accounts import Accounts

    with record(database) as (store, reviews):
        do(reviews, "accept", casualty(store).key)
        store.add_many([arrival("gone"), arrival("other", "نص آخر \\ مع\tعلامات \\N وسطر\nجديد", claims=())])
        store.remove("gone", "safety", "editor")
        store.take([Input("a.pdf", "a.pdf", content=bytes(range(256)), reason="it is\r\nno PDF", headers={"x": "y"})])
        accounts = Accounts(store)
        account = accounts.join(hash_of(signin.invite(accounts, "editor", "set-up")), time.time(), "login", {})
        signin.begin(accounts, account, "test")


def tables(database: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of every table that comes back as it was."""
    from marsad.store.schema import metadata

    engine = create_engine(url_of(database))
    with engine.connect() as connection:
        found = {
            name: sorted((tuple(row) for row in connection.execute(table.select())), key=repr)
            for name, table in metadata.tables.items()
            if name not in LEFT_OUT
        }
    engine.dispose()
    return found


def test_a_record_comes_back_on_either_database(database: str, elsewhere: str, tmp_path: Path) -> None:
    filled(database)
    file = tmp_path / "a.backup"
    said = ran("backup", database, str(file))
    assert "4 reports" in said
    assert file.stat().st_mode & 0o077 == 0, "others may read it"
    ran("restore", str(file), elsewhere)
    assert tables(elsewhere) == tables(database)
    assert ledgers(elsewhere) == ledgers(database)
    with Store.open(database) as before, Store.open(elsewhere) as after:
        assert after.verify(before.head()[1]).problems == ()
        assert after.search("الصاخور") == before.search("الصاخور") != []
        with pytest.raises(StoreError):
            after.add(arrival("gone").report, arrival("gone").original)
        assert after.add_many([arrival("new")]) == [True]
        after.remove("new", "safety", "editor")
        assert after.verify().problems == ()


def test_sessions_and_invitations_do_not_come_back(tmp_path: Path) -> None:
    filled(str(tmp_path / "a.db"))
    made = back_up(tmp_path / "a.db", tmp_path / "a.backup")
    assert not {part.table for part in made.parts} & set(LEFT_OUT)
    restore(tmp_path / "a.backup", tmp_path / "b.db")
    with sqlite3.connect(tmp_path / "b.db") as connection:
        counts = [connection.execute(f"SELECT count(*) FROM {name}").fetchone() for name in (*LEFT_OUT, "account")]
    connection.close()
    assert counts == [(0,), (0,), (0,), (1,)]


def test_a_backup_under_write_load_is_of_one_moment(database: str, tmp_path: Path) -> None:
    stop, kept = threading.Event(), [0]

    def write() -> None:
        with Store.open(database) as store:
            while not stop.is_set():
                store.add_many([arrival(f"w{kept[0]}-{part}", f"نص {kept[0]} {part}") for part in range(3)])
                kept[0] += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(50):  # until one was taken in which something was kept meanwhile
            file, before = tmp_path / f"{number}.backup", kept[0]
            taken = back_up(database, file) if before else None
            if taken and kept[0] > before + 1:
                break
            time.sleep(0.05)
    finally:
        stop.set()
        writer.join()
    assert taken
    assert kept[0] > before + 1, "nobody wrote while a backup was taken"
    with Store.open(database) as store:
        assert store.head()[0] > taken.entries
        assert store.verify(taken.head).problems == (), "it is an earlier state of the same chain"
    restore(file, tmp_path / "elsewhere.db")
    with Store.open(tmp_path / "elsewhere.db") as store:
        result = store.verify()
        assert (result.entries, result.head, result.problems) == (taken.entries, taken.head, ())
        assert len(list(store.reports())) == taken.reports
        assert taken.reports % 3 == 0, "half of a transaction"
        assert len(list(store.claims())) == taken.claims == 7 * taken.reports


# What is refused, and leaves nothing behind


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "a.db") as store:
        store.add_many([arrival("r1"), arrival("r2", "نص ثان")])
    back_up(tmp_path / "a.db", tmp_path / "a.backup")
    return tmp_path / "a.backup"


def refused(backup: Path, database: str, match: str) -> None:
    with pytest.raises(StoreError, match=match) as caught:
        restore(backup, database)
    assert str(backup) in str(caught.value)
    if "://" not in database:
        file = Path(database)
        assert not file.exists()
        assert [each.name for each in file.parent.iterdir() if file.name in each.name] == []
        return
    engine = create_engine(database)
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == []
    engine.dispose()


def rewritten(backup: Path, change: Any) -> Path:
    """Write the archive anew, with the bytes of each part as `change` gives them: None leaves a part out."""
    target = backup.with_name("changed.backup")
    with zipfile.ZipFile(backup) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as changed:
        for name in source.namelist():
            data = change(name, source.read(name))
            if data is not None:
                changed.writestr(name, data)
    return target


def manifest(**values: Any) -> Any:
    def change(name: str, data: bytes) -> bytes:
        return json.dumps({**json.loads(data), **values}).encode() if name == "manifest.json" else data

    return change


def without(wanted: str) -> Any:
    return lambda name, data: None if name == wanted else data


def other(wanted: str, old: bytes, new: bytes) -> Any:
    return lambda name, data: data.replace(old, new) if name == wanted else data


@pytest.mark.parametrize(("change", "match"), [
    (without("manifest.json"), "manifest.json is missing"),
    (without("tables/claim.copy"), "tables/claim.copy"),
    (other("tables/judgement.copy", b"", b"x"), "tables/judgement.copy was changed"),
    (other("tables/report.copy", "ثان".encode(), "ثالث".encode()), "tables/report.copy was changed"),
    (other("manifest.json", b'"parts"', b'"parting"'), "was changed"),
    (other("manifest.json", b"{", b"["), "no backup of Marsad"),
    (manifest(format="zip"), "no backup of Marsad"),
    (manifest(edition=2), "a later Marsad"),
    (manifest(schema="9999"), "a later Marsad"),
    (manifest(schema="../x"), "was changed"),
])  # fmt: skip
def test_a_damaged_archive_is_named_and_nothing_of_it_restored(
    backup: Path, tmp_path: Path, change: Any, match: str
) -> None:
    refused(rewritten(backup, change), str(tmp_path / "b.db"), match)


def test_a_chain_that_does_not_end_as_it_should_leaves_nothing_either(backup: Path, database: str) -> None:
    refused(rewritten(backup, manifest(head="0" * 64)), database, "its chain does not end")


def test_an_archive_that_was_cut_or_hit_is_named(backup: Path, tmp_path: Path) -> None:
    whole = backup.read_bytes()
    for number, data in enumerate([b"", whole[:50], whole[:-30], whole[: len(whole) // 2], b"PK" + os.urandom(500)]):
        file = tmp_path / f"cut{number}.backup"
        file.write_bytes(data)
        refused(file, str(tmp_path / "b.db"), "no backup of Marsad|its end is missing|was changed")
    hits = 0
    for at in range(200, len(whole) - 200, len(whole) // 20):
        file = tmp_path / f"hit{at}.backup"
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        try:
            with Archive(str(file)) as archive:
                archive.check()
        except DamagedError:
            hits += 1
            assert not (tmp_path / "b.db").exists()
    assert hits >= 15, "a changed byte was not noticed (in what a zip file says twice it does no harm)"


def test_a_row_that_is_none_is_named(backup: Path, database: str) -> None:
    """Whoever makes the hashes fit sends rows that no table takes."""
    import hashlib

    wrong = b"x\ty\n"

    def change(name: str, data: bytes) -> bytes:
        if name == "tables/chain.copy":
            return wrong
        if name == "manifest.json":
            said = json.loads(data)
            for part in said["parts"]:
                if part["table"] == "chain":
                    part |= {"rows": 1, "bytes": len(wrong), "sha256": hashlib.sha256(wrong).hexdigest()}
            return json.dumps(said).encode()
        return data

    refused(rewritten(backup, change), database, "tables/chain.copy holds what is no row of it")


def test_only_an_empty_target_is_restored_to(backup: Path, elsewhere: str, tmp_path: Path) -> None:
    with Store.open(elsewhere) as store:
        store.add_many([arrival("mine")])
    with pytest.raises(StoreError, match=r"there is a record in it already|it is there already"):
        restore(backup, elsewhere)
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(StoreError, match="it is there already"):
        restore(backup, tmp_path / "notes.txt")
    assert (tmp_path / "notes.txt").read_text() == "mine"
    with pytest.raises(StoreError, match="there is no such folder"):
        restore(backup, tmp_path / "none" / "b.db")


def test_a_restore_that_was_killed_is_cleared_by_the_next(backup: Path, tmp_path: Path) -> None:
    aside = tmp_path / ".b.db.restoring"
    aside.write_bytes(b"half of a database")
    restore(backup, tmp_path / "b.db")
    assert not aside.exists()
    with Store.open(tmp_path / "b.db") as store:
        assert store.verify().problems == ()


def test_what_cannot_be_backed_up_is_named_and_leaves_no_file(tmp_path: Path) -> None:
    said = ran("backup", str(tmp_path / "none.db"), str(tmp_path / "x.backup"), code=2)
    assert "there is no such file" in said
    (tmp_path / "text.db").write_text("no database " * 100)
    assert "text.db" in ran("backup", str(tmp_path / "text.db"), str(tmp_path / "x.backup"), code=2)
    sqlite3.connect(tmp_path / "empty.db").close()
    with sqlite3.connect(tmp_path / "empty.db") as connection:
        connection.execute("CREATE TABLE x (y)")
    connection.close()
    assert "no record" in ran("backup", str(tmp_path / "empty.db"), str(tmp_path / "x.backup"), code=2)
    assert not [each for each in tmp_path.iterdir() if "backup" in each.name]
    (tmp_path / "there.backup").write_bytes(b"")
    assert "it is there already" in ran("backup", str(tmp_path / "none.db"), str(tmp_path / "there.backup"), code=2)


# Removals


def test_what_was_removed_later_comes_back_unless_the_later_record_says_so(database: str, tmp_path: Path) -> None:
    with Store.open(database) as store:
        store.add_many([arrival("r1"), arrival("victim", "اسم شاهد")])
        back_up(database, tmp_path / "early.backup")
        store.add_many([arrival("late", "نص لاحق")])
        store.remove("victim", "safety", "editor")
        store.remove("late", "safety", "editor")
    back_up(database, tmp_path / "late.backup")
    said = ran("restore", str(tmp_path / "early.backup"), str(tmp_path / "plain.db"))
    assert "what was removed after" in said
    with Store.open(tmp_path / "plain.db") as store:
        assert store.report("victim") is not None
    for number, later in enumerate((database, str(tmp_path / "late.backup"))):
        target = tmp_path / f"{number}.db"
        said = ran("restore", str(tmp_path / "early.backup"), str(target), "--removed", later)
        assert "victim: removed again" in said
        assert "what was removed after" not in said
        with Store.open(target) as store:
            assert store.report("victim") is None
            assert {item.report_id for item in store.removals()} == {"victim", "late"}
            assert store.verify().problems == ()
            for name in ("victim", "late"):
                with pytest.raises(StoreError, match="removed"):
                    store.add_many([arrival(name, "اسم شاهد" if name == "victim" else "نص لاحق")])
        assert "اسم شاهد".encode() not in target.read_bytes()


# A backup of an earlier schema


def test_a_backup_of_an_earlier_schema_is_brought_up_to_date(database: str, tmp_path: Path) -> None:
    from tests.test_store_migrate_intake import filled as first_schema

    first_schema(database).dispose()
    made = back_up(database, tmp_path / "old.backup")
    assert made.schema == "0001"
    restore(tmp_path / "old.backup", tmp_path / "new.db")
    with Store.open(tmp_path / "new.db") as store:
        assert store.verify(made.head).problems == ()
        assert [(item.name, item.reason) for item in store.unreadable()]
        assert len(list(store.reports())) == made.reports
