"""What every answer carries for safety, and which hosts may be asked for (docs/api.md, Safety)."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from marsad.web.problems import problem

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:{more}; "
    "font-src 'self'; connect-src 'self'{more}; worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1", "testserver"))
_LONGEST_TARGET = 32_768


class Guard:
    """Refuses hosts that are not ours, where some are named, and sets the headers of safety on every answer.

    A page of another site that makes its own name lead to 127.0.0.1 sends that name as Host, and is refused.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str] | None = None, sources: str = "") -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts) if hosts is not None else None
        self._headers = {**_ALWAYS, "Content-Security-Policy": CSP.format(more=f" {sources}" if sources else "")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                message["headers"] = headers.raw
            await send(message)

        host = host_of(Headers(scope=scope).get("host", ""))
        if self._hosts is not None and host not in self._hosts:
            await problem(421, f"this server does not answer for {host or 'no host'!r}")(scope, receive, sent)
        elif len(scope.get("query_string", b"")) + len(scope["path"]) > _LONGEST_TARGET:
            await problem(414, "the address is too long")(scope, receive, sent)
        else:
            await self._app(scope, receive, sent)


def host_of(value: str) -> str:
    """Return the name in a Host header, without its port."""
    value = value.strip().lower()
    if value.startswith("["):
        return value[1:].partition("]")[0]
    return value.rpartition(":")[0] if ":" in value else value
