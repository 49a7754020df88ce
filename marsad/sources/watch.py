"""Folders are watched: a file is taken when its size is still, so that nothing is read while it is being written.

Marsad learns of changes from the operating system (watchfiles) and looks at the whole folder when it begins.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

SETTLE = 2.0  # seconds for which size and time of a file must not change
_TICK = 0.5
_PARTIAL = (".part", ".partial", ".crdownload", ".download", ".tmp", ".swp", "~")  # what programs write aside


@dataclass(slots=True)
class _Seen:
    size: int
    changed: int
    since: float


@dataclass(slots=True)
class Settling:
    """Files that changed, until they are still. `clock` is in seconds, `now` in those of the files' own times."""

    settle: float = SETTLE
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    _seen: dict[Path, _Seen] = field(default_factory=dict)

    def notice(self, path: Path) -> None:
        """Note that a file is new or was changed. One that was changed long ago is still at once."""
        try:
            found = path.stat() if is_input(path) else None
        except OSError:
            found = None
        if found is None:
            self._seen.pop(path, None)
            return
        age = max(0.0, self.now() - found.st_mtime)
        known = self._seen.get(path)
        if known is None or (known.size, known.changed) != (found.st_size, found.st_mtime_ns):
            began = self.clock() - (age if known is None else 0.0)
            self._seen[path] = _Seen(found.st_size, found.st_mtime_ns, began)

    def still(self) -> list[Path]:
        """Return the files that have become still, by name, and forget them."""
        ready = []
        for path in sorted(self._seen):
            self.notice(path)
            seen = self._seen.get(path)
            if seen and self.clock() - seen.since >= self.settle:
                ready.append(path)
                del self._seen[path]
        return ready

    def __bool__(self) -> bool:
        return bool(self._seen)


def is_input(path: Path) -> bool:
    """Tell whether a file is meant to be read: neither hidden nor half of a download."""
    return not path.name.startswith(".") and not path.name.lower().endswith(_PARTIAL) and path.is_file()


def mark(path: Path) -> str:
    """Return what a file is like: another mark means that it was changed."""
    found = path.stat()
    return f"{found.st_size}:{found.st_mtime_ns}"


def files_in(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder and its folders, hidden ones left out, in the order of their paths."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (path for name in sorted(names) if is_input(path := Path(parent) / name))


def watched(
    folders: Iterable[Path], stop: threading.Event, *, once: bool = False, settle: float = SETTLE
) -> Iterator[list[Path]]:
    """Yield the files that are ready, again and again, and nothing now and then, until `stop` is set.

    `once`: end when the files that are there have been yielded.
    """
    settling = Settling(settle)
    given = [folder for folder in folders if folder.is_dir()]
    for folder in given:
        for path in files_in(folder):
            settling.notice(path)
    yield settling.still()
    if once:
        while settling and not stop.wait(_TICK):
            yield settling.still()
        return
    unseen = given  # what came between the first look and the first notice is in no notice
    for changes in _changes(given, stop):
        for path in [*changes, *unseen]:
            if path.is_dir():
                for inside in files_in(path):
                    settling.notice(inside)
            else:
                settling.notice(path)
        unseen = []
        yield settling.still()


def _changes(folders: list[Path], stop: threading.Event) -> Iterator[list[Path]]:
    """Yield paths that changed, or nothing after each tick."""
    if not folders:
        while not stop.wait(_TICK):
            yield []
        return
    from watchfiles import watch

    ticks = int(_TICK * 1000)
    for changes in watch(
        *folders, stop_event=stop, rust_timeout=ticks, step=100, yield_on_timeout=True, raise_interrupt=False
    ):
        yield [Path(path) for _, path in sorted(changes)]
