"""Many named parts in one file: arrays, and rows of bytes one after the other. It is mapped as a whole.

A mapped file stays open, and a process may hold some thousand files: what is kept of a record takes one of them,
however many parts it has.
"""

from __future__ import annotations

import json
import mmap
from array import array
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

_STEP = 64  # bytes: parts begin at multiples of it
_HEAD = b"marsad".ljust(_STEP)  # a file of nothing cannot be mapped
_PARTS, _INDEX = "parts.bin", "parts.json"


class Volume:
    """The parts of a folder, by name. What is not looked at stays in the file."""

    def __init__(self, folder: Path) -> None:
        self._index: dict[str, tuple[int, str, list[int]]] = json.loads((folder / _INDEX).read_text(encoding="utf-8"))
        with (folder / _PARTS).open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def array(self, name: str) -> Any:
        """Return an array that cannot be written to; raise `KeyError` where there is no such part."""
        start, kind, shape = self._index[name]
        return np.ndarray(shape, kind, self._data, start)

    def rows(self, name: str) -> tuple[memoryview, Any]:
        """Return rows, and where each ends; the first of the ends is 0."""
        return memoryview(self.array(f"{name}.rows")), self.array(f"{name}.ends")

    def row(self, name: str) -> memoryview:
        """Return what was written as a single row."""
        return self.rows(name)[0]


class VolumeWriter:
    """Writes a volume into a folder; it is whole after the `with` in which it was written."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._index = folder, dict[str, tuple[int, str, tuple[int, ...]]]()
        self._file = (folder / _PARTS).open("wb")
        self._file.write(_HEAD)

    def __enter__(self) -> VolumeWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()
        if error is None:
            (self._folder / _INDEX).write_text(json.dumps(self._index), encoding="utf-8")

    def array(self, name: str, value: Any) -> None:
        value = np.ascontiguousarray(value)
        start = self._aligned()
        value.tofile(self._file)
        self._put(name, start, value.dtype.str, value.shape)

    def rows(self, name: str, rows: Iterable[bytes]) -> None:
        """Write rows as they come; what makes them must not write to this volume meanwhile."""
        start, ends = self._aligned(), array("q", [0])
        for row in rows:
            ends.append(ends[-1] + self._file.write(row))
        self._put(f"{name}.rows", start, "|u1", (ends[-1],))
        self.array(f"{name}.ends", np.frombuffer(ends, np.int64))

    def _put(self, name: str, start: int, kind: str, shape: tuple[int, ...]) -> None:
        if name in self._index:
            raise ValueError(f"{name}: there is such a part already")
        self._index[name] = (start, kind, shape)

    def _aligned(self) -> int:
        at = self._file.tell()
        self._file.write(bytes(-at % _STEP))
        return at + -at % _STEP
