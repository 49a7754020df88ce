"""What every table in Arrow's formats shares: pyarrow, where it is installed, and the types of a claim's cells."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from typing import Any

from marsad.errors import MarsadError

_WHOLE = frozenset(("count_low", "count_high", "evidence_start", "evidence_end"))
_DAYS = frozenset(("published", "date_start", "date_end"))
_REALS = frozenset(("lat", "lon", "confidence"))


def modules(needing: str, error: type[MarsadError]) -> tuple[Any, Any]:
    """Return pyarrow and pyarrow.parquet; raise `error` where they are missing. `needing`: "GeoParquet needs"."""
    try:
        return import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as missing:
        raise error(f'{needing} pyarrow: install it with pip install "marsad[exports]"') from missing


def type_of(field: str, pyarrow: Any) -> Any:
    """Return the type of a field of flat.py."""
    if field in _WHOLE:
        return pyarrow.int64()
    if field in _DAYS:
        return pyarrow.date32()
    if field in _REALS:
        return pyarrow.float64()
    return pyarrow.bool_() if field == "cumulative" else pyarrow.string()


def value_of(field: str, value: Any) -> Any:
    """Return a cell of flat.py as the type of its field wants it: days are ISO 8601 there."""
    return dt.date.fromisoformat(value) if field in _DAYS and value is not None else value
