"""Columns, and values as a whole, as parts of a volume and back."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np

from marsad.web.columns import Coded, Listed
from marsad.web.kept.shelf import read, write
from marsad.web.kept.texts import Texts
from marsad.web.kept.volume import Volume, VolumeWriter

_LISTED = ("starts", "codes", "bounds", "places")


def save_one(volume: VolumeWriter, name: str, value: Any) -> None:
    volume.rows(name, [write(value)])


def one(volume: Volume, name: str) -> Any:
    return read(volume.row(name))


def save_columns(group: Any, volume: VolumeWriter) -> None:
    """Write the columns of a record of columns, each under the name of its class and its own."""
    for field in fields(group):
        name, column = _column(type(group), field.name), getattr(group, field.name)
        if isinstance(column, Coded):
            Texts.of(column.values).save(volume, name)
            volume.array(name, column.codes)
        elif isinstance(column, Listed):
            save_listed(column, volume, name)
        elif isinstance(column, np.ndarray):
            volume.array(name, column)


def load_columns(record: Any, volume: Volume, **others: Any) -> Any:
    """Return the record of columns that `save_columns` wrote."""
    made: dict[str, Any] = dict(others)
    for field in fields(record):
        name = _column(record, field.name)
        if field.type == "Coded":
            made[field.name] = Coded(Texts.load(volume, name), volume.array(name))
        elif field.type == "Listed":
            made[field.name] = load_listed(volume, name)
        elif field.name not in made:
            made[field.name] = volume.array(name)
    return record(**made)


def _column(record: type, field: str) -> str:
    return f"{record.__name__.lower()}.{field}"


def save_listed(column: Listed, volume: VolumeWriter, name: str) -> None:
    Texts.of(column.values).save(volume, name)
    for part in _LISTED:
        volume.array(f"{name}.{part}", getattr(column, part))


def load_listed(volume: Volume, name: str) -> Listed:
    return Listed(Texts.load(volume, name), *(volume.array(f"{name}.{part}") for part in _LISTED))
