"""What is fetched, and what stops a fetch: against a server on this machine (marsad/sources/fetch.py, robots.py)."""

from __future__ import annotations

import datetime as dt
import gzip
import os
import socket
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from marsad.errors import FetchError
from marsad.sources.fetch import Fetcher, Known
from tests.fetch_support import LoopbackPolicy, Reply, Site, fetcher, site


@pytest.fixture
def served() -> Iterator[Site]:
    with site() as running:
        yield running


def test_a_page_is_fetched_with_what_is_known_of_it(served: Site) -> None:
    served.pages["/a"] = Reply(headers={"Content-Type": "text/html", "ETag": '"1"'}, body=b"<p>x</p>")
    before = dt.datetime.now(dt.UTC)
    found = fetcher(served).get(f"{served.url}/a")
    assert (found.status, found.body, found.url, found.address) == (200, b"<p>x</p>", f"{served.url}/a", "127.0.0.1")
    assert found.headers["etag"] == '"1"'
    assert before <= found.fetched_at <= dt.datetime.now(dt.UTC)
    path, headers = served.asked[-1]
    assert path == "/a"
    assert headers["user-agent"].startswith("Marsad/")
    assert headers["host"] == f"127.0.0.1:{served.port}"


def test_the_host_header_has_the_name_and_the_agent_a_contact(served: Site) -> None:
    served.pages["/a"] = Reply(body=b"x")
    policy = LoopbackPolicy(port=served.port, contact="https://desk.example/")
    Fetcher(policy, lambda host: ["127.0.0.1"]).get(f"http://named.example:{served.port}/a")
    headers = served.asked[-1][1]
    assert headers["host"] == f"named.example:{served.port}"
    assert headers["user-agent"].endswith(" (+https://desk.example/)")


def test_what_did_not_change_is_not_sent_again(served: Site) -> None:
    def page(headers: Mapping[str, str]) -> Reply:
        same = headers.get("If-None-Match") == '"1"' and headers.get("If-Modified-Since") == "Mon, 05 Dec 2016"
        return Reply(304) if same else Reply(body=b"x")

    served.pages["/a"] = page
    asking = fetcher(served)
    assert not asking.get(f"{served.url}/a").unchanged
    assert asking.get(f"{served.url}/a", Known('"1"', "Mon, 05 Dec 2016")).unchanged


def test_redirects_are_followed_five_times(served: Site) -> None:
    for number in range(6):
        served.pages[f"/{number}"] = Reply(302, {"Location": f"{number + 1}"})
    served.pages["/6"] = Reply(body=b"end")
    found = fetcher(served).get(f"{served.url}/1")
    assert found.body == b"end"
    assert found.hops == tuple(f"{served.url}/{number}" for number in range(1, 7))
    with pytest.raises(FetchError, match="more than 5 times"):
        fetcher(served).get(f"{served.url}/0")


@pytest.mark.parametrize(
    ("status", "words"), [(404, "not there"), (403, "does not let"), (500, "later"), (429, "lower the rate")]
)
def test_a_refusal_of_the_server_says_what_to_do(served: Site, status: int, words: str) -> None:
    served.pages["/a"] = Reply(status)
    with pytest.raises(FetchError, match=words):
        fetcher(served).get(f"{served.url}/a")


# Limits


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_packed_page_is_unpacked(served: Site, encoding: str) -> None:
    body = b"x" * 100_000
    packed = gzip.compress(body) if encoding == "gzip" else zlib.compress(body)
    served.pages["/a"] = Reply(headers={"Content-Encoding": encoding}, body=packed)
    assert fetcher(served).get(f"{served.url}/a").body == body


def test_a_page_that_unpacks_to_more_than_the_limit_is_refused(served: Site) -> None:
    packed = gzip.compress(b"\0" * 300_000_000, 1)
    served.pages["/a"] = Reply(headers={"Content-Encoding": "gzip"}, body=packed)
    with pytest.raises(FetchError, match="larger than 5 MB"):
        fetcher(served, limit=5_000_000).get(f"{served.url}/a")


@pytest.mark.parametrize("declared", [True, False])
def test_a_page_larger_than_the_limit_is_refused(served: Site, declared: bool) -> None:
    served.pages["/a"] = Reply(body=os.urandom(200_000))
    if not declared:
        served.pages["/a"] = Reply(headers={"Content-Length": "", "Connection": "close"}, body=os.urandom(200_000))
    with pytest.raises(FetchError, match=r"larger than 0\.1 MB"):
        fetcher(served, limit=100_000).get(f"{served.url}/a")


@pytest.mark.parametrize(("encoding", "words"), [("br", "not asked for"), ("gzip", "not packed as")])
def test_a_page_that_is_not_packed_as_it_should_be_is_refused(served: Site, encoding: str, words: str) -> None:
    served.pages["/a"] = Reply(headers={"Content-Encoding": encoding}, body=b"plain words")
    with pytest.raises(FetchError, match=words):
        fetcher(served).get(f"{served.url}/a")


def test_a_server_that_drips_is_cut_off(served: Site) -> None:
    """Every byte comes within any time-out of a socket; the whole does not."""
    served.pages["/a"] = Reply(body=b"x" * 1000, drip=0.05)
    began = time.monotonic()
    with pytest.raises(FetchError, match="took longer"):
        fetcher(served, seconds=0.6).get(f"{served.url}/a")
    assert time.monotonic() - began < 20  # all of it takes fifty seconds


