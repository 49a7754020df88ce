"""The base map that the user brings: a PMTiles file served from here, or the address of tiles elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from fastapi import APIRouter, Request, Response
from starlette.responses import FileResponse

from marsad.web.problems import missing
from marsad.web.serialize import models

FILE = "/basemap.pmtiles"


@dataclass(frozen=True, slots=True)
class Basemap:
    """`url` is what a browser asks for; `file` is set where that is this server; `origin` where it is another."""

    kind: Literal["pmtiles", "tiles"]
    url: str
    file: Path | None = None
    origin: str | None = None


def basemap_of(given: str | None) -> Basemap | None:
    """Return the base map that `--tiles` names. Raises ValueError where it is neither a file nor an address."""
    if given is None:
        return None
    parts = urlsplit(given)
    if parts.scheme in ("http", "https") and parts.netloc:
        kind: Literal["pmtiles", "tiles"] = "pmtiles" if parts.path.endswith(".pmtiles") else "tiles"
        if kind == "tiles" and not all(mark in given for mark in ("{z}", "{x}", "{y}")):
            raise ValueError(f"{given}: an address of tiles has {{z}}, {{x}} and {{y}} in it, one of PMTiles ends so")
        return Basemap(kind, given, origin=f"{parts.scheme}://{parts.netloc}")
    file = Path(given)
    if not file.is_file():
        raise ValueError(f"{given}: there is no such file")
    with file.open("rb") as opened:
        if opened.read(7) != b"PMTiles":
            raise ValueError(f"{given}: this is no PMTiles file")
    return Basemap("pmtiles", FILE, file=file.resolve())


def router(basemap: Basemap | None) -> APIRouter:
    """Return the routes: how the desk is to draw the map, and the file."""
    routes = APIRouter(tags=["about"])

    @routes.get("/api/v1/settings", response_model=models.Settings)
    def settings(request: Request) -> Response:
        """What the desk has to know of this server: who it answers, and which base map there is."""
        shown = {"kind": basemap.kind, "url": basemap.url} if basemap else None
        body = {"audience": request.app.state.settings.audience.value, "basemap": shown}
        content = models.Settings.model_validate(body).model_dump_json()
        return Response(content, 200, {"Cache-Control": "no-cache"}, "application/json")

    @routes.get(FILE, include_in_schema=False)
    def file() -> Response:
        if basemap is None or basemap.file is None:
            raise missing("base map: the server was started without --tiles FILE")
        headers = {"Cache-Control": "no-cache"}
        return FileResponse(basemap.file, media_type="application/vnd.pmtiles", headers=headers)

    return routes
