"""What an export would give away of people: looked through before a file leaves (docs/exports.md, Names).

Every export masks what is found here. Whoever hands a file on is to know what stood in the reports behind it, and that
a pattern finds what is written as such numbers commonly are, and nothing else.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse

from marsad.exports.leaks import Leak, leaks
from marsad.exports.persons import can_be_found, private_persons
from marsad.people.policy import may
from marsad.records import Claim, Report, Span
from marsad.web.audience import Audience, viewer
from marsad.web.columns import members
from marsad.web.door import deny
from marsad.web.filters import Now, Wanted

router = APIRouter(prefix="/exports", tags=["exports"])
_MOST_NAMED = 300  # reports whose names are counted: finding them takes some ten milliseconds a report
_AROUND = 60  # characters shown on either side


@router.get("/scan")
def scan(request: Request, at: Now, asked: Wanted, limit: Annotated[int, Query(ge=1, le=1000)] = 200) -> JSONResponse:
    """Phone numbers, e-mail addresses and identity numbers in the reports behind the claims that the filters let
    through, each with the words around it, and how many names of private persons are masked (null: too many reports
    to count them in)."""
    who = viewer(request)
    if who.audience is Audience.DESK and not may(who.role, "read_original"):
        raise deny(request, who, "read_original")
    rows = at.pairs(members(at.index.chosen(asked)))
    reports = {row.report.report_id: row.report for row in rows if isinstance(row.report, Report)}
    keys = {row.claim.key for row in rows}
    found: list[dict[str, Any]] = []
    counts: dict[str, int] = {}
    named = 0
    for name, report in reports.items():
        reading = at.readings.get(name)
        claims = reading.claims if reading else ()
        if len(reports) <= _MOST_NAMED and can_be_found(report.lang):
            named += len(private_persons(report, claims))
        for leak in leaks(report.document):
            counts[leak.kind] = counts.get(leak.kind, 0) + 1
            if len(found) < limit:
                found.append(_shown(report, leak, claims, keys))
    persons = named if len(reports) <= _MOST_NAMED else None
    body = {"claims": len(rows), "reports": len(reports), "persons": persons, "counts": counts, "found": found}
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


def _shown(report: Report, leak: Leak, claims: tuple[Claim, ...], keys: set[str]) -> dict[str, Any]:
    document = report.document
    start, end = max(0, leak.start - _AROUND), min(len(document), leak.end + _AROUND)
    span = Span(leak.start, leak.end)
    inside = [c.key for c in claims if c.key in keys and c.evidence.overlaps(span)]
    return {
        "report": report.report_id, "title": report.title, "outlet": report.outlet, "kind": leak.kind,
        "before": document[start : leak.start], "words": document[leak.start : leak.end],
        "after": document[leak.end : end], "claims": inside,
    }  # fmt: skip
