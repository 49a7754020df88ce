"""Accounts: who am I, signing in and out, joining, one's own account (docs/people.md)."""

from __future__ import annotations

import datetime as dt
import time
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import BaseModel, ConfigDict, Field

from marsad.people import oidc, passwords, signin, totp
from marsad.people.limits import LimitError
from marsad.people.policy import actions, may
from marsad.people.tokens import hash_of, new_token
from marsad.store.people import sessions_of
from marsad.store.types_people import Account
from marsad.web.audience import Viewer, viewer
from marsad.web.door import (
    RESPONSES,
    accounts_of,
    address_of,
    check_sent,
    check_token,
    cookie_name,
    drop_cookie,
    set_cookie,
    too_many,
)
from marsad.web.problems import ProblemError
from marsad.web.serialize.models import people as shapes

router = APIRouter(tags=["people"], responses=RESPONSES)
Who = Annotated[Viewer, Depends(viewer)]
_NO_STORE = {"Cache-Control": "no-store"}
_TRIP = "marsad-trip"
Token = Annotated[str, Field(max_length=200)]
Password = Annotated[str, Field(max_length=passwords.LONGEST)]
Login = Annotated[str, Field(max_length=64)]


class Body(BaseModel):
    """What is sent: a key that is not listed is refused."""

    model_config = ConfigDict(extra="forbid")


class SignIn(Body):
    login: Login
    password: Password
    code: Annotated[str, Field(max_length=12)] | None = None


class Join(Body):
    token: Token
    login: Login
    password: Password


class Renewal(Body):
    token: Token
    password: Password


class NewPassword(Body):
    old: Password
    new: Password


class Code(Body):
    code: Annotated[str, Field(max_length=12)]


class Trip(Body):
    invitation: Token | None = None


def moment(seconds: float) -> str:
    return dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat(timespec="seconds")


def said(value: Any, status: int = 200) -> JSONResponse:
    return JSONResponse(value, status, _NO_STORE)


@router.get("/me", response_model=shapes.Me)
def me(request: Request, who: Who) -> JSONResponse:
    """Who asks: alias, role, what the role may do, and the token that requests which change something carry."""
    settings = request.app.state.settings
    account = accounts_of(request).by_alias(who.name) if who.name and who.number is not None else None
    return said({
        "alias": who.name, "role": who.role, "csrf": who.csrf,
        "may": [name for name in actions() if may(who.role, name)],
        "team": settings.team, "provider": settings.oidc is not None,
        "second_factor": account is not None and account.totp is not None,
        "set_up": not settings.team or accounts_of(request).any(),
    })  # fmt: skip


def opened(request: Request, made: signin.Opened) -> JSONResponse:
    """Answer with the session in a cookie; one that was brought along ends."""
    settings = request.app.state.settings
    old = request.cookies.get(cookie_name(settings))
    if old:
        accounts_of(request).close_session(hash_of(old))
    account = made.account
    answer = said({"alias": account.alias, "role": account.role, "csrf": made.csrf}, 201)
    set_cookie(answer, settings, made.token)
    return answer


def team(request: Request) -> None:
    check_sent(request)
    if not request.app.state.settings.team:
        raise ProblemError(404, "nobody signs in here: the server was started for one person, or for the public")


@router.post("/session", status_code=201, response_model=shapes.SignedIn, dependencies=[Depends(team)])
async def sign_in(request: Request, given: SignIn) -> JSONResponse:
    """Sign in with login, password and, where the account asks for one, a one-time password."""
    try:
        made = await signin.sign_in(
            accounts_of(request), given.login, given.password, given.code, address_of(request)
        )  # fmt: skip
    except LimitError as error:
        raise too_many(error) from None
    except signin.SecondFactorError as error:
        raise ProblemError(401, str(error), {"X-Second-Factor": "totp"}) from None
    except signin.SignInError as error:
        raise ProblemError(401, str(error)) from None
    return opened(request, made)


@router.delete("/session", status_code=204)
def sign_out(request: Request, who: Who) -> Response:
    """Sign out: the session ends here, and the cookie is taken back."""
    check_token(request, who)
    if who.session is not None:
        accounts_of(request).close_session(who.session)
        accounts_of(request).log(who.name or "-", "sign out", "session", "done")
    answer = Response(status_code=204, headers=_NO_STORE)
    drop_cookie(answer, request.app.state.settings)
    return answer


@router.post("/accounts", status_code=201, response_model=shapes.SignedIn, dependencies=[Depends(team)])
async def join(request: Request, given: Join) -> JSONResponse:
    """Make an account with the token of an invitation, or with that of the first set-up."""
    try:
        made = await signin.join(
            accounts_of(request), given.token, given.login, given.password, address_of(request)
        )  # fmt: skip
    except LimitError as error:
        raise too_many(error) from None
    except signin.SignInError as error:
        raise ProblemError(403, str(error)) from None
    return opened(request, made)


