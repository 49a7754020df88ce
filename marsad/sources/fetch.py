"""Fetching: off until it is asked for, and then only from the public internet, slowly and within limits.

A request goes hop by hop. Each hop's URL is checked, its host resolved once, every address of it checked, and the
connection made to a checked address. What a redirect names is a new hop with the same checks.
"""

from __future__ import annotations

import datetime as dt
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from marsad import __version__
from marsad.errors import AddressError, FetchError, ForbiddenError
from marsad.sources.addresses import Url, refusal, url_of
from marsad.sources.fetch_connection import Answer, Dial, Request, dial, send
from marsad.sources.robots import LIMIT, Answered, Robots

Resolve = Callable[[str], Sequence[str]]

_REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True)
class Policy:
    """What may be fetched, and how much. `seconds` bounds one fetch with all its redirects; `pause` is per host."""

    ports: tuple[int, ...] = (80, 443)
    redirects: int = 5
    seconds: float = 60.0
    limit: int = 10_000_000
    pause: float = 2.0
    contact: str = ""

    @property
    def agent(self) -> str:
        return f"Marsad/{__version__}" + (f" (+{self.contact})" if self.contact else "")

    def refuses(self, address: str, port: int) -> str | None:
        """Return why nothing is fetched from a numeric address at this port; None where it may be."""
        if reason := refusal(address):
            return reason
        if port not in self.ports:
            return f"port {port} is not among those that are fetched from ({', '.join(map(str, self.ports))})"
        return None

    def tls(self) -> ssl.SSLContext:
        """Return whom to believe that a host is who it says: the authorities of the system."""
        return ssl.create_default_context()


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was fetched: from where at last, the headers, and the bytes. `hops` are the URLs asked, the first first."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    address: str
    fetched_at: dt.datetime
    hops: tuple[str, ...]

    @property
    def unchanged(self) -> bool:
        """Whether the server says that it is what it was (status 304)."""
        return self.status == 304


@dataclass(frozen=True, slots=True)
class Known:
    """What the last answer said of itself, to be asked whether it still holds."""

    etag: str | None = None
    modified: str | None = None

    def headers(self) -> dict[str, str]:
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in asked.items() if value}


@dataclass
class _Trip:
    """One fetch: when it must be over, and the addresses of the hosts it met."""

    ends: float
    addresses: dict[str, Sequence[str]] = field(default_factory=dict)


