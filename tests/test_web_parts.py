"""The parts of the API that stand by themselves: sets as numbers, pages, filters against the command line's rule."""

from __future__ import annotations

import dataclasses
import datetime as dt
import gc
import json
import time
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marsad.pipeline import read
from marsad.records import Judgement, Report, Verdict
from marsad.store.store import Store
from marsad.store.types import Arrival
from marsad.views.casualties import Toll, casualties
from marsad.views.control import control, on
from marsad.views.diplomacy import diplomacy
from marsad.views.figures import Series
from marsad.views.plans import plans_of
from marsad.views.rows import Filter, asked
from marsad.web import counted, standing, talked
from marsad.web.audience import Audience, Room, judged_states
from marsad.web.columns import Coded, Listed, count, first_of, last_of, mask_of, members
from marsad.web.index import Asked
from marsad.web.late import judged_late
from marsad.web.ledger import ledger
from marsad.web.pages import cursor_of, key_of, page
from marsad.web.problems import ProblemError
from marsad.web.reply import Kept
from marsad.web.serialize.words import glossary
from marsad.web.snapshot import Snapshot, snapshot
from tests.store_support import ROOT
from tests.web_support import dossier, get, serving
from tools.accuracy_data import figures

calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
SETS = st.sets(st.integers(0, 999), max_size=40)


@calm
@given(SETS, SETS, st.integers(0, 1000), st.integers(0, 50))
def test_sets_are_masks(a: set[int], b: set[int], start: int, limit: int) -> None:
    one, other = mask_of(a, 1000), mask_of(b, 1000)
    assert members(one) == sorted(a)
    assert set(members(one & other)) == a & b
    assert set(members(one | other)) == a | b
    assert count(one) == len(a)
    assert first_of(one, limit, start) == sorted(n for n in a if n >= start)[:limit]
    assert last_of(one, limit, start) == sorted((n for n in a if n < start), reverse=True)[:limit]


VALUES = st.lists(st.sampled_from(["", "a", "b", "c", "حلب"]), max_size=40)


@calm
@given(VALUES, st.sets(st.integers(0, 39)))
def test_a_column_counts_and_finds(values: list[str], some: set[int]) -> None:
    column = Coded.of(values)
    mask = mask_of((n for n in some if n < len(values)), len(values))
    chosen = [values[n] for n in members(mask)]
    assert [column.at(n) for n in range(len(values))] == values
    assert members(column.any_of(["a", "حلب", "nothing"])) == [n for n, v in enumerate(values) if v in ("a", "حلب")]
    assert column.tally(mask) == dict(Counter(chosen))
    expected = Counter(value for value in chosen if value)
    assert column.commonest(mask, 2) == sorted(expected.items(), key=lambda pair: (-pair[1], pair[0]))[:2]


@calm
@given(st.lists(st.lists(st.sampled_from("abcdefghijkl"), unique=True), max_size=30), st.sets(st.integers(0, 29)))
def test_a_column_of_several_values_counts_and_finds(rows: list[list[str]], some: set[int]) -> None:
    column = Listed.of(rows)
    mask = mask_of((n for n in some if n < len(rows)), len(rows))
    assert [column.at(n) for n in range(len(rows))] == rows
    assert column.positions("a").tolist() == [n for n, row in enumerate(rows) if "a" in row]
    assert members(column.matching(lambda value: value < "c")) == [n for n, row in enumerate(rows) if {*"ab"} & {*row}]
    expected = Counter(value for n in members(mask) for value in rows[n])
    assert column.commonest(mask, 2) == sorted(expected.items(), key=lambda pair: (-pair[1], pair[0]))[:2]


@calm
@given(st.lists(st.integers(0, 50), unique=True), st.integers(1, 7))
def test_pages_hold_every_row_once(rows: list[int], limit: int) -> None:
    rows = sorted(rows)
    seen: list[int] = []
    cursor: str | None = None
    while True:
        some, cursor = page(rows, cursor, limit, lambda n: (n,), (int,))
        seen += some
        if cursor is None:
            break
    assert seen == rows


@calm
@given(st.text(max_size=60))
def test_a_cursor_that_is_none_is_refused(text: str) -> None:
    try:
        assert isinstance(key_of(text, (int, str)), tuple)
    except ProblemError as error:
        assert error.status == 400  # noqa: PT017


def test_a_cursor_reads_back() -> None:
    assert key_of(cursor_of((3, "حلب\0")), (int, str)) == (3, "حلب\0")
    for key in ((True, "a"), ("3", "a"), (3,), (3, "a", "b")):
        with pytest.raises(ProblemError):
            key_of(cursor_of(key), (int, str))


def test_answers_are_kept_up_to_a_size() -> None:
    kept = Kept(most=10)
    for name in "abcd":
        kept.put(name, b"1234")
    assert (kept.get("a"), kept.get("d")) == (None, b"1234")


@pytest.fixture(scope="module")
def at() -> Snapshot:
    with Store.open(dossier()) as store:
        return snapshot(Audience.DESK, "v", list(store.readings()), [], Room())


