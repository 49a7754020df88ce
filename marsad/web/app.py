"""The application: settings in, routes put together. `marsad serve` runs it; tests call it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from starlette.middleware.gzip import GZipMiddleware

from marsad import __version__
from marsad.people.oidc import Provider, Trips
from marsad.store.store import Store
from marsad.web import firsts, problems, static, stream
from marsad.web.alerts import ask
from marsad.web.audience import Audience
from marsad.web.basemap import basemap_of
from marsad.web.basemap import router as basemap_router
from marsad.web.door import door, reads
from marsad.web.filters import no_others
from marsad.web.guard import Guard
from marsad.web.measures import Measured, measures_of
from marsad.web.ogc import router as ogc
from marsad.web.record import Record
from marsad.web.reply import Kept
from marsad.web.routes import (
    about,
    alerts,
    claims,
    control,
    events,
    exports,
    health,
    intake,
    ledgers,
    map,
    metrics,
    people,
    permalinks,
    publication,
    reports,
    review,
    scan,
    team,
    timeline,
)
from marsad.web.serialize import models
from marsad.web.snapshot import Blur, Snapshot
from marsad.web.tiles import router as tiles

# FastAPI makes a route when it first looks for one among its siblings: a path that is none of theirs has all made.
_NOWHERE = {"type": "http", "path": "/api/v1/", "method": "GET", "headers": []}


@dataclass(frozen=True, slots=True)
class Settings:
    """How the server was started. `hosts` None answers for every host; `wait` makes the first snapshot at once.

    `audience` is that of who is not signed in. `team`: people sign in (door.py); `https`: they do so over HTTPS, which
    a server before this one ends. `metrics_token`: whoever has it reads /metrics; without one, this machine alone.
    """

    audience: Audience
    hosts: frozenset[str] | None = None
    tiles: str | None = None
    desk: Path = static.DESK
    blur: Blur | None = None
    wait: bool = False
    team: bool = False
    https: bool = False
    oidc: Provider | None = None
    metrics_token: str | None = None

    @property
    def audiences(self) -> tuple[Audience, ...]:
        return (Audience.DESK, Audience.VIEWER, Audience.PUBLIC) if self.team else (self.audience,)


def create_app(store: Store, settings: Settings) -> FastAPI:
    """Return the application over an open record; it closes the record when it ends."""

    def prepare(at: Snapshot) -> None:
        for route in app.routes:
            route.matches(_NOWHERE)
        firsts.ask(at)

    record = Record(store, settings.audiences, settings.blur, partial(ask, store), prepare)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if settings.wait:
            record.refresh()
        record.start()
        yield
        app.state.stopping.set()
        record.stop()
        store.close()

    app = FastAPI(
        title="Marsad",
        version=__version__,
        description="What reports of armed conflict claim, each value tied to its words. Reported, never estimated.",
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        responses=problems.RESPONSES,
        separate_input_output_schemas=False,
    )
    app.state.settings, app.state.record, app.state.door = settings, record, door(store, settings)
    app.state.trips = Trips()
    app.state.ready, app.state.measures = health.Kept(), measures_of(record, settings.audience)
    app.state.kept, app.state.past, app.state.stopping = Kept(), stream.Past(), asyncio.Event()
    problems.install(app)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    basemap = basemap_of(settings.tiles)
    app.add_middleware(Guard, hosts=settings.hosts, sources=(basemap.origin or "") if basemap else "")
    if app.state.measures is not None:
        app.add_middleware(Measured, measures=app.state.measures)
    app.include_router(_api(), prefix="/api/v1")
    app.include_router(ogc.router)
    app.include_router(tiles.router)
    app.include_router(basemap_router(basemap))
    app.include_router(_health())
    app.include_router(health.router)
    app.include_router(metrics.router)
    app.include_router(static.router(settings.desk))
    app.openapi = lambda: _described(app)  # type: ignore[method-assign]
    return app


def _api() -> APIRouter:
    api = APIRouter(dependencies=[Depends(no_others)])
    for module in (
        about,
        reports,
        intake,
        claims,
        events,
        map,
        control,
        ledgers,
        timeline,
        permalinks,
        stream,
        people,
        team,
        review,
        publication,
        alerts,
    ):
        api.include_router(module.router)
    api.include_router(publication.briefing)
    api.include_router(scan.router, dependencies=[reads("export")])
    api.include_router(exports.router, dependencies=[reads("export")])
    return api


def _health() -> APIRouter:
    router = APIRouter(tags=["health"])

    @router.get("/healthz", response_model=models.Health)
    def healthz(request: Request) -> Response:
        """Whether the server answers, and from which version of the data."""
        found = request.app.state.record.peek(request.app.state.settings.audience)
        body = models.Health(status="ok" if found else "reading", version=found.version if found else None)
        return Response(
            body.model_dump_json(), 200 if found else 503, {"Cache-Control": "no-store"}, "application/json"
        )

    return router


def _described(app: FastAPI) -> dict[str, Any]:
    """Return the description of the API; a parameter at fault is answered by 400, never by FastAPI's own 422."""
    if app.openapi_schema is None:
        from fastapi.openapi.utils import get_openapi

        made = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        for path in made["paths"].values():
            for operation in path.values():
                operation["responses"].pop("422", None)
        for name in ("HTTPValidationError", "ValidationError"):
            made["components"]["schemas"].pop(name, None)
        app.openapi_schema = made
    return app.openapi_schema