def resolve(host: str) -> Sequence[str]:
    """Return the addresses of a name, those of IPv4 first: many machines have no way to the others."""
    found = {info[4][0] for info in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    return sorted(map(str, found), key=lambda address: (":" in address, address))


class Fetcher:
    """Fetches within a policy. It remembers, while it lives, when each host was asked last and what robots.txt says."""

    def __init__(
        self,
        policy: Policy | None = None,
        resolve: Resolve = resolve,
        connect: Dial = dial,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._policy = policy or Policy()
        self._resolve, self._connect, self._sleep = resolve, connect, sleep
        self._robots = Robots()
        self._asked: dict[str, float] = {}

    def get(self, address: str, known: Known | None = None, pause: float = 0.0) -> Fetched:
        """Fetch what is at an address, unless it is as `known` says; `pause` is how slow its source asks us to be.

        Raises `AddressError` where it may not be fetched, `FetchError` where nothing came of it.
        """
        trip = self._trip()
        headers = {"Accept": "*/*", "Accept-Encoding": "gzip", **(known.headers() if known else {})}
        hops: list[str] = []
        where = address
        while len(hops) <= self._policy.redirects:
            url = url_of(where)
            hops.append(str(url))
            pinned = self._pinned(url, trip)
            self._obey(url, trip, pause)
            answer = self._send(Request(url, pinned, headers), trip, self._policy.limit)
            location = answer.headers.get("location")
            if answer.status not in _REDIRECTS or not location:
                return _kept(url, answer, pinned, hops)
            where = url.joined(location)
        raise FetchError(f"it redirects more than {self._policy.redirects} times: {' → '.join(hops[:3])} …")

    def post(self, address: str, body: bytes, kind: str) -> Fetched:
        """Send `body`, of content type `kind`, and return the answer. Redirects are not followed."""
        trip = self._trip()
        url = url_of(address)
        pinned = self._pinned(url, trip)
        answer = self._send(Request(url, pinned, {"Content-Type": kind}, body), trip, self._policy.limit)
        if answer.status in _REDIRECTS:
            raise FetchError(f"it redirects to {answer.headers.get('location', '')[:200]}: give that address")
        return _kept(url, answer, pinned, [str(url)])

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return self._policy.tls()

    def _trip(self) -> _Trip:
        return _Trip(time.monotonic() + self._policy.seconds)

    def _pinned(self, url: Url, trip: _Trip) -> str:
        """Return the address to connect to. One bad address among several refuses the host: which one is chance."""
        if url.host not in trip.addresses:
            trip.addresses[url.host] = [url.host] if url.ip else self._resolved(url.host, trip)
        for address in trip.addresses[url.host]:
            if reason := self._policy.refuses(address, url.port):
                raise AddressError(reason if url.ip else f"{url.host}: {reason}")
        return trip.addresses[url.host][0]

    def _resolved(self, host: str, trip: _Trip) -> Sequence[str]:
        """Ask the resolver in a thread of its own, since it has no time limit."""
        answers: queue.SimpleQueue[Sequence[str] | OSError] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put(self._resolve(host))
            except (OSError, UnicodeError) as error:
                answers.put(error if isinstance(error, OSError) else OSError(str(error)))

        threading.Thread(target=ask, daemon=True).start()
        try:
            found = answers.get(timeout=max(0.0, trip.ends - time.monotonic()))
        except queue.Empty:
            raise FetchError(f"the name {host} could not be resolved in time: try again later") from None
        if isinstance(found, OSError) or not found:
            raise FetchError(f"the name {host} is not known: check the address, or the connection to the internet")
        return found

    def _obey(self, url: Url, trip: _Trip, pause: float) -> None:
        """Leave alone what robots.txt says, and wait until the host may be asked again."""
        rules = self._robots.rules(url, lambda robots: self._ask_robots(robots, trip))
        if not rules.allows(url):
            raise ForbiddenError(f"robots.txt of {url.host} asks that {url.target[:80]} be left alone")
        pause = max(pause, self._policy.pause, rules.delay)
        rest = self._asked.get(url.host, float("-inf")) + pause - time.monotonic()
        if rest > 0:
            trip.ends += rest  # waiting out of politeness is not the server's delay
            self._sleep(rest)
        self._asked[url.host] = time.monotonic()

    def _ask_robots(self, url: Url, trip: _Trip) -> Answered:
        headers = {"Accept-Encoding": "gzip"}
        for _ in range(self._policy.redirects + 1):
            answer = self._send(Request(url, self._pinned(url, trip), headers), trip, max(LIMIT, self._policy.limit))
            location = answer.headers.get("location")
            if answer.status not in _REDIRECTS or not location:
                return Answered(answer.status, answer.body)
            url = url_of(url.joined(location))
        return Answered(404, b"")

    def _send(self, request: Request, trip: _Trip, limit: int) -> Answer:
        full = Request(
            request.url, request.address, {"User-Agent": self._policy.agent, **request.headers}, request.body
        )
        return send(full, limit, trip.ends - time.monotonic(), lambda: self._tls, self._connect)


def _kept(url: Url, answer: Answer, address: str, hops: Sequence[str]) -> Fetched:
    if answer.status != 304 and not 200 <= answer.status < 300:
        raise FetchError(f"the server answers {answer.status}: {_ADVICE.get(answer.status, 'check the address')}")
    at = dt.datetime.now(dt.UTC)
    return Fetched(str(url), answer.status, answer.headers, answer.body, address, at, tuple(hops))


_ADVICE = {
    401: "it asks for a password, which Marsad does not give",
    403: "it does not let Marsad in",
    404: "the page is not there, or not any more",
    410: "the page is gone",
    429: "it is asked too often: lower the rate of the source",
} | dict.fromkeys(range(500, 600), "it is out of order: try again later")
