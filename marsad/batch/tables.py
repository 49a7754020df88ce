"""The tables of a batch, as Parquet: reports as taken in, their claims, and what became of each report.

Needs pyarrow: `pip install "marsad[exports]"`.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from marsad.errors import BatchError
from marsad.exports.dataset import UNREVIEWED, Row, Stamp
from marsad.exports.flat import FIELDS, flat
from marsad.interchange import claim_to_dict
from marsad.records import Casualty, Claim, Reading, Report

REPORT_FIELDS = ("report_id", "lang", "published", "outlet", "title", "url", "text")
OUTCOME_FIELDS = ("report_id", "state", "claims", "reason")
_WHOLE = frozenset(("count_low", "count_high", "evidence_start", "evidence_end", "claims"))
_DAYS = frozenset(("published", "date_start", "date_end"))
_REALS = frozenset(("lat", "lon", "confidence"))
_CLAIM_FIELDS = (*(name for name in FIELDS if name not in ("link", "url")), "json")


def arrow() -> Any:
    """Return the module pyarrow; raise BatchError where it is not installed."""
    try:
        return import_module("pyarrow")
    except ImportError as error:
        raise BatchError('tables of claims need pyarrow: install it with pip install "marsad[exports]"') from error


def parquet() -> Any:
    """Return the module pyarrow.parquet; raise BatchError where it is not installed."""
    arrow()
    return import_module("pyarrow.parquet")


@cache
def schema(name: str) -> Any:
    """Return the columns of "reports", "claims" or "outcomes"."""
    fields = {"reports": REPORT_FIELDS, "claims": _CLAIM_FIELDS, "outcomes": OUTCOME_FIELDS}[name]
    return arrow().schema([(field, _type(field)) for field in fields])


def _type(field: str) -> Any:
    pa = arrow()
    if field in _WHOLE:
        return pa.int64()
    if field in _DAYS:
        return pa.date32()
    if field in _REALS:
        return pa.float64()
    return pa.bool_() if field == "cumulative" else pa.string()


def table(name: str, rows: Sequence[Mapping[str, Any]]) -> Any:
    """Return rows as a table of that name; a cell that a row does not have is null."""
    columns = {field: [row.get(field) for row in rows] for field in schema(name).names}
    return arrow().table(columns, schema=schema(name))


def write(found: Any, path: Path, **metadata: str) -> None:
    """Write a table whole or not at all: under another name first, then renamed."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    kept = {**(found.schema.metadata or {}), **{key.encode(): value.encode() for key, value in metadata.items()}}
    parquet().write_table(found.replace_schema_metadata(kept), fresh, compression="zstd")
    fresh.replace(path)


def report_row(report: Report) -> dict[str, Any]:
    """Return the row of a report in the table "reports"."""
    return {field: getattr(report, field) for field in REPORT_FIELDS}


def report_of(row: Mapping[str, Any]) -> Report:
    """Return the report of a row; fields that the row does not have are unknown."""
    fields: dict[str, Any] = {field: row.get(field) for field in REPORT_FIELDS}
    return Report(**fields)


def claim_rows(reading: Reading) -> list[dict[str, Any]]:
    """Return the rows of a reading's claims. Names are not masked: that is done when a record is exported."""
    return [_claim_row(reading.report, claim, reading.claims) for claim in reading.claims]


_STAMP = Stamp(dt.date.min)


def _claim_row(report: Report, claim: Claim, siblings: Sequence[Claim]) -> dict[str, Any]:
    cells = flat(Row(report, claim, UNREVIEWED, report, masked=False, whole=_whole(claim, siblings)), _STAMP)
    days = {name: dt.date.fromisoformat(cells[name]) for name in _DAYS if cells.get(name)}
    return {**cells, **days, "json": json.dumps(claim_to_dict(claim, report), ensure_ascii=False)}


def _whole(claim: Claim, siblings: Sequence[Claim]) -> str | None:
    if not isinstance(claim.detail, Casualty) or claim.detail.subset_of is None:
        return None
    return next((other.key for other in siblings if other.id == claim.detail.subset_of), None)
