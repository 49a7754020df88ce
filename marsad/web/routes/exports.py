"""Exports: exactly what the filters let through, in a format that others read, or as the rows of one screen."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from marsad.errors import ExportError
from marsad.exports.csv import preamble, write_table
from marsad.exports.dataset import Dataset, Stamp
from marsad.exports.formats import EXPORTERS, exporter
from marsad.exports.loss import LossReport
from marsad.exports.privacy import Mask, mask_of
from marsad.records import Report
from marsad.web.columns import members
from marsad.web.filters import Now, Wanted, Words
from marsad.web.index import Asked
from marsad.web.problems import bad, missing
from marsad.web.reply import headers_of, tag_of
from marsad.web.routes import control, ledgers, reports
from marsad.web.serialize import sheets
from marsad.web.snapshot import Snapshot

router = APIRouter(prefix="/exports", tags=["exports"])
_CHUNK = 65_536
_ALL = 1_000_000  # rows of a screen's export: no page, all of them


@router.get("/{name}.csv", response_class=StreamingResponse)
def sheet(
    request: Request, at: Now, asked: Wanted, name: str, day: control.At = None,
    harm: Words = None, victims: Words = None, cause: Words = None,
    containing: Words = None, q: Words = None,
) -> StreamingResponse:  # fmt: skip
    """What a screen shows as CSV, safe to open in a spreadsheet: casualties, control, history, changes, diplomacy,
    positions, reports, with the screen's own parameters."""
    rows = _rows(request, at, asked, name, day, (harm, victims, cause), containing, q)
    stamp = _stamp(request, at)
    header = list(rows[0]) if rows else ["claims"]
    lines = preamble(f"Marsad {name}", stamp, LossReport(len(rows), len(rows)))
    return _file(request, at, write_table(header, rows, lines), f"marsad-{name}.csv", "text/csv")


@router.get("/{name}.json", response_class=StreamingResponse)
def sheet_json(
    request: Request, at: Now, asked: Wanted, name: str, day: control.At = None,
    harm: Words = None, victims: Words = None, cause: Words = None,
    containing: Words = None, q: Words = None,
) -> StreamingResponse:  # fmt: skip
    """The same rows as JSON."""
    rows = _rows(request, at, asked, name, day, (harm, victims, cause), containing, q)
    whole = {**_stamp(request, at).to_dict(), "rows": rows}
    data = json.dumps(whole, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")
    return _file(request, at, data, f"marsad-{name}.json", "application/json")


def _rows(
    request: Request, at: Snapshot, asked: Asked, name: str, day: dt.date | None, who: ledgers.Who,
    containing: str | None, q: str | None,
) -> sheets.Sheet:  # fmt: skip
    screens: dict[str, tuple[Callable[..., sheets.Sheet], Callable[[], dict[str, Any]]]] = {
        "casualties": (sheets.casualties, lambda: ledgers.casualties_of(at, asked, who, _ALL, None, None)),
        "control": (sheets.control, lambda: json.loads(control.states_of(at, asked, day, _ALL, None))),
        "history": (sheets.history, lambda: json.loads(control.history_of(at, asked, _ALL, None))),
        "changes": (sheets.changes, lambda: json.loads(control.changes_of(at, asked, _ALL, None))),
        "diplomacy": (
            sheets.diplomacy,
            lambda: json.loads(ledgers.diplomacy_of(at, asked, _ALL, None, _ALL)),
        ),
        "positions": (
            sheets.positions,
            lambda: json.loads(ledgers.positions_of(at, asked, containing, _ALL, None, _ALL)),
        ),
        "reports": (sheets.reports, lambda: reports.page_of(request, at, asked, q, _ALL, None)),
    }
    if name not in screens:
        raise missing(f"sheet {name!r}; there are {', '.join(screens)}")
    flat, body = screens[name]
    return sheets.masked(flat(body(), _stamp(request, at).link_to), _masks(at))


def _masks(at: Snapshot) -> Callable[[str], Mask | None]:
    """Return what has to be hidden of the report of a claim, or of a report, by key or id: no export names a private
    person or says how to reach one."""
    made: dict[str, Mask | None] = {}

    def mask(name: str) -> Mask | None:
        report_id = at.rows[at.by_key[name]].report.report_id if name in at.by_key else name
        if report_id not in made:
            reading = at.readings.get(report_id)
            made[report_id] = mask_of(reading.report, reading.claims) if reading else None
        return made[report_id]

    return mask


@router.get("/{format_name}", response_class=StreamingResponse)
def export(request: Request, at: Now, asked: Wanted, format_name: str) -> StreamingResponse:
    """The claims in a format of docs/exports.md. The file says what made it, with which filters, and what it lacks."""
    if format_name not in EXPORTERS:
        raise missing(f"format {format_name!r}; there are {', '.join(EXPORTERS)}")
    chosen = exporter(format_name)
    mask = at.index.chosen(asked)
    rows = at.pairs(members(mask))
    keys = {row.claim.key for row in rows}
    claims = tuple((_report(row.report), row.claim) for row in rows)
    numbers = members(at.index.event.numbers(mask)[: at.happened.size])
    events = tuple(at.event_at(n) for n in numbers)
    judgements = tuple(j for j in at.judgements if j.a in keys or j.b in keys)
    published = {key: state for key in keys if (state := at.state_of(key)) in ("published", "single_read")}
    try:
        made = chosen.make(Dataset(claims, events, judgements, published), _stamp(request, at))
    except ExportError as error:
        raise bad(str(error)) from None
    written = {"X-Claims-Written": str(made.losses.written), "X-Claims-Given": str(made.losses.given)}
    return _file(request, at, made.data, chosen.file_name("marsad"), chosen.media_type, written)


def _report(report: object) -> Report:
    assert isinstance(report, Report)
    return report


def _stamp(request: Request, at: Snapshot) -> Stamp:
    filters = [(str(name), str(value)) for name, value in request.query_params.multi_items()]
    link = str(request.base_url).rstrip("/") + "/?show=claim:{key}"
    return Stamp(dt.datetime.now(dt.UTC).date(), (*filters, ("data_version", at.version)), link=link)


def _file(
    request: Request, at: Snapshot, data: bytes, name: str, media_type: str, more: dict[str, str] | None = None
) -> StreamingResponse:
    headers = headers_of(at, tag_of(request, at)) | {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Length": str(len(data)),
        **(more or {}),
    }
    return StreamingResponse(_chunks(data), media_type=media_type, headers=headers)


def _chunks(data: bytes) -> Iterator[bytes]:
    for start in range(0, len(data), _CHUNK):
        yield data[start : start + _CHUNK]
