"""Exports: exactly the claims that the filters let through, in a format that others read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from marsad.errors import ExportError
from marsad.exports.dataset import Dataset, Stamp
from marsad.exports.formats import EXPORTERS, exporter
from marsad.records import Report
from marsad.web.filters import Now, Wanted
from marsad.web.problems import bad, missing
from marsad.web.reply import headers_of, tag_of

router = APIRouter(prefix="/exports", tags=["exports"])
_CHUNK = 65_536


@router.get("/{format_name}", response_class=StreamingResponse)
def export(request: Request, at: Now, asked: Wanted, format_name: str) -> StreamingResponse:
    """The claims in a format of docs/exports.md. The file says what made it, with which filters, and what it lacks."""
    if format_name not in EXPORTERS:
        raise missing(f"format {format_name!r}; there are {', '.join(EXPORTERS)}")
    chosen = exporter(format_name)
    bits = at.index.chosen(asked)
    keys = {at.rows[n].claim.key for n in at.index.list(bits)}
    claims = [(_plain(row.report), row.claim) for n in at.index.list(bits) for row in (at.rows[n],)]
    events = tuple(event for event in at.fusion.events if not keys.isdisjoint(event.claims))
    judgements = tuple(j for j in at.judgements if j.a in keys or j.b in keys)
    filters = (*request.query_params.multi_items(), ("data_version", at.version))
    stamp = Stamp(dt.datetime.now(dt.UTC).date(), tuple((str(k), str(v)) for k, v in filters), link=_link(request))
    try:
        made = chosen.make(Dataset(tuple(claims), events, judgements), stamp)
    except ExportError as error:
        raise bad(str(error)) from None
    headers = headers_of(at, tag_of(request, at)) | {
        "Content-Disposition": f'attachment; filename="{chosen.file_name("marsad")}"',
        "Content-Length": str(len(made.data)),
        "X-Claims-Written": str(made.losses.written),
        "X-Claims-Given": str(made.losses.given),
    }
    return StreamingResponse(_chunks(made.data), media_type=chosen.media_type, headers=headers)


def _plain(report: object) -> Report:
    assert isinstance(report, Report)
    return report


def _link(request: Request) -> str:
    """Return the address of a claim at this server, with `{key}` where its key goes."""
    return str(request.base_url).rstrip("/") + "/claims/{key}"


def _chunks(data: bytes) -> Iterator[bytes]:
    for start in range(0, len(data), _CHUNK):
        yield data[start : start + _CHUNK]
