"""What the tests of fetching share: a web server on loopback that counts who touched it, and the one policy that may
reach it. Nothing here leaves the machine.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from marsad.sources.fetch import Fetcher, Policy

PUBLIC = "93.184.215.14"  # a public address that no test dials


@dataclass(frozen=True)
class LoopbackPolicy(Policy):
    """For tests alone: one named port of this machine may be fetched from, and nothing else that the rule refuses."""

    port: int = 0
    pause: float = 0.0
    seconds: float = 10.0

    def refuses(self, address: str, port: int) -> str | None:
        if (address, port) == ("127.0.0.1", self.port):
            return None
        return super().refuses(address, port)


@dataclass
class Reply:
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    drip: float = 0.0  # seconds between two bytes


class Site:
    """A local web server. `pages` maps a path to a reply or to a function of the request's headers."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.server = server
        self.port: int = server.server_address[1]
        self.pages: dict[str, Reply | Callable[[Mapping[str, str]], Reply]] = {}
        self.asked: list[tuple[str, Mapping[str, str]]] = []
        self.touched = 0  # connections, whatever was asked
        self.posted: Callable[[bytes], Reply] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]


@contextmanager
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            page = served.pages.get(self.path, Reply(404))
            self._answer(page(dict(self.headers)) if callable(page) else page)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            assert served.posted is not None
            self._answer(served.posted(body))

        def _answer(self, reply: Reply) -> None:
            self.send_response(reply.status)
            for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                for at in range(0, len(reply.body), 1 if reply.drip else 65536):
                    self.wfile.write(reply.body[at : at + (1 if reply.drip else 65536)])
                    if reply.drip and stopping.wait(reply.drip):
                        return
            except OSError:
                pass

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
            served.touched += 1
            return super().get_request()

        def handle_error(self, *_: object) -> None:
            pass

    stopping = threading.Event()
    server = Server(("127.0.0.1", 0), Handler)
    served = Site(server)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield served
    finally:
        stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()


def never(host: str) -> Sequence[str]:
    raise AssertionError(f"{host} was to be resolved")


def fetcher(served: Site, names: Mapping[str, Sequence[str]] | None = None, **policy: float) -> Fetcher:
    """Return a fetcher that may reach `served` and knows the names given, and no others."""

    def resolve(host: str) -> Sequence[str]:
        if names and host in names:
            return names[host]
        raise OSError("no such name")

    return Fetcher(LoopbackPolicy(port=served.port, **policy), resolve)  # type: ignore[arg-type]
