"""Addresses that may be fetched: a URL in one spelling, and only machines of the public internet.

Two checks, both before anything is sent. `url_of` brings a URL into its one spelling and refuses what hides where it
leads. `refusal` says of a numeric address why it is not fetched from (data/networks.tsv). Pure, without the network.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import quote, urljoin, urlsplit

from marsad.errors import AddressError

DEFAULT_PORTS = {"http": 80, "https": 443}
_LONGEST = 4000
_NAME = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{2,63}")
_NUMERIC = re.compile(r"(?:0[xX][0-9a-fA-F]*|[0-9]+)")
_LOCAL = ("localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp", "home.arpa", "onion")
_CONTROL = re.compile(r"[\x00-\x20\x7f\\\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_PATH, _QUERY = "/%:@!$&'()*+,;=~-._", "/%:@!$&'()*+,;=~-._?[]"
_PUBLIC_6 = ipaddress.ip_network("2000::/3")

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Url:
    """Where a request goes: `host` is a lower-case name in ASCII, or an IP address as Python spells it."""

    scheme: str
    host: str
    port: int
    target: str  # path and query, percent-encoded

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"

    @property
    def authority(self) -> str:
        """The host, with its port where that is not the usual one: the value of the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS.get(self.scheme) else f"{host}:{self.port}"

    @property
    def ip(self) -> Ip | None:
        """The address, where the host is one."""
        try:
            return ipaddress.ip_address(self.host)
        except ValueError:
            return None

    def joined(self, location: str) -> str:
        """Return where a link on this page, or its Location header, leads."""
        return urljoin(str(self), location)


def url_of(written: str) -> Url:
    """Return the URL in its one spelling; raise `AddressError`, with the reason, where it is not fetched."""
    text = written.strip()
    if len(text) > _LONGEST:
        raise AddressError(f"the address is longer than {_LONGEST} characters")
    if hit := _CONTROL.search(text):
        raise AddressError(f"the address holds the character U+{ord(hit.group()):04X}, which no address has")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise AddressError(f"it is no address ({error})") from None
    scheme = parts.scheme.lower()
    if scheme not in DEFAULT_PORTS:
        raise AddressError(f"{scheme or 'no scheme'}: only http and https are fetched")
    if "@" in parts.netloc or "%40" in parts.netloc:
        raise AddressError("the address holds a user name or password: what stands before @ hides where it leads")
    host = _host(parts.netloc, parts.hostname or "")
    target = quote(parts.path or "/", safe=_PATH) + (f"?{quote(parts.query, safe=_QUERY)}" if parts.query else "")
    return Url(scheme, host, DEFAULT_PORTS[scheme] if port is None else port, target)


def _host(netloc: str, host: str) -> str:
    if not host:
        raise AddressError("the address names no host")
    if "%" in host:
        raise AddressError("the host holds %, an encoding or a zone, which no public host has")
    if netloc.startswith("["):
        try:
            return str(ipaddress.IPv6Address(host))
        except ValueError:
            raise AddressError(f"[{host}] is no IPv6 address") from None
    name = _ascii(host)
    if _NUMERIC.fullmatch(name.rsplit(".", 1)[-1]):
        return _dotted(name)
    if any(name == ending or name.endswith(f".{ending}") for ending in _LOCAL):
        raise AddressError(f"{name} is a name of this machine or of a local network")
    if "." not in name:
        raise AddressError(f"{name} is a name without a domain, of a local network")
    if not _NAME.fullmatch(name):
        raise AddressError(f"{name!r} is no name of a host")
    return name


def _ascii(host: str) -> str:
    """Return a name as DNS spells it: letters that look alike become what they are, or xn--, never another name."""
    try:
        name = host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise AddressError(f"{host!r} is no name of a host") from None
    return name.removesuffix(".")


def _dotted(name: str) -> str:
    """Return an IPv4 address that is written in the one usual way: four decimal numbers, without leading zeros."""
    try:
        return str(ipaddress.IPv4Address(name))
    except ValueError:
        raise AddressError(
            f"{name} is an IPv4 address in disguise (decimal, octal, hexadecimal or shortened): write a name"
        ) from None


@cache
def _networks() -> tuple[tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, str], ...]:
    table = (files("marsad.sources") / "data" / "networks.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return tuple((ipaddress.ip_network(network), reason) for network, reason in rows)


def refusal(address: str) -> str | None:
    """Return why nothing is fetched from a numeric address; None where it is a public one."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return f"{address} is no IP address"
    for network, reason in _networks():
        if ip.version == network.version and ip in network:
            return f"{address} is {reason}"
    if ip.version == 6 and ip not in _PUBLIC_6:
        return f"{address} is not of the public internet"
    return None
