"""A record is kept up to date: folders as their files come, feeds and pages now and then, until it is told to stop.

It can be killed at any moment and started again, and the database may go away and come back: a file is noted as taken
in only when all of it is kept, an address as visited only with what was found there.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from marsad.commands.console import say
from marsad.commands.fetching import of_files, of_source
from marsad.commands.intake import Given, Intake
from marsad.errors import UnavailableError
from marsad.sources.catalogue_types import Catalogue, Source, is_url
from marsad.sources.items import Refused
from marsad.sources.watch import files_in, mark, watched

if TYPE_CHECKING:
    from marsad.sources.fetch import Fetcher
    from marsad.store.store import Store

_FIRST_WAIT, _LONGEST_PATIENCE = 2.0, 60.0  # seconds between two tries at a database that is out of reach
_LONGEST_WAIT = 6 * 3600.0  # between two tries at a source that is out of reach


@dataclass(slots=True)
class _Due:
    """A source of the internet, when it is looked at next, and how often that failed."""

    source: Source
    every: float
    at: float = 0.0
    failures: int = 0

    def after(self, failed: bool, now: float) -> None:
        self.failures = self.failures + 1 if failed else 0
        self.at = now + min(self.every * 2**self.failures, max(_LONGEST_WAIT, self.every))


@dataclass(frozen=True, slots=True)
class Watched:
    """What is watched: folders, each with its source where it is of a catalogue, and sources of the internet."""

    folders: tuple[tuple[Path, Source | None], ...] = ()
    sources: tuple[tuple[Source, float], ...] = ()


def of_catalogue(catalogue: Catalogue) -> Watched:
    folders = tuple(
        (Path(address), source) for source in catalogue.sources for address in source.addresses if not is_url(address)
    )
    every = catalogue.settings.every
    return Watched(folders, tuple((source, source.every or every) for source in catalogue.sources if source.online))


@contextmanager
def stopping() -> Iterator[threading.Event]:
    """Yield an event that is set when the process is asked to end, by a terminal or a service manager."""
    stop = threading.Event()

    def ask(number: int, frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def watch(
    what: Watched,
    store: Store,
    intake: Intake,
    asking: Fetcher | None,
    stop: threading.Event,
    *,
    once: bool,
    settle: float,
) -> None:
    """Take in what is there and what comes, until `stop` is set; `once`: what is there."""
    due = [_Due(source, every) for source, every in what.sources]
    roots = [(folder.resolve(), source) for folder, source in what.folders]

    def take(ready: Sequence[Path]) -> None:
        for path in _changed(ready, store):
            if stop.is_set():
                return
            _take_file(path, _source_of(path, roots), intake)
        _look(due, store, intake, asking, stop)

    for ready in watched([folder for folder, _ in roots], stop, once=once, settle=settle):
        if once:
            take(ready)
        else:
            _patiently(partial(take, ready), stop)
        if stop.is_set():
            return


def _patiently(do: Callable[[], None], stop: threading.Event) -> None:
    """Do something again for as long as the database is out of reach: what was kept is passed over then."""
    wait = _FIRST_WAIT
    while not stop.is_set():
        try:
            do()
            return
        except UnavailableError as error:
            say(f"warning: {error}: tried again in {wait:,.0f} seconds; nothing is lost")
            stop.wait(wait)
            wait = min(2 * wait, _LONGEST_PATIENCE)


def _changed(paths: Sequence[Path], store: Store) -> list[Path]:
    """Return those of `paths` that are not as they were when they were taken in."""
    known = store.visits([str(path) for path in paths])
    return [path for path in paths if path.exists() and (v := known.get(str(path)), mark(path))[1] != (v and v.mark)]


def _source_of(path: Path, roots: Sequence[tuple[Path, Source | None]]) -> Source | None:
    """Return the source whose folder holds a file, the innermost where there are several."""
    holding = [(len(folder.parts), source) for folder, source in roots if path.is_relative_to(folder) and source]
    return max(holding, key=lambda found: found[0])[1] if holding else None


def _take_file(path: Path, source: Source | None, intake: Intake) -> None:
    """Take in a file; note that it was only when all of it is kept, and only as it was before it was read."""
    from marsad.store.types_intake import Visit

    try:
        as_it_was = mark(path)
    except OSError:
        return  # it is gone again
    done = Given(None, visits=(Visit(str(path), as_it_was),))
    intake.take(_then(of_files([str(path)], source, revises=True), done))


def _then(given: Iterable[Given], last: Given) -> Iterator[Given]:
    yield from given
    yield last


def _look(due: Sequence[_Due], store: Store, intake: Intake, asking: Fetcher | None, stop: threading.Event) -> None:
    """Fetch from the sources whose time has come."""
    for entry in due:
        if stop.is_set() or time.monotonic() < entry.at:
            continue
        failures: list[Given] = []
        intake.take(_noting(of_source(entry.source, store, asking), failures), stop)
        entry.after(bool(failures), time.monotonic())
        if failures:
            say(f"{entry.source.id}: looked at again in {entry.at - time.monotonic():,.0f} seconds")


def _noting(given: Iterable[Given], failures: list[Given]) -> Iterator[Given]:
    for entry in given:
        if isinstance(entry.item, Refused):
            failures.append(entry)
        yield entry


def pending(what: Watched, store: Store) -> Iterator[Given]:
    """Yield what the files hold that were not taken in yet: for saying what would happen."""
    for folder, source in what.folders:
        for path in _changed([found.resolve() for found in files_in(folder)], store):
            yield from of_files([str(path)], source, revises=True)
