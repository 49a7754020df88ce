"""The tables of a batch, as Parquet: reports as taken in, their claims, and what became of each report.

Needs pyarrow: `pip install "marsad[exports]"`.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from marsad.errors import BatchError
from marsad.exports import arrow
from marsad.exports.dataset import UNREVIEWED, Row, Stamp, whole_of
from marsad.exports.flat import FIELDS, flat
from marsad.interchange import claim_to_dict
from marsad.records import Claim, Reading, Report

REPORT_FIELDS = ("report_id", "lang", "published", "outlet", "title", "url", "text")
INPUT_FIELDS = ("input", "origin", "fetched_at", "details", "sha256", "original")  # how a report came in
OUTCOME_FIELDS = ("report_id", "state", "claims", "reason", "issues")
_CLAIM_FIELDS = (*(name for name in FIELDS if name not in ("link", "url")), "json")


@cache
def pyarrow() -> Any:
    """Return the module pyarrow; raise BatchError where it is not installed.

    From now on it takes memory from the system as all else does: its own pools keep what a table was written from.
    """
    found = arrow.modules("tables of claims need", BatchError)[0]
    found.set_memory_pool(found.system_memory_pool())
    return found


def parquet() -> Any:
    """Return the module pyarrow.parquet; raise BatchError where it is not installed."""
    return arrow.modules("tables of claims need", BatchError)[1]


@cache
def schema(name: str) -> Any:
    """Return the columns of "reports", "claims" or "outcomes"."""
    of_table = {"reports": (*REPORT_FIELDS, *INPUT_FIELDS), "claims": _CLAIM_FIELDS, "outcomes": OUTCOME_FIELDS}
    made = pyarrow()
    own = {"claims": made.int64(), "original": made.large_binary()}
    return made.schema([(field, own.get(field) or arrow.type_of(field, made)) for field in of_table[name]])


def table(name: str, rows: Sequence[Mapping[str, Any]]) -> Any:
    """Return rows as a table of that name; a cell that a row does not have is null."""
    columns = {field: [row.get(field) for row in rows] for field in schema(name).names}
    return pyarrow().table(columns, schema=schema(name))


def joined(name: str, some: Sequence[Any]) -> Any:
    """Return tables of that name as one, in their order."""
    return pyarrow().concat_tables(some) if some else table(name, ())


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give another name to write to, and rename it to `path` when the block is through: it is there whole or not."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    yield fresh
    fresh.replace(path)


def write(found: Any, path: Path, **metadata: str) -> None:
    """Write a table whole or not at all."""
    kept = {**(found.schema.metadata or {}), **{key.encode(): value.encode() for key, value in metadata.items()}}
    with whole(path) as fresh:
        parquet().write_table(found.replace_schema_metadata(kept), fresh, compression="zstd")


def read(path: Path, columns: Sequence[str] | None = None) -> Any:
    """Return a table, or some of its columns. `parquet.read_table` would load an engine for queries, of 50 MB."""
    with parquet().ParquetFile(path) as file:
        return file.read(columns=list(columns) if columns is not None else None, use_threads=False)


def report_row(report: Report) -> dict[str, Any]:
    """Return the row of a report in the table "reports"."""
    return {field: getattr(report, field) for field in REPORT_FIELDS}


def report_of(row: Mapping[str, Any]) -> Report:
    """Return the report of a row; fields that the row does not have are unknown."""
    fields: dict[str, Any] = {field: row.get(field) for field in REPORT_FIELDS}
    return Report(**fields)


def issue_values(reading: Reading) -> list[list[Any]]:
    """Return what was not read in a report: reason, start, end of each (None where it has no span)."""
    return [[i.reason, *((i.span.start, i.span.end) if i.span else (None, None))] for i in reading.issues]


def claim_rows(reading: Reading) -> list[dict[str, Any]]:
    """Return the rows of a reading's claims. Names are not masked: that is done when a record is exported."""
    return [_claim_row(reading.report, claim, reading.claims) for claim in reading.claims]


_STAMP = Stamp(dt.date.min)


def _claim_row(report: Report, claim: Claim, siblings: Sequence[Claim]) -> dict[str, Any]:
    cells = flat(Row(report, claim, UNREVIEWED, report, masked=False, whole=whole_of(claim, siblings)), _STAMP)
    typed = {name: arrow.value_of(name, value) for name, value in cells.items()}
    return {**typed, "json": json.dumps(claim_to_dict(claim, report), ensure_ascii=False)}
