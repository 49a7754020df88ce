"""The demonstration dossier (examples/east-aleppo-2016): what its reports hold, and what the record of them answers."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections import Counter
from pathlib import Path

import pytest
from typer.testing import CliRunner

from marsad.cli import app
from marsad.fusion import fuse
from marsad.records import Claim, Report
from marsad.store.store import Store
from marsad.store.types import ClaimQuery
from marsad.views.control import changes, control
from tests.store_support import ROOT

FOLDER = ROOT / "examples" / "east-aleppo-2016"
NOTICES = {
    "ar": "كُتب هذا النص لمشروع مرصد من وقائع منشورة، وليس نصًا لوسيلة إعلام.",
    "en": "Written for the Marsad project from public facts; not an outlet's text.",
}
OBSERVATORY = "Syrian Observatory for Human Rights"
GOVERNMENT, FACTIONS = "Syrian government forces", "Syrian opposition factions"
EAST = ("--place", "Eastern Aleppo")

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> str:
    record = str(tmp_path_factory.mktemp("dossier") / "record.db")
    result = CliRunner().invoke(app, ["add", str(FOLDER), "--db", record])
    assert (result.exit_code, result.stdout) == (0, "44 added, 0 there already, 0 not read, 1 of them duplicate\n")
    return record


def table(db: str, *words: str) -> Rows:
    result = CliRunner().invoke(app, [*words, "--db", db, "--format", "csv"])
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def pairs(db: str) -> list[tuple[Report, Claim]]:
    with Store.open(db) as store:
        return [(reading.report, claim) for reading in store.readings() for claim in reading.claims]


def test_every_report_says_what_it_is() -> None:
    lines = (FOLDER / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert Counter(row["lang"] for row in rows) == {"ar": 31, "en": 13}
    assert {row["outlet"] for row in rows} == {f"Dossier {letter}" for letter in "ABCD"}
    assert [row["published"] for row in rows] == sorted(row["published"] for row in rows)
    assert (rows[0]["published"], rows[-1]["published"]) == ("2016-11-15", "2016-12-23")
    for row in rows:
        assert set(row) == {"report_id", "lang", "published", "outlet", "title", "text"}
        assert row["text"].splitlines()[0] == NOTICES[row["lang"]], row["report_id"]
        assert not set('"«»“”') & set(row["text"]), f"{row['report_id']} quotes somebody"


def test_the_notice_makes_no_claim(db: str) -> None:
    for report, claim in pairs(db):
        first = report.document.index(NOTICES[report.lang or "ar"])
        last = first + len(NOTICES[report.lang or "ar"])
        for span in (claim.evidence, *claim.also):
            assert span.end <= first or last <= span.start, (report.report_id, span.of(report.document))


@pytest.mark.parametrize(
    ("victims", "told", "reports"),
    [
        ("civilians", {"2016-11-25": "188 or more", "2016-12-05": "311 or more", "2016-12-12": "442"}, "abd"),
        ("children", {"2016-11-25": "27", "2016-12-05": "42", "2016-12-12": "47"}, "abd"),
    ],
)
def test_how_many_were_killed_in_eastern_aleppo_since_15_november(
    db: str, victims: str, told: dict[str, str], reports: str
) -> None:
    [row] = [r for r in table(db, "casualties", *EAST) if r["what"] == f"killed {victims} (running toll)"]
    assert row["when"] == "2016-11-15 to 2016-12-12"
    assert row["by"].startswith(f"{OBSERVATORY}: ")
    assert row["checks"] == ""
    for day, figure in told.items():
        assert f"{day} {figure}" in row["by"]
    asked = ["casualties", *EAST, "--known-on", "2016-12-05", "--db", db, "--format", "json"]
    series = json.loads(CliRunner().invoke(app, asked).stdout)["series"]
    [one] = [s for s in series if s["group"]["victims"] == victims and s["start"] == "2016-11-15"]
    assert one["asserter"] == OBSERVATORY
    last = one["points"][-1]
    assert {ref["report_id"] for r in last["reported"] for ref in r["refs"]} == {f"ea-1205-{x}" for x in reports}
    assert len(last["reported"]) == 1, "four dossiers relay one monitor: one figure"


def test_a_copy_is_an_echo_and_its_outlet_a_relay(db: str) -> None:
    """Dossier C prints the text of B with three words more: it is kept, shown, and not read as news."""
    with Store.open(db) as store:
        assert [(link.report_id, link.of, link.kind) for link in store.repetitions()] == [
            ("ea-1205-c", "ea-1205-b", "echo")
        ]
        fusion = fuse(list(store.readings()))
    [toll] = [e for e in fusion.events if e.series and any("1205-b" in key for key in shown(db, e.claims))]
    [monitor] = [lineage for lineage in toll.lineages if lineage.origin == OBSERVATORY]
    assert set(monitor.relays) == {f"Dossier {letter}" for letter in "ABCD"}


def shown(db: str, keys: tuple[str, ...]) -> list[str]:
    with Store.open(db) as store:
        return [found.report_id for found in store.claims(ClaimQuery(keys=keys))]


def test_what_the_two_sides_of_the_city_counted_is_not_added(db: str) -> None:
    rows = table(db, "casualties", "--place", "Western Aleppo")
    by_what = {row["what"]: row["reported"] for row in rows}
    assert by_what["killed civilians (running toll)"] == "130"
    assert not any("572" in cell for row in table(db, "casualties") for cell in row.values())


def test_two_tolls_of_one_shelling_stand_side_by_side(db: str) -> None:
    rows = table(db, "casualties", "--place", "Jubb al-Qubba")
    told = "; ".join(row["by"] for row in rows if row["what"] == "killed civilians")
    assert f"{OBSERVATORY}: 21" in told
    assert ": 45" in told
    assert any("conflict: civilians killed" in row["contradictions"] for row in table(db, "events"))


def test_which_districts_changed_hands(db: str) -> None:
    found = changes(control(pairs(db)), dt.date(2016, 11, 27), dt.date(2016, 12, 7))
    told = {(str(c.day), c.after.place.split(",")[0]) for c in found if c.after.holders == (GOVERNMENT,)}
    assert told >= {
        ("2016-11-28", "Al-Sakhour"),
        ("2016-11-28", "Haydariyeh"),
        ("2016-12-02", "Tariq al-Bab"),
        ("2016-12-05", "Qadi Askar"),
        ("2016-12-06", "Sha'aar"),
        ("2016-12-07", "Salheen"),
        ("2016-12-07", "Al-Maadi"),
        ("2016-12-07", "Al-Marja"),
    }
    assert not any("Fardos" in c.after.place or "Sukkari" in c.after.place for c in found)


def test_who_held_a_district_between_two_days(db: str) -> None:
    hanano = table(db, "control", "--place", "Masaken Hanano", "--from", "2016-11-15", "--to", "2016-11-30")
    assert [(r["state"], r["holders"], r["from"]) for r in hanano] == [
        ("controlled", FACTIONS, "2012-01-01"),
        ("contested", f"{GOVERNMENT}, {FACTIONS}", "2016-11-22"),
        ("controlled", GOVERNMENT, "2016-11-26"),
    ]
    said = table(db, "control", "--place", "Sheikh Said")
    assert [(r["state"], r["from"]) for r in said][-2:] == [("contested", "2016-12-01"), ("controlled", "2016-12-12")]


def test_the_army_is_not_believed_alone(db: str) -> None:
    early = table(db, "control", "--place", "Aleppo, Syria", "--known-on", "2016-12-22")
    assert not [r for r in early if r["place"] == "Aleppo, Syria" and r["state"] == "controlled"]
    late = table(db, "control", "--place", "Aleppo, Syria")
    [city] = [r for r in late if r["place"] == "Aleppo, Syria" and r["state"] == "controlled"]
    assert (city["holders"], city["from"]) == (GOVERNMENT, "2016-12-22")


def test_what_became_of_the_draft(db: str) -> None:
    [track] = [row for row in table(db, "diplomacy") if row["outcome"] == "vetoed"]
    assert track["body"] == "UN Security Council"
    assert track["stages"].startswith("planned (2016-12-05) → done (2016-12-05)")
    assert track["votes"] == "11-3-1"
    assert {"Egypt", "New Zealand", "Spain"} <= set(track["parties"].split(", "))
    before = table(db, "diplomacy", "--known-on", "2016-12-05")
    assert {row["outcome"] for row in before if row["body"] == "UN Security Council"} == {""}


def test_what_came_after_the_draft(db: str) -> None:
    rows = table(db, "diplomacy")
    assert [r["stages"] for r in rows if r["body"] == "UN Security Council" and r["outcome"] == "adopted"] == [
        "done (2016-12-19)"
    ]
    assert [r["outcome"] for r in rows if r["parties"] == "Russia, United States"] == ["failed"]


def test_who_said_that_fighters_who_stay_would_be_treated_as_terrorists(db: str) -> None:
    said = [r for r in table(db, "positions", "--containing", "الإرهابيين") if r["act"] == "say"]
    assert [(r["actor"], r["when"], r["claims"]) for r in said] == [("Sergey Lavrov", "by 2016-12-05", "ea-1205-b2/c2")]


def test_a_claim_opens_to_its_sentence(db: str) -> None:
    shown = CliRunner().invoke(app, ["show", "ea-1205-d/c1", "--db", db])
    assert shown.exit_code == 0
    assert "⟦More than 311 civilians" in shown.stdout


def test_the_folder_says_what_it_is() -> None:
    page = Path(FOLDER / "README.md").read_text(encoding="utf-8")
    assert all(notice in page for notice in NOTICES.values())
