"""A snapshot in files and back: columns as arrays, events and the rows of views as shelves, claims by their numbers.

A folder is whole once it has `done`; it is written under another name first. What is in it was made of the record and
holds words of it: it lies beside the record, for its owner alone, and goes when the record changes.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from marsad.records import Event, Fusion, Judgement
from marsad.store.pages import Pages
from marsad.views.control import ControlState
from marsad.views.diplomacy import Track
from marsad.views.rows import ClaimRef
from marsad.web import counted, held, named, said, talked, views
from marsad.web.audience import Audience, Room
from marsad.web.columns import Coded, Listed, Whole
from marsad.web.happened import Happened, Told
from marsad.web.index import Index
from marsad.web.kept.rows import Readings, Rows, Some, bare
from marsad.web.kept.shelf import Shelf, Written, read, write
from marsad.web.kept.telling import Telling
from marsad.web.kept.texts import Named, Texts, mapped
from marsad.web.serialize import ground, ledgers, talks
from marsad.web.snapshot import Snapshot
from marsad.web.stood import States

_WHOLE = ("places", "sets", "shares")
_MANY = 1_000_000  # claims from which their keys are looked up in files


def save(at: Snapshot, pages: Pages, folder: Path, features: Iterable[Any]) -> None:
    """Write a snapshot whose views are worked out; `features` are those of its events on the map."""
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True, mode=0o700)
    claims, reports = pages.numbers()
    np.save(fresh / "claim.npy", np.asarray([claims[row.claim.key] for row in at.rows], np.int64))
    np.save(fresh / "report.npy", np.asarray([reports[name] for name in at.readings], np.int64))
    Texts.of([row.claim.key for row in at.rows]).save(fresh, "keys")
    for group in (at.index, at.happened, at.told):
        _save(group, fresh, type(group).__name__.lower())
    first = at.first_printing
    numbers = at.index.report.number_of
    np.save(fresh / "first.npy", np.asarray([numbers[first[name]] for name in at.readings], np.int32))
    np.save(fresh / "latest.npy", at.latest)
    Shelf.save(at.fusion.events, fresh, "events")
    Shelf.save(features, fresh, "features")
    book = counted.ledger(at)
    Shelf.save(book.rows, fresh, "ledger")
    np.save(fresh / "row_of.npy", book.row_of)
    Written.save(map(_implied, islice(book.rows, book.series)), fresh, "implied")
    _save_listed(counted.harmed_by(at), fresh, "harmed")
    _save_said(at, fresh)
    _save_ground(at, fresh)
    _save_talk(at, fresh)
    for name in _WHOLE:
        (fresh / f"{name}.rows").write_bytes(write(_lean(name, at.made(name))))
    (fresh / "spots.rows").write_bytes(write(dict(at.index.spots)))
    (fresh / "about.json").write_text(json.dumps({"series": book.series}), encoding="utf-8")
    (fresh / "done").touch()
    shutil.rmtree(folder, ignore_errors=True)
    fresh.replace(folder)


def _implied(run: Any) -> bytes:
    return json.dumps(ledgers.stretches(run), ensure_ascii=False).encode("utf-8", "replace")


def _save_said(at: Snapshot, folder: Path) -> None:
    book = said.matrix(at)
    _save(book, folder, "matrix")
    _save(book.sayings, folder, "sayings")
    Shelf.save(book.sayings.every, folder, "sayings")
    Written.save((said.json_of(saying, at) for saying in book.sayings.every), folder, "said")
    (folder / "cells.rows").write_bytes(write((list(book.cells), dict(book.tracks))))


def _load_said(folder: Path) -> said.Matrix:
    cells, tracks = read((folder / "cells.rows").read_bytes())
    sayings = _load(said.Sayings, folder, every=Shelf(folder, "sayings"), json=Written(folder, "said"))
    made: said.Matrix = _load(said.Matrix, folder, cells=cells, tracks=tracks, sayings=sayings)
    return made


def _save_ground(at: Snapshot, folder: Path) -> None:
    book = held.ground(at)
    _save(book, folder, "ground")
    _save(book.states, folder, "states")
    Shelf.save(map(_without_spans, book.states.every), folder, "states")
    today = (ground.undated(row, at) for row in book.states.every[: int(book.known.max(initial=-1)) + 1])
    Written.save(today, folder, "stood")
    Shelf.save(book.told, folder, "moves")


def _without_spans(row: ControlState) -> ControlState:
    """Return a state whose claims are named, their words left to the claims."""
    return replace(row, support=_named(row.support), opposed=_named(row.opposed), pending=_named(row.pending))


def _load_ground(folder: Path) -> held.Ground:
    states = _load(States, folder, every=Shelf(folder, "states"), json=Written(folder, "stood"))
    made: held.Ground = _load(held.Ground, folder, states=states, told=Shelf(folder, "moves"))
    return made


def _save_talk(at: Snapshot, folder: Path) -> None:
    book = talked.talk(at)
    _save(book, folder, "talk")
    Telling.save(book.told, folder)
    today = talked.last_told(at)
    Written.save((talks.track_json(t, at, talked.STEPS, today) for t in book.tracks), folder, "track")
    (folder / "vetoes.rows").write_bytes(write(dict(book.vetoes)))
    Shelf.save(map(_without_words, book.tracks), folder, "tracks")


def _without_words(track: Track) -> Track:
    """Return a track whose claims are named, their words left to the claims."""
    steps = tuple(replace(step, refs=_named(step.refs)) for step in track.steps)
    return replace(track, steps=steps, denied=_named(track.denied))


def _named(refs: tuple[ClaimRef, ...]) -> tuple[ClaimRef, ...]:
    return tuple(replace(ref, spans=()) for ref in refs)


def _load_talk(folder: Path) -> talked.Talk:
    made: talked.Talk = _load(
        talked.Talk, folder, told=Telling(folder), tracks=Shelf(folder, "tracks"),
        vetoes=read((folder / "vetoes.rows").read_bytes()),
        json=Written(folder, "track"),
    )  # fmt: skip
    return made


def _lean(name: str, value: Any) -> Any:
    return [bare(row) for row in value] if name == "shares" else value


def load(
    folder: Path, pages: Pages, version: str, sequence: int, judgements: Sequence[Judgement], room: Room
) -> Snapshot | None:
    """Return the snapshot of the desk that a folder has; None where there is none that is whole."""
    if not (folder / "done").is_file():
        return None
    keys = Texts.load(folder, "keys")
    by_key: Mapping[str, int] = dict(zip(keys, range(len(keys)), strict=True)) if len(keys) < _MANY else keys.number_of
    index = _load(Index, folder, spots=read((folder / "spots.rows").read_bytes()), by_key=by_key)
    names = index.report.values
    assert isinstance(names, Texts)
    of: dict[str, list[Judgement]] = {}
    for judgement in judgements:
        if judgement.b is None:
            of.setdefault(judgement.a, []).append(judgement)
    rows = Rows(pages, mapped(folder / "claim.npy"), index.report.codes, mapped(folder / "report.npy"), of, keys)
    events: Shelf[Event] = Shelf(folder, "events")
    fusion = Fusion(events)  # type: ignore[arg-type]  # read one by one
    made = Snapshot(Audience.DESK, version, Readings(pages, names), rows, tuple(judgements), fusion, room, sequence)
    made.__dict__.update(
        by_key=by_key,
        index=index,
        happened=_load(Happened, folder),
        told=_load(Told, folder),
        latest=mapped(folder / "latest.npy"),
        events=_Events(events, index.event.number_of),
        event_of=Named(by_key, index.event.codes, index.event.values),
        lineages=Named(by_key, index.lineage.codes, index.lineage.values),
        first_printing=Named(names.number_of, mapped(folder / "first.npy"), names),
        standing=Some(rows, np.flatnonzero(index.standing)),
    )
    _shelve(made, folder)
    return made


def _shelve(made: Snapshot, folder: Path) -> None:
    """Put the rows of the views where `once` looks for them."""
    about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    made.once(("casualties",), lambda: _ledger(folder, about["series"]))
    made.later(("ground",), partial(_load_ground, folder))
    made.later(("talk",), partial(_load_talk, folder))
    made.later(("said",), partial(_load_said, folder))
    made.once(("harmed",), lambda: _load_listed(folder, "harmed"))
    made.later(("echoes",), partial(_echoes, mapped(folder / "first.npy"), made.index.report.values))
    made.once(("event features",), lambda: Shelf(folder, "features"))
    for name in _WHOLE:
        made.later((name,), partial(_read, folder / f"{name}.rows"))


def _echoes(first: Whole, names: Sequence[str]) -> dict[str, list[str]]:
    """Return the reports that print much the same text as another, by the first of them."""
    found: dict[str, list[str]] = {}
    for number in np.flatnonzero(first != np.arange(len(first))).tolist():
        found.setdefault(names[int(first[number])], []).append(names[number])
    return found


def _ledger(folder: Path, series: int) -> counted.Ledger:
    rows: Shelf[Any] = Shelf(folder, "ledger")
    return counted.Ledger(rows, series, mapped(folder / "row_of.npy"), Written(folder, "implied"))


def _read(file: Path) -> Any:
    return read(file.read_bytes())


class _Events(Mapping[str, Event]):
    def __init__(self, events: Sequence[Event], numbers: Mapping[str, int]) -> None:
        self._events, self._numbers = events, numbers

    def __getitem__(self, name: str) -> Event:
        number = self._numbers[name]
        if number >= len(self._events):
            raise KeyError(name)
        return self._events[number]

    def __iter__(self) -> Any:
        return (event.id for event in self._events)

    def __len__(self) -> int:
        return len(self._events)


def _save(group: Any, folder: Path, name: str) -> None:
    """Write the columns of a record of columns."""
    for field in fields(group):
        column = getattr(group, field.name)
        if isinstance(column, Coded):
            Texts.of(column.values).save(folder, f"{name}.{field.name}")
            np.save(folder / f"{name}.{field.name}.npy", column.codes)
        elif isinstance(column, Listed):
            _save_listed(column, folder, f"{name}.{field.name}")
        elif isinstance(column, np.ndarray):
            np.save(folder / f"{name}.{field.name}.npy", column)


def _save_listed(column: Listed, folder: Path, name: str) -> None:
    Texts.of(column.values).save(folder, name)
    for part in ("starts", "codes", "bounds", "places"):
        np.save(folder / f"{name}.{part}.npy", getattr(column, part))


def _load(record: Any, folder: Path, **others: Any) -> Any:
    """Return the record of columns that `_save` wrote."""
    made: dict[str, Any] = dict(others)
    for field in fields(record):
        name = f"{record.__name__.lower()}.{field.name}"
        if field.type == "Coded":
            made[field.name] = Coded(Texts.load(folder, name), mapped(folder / f"{name}.npy"))
        elif field.type == "Listed":
            made[field.name] = _load_listed(folder, name)
        elif field.name not in made:
            made[field.name] = mapped(folder / f"{name}.npy")
    return record(**made)


def _load_listed(folder: Path, name: str) -> Listed:
    parts = (mapped(folder / f"{name}.{part}.npy") for part in ("starts", "codes", "bounds", "places"))
    return Listed(Texts.load(folder, name), *parts)


def work_out(at: Snapshot) -> None:
    """Work out everything that is kept."""
    for make in (named.places_of, counted.ledger, counted.harmed_by, said.matrix):
        make(at)
    held.ground(at)
    talked.talk(at)
    views.share_gauges(at, None)
    views.shares(at)  # kept where no area has places to count them against, too
