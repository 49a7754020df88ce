"""Claims: a page of them, and one in full."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Query, Request, Response

from marsad.claims.confidence import explain
from marsad.pipeline import read
from marsad.records import Report
from marsad.web.audience import Audience
from marsad.web.columns import Mask, count, first_of, last_of
from marsad.web.filters import USUAL, Cursor, Limit, Now, Wanted
from marsad.web.index import Asked, time_code
from marsad.web.pages import cursor_of, key_of
from marsad.web.problems import missing
from marsad.web.reply import answer
from marsad.web.serialize import claims, models
from marsad.web.serialize.words import actor_ar
from marsad.web.snapshot import Snapshot, time_of

router = APIRouter(tags=["claims"])
Order = Annotated[str, Query(pattern="^(asc|desc)$", description="of time: asc or desc")]


@router.get("/claims", response_model=models.ClaimPage)
def page_of_claims(
    request: Request, at: Now, asked: Wanted, order: Order = "asc", limit: Limit = USUAL, cursor: Cursor = None
) -> Response:
    """Claims in the order of time, each with its sentence."""
    return answer(request, at, models.ClaimPage, lambda: _page(at, asked, order, limit, cursor))


def _page(at: Snapshot, asked: Asked, order: str, limit: int, cursor: str | None) -> dict[str, Any]:
    chosen = at.index.chosen(asked)
    found, following = page_of(at, chosen, order, limit, cursor)
    return {
        "version": at.version,
        "total": count(chosen),
        "of": at.index.of,
        "next": following,
        "items": [claims.item(row, at) for row in at.pairs(found)],
    }


def page_of(at: Snapshot, chosen: Mask, order: str, limit: int, cursor: str | None) -> tuple[list[int], str | None]:
    """Return up to `limit` of the chosen claims after a cursor, and the cursor of the next page."""
    start = None
    if cursor is not None:
        first, last, key = key_of(cursor, (int, int, str))
        start = _after(at, time_code(int(first), int(last)), str(key), order)
    found = first_of(chosen, limit + 1, start or 0) if order == "asc" else last_of(chosen, limit + 1, start)
    following = None
    if len(found) > limit:
        found.pop()
        last_row = at.rows[found[-1]]
        following = cursor_of((*time_of(last_row), last_row.claim.key))
    return found, following


def _after(at: Snapshot, time: int, key: str, order: str) -> int:
    """Return the position to go on at. The claim itself tells; where it is gone, its time does."""
    n = at.by_key.get(key)
    if n is not None and at.index.times[n] == time:
        return n + 1 if order == "asc" else n
    return int(np.searchsorted(at.index.times, time))


@router.get("/claims/{key}", response_model=models.Claim | models.PublicClaim)
def one_claim(request: Request, at: Now, key: str) -> Response:
    """One claim: its words, who asserts it, why the reader trusts it, what people judged."""
    if key not in at.by_key:
        raise missing(f"claim {key!r}")
    model = models.Claim if at.audience is Audience.DESK else models.PublicClaim
    return answer(request, at, model, lambda: _full(at, key))


def _full(at: Snapshot, key: str) -> dict[str, Any]:
    row = at.rows[at.by_key[key]]
    event = at.events.get(at.event_of.get(key, ""))
    line = next((line for line in event.lineages if key in line.claims), None) if event else None
    made = claims.item(row, at)
    if line is not None:
        made["chain"] += [
            {"role": "relay", "name": outlet, "name_ar": actor_ar(outlet), "text": None, "inferred": None}
            for outlet in line.relays
            if outlet != row.report.outlet
        ]
    return {
        **made,
        "version": at.version,
        "passages": claims.passages(row),
        "relays": line
        and {
            "origin": line.origin,
            "origin_ar": actor_ar(line.origin),
            "named": line.named,
            "relays": list(line.relays),
            "claims": len(line.claims),
        },
        "with_it": [other for other in event.claims if other != key] if event else [],
        "grounds": _grounds(at, key) if at.audience is Audience.DESK else [],
        "judgements": [
            {
                "verdict": j.verdict,
                "by": j.by,
                "why": j.why,
                "at": j.at.isoformat(),
                "other": (j.b if j.a == key else j.a) if j.b is not None else None,
                "value": dict(j.value) if j.value is not None else None,
            }
            for j in at.judgements_of.get(key, ())
        ],
    }


def _grounds(at: Snapshot, key: str) -> list[dict[str, Any]]:
    """Return what each feature adds to the confidence; none where the reader of today does not make the claim."""
    report = at.readings[at.rows[at.by_key[key]].report.report_id].report
    return [{"feature": name, "weight": weight} for name, weight in _of_report(report).get(key, ())]


@lru_cache(maxsize=256)
def _of_report(report: Report) -> dict[str, tuple[tuple[str, float], ...]]:
    reading = read(report)
    return {claim.key: explain(found) for claim, found in zip(reading.claims, reading.grounds, strict=False)}
