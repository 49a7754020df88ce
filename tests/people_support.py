"""A server of a team, on a free port of this machine, with an account for every role."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import anyio
import httpx
import uvicorn

from marsad.people import signin
from marsad.people.policy import ACCOUNT_ROLES
from marsad.people.tokens import hash_of
from marsad.store.accounts import Accounts
from marsad.store.store import Store
from marsad.web.app import Settings, create_app
from marsad.web.audience import Audience

PASSWORD = "seven grey herons over water"
API = "/api/v1"


@dataclass
class Team:
    """A running server. `clients` are signed in, one for each role; `nobody` is not."""

    address: str
    store: Store
    accounts: Accounts
    clients: dict[str, httpx.Client] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.address, timeout=30)

    def send(self, role: str, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """Send a request with the CSRF token of the role's session."""
        given = {"X-CSRF-Token": self.tokens[role]} if role in self.tokens else {}
        return self.clients[role].request(method, API + path, json=body, headers=given | headers)

    def act(self, role: str, verb: str, key: str, **more: Any) -> httpx.Response:
        wish = {"verb": verb, "key": key, "why": "read it twice", **more}
        return self.send(role, "POST", "/review/actions", {"wishes": [wish]})

    def publish(self, key: str) -> None:
        for role, verb, more in (
            ("analyst", "accept", {}), ("analyst", "submit", {}), ("second_reader", "second", {"decision": "agree"}),
            ("editor", "publish", {}),
        ):  # fmt: skip
            answer = self.act(role, verb, key, **more)
            assert answer.status_code == 200, answer.text

    def refreshed(self) -> None:
        """Wait until what is answered is what the record holds."""
        wanted = self.store.head()
        end = time.monotonic() + 120
        while time.monotonic() < end:
            found = self.clients["administrator"].get(f"{API}/summary")
            if found.status_code == 200 and found.json()["sequence"] == wanted[0]:
                return
            time.sleep(0.05)
        raise AssertionError("the server did not follow the record")


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """Run an application on a free port; yield its address."""
    options: dict[str, Any] = {"log_level": "error", "proxy_headers": False, "timeout_keep_alive": 600}
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, **options))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=20)


@contextmanager
def team(database: str, **settings: Any) -> Iterator[Team]:
    """Serve the record at `database` for a team; every role has an account, signed in."""
    with Store.open(database) as own:
        app = create_app(Store.open(database), Settings(Audience.PUBLIC, team=True, wait=True, **settings))
        with serving(app) as address:
            made = Team(address, own, Accounts(own))
            made.clients["nobody"] = made.client()
            for role in ACCOUNT_ROLES:
                _join(made, role)
            try:
                yield made
            finally:
                for client in made.clients.values():
                    client.close()


def _join(made: Team, role: str) -> None:
    """Make an account behind the routes: a password takes a tenth of a second to hash, and is the same for all."""
    accounts = made.accounts
    token = signin.invite(accounts, role, "set-up")
    kept = anyio.run(_hashed)
    account = accounts.join(hash_of(token), time.time(), f"login-{role}", {"password": kept})
    opened = signin.begin(accounts, account, "test")
    client = made.client()
    client.cookies.set("marsad", opened.token)
    made.clients[role], made.tokens[role], made.aliases[role] = client, opened.csrf, account.alias


_KEPT: list[str] = []


async def _hashed() -> str:
    from marsad.people.passwords import hashed

    if not _KEPT:
        _KEPT.append(await hashed(PASSWORD))
    return _KEPT[0]
