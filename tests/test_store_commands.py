"""The commands of the record (marsad/commands)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from typer.testing import CliRunner

from marsad.cli import app
from marsad.commands.version import reader_version
from marsad.pipeline import read
from marsad.records import Reading, Report
from marsad.store.engine import url_of
from marsad.store.store import Store
from marsad.store.types import ClaimQuery
from tests.store_support import ROOT

ROWS = ROOT / "examples" / "reports" / "aleppo-2016.ar.jsonl"
SAMPLE = ROOT / "examples" / "reports" / "aleppo-2016-12-05.ar.txt"


def run(*arguments: str) -> Any:
    return CliRunner().invoke(app, list(arguments))


def added(database: str, *more: str) -> Any:
    return run("add", str(SAMPLE), str(ROWS), "--db", database, "--published", "2016-12-05", *more)


def test_reports_are_added_once(database: str) -> None:
    first, second = added(database), added(database)
    assert (first.exit_code, first.stdout) == (0, "4 added, 0 there already, 0 not read\n")
    assert (second.exit_code, second.stdout) == (0, "0 added, 4 there already, 0 not read\n")
    with Store.open(database) as store:
        kept = store.report("aleppo-2016-12-05")
        assert kept is not None
        assert kept.original == SAMPLE.read_bytes()
        assert kept.origin == str(SAMPLE)
        assert kept.reader_version == reader_version()
        row = store.report("example-2016-11-28")
        assert row is not None
        assert row.original.decode() == ROWS.read_text(encoding="utf-8").splitlines()[0]
        for reading in store.readings():
            again = read(reading.report)
            assert (reading.claims, reading.issues) == (again.claims, again.issues)


def test_what_cannot_be_added_is_named_noted_and_mended(database: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text("قُتل خمسة مدنيين.", encoding="utf-8")
    done = run("add", str(tmp_path), "--db", database)
    assert (done.exit_code, done.stdout) == (2, "1 added, 0 there already, 1 not read\n")
    assert f"{tmp_path / 'a.txt'}: it is empty" in done.stderr
    assert "it is empty" in run("unreadable", "--db", database).stdout
    (tmp_path / "a.txt").write_text("قُتل ستة مدنيين.", encoding="utf-8")
    assert run("add", str(tmp_path), "--db", database).exit_code == 0
    assert run("unreadable", "--db", database).stdout == ""
    (tmp_path / "b.txt").write_text("قُتل سبعة مدنيين.", encoding="utf-8")
    changed = run("add", str(tmp_path), "--db", database)
    assert changed.exit_code == 2
    assert "b.txt: a report with this id is there with other content" in changed.stderr


def test_a_reader_that_fails_loses_no_report(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def trip(report: Report) -> Reading:
        if report.report_id == "example-2016-12-07":
            raise ValueError("a bug")
        return read(report)

    monkeypatch.setattr("marsad.pipeline.read", trip)
    done = added(database)
    assert (done.exit_code, done.stdout) == (2, "3 added, 0 there already, 1 not read\n")
    listed = run("unreadable", "--db", database).stdout
    assert listed == "example-2016-12-07: the reader failed (ValueError: a bug)\n"
    assert run("reread", "--db", database).exit_code == 2
    monkeypatch.undo()
    again = run("reread", "--db", database)
    assert again.exit_code == 0
    assert again.stdout.splitlines()[-1].startswith("1 reports changed; claims: ")
    assert run("unreadable", "--db", database).stdout == ""


def test_reading_again_prints_what_changed(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    added(database)
    assert "0 reports changed; claims: 0 added, 0 removed, 0 changed" in run("reread", "--db", database).stdout
    monkeypatch.setattr("marsad.pipeline.read", lambda report: Reading(report, read(report).claims[1:]))
    done = run("reread", "--db", database)
    assert done.stdout.count("\n- ") + done.stdout.startswith("- ") == 4
    assert "4 reports changed; claims: 0 added, 4 removed" in done.stdout
    assert run("verify", "--db", database).exit_code == 0


def test_a_changed_byte_is_named(database: str) -> None:
    added(database)
    done = run("verify", "--db", database)
    assert done.stdout.startswith("8 entries: all records are as they were kept\nhead ")
    head = done.stdout.split()[-1]
    assert run("verify", "--db", database, "--head", head).exit_code == 0
    engine = create_engine(url_of(database))
    with engine.begin() as connection:
        connection.execute(text("UPDATE report SET text = text || '.' WHERE report_id = 'example-2016-12-07'"))
    engine.dispose()
    bad = run("verify", "--db", database)
    assert bad.exit_code == 2
    assert "report example-2016-12-07: its text, or what is said of its origin, was changed" in bad.stderr


def test_words_are_searched(database: str) -> None:
    added(database)
    done = run("search", "حلب", "شرق حلب", "--db", database)
    assert "example-2016-11-28" in done.stdout
    (found,) = json.loads(run("search", "حلب", "--limit", "1", "--json", "--db", database).stdout)
    document = f"{found['title']}\n{found['text']}"
    assert "حلب" in document[slice(*found["span"])]
    assert run("search", "؟", "--db", database).exit_code == 2


def test_people_judge(database: str) -> None:
    added(database)
    with Store.open(database) as store:
        keys = [item.claim.key for item in store.claims(ClaimQuery(report_ids=("example-2016-11-28",)))]
    say = ("--by", "p", "--why", "w", "--db", database)
    assert run("judge", "accept", keys[0], *say).stdout == f"accept: {keys[0]}\n"
    assert run("judge", "same", "example-2016-11-28/c1", f"e-{keys[1]}", *say).exit_code == 0
    assert run("judge", "correct", keys[0], "--value", '{"harm": "injured"}', *say).exit_code == 0
    with Store.open(database) as store:
        assert [item.verdict for item in store.judgements()] == ["accept", "same", "correct"]
    for wrong in (("accept", "none"), ("accept", "none/c1"), ("same", keys[0]), ("accept", keys[0], "--value", "[")):
        assert run("judge", *wrong, *say).exit_code == 2
    assert run("judge", "accept", keys[0], "--value", "[1]", *say).exit_code == 2


def test_a_report_is_removed(database: str, tmp_path: Path) -> None:
    added(database)
    (tmp_path / "copy.txt").write_bytes(SAMPLE.read_bytes())
    run("add", str(tmp_path), "--db", database, "--published", "2016-12-05")
    reasons = ("--reason", "safety", "--approver", "q", "--db", database)
    done = run("remove", "aleppo-2016-12-05", *reasons, "--yes")
    assert (done.exit_code, done.stdout) == (0, "aleppo-2016-12-05 is removed\n")
    assert "the same bytes are there as copy" in done.stderr
    assert run("remove", "aleppo-2016-12-05", *reasons).exit_code == 2
    again = added(database)
    assert (again.exit_code, again.stdout) == (2, "0 added, 3 there already, 1 not read\n")
    assert "aleppo-2016-12-05 was removed (safety)" in again.stderr
    assert run("verify", "--db", database).exit_code == 0


def test_reading_alone_does_not_load_the_store() -> None:
    code = (
        f"import sys; from marsad.cli import app; app(['read', {str(SAMPLE)!r}, '--jsonl'], standalone_mode=False);"
        "print(sorted({'sqlalchemy', 'alembic', 'marsad.store'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stderr.splitlines()[-1] == "[]"


def test_there_must_be_a_record(database: str) -> None:
    for command in (["verify"], ["reread"], ["unreadable"], ["search", "x"]):
        done = run(*command, "--db", database)
        assert done.exit_code == 2
        assert "marsad add makes one" in done.stderr


def test_an_old_record_is_upgraded_when_asked(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    added(database)
    assert run("upgrade", "--db", database).exit_code == 0
    monkeypatch.setattr("marsad.store.migrate.HEAD", "9998")
    done = run("verify", "--db", database)
    assert done.exit_code == 2
    assert "run marsad upgrade" in done.stderr
