"""Commands that are killed at any moment and run again come to the same record (marsad/commands/intake.py).

MARSAD_KILLS says how often each is killed on each database (6).
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fetch_support import Site, site
from tests.sources_support import catalogue, fill, held
from tests.store_support import ROOT, fresh_database

KILLS = int(os.environ.get("MARSAD_KILLS", "6"))
TOWNS = "كفر نبل|معرة النعمان|سراقب|خان شيخون|جسر الشغور|أريحا|بنش|سرمين|حارم|سلقين".split("|")
WORDS = (
    "قال مجلس محلي إن {number} مدنيين قُتلوا في قصف مدفعي على بلدة {town} في ريف إدلب صباح {day}، وإن فرق الإنقاذ نقلت "
    "عددا من الجرحى إلى مستشفى قريب من البلدة. وذكر سكان أن أبنية في الشارع الرئيسي وفي السوق القديم تضررت من القصف."
)


@pytest.fixture
def served() -> Iterator[Site]:
    with site() as running:
        fill(running)
        yield running


def text(number: int) -> str:
    days = "السبت الأحد الاثنين الثلاثاء الأربعاء".split()
    return WORDS.format(number=3 + number % 7, town=TOWNS[number % len(TOWNS)], day=days[number % 5])


def fill_folder(folder: Path) -> None:
    """Write texts, rows, copies, versions, and what cannot be read."""
    folder.mkdir()
    for number in range(24):
        (folder / f"{number:03}.txt").write_text(f"2016-12-{number % 20 + 1:02}\n{text(number)}", encoding="utf-8")
    (folder / "030-copy.txt").write_bytes((folder / "003.txt").read_bytes())
    (folder / "031-empty.txt").write_bytes(b"")
    rows = [
        {"report_id": f"row-{number}", "lang": "ar", "published": f"2016-12-{number % 25 + 1:02}", "text": text(number)}
        for number in range(50)
    ]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    lines.insert(20, "{broken")
    (folder / "040-rows.jsonl").write_text("\n".join(lines), encoding="utf-8")


def worker(served: Site, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.sources_worker", str(served.port), *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)


def killed(served: Site, arguments: list[str], moment: float) -> bool:
    """Kill a command `moment` seconds after it began to take in, or before that; tell whether it was at work."""
    with worker(served, *arguments) as process:
        assert process.stdout is not None
        if moment >= 0:
            process.stdout.readline()
        time.sleep(abs(moment))
        alive = process.poll() is None
        process.kill()
    return alive


def undisturbed(served: Site, arguments: list[str]) -> None:
    with worker(served, *arguments) as process:
        _, errors = process.communicate(timeout=120)
        assert process.returncode in (0, 2), errors
        assert "Traceback" not in errors, errors


@pytest.mark.parametrize("command", ["add", "watch"])
def test_killed_at_any_moment_and_run_again_it_is_the_same(
    database: str, tmp_path: Path, served: Site, command: str
) -> None:
    fill_folder(tmp_path / "in")
    more = "  - {id: desk, name: {ar: م, en: Desk}, kind: folder, addresses: [in]}\n"
    path = str(catalogue(tmp_path, served, more=more))
    what = [command, str(tmp_path / "in")] if command == "add" else [command, path, "--once", "--settle", "0"]
    kind = "sqlite" if database.endswith(".db") else "postgresql"
    with fresh_database(kind, tmp_path) as other:
        undisturbed(served, [*what, "--db", other])
        expected = held(other)
    assert len(expected["claims"]) > 60
    assert {kind for _, _, kind in expected["links"]} == {"echo", "version"}
    assert {state for _, state in expected["states"]} >= {"read", "duplicate", "unreadable"}
    chance = random.Random(command)
    deaths = 0
    for number in range(KILLS):
        moment = chance.uniform(0.0, 0.5) if number % 5 else -chance.uniform(0.2, 1.0)
        deaths += killed(served, [*what, "--db", database], moment)
    assert deaths
    undisturbed(served, [*what, "--db", database])
    assert held(database) == expected
