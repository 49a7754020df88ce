"""Permalinks: the state of a view with the version of the data it was seen on, under the hash of both."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from typing import Any

from fastapi import APIRouter, Request, Response

from marsad.web.filters import Now
from marsad.web.problems import ProblemError, missing
from marsad.web.reply import answer
from marsad.web.serialize import models
from marsad.web.snapshot import Snapshot

router = APIRouter(prefix="/permalinks", tags=["permalinks"])
_LARGEST = 20_000  # characters of a state
_HASH = re.compile(r"[0-9a-f]{32}")


@router.post("", response_model=models.Permalink, status_code=201)
def freeze(request: Request, at: Now, wanted: models.ViewState) -> Response:
    """Keep the state of a view. The same state of the same data has the same hash, and is kept once."""
    state = json.dumps(wanted.state, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    if len(state) > _LARGEST or len(wanted.view) > 200:
        raise ProblemError(413, f"a state has no more than {_LARGEST:,} characters, a view 200")
    view = wanted.view.encode("utf-8", "backslashreplace").decode().replace("\0", "")
    body = {"view": view, "state": state, "version": at.version, "sequence": at.sequence}
    name = hashlib.sha256(json.dumps([at.audience.value, body], sort_keys=True).encode()).hexdigest()[:32]
    made = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    request.app.state.record.store.keep_permalink(name, at.audience.value, body | {"made": made})
    link = _found(request, at, name)
    content = models.Permalink.model_validate(link).model_dump_json().encode()
    return Response(content, 201, {"Location": f"/api/v1/permalinks/{name}", "Cache-Control": "no-store"},
                    "application/json")  # fmt: skip


@router.get("/{hash}", response_model=models.Permalink)
def thaw(request: Request, at: Now, hash: str) -> Response:
    """The state that was kept; `current` says whether the data are still those of then."""
    if not _HASH.fullmatch(hash):
        raise missing("such permalink: a hash has 32 hexadecimal digits")
    found = _found(request, at, hash)
    return answer(request, at, models.Permalink, lambda: found)


def _found(request: Request, at: Snapshot, name: str) -> dict[str, Any]:
    kept = request.app.state.record.store.permalink(name, at.audience.value)
    if kept is None:
        raise missing(f"permalink {name}")
    return {
        "hash": name,
        "view": kept["view"],
        "state": json.loads(kept["state"]),
        "version": kept["version"],
        "sequence": kept["sequence"],
        "made": kept["made"],
        "current": kept["version"] == at.version,
    }
