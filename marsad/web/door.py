"""Who stands before a route, and what they may do there: sessions, CSRF tokens, the policy, and the log of denials.

There are three ways to serve a record. *Alone*: one person on the loopback interface, without a login. *Public*: nobody
can sign in. *Team*: whoever is signed in sees what the role may see, everybody else what is published.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Protocol
from urllib.parse import urlsplit

from fastapi import Depends, Request, Response

from marsad.people.limits import LimitError, spend
from marsad.people.policy import Role, may
from marsad.people.signin import LONGEST, session_of
from marsad.people.tokens import new_token, same
from marsad.store.accounts import Accounts
from marsad.store.store import Store
from marsad.web.audience import Audience, Viewer, viewer
from marsad.web.problems import MEDIA_TYPE, Problem, ProblemError

OWNER = "owner"  # the alias of who works alone
SAFE = frozenset(("GET", "HEAD", "OPTIONS"))
LARGEST = 262_144  # bytes of what is sent to a route of this door
COOKIE, SECURE_COOKIE = "marsad", "__Host-marsad"
_OF_ROLE = {"viewer": Audience.VIEWER}


RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": text, "content": {MEDIA_TYPE: {}}}
    for status, text in (
        (401, "nobody is signed in"),
        (403, "the role does not allow it, or the token is missing"),
        (409, "somebody else was faster"),
        (411, "its length is not said"),
        (413, "it is too large"),
        (429, "it was tried too often"),
    )
}


class Opened(Protocol):
    """How the server was started."""

    @property
    def audience(self) -> Audience: ...
    @property
    def team(self) -> bool: ...
    @property
    def https(self) -> bool: ...


def door(store: Store, settings: Opened) -> Callable[[Request], Viewer]:
    """Return what tells who asks."""
    accounts, csrf = Accounts(store), new_token()

    def who(request: Request) -> Viewer:
        if not settings.team:
            alone = settings.audience is Audience.DESK
            return Viewer(Audience.DESK, OWNER, "alone", csrf) if alone else Viewer(Audience.PUBLIC)
        token = request.cookies.get(cookie_name(settings))
        found = session_of(accounts, token) if token else None
        if found is None:
            return Viewer(Audience.PUBLIC)
        role: Role = found.account.role  # type: ignore[assignment]
        audience = _OF_ROLE.get(role, Audience.DESK)
        return Viewer(audience, found.account.alias, role, found.csrf, found.hash, found.account.number)

    return who


def cookie_name(settings: Opened) -> str:
    return SECURE_COOKIE if settings.https else COOKIE


def set_cookie(response: Response, settings: Opened, token: str) -> None:
    """Hand the token over: no script reads it, no other site sends it, and over HTTPS nothing else carries it."""
    response.set_cookie(
        cookie_name(settings), token, max_age=LONGEST, path="/", httponly=True, samesite="lax", secure=settings.https
    )


def drop_cookie(response: Response, settings: Opened) -> None:
    response.delete_cookie(cookie_name(settings), path="/", httponly=True, samesite="lax", secure=settings.https)


def accounts_of(request: Request) -> Accounts:
    return Accounts(request.app.state.record.store)


def address_of(request: Request) -> str:
    return request.client.host if request.client else "-"


def deny(request: Request, who: Viewer, verb: str, thing: str = "") -> ProblemError:
    """Note in the log that something was denied, and return what to raise."""
    accounts = accounts_of(request)
    try:
        spend(accounts, "denied address", address_of(request))
    except LimitError as error:  # a flood of denials fills no log
        return too_many(error)
    accounts.log(who.name or "-", verb, thing or request.url.path, "denied")
    if who.role == "nobody":
        return ProblemError(401, "sign in first", {"WWW-Authenticate": 'Session realm="Marsad"'})
    return ProblemError(403, f"your role ({who.role}) does not allow it: {verb}")


def too_many(error: LimitError) -> ProblemError:
    return ProblemError(429, str(error), {"Retry-After": str(error.seconds)})


def from_elsewhere(request: Request) -> bool:
    """Tell whether a page of another site sent a request."""
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site", "same-origin")
    if site not in ("same-origin", "none"):
        return True
    return origin is not None and urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower()


def check_sent(request: Request) -> None:
    """Refuse what is too large, of unknown length, or sent by another site."""
    length = request.headers.get("content-length")
    if "transfer-encoding" in request.headers or (length is not None and not length.isdigit()):
        raise ProblemError(411, "say how long it is (Content-Length)")
    if int(length or 0) > LARGEST:
        raise ProblemError(413, f"no more than {LARGEST:,} bytes")
    if from_elsewhere(request):
        raise ProblemError(403, "it comes from another site")


def check_token(request: Request, who: Viewer) -> None:
    """Refuse what changes something and lacks the token of the session (X-CSRF-Token)."""
    if request.method in SAFE:
        return
    check_sent(request)
    if who.csrf is None or not same(request.headers.get("x-csrf-token", ""), who.csrf):
        if who.role == "nobody":
            raise deny(request, who, "write without a session")
        accounts_of(request).log(who.name or "-", "write without a CSRF token", request.url.path, "denied")
        raise ProblemError(403, "the X-CSRF-Token of the session is missing or wrong: GET /api/v1/me gives it")


def needs(action: str) -> Any:
    """Return the dependency that lets through who may do `action`, and gives who it is."""

    def check(request: Request, who: Annotated[Viewer, Depends(viewer)]) -> Viewer:
        check_token(request, who)
        if not may(who.role, action):
            raise deny(request, who, action)
        if request.method not in SAFE and who.name is not None:
            try:
                spend(accounts_of(request), "write account", who.name)
            except LimitError as error:
                raise too_many(error) from None
        return who

    return Depends(check)


def reads(action: str) -> Any:
    """Return the dependency of routes that answer from a snapshot: that of the public is open, others need `action`."""

    def check(request: Request, who: Annotated[Viewer, Depends(viewer)]) -> None:
        if who.audience is not Audience.PUBLIC and not may(who.role, action):
            raise deny(request, who, action)

    return Depends(check)
