"""GeoParquet 1.1: the features of the GeoJSON as a table with points in WKB, longitude before latitude (OGC:CRS84).

Needs pyarrow: `pip install "marsad[exports]"`.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import struct
from importlib import import_module
from typing import Any

from marsad.errors import ExportError
from marsad.exports.dataset import Dataset, Exported, Stamp, prepare
from marsad.exports.flat import FIELDS
from marsad.exports.geojson import bbox, located, properties

_WHOLE = frozenset(("count_low", "count_high", "evidence_start", "evidence_end"))
_DAYS = frozenset(("published", "date_start", "date_end"))
_NAMES = tuple(name for name in FIELDS if name not in ("lat", "lon", "other_places"))


def export(dataset: Dataset, stamp: Stamp) -> Exported:
    """Return the table; the key `marsad` of its metadata says what made it, and what it does not say.

    Raises ExportError where pyarrow is not installed.
    """
    arrow, parquet = _pyarrow()
    prepared = prepare(dataset)
    features = list(located(prepared))
    points = [[place.lon, place.lat] for _, place, _ in features]
    rows = [{"id": f"{row.key}.{n}", **properties(row, place, stamp)} for row, place, n in features]
    report = prepared.report()
    metadata = {
        "geo": json.dumps(_geo([[lon, lat] for lon, lat in points if lon is not None and lat is not None])),
        "marsad": json.dumps({**stamp.to_dict(), "losses": report.summary()}),
    }
    schema = arrow.schema(_fields(arrow), metadata=metadata)
    columns = {name: [_value(name, row.get(name)) for row in rows] for name in ("id", *_NAMES, "point_is")}
    columns["geometry"] = [struct.pack("<BIdd", 1, 1, *point) for point in points]
    out = io.BytesIO()
    parquet.write_table(arrow.table(columns, schema=schema), out, compression="zstd")
    return Exported(out.getvalue(), report)


def _pyarrow() -> tuple[Any, Any]:
    try:
        return import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as error:
        raise ExportError('GeoParquet needs pyarrow: install it with pip install "marsad[exports]"') from error


def _fields(arrow: Any) -> list[Any]:
    text, whole = arrow.string(), arrow.int64()
    kinds = {**dict.fromkeys(_WHOLE, whole), **dict.fromkeys(_DAYS, arrow.date32())}
    kinds |= {"confidence": arrow.float64(), "cumulative": arrow.bool_()}
    fields = [arrow.field("id", text, nullable=False)]
    fields += [arrow.field(name, kinds.get(name, text)) for name in _NAMES]
    return [*fields, arrow.field("point_is", text), arrow.field("geometry", arrow.binary(), nullable=False)]


def _value(name: str, value: Any) -> Any:
    return dt.date.fromisoformat(value) if name in _DAYS and value is not None else value


def _geo(points: list[list[float]]) -> dict[str, Any]:
    """Return the metadata of GeoParquet 1.1; without a CRS it is OGC:CRS84."""
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": ["Point"]}
    if points:
        column["bbox"] = bbox(points)
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