@router.post("/renewals", status_code=201, response_model=shapes.SignedIn, dependencies=[Depends(team)])
async def renew(request: Request, given: Renewal) -> JSONResponse:
    """Set a new password with the token that an administrator made; the second factor is off, other sessions end."""
    try:
        made = await signin.renew(accounts_of(request), given.token, given.password, address_of(request))
    except LimitError as error:
        raise too_many(error) from None
    except signin.SignInError as error:
        raise ProblemError(403, str(error)) from None
    return opened(request, made)


# One's own account


def own(request: Request, who: Viewer) -> Account:
    check_token(request, who)
    account = accounts_of(request).by_alias(who.name) if who.name and who.number is not None else None
    if account is None:
        raise ProblemError(401, "sign in first")
    return account


@router.put("/me/password", status_code=204)
async def set_password(request: Request, who: Who, given: NewPassword) -> Response:
    """Set a new password; every session of the account ends."""
    try:
        await signin.set_password(accounts_of(request), own(request, who), given.old, given.new)
    except LimitError as error:
        raise too_many(error) from None
    except signin.SignInError as error:
        raise ProblemError(403, str(error)) from None
    return Response(status_code=204, headers=_NO_STORE)


@router.post("/me/totp", response_model=shapes.Secret)
def begin_totp(request: Request, who: Who) -> JSONResponse:
    """Return a new secret for an authenticator program; it holds once a code of it was given back."""
    account = own(request, who)
    secret = totp.new_secret()
    return said({"secret": secret, "address": totp.address(secret, account.login)})


class Confirm(Code):
    secret: Annotated[str, Field(pattern=r"^[A-Z2-7]{32}$")]


@router.put("/me/totp", status_code=204)
def keep_totp(request: Request, who: Who, given: Confirm) -> Response:
    """Ask for one-time passwords from now on; every session of the account ends."""
    account = own(request, who)
    step = totp.taken_step(given.secret, given.code, time.time(), 0)
    if step is None:
        raise ProblemError(403, "that is not a code of this secret: look at the clock")
    accounts_of(request).change(account.number, totp=given.secret, totp_used=step)
    accounts_of(request).log(account.alias, "second factor", "on", "done")
    return Response(status_code=204, headers=_NO_STORE)


@router.delete("/me/totp", status_code=204)
def drop_totp(request: Request, who: Who, given: Code) -> Response:
    """Ask for no one-time password any more; one is needed for that."""
    account = own(request, who)
    step = totp.taken_step(account.totp or totp.new_secret(), given.code, time.time(), account.totp_used)
    if account.totp is None or step is None:
        raise ProblemError(403, "the one-time password is wrong")
    accounts_of(request).change(account.number, totp=None, totp_used=step)
    accounts_of(request).log(account.alias, "second factor", "off", "done")
    return Response(status_code=204, headers=_NO_STORE)


@router.get("/me/sessions", response_model=list[shapes.OwnSession])
def own_sessions(request: Request, who: Who) -> JSONResponse:
    """Where one is signed in: since when, when it was last used, and which of them asks."""
    found = sessions_of(request.app.state.record.store, own(request, who).number, time.time() - signin.IDLE)
    return said([
        {"created": moment(s.created), "seen": moment(s.seen), "here": s.hash == who.session} for s in found
    ])  # fmt: skip


@router.delete("/me/sessions", status_code=204)
def out_everywhere(request: Request, who: Who) -> Response:
    """End all of one's sessions, this one as well."""
    account = own(request, who)
    accounts_of(request).close_sessions(account.number)
    accounts_of(request).log(account.alias, "sign out", "everywhere", "done")
    answer = Response(status_code=204, headers=_NO_STORE)
    drop_cookie(answer, request.app.state.settings)
    return answer


# A provider of OpenID Connect


def provider(request: Request) -> oidc.Provider:
    found: oidc.Provider | None = request.app.state.settings.oidc
    if found is None:
        raise ProblemError(404, "no provider is set up")
    return found


@router.post("/oidc", response_model=shapes.Address, dependencies=[Depends(team)])
def to_provider(request: Request, given: Trip) -> JSONResponse:
    """Return the address at the provider to go to."""
    browser = new_token()
    invitation = hash_of(given.invitation) if given.invitation else None
    answer = said({"address": oidc.start(provider(request), request.app.state.trips, browser, invitation)})
    secure = request.app.state.settings.https
    answer.set_cookie(_TRIP, browser, max_age=600, path="/api/v1/oidc", httponly=True, samesite="lax", secure=secure)
    return answer


@router.get("/oidc/callback", response_class=RedirectResponse)
def from_provider(
    request: Request, state: Token, code: Annotated[str, Field(max_length=2000)], iss: str = "", session_state: str = ""
) -> Response:
    """Where the provider sends people back to. The code works once, with a secret that never leaves the server."""
    accounts, browser = accounts_of(request), request.cookies.get(_TRIP, "")
    try:
        made = oidc.finish(accounts, provider(request), request.app.state.trips, state, code, browser)
    except signin.SignInError as error:
        raise ProblemError(403, str(error)) from None
    answer = RedirectResponse("/", 303, _NO_STORE)
    set_cookie(answer, request.app.state.settings, made.token)
    answer.delete_cookie(_TRIP, path="/api/v1/oidc")
    return answer
