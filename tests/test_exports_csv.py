"""CSV: nothing a spreadsheet takes for a formula, and every cell comes back as it was."""

from __future__ import annotations

import csv as standard
import io
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.exports import csv, jsonl
from marsad.exports.flat import FIELDS
from marsad.records import Report, Span
from tests.exports_support import STAMP, dataset, killed, report, seed

HOSTILE = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "|calc", "%0A", "＝1", "'=1", "''", "'", " =1", "\u200f=1",
    "\u202e@x", "\x00=1", "\ufeff=1", "a\x00b", "a\r\nb", 'a"b,c', "", "مقتل ١٢", "\u200fنص\u200e", "\u2028x", "#x",
    "\x85=2",
]  # fmt: skip
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cs"])))
CELLS = st.one_of(st.none(), st.integers(), st.booleans(), TEXTS)


def as_text(cell: csv.Cell) -> str:
    return "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)


@given(TEXTS)
def test_safe_is_taken_back(text: str) -> None:
    assert csv.unsafe(csv.safe(text)) == text


@given(TEXTS)
def test_no_cell_starts_a_formula(text: str) -> None:
    shown = csv.safe(text).lstrip("\x00\ufeff\u200e\u200f\u202e \x85\u2028")
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "|", "%"))


@given(st.lists(st.fixed_dictionaries({"a": CELLS, "b": CELLS, "c": CELLS}), max_size=5))
def test_a_table_comes_back_as_it_was(rows: list[dict[str, csv.Cell]]) -> None:
    lines = ['# made: "then"']
    back = csv.read_table(csv.write_table(("a", "b", "c"), rows, lines))
    assert back == [{name: as_text(row[name]) for name in row} for row in rows]


def test_numbers_are_left_alone() -> None:
    assert b"\r\n-3.5,'-x\r\n" in csv.write_table(("a", "b"), [{"a": -3.5, "b": "-x"}])


def test_the_file_says_what_made_it() -> None:
    lines = csv.export(seed(), STAMP).data.decode("utf-8-sig").splitlines()
    assert lines[0] == "# Marsad claims"
    facts = dict(line[2:].split(": ", 1) for line in lines[1:5])
    assert json.loads(facts["made"]) == "2016-12-06"
    assert json.loads(facts["filters"]) == {"place": "Aleppo", "since": "2016-11-15"}
    assert json.loads(facts["made_by"]).startswith("Marsad ")
    assert json.loads(facts["losses"])["given"] == 6


def test_filters_cannot_break_out_of_their_line() -> None:
    stamp = replace(STAMP, filters=(("place", "a\r\n=cmd|' /C calc'!A0\u2028"),))
    data = csv.export(seed(), stamp).data
    assert data.count(b"\n=") == 0
    assert len(csv.read_table(data)) == 6


def test_a_row_is_a_claim_with_its_link() -> None:
    rows = csv.read_table(csv.export(seed(), STAMP).data)
    assert tuple(rows[0]) == FIELDS
    by_key = {row["claim"]: row for row in rows}
    assert by_key["toll"]["link"] == "marsad:claim/toll"
    assert (by_key["toll"]["count_low"], by_key["toll"]["count_high"]) == ("311", "")
    assert by_key["part"]["subset_of"] == "toll"
    assert {row["status"] for row in rows} == {"unreviewed"}
    assert by_key["talks"]["certainty"] == "planned"


def test_hostile_words_of_a_report_are_no_formula() -> None:
    words = '=HYPERLINK("http://x","y") killed'
    hostile = Report("=1+1", words, "en", outlet="@outlet", title="+title")
    made = replace(killed("k", 3), evidence=Span(7, 7 + len(words)))
    given_ = replace(dataset(), claims=((hostile, made),))
    data = csv.export(given_, STAMP).data
    cells = [cell for row in standard.reader(io.StringIO(data.decode("utf-8-sig"), newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "-"))]
    assert csv.read_table(data)[0]["report_id"] == "=1+1"


def test_jsonl_is_the_interchange_format_with_status() -> None:
    lines = [json.loads(line) for line in jsonl.export(seed(), STAMP).data.splitlines()]
    assert [line["report_id"] for line in lines] == ["r1"]
    document = report().document
    assert {made["status"] for made in lines[0]["claims"]} == {"unreviewed"}
    for made in lines[0]["claims"]:
        assert made["evidence"] == document[slice(*made["span"])]
    assert lines[0]["marsad"]["made"] == "2016-12-06"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_one_by_one(text: str) -> None:
    assert csv.read_table(csv.write_table(("a", "b"), [{"a": text, "b": 1}])) == [{"a": text, "b": "1"}]
