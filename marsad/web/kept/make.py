"""Makes the files of a large record in a process of its own: who answers stays small and is not held up by it."""

from __future__ import annotations

import gc
import multiprocessing
import shutil
from collections.abc import Sequence
from pathlib import Path

from marsad.errors import StoreError
from marsad.records import Judgement
from marsad.store.pages import Pages
from marsad.store.store import Store
from marsad.web.audience import Room
from marsad.web.kept.files import load, numbered, save
from marsad.web.kept.streamed import streamed
from marsad.web.serialize.drawn import of_event
from marsad.web.snapshot import Snapshot

FORMAT = 8  # of the files: another one makes them anew
LARGE = 20_000  # claims from which a record is kept in files


def kept(
    pages: Pages, url: str, name: str, version: str, sequence: int, judgements: Sequence[Judgement], room: Room
) -> Snapshot:
    """Return the desk's snapshot from its files, made first where they are not there; `name` is that of the data."""
    folder = pages.folder / f"{name}-{FORMAT}"
    made = load(folder, pages, version, sequence, judgements, room)
    if made is None:
        _in_own_process(url, folder, judgements, room)
        made = load(folder, pages, version, sequence, judgements, room)
    if made is None:
        raise StoreError(f"{folder}: what is made of the record could not be kept there")
    for old in pages.folder.iterdir():
        if old != folder:
            shutil.rmtree(old, ignore_errors=True)
    return made


def _in_own_process(url: str, folder: Path, judgements: Sequence[Judgement], room: Room) -> None:
    process = multiprocessing.get_context("spawn").Process(
        target=make, args=(url, folder, tuple(judgements), dict(room.states)), daemon=True
    )
    process.start()
    process.join()
    if process.exitcode:
        raise StoreError(f"{folder}: what is made of the record could not be made: its process ended early")


def make(url: str, folder: Path, judgements: Sequence[Judgement], states: dict[str, object]) -> None:
    """Write the files of a record."""
    gc.disable()  # little that is made here goes in circles, and all of it is looked through at every round
    with Store.open(url, create=False) as store:
        made = streamed(Pages(store), judgements, Room(states))  # type: ignore[arg-type]
        largest = set(made.happened.largest.tolist())
        features = (of_event(made.event_at(n), made) if n in largest else None for n in numbered(made))
        save(made, folder, features)
