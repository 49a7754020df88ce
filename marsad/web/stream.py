"""New claims as they come, by server-sent events. An id is the version of the data, so a listener can go on from it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request
from fastapi.responses import StreamingResponse

from marsad.store.accounts import Accounts
from marsad.web.audience import Viewer, viewer
from marsad.web.record import Record
from marsad.web.snapshot import Snapshot

router = APIRouter(tags=["stream"])
_BEAT = 15.0  # seconds between two signs of life
_MOST = 500  # keys named in one message
_REMEMBERED = 20  # versions after which a listener is told to read everything anew


class Past:
    """The claims of the last few versions, by audience, so that a listener that comes back hears what it missed."""

    def __init__(self) -> None:
        self._of: dict[tuple[str, str], frozenset[str]] = {}

    def note(self, at: Snapshot) -> frozenset[str]:
        name = (at.audience.value, at.version)
        if name not in self._of:
            self._of[name] = frozenset(at.by_key)
            while len(self._of) > 2 * _REMEMBERED:
                self._of.pop(next(iter(self._of)))
        return self._of[name]

    def get(self, at: Snapshot, version: str) -> frozenset[str] | None:
        return self._of.get((at.audience.value, version))


def message(past: Past, at: Snapshot, before: str | None) -> str:
    """Return what changed since the version `before` as one event; without it, where the record stands."""
    keys = past.note(at)
    old = past.get(at, before) if before else None
    new = sorted(keys - old) if old is not None else []
    gone = len(old - keys) if old is not None else 0
    body = {
        "version": at.version,
        "claims": len(keys),
        "new": new[:_MOST],
        "more": max(0, len(new) - _MOST),
        "gone": gone,
        "reread": before is not None and old is None,
    }
    kind = "claims" if before is not None else "version"
    return f"id: {at.version}\nevent: {kind}\ndata: {json.dumps(body)}\n\n"


@router.get("/stream", response_class=StreamingResponse)
async def stream(
    request: Request,
    who: Annotated[Viewer, Depends(viewer)],
    last_event_id: Annotated[str | None, Header(max_length=100)] = None,
    once: bool = False,
) -> StreamingResponse:
    """Server-sent events: `version` at first, then `claims` with the keys of new ones. `once` ends after the first."""
    record: Record = request.app.state.record
    record.at(who.audience)
    events = _events(request, record, who, last_event_id, once)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", "Content-Encoding": "identity"}
    return StreamingResponse(events, media_type="text/event-stream", headers=headers)


def _ended(request: Request, who: Viewer) -> bool:
    """Tell whether the session that a stream was opened with is over: it hears nothing more."""
    if who.session is None:
        return False
    found = Accounts(request.app.state.record.store).session(who.session)
    return found is None or found.account.role != who.role


async def _events(request: Request, record: Record, who: Viewer, last: str | None, once: bool) -> AsyncIterator[str]:
    past: Past = request.app.state.past
    at = record.at(who.audience)
    seen = at.version
    yield f"retry: 3000\n\n{message(past, at, last if last != seen else None)}"
    waited = 0.0
    while not once and not request.app.state.stopping.is_set():
        await asyncio.sleep(0.5)
        waited += 0.5
        at = record.at(who.audience)
        if at.version != seen:
            if _ended(request, who):
                break
            yield message(past, at, seen)
            seen, waited = at.version, 0.0
        elif waited >= _BEAT:
            waited = 0.0
            yield ": still here\n\n"
