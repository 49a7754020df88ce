"""Many reports at once: the same claims as one by one, whatever happens to the processes on the way (marsad/batch)."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from marsad.batch.spread import local
from marsad.batch.tables import claim_rows
from marsad.pipeline import read
from marsad.records import Report
from tests.batch_support import batch, command, environment, loads_pandas, reports, rows_of, written

pytest.importorskip("pyarrow", reason="tables of claims need pyarrow")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return written(tmp_path / "reports.jsonl", reports(25))


def one_by_one(rows: list[dict[str, str]]) -> list[dict[str, object]]:
    day = dt.date(2016, 12, 5)
    return [
        row
        for r in rows
        for row in claim_rows(read(Report(r["report_id"], r["text"], r["lang"], day, r["outlet"])))
    ]  # fmt: skip


def test_a_batch_gives_the_claims_of_its_reports_read_one_by_one(source: Path, tmp_path: Path) -> None:
    ran = batch(source, tmp_path / "out", "--shard", "4", "--workers", "2", env=environment(tmp_path))
    assert ran.returncode == 0, ran.stderr
    found, alone = rows_of(tmp_path / "out", "claims"), one_by_one(reports(25))
    assert [(row["report_id"], row["claim"], row["json"]) for row in found] == [
        (row["report_id"], row["claim"], row["json"]) for row in alone
    ]
    assert len(found) >= 25
    assert {row["date_start"] for row in found} & {dt.date(2016, 12, 5), None}
    assert f"25 reports, {len(found)} claims" in ran.stdout
    outcomes = rows_of(tmp_path / "out", "outcomes")
    assert [row["report_id"] for row in outcomes] == [f"r{n}" for n in range(25)]
    assert {row["state"] for row in outcomes} == {"read"}


def test_every_span_of_a_table_of_claims_is_in_its_report(source: Path, tmp_path: Path) -> None:
    assert batch(source, tmp_path / "out", "--shard", "10", env=environment(tmp_path)).returncode == 0
    texts = {row["report_id"]: row["text"] for row in rows_of(tmp_path / "out", "reports")}
    for row in rows_of(tmp_path / "out", "claims"):
        assert texts[row["report_id"]][row["evidence_start"] : row["evidence_end"]] == row["evidence"]


def test_a_report_that_kills_trips_or_stops_the_reader_is_set_aside(tmp_path: Path) -> None:
    rows = reports(12, r3="dies always", r4="trips", r5="hangs", r9="dies always")
    source = written(tmp_path / "reports.jsonl", rows)
    env = environment(tmp_path, unlucky=True)
    ran = batch(source, tmp_path / "out", "--shard", "4", "--workers", "2", "--limit", "6", env=env)
    assert ran.returncode == 2, ran.stderr
    outcomes = {row["report_id"]: row for row in rows_of(tmp_path / "out", "outcomes")}
    assert len(outcomes) == 12
    unread = {name: row["state"] for name, row in outcomes.items() if row["state"] != "read"}
    assert unread == {"r3": "quarantined", "r4": "failed", "r5": "failed", "r9": "quarantined"}
    assert "died" in outcomes["r3"]["reason"]
    assert outcomes["r4"]["reason"] == "ZeroDivisionError: tripped"
    assert "longer than 6 seconds" in outcomes["r5"]["reason"]
    kept = [row for row in rows if row["report_id"] not in unread]
    assert [row["json"] for row in rows_of(tmp_path / "out", "claims")] == [row["json"] for row in one_by_one(kept)]


def test_what_a_killed_worker_had_in_hand_is_done_again(tmp_path: Path) -> None:
    rows = reports(20, r11="dies once")
    source = written(tmp_path / "reports.jsonl", rows)
    env = environment(tmp_path, unlucky=True)
    ran = batch(source, tmp_path / "out", "--shard", "3", "--workers", "2", env=env)
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "died").exists()
    assert "a worker died" in ran.stderr
    assert [row["json"] for row in rows_of(tmp_path / "out", "claims")] == [row["json"] for row in one_by_one(rows)]


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs process groups")
def test_a_batch_that_is_killed_goes_on_where_it_stopped(source: Path, tmp_path: Path) -> None:
    draw, env = random.Random(5), environment(tmp_path)
    for _ in range(2):
        running = subprocess.Popen(
            command(source, tmp_path / "out", "--shard", "2"), env=env, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(draw.uniform(0.2, 2.5))
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    ran = batch(source, tmp_path / "out", "--shard", "2", env=env)
    assert ran.returncode == 0, ran.stderr
    assert [row["json"] for row in rows_of(tmp_path / "out", "claims")] == [
        row["json"] for row in one_by_one(reports(25))
    ]
    assert [row["report_id"] for row in rows_of(tmp_path / "out", "outcomes")] == [f"r{n}" for n in range(25)]
    before = {part: part.stat().st_mtime_ns for part in (tmp_path / "out" / "claims").iterdir()}
    again = batch(source, tmp_path / "out", "--shard", "2", env=env)
    assert again.stdout == ran.stdout
    assert {part: part.stat().st_mtime_ns for part in (tmp_path / "out" / "claims").iterdir()} == before


def test_two_batches_are_not_mixed(source: Path, tmp_path: Path) -> None:
    env = environment(tmp_path)
    assert batch(source, tmp_path / "out", env=env).returncode == 0
    other = written(tmp_path / "other.jsonl", reports(3))
    mixed = batch(other, tmp_path / "out", env=env)
    assert mixed.returncode == 2
    assert "other inputs" in mixed.stderr
    full = batch(source, tmp_path, env=env)
    assert full.returncode == 2
    assert "holds no batch" in full.stderr
    missing = batch(tmp_path / "nowhere.jsonl", tmp_path / "new", env=env)
    assert missing.returncode == 2
    assert "nowhere.jsonl: there is no such file" in missing.stderr


def test_inputs_that_cannot_be_taken_in_are_listed(source: Path, tmp_path: Path) -> None:
    with source.open("a", encoding="utf-8") as out:
        out.write("{broken\n")
    ran = batch(source, tmp_path / "out", env=environment(tmp_path))
    assert ran.returncode == 2
    (refused,) = [json.loads(line) for line in (tmp_path / "out" / "refused.jsonl").read_text("utf-8").splitlines()]
    assert "reports.jsonl" in refused["name"]
    assert len(rows_of(tmp_path / "out", "outcomes")) == 25


def test_worker_processes_do_without_pandas() -> None:
    assert list(local(loads_pandas, range(1), 1, [])) == [False]


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs alarms")
def test_a_loop_that_hears_no_alarm_ends_with_its_process() -> None:
    """Compiled code looks for alarms only where it comes back to Python."""
    deaf = (
        "import signal, sys\n"
        "from marsad.batch.work import within\n"
        "signal.signal = lambda *_: None\n"
        "with within(float(sys.argv[1])):\n"
        "    for _ in range(10**int(sys.argv[2])): pass\n"
    )
    deaf = f"import signal; signal.signal(signal.SIGALRM, signal.SIG_IGN)\n{deaf}"
    ended = [
        subprocess.run([sys.executable, "-c", deaf, limit, size], timeout=60, check=False).returncode
        for limit, size in (("0.2", "12"), ("20", "3"))
    ]
    assert ended == [-signal.SIGVTALRM, 0]
