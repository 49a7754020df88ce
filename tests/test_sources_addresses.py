"""What is never fetched, each with its reason, and nothing was touched (marsad/sources/addresses.py, fetch.py)."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence

import pytest

from marsad.errors import AddressError, FetchError
from marsad.sources.addresses import refusal, url_of
from marsad.sources.fetch import Fetcher, Policy
from tests.fetch_support import PUBLIC, LoopbackPolicy, Reply, Site, fetcher, site

# {port} is the port of a server that runs on this machine and must not be touched. Names ending in .example resolve
# as NAMES says.
HOSTILE = [
    ("file:///etc/passwd", "only http and https"),
    ("gopher://127.0.0.1:{port}/_x", "only http and https"),
    ("ftp://127.0.0.1:{port}/", "only http and https"),
    ("javascript:alert(1)", "only http and https"),
    ("data:text/html,x", "only http and https"),
    ("dict://127.0.0.1:{port}/", "only http and https"),
    ("ldap://127.0.0.1:{port}/", "only http and https"),
    ("jar:http://127.0.0.1:{port}!/", "only http and https"),
    ("//127.0.0.1:{port}/", "only http and https"),
    ("127.0.0.1:{port}", "only http and https"),
    ("http://127.0.0.1:{port}/", "loopback"),
    ("http://127.0.0.1/", "loopback"),
    ("http://127.8.9.1/", "loopback"),
    ("http://localhost/", "of this machine"),
    ("http://localhost./", "of this machine"),
    ("http://LOCALHOST/", "of this machine"),
    ("http://a.localhost/", "of this machine"),
    ("http://printer.local/", "local network"),
    ("http://metadata.google.internal/", "local network"),
    ("http://intranet/", "local network"),
    ("http://router.home.arpa/", "local network"),
    ("http://2130706433/", "in disguise"),
    ("http://0x7f.1/", "in disguise"),
    ("http://0x7f000001/", "in disguise"),
    ("http://0177.0.0.1/", "in disguise"),
    ("http://017700000001/", "in disguise"),
    ("http://127.1/", "in disguise"),
    ("http://127.0.1/", "in disguise"),
    ("http://127.0.0.1./", "loopback"),
    ("http://127.0.0.01/", "in disguise"),
    ("http://127.0.0.1..:80/", "no name of a host"),
    ("http://0/", "in disguise"),
    ("http://0.0.0.0/", "unspecified"),
    ("http://1.1.1.1@127.0.0.1/", "before @"),
    ("http://good.example:x@127.0.0.1/", "before @"),
    ("http://good.example%40127.0.0.1/", "before @"),
    ("http://127.0.0.1#@good.example/", "loopback"),
    ("http://good.example\\@127.0.0.1/", "which no address has"),
    ("http://good.example\u200b/", "which no address has"),
    ("http://good.example/\nHost: evil", "which no address has"),
    ("http://[::1]/", "loopback"),
    ("http://[::]/", "unspecified"),
    ("http://[::ffff:127.0.0.1]/", "mapped"),
    ("http://[0:0:0:0:0:ffff:7f00:1]/", "mapped"),
    ("http://[::127.0.0.1]/", "compatible"),
    ("http://[64:ff9b::127.0.0.1]/", "NAT64"),
    ("http://[64:ff9b:1::10.0.0.1]/", "NAT64"),
    ("http://[2002:7f00:1::]/", "6to4"),
    ("http://[2001:0:5ef5:79fb::1]/", "Teredo"),
    ("http://[fe80::1]/", "link-local"),
    ("http://[fe80::1%25eth0]/", "a zone"),
    ("http://[fd00::1]/", "unique local"),
    ("http://[fec0::1]/", "site-local"),
    ("http://[ff02::1]/", "multicast"),
    ("http://[2001:db8::1]/", "documentation"),
    ("http://[4000::1]/", "not of the public internet"),
    ("http://10.0.0.1/", "private"),
    ("http://172.16.0.1/", "private"),
    ("http://172.31.255.255/", "private"),
    ("http://192.168.1.1/", "private"),
    ("http://169.254.169.254/latest/meta-data/", "link-local"),
    ("http://100.64.0.1/", "CGNAT"),
    ("http://198.18.0.1/", "measurements"),
    ("http://192.0.2.1/", "documentation"),
    ("http://224.0.0.1/", "multicast"),
    ("http://240.0.0.1/", "reserved"),
    ("http://255.255.255.255/", "broadcast"),
    ("http://１２７.０.０.１/", "loopback"),
    ("http://127。0。0。1/", "loopback"),
    ("http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/", "of this machine"),
    ("http://①②⑦.⓪.⓪.①/", "loopback"),
    ("http://good.example:22/", "port 22"),
    ("http://good.example:{port}/", "port"),
    ("http://good.example:99999/", "no address"),
    ("https://", "names no host"),
    ("http:///path", "names no host"),
    ("http://a..example/", "no name of a host"),
    ("http://-.example:80/", "no name of a host"),
    ("http://private.example/", "private.example: 10.0.0.7 is private"),
    ("http://loop.example/", "loop.example: 127.0.0.1 is loopback"),
    ("http://mixed.example/", "mixed.example: 192.168.0.1 is private"),
    ("http://six.example/", "six.example: ::1 is loopback"),
    ("http://mapped.example/", "mapped"),
    ("http://metadata.example/", "link-local"),
    ("http://127.0.0.1.nip.example/", "loopback"),
    ("http://unknown.example/", "is not known"),
    ("http://good.example/" + "a" * 5000, "longer than"),
]
NAMES: dict[str, Sequence[str]] = {
    "good.example": [PUBLIC],
    "private.example": ["10.0.0.7"],
    "loop.example": ["127.0.0.1"],
    "mixed.example": [PUBLIC, "192.168.0.1"],
    "six.example": ["::1"],
    "mapped.example": ["::ffff:10.0.0.1"],
    "metadata.example": ["169.254.169.254"],
    "127.0.0.1.nip.example": ["127.0.0.1"],
}


@pytest.fixture(scope="module")
def served() -> Iterator[Site]:
    with site() as running:
        yield running


def known(host: str) -> Sequence[str]:
    if host not in NAMES:
        raise OSError("no such name")
    return NAMES[host]


def untouched(address: str, port: int, seconds: float) -> socket.socket:
    raise AssertionError(f"{address}:{port} was dialled")


@pytest.mark.parametrize(("url", "reason"), HOSTILE, ids=[url[:50] for url, _ in HOSTILE])
def test_a_hostile_address_is_refused_with_its_reason(served: Site, url: str, reason: str) -> None:
    before = served.touched
    with pytest.raises((AddressError, FetchError), match=r".") as caught:
        Fetcher(Policy(), known, untouched).get(url.format(port=served.port))
    assert reason in str(caught.value)
    assert served.touched == before


def test_there_are_enough_of_them() -> None:
    assert len({url for url, _ in HOSTILE}) >= 80


# A Location is joined with the page it stands on, and the policy lets the test reach the server's own port.
ELSEWHERE = [
    (url, reason)
    for url, reason in HOSTILE
    if "://" in url and url.isascii() and not set(url) & set("\n\\") and "127.0.0.1:{" not in url
    if url not in ("http:///path", "https://")
]


@pytest.mark.parametrize(("url", "reason"), ELSEWHERE, ids=[url[:50] for url, _ in ELSEWHERE])
def test_a_redirect_to_a_hostile_address_is_refused_too(served: Site, url: str, reason: str) -> None:
    served.asked.clear()
    served.pages["/from"] = Reply(302, {"Location": url.format(port=served.port)})
    with pytest.raises((AddressError, FetchError)) as caught:
        fetcher(served, NAMES).get(f"{served.url}/from")
    assert reason in str(caught.value)
    assert served.paths() == ["/from"]


def test_a_name_is_resolved_once_and_the_connection_goes_where_it_was_checked(served: Site) -> None:
    """The second answer of the resolver, which is private, is never asked for (DNS rebinding)."""
    answers = iter([[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]])
    dialled: list[tuple[str, int]] = []

    def connect(address: str, port: int, seconds: float) -> socket.socket:
        dialled.append((address, port))
        raise ConnectionRefusedError("not in a test")

    before = served.touched
    with pytest.raises(FetchError):
        Fetcher(Policy(), lambda host: next(answers), connect).get("http://rebinding.example/")
    assert dialled == [(PUBLIC, 80)]
    assert next(answers) == ["127.0.0.1"], "the name was resolved twice"
    assert served.touched == before


def test_the_next_fetch_of_a_name_that_turned_private_is_refused(served: Site) -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    served.pages["/a"] = Reply(body=b"a")
    asking = Fetcher(LoopbackPolicy(port=served.port), lambda host: next(answers))
    assert asking.get(f"http://turning.example:{served.port}/a").body == b"a"
    with pytest.raises(AddressError, match="private"):
        asking.get(f"http://turning.example:{served.port}/a")


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("HTTP://Example.ORG", "http://example.org/"),
        ("https://example.org.:443/a?b=c#d", "https://example.org/a?b=c"),
        ("http://example.org:8080/", "http://example.org:8080/"),
        (" https://مثال.إختبار/أخبار?س=1 ", "https://xn--mgbh0fb.xn--kgbechtv/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1?%D8%B3=1"),
        ("http://ｅxample.org/%D8%A3", "http://example.org/%D8%A3"),
        ("http://[2606:2800:0220::1]/", "http://[2606:2800:220::1]/"),
        ("http://еxample.org/", "http://xn--xample-2of.org/"),  # a Cyrillic letter stays another name
    ],
)
def test_an_address_has_one_spelling(written: str, normal: str) -> None:
    if "إختبار" in written:
        written = written.replace("https://", "https://www.")
        normal = normal.replace("https://", "https://www.")
    assert str(url_of(written)) == normal


@pytest.mark.parametrize("address", ["1.1.1.1", PUBLIC, "2606:2800:220:1:248:1893:25c8:1946", "172.32.0.1", "11.0.0.1"])
def test_public_addresses_are_not_refused(address: str) -> None:
    assert refusal(address) is None
