"""A snapshot in files and back: columns as arrays, events and the rows of views as shelves, claims by their numbers.

A folder is whole once it has `done`; it is written under another name first. What is in it was made of the record and
holds words of it: it lies beside the record, for its owner alone, and goes when the record changes.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from marsad.records import Event, Fusion, Judgement
from marsad.store.pages import Pages
from marsad.views.control import ControlState
from marsad.views.diplomacy import Track
from marsad.views.figures import Series
from marsad.views.rows import ClaimRef
from marsad.web import counted, held, named, said, talked, views
from marsad.web.audience import Audience, Room
from marsad.web.columns import Coded, Listed, Whole
from marsad.web.happened import Happened, Told
from marsad.web.index import Index
from marsad.web.kept.rows import Readings, Rows, Some, bare
from marsad.web.kept.shelf import Shelf, Written, read, write
from marsad.web.kept.telling import Telling
from marsad.web.kept.texts import Named, Texts
from marsad.web.kept.volume import Volume, VolumeWriter
from marsad.web.ledger import Ledger, brief, ledger, without_words
from marsad.web.reply import written
from marsad.web.serialize import ground, ledgers, listed, models, talks, tolled
from marsad.web.snapshot import Snapshot
from marsad.web.stood import States
from marsad.web.talk import STEPS, AsKnown, AsOf, Steps, Talk, talk

_WHOLE = ("places", "sets", "shares")
_LISTED = ("starts", "codes", "bounds", "places")
_MANY = 1_000_000  # claims from which their keys are looked up in files


def save(at: Snapshot, pages: Pages, folder: Path, features: Iterable[Any]) -> None:
    """Write a snapshot whose views are worked out; `features` are those of its events on the map."""
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True, mode=0o700)
    with VolumeWriter(fresh) as volume:
        _save_claims(at, pages, volume)
        Shelf.save(at.fusion.events, volume, "events")
        Shelf.save(features, volume, "features")
        Written.save((listed.item(at, n) for n in range(at.happened.size)), volume, "items")
        _save_ledger(at, volume)
        _save_said(at, volume)
        _save_ground(at, volume)
        _save_talk(at, volume)
        for name in _WHOLE:
            _save_one(volume, name, _lean(name, at.made(name)))
    (fresh / "done").touch()
    shutil.rmtree(folder, ignore_errors=True)
    fresh.replace(folder)


def _save_claims(at: Snapshot, pages: Pages, volume: VolumeWriter) -> None:
    claims, reports = pages.numbers()
    volume.array("claim", np.asarray([claims[row.claim.key] for row in at.rows], np.int64))
    volume.array("report", np.asarray([reports[name] for name in at.readings], np.int64))
    Texts.of([row.claim.key for row in at.rows]).save(volume, "keys")
    for group in (at.index, at.happened, at.told):
        _save(group, volume)
    first = at.first_printing
    numbers = at.index.report.number_of
    volume.array("first", np.asarray([numbers[first[name]] for name in at.readings], np.int32))
    volume.array("latest", at.latest)
    volume.array("doubted", at.doubted)
    _save_one(volume, "spots", dict(at.index.spots))


def _save_ledger(at: Snapshot, volume: VolumeWriter) -> None:
    book = ledger(at)
    _save(book, volume)
    _save_one(volume, "series", book.series)
    Shelf.save(map(without_words, book.rows), volume, "ledger")
    Shelf.save((brief(run) for run in book.rows if isinstance(run, Series)), volume, "brief")
    written = (tolled.row_json(row, book.claims(n), at) for n, row in enumerate(book.rows))
    Written.save(written, volume, "tolled")
    Written.save(map(_implied, book.rows[: book.series]), volume, "implied")
    _save_listed(counted.harmed_by(at), volume, "harmed")


def _load_ledger(volume: Volume) -> Ledger:
    made: Ledger = _load(
        Ledger, volume, rows=Shelf(volume, "ledger"), series=_one(volume, "series"), json=Written(volume, "tolled"),
        brief=Shelf(volume, "brief"), implied=Written(volume, "implied"),
    )  # fmt: skip
    return made


def _implied(run: Any) -> bytes:
    """Return what a series implies, and after which of its points each of it lies, as it is written."""
    found = ledgers.stretches(run)
    days = {point.day + dt.timedelta(days=1): n for n, point in enumerate(run.points) if point.day}
    after = [days[dt.date.fromisoformat(one["first"])] for one in found]
    return json.dumps([found, after], ensure_ascii=False).encode("utf-8", "replace")


def _save_said(at: Snapshot, volume: VolumeWriter) -> None:
    book = said.matrix(at)
    _save(book, volume)
    _save(book.sayings, volume)
    Shelf.save(book.sayings.every, volume, "sayings")
    Written.save((said.json_of(saying, at) for saying in book.sayings.every), volume, "said")
    _save_one(volume, "cells", (list(book.cells), dict(book.tracks)))


def _load_said(volume: Volume) -> said.Matrix:
    cells, tracks = _one(volume, "cells")
    sayings = _load(said.Sayings, volume, every=Shelf(volume, "sayings"), json=Written(volume, "said"))
    made: said.Matrix = _load(said.Matrix, volume, cells=cells, tracks=tracks, sayings=sayings)
    return made


def _save_ground(at: Snapshot, volume: VolumeWriter) -> None:
    book = held.ground(at)
    _save(book, volume)
    _save(book.states, volume)
    Shelf.save(map(_without_spans, book.states.every), volume, "states")
    today = (ground.undated(row, at) for row in book.states.every[: int(book.known.max(initial=-1)) + 1])
    Written.save(today, volume, "stood")
    Shelf.save(book.told, volume, "moves")


def _without_spans(row: ControlState) -> ControlState:
    """Return a state whose claims are named, their words left to the claims."""
    return replace(row, support=_named(row.support), opposed=_named(row.opposed), pending=_named(row.pending))


def _load_ground(volume: Volume) -> held.Ground:
    states = _load(States, volume, every=Shelf(volume, "states"), json=Written(volume, "stood"))
    made: held.Ground = _load(held.Ground, volume, states=states, told=Shelf(volume, "moves"))
    return made


def _save_talk(at: Snapshot, volume: VolumeWriter) -> None:
    book = talk(at)
    for group in (book, book.as_known, book.as_of, book.steps):
        _save(group, volume)
    steps = (step for track in book.tracks for step in track.steps)
    Written.save((written(models.Step, talks.step(step)) for step in steps), volume, "step")
    Telling.save(book.told, volume)
    today = talked.last_told(at)
    Written.save((talks.track_json(t, at, STEPS, today) for t in book.tracks), volume, "track")
    _save_one(volume, "vetoes", dict(book.vetoes))
    Shelf.save(map(_without_words, book.tracks), volume, "tracks")


def _without_words(track: Track) -> Track:
    """Return a track whose claims are named, their words left to the claims."""
    steps = tuple(replace(step, refs=_named(step.refs)) for step in track.steps)
    return replace(track, steps=steps, denied=_named(track.denied))


def _named(refs: tuple[ClaimRef, ...]) -> tuple[ClaimRef, ...]:
    return tuple(replace(ref, spans=()) for ref in refs)


def _load_talk(volume: Volume) -> Talk:
    made: Talk = _load(
        Talk, volume, told=Telling(volume), tracks=Shelf(volume, "tracks"), vetoes=_one(volume, "vetoes"),
        json=Written(volume, "track"), as_known=_load(AsKnown, volume), as_of=_load(AsOf, volume),
        steps=_load(Steps, volume, json=Written(volume, "step")),
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
    volume = Volume(folder)
    keys = Texts.load(volume, "keys")
    by_key: Mapping[str, int] = dict(zip(keys, range(len(keys)), strict=True)) if len(keys) < _MANY else keys.number_of
    index = _load(Index, volume, spots=_one(volume, "spots"), by_key=by_key)
    names = index.report.values
    assert isinstance(names, Texts)
    of: dict[str, list[Judgement]] = {}
    for judgement in judgements:
        if judgement.b is None:
            of.setdefault(judgement.a, []).append(judgement)
    rows = Rows(pages, volume.array("claim"), index.report.codes, volume.array("report"), of, keys)
    events: Shelf[Event] = Shelf(volume, "events")
    fusion = Fusion(events)  # type: ignore[arg-type]  # read one by one
    made = Snapshot(Audience.DESK, version, Readings(pages, names), rows, tuple(judgements), fusion, room, sequence)
    made.__dict__.update(
        by_key=by_key,
        index=index,
        happened=_load(Happened, volume),
        told=_load(Told, volume),
        latest=volume.array("latest"),
        doubted=volume.array("doubted"),
        events=_Events(events, index.event.number_of),
        event_of=Named(by_key, index.event.codes, index.event.values),
        lineages=Named(by_key, index.lineage.codes, index.lineage.values),
        first_printing=Named(names.number_of, volume.array("first"), names),
        standing=Some(rows, np.flatnonzero(index.standing)),
    )
    _shelve(made, volume)
    return made


def _shelve(made: Snapshot, volume: Volume) -> None:
    """Put the rows of the views where `once` looks for them."""
    made.once(("casualties",), lambda: _load_ledger(volume))
    made.later(("ground",), partial(_load_ground, volume))
    made.later(("talk",), partial(_load_talk, volume))
    made.later(("said",), partial(_load_said, volume))
    made.once(("harmed",), lambda: _load_listed(volume, "harmed"))
    made.later(("echoes",), partial(_echoes, volume.array("first"), made.index.report.values))
    made.once(("event features",), lambda: Shelf(volume, "features"))
    made.once(("event items",), lambda: Written(volume, "items"))
    for name in _WHOLE:
        made.later((name,), partial(_one, volume, name))


def _echoes(first: Whole, names: Sequence[str]) -> dict[str, list[str]]:
    """Return the reports that print much the same text as another, by the first of them."""
    found: dict[str, list[str]] = {}
    for number in np.flatnonzero(first != np.arange(len(first))).tolist():
        found.setdefault(names[int(first[number])], []).append(names[number])
    return found


def _save_one(volume: VolumeWriter, name: str, value: Any) -> None:
    volume.rows(name, [write(value)])


def _one(volume: Volume, name: str) -> Any:
    return read(volume.row(name))


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


def _save(group: Any, volume: VolumeWriter) -> None:
    """Write the columns of a record of columns, each under the name of its class and its own."""
    for field in fields(group):
        name, column = _column(type(group), field.name), getattr(group, field.name)
        if isinstance(column, Coded):
            Texts.of(column.values).save(volume, name)
            volume.array(name, column.codes)
        elif isinstance(column, Listed):
            _save_listed(column, volume, name)
        elif isinstance(column, np.ndarray):
            volume.array(name, column)


def _load(record: Any, volume: Volume, **others: Any) -> Any:
    """Return the record of columns that `_save` wrote."""
    made: dict[str, Any] = dict(others)
    for field in fields(record):
        name = _column(record, field.name)
        if field.type == "Coded":
            made[field.name] = Coded(Texts.load(volume, name), volume.array(name))
        elif field.type == "Listed":
            made[field.name] = _load_listed(volume, name)
        elif field.name not in made:
            made[field.name] = volume.array(name)
    return record(**made)


def _column(record: type, field: str) -> str:
    return f"{record.__name__.lower()}.{field}"


def _save_listed(column: Listed, volume: VolumeWriter, name: str) -> None:
    Texts.of(column.values).save(volume, name)
    for part in _LISTED:
        volume.array(f"{name}.{part}", getattr(column, part))


def _load_listed(volume: Volume, name: str) -> Listed:
    return Listed(Texts.load(volume, name), *(volume.array(f"{name}.{part}") for part in _LISTED))


def work_out(at: Snapshot) -> None:
    """Work out everything that is kept."""
    for make in (named.places_of, ledger, counted.harmed_by, said.matrix):
        make(at)
    held.ground(at)
    talk(at)
    views.share_gauges(at, None)
    views.shares(at)  # kept where no area has places to count them against, too
