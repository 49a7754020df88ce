"""Administration of a team: accounts, roles, invitations, ending sessions, the log (docs/people.md)."""

from __future__ import annotations

import time
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from marsad.people import signin
from marsad.store import people as lists
from marsad.store.store import Store
from marsad.store.types_people import Entry, Invitation
from marsad.web.audience import Viewer
from marsad.web.door import RESPONSES, accounts_of, needs
from marsad.web.problems import missing
from marsad.web.routes.people import Body, moment, said
from marsad.web.serialize.models import people as shapes

router = APIRouter(tags=["people"], responses=RESPONSES)
Administrator = Annotated[Viewer, needs("people")]
Auditor = Annotated[Viewer, needs("audit")]
Number = Annotated[int, Query(ge=0, lt=2**31)]
_SHORT = 16  # letters of a hash that name an invitation


class Role(Body):
    role: Annotated[str, Field(max_length=40)]


class Change(Body):
    role: Annotated[str, Field(max_length=40)] | None = None
    active: bool | None = None


def store_of(request: Request) -> Store:
    found: Store = request.app.state.record.store
    return found


@router.get("/accounts", response_model=list[shapes.Account])
def accounts(request: Request, who: Administrator) -> JSONResponse:
    """All accounts."""
    return said([
        {
            "alias": a.alias, "login": a.login, "role": a.role, "active": a.active, "second_factor": a.totp is not None,
            "provider": a.subject is not None, "created": a.created.isoformat(),
        }
        for a in accounts_of(request).all()
    ])  # fmt: skip


@router.patch("/accounts/{alias}", response_model=shapes.Changed)
def change(request: Request, who: Administrator, alias: str, given: Change) -> JSONResponse:
    """Change the role of an account, or close it; its sessions end."""
    found = signin.change(accounts_of(request), who.name or "-", alias, given.role, given.active)  # type: ignore[arg-type]
    return said({"alias": found.alias, "role": found.role, "active": found.active})


@router.get("/invitations", response_model=list[shapes.Invitation])
def invitations(request: Request, who: Administrator) -> JSONResponse:
    """The invitations that nobody has used yet; `renews` is whose way in one renews. Tokens are not known any more."""
    aliases = {a.number: a.alias for a in accounts_of(request).all()}
    return said([
        {
            "id": i.hash[:_SHORT], "role": i.role, "by": i.by, "expires": moment(i.expires),
            "renews": aliases.get(i.account) if i.account is not None else None,
        }
        for i in _open(request)
    ])  # fmt: skip


@router.post("/invitations", status_code=201, response_model=shapes.Invited)
def invite(request: Request, who: Administrator, given: Role) -> JSONResponse:
    """Invite somebody: the token is shown once, and works once. It goes behind the # of an address, or by itself."""
    token = signin.invite(accounts_of(request), given.role, who.name or "-")
    accounts_of(request).log(who.name or "-", "invite", given.role, "done")
    return said({"token": token, "role": given.role, "seconds": signin.INVITED}, 201)


@router.post("/accounts/{alias}/renewal", status_code=201, response_model=shapes.Renewed)
def renew(request: Request, who: Administrator, alias: str) -> JSONResponse:
    """Let somebody who lost password or one-time codes in again: the token is shown once, and works once."""
    token = signin.renewal(accounts_of(request), alias, who.name or "-")
    return said({"token": token, "alias": alias, "seconds": signin.RENEWED}, 201)


@router.delete("/invitations/{id}", status_code=204)
def revoke(request: Request, who: Administrator, id: str) -> Response:
    """Take an invitation back."""
    found = [one for one in _open(request) if one.hash[:_SHORT] == id]
    if not found or not lists.revoke(store_of(request), found[0].hash):
        raise missing(f"invitation {id!r}")
    accounts_of(request).log(who.name or "-", "revoke invitation", found[0].role, "done")
    return Response(status_code=204, headers={"Cache-Control": "no-store"})


def _open(request: Request) -> list[Invitation]:
    return lists.invitations(store_of(request), time.time())


@router.delete("/sessions", status_code=204)
def everybody_out(request: Request, who: Administrator) -> Response:
    """End every session of everybody, one's own as well."""
    accounts_of(request).close_sessions()
    accounts_of(request).log(who.name or "-", "end all sessions", "*", "done")
    return Response(status_code=204, headers={"Cache-Control": "no-store"})


# The log


@router.get("/audit", response_model=list[shapes.LogLine])
def log(
    request: Request,
    who: Auditor,
    after: Number = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> JSONResponse:
    """The log of what was done, denied attempts included, the first first; each line has its entry in the chain."""
    return said(_lines(accounts_of(request).entries(after, limit)))


@router.get("/audit/latest", response_model=shapes.LogPage)
def latest(
    request: Request,
    auditor: Auditor,
    before: Number | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    who: Annotated[str | None, Query(max_length=80)] = None,
    verb: Annotated[str | None, Query(max_length=80)] = None,
    outcome: Literal["done", "denied", "failed"] | None = None,
) -> JSONResponse:
    """Pages of the log, the last first. `next` goes into `before`; `verbs` are those that stand in the log."""
    store = store_of(request)
    found = lists.page_of_log(store, lists.Wanted(who, verb, outcome), before, limit + 1)
    page = found[:limit]
    more = page[-1].number if len(found) > limit else None
    return said({"items": _lines(page), "next": more, "verbs": lists.verbs_of_log(store)})


def _lines(entries: list[Entry]) -> list[dict[str, object]]:
    return [
        {"number": e.number, "at": e.at.isoformat(), "who": e.who, "verb": e.verb, "object": e.object,
         "outcome": e.outcome}
        for e in entries
    ]  # fmt: skip
