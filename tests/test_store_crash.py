"""Processes that die, and processes that work at the same time (marsad/store).

MARSAD_KILLS says how often a process is killed on each database (6).
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import defaultdict

import pytest

from marsad.store.store import Store
from tests.store_support import ROOT, arrival

KILLS = int(os.environ.get("MARSAD_KILLS", "6"))


def worker(database: str, name: str, what: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.store_worker", database, name, what]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)


def killed(database: str, name: str, moment: float) -> list[list[str]]:
    """Let a process work, kill it `moment` seconds after it began to; return what it said was accepted."""
    with worker(database, name, "write") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        if moment > 0:
            assert process.stdout.readline() == "ready\n", process.stderr.read()
            time.sleep(moment)
        else:
            time.sleep(-moment)  # while it opens the record
        process.kill()
        lines = process.stdout.read().splitlines(keepends=True)
        errors = process.stderr.read()
        assert not errors, errors
    return [line.split() for line in lines if line.endswith("\n") and line != "ready\n"]


@pytest.mark.parametrize("seed", [1])
def test_killing_the_writer_loses_nothing_and_leaves_nothing_half_written(database: str, seed: int) -> None:
    chance = random.Random(seed)
    accepted: dict[str, set[str]] = defaultdict(set)
    entries = 0
    for number in range(KILLS):
        moment = chance.uniform(0.001, 0.4) if number % 5 else -chance.uniform(0.2, 0.8)
        for what, *names in killed(database, f"p{number}", moment):
            accepted[what].update(names)
        with Store.open(database) as store:
            result = store.verify()
            assert [p for p in result.problems if "bytes may be in the file yet" not in p.what] == []
            assert result.entries >= entries
            entries = result.entries
            found = {reading.report.report_id: reading for reading in store.readings()}
            removed = {item.report_id for item in store.removals()}
            judged = {item.a.partition(":")[0] for item in store.judgements()}
            judged |= {(item.b or "").partition(":")[0] for item in store.judgements()}
        assert accepted["add"] <= found.keys() | removed
        assert accepted["remove"] <= removed
        assert not found.keys() & removed
        assert accepted["judge"] <= judged
        assert all(len(reading.claims) == 7 for reading in found.values())
        for name in accepted["reread"] - removed:
            assert {item.certainty for item in found[name].claims} == {"denied"}
    assert accepted["add"]


def test_others_read_while_one_writes(database: str) -> None:
    with Store.open(database) as store, worker(database, "reader", "read") as reader:
        assert reader.stdout is not None
        assert reader.stderr is not None
        assert reader.stdout.readline() == "ready\n", reader.stderr.read()
        for number in range(25):
            store.add_many([arrival(f"w{number}-{part}") for part in range(3)])
        store.add_many([arrival("last")])
        out, errors = reader.communicate(timeout=60)
        assert errors == ""
        assert int(out.split()[1]) > 1
        assert store.verify().problems == ()


def test_two_writers_wait_for_each_other(database: str) -> None:
    """Both find the database empty, too."""
    workers = [worker(database, name, "add") for name in ("a", "b")]
    for process in workers:
        _, errors = process.communicate(timeout=60)
        assert (process.returncode, errors) == (0, "")
    with Store.open(database) as store:
        assert len(list(store.reports())) == 60
        assert store.verify().problems == ()
