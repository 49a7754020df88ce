"""The commands that ask the record: every answer names its claims, and a claim opens to its words."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from marsad.cli import app

FIRST = "قُتل خمسة مدنيين، بينهم طفلان، في قصف لقوات النظام على حي السكري في حلب يوم الأحد، وفق ما أفاد الدفاع المدني."
SECOND = (
    "سيطرت قوات النظام على حي الشعار في حلب يوم الثلاثاء. وقُتل ستة مدنيين في قصف على حي السكري في حلب يوم الأحد، "
    "وفق ما أفاد المرصد السوري لحقوق الإنسان."
)


@pytest.fixture
def db(tmp_path: Path, database: str) -> str:
    rows = [
        {"report_id": "one", "lang": "ar", "published": "2016-12-05", "outlet": "Example A", "text": FIRST},
        {"report_id": "two", "lang": "ar", "published": "2016-12-07", "outlet": "Example B", "text": SECOND},
    ]
    reports = tmp_path / "reports.jsonl"
    reports.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    assert ask("add", str(reports), "--db", database).exit_code == 0
    return database


def ask(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def table(db: str, *words: str) -> list[dict[str, str]]:
    result = ask(*words, "--db", db, "--format", "csv")
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_casualties_stay_side_by_side_and_name_their_claims(db: str) -> None:
    rows = table(db, "casualties", "--place", "Aleppo")
    killed = [row for row in rows if row["what"] == "killed civilians"]
    told = "; ".join(row["by"] for row in killed)
    assert ": 5" in told
    assert ": 6" in told
    assert "11" not in told, "figures are never added"
    assert {name.split("/")[0] for row in killed for name in row["claims"].split()} == {"one", "two"}


def test_known_on_leaves_out_what_was_published_later(db: str) -> None:
    assert [row["place"] for row in table(db, "control", "--known-on", "2016-12-06") if row["state"] != "unknown"] == []
    held = [row for row in table(db, "control") if row["state"] == "controlled"]
    assert [(row["place"].split(",")[0], row["holders"], row["from"]) for row in held] == [
        ("Sha'aar", "Syrian government forces", "2016-12-06")
    ]


def test_changes_say_what_changed_hands(tmp_path: Path, database: str) -> None:
    texts = [
        ("2016-11-20", "تسيطر فصائل المعارضة على حي الشعار في حلب."),
        ("2016-12-07", "سيطرت قوات النظام على حي الشعار في حلب يوم الثلاثاء."),
    ]
    rows = [{"report_id": day, "lang": "ar", "published": day, "outlet": "Example", "text": t} for day, t in texts]
    reports = tmp_path / "reports.jsonl"
    reports.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    record = database
    assert ask("add", str(reports), "--db", record).exit_code == 0
    (row,) = table(record, "control", "--changes", "--from", "2016-12-01", "--to", "2016-12-31")
    assert (row["day"], row["place"].split(",")[0]) == ("2016-12-06", "Sha'aar")
    assert "opposition" in row["from"]
    assert "government" in row["to"]
    assert table(record, "control", "--changes", "--to", "2016-12-01") == []


def test_verify_checks_an_evidence_pack(db: str, tmp_path: Path) -> None:
    pack = tmp_path / "pack.zip"
    assert ask("export", "evidence", "--db", db, "--out", str(pack)).exit_code == 0
    assert ask("verify", str(pack)).exit_code == 0
    assert ask("verify", str(tmp_path / "reports.jsonl")).exit_code == 2
    with zipfile.ZipFile(pack) as old, zipfile.ZipFile(tmp_path / "changed.zip", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b"killed", b"injured") if name.endswith(".jsonl") else data)
    changed = ask("verify", str(tmp_path / "changed.zip"))
    assert changed.exit_code == 2
    assert ".jsonl" in changed.output


def test_the_timeline_is_in_the_order_of_time(db: str) -> None:
    days = [row["when"] for row in table(db, "timeline", "--kind", "attack")]
    assert days
    assert days == sorted(days)
    assert ask("timeline", "--db", db, "--kind", "weather").exit_code == 2


def test_an_event_of_two_reports_shows_both_figures(db: str) -> None:
    told = [row for row in table(db, "events", "--place", "Aleppo") if "killed civilians" in row["figures"]]
    assert any(row["lineages"] == "2" and "5 to 6" in row["figures"] for row in told), told
    assert table(db, "events", "--kind", "diplomacy") == []
    assert table(db, "events", "--as-of", "2016-12-01") == []
    assert table(db, "events", "--actor", "Syrian government")
    fused = json.loads(ask("fuse", "--db", db, "--json").stdout)
    assert {m["report_id"] for event in fused["events"] for m in event["members"]} == {"one", "two"}


def test_show_opens_a_claim_to_its_sentence(db: str) -> None:
    result = ask("show", "one/c1", "--db", db)
    assert result.exit_code == 0
    assert "⟦قُتل خمسة مدنيين" in result.stdout
    assert '"low": 5' in result.stdout
    missing = ask("show", "one/c99", "--db", db)
    assert missing.exit_code == 2
    assert "there is no such claim" in missing.output


@pytest.mark.parametrize("command", ["casualties", "control", "diplomacy", "positions", "timeline", "events"])
def test_every_ledger_has_a_table_and_json(db: str, command: str) -> None:
    assert ask(command, "--db", db).exit_code == 0
    json.loads(ask(command, "--db", db, "--format", "json").stdout)
    assert ask(command, "--db", db, "--format", "xml").exit_code == 2


def test_export_writes_a_file_and_says_what_it_lost(db: str, tmp_path: Path) -> None:
    target = tmp_path / "out.geojson"
    result = ask("export", "geojson", "--db", db, "--out", str(target))
    assert result.exit_code == 0
    assert json.loads(target.read_bytes())["features"]
    assert "claims" in result.output
    assert ask("export", "shapefile", "--db", db).exit_code == 2
