"""Runs the application on uvicorn."""

from __future__ import annotations

from collections.abc import Collection

import uvicorn
from uvicorn.config import LOGGING_CONFIG

from marsad import logs
from marsad.people.oidc import Provider
from marsad.people.signin import set_up
from marsad.store.accounts import Accounts
from marsad.store.store import Store
from marsad.web.app import Settings, create_app
from marsad.web.audience import Audience
from marsad.web.snapshot import Blur


def run(
    store: Store, *, host: str, port: int, public: bool, hosts: Collection[str] | None, tiles: str | None,
    blur: Blur | None, team: bool = False, https: bool = False, oidc: Provider | None = None,
    metrics_token: str | None = None, proxies: Collection[str] = (),
) -> None:  # fmt: skip
    """Serve until the process is told to end; the address is said on standard error once it can be asked.

    `proxies` are addresses of servers before this one, which are believed who asks: limits are counted by address.
    For a team without accounts, the one-time token of the first administrator is said there as well.
    """
    audience = Audience.PUBLIC if public or team else Audience.DESK
    names = frozenset(hosts) if hosts is not None else None
    settings = Settings(
        audience, hosts=names, tiles=tiles, blur=blur, team=team, https=https, oidc=oidc, metrics_token=metrics_token
    )
    app = create_app(store, settings)
    if team and (token := set_up(Accounts(store))) is not None:
        logs.say(f"nobody has an account yet. The first administrator joins with: {token}")
    logs.set_up()
    config = uvicorn.Config(
        app, host=host, port=port, log_level="warning", server_header=False, lifespan="on",
        proxy_headers=bool(proxies), forwarded_allow_ips=list(proxies),
        timeout_graceful_shutdown=5, log_config=None if logs.as_json() else LOGGING_CONFIG,
    )  # fmt: skip
    _Server(config).run()


class _Server(uvicorn.Server):
    async def startup(self, sockets: object = None) -> None:
        await super().startup(sockets)  # type: ignore[arg-type]
        for server in self.servers:
            for socket in server.sockets:
                address, port = socket.getsockname()[:2]
                name = f"[{address}]" if ":" in address else address
                logs.say(f"serving on http://{name}:{port}")
