"""Signing in at a provider, tested against one of our own on this machine (marsad/people/oidc.py)."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

pytest.importorskip("authlib")
from joserfc import jwt
from joserfc.jwk import RSAKey

from marsad.people import signin
from marsad.people.oidc import Provider
from tests.people_support import API, Team, team
from tests.review_support import record


class Fake:
    """A provider: signs what `claims` says, hands out one code for each trip, and checks the verifier of PKCE."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "k1"}, private=True)
        self.issuer = ""
        self.changed: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.sub = "subject-1"
        self.wrong_key = False

    def authorize(self, address: str) -> tuple[str, str]:
        """Do what a browser does at the provider: return code and state."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["code_challenge_method"] == "S256"
        code = f"code{len(self.codes)}"
        self.codes[code] = asked
        return code, asked["state"]

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None:
            return 400, {"error": "invalid_grant"}
        challenge = urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        if challenge != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": asked["client_id"], "sub": self.sub, "iat": now, "exp": now + 60,
                  "nonce": asked["nonce"], "email": f"{self.sub}@example.org"} | self.changed  # fmt: skip
        key = RSAKey.generate_key(2048, {"kid": "k1"}, private=True) if self.wrong_key else self.key
        signed = jwt.encode({"alg": "RS256", "kid": "k1"}, claims, key)
        return 200, {"access_token": "a", "token_type": "Bearer", "id_token": signed}


@contextmanager
def provider() -> Iterator[Fake]:
    fake = Fake()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.endswith("openid-configuration"):
                base = fake.issuer
                self._send(200, {"issuer": base, "authorization_endpoint": f"{base}/auth",
                                 "token_endpoint": f"{base}/token", "jwks_uri": f"{base}/keys"})  # fmt: skip
            else:
                self._send(200, {"keys": [fake.key.as_dict(private=False)]})

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
            self._send(*fake.token({name: values[0] for name, values in form.items()}))

        def _send(self, status: int, body: dict[str, Any]) -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    fake.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Team, Fake]]:
    database = str(tmp_path_factory.mktemp("oidc") / "a.db")
    with record(database):
        pass
    with provider() as fake:
        settings = Provider(fake.issuer, "marsad", "secret", "http://127.0.0.1/api/v1/oidc/callback")
        with team(database, oidc=settings) as here:
            yield here, fake


@pytest.fixture(autouse=True)
def honest(both: tuple[Team, Fake]) -> None:
    both[1].changed, both[1].wrong_key = {}, False


def go(here: Team, fake: Fake, client: httpx.Client, invitation: str | None = None) -> httpx.Response:
    address = client.post(f"{API}/oidc", json={"invitation": invitation}).json()["address"]
    assert address.startswith(f"{fake.issuer}/auth?")
    assert invitation is None or invitation not in address
    code, state = fake.authorize(address)
    return client.get(f"{API}/oidc/callback", params={"code": code, "state": state})


def test_who_has_an_invitation_joins_and_comes_back_without_one(both: tuple[Team, Fake]) -> None:
    here, fake = both
    fake.sub = "subject-new"
    with here.client() as client:
        assert go(here, fake, client).status_code == 403  # nobody here has that account
        invitation = signin.invite(here.accounts, "analyst", "x")
        answer = go(here, fake, client, invitation)
        assert answer.status_code == 303
        assert {"HttpOnly", "SameSite=lax"} <= set(answer.headers["set-cookie"].split("; "))
        assert client.get(f"{API}/me").json()["role"] == "analyst"
    with here.client() as client:
        assert go(here, fake, client).status_code == 303
        assert client.get(f"{API}/me").json()["role"] == "analyst"
    account = here.accounts.by_subject(f"{fake.issuer} subject-new")
    assert account is not None
    assert account.password is None


@pytest.mark.parametrize(
    "changed",
    [{"iss": "https://evil.example"}, {"aud": "another"}, {"nonce": "x"}, {"exp": 1}, {"sub": None}],
    ids=lambda changed: next(iter(changed)),
)
def test_attack_a_token_that_is_not_ours_opens_nothing(both: tuple[Team, Fake], changed: dict[str, Any]) -> None:
    here, fake = both
    fake.changed = changed
    with here.client() as client:
        assert go(here, fake, client, signin.invite(here.accounts, "administrator", "x")).status_code == 403
        assert client.get(f"{API}/me").json()["role"] == "nobody"


def test_attack_a_token_signed_with_another_key_opens_nothing(both: tuple[Team, Fake]) -> None:
    here, fake = both
    fake.wrong_key = True
    with here.client() as client:
        assert go(here, fake, client, signin.invite(here.accounts, "administrator", "x")).status_code == 403


def test_attack_a_trip_is_ended_once_and_by_the_browser_that_began_it(both: tuple[Team, Fake]) -> None:
    here, fake = both
    invitation = signin.invite(here.accounts, "viewer", "x")
    with here.client() as client, here.client() as other:
        code, state = fake.authorize(client.post(f"{API}/oidc", json={"invitation": invitation}).json()["address"])
        assert other.get(f"{API}/oidc/callback", params={"code": code, "state": state}).status_code == 403
        assert client.get(f"{API}/oidc/callback", params={"code": code, "state": state}).status_code == 403
        assert client.get(f"{API}/oidc/callback", params={"code": "x", "state": "y"}).status_code == 403


def test_a_provider_that_is_not_set_up_is_not_there(tmp_path: Path) -> None:
    with record(str(tmp_path / "a.db")):
        pass
    with team(str(tmp_path / "a.db")) as here, here.client() as client:
        assert client.post(f"{API}/oidc", json={}).status_code == 404
