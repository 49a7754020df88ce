"""One request over one connection to an address that was checked: capped in time and size.

The name of the host stays the name, for Host, SNI and the certificate; only the address that is dialled is pinned, so
a second answer of the resolver changes nothing. Proxies of the environment are not used.
"""

from __future__ import annotations

import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from marsad.errors import FetchError
from marsad.sources.addresses import Url

Tls = Callable[[], ssl.SSLContext]  # made when it is first needed: it reads hundreds of certificates
Dial = Callable[[str, int, float], socket.socket]
_CHUNK = 16_384


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent: `headers` by lower-case name, `body` without its content encoding."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def dial(address: str, port: int, seconds: float) -> socket.socket:
    """Open a connection to a numeric address."""
    return socket.create_connection((address, port), seconds)


class _Line:
    """The socket of a request and the clock that cuts it: a server that drips bytes does not hold it open.

    A copy of the socket is kept, since wrapping it in TLS takes the first one away.
    """

    def __init__(self, address: str, port: int, seconds: float, connect: Dial) -> None:
        self._address, self._port, self._seconds, self._connect = address, port, seconds, connect
        self._copy: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self.late = False

    def open(self) -> socket.socket:
        made = self._connect(self._address, self._port, self._seconds)
        self._copy = made.dup()
        return made

    def _cut(self) -> None:
        self.late = True
        if self._copy is not None:
            with suppress(OSError):
                self._copy.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> _Line:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        if self._copy is not None:
            self._copy.close()


class _Pinned(HTTPConnection):
    line: _Line

    def _new_conn(self) -> socket.socket:
        return self.line.open()


class _PinnedTls(HTTPSConnection):
    line: _Line

    def _new_conn(self) -> socket.socket:
        return self.line.open()


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent to `url` at the numeric `address`; `body` makes it a POST."""

    url: Url
    address: str
    headers: Mapping[str, str]
    body: bytes | None = None


def send(request: Request, limit: int, seconds: float, tls: Tls, connect: Dial = dial) -> Answer:
    """Return the answer to a request. Raises `FetchError` where it is late, larger than `limit` bytes, or broken."""
    if seconds <= 0:
        raise FetchError("it took too long")
    with _Line(request.address, request.url.port, seconds, connect) as line:
        try:
            with _connection(request.url, line, seconds, tls) as connection:
                answer = _exchange(connection, request, limit)
        except FetchError:
            raise
        except (OSError, HTTPError, HTTPException) as error:
            if line.late:
                raise FetchError(_LATE.format(seconds)) from None
            raise FetchError(f"the server could not be read ({_short(error)}): try again later") from None
        if line.late:
            raise FetchError(_LATE.format(seconds))
    return answer


_LATE = "the server took longer than {:.3g} seconds: try again later, or allow more time"


@contextmanager
def _connection(url: Url, line: _Line, seconds: float, tls: Tls) -> Iterator[HTTPConnection]:
    connection: _Pinned | _PinnedTls
    if url.scheme == "https":
        connection = _PinnedTls(url.host, url.port, timeout=seconds, ssl_context=tls())
    else:
        connection = _Pinned(url.host, url.port, timeout=seconds)
    connection.line = line
    try:
        yield connection
    finally:
        connection.close()


def _exchange(connection: HTTPConnection, request: Request, limit: int) -> Answer:
    method = "GET" if request.body is None else "POST"
    headers = {"Host": request.url.authority, **request.headers}
    connection.request(method, request.url.target, request.body, headers, preload_content=False, decode_content=False)
    response = connection.getresponse()
    try:
        found = {name.lower(): value for name, value in response.headers.items()}
        declared = found.get("content-length", "")
        if declared.isdigit() and int(declared) > limit:
            raise FetchError(_too_large(limit))
        return Answer(response.status, found, _body(response, found.get("content-encoding", ""), limit))
    finally:
        response.close()


def _body(response: BaseHTTPResponse, encoding: str, limit: int) -> bytes:
    """Read and unpack the body chunk by chunk; neither form may grow larger than `limit`."""
    unpack = _unpacker(encoding.strip().lower(), limit)
    received, parts, held = 0, [], 0
    while chunk := response.read(_CHUNK, decode_content=False):
        received += len(chunk)
        part = unpack(chunk)
        held += len(part)
        if max(received, held) > limit:
            raise FetchError(_too_large(limit))
        parts.append(part)
    return b"".join(parts)


def _unpacker(encoding: str, limit: int) -> Callable[[bytes], bytes]:
    if encoding in ("", "identity"):
        return lambda chunk: chunk
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise FetchError(f"the server sent it packed as {encoding[:40]!r}, which was not asked for")
    packed = zlib.decompressobj(zlib.MAX_WBITS if encoding == "deflate" else 16 + zlib.MAX_WBITS)

    def unpack(chunk: bytes) -> bytes:
        try:
            part = packed.decompress(chunk, limit + 1)
        except zlib.error as error:
            raise FetchError(f"it is not packed as its header says ({error}): try again later") from None
        if packed.unconsumed_tail:
            raise FetchError(_too_large(limit))
        return part

    return unpack


def _too_large(limit: int) -> str:
    return f"it is larger than {limit / 1_000_000:g} MB: raise the limit if it is meant"


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:160] or type(error).__name__
