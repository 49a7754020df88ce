"""What came in and what became of it: what could not be read, was refused, or repeats another report."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from marsad.store.types_intake import STATES
from marsad.web.audience import Audience
from marsad.web.filters import USUAL, Cursor, Limit, Now, Text, several
from marsad.web.pages import page
from marsad.web.problems import missing
from marsad.web.reply import written
from marsad.web.serialize import models

router = APIRouter(tags=["reports"])
State = Annotated[Text | None, Query(description=f"some of {', '.join(STATES)}")]


@router.get("/intake", response_model=models.Intake)
def intake(request: Request, at: Now, state: State = None, limit: Limit = USUAL, cursor: Cursor = None) -> Response:
    """Inputs that gave no report of their own, and why; counts of all. For the desk alone."""
    if at.audience is not Audience.DESK:
        raise missing("intake in public")
    store = request.app.state.record.store
    wanted = several("state", state, STATES)
    found = [item for item in store.problems() if not wanted or item.state in wanted]
    found.sort(key=lambda item: item.name)
    rows, following = page(found, cursor, limit, lambda item: (item.name,), (str,))
    counts: dict[str, int] = {}
    for (_, of), number in store.standing(0).counts.items():
        counts[of] = counts.get(of, 0) + number
    body: dict[str, Any] = {
        "version": at.version,
        "total": len(found),
        "next": following,
        "counts": counts,
        "items": [
            {
                "name": item.name,
                "state": item.state,
                "why": item.reason,
                "at": item.at.isoformat(),
                "source": item.source,
                "origin": item.origin,
                "report": item.report_id,
            }
            for item in rows
        ],
    }
    headers = {"Cache-Control": "no-store"}
    return Response(written(models.Intake, body), media_type="application/json", headers=headers)
