"""Signing in at a provider of OpenID Connect: authorization code with PKCE (RFC 7636), by Authlib and joserfc.

Who comes back is known by issuer and subject. A subject that has no account gets one by an invitation alone.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from marsad.errors import MarsadError
from marsad.people.signin import Opened, SignInError, begin
from marsad.people.tokens import new_token, same
from marsad.store.accounts import Accounts

_WAIT = 600  # seconds between going to the provider and coming back
_MOST = 1000
_ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
_TIMEOUT = 10.0


class ProviderError(MarsadError):
    """The provider cannot be reached, or says what it must not."""


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider as it was set up; `issuer` is an https address (http on loopback, for tests)."""

    issuer: str
    client_id: str
    client_secret: str
    redirect_uri: str


@dataclass(frozen=True, slots=True)
class Trip:
    """Somebody on the way to the provider and back."""

    nonce: str
    verifier: str
    began: float
    browser: str  # a token in a cookie of theirs: another browser cannot end the trip
    invitation: str | None = None


class Trips:
    """Trips by their state; each is ended once. They are kept in memory: who restarts the server begins anew."""

    def __init__(self) -> None:
        self._of: dict[str, Trip] = {}

    def begin(self, trip: Trip) -> str:
        now = time.time()
        self._of = {state: t for state, t in self._of.items() if now - t.began < _WAIT}
        while len(self._of) >= _MOST:
            self._of.pop(next(iter(self._of)))
        state = new_token()
        self._of[state] = trip
        return state

    def end(self, state: str, browser: str) -> Trip:
        trip = self._of.pop(state, None)
        if trip is None or time.time() - trip.began > _WAIT or not same(trip.browser, browser):
            raise SignInError("signing in took too long, or was begun in another browser: begin again")
        return trip


def start(provider: Provider, trips: Trips, browser: str, invitation: str | None = None) -> str:
    """Return the address at the provider to go to. `invitation` is the hash of the token of one."""
    from authlib.common.security import generate_token

    trip = Trip(new_token(), generate_token(64), time.time(), browser, invitation)
    state = trips.begin(trip)
    where = _get(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    with _client(provider) as client:
        address, _ = client.create_authorization_url(
            where["authorization_endpoint"], state=state, nonce=trip.nonce, code_verifier=trip.verifier
        )
    return str(address)


def finish(accounts: Accounts, provider: Provider, trips: Trips, state: str, code: str, browser: str) -> Opened:
    """Open a session for who comes back. Raises `SignInError` or `ProviderError`."""
    trip = trips.end(state, browser)
    claims = _claims(provider, trip, code)
    subject = f"{provider.issuer} {claims['sub']}"
    account = accounts.by_subject(subject)
    if account is None and trip.invitation is not None:
        login = str(claims.get("email") or claims.get("preferred_username") or claims["sub"])[:64]
        account = accounts.join(trip.invitation, time.time(), login, {"subject": subject})
        accounts.log(account.alias, "join", account.role, "done")
    if account is None or not account.active:
        accounts.log(account.alias if account else "-", "sign in", "provider", "denied")
        raise SignInError("nobody here has that account: ask for an invitation")
    return begin(accounts, account, "provider")


def _client(provider: Provider) -> Any:
    try:
        from authlib.integrations.httpx_client import OAuth2Client
    except ImportError as error:
        raise ProviderError("signing in at a provider needs more: install marsad[oidc]") from error
    return OAuth2Client(
        provider.client_id, provider.client_secret, redirect_uri=provider.redirect_uri, scope="openid email",
        code_challenge_method="S256", timeout=_TIMEOUT, follow_redirects=False,
    )  # fmt: skip


def _get(address: str) -> dict[str, Any]:
    import httpx

    try:
        answer = httpx.get(address, timeout=_TIMEOUT, follow_redirects=False)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise ProviderError(f"{address}: the provider does not answer ({type(error).__name__})") from error
    return found


def _claims(provider: Provider, trip: Trip, code: str) -> dict[str, Any]:
    """Exchange the code, and return what the provider's signed token says, once it is checked."""
    from authlib.integrations.base_client import OAuthError
    from httpx import HTTPError
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    where = _get(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    if where.get("issuer") != provider.issuer:
        raise ProviderError("the provider says that it is another")
    with _client(provider) as client:
        try:
            token = client.fetch_token(where["token_endpoint"], code=code, code_verifier=trip.verifier)
            keys = KeySet.import_key_set(_get(where["jwks_uri"]))  # type: ignore[arg-type]
            said = jwt.decode(token["id_token"], keys, algorithms=list(_ALGORITHMS))
            jwt.JWTClaimsRegistry(
                leeway=60,
                iss={"essential": True, "value": provider.issuer},
                aud={"essential": True, "value": provider.client_id},
                sub={"essential": True},
                exp={"essential": True},
                nonce={"essential": True, "value": trip.nonce},
            ).validate(said.claims)
        except (OAuthError, JoseError, HTTPError, KeyError, ValueError) as error:
            raise SignInError(f"the provider's answer is not taken ({type(error).__name__})") from error
    return dict(said.claims)
