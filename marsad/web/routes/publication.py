"""What is published: public copies, tombstones, editions and what changed since one; removals (docs/review.md)."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from marsad.errors import StoreError
from marsad.people.limits import LimitError, spend
from marsad.people.policy import may
from marsad.review.publish import changes
from marsad.store.reviews import Reviews
from marsad.store.types_review import Edition, Published
from marsad.web.audience import Viewer
from marsad.web.briefing.make import make
from marsad.web.briefing.pdf import printed
from marsad.web.door import RESPONSES, accounts_of, address_of, deny, needs, too_many
from marsad.web.problems import ProblemError, bad, missing
from marsad.web.serialize.models import publication as shapes

router = APIRouter(prefix="/publication", tags=["publication"], responses=RESPONSES)
Anybody = Annotated[Viewer, needs("public")]
Freezer = Annotated[Viewer, needs("freeze")]
Remover = Annotated[Viewer, needs("remove")]
Name = Annotated[str, Query(max_length=200)]
Json = dict[str, Any]


class Freeze(BaseModel):
    """A new edition."""

    model_config = ConfigDict(extra="forbid")
    version: Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z._-]{0,39}$")]
    title: Annotated[str, Field(max_length=200)] = ""


class Remove(BaseModel):
    """A report that is taken out for safety. `reason` is kept, so it must not repeat what is removed."""

    model_config = ConfigDict(extra="forbid")
    report: Annotated[str, Field(min_length=1, max_length=400)]
    reason: Annotated[str, Field(min_length=3, max_length=400)]


def said(value: Any, status: int = 200, kept: int = 30) -> JSONResponse:
    return JSONResponse(value, status, {"Cache-Control": f"public, max-age={kept}" if kept else "no-store"})


def reviews_of(request: Request) -> Reviews:
    return Reviews(request.app.state.record.store)


def today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


@router.get("/claims", response_model=shapes.PublicCopies)
def claims(
    request: Request, who: Anybody, after: Name | None = None, limit: Annotated[int, Query(ge=1, le=500)] = 100
) -> JSONResponse:
    """The public copies by key, a page at a time: `after` is the last key of the page before."""
    rows = reviews_of(request).published(today(), after, limit + 1)
    page = rows[:limit]
    return said({
        "rows": [_copy(row) for row in page], "next": page[-1].key if len(rows) > limit else None,
        "total": reviews_of(request).count_published(today()),
    })  # fmt: skip


def _copy(row: Published) -> Json:
    assert row.body is not None
    return {"key": row.key, "version": row.version, "sha256": row.digest, "published_at": row.at.isoformat(),
            "claim": dict(row.body)}  # fmt: skip


@router.get("/tombstones", response_model=list[shapes.Tombstone])
def tombstones(request: Request, who: Anybody) -> JSONResponse:
    """What was public and is not any more: withdrawn, or removed for safety. The words are gone, the hash stays."""
    return said([
        {"key": row.key, "status": row.status, "sha256": row.digest, "at": row.at.isoformat(), "why": row.why}
        for row in reviews_of(request).tombstones()
    ])  # fmt: skip


@router.get("/embargoes", response_model=list[shapes.Embargo])
def embargoes(request: Request, who: Freezer) -> JSONResponse:
    """What was published and is hidden until its day: for who publishes."""
    return said([
        {"key": row.key, "until": row.until.isoformat() if row.until else None, "published_at": row.at.isoformat()}
        for row in reviews_of(request).embargoed(today())
    ], kept=0)  # fmt: skip


@router.get("/editions", response_model=list[shapes.EditionHead])
def editions(request: Request, who: Anybody) -> JSONResponse:
    """All editions, the first first."""
    return said([_head(edition) for edition in reviews_of(request).editions()])


def _head(edition: Edition) -> Json:
    return {"version": edition.version, "hash": edition.hash, "title": edition.title, "at": edition.at.isoformat(),
            "claims": len(edition.members)}  # fmt: skip


@router.post("/editions", status_code=201, response_model=shapes.EditionHead)
def freeze(request: Request, who: Freezer, given: Freeze) -> JSONResponse:
    """Freeze what is public today."""
    try:
        made = reviews_of(request).freeze(given.version, given.title, who.name or "-", today())
    except StoreError as error:
        raise ProblemError(409, str(error)) from None
    accounts_of(request).log(who.name or "-", "freeze", made.version, "done")
    return said(_head(made), 201, kept=0)


def found(request: Request, name: str) -> Edition:
    """Return an edition by its version or hash."""
    for edition in reviews_of(request).editions():
        if name in (edition.version, edition.hash):
            return edition
    raise missing(f"edition {name!r}")


@router.get("/editions/{version}", response_model=shapes.Edition)
def edition(request: Request, who: Anybody, version: str) -> JSONResponse:
    """One edition: its claims as they were frozen. Of what was removed or withdrawn since, key and hash alone."""
    chosen = found(request, version)
    reviews = reviews_of(request)
    bodies, gone = reviews.bodies(chosen), {row.key for row in reviews.tombstones()}
    return said(_head(chosen) | {
        "members": [
            {"key": key, "sha256": sha256, "claim": bodies.get(key) if key not in gone else None}
            for key, sha256 in chosen.members
        ],
    })  # fmt: skip


@router.get("/editions/{version}/changes", response_model=shapes.EditionChanges)
def changed(request: Request, who: Anybody, version: str, to: Name | None = None) -> JSONResponse:
    """What changed since an edition, until today or the edition `to`: claims that came, went, or say otherwise."""
    start, reviews = found(request, version), reviews_of(request)
    rows = reviews.published(today())
    after = found(request, to).members if to is not None else tuple((row.key, row.digest) for row in rows)
    why = {row.key: {"status": row.status, "why": row.why} for row in reviews.tombstones()}
    told = changes(start.members, after)
    return said({"from": start.version, "to": to, **told, "gone": [{"key": k, **why.get(k, {})} for k in told["gone"]]})


@router.post("/removals", status_code=204)
def remove(request: Request, who: Remover, given: Remove) -> Response:
    """Take a report out of everything for safety: tables, search, exports, tiles, editions, caches."""
    record = request.app.state.record
    if record.store.report(given.report) is None:
        raise missing(f"report {given.report!r}")
    try:
        record.store.remove(given.report, given.reason, who.name or "-")
    except StoreError as error:
        raise bad(str(error)) from None
    finally:
        record.refresh()
        request.app.state.kept.clear()
    accounts_of(request).log(who.name or "-", "remove", given.report, "done")
    return Response(status_code=204)


def _spend(request: Request, what: str, of: str) -> None:
    try:
        spend(accounts_of(request), what, of)
    except LimitError as error:
        raise too_many(error) from None


_PAGE = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
briefing = APIRouter(prefix="/brief", tags=["publication"], responses=RESPONSES)


@briefing.get("", response_class=HTMLResponse, responses={200: {"content": {"application/pdf": {}}}})
def brief(
    request: Request,
    who: Anybody,
    lang: Literal["ar", "en"] = "ar",
    edition: Name | None = None,
    since: Annotated[dt.date | None, Query(alias="from")] = None,
    until: Annotated[dt.date | None, Query(alias="to")] = None,
    place: Name | None = None,
    form: Annotated[Literal["html", "pdf"], Query(alias="format")] = "html",
) -> Response:
    """A briefing for print: of an edition for everybody, of the working record for who may see it."""
    if edition is None and not may(who.role, "brief"):
        raise deny(request, who, "brief")
    if form == "pdf":
        if not may(who.role, "brief"):
            raise deny(request, who, "brief")
        _spend(request, "export account", who.name or "-")
    _spend(request, "briefing address", address_of(request))
    chosen = found(request, edition) if edition is not None else None
    made = make(request.app.state.record.store, reviews_of(request), lang, since, until, place, chosen)
    headers = {"Cache-Control": "no-store", "Content-Disposition": f'inline; filename="marsad-{lang}.{form}"'}
    if form == "html":
        headers["Content-Security-Policy"] = _PAGE  # its styles stand in the page, and nothing else does
        return Response(made.html, headers=headers, media_type="text/html; charset=utf-8")
    return Response(printed(made.html, made.day), headers=headers, media_type="application/pdf")
