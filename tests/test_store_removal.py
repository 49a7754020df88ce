"""What is removed for safety is gone, to the last byte, and the record of it stays (marsad/store/removals.py)."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from marsad.errors import StoreError
from marsad.records import Claim, Issue, Named, Place, Report, Span
from marsad.store.engine import url_of
from marsad.store.store import Store
from tests.store_support import arrival, claims, report

SECRET = "زقزوقيان"  # in every field that has room for it
LATIN = "zaqzuqian"


def secret(name: str = "r1") -> tuple[Report, tuple[Claim, ...], tuple[Issue, ...]]:
    place = Place(SECRET, Span(1, 2), LATIN, 1.5, 2.5, "exact", "SY", f"own:{LATIN}")
    person = Named(SECRET, LATIN, Span(1, 2), (LATIN,))
    made = [replace(item, source=person, place=(place,), key=f"{name}:{n}") for n, item in enumerate(claims(name))]
    kept = report(name, f"رأيت {SECRET} في الحي", title=SECRET, outlet=LATIN, url=f"https://example.org/{LATIN}")
    return kept, tuple(made), (Issue(name, f"{SECRET} was not found"),)


def filled(store: Store) -> None:
    kept, made, left = secret()
    store.add_many([
        arrival("before"),
        replace(arrival("r1"), report=kept, claims=made, issues=left, original=f"{SECRET} {LATIN}".encode(),
                origin=f"https://example.org/{LATIN}", headers={"x": LATIN}),
        *(arrival(f"after{number}") for number in range(20)),
    ])  # fmt: skip
    store.put_claims("r1", made[1:], "2", left)  # one claim is superseded, and goes as well
    store.judge("same", made[1].key, "before:1", by="p", why=f"{SECRET} again")
    store.judge("correct", made[0].key, by="p", why="w", value={"name": LATIN})
    store.judge("accept", "before:2", by="p", why="kept")


def everything(database: str) -> str:
    """Return every value of every table, and every term of the index of words."""
    engine = create_engine(url_of(database))
    with engine.connect() as connection:
        names = [name for name in inspect(connection).get_table_names() if not name.startswith("words_")]
        rows = [str(list(connection.execute(text(f"SELECT * FROM {name}")))) for name in names if name != "words"]
        if engine.dialect.name == "sqlite":
            connection.execute(text("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'words', 'row')"))
            rows.append(str(list(connection.execute(text("SELECT term FROM temp.terms")))))
        else:
            rows.append(str(list(connection.execute(text("SELECT terms FROM words")))))
    engine.dispose()
    return "\n".join(rows)


def test_the_content_is_gone_from_every_table_and_index(database: str) -> None:
    with Store.open(database) as store:
        filled(store)
        assert SECRET in everything(database)
        assert LATIN in everything(database)
        assert len(store.search(SECRET)) == 1
        before = store.verify()
        removal = store.remove("r1", "it names a witness", "أمل")
        assert SECRET not in everything(database)
        assert LATIN not in everything(database)
        assert (removal.reason, removal.approver, removal.scrubbed) == ("it names a witness", "أمل", True)
        assert store.removals() == [removal]
        assert store.search(SECRET) == []
        assert store.report("r1") is None
        assert all(found.report_id != "r1" for found in store.claims())
        assert len(store.search("الشعار", limit=50)) == 21
        after = store.verify(before.head)
        assert after.problems == ()
        assert after.entries == before.entries + 1


def test_verdicts_stay_without_the_words_that_people_wrote(database: str) -> None:
    with Store.open(database) as store:
        filled(store)
        store.remove("r1", "safety", "q")
        said = [(item.verdict, item.a, item.b, item.why, item.value) for item in store.judgements()]
        assert said == [
            ("same", "before:1", "r1:1", "", None),
            ("correct", "r1:0", None, "", None),
            ("accept", "before:2", None, "kept", None),
        ]


def test_the_index_is_built_anew_where_folding_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = str(tmp_path / "a.db")
    with Store.open(database) as store:
        with monkeypatch.context() as earlier:
            earlier.setattr("marsad.store.words.terms", lambda document: document.replace("ا", "ى"))
            filled(store)
        store.remove("r1", "safety", "q")
        assert SECRET.replace("ا", "ى")[1:] not in everything(database)
        assert len(store.search("الشعار", limit=50)) == 21
        store.remove("before", "safety", "q")
        assert len(store.search("الشعار", limit=50)) == 20
        assert store.verify().problems == ()


def test_no_byte_stays_in_the_file(tmp_path: Path) -> None:
    database = str(tmp_path / "a.db")
    forms = [SECRET.encode(), SECRET[1:].encode(), LATIN.encode(), LATIN[1:].encode()]

    def holding() -> set[bytes]:
        content = b"".join(file.read_bytes() for file in tmp_path.iterdir())
        return {form for form in forms if form in content}

    with Store.open(database) as store:
        filled(store)
        assert holding() == set(forms)
        store.remove("r1", "safety", "q")
        assert holding() == set()
    assert holding() == set()


def test_what_was_removed_is_not_taken_in_again(database: str) -> None:
    with Store.open(database) as store:
        store.add_many([arrival("r1"), arrival("r2")])
        store.remove("r1", "safety", "q")
        with pytest.raises(StoreError, match=r"r1 was removed \(safety\)"):
            store.add(report("r1", "نص آخر"))
        with pytest.raises(StoreError, match="r1 was removed"):
            store.add_many([replace(arrival("r1"), report=report("r3"))])
        with pytest.raises(StoreError, match="no such report"):
            store.remove("r1", "safety", "q")
        with pytest.raises(StoreError, match="reason and an approver"):
            store.remove("r2", " ", "q")
        assert [item.report_id for item in store.reports()] == ["r2"]


def test_a_reader_in_the_way_is_named_and_the_file_is_rewritten_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marsad.store.engine._PRAGMAS", ("busy_timeout=100", "journal_mode=WAL"))
    database = str(tmp_path / "a.db")
    with Store.open(database) as store:
        filled(store)
        other = sqlite3.connect(database)
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM report").fetchone()
        with pytest.raises(StoreError, match="run marsad remove once more"):
            store.remove("r1", "safety", "q")
        assert store.report("r1") is None
        (problem,) = store.verify().problems
        assert problem.record == "removal of report r1"
        other.close()
        assert store.remove("r1", "safety", "q").scrubbed
        assert store.verify().problems == ()
        assert len(store.removals()) == 1
    assert SECRET.encode() not in Path(database).read_bytes()
