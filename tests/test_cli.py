"""The command line, in this process and as a user starts it (marsad/cli.py, marsad/terminal.py)."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click import Context
from rich.console import Console
from typer.testing import CliRunner

from marsad import __version__
from marsad.cli import app
from marsad.commands.lazy import MODULES, registered
from marsad.records import Attack, Casualty, Claim, Count, Reading, Report, Span
from marsad.terminal import UNREVIEWED, show, show_rows

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "examples" / "reports" / "aleppo-2016-12-05.ar.txt"
ROWS = ROOT / "examples" / "reports" / "aleppo-2016.ar.jsonl"
TEXT = "قُتل خمسة مدنيين في قصف على سوق المدينة.\nوأصيب طفلان."


def run(*arguments: str, given: str | bytes | None = None) -> Any:
    return CliRunner().invoke(app, list(arguments), input=given)


def marsad(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run the program as a user does, its output going to a pipe."""
    command = [sys.executable, "-m", "marsad.cli", *arguments]
    return subprocess.run(command, input=given, capture_output=True, cwd=ROOT, check=False, timeout=60)


def test_the_version_is_printed() -> None:
    assert run("--version").stdout.strip().removesuffix(" (reader compiled)") == f"marsad {__version__}"


def test_no_command_shows_the_help() -> None:
    assert "read" in run().output


def test_lines_of_json_are_in_the_interchange_format() -> None:
    done = run("read", str(ROWS), "--jsonl")
    assert done.exit_code == 0
    values = [json.loads(line) for line in done.stdout.splitlines()]
    assert [value["report_id"] for value in values] == [
        "example-2016-11-28",
        "example-2016-12-07",
        "example-2016-12-22",
    ]
    for value in values:
        document = f"{value['title']}\n{value['text']}"
        for claim in value["claims"]:
            assert document[slice(*claim["span"])] == claim["evidence"]


def test_one_json_list_holds_every_report(tmp_path: Path) -> None:
    done = run("read", str(ROWS), str(SAMPLE), "--published", "2016-12-05", "--json")
    assert len(json.loads(done.stdout)) == 4
    nothing = run("read", str(tmp_path), "--json")
    assert json.loads(nothing.stdout) == []
    assert nothing.exit_code == 2


def test_options_fill_what_the_report_does_not_say() -> None:
    done = run(
        "read", str(SAMPLE), "--published", "2016-12-05", "--outlet", "A", "--title", "ع", "--lang", "ar", "--jsonl"
    )
    value = json.loads(done.stdout)
    assert (value["published"], value["outlet"], value["title"], value["lang"]) == ("2016-12-05", "A", "ع", "ar")


def test_the_view_shows_the_text_the_claims_and_that_nobody_reviewed_them() -> None:
    done = run("read", str(SAMPLE), "--published", "2016-12-05")
    assert done.exit_code == 0
    assert "كرم القاطرجي" in done.stdout
    assert UNREVIEWED in done.stdout
    assert "\u2067" not in done.stdout


def test_standard_input_is_read() -> None:
    done = marsad("read", "-", "--published", "2016-12-05", "--jsonl", given=TEXT.encode("cp1256"))
    assert json.loads(done.stdout)["text"] == TEXT
    assert "read as cp1256" in done.stderr.decode()


def test_a_missing_date_is_never_today() -> None:
    done = run("read", "-", "--jsonl", given=TEXT)
    assert json.loads(done.stdout)["published"] is None
    assert "no date of publication" in done.stderr


def test_a_date_printed_in_the_report_is_used_with_a_warning() -> None:
    done = run("read", "-", "--jsonl", given=f"5 كانون الأول 2016\n{TEXT}")
    assert json.loads(done.stdout)["published"] == "2016-12-05"
    assert "published 2016-12-05, as read from" in done.stderr


def test_what_fails_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    missing = tmp_path / "none.txt"
    done = marsad("read", str(tmp_path), str(missing), "--published", "2016-12-05", "--jsonl")
    assert done.returncode == 2
    assert [json.loads(line)["report_id"] for line in done.stdout.splitlines()] == ["b"]
    errors = done.stderr.decode()
    assert f"{tmp_path / 'a.txt'}: it is empty" in errors
    assert f"{missing}: there is no such file" in errors
    assert "Traceback" not in errors


def test_a_reader_that_fails_loses_one_report(monkeypatch: pytest.MonkeyPatch) -> None:
    def trip(report: Report) -> Reading:
        if report.report_id == "example-2016-12-07":
            raise ValueError("a bug")
        return Reading(report)

    monkeypatch.setattr("marsad.pipeline.read", trip)
    done = run("read", str(ROWS), "--jsonl")
    assert done.exit_code == 2
    assert len(done.stdout.splitlines()) == 2
    assert "line 2: the reader failed (ValueError: a bug)" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--published", "5/12/2016"], "YYYY-MM-DD"),
        (["--lang", "fr"], "ar or en"),
        (["--encoding", "klingon"], "not an encoding"),
        (["--encoding", "rot13"], "not an encoding"),
        (["--json", "--jsonl"], "choose one"),
        (["--max-size", "0"], "max-size"),
    ],
)
def test_options_that_make_no_sense_are_explained(arguments: list[str], words: str) -> None:
    done = run("read", str(SAMPLE), *arguments)
    assert done.exit_code == 2
    assert words in done.output


