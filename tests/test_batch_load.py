"""The tables of a batch go into the record as if each report had been added (marsad/batch/load.py)."""

from __future__ import annotations

import contextlib
import importlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from marsad.batch.load import in_order, parts
from marsad.batch.parse import claim_of
from marsad.cli import app
from marsad.errors import BatchError
from marsad.interchange import claim_to_dict
from marsad.pipeline import read
from marsad.records import Report
from marsad.sources.files import take
from marsad.sources.items import Defaults, Taken
from marsad.store.engine import reading
from marsad.store.hashing import canonical
from marsad.store.schema import metadata
from marsad.store.store import Store
from tests.batch_support import ROOT, reports
from tests.formats_support import HTML, page, warc

pytest.importorskip("pyarrow", reason="tables of claims need pyarrow")
with contextlib.suppress(ImportError):  # commands are run in this process, and must not take it from other tests
    importlib.import_module("pandas")

MAP = ("--map", "text=body,published=day")
DOSSIER = ROOT / "examples" / "east-aleppo-2016"
TIMES = {
    "archive": {"fetched_at"}, "claim_set": {"made_at"}, "input": {"at"},
    "run": {"command", "inputs", "started", "ended"},
    "chain": {"previous", "entry", "payload"},  # hashes over them
}  # fmt: skip


def run(*arguments: str) -> Any:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports of several formats: copies and versions of others, one that is broken, one without a date of its own."""
    folder = tmp_path_factory.mktemp("in")
    rows = reports(30)
    more = [{**rows[4], "report_id": "echo"}, {**rows[7], "report_id": "other", "lang": "fr"}]
    kept = [{"body" if k == "text" else "day" if k == "published" else k: v for k, v in r.items()} for r in rows + more]
    lines = [json.dumps(row, ensure_ascii=False) for row in kept]
    lines[12:12] = ["{broken", lines[3]]  # the second time its id is refused
    (folder / "a.jsonl").write_text("\n".join(lines) + "\n{broken\n", encoding="utf-8")
    (folder / "b.warc.gz").write_bytes(warc(("response", "https://example.org/1", page(), HTML), packed=True))
    (folder / "c.txt").write_text(
        "حلب، 5 كانون الأول 2016\nقُتل خمسة مدنيين في قصف على حي الشعار أمس.\n", encoding="utf-8"
    )
    return folder


@pytest.fixture(scope="module")
def out(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "tables"
    done = run("batch", str(source), str(folder), "--shard", "8", "--workers", "1", *MAP)
    assert (done.exit_code, "34 reports" in done.stdout) == (2, True), done.output
    return folder


def plain(row: Iterable[Any]) -> str:
    """Return a row as text; PostgreSQL has the names of a document in an order of its own."""
    return repr([canonical(value) if isinstance(value, dict | list) else value for value in row])


def content(where: str) -> dict[str, list[Any]]:
    """Return the rows of all tables, without times and what hashes them."""
    found: dict[str, list[Any]] = {}
    with Store.open(where) as store, reading(store._engine) as connection:
        for table in metadata.sorted_tables:
            columns = [column for column in table.columns if column.name not in TIMES.get(table.name, ())]
            found[table.name] = sorted(map(plain, connection.execute(select(*columns))))
        found["search"] = [item.report.report_id for item in store.search("حلب")]
        assert store.verify().problems == ()
    return found


@pytest.fixture
def added(source: Path, tmp_path: Path) -> dict[str, list[Any]]:
    done = run("add", str(source), "--db", str(tmp_path / "added.db"), *MAP)
    assert done.exit_code == 2
    return content(str(tmp_path / "added.db"))


def test_a_record_that_was_loaded_is_one_that_was_added(database: str, out: Path, added: dict[str, list[Any]]) -> None:
    done = run("load", str(out), "--db", database, "--workers", "2")
    assert done.exit_code == 2, done.output
    assert "34 added, 0 there already, 3 not read, 11 of them duplicates" in done.stdout
    loaded = content(database)
    for name, rows in added.items():
        assert loaded[name] == rows, name
    assert len(loaded["claim"]) > 30
    assert len(loaded["repetition"]) > 1
    again = run("load", str(out), "--db", database)
    assert "0 added, 34 there already, 3 not read" in again.stdout
    anew: dict[str, list[Any]] = {"run": [], "input": []}  # what is refused again is noted with the later run
    assert content(database) | anew == loaded | anew


KILLED = """
import os, signal, sys
import marsad.commands.load as load
import marsad.store.intake_store as store
load.BATCH, store._PATIENCE = 5, 0.0  # a transaction is of five reports
real, left = store.intake.take, [int(sys.argv[1])]
def take(*given):
    done = real(*given)
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    return done
store.intake.take = take
sys.argv = ["marsad", "load", *sys.argv[2:]]
from marsad.cli import main
main()
"""


def test_a_load_that_is_killed_goes_on_and_nothing_is_lost_or_doubled(
    database: str, out: Path, added: dict[str, list[Any]]
) -> None:
    known = 0
    for kept in (2, 3):
        command = [sys.executable, "-c", KILLED, str(kept + 1), str(out), "--db", database, "--workers", "1"]
        killed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
        assert killed.returncode == -9, killed.stderr
        with Store.open(database) as store:
            assert len(list(store.reports())) > known
            known = len(list(store.reports()))
            assert store.verify().problems == ()
    done = run("load", str(out), "--db", database, "--workers", "1")
    assert f"{34 - known} added, {known} there already" in done.stdout
    loaded = content(database)
    numbered = {"chain", "claim", "claim_set", "claim_place", "report", "archive", "input", "run", "likeness",
                "issue", "repetition"}  # fmt: skip
    for name, rows in added.items():  # the numbers of rows are others: batches were smaller
        if name not in numbered:
            assert loaded[name] == rows, name
        elif name != "run":
            assert len(loaded[name]) == len(rows), name


def test_what_waits_for_the_writer_waits_in_files_that_go(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    found = parts(out)
    here, beside = ([item for some in in_order(found, workers) for item in some] for workers in (1, 2))
    assert beside == here
    assert len(here) > 30
    assert not list(tmp_path.glob("marsad-load-*"))


def test_what_is_no_whole_batch_is_refused(out: Path, tmp_path: Path) -> None:
    nothing = run("load", str(tmp_path), "--db", str(tmp_path / "x.db"))
    assert (nothing.exit_code, "holds no batch" in nothing.stderr) == (2, True)
    assert not (tmp_path / "x.db").exists()
    (tmp_path / "batch.json").write_text((out / "batch.json").read_text(encoding="utf-8"), encoding="utf-8")
    half = run("load", str(tmp_path), "--db", str(tmp_path / "x.db"))
    assert (half.exit_code, "run marsad batch again first" in half.stderr) == (2, True)


def test_the_interchange_format_is_read_back_without_loss() -> None:
    read_back = 0
    for item in take([str(DOSSIER)], Defaults()):
        if isinstance(item, Taken):
            for claim in read(item.report).claims:
                made = json.loads(json.dumps(claim_to_dict(claim, item.report)))
                assert claim_of(made, item.report.document) == claim
                read_back += 1
    assert read_back > 150


def test_claims_of_another_text_are_refused() -> None:
    report = Report("r1", "قُتل خمسة مدنيين في قصف على حلب.", "ar")
    (claim, *_) = read(report).claims
    made = claim_to_dict(claim, report)
    with pytest.raises(BatchError, match="words that its report does not have"):
        claim_of(made, replace(report, text="أصيب" + report.text).document)
    with pytest.raises(BatchError, match="not in the interchange format"):
        claim_of({**made, "kind": "rumour"}, report.document)
