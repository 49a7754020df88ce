"""Views in a volume and back: their columns, their rows, and their rows as they are written."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

from marsad.views.control import ControlState
from marsad.views.diplomacy import Track
from marsad.views.figures import Series
from marsad.web import counted, held, said, talked
from marsad.web.kept.parts import load_columns, one, save_columns, save_listed, save_one
from marsad.web.kept.shelf import Shelf, Written
from marsad.web.kept.telling import Telling
from marsad.web.kept.volume import Volume, VolumeWriter
from marsad.web.ledger import Ledger, brief, ledger, named, without_words
from marsad.web.reply import written
from marsad.web.serialize import ground, ledgers, models, talks, tolled
from marsad.web.snapshot import Snapshot
from marsad.web.stood import States
from marsad.web.talk import STEPS, AsKnown, AsOf, Steps, Talk, talk


def save_ledger(at: Snapshot, volume: VolumeWriter) -> None:
    book = ledger(at)
    save_columns(book, volume)
    save_one(volume, "series", book.series)
    Shelf.save(map(without_words, book.rows), volume, "ledger")
    Shelf.save((brief(run) for run in book.rows if isinstance(run, Series)), volume, "brief")
    written = (tolled.row_json(row, book.claims(n), at) for n, row in enumerate(book.rows))
    Written.save(written, volume, "tolled")
    Written.save(map(_implied, book.rows[: book.series]), volume, "implied")
    save_listed(counted.harmed_by(at), volume, "harmed")


def load_ledger(volume: Volume) -> Ledger:
    made: Ledger = load_columns(
        Ledger, volume, rows=Shelf(volume, "ledger"), series=one(volume, "series"), json=Written(volume, "tolled"),
        brief=Shelf(volume, "brief"), implied=Written(volume, "implied"),
    )  # fmt: skip
    return made


def _implied(run: Any) -> bytes:
    """Return what a series implies, and after which of its points each of it lies, as it is written."""
    found = ledgers.stretches(run)
    days = {point.day + dt.timedelta(days=1): n for n, point in enumerate(run.points) if point.day}
    after = [days[dt.date.fromisoformat(one["first"])] for one in found]
    return json.dumps([found, after], ensure_ascii=False).encode("utf-8", "replace")


def save_said(at: Snapshot, volume: VolumeWriter) -> None:
    book = said.matrix(at)
    save_columns(book, volume)
    save_columns(book.sayings, volume)
    Shelf.save(book.sayings.every, volume, "sayings")
    Written.save((said.json_of(saying, at) for saying in book.sayings.every), volume, "said")
    save_one(volume, "cells", (list(book.cells), dict(book.tracks)))


def load_said(volume: Volume) -> said.Matrix:
    cells, tracks = one(volume, "cells")
    sayings = load_columns(said.Sayings, volume, every=Shelf(volume, "sayings"), json=Written(volume, "said"))
    made: said.Matrix = load_columns(said.Matrix, volume, cells=cells, tracks=tracks, sayings=sayings)
    return made


def save_ground(at: Snapshot, volume: VolumeWriter) -> None:
    book = held.ground(at)
    save_columns(book, volume)
    save_columns(book.states, volume)
    Shelf.save(map(_without_spans, book.states.every), volume, "states")
    Written.save((ground.undated(row, at) for row in book.states.every), volume, "stood")
    Shelf.save(book.told, volume, "moves")


def _without_spans(row: ControlState) -> ControlState:
    """Return a state whose claims are named, their words left to the claims."""
    return replace(row, support=named(row.support), opposed=named(row.opposed), pending=named(row.pending))


def load_ground(volume: Volume) -> held.Ground:
    states = load_columns(States, volume, every=Shelf(volume, "states"), json=Written(volume, "stood"))
    made: held.Ground = load_columns(held.Ground, volume, states=states, told=Shelf(volume, "moves"))
    return made


def save_talk(at: Snapshot, volume: VolumeWriter) -> None:
    book = talk(at)
    for group in (book, book.as_known, book.as_of, book.steps):
        save_columns(group, volume)
    steps = (step for track in book.tracks for step in track.steps)
    Written.save((written(models.Step, talks.step(step)) for step in steps), volume, "step")
    Telling.save(book.told, volume)
    today = talked.last_told(at)
    Written.save((talks.track_json(t, at, STEPS, today) for t in book.tracks), volume, "track")
    save_one(volume, "vetoes", dict(book.vetoes))
    Shelf.save(map(_without_words, book.tracks), volume, "tracks")


def _without_words(track: Track) -> Track:
    """Return a track whose claims are named, their words left to the claims."""
    steps = tuple(replace(step, refs=named(step.refs)) for step in track.steps)
    return replace(track, steps=steps, denied=named(track.denied))


def load_talk(volume: Volume) -> Talk:
    made: Talk = load_columns(
        Talk, volume, told=Telling(volume), tracks=Shelf(volume, "tracks"), vetoes=one(volume, "vetoes"),
        json=Written(volume, "track"), as_known=load_columns(AsKnown, volume), as_of=load_columns(AsOf, volume),
        steps=load_columns(Steps, volume, json=Written(volume, "step")),
    )  # fmt: skip
    return made
