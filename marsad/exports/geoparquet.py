"""GeoParquet 1.1: the features of the GeoJSON as a table with points in WKB, longitude before latitude (OGC:CRS84).

Needs pyarrow: `pip install "marsad[exports]"`.
"""

from __future__ import annotations

import io
import json
import struct
from typing import Any

from marsad.errors import ExportError
from marsad.exports import arrow
from marsad.exports.dataset import Dataset, Exported, Stamp, prepare
from marsad.exports.flat import FIELDS
from marsad.exports.geojson import bbox, located, properties

_NAMES = tuple(name for name in FIELDS if name not in ("lat", "lon", "other_places"))


def export(dataset: Dataset, stamp: Stamp) -> Exported:
    """Return the table; the key `marsad` of its metadata says what made it, and what it does not say.

    Raises ExportError where pyarrow is not installed.
    """
    pyarrow, parquet = arrow.modules("GeoParquet needs", ExportError)
    prepared = prepare(dataset)
    features = list(located(prepared))
    points = [[place.lon, place.lat] for _, place, _ in features]
    rows = [{"id": f"{row.key}.{n}", **properties(row, place, stamp)} for row, place, n in features]
    report = prepared.report()
    metadata = {
        "geo": json.dumps(_geo([[lon, lat] for lon, lat in points if lon is not None and lat is not None])),
        "marsad": json.dumps({**stamp.to_dict(), "losses": report.summary()}),
    }
    schema = pyarrow.schema(_fields(pyarrow), metadata=metadata)
    columns = {name: [arrow.value_of(name, row.get(name)) for row in rows] for name in ("id", *_NAMES, "point_is")}
    columns["geometry"] = [struct.pack("<BIdd", 1, 1, *point) for point in points]
    out = io.BytesIO()
    parquet.write_table(pyarrow.table(columns, schema=schema), out, compression="zstd")
    return Exported(out.getvalue(), report)


def _fields(pyarrow: Any) -> list[Any]:
    fields = [pyarrow.field("id", pyarrow.string(), nullable=False)]
    fields += [pyarrow.field(name, arrow.type_of(name, pyarrow)) for name in _NAMES]
    points = (("point_is", pyarrow.string()), ("geometry", pyarrow.binary()))
    return [*fields, *(pyarrow.field(name, kind, nullable=name != "geometry") for name, kind in points)]


def _geo(points: list[list[float]]) -> dict[str, Any]:
    """Return the metadata of GeoParquet 1.1; without a CRS it is OGC:CRS84."""
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": ["Point"]}
    if points:
        column["bbox"] = bbox(points)
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
