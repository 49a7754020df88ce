"""The built desk: its files as they are, its one page for every address that is the desk's own."""

from __future__ import annotations

import re
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import FileResponse, HTMLResponse, Response

from marsad.web.problems import missing

DESK = Path(__file__).parent / "desk"
_HASHED = re.compile(r"[-.][A-Za-z0-9_-]{8,}\.[a-z0-9]+$")
_FOREVER = "public, max-age=31536000, immutable"
_NOT_BUILT = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Marsad</title>
<h1>Marsad · مرصد</h1><p>The API is here, the desk is not built: <code>marsad/web/desk</code> has no
<code>index.html</code>.</p><p>To build it: <code>make desk</code>, then load this page again.</p>
<p>The API: <a href="/api/v1/summary">/api/v1/summary</a>, <a href="/openapi.json">/openapi.json</a>,
<a href="/ogc">/ogc</a>.</p><p dir="rtl" lang="ar">واجهة البرمجة تعمل، ولم تُبنَ الشاشة بعد.</p></html>
"""


def router(folder: Path = DESK) -> APIRouter:
    """Return the routes of the desk in `folder`; they come last, since they take every address that is left."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/{path:path}", response_model=None)
    def desk(request: Request, path: str) -> Response:
        found = file_at(folder, path)
        if found is not None:
            fresh = "no-cache" if not _HASHED.search(found.name) else _FOREVER
            return FileResponse(found, headers={"Cache-Control": fresh})
        if path.split("/")[0] in ("api", "ogc", "tiles", "basemap") or "." in path.rpartition("/")[2]:
            raise missing(f"/{path[:200]}")
        page = folder / "index.html"
        if page.is_file():
            return FileResponse(page, headers={"Cache-Control": "no-cache"})
        return HTMLResponse(_NOT_BUILT, 200 if path == "" else 404, {"Cache-Control": "no-store"})

    return routes


def file_at(folder: Path, path: str) -> Path | None:
    """Return the file of a path inside `folder`; None where there is none, or where it would lead out of it."""
    if not path or "\0" in path:
        return None
    try:
        found = (folder / path).resolve()
        inside = found.is_relative_to(folder.resolve()) and found.is_file()
    except (OSError, ValueError):
        return None
    return found if inside else None