@pytest.mark.parametrize("secure", [False, True])
def test_a_server_that_never_answers_is_cut_off(secure: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        port = mute.getsockname()[1]
        asking = Fetcher(LoopbackPolicy(port=port, seconds=0.5), lambda host: ["127.0.0.1"])
        began = time.monotonic()
        with pytest.raises(FetchError, match=r"took longer|could not be read"):
            asking.get(f"http{'s' if secure else ''}://mute.example:{port}/")
        assert time.monotonic() - began < 20


def test_headers_that_never_end_are_cut_off() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        stop = threading.Event()

        def drip() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 200 OK\r\n")
                try:
                    while not stop.wait(0.05):
                        connection.sendall(b"X: y\r\nA")
                        connection.sendall(b"\r\n" if stop.is_set() else b": b\r\n")
                except OSError:
                    pass

        thread = threading.Thread(target=drip)
        thread.start()
        began = time.monotonic()
        with pytest.raises(FetchError):
            Fetcher(LoopbackPolicy(port=port, seconds=0.6)).get(f"http://127.0.0.1:{port}/")
        stop.set()
        thread.join()
        assert time.monotonic() - began < 20


def test_a_resolver_that_hangs_is_not_waited_for(served: Site) -> None:
    done = threading.Event()

    def hang(host: str) -> list[str]:
        done.wait(60)
        return ["127.0.0.1"]

    began = time.monotonic()
    with pytest.raises(FetchError, match="could not be resolved in time"):
        Fetcher(LoopbackPolicy(port=served.port, seconds=0.4), hang).get("http://slow.example/")
    done.set()
    assert time.monotonic() - began < 20


# Politeness


def test_robots_txt_is_obeyed_and_asked_for_once(served: Site) -> None:
    served.pages["/robots.txt"] = Reply(
        body=b"User-agent: *\nDisallow: /private\n\nUser-agent: Marsad\nDisallow: /no\n"
    )
    served.pages["/private"] = served.pages["/a"] = Reply(body=b"x")
    asking = fetcher(served)
    assert asking.get(f"{served.url}/private").body == b"x", "the rules for Marsad take the place of those for all"
    with pytest.raises(FetchError, match="asks that /no be left alone"):
        asking.get(f"{served.url}/no")
    assert served.paths() == ["/private"]
    assert [path for path, _ in served.asked].count("/robots.txt") == 1


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False), (429, False)])
def test_a_robots_txt_that_cannot_be_had(served: Site, status: int, allowed: bool) -> None:
    served.pages["/robots.txt"] = Reply(status)
    served.pages["/a"] = Reply(body=b"x")
    if allowed:
        assert fetcher(served).get(f"{served.url}/a").body == b"x"
    else:
        with pytest.raises(FetchError, match="nothing is fetched until"):
            fetcher(served).get(f"{served.url}/a")
        assert served.paths() == []


def test_a_redirect_is_asked_of_robots_txt_too(served: Site) -> None:
    served.pages["/robots.txt"] = Reply(body=b"User-agent: *\nDisallow: /no\n")
    served.pages["/a"] = Reply(301, {"Location": "/no"})
    with pytest.raises(FetchError, match="left alone"):
        fetcher(served).get(f"{served.url}/a")
    assert served.paths() == ["/a"]


@pytest.mark.parametrize(
    ("robots", "policy", "source", "least"),
    [(b"", 0.0, 3.0, 2.5), (b"", 4.0, 1.0, 3.5), (b"Crawl-delay: 9", 1.0, 0, 8.5)],
)
def test_a_host_is_asked_slowly(served: Site, robots: bytes, policy: float, source: float, least: float) -> None:
    served.pages["/robots.txt"] = Reply(body=b"User-agent: *\n" + robots)
    served.pages["/a"] = Reply(body=b"x")
    slept: list[float] = []
    asking = Fetcher(LoopbackPolicy(port=served.port, pause=policy), sleep=slept.append)
    for _ in range(2):
        asking.get(f"{served.url}/a", pause=source)
    assert len(slept) == 1
    assert least < slept[0] <= max(policy, source, 9.0)


# TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a key and a certificate for named.example, in one file."""
    folder = tmp_path_factory.mktemp("tls")
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=named.example"
    command += " -addext subjectAltName=DNS:named.example -keyout key.pem -out cert.pem"
    subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    both = folder / "both.pem"
    both.write_text((folder / "key.pem").read_text() + (folder / "cert.pem").read_text())
    return both


@pytest.mark.parametrize(("name", "trusted"), [("named.example", True), ("other.example", False)])
def test_the_certificate_is_that_of_the_name_not_of_the_address(
    served: Site, certificate: Path, name: str, trusted: bool
) -> None:
    asked: list[str | None] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda sock, server_name, _: asked.append(server_name)
    served.server.socket = context.wrap_socket(served.server.socket, server_side=True)
    served.pages["/a"] = Reply(body=b"x")

    class Trusting(LoopbackPolicy):
        def tls(self) -> ssl.SSLContext:
            return ssl.create_default_context(cafile=str(certificate))

    asking = Fetcher(Trusting(port=served.port), lambda host: ["127.0.0.1"])
    address = f"https://{name}:{served.port}/a"
    if trusted:
        assert asking.get(address).body == b"x"
    else:
        with pytest.raises(FetchError, match=r"[Cc]ertificate|CERTIFICATE"):
            asking.get(address)
    assert set(asked) == {name}


def test_a_certificate_that_nobody_vouches_for_is_refused(served: Site, certificate: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    served.server.socket = context.wrap_socket(served.server.socket, server_side=True)
    with pytest.raises(FetchError, match="certificate verify failed"):
        fetcher(served, {"named.example": ["127.0.0.1"]}).get(f"https://named.example:{served.port}/a")