FILTERS = [
    Filter(place="Aleppo"), Filter(place="Eastern Aleppo"), Filter(place="gn170063"), Filter(place="حلب"),
    Filter(since=dt.date(2016, 12, 5)), Filter(until=dt.date(2016, 11, 20)),
    Filter(since=dt.date(2016, 12, 1), until=dt.date(2016, 12, 2)), Filter(as_of=dt.date(2016, 12, 1)),
    Filter(actor="Russia"), Filter(actor="روسيا"), Filter(actor="lavrov", kind="statement"), Filter(kind="control"),
    Filter(place="Syria", since=dt.date(2016, 12, 5), actor="government"), Filter(place="nowhere"),
]  # fmt: skip


@pytest.mark.parametrize("where", FILTERS, ids=str)
def test_a_filter_is_that_of_the_command_line(at: Snapshot, where: Filter) -> None:
    wanted = Asked(
        place=where.place, since=where.since, until=where.until, as_of=where.as_of, actor=where.actor,
        kind=(where.kind,) if where.kind else (),
    )  # fmt: skip
    found = {at.rows[n].claim.key for n in members(at.index.chosen(wanted))}
    assert found == {row.claim.key for row in at.rows if asked(row, where)}


CASUALTIES = [
    Filter(), Filter(place="Eastern Aleppo"), Filter(known_on=dt.date(2016, 12, 5)), Filter(as_of=dt.date(2016, 12, 5)),
    Filter(since=dt.date(2016, 12, 1), until=dt.date(2016, 12, 8)),
    Filter(place="Aleppo", known_on=dt.date(2016, 12, 1)),
]  # fmt: skip


@pytest.mark.parametrize("where", CASUALTIES, ids=str)
def test_casualties_are_those_of_the_view(at: Snapshot, where: Filter) -> None:
    wanted = Asked(place=where.place, since=where.since, until=where.until, as_of=where.as_of, known_on=where.known_on)
    bits = counted.casualty_bits(at, wanted)
    book = ledger(at)
    told = book.chosen(bits)
    numbers = np.flatnonzero(told).tolist()
    made = counted.cut(at, numbers, told, bits)
    rows = [made.get(n) if told[n] < book.whole[n] else book.rows[n] for n in numbers]
    series = [row for row in rows if isinstance(row, Series)]
    tolls = [row for row in rows if isinstance(row, Toll)]
    view = casualties(at.rows, where, lineage_of=at.lineage_of, event_of=at.event_of_ref)
    points = [(run.id, run.points, run.part_of) for run in view.series if run.points]
    assert [(run.id, run.points, run.part_of) for run in series if run.points] == points
    assert {(row.id, row.range, row.reported) for row in tolls} == {(r.id, r.range, r.reported) for r in view.tolls}


@pytest.mark.parametrize("day", ["2016-11-15", "2016-11-28", "2016-12-07", "2016-12-23"])
def test_control_is_that_of_the_view(at: Snapshot, day: str) -> None:
    known = dt.date.fromisoformat(day)
    view = control(at.rows, Filter(known_on=known), lineage_of=at.lineage_of)
    states, numbers = standing.control_rows(at, None, known)
    assert tuple(states.every[n] for n in numbers.tolist()) == view
    today = {states.every[n].place_id: states.every[n] for n in states.on(numbers, known).tolist()}
    assert today == on(view, known)
    for where in (Filter(as_of=known), Filter(as_of=known, known_on=known + dt.timedelta(3))):
        states, numbers = standing.control_rows(at, where.as_of, where.known_on)
        made = tuple(states.every[n] for n in numbers.tolist())
        assert made == control(at.rows, where, lineage_of=at.lineage_of)


@pytest.mark.parametrize("day", ["2016-11-20", "2016-12-01", "2016-12-05", "2016-12-20"])
def test_tracks_of_a_day_are_those_of_the_view(at: Snapshot, day: str) -> None:
    """What is made anew for the parts that a day divides, and taken over for the rest, is what the view makes."""
    known = dt.date.fromisoformat(day)
    both = (Filter(as_of=known, known_on=known + dt.timedelta(days)) for days in (-6, 0, 4, 12))
    for where in (Filter(as_of=known), Filter(known_on=known), *both):
        view = diplomacy(at.rows, where, lineage_of=at.lineage_of, event_of=at.event_of_ref)
        found = talked.tracks(at, where.as_of, where.known_on)
        made = [dataclasses.replace(track, planned=plans_of(track.steps, found.today)) for track in found]
        assert tuple(made) == view
        assert [found.name(n) for n in range(len(found))] == [track.id for track in view]


