"""Every kind of attack has its tests (docs/security.md); those that belong to no other file are here."""

from __future__ import annotations

import datetime as dt
import json
import re
import time
from pathlib import Path

import pytest

from marsad.exports.leaks import leaks
from marsad.pipeline import read
from marsad.records import Report

ROOT = Path(__file__).resolve().parent.parent
ROWS = [line.split("|")[1:-1] for line in (ROOT / "docs/security.md").read_text().splitlines() if line.startswith("| ")]
ATTACKS = ROWS[2:]
MEGABYTE = 1_000_000
DAY = dt.date(2016, 12, 6)


def named(cell: str) -> list[tuple[str, str]]:
    """Return file and name of each test that a row names."""
    found: list[tuple[str, str]] = []
    for part in cell.split(";"):
        file, *names = re.findall(r"`([^`]+)`", part)
        assert names, part
        found += [(file, name) for name in names]
    return found


def test_every_attack_has_a_row() -> None:
    assert len(ATTACKS) == 13


@pytest.mark.parametrize("row", ATTACKS, ids=[row[0].strip() for row in ATTACKS])
def test_the_tests_of_an_attack_are_there(row: list[str]) -> None:
    for file, name in named(row[2]):
        assert f"def {name}(" in (ROOT / "tests" / file).read_text(), f"{file}: {name}"


def cpu(text: str) -> float:
    """Return the seconds of CPU that reading a report with a text takes."""
    began = time.process_time()
    read(Report("hostile", text, "ar", DAY))
    list(leaks(text))
    return time.process_time() - began


@pytest.mark.parametrize("piece", ["و", "١", "َُِّ", " \u200f\u202e", "a@"])
def test_attack_a_megabyte_of_adversarial_text_is_read_in_time(piece: str) -> None:
    assert cpu(piece * (MEGABYTE // len(piece.encode()))) < 20


@pytest.mark.parametrize("piece", ["ثلاثمئة وأحد عشر ", "وقال إن ", "نقلت وكالة عن ", "الأول والثاني والثالث "])
def test_attack_twice_the_text_takes_about_twice_the_time(piece: str) -> None:
    read(Report("first", piece, "ar", DAY))  # what is read once a process
    once = min(cpu(piece * (4_000 // len(piece))) for _ in range(2))
    assert cpu(piece * (16_000 // len(piece))) < 10 * once + 0.2  # four times as long; a square would be sixteen


def test_attack_every_package_of_the_desk_is_pinned_by_its_hash() -> None:
    lock = json.loads((ROOT / "desk/package-lock.json").read_text())
    packages = {name: one for name, one in lock["packages"].items() if name}
    assert len(packages) > 20
    for name, one in packages.items():
        assert one.get("integrity", "").startswith("sha512-"), name
        assert "resolved" not in one, name
    own = json.loads((ROOT / "desk/package.json").read_text())
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in own["dependencies"].values())
