"""Whether the server lives, and whether it can answer (docs/operations.md): for service managers and load balancers.

Whoever may read the metrics is told what is amiss as well; everybody else only whether something is.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse

from marsad.errors import MarsadError
from marsad.store.health import pulse
from marsad.web.routes.metrics import allowed

router = APIRouter(prefix="/health", include_in_schema=False)
_NO_STORE = {"Cache-Control": "no-store"}
_KEPT = 1.0  # seconds for which an answer of the database holds: anybody may ask


@router.get("/live")
async def live() -> JSONResponse:
    """Answer as long as the process can."""
    return JSONResponse({"status": "live"}, headers=_NO_STORE)


@router.get("/ready")
def ready(request: Request) -> JSONResponse:
    """Answer 200 where the database can be asked, has the schema of today, and the first snapshot is made; else 503."""
    found = checks(request)
    good = all(found["checks"].values())
    body: dict[str, Any] = {"status": "ready" if good else "not ready"}
    if allowed(request):
        body |= found
    return JSONResponse(body, 200 if good else 503, _NO_STORE)


class Kept:
    """The last answer of the database, for a second."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.until = 0.0
        self.answer: dict[str, Any] = {}


def checks(request: Request) -> dict[str, Any]:
    state = request.app.state
    kept: Kept = state.ready
    with kept.lock:
        if time.monotonic() >= kept.until:
            kept.answer = _asked(state.record.store)
            kept.until = time.monotonic() + _KEPT
        answer = kept.answer
    snapshot = state.record.peek(state.settings.audience) is not None
    return {**answer, "checks": {**answer["checks"], "snapshot": snapshot}}


def _asked(store: Any) -> dict[str, Any]:
    try:
        found = pulse(store)
    except MarsadError:
        return {"checks": {"database": False, "schema": False}, "entries": None, "head_age_seconds": None}
    age = (dt.datetime.now(dt.UTC) - found.last).total_seconds() if found.last else None
    return {
        "checks": {"database": True, "schema": found.current},
        "entries": found.entries,
        "head_age_seconds": None if age is None else round(max(0.0, age), 3),
    }