@pytest.mark.parametrize(("verdict", "certainty", "late"), [
    ("accept", "stated", False), ("accept", "uncertain", True), ("reject", "stated", True),
])  # fmt: skip
def test_of_a_day_what_was_judged_since_is_left_out(verdict: Verdict, certainty: str, late: bool) -> None:
    """To accept what was read as stated changes no claim: a day is told by what is made already all the same."""
    with Store.open(dossier()) as store:
        readings = list(store.readings())
    key = next(c.key for reading in readings for c in reading.claims if c.certainty == certainty)
    judgement = Judgement(key, None, verdict, "reader-1", "", dt.datetime(2017, 1, 1, tzinfo=dt.UTC))
    made, day = snapshot(Audience.DESK, "v", readings, [judgement], Room()), dt.date(2016, 12, 5)
    assert bool(judged_late(made, day)) is late
    assert not judged_late(made, judgement.at.date())
    raw = [(r.report, c) for r in readings for c in r.claims]
    view = control(raw, Filter(known_on=day), lineage_of=made.lineage_of)
    states, numbers = standing.control_rows(made, None, day)
    assert tuple(states.every[n] for n in numbers.tolist()) == view


def test_a_rejected_claim_is_asked_for_alone(tmp_path: Path) -> None:
    record = tmp_path / "r.db"
    record.write_bytes(dossier().read_bytes())
    with Store.open(record) as store:
        key = next(c.claim.key for c in store.claims() if c.claim.kind == "casualty")
        store.judge("reject", key, by="reader-1", why="the text does not say so")
        assert judged_states(store.judgements()) == {key: "rejected"}
    with serving(record) as client:
        every = {row["key"] for row in get(client, "claims", limit=500)["items"]}
        rejected = get(client, "claims", state="rejected")
        assert key not in every
        assert [row["key"] for row in rejected["items"]] == [key]
        assert get(client, "summary")["states"]["rejected"] == 1
        one = get(client, f"claims/{key}")
        assert [j["verdict"] for j in one["judgements"]] == ["reject"]
        assert key not in client.get("/api/v1/exports/jsonl").text


def test_both_databases_are_served(database: str) -> None:
    reports = [
        Report(
            "r1", "قُتل خمسة مدنيين في غارة جوية على مدينة إدلب يوم الاثنين.", "ar", dt.date(2016, 12, 6), "A", "غارة"
        ),
        Report(
            "r2", "Syrian government forces captured Qadi Askar in Aleppo on Monday.", "en", dt.date(2016, 12, 6), "B"
        ),
    ]
    with Store.open(database) as store:
        made = [read(report) for report in reports]
        store.add_many([Arrival(r.report, claims=r.claims, issues=r.issues, reader_version="1") for r in made])
    with serving(database) as client:
        assert get(client, "summary")["claims"] == sum(len(reading.claims) for reading in made) >= 2
        assert [row["id"] for row in get(client, "reports", q="ادلب")["items"]] == ["r1"]
        assert get(client, "reports", q="\0")["total"] == 0
        assert get(client, "reports/r1")["archive"]["bytes"] > 0
        link = client.post("/api/v1/permalinks", json={"view": "خريطة", "state": {"يوم": ["\u202e", 1.5, None]}})
        assert link.status_code == 201
        assert client.get(link.headers["location"]).json()["state"] == {"يوم": ["\u202e", 1.5, None]}
        odd = client.post("/api/v1/permalinks", json={"view": "a\0b", "state": {"x": "a\0b"}})
        assert odd.status_code == 201
        assert client.get("/api/v1/reports/a%00b").status_code == 404
        assert client.get("/api/v1/intake").json()["items"] == []


def test_a_running_server_takes_up_what_comes(tmp_path: Path) -> None:
    record = tmp_path / "r.db"
    record.write_bytes(dossier().read_bytes())
    with serving(record) as client:
        before = get(client, "summary")
        reading = read(Report("new", "قُتل تسعة مدنيين في قصف على مدينة إدلب.", "ar", dt.date(2016, 12, 24), "X"))
        with Store.open(record) as store:
            store.add_many([Arrival(reading.report, claims=reading.claims, reader_version="1")])
        deadline = time.monotonic() + 60
        while get(client, "summary")["version"] == before["version"]:
            assert time.monotonic() < deadline, "the new report was not taken up"
            time.sleep(0.1)
        assert get(client, "claims", report="new")["total"] == len(reading.claims) > 0
        told = client.get("/api/v1/stream", params={"once": "true"}, headers={"Last-Event-ID": before["version"]}).text
        assert "event: claims" in told
        body = json.loads(told.split("data: ")[1].splitlines()[0])
        assert body["gone"] == 0


def test_the_figures_of_the_method_are_those_of_the_page() -> None:
    packaged = json.loads((ROOT / "marsad" / "web" / "data" / "accuracy.json").read_text(encoding="utf-8"))
    page_text = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
    assert packaged == figures(page_text), "run tools/accuracy_data.py"


def test_every_term_is_in_both_languages_and_once() -> None:
    names = [(term.group, term.value) for term in glossary()]
    assert len(set(names)) == len(names)
    for term in glossary():
        assert term.en, term
        assert term.ar, term
        assert bool(term.means_en) == bool(term.means_ar), term


def test_a_snapshot_is_not_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        snapshot(Audience.DESK, "v", [], [], Room()).version = "w"  # type: ignore[misc]
    gc.collect()
