"""`marsad demo`: from nothing to a summary that a newcomer understands (marsad/commands/demo.py)."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest

from marsad.commands import demo
from tests.sources_support import run


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str, float]:
    """Return the record, what was printed, and the seconds it took."""
    record = str(tmp_path_factory.mktemp("demo") / "build" / "aleppo.db")
    began = time.monotonic()
    done = run("demo", "--db", record)
    assert done.exit_code == 0, done.output
    return record, str(done.stdout), time.monotonic() - began


def part(told: str, title: str) -> str:
    return told.split(f"\n{title}")[1].split("\n\n")[0]


def test_it_takes_less_than_three_minutes(shown: tuple[str, str, float]) -> None:
    assert shown[2] < 180


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Reports", ["44 reports of 15 Nov 2016 to 23 Dec 2016: 31 in Arabic and 13 in English, from 4 outlets"]),
        ("Reports", ["43 read, 1 a copy of another", "ea-1205-c says what ea-1205-b says: an echo"]),
        ("Claims", ["casualty", "people killed, injured, missing", "diplomacy"]),
        ("Tolls", ["civilians killed, Eastern Aleppo, since 15 Nov 2016: 442 by 12 Dec 2016"]),
        ("Tolls", ["counted by Syrian Observatory for Human Rights; before that 188 or more by 25 Nov 2016"]),
        ("Tolls", ["civilians killed, Jubb al-Qubba, on 30 Nov 2016: 21 to 45"]),
        ("Districts", ["28 Nov 2016  Al-Sakhour: held by Syrian government forces; before that held by Syrian opp"]),
        ("What became", ["A draft of Egypt, New Zealand, Spain in the UN Security Council: vetoed"]),
        ("What became", ["planned for 5 Dec 2016; what came of it: vetoed on 5 Dec 2016", "Russia, China", "11-3-1"]),
        ("Where reports", ["conflict: civilians killed: Syrian Observatory for Human Rights 21"]),
        ("What next", ["marsad serve --db ", "marsad add FILE|DIRECTORY"]),
    ],
)
def test_it_says(shown: tuple[str, str, float], title: str, words: list[str]) -> None:
    for line in words:
        assert line in part(shown[1], title)


def test_it_says_first_that_it_is_an_exercise_and_unreviewed(shown: tuple[str, str, float]) -> None:
    head = shown[1][:400]
    assert "an exercise" in head
    assert "none is an outlet's text" in head
    assert "unreviewed" in head


def test_the_commands_that_it_names_work(shown: tuple[str, str, float]) -> None:
    record, told, _ = shown
    commands = re.findall(r"^  marsad (show|control|diplomacy|verify)(.*?) --db", told, re.MULTILINE)
    assert len(commands) == 4
    for name, rest in commands:
        done = run(name, *rest.split(), "--db", record)
        assert done.exit_code == 0, done.output


def test_it_can_be_shown_again(shown: tuple[str, str, float]) -> None:
    again = run("demo", "--db", shown[0])
    assert again.exit_code == 0
    assert part(again.stdout, "Tolls") == part(shown[1], "Tolls")


def test_the_desk_is_opened_where_that_is_asked(shown: tuple[str, str, float], monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Any] = []
    monkeypatch.setattr("marsad.commands.serve.serve", lambda **given: opened.append(given))
    assert run("demo", "--db", shown[0], "--serve").exit_code == 0
    assert opened == [{"db": shown[0]}]


def test_the_examples_are_found_in_the_package_or_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (demo.examples() / demo.DOSSIER / "reports.jsonl").is_file()
    (tmp_path / "marsad" / "examples").mkdir(parents=True)
    monkeypatch.setattr("marsad.__file__", str(tmp_path / "marsad" / "__init__.py"))
    assert demo.examples() == tmp_path / "marsad" / "examples"
    done = run("demo", "--db", str(tmp_path / "a.db"))
    assert done.exit_code == 2
    assert "the examples are not here" in done.stderr
