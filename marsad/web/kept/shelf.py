"""Rows in a file, each read when it is asked for. Only Marsad's own records and days can be in one."""

from __future__ import annotations

import io
import pickle
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

from marsad.web.kept.volume import Volume, VolumeWriter
from marsad.web.numbered import Numbered

T = TypeVar("T")
_OURS = ("marsad.records", "marsad.values", "marsad.views.", "marsad.web.")
_PLAIN = {("datetime", "date"), ("numpy", "ndarray"), ("numpy", "dtype")}
_PLAIN |= {(module, "_frombuffer") for module in ("numpy._core.numeric", "numpy.core.numeric")}  # before numpy 2


_MADE: dict[tuple[str, str], Any] = {}  # what a file may make, once it was found to be a record


class _Reader(pickle.Unpickler):
    """Makes records of Marsad and nothing else, whatever a file says."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _MADE:
            _MADE[module, name] = self._checked(module, name)
        return _MADE[module, name]

    def _checked(self, module: str, name: str) -> Any:
        if (module, name) in _PLAIN:
            return super().find_class(module, name)
        found = super().find_class(module, name) if module.startswith(_OURS) and "." not in name else None
        if isinstance(found, type) and hasattr(found, "__dataclass_fields__"):
            return found
        if isinstance(found, type) and issubclass(found, tuple):
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is no record")


def read(data: bytes | memoryview) -> Any:
    return _Reader(io.BytesIO(data)).load()


class _Writer(pickle.Pickler):
    """Writes a record as its class with its values: half the size, and read four times as fast as by its state."""

    def reducer_override(self, value: Any) -> Any:
        names = _names(type(value))
        return NotImplemented if names is None else (type(value), tuple(getattr(value, name) for name in names))


_NAMES: dict[
    type, tuple[str, ...] | None
] = {}  # the fields that make a record; None for what is not made of its fields


def _names(kind: type) -> tuple[str, ...] | None:
    if kind not in _NAMES:
        whole = is_dataclass(kind) and all(field.init for field in fields(kind))
        _NAMES[kind] = tuple(field.name for field in fields(kind)) if whole else None
    return _NAMES[kind]


def write(value: Any) -> bytes:
    file = io.BytesIO()
    _Writer(file, protocol=5).dump(value)
    return file.getvalue()


class Written(Numbered[bytes]):
    """Texts as they go into an answer, by their number."""

    def __init__(self, volume: Volume, name: str) -> None:
        self._data, ends = volume.rows(name)
        self._ends, self._size = memoryview(ends), len(ends) - 1

    @staticmethod
    def save(rows: Iterable[bytes], volume: VolumeWriter, name: str) -> None:
        volume.rows(name, rows)

    def __len__(self) -> int:
        return self._size

    def one(self, number: int) -> bytes:
        if not 0 <= number < self._size:
            raise IndexError(number)
        return bytes(self._data[self._ends[number] : self._ends[number + 1]])


class Shelf(Numbered[T]):
    """Rows by their number."""

    def __init__(self, volume: Volume, name: str) -> None:
        self._rows = Written(volume, name)

    @staticmethod
    def save(rows: Iterable[Any], volume: VolumeWriter, name: str) -> None:
        Written.save(map(write, rows), volume, name)

    def __len__(self) -> int:
        return len(self._rows)

    def one(self, number: int) -> T:
        row: T = read(self._rows.one(number))
        return row
