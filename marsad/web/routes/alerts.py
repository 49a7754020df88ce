"""Saved searches: what they ask, what they found, their feeds and web hooks (docs/review.md, Alerts)."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from marsad.errors import MarsadError
from marsad.people.policy import may
from marsad.people.tokens import hash_of, new_token, same
from marsad.review.alerts import checked
from marsad.sources.addresses import url_of
from marsad.store.searches import Searches
from marsad.store.types_review import SavedSearch
from marsad.web.alerts import feed
from marsad.web.audience import Audience, Viewer, viewer
from marsad.web.door import RESPONSES, accounts_of, needs
from marsad.web.problems import ProblemError, bad, missing
from marsad.web.serialize.models import publication as shapes

router = APIRouter(prefix="/alerts", tags=["alerts"], responses=RESPONSES)
Reader = Annotated[Viewer, needs("alert")]
_MOST = 50  # searches of one person


class New(BaseModel):
    """A search to be kept. `hook` is an address that is called when something is found."""

    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, Field(min_length=1, max_length=100)]
    query: dict[str, Any]
    hook: Annotated[str, Field(max_length=500)] | None = None


def searches_of(request: Request) -> Searches:
    return Searches(request.app.state.record.store)


def said(value: Any, status: int = 200) -> JSONResponse:
    return JSONResponse(value, status, {"Cache-Control": "no-store"})


def own(request: Request, who: Viewer, number: int) -> SavedSearch:
    """Return a search of the asker; those of others are not there."""
    for search in searches_of(request).all(who.name):
        if search.number == number:
            return search
    raise missing(f"search {number} of yours")


@router.get("", response_model=list[shapes.SavedSearch])
def listed(request: Request, who: Reader) -> JSONResponse:
    """Your searches, each with how many finds you have not looked at."""
    untold = searches_of(request).untold(who.name or "-")
    return said([
        {"number": s.number, "name": s.name, "query": dict(s.query), "hook": s.hook, "created": s.created.isoformat(),
         "new": untold.get(s.number, 0)}
        for s in searches_of(request).all(who.name)
    ])  # fmt: skip


@router.post("", status_code=201, response_model=shapes.Saved)
def save(request: Request, who: Reader, given: New) -> JSONResponse:
    """Keep a search. `feed_token` is shown once: a feed reader sends it as password, with any name."""
    searches = searches_of(request)
    if len(searches.all(who.name)) >= _MOST:
        raise bad(f"you have {_MOST} searches: delete one first")
    try:
        query = checked(given.query)
        hook = str(url_of(given.hook)) if given.hook else None
    except MarsadError as error:
        raise bad(str(error)) from None
    token = new_token()
    number = searches.save(who.name or "-", given.name, query, hook, hash_of(token))
    accounts_of(request).log(who.name or "-", "save search", str(number), "done")
    return said({"number": number, "feed_token": token}, 201)


@router.delete("/{number}", status_code=204)
def drop(request: Request, who: Reader, number: int) -> Response:
    """Delete a search of yours."""
    searches_of(request).drop(own(request, who, number).number)
    return Response(status_code=204)


@router.get("/{number}/hits", response_model=list[shapes.Find])
def hits(request: Request, who: Reader, number: int) -> JSONResponse:
    """What a search of yours found, the latest first; from then on it counts as looked at."""
    search = own(request, who, number)
    found = searches_of(request).hits(search.number)
    searches_of(request).mark(search.number)
    return said([
        {"key": h.key, "report": h.report_id, "at": h.at.isoformat(), "new": not h.told} for h in found
    ])  # fmt: skip


@router.get("/{number}/feed")
def atom(
    request: Request, who: Annotated[Viewer, Depends(viewer)], number: int, lang: Literal["ar", "en"] = "ar"
) -> Response:
    """The finds as an Atom feed, for who is signed in or sends the token of the feed as password (HTTP Basic)."""
    search = _readable(request, who, number)
    at = request.app.state.record.at(Audience.DESK)
    base = str(request.base_url).rstrip("/")
    data = feed(search, searches_of(request).hits(search.number), at, base, lang)
    return Response(data, headers={"Cache-Control": "private, no-cache"}, media_type="application/atom+xml")


def _readable(request: Request, who: Viewer, number: int) -> SavedSearch:
    if who.role != "nobody" and may(who.role, "alert"):
        return own(request, who, number)
    token = _password(request.headers.get("authorization", ""))
    for search in searches_of(request).all():
        if search.number == number and search.feed and token and same(hash_of(token), search.feed):
            if _still(request, search.by):
                return search
            break
    raise ProblemError(401, "send the token of the feed", {"WWW-Authenticate": 'Basic realm="Marsad feeds"'})


def _still(request: Request, alias: str) -> bool:
    """Tell whether whose search it is may still have it."""
    account = accounts_of(request).by_alias(alias)
    return account is not None and account.active and may(account.role, "alert")  # type: ignore[arg-type]


def _password(header: str) -> str | None:
    kind, _, packed = header.partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        return base64.b64decode(packed, validate=True).decode("utf-8").partition(":")[2]
    except (binascii.Error, ValueError):
        return None
