"""Exports: exactly what the filters let through, in a format that others read, or as the rows of one screen."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import chain
from tempfile import TemporaryFile
from typing import IO, Any, TypeVar

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from marsad.errors import ExportError
from marsad.exports.csv import head_of, preamble, written_rows
from marsad.exports.dataset import Dataset, Stamp
from marsad.exports.formats import EXPORTERS, exporter
from marsad.exports.loss import LossReport
from marsad.records import Report
from marsad.web.columns import members
from marsad.web.filters import Now, Wanted, Words
from marsad.web.hidden import masked
from marsad.web.index import Asked
from marsad.web.problems import bad, missing
from marsad.web.reply import headers_of, tag_of
from marsad.web.routes import control, ledgers, reports
from marsad.web.serialize import sheets
from marsad.web.snapshot import Snapshot

router = APIRouter(prefix="/exports", tags=["exports"])
_CHUNK = 65_536
_ALL = 1_000_000  # steps and sayings of a row of a screen's export: all of them
_PAGE = 2000  # rows of a screen that are made at once
T = TypeVar("T")


@router.get("/{name}.csv", response_class=StreamingResponse)
def sheet(
    request: Request, at: Now, asked: Wanted, name: str, day: control.At = None,
    harm: Words = None, victims: Words = None, cause: Words = None,
    containing: Words = None, q: Words = None,
) -> StreamingResponse:  # fmt: skip
    """What a screen shows as CSV, safe to open in a spreadsheet: casualties, control, history, changes, diplomacy,
    positions, reports, with the screen's own parameters."""
    rows = masked(_rows(request, at, asked, name, day, (harm, victims, cause), containing, q), at)
    first = next(rows, None)
    header = list(first) if first is not None else ["claims"]
    stamp, count = _stamp(request, at), _Counted(chain(() if first is None else (first,), rows))
    body = _aside(written_rows(header, count))
    head = head_of(header, preamble(f"Marsad {name}", stamp, LossReport(count.seen, count.seen)))
    return _file(request, at, _read(head, body), len(head) + body.tell(), f"marsad-{name}.csv", "text/csv")


@router.get("/{name}.json", response_class=StreamingResponse)
def sheet_json(
    request: Request, at: Now, asked: Wanted, name: str, day: control.At = None,
    harm: Words = None, victims: Words = None, cause: Words = None,
    containing: Words = None, q: Words = None,
) -> StreamingResponse:  # fmt: skip
    """The same rows as JSON."""
    rows = masked(_rows(request, at, asked, name, day, (harm, victims, cause), containing, q), at)
    head = json.dumps({**_stamp(request, at).to_dict(), "rows": []}, ensure_ascii=False, indent=1)
    start = head.removesuffix("]\n}").encode("utf-8", "backslashreplace")
    body = _aside(_listed(rows))
    return _file(request, at, _read(start, body), len(start) + body.tell(), f"marsad-{name}.json", "application/json")


def _listed(rows: Iterable[sheets.Json]) -> Iterator[bytes]:
    """Yield rows as `json.dumps` writes them as a list in an object, and its end."""
    before = "\n  "
    for row in rows:
        written = before + json.dumps(row, ensure_ascii=False, indent=1).replace("\n", "\n  ")
        yield written.encode("utf-8", "backslashreplace")
        before = ",\n  "
    yield b"\n ]\n}" if before.startswith(",") else b"]\n}"


def _rows(
    request: Request, at: Snapshot, asked: Asked, name: str, day: dt.date | None, who: ledgers.Who,
    containing: str | None, q: str | None,
) -> Iterator[sheets.Json]:  # fmt: skip
    """Yield what a screen shows, all of it, page by page; casualties at once, since which rows may not be added to
    which is a matter of all of them."""
    screens: dict[str, tuple[Callable[..., sheets.Sheet], Callable[[str | None], bytes | dict[str, Any]]]] = {
        "casualties": (
            sheets.casualties,
            lambda c: {**json.loads(ledgers.casualties_of(at, asked, who, _ALL, None, None)), "next": c},
        ),
        "control": (sheets.control, lambda c: control.states_of(at, asked, day, _PAGE, c)),
        "history": (sheets.history, lambda c: control.history_of(at, asked, _PAGE, c)),
        "changes": (sheets.changes, lambda c: control.changes_of(at, asked, _PAGE, c)),
        "diplomacy": (sheets.diplomacy, lambda c: ledgers.diplomacy_of(at, asked, _PAGE, c, _ALL)),
        "positions": (sheets.positions, lambda c: ledgers.positions_of(at, asked, containing, _PAGE, c, _ALL)),
        "reports": (sheets.reports, lambda c: reports.page_of(request, at, asked, q, _PAGE, c)),
    }
    if name not in screens:
        raise missing(f"sheet {name!r}; there are {', '.join(screens)}")
    flat, page = screens[name]
    link = _stamp(request, at).link_to
    cursor: str | None = None
    while True:
        made = page(cursor)
        body = json.loads(made) if isinstance(made, bytes) else made
        yield from flat(body, link)
        cursor = body["next"]
        if cursor is None:
            return


class _Counted(Iterable[T]):
    """Items that pass by, and how many did."""

    def __init__(self, items: Iterable[T]) -> None:
        self._items, self.seen = items, 0

    def __iter__(self) -> Iterator[T]:
        for item in self._items:
            self.seen += 1
            yield item


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
    return _file(
        request, at, _chunks(made.data), len(made.data), chosen.file_name("marsad"), chosen.media_type, written
    )


def _report(report: object) -> Report:
    assert isinstance(report, Report)
    return report


def _stamp(request: Request, at: Snapshot) -> Stamp:
    filters = [(str(name), str(value)) for name, value in request.query_params.multi_items()]
    link = str(request.base_url).rstrip("/") + "/?show=claim:{key}"
    return Stamp(dt.datetime.now(dt.UTC).date(), (*filters, ("data_version", at.version)), link=link)


def _file(
    request: Request, at: Snapshot, parts: Iterable[bytes], size: int, name: str, media_type: str,
    more: dict[str, str] | None = None,
) -> StreamingResponse:  # fmt: skip
    headers = headers_of(at, tag_of(request, at)) | {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Length": str(size),
        **(more or {}),
    }
    return StreamingResponse(parts, media_type=media_type, headers=headers)


def _chunks(data: bytes) -> Iterator[bytes]:
    for start in range(0, len(data), _CHUNK):
        yield data[start : start + _CHUNK]


def _aside(parts: Iterable[bytes]) -> IO[bytes]:
    """Return a file of its own with these parts: what comes before them tells how many there are."""
    with ExitStack() as unless_whole:
        file = unless_whole.enter_context(TemporaryFile())
        file.writelines(parts)
        unless_whole.pop_all()  # who reads it closes it
    return file


def _read(head: bytes, body: IO[bytes]) -> Iterator[bytes]:
    """Yield a head and what was written into a file, which is gone then."""
    yield head
    with body:
        body.seek(0)
        while part := body.read(_CHUNK):
            yield part
