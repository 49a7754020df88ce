"""A snapshot in files and back: columns as arrays, events and the rows of views as shelves, claims by their numbers.

A folder is whole once it has `done`; it is written under another name first. What is in it was made of the record and
holds words of it: it lies beside the record, for its owner alone, and goes when the record changes.
"""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from marsad.records import Event, Fusion, Judgement
from marsad.store.pages import Pages
from marsad.views.judged import of_claims
from marsad.web import named, views
from marsad.web.audience import Audience, Room
from marsad.web.columns import Whole
from marsad.web.happened import Happened, Told
from marsad.web.index import Index
from marsad.web.kept.parts import load_columns, load_listed, one, save_columns, save_one
from marsad.web.kept.rows import Readings, Rows, Some, bare
from marsad.web.kept.shelf import Shelf, Written
from marsad.web.kept.texts import Named, Texts
from marsad.web.kept.views import (
    load_ground,
    load_ledger,
    load_said,
    load_talk,
    save_ground,
    save_ledger,
    save_said,
    save_talk,
)
from marsad.web.kept.volume import Volume, VolumeWriter
from marsad.web.serialize import listed
from marsad.web.serialize.drawn import marks_of
from marsad.web.snapshot import Snapshot

_WHOLE = ("places", "sets", "shares")
_STEP = 1000  # events whose claims are read together
_MANY = 1_000_000  # claims from which their keys are looked up in files


def save(at: Snapshot, folder: Path, features: Iterable[Any]) -> None:
    """Write a snapshot; `features` are those of its events on the map. Each view is worked out when it is written, and
    let go then."""
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True, mode=0o700)
    with VolumeWriter(fresh) as volume:
        _save_claims(at, volume)
        Shelf.save(at.fusion.events, volume, "events")
        Shelf.save(features, volume, "features")
        Written.save(marks_of(at), volume, "marks")
        Written.save((listed.item(at, n) for n in numbered(at)), volume, "items")
        save_ledger(at, volume)
        _let_go(at, "casualties", "harmed")
        save_said(at, volume)
        _let_go(at, "said")
        save_ground(at, volume)
        views.share_gauges(at, None)
        views.shares(at)  # kept where no area has places to count them against, too
        _let_go(at, "ground")
        save_talk(at, volume)
        named.places_of(at)
        for name in _WHOLE:
            save_one(volume, name, _lean(name, at.made(name)))
    (fresh / "done").touch()
    shutil.rmtree(folder, ignore_errors=True)
    fresh.replace(folder)


def _let_go(at: Snapshot, *names: str) -> None:
    at.drop(*names)
    gc.collect()  # what works views out leaves circles behind


def numbered(at: Snapshot) -> Iterator[int]:
    """Yield the numbers of the events; the claims by which some are named are read together."""
    for start in range(0, at.happened.size, _STEP):
        some = range(start, min(start + _STEP, at.happened.size))
        found = (at.event_at(n) for n in some)
        at.fetch(event.claims[0] for event in found if event.kind == "control")
        yield from some


def _save_claims(at: Snapshot, volume: VolumeWriter) -> None:
    assert isinstance(at.rows, Rows)
    assert isinstance(at.rows.keys, Texts)
    volume.array("claim", at.rows.numbers)
    volume.array("report", at.rows.reports)
    at.rows.keys.save(volume, "keys")
    for group in (at.index, at.happened, at.told):
        save_columns(group, volume)
    first = at.first_printing
    numbers = at.index.report.number_of
    volume.array("first", np.asarray([numbers[first[name]] for name in at.readings], np.int32))
    volume.array("latest", at.latest)
    volume.array("doubted", at.doubted)
    save_one(volume, "spots", dict(at.index.spots))


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
    index = load_columns(Index, volume, spots=one(volume, "spots"), by_key=by_key)
    names = index.report.values
    assert isinstance(names, Texts)
    of = of_claims(judgements)
    rows = Rows(pages, volume.array("claim"), index.report.codes, volume.array("report"), of, keys)
    events: Shelf[Event] = Shelf(volume, "events")
    fusion = Fusion(events)  # type: ignore[arg-type]  # read one by one
    made = Snapshot(Audience.DESK, version, Readings(pages, names), rows, tuple(judgements), fusion, room, sequence)
    made.__dict__.update(
        by_key=by_key,
        index=index,
        happened=load_columns(Happened, volume),
        told=load_columns(Told, volume),
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
    made.once(("casualties",), lambda: load_ledger(volume))
    made.later(("ground",), partial(load_ground, volume))
    made.later(("talk",), partial(load_talk, volume))
    made.later(("said",), partial(load_said, volume))
    made.once(("harmed",), lambda: load_listed(volume, "harmed"))
    made.later(("echoes",), partial(_echoes, volume.array("first"), made.index.report.values))
    made.once(("event features",), lambda: Shelf(volume, "features"))
    made.once(("marks",), lambda: Written(volume, "marks"))
    made.once(("event items",), lambda: Written(volume, "items"))
    for name in _WHOLE:
        made.later((name,), partial(one, volume, name))


def _echoes(first: Whole, names: Sequence[str]) -> dict[str, list[str]]:
    """Return the reports that print much the same text as another, by the first of them."""
    found: dict[str, list[str]] = {}
    for number in np.flatnonzero(first != np.arange(len(first))).tolist():
        found.setdefault(names[int(first[number])], []).append(names[number])
    return found


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