def test_a_size_can_be_set(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT * 40, encoding="utf-8")
    done = run("read", str(tmp_path / "a.txt"), "--max-size", "0.002")
    assert done.exit_code == 2
    assert "larger than 2,000 bytes" in done.stderr


def test_a_reader_that_closes_the_pipe_early_is_no_error(tmp_path: Path) -> None:
    row = json.dumps({"text": TEXT, "published": "2016-12-05"})
    (tmp_path / "a.jsonl").write_text(f"{row}\n" * 300, encoding="utf-8")
    command = [sys.executable, "-m", "marsad.cli", "read", str(tmp_path / "a.jsonl"), "--jsonl"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


def test_the_locale_does_not_change_the_output() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    command = [sys.executable, "-m", "marsad.cli", "read", str(ROWS), "--jsonl"]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, env=environment, check=True)
    assert "حلب" in done.stdout.decode("utf-8")


# The terminal


def reading() -> Reading:
    report = Report("r1", TEXT, "ar")
    words = "قُتل خمسة مدنيين"
    start = report.document.index(words)
    count = Count(5, 5, "exact", "خمسة", Span(start + 5, start + 9))
    killed = Claim("c1", "k1", "casualty", Span(start, start + len(words)), Casualty("killed", count, "civilians"), "x")
    at = report.document.index("قصف")
    return Reading(report, (killed, Claim("c2", "k2", "attack", Span(at, at + 3), Attack("shelling"), "x")))


def printed(terminal: bool, width: int = 60) -> str:
    out = io.StringIO()
    show(reading(), Console(file=out, force_terminal=terminal, width=width, color_system=None, highlight=False))
    return out.getvalue()


LEDGER = [
    {
        "place": "Al-Sakhour, Aleppo, Syria",
        "from": "2012-01-01",
        "to": "2016-11-28",
        "why": "",
        "claims": "wire-2016/c1",
    },
    {"place": "حي السكري", "from": "2016-12-14", "to": "", "why": "قالته الوكالة", "claims": "wire-2016/c3"},
]


def ledger(terminal: bool, width: int) -> list[str]:
    out = io.StringIO()
    show_rows(LEDGER, Console(file=out, force_terminal=terminal, width=width, color_system=None, highlight=False))
    return [line.rstrip() for line in out.getvalue().splitlines() if line.strip()]


def test_a_ledger_is_a_table_where_its_words_fit() -> None:
    wide = ledger(terminal=True, width=90)
    assert wide[0].split() == ["place", "from", "to", "why", "claims"]
    assert ledger(terminal=False, width=40)[0].split() == wide[0].split(), "a pipe has room"


def test_no_date_of_a_ledger_is_cut_on_a_narrow_terminal() -> None:
    narrow = ledger(terminal=True, width=34)
    assert not [line for line in narrow if "…" in line]
    assert narrow[0] == "Al-Sakhour, Aleppo, Syria"
    assert [line.split() for line in narrow[1:4]] == [
        ["from", "2012-01-01"],
        ["to", "2016-11-28"],
        ["claims", "wire-2016/c1"],
    ]
    assert "why" not in " ".join(narrow[1:4]), "what is empty is left out"
    assert any("\u2067قالته الوكالة\u2069" in line for line in narrow)


@pytest.mark.parametrize("width", [40, 60, 120])
def test_right_to_left_lines_are_isolated_on_a_terminal(width: int) -> None:
    for line in printed(terminal=True, width=width).splitlines():
        assert line.count("\u2067") == line.count("\u2069")
    assert "\u2067" in printed(terminal=True)
    assert "\u2067" not in printed(terminal=False)


def test_every_claim_is_marked_in_the_text_and_listed() -> None:
    text = printed(terminal=False)
    assert "[c1] قُتل خمسة مدنيين في [c2] قصف" in text
    assert "5 civilians killed" in text
    assert "casualty 1" in text


def test_starting_does_not_load_what_is_not_used() -> None:
    heavy = "{'rich', 'hijridate', 'pydantic'}"
    code = f"import sys, marsad.cli; print(sorted({{m.split('.')[0] for m in sys.modules}} & {heavy}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


def test_commands_loaded_late_are_those_that_their_modules_register() -> None:
    for module, names in MODULES.items():
        group = registered(module)
        assert tuple(group.list_commands(Context(group))) == names, module


def test_help_names_every_command_and_one_unknown_is_named() -> None:
    shown = run("--help").output
    assert all(f"  {name} " in shown for names in MODULES.values() for name in names)
    unknown = run("reed")
    assert unknown.exit_code == 2
    assert "reed" in unknown.output
