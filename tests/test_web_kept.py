"""A large record is answered from files as from memory; a state that changes makes nothing else anew."""

from __future__ import annotations

import datetime as dt
import json
import pickle
import re
from collections.abc import Iterator
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from typer.testing import CliRunner

from marsad.cli import app as marsad
from marsad.errors import StoreError
from marsad.records import Report
from marsad.review.desk import Wish, act
from marsad.review.publish import publisher
from marsad.store.pages import Pages
from marsad.store.reviews import Reviews
from marsad.store.store import Store
from marsad.web import record as record_module
from marsad.web.app import Settings, create_app
from marsad.web.audience import Audience, Room
from marsad.web.index import Asked
from marsad.web.kept.files import load
from marsad.web.kept.make import make
from marsad.web.kept.shelf import Shelf, Written, read
from marsad.web.kept.streamed import Taken, streamed
from marsad.web.kept.texts import Texts
from marsad.web.kept.volume import Volume, VolumeWriter
from marsad.web.ogc.collections import COLLECTIONS
from marsad.web.record import Record, warm
from marsad.web.restated import restated
from marsad.web.routes import control, ledgers
from marsad.web.snapshot import Snapshot, snapshot
from marsad.web.tiles.router import spots_of
from tests.web_support import desk, dossier, serving

QUESTIONS = [
    "summary", "summary?place=Aleppo", "summary?from=2016-12-01", "claims?limit=40&order=desc", "claims?text=311",
    "claims?actor=Russia", "events?limit=500", "events?known_on=2016-12-05", "map", "map?known_on=2016-12-05",
    "control?at=2016-12-05", "control?at=2016-12-05&as_of=2016-12-05", "control?at=2016-12-05&known_on=2016-12-04",
    "control/history", "control/changes", "control/gauges", "control/gauges?known_on=2016-12-07", "casualties",
    "casualties?known_on=2016-12-05", "casualties?place=Eastern%20Aleppo", "diplomacy", "diplomacy?known_on=2016-12-04",
    "positions", "positions?containing=Aleppo", "timeline", "timeline?bin=week&kind=casualty", "places?text=ale",
    "reports?limit=10", "reports?q=Aleppo", "reports/ea-1205-d", "exports/casualties.json", "exports/jsonl",
    "/ogc/collections", *(
        f"/ogc/collections/{name}/items{filters}" for name in COLLECTIONS
        for filters in ("", "?limit=3&bbox=37.1,36.1,37.3,36.3", "?bbox=170,-90,-170,90",
                        "?datetime=2016-12-01/2016-12-06&kind=attack&limit=2", "?kind=contested&datetime=2016-12-05/..")
    ),
]  # fmt: skip
_ASKED = re.compile(rb'"timeStamp":"[^"]*",')


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A record of the dossier that a test may change."""
    path = tmp_path / "r.db"
    path.write_bytes(dossier().read_bytes())
    with Store.open(path) as opened:
        yield opened


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A server that takes the dossier for a large record: files are made of it in a process of its own."""
    path = tmp_path_factory.mktemp("kept") / "dossier.db"
    with Store.open(dossier()) as _:
        pass
    path.write_bytes(dossier().read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(record_module, "LARGE", 0)
        with serving(path) as client:
            yield client


@pytest.mark.parametrize("question", QUESTIONS)
def test_files_answer_as_memory_does(large: httpx.Client, question: str) -> None:
    kept, fresh = (answered(client, question) for client in (large, desk()))
    assert kept == fresh


def test_what_first_questions_make_is_made_before_they_come(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_module, "LARGE", 0)
    names = ("summary", "place features", "ground places", "histories", "days", "choices", "changes", "last day",
             "extent of events", "extent of claims", "extent of control")  # fmt: skip
    bare, app = Record(store, (Audience.DESK,)), create_app(store, Settings(Audience.DESK))
    for served in (bare, app.state.record):
        served.refresh()
    for name in names:
        with pytest.raises(KeyError):
            bare.at(Audience.DESK).made(name)
        assert app.state.record.at(Audience.DESK).made(name) is not None


@pytest.mark.parametrize("text", ["Five civilians were killed in Aleppo.", "It rained."], ids=["one claim", "no claim"])
def test_files_answer_as_memory_does_where_most_is_lacking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    report = tmp_path / "report.txt"
    report.write_text(text, encoding="utf-8")
    path = tmp_path / "r.db"
    done = CliRunner().invoke(marsad, ["add", str(report), "--db", str(path), "--published", "2016-12-05"])
    assert done.exit_code == 0, done.output
    asked = [question for question in QUESTIONS if "ea-1205" not in question]
    with serving(path) as client:
        fresh = [answered(client, question) for question in asked]
    monkeypatch.setattr(record_module, "LARGE", 0)
    with serving(path) as client:
        assert [answered(client, question) for question in asked] == fresh


@pytest.mark.parametrize(
    "question",
    ["events?known_on={}&limit=40", "casualties?known_on={}", "diplomacy?known_on={}", "diplomacy?as_of={}",
     "diplomacy?known_on={}&actor=russia", "timeline?from={}&limit=1",
     "timeline?known_on={}&place=Aleppo&limit=1", "casualties?to={}"],
)  # fmt: skip
def test_files_answer_as_memory_does_of_many_days(large: httpx.Client, question: str) -> None:
    """What a day cuts down or divides is told by columns where there are files, made anew where there are none."""
    days = [dt.date(2016, 11, 20) + dt.timedelta(days=n) for n in range(0, 36, 5)]
    asked = [question.format(day) for day in days]
    assert [answered(large, one) for one in asked] == [answered(desk(), one) for one in asked]


@pytest.mark.parametrize("question", ["control?limit=500", "control/history?limit=500", "diplomacy?steps=1000"])
def test_files_answer_as_memory_does_of_both_days(large: httpx.Client, question: str) -> None:
    """States that have no end yet are told by those that had one, but for the claims of later days."""
    days = [dt.date(2016, 11, 26) + dt.timedelta(days=n) for n in range(0, 29, 4)]
    asked = [f"{question}&as_of={as_of}&known_on={known}" for as_of, known in product(days, days)]
    assert [answered(large, one) for one in asked] == [answered(desk(), one) for one in asked]


def answered(client: httpx.Client, question: str) -> bytes:
    """Return the answer without the address of the server, which files of exports name, and the time."""
    answer = client.get(question if question.startswith("/") else f"/api/v1/{question}")
    assert answer.status_code == 200
    return _ASKED.sub(b"", answer.content).replace(str(client.base_url).rstrip("/").encode(), b"")


def test_a_state_changes_and_nothing_is_made_anew(store: Store) -> None:
    """What people hand on and publish is there at once, and is what making everything anew gives."""
    pages = Pages(store)
    sequence, _ = store.head()
    old = snapshot(Audience.DESK, "old", list(store.readings()), store.judgements(), Room(), sequence=sequence)
    warm(old)
    key = next(row.claim.key for row in old.rows if row.claim.certainty == "stated" and old.event_of.get(row.claim.key))
    act(Reviews(store), [
        Wish("accept", key, "reader-1", why="it says so"), Wish("submit", key, "reader-1", why="it says so"),
        Wish("second", key, "reader-2", why="it says so", decision="agree"),
        Wish("publish", key, "editor-1", why="it says so"),
    ], publisher())  # fmt: skip
    room = Room(Reviews(store).states())
    kinds, judgements = pages.kinds_after(sequence), store.judgements()
    order, machine = old.index.by_report, Asked(state=("machine",))
    before, places = spots_of(old, machine), COLLECTIONS["claims"].rows(old)
    made = restated(old, kinds, "new", sequence + 1, judgements, room)
    assert made is not None
    anew = snapshot(Audience.DESK, "new", list(store.readings()), judgements, room)
    assert made.index.state.tally(made.index.standing) == anew.index.state.tally(anew.index.standing)
    assert made.state_of(key) == anew.state_of(key) == "published"
    assert made.happened is old.happened
    assert made.index.by_report is order
    assert spots_of(made, machine) is not before
    assert np.array_equal(spots_of(made, machine).counts, spots_of(anew, machine).counts)
    assert all(map(np.array_equal, made.index.by_report, anew.index.by_report))
    assert COLLECTIONS["claims"].rows(made) is places
    (feature,) = COLLECTIONS["claims"].features(made, [old.by_key[key]])
    assert feature["properties"]["state"] == "published"
    assert {made.event_at(n).id for n in made.touched} == {old.event_of[key]}
    assert (made.rows, made.fusion.events) == (anew.rows, anew.fusion.events)
    store.judge("reject", key, by="reader-1", why="it does not")
    later = restated(made, pages.kinds_after(sequence), "later", sequence + 9, store.judgements(), room)
    assert later is None, "what is rejected changes figures"


def test_what_was_written_before_a_state_changed_is_written_anew(store: Store) -> None:
    pages = Pages(store)
    sequence, _ = store.head()
    make(pages.address, pages.folder / "v", [], {})
    old = load(pages.folder / "v", pages, "old", sequence, [], Room())
    assert old is not None
    warm(old)
    before = written_by(old)
    shown = [row.claim for row in old.rows if row.claim.kind in ("control", "statement", "diplomacy")]
    stated = [Wish("accept", c.key, "reader-1", why="it says so") for c in shown if c.certainty == "stated"]
    act(Reviews(store), stated, publisher())
    judgements, room = store.judgements(), Room(Reviews(store).states())
    made = restated(old, pages.kinds_after(sequence), "old", sequence, judgements, room)
    assert made is not None
    anew = snapshot(Audience.DESK, "old", list(store.readings()), judgements, room)
    after = written_by(made)
    assert after == written_by(anew)
    assert all(one != other for one, other in zip(before, after, strict=True))


def written_by(at: Snapshot) -> list[bytes]:
    """Return what the screens whose rows are kept as they are written answer."""
    return [
        control.history_of(at, Asked(), 500, None),
        ledgers.positions_of(at, Asked(), None, 500, None, 50),
        ledgers.diplomacy_of(at, Asked(), 500, None, 50),
    ]


def test_what_files_are_made_of_is_what_memory_has(store: Store) -> None:
    one, other = [claim.key for reading in store.readings() for claim in reading.claims[:1]][:2]
    store.judge("reject", one, by="a", why="no")
    store.judge("correct", other, by="a", why="later", value={"time": {"start": "2016-12-30", "end": "2016-12-30"}})
    judgements, room = store.judgements(), Room({one: "rejected"})
    here = snapshot(Audience.DESK, "", list(store.readings()), judgements, room)
    made = streamed(Pages(store), judgements, room)
    assert list(made.rows) == list(here.rows)
    assert list(made.standing) == list(here.standing)
    assert made.fusion == here.fusion
    assert made.keys_at(range(5)) == here.keys_at(range(5))
    for name in ("lineages", "event_of", "first_printing"):
        assert dict(getattr(made, name)) == dict(getattr(here, name))
    assert made.doubted.tolist() == here.doubted.tolist()
    assert made.index.event.codes.tolist() == here.index.event.codes.tolist()
    assert made.index.term.codes.tolist() == here.index.term.codes.tolist()


def test_what_comes_while_files_are_made_is_left_to_the_next(store: Store) -> None:
    pages, taken = Pages(store), Taken({})
    before = [(reading.report, [claim.key for claim in reading.claims]) for reading in store.readings()]
    assert list(taken.passing(pages.every())) == [report for report, _ in before]
    store.add(Report("new", "Five civilians were killed in Aleppo.", "en"))
    store.put_claims(before[0][0].report_id, (), "another reader")
    assert [(reading.report, [c.key for c in reading.claims]) for reading in taken.again(pages)] == before
    store.remove(before[1][0].report_id, "asked for", "a")
    with pytest.raises(StoreError, match="taken out"):
        list(taken.again(pages))


def test_what_is_kept_is_whole_or_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    path.write_bytes(dossier().read_bytes())
    with Store.open(path) as store:
        pages = Pages(store)
        folder = pages.folder / "v"
        assert pages.folder.parent == tmp_path
        assert load(folder, pages, "v", 1, [], Room()) is None
        make(pages.address, folder, [], {})
        assert load(folder, pages, "v", 1, [], Room()) is not None
        assert folder.stat().st_mode & 0o077 == 0, "for its owner alone"
        (folder / "done").unlink()
        assert load(folder, pages, "v", 1, [], Room()) is None
    with Store.open(path) as store:
        store.remove("ea-1205-d", "safety", "editor-1")
        assert not pages.folder.exists(), "what is made of a record goes with what is removed from it"


def test_a_file_makes_records_and_nothing_else(tmp_path: Path) -> None:
    for wrong in (Path("x"), print, pickle.Unpickler):
        with pytest.raises(pickle.UnpicklingError):
            read(pickle.dumps(wrong))
    with VolumeWriter(tmp_path) as volume:
        Shelf.save([("a", 1), ("b", 2)], volume, "rows")
    assert list(Shelf(Volume(tmp_path), "rows")) == [("a", 1), ("b", 2)]


def test_texts_are_found_by_number_and_number_by_text(tmp_path: Path) -> None:
    values = ["", "حلب", "a", "\ud800", "b" * 300]
    with VolumeWriter(tmp_path) as volume:
        Texts.of(values).save(volume, "t")
    texts = Texts.load(Volume(tmp_path), "t")
    assert list(texts) == values
    assert [texts.number_of[value] for value in values] == list(range(5))
    assert texts.number_of.get("c") is None


@pytest.mark.parametrize("more", [[], ['"'], ["\\"], ["حلب", "\ud800", "\n"]])
def test_texts_are_quoted_many_at_once(more: list[str]) -> None:
    values = ["", "0a1b", "a", "0c-12", "~x.y", "zz", *more]
    numbers = [5, 1, 0, 1, *range(6, len(values)), 4, 3, 2]
    told, bounds = Texts.of(values).quoted(np.asarray(numbers))
    for n, (start, end) in zip(numbers, pairwise(bounds.tolist()), strict=True):
        assert told[start:end].endswith(b",")
        assert json.loads(told[start : end - 1]) == values[n].encode("utf-8", "replace").decode()
    nothing, bounds = Texts.of(values).quoted(np.zeros(0, np.int64))
    assert (nothing, bounds.tolist()) == (b"", [0])


def test_what_is_kept_takes_one_open_file(tmp_path: Path) -> None:
    """A process may hold some thousand files: those of a record are one, however many parts it has."""
    parts: dict[str, Any] = {
        "numbers": np.arange(5, dtype=np.int32),
        "none": np.zeros(0, np.int64),
        "truth": np.array([True, False]),
    }
    with VolumeWriter(tmp_path) as writing:
        for name, part in parts.items():
            writing.array(name, part)
            writing.rows(f"{name} told", [part.tobytes(), b"", b"end"])
        with pytest.raises(ValueError, match="numbers: there is such a part"):
            writing.array("numbers", parts["truth"])
    before = open_files()
    volume = Volume(tmp_path)
    for name, part in parts.items():
        assert volume.array(name).dtype == part.dtype
        assert volume.array(name).tolist() == part.tolist()
        assert list(Written(volume, f"{name} told")) == [part.tobytes(), b"", b"end"]
    assert open_files() == before + 1
    with pytest.raises(KeyError):
        volume.array("other")


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))
