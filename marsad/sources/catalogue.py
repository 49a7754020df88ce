"""The catalogue: which sources there are, who stands behind them, where they print and how (docs/sources.md).

A YAML file of `settings` and `sources`. Everything that is wrong with it is said at once, with the line.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import yaml

from marsad.errors import AddressError, CatalogueError
from marsad.sources.addresses import url_of
from marsad.sources.catalogue_types import Catalogue, Kind, Order, Settings, Source, is_url

SUFFIXES = (".yaml", ".yml")
_LARGEST = 1_000_000
_MOST_FAULTS = 30
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
_DURATION = re.compile(r"(\d+(?:\.\d+)?) ?(s|m|h|d)")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_COUNTRY = re.compile(r"[A-Z]{2}")
_CHANNEL = re.compile(r"https?://(?:www\.)?(?:t|telegram)\.me/([A-Za-z0-9_]{4,64})/?")
_LANGUAGES = ("ar", "en")


def is_catalogue(name: str) -> bool:
    return name.lower().endswith(SUFFIXES)


def load(path: Path) -> Catalogue:
    """Read and check a catalogue; raise `CatalogueError`, which lists every fault with its line."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CatalogueError(f"{path}: it cannot be opened ({error.strerror}): check the path") from None
    if len(data) > _LARGEST:
        raise CatalogueError(f"{path}: it is larger than a catalogue can be ({_LARGEST:,} bytes)")
    try:
        whole = yaml.load(data.decode("utf-8"), _Loader)
    except UnicodeDecodeError:
        raise CatalogueError(f"{path}: save it as UTF-8") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise CatalogueError(f"{path}: it is no YAML: {' '.join(str(error).split())[:300]}") from None
    reader = _Reader(path)
    found = reader.catalogue(whole)
    if reader.faults:
        more = len(reader.faults) - _MOST_FAULTS
        shown = [*reader.faults[:_MOST_FAULTS], *([f"and {more} more"] if more > 0 else [])]
        raise CatalogueError("\n".join(f"{path}{fault}" for fault in shown))
    return found


class _Node(dict[str, Any]):
    """A mapping that knows its line."""

    line: int = 0


class _Loader(yaml.SafeLoader):  # type: ignore[misc]
    """YAML without what a catalogue does not need: aliases, which can grow without end, and keys given twice."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()
            raise yaml.YAMLError(
                f"line {event.start_mark.line + 1}: write it out in place of the alias *{event.anchor}"
            )
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> _Node:
        made = _Node()
        made.line = node.start_mark.line + 1
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise yaml.YAMLError(f"line {key_node.start_mark.line + 1}: {key!r} is no name of a field")
            if key in made:
                raise yaml.YAMLError(f"line {key_node.start_mark.line + 1}: {key} is given twice")
            made[key] = self.construct_object(value_node, deep=True)
        return made


_Loader.add_constructor("tag:yaml.org,2002:map", lambda loader, node: loader.construct_mapping(node, deep=True))


class _Reader:
    """Takes a catalogue apart and notes its faults; what is faulty gets a value that does no harm."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: list[str] = []

    def fault(self, node: Any, what: str, name: str = "") -> None:
        line = getattr(node, "line", 0)
        self.faults.append(f"{f', line {line}' if line else ''}{f' ({name})' if name else ''}: {what}")

    def catalogue(self, whole: Any) -> Catalogue:
        if not isinstance(whole, _Node):
            self.fault(None, "write `sources:` with a list of sources under it")
            return Catalogue(self.path, Settings())
        self._known(whole, ("settings", "sources"))
        settings = self._settings(whole.get("settings"))
        listed = whole.get("sources")
        if not isinstance(listed, list) or not listed:
            self.fault(whole, "`sources` is no list: write each source as an item that begins with `- id:`")
            listed = []
        sources = [self._source(item) for item in listed]
        seen: dict[str, int] = {}
        for source in filter(None, sources):
            if source.id in seen:
                first = seen[source.id]
                self.faults.append(f", line {source.line} ({source.id}): the id is taken by the source of line {first}")
            seen.setdefault(source.id, source.line)
        return Catalogue(self.path, settings, tuple(filter(None, sources)))

    def _settings(self, node: Any) -> Settings:
        if node is None:
            return Settings()
        if not isinstance(node, _Node):
            self.fault(None, "`settings` holds no fields: write for example `fetch: true` under it")
            return Settings()
        usual = Settings()
        self._known(node, ("fetch", "contact", "every", "seconds", "megabytes", "pause", "ports"))
        ports = node.get("ports", list(usual.ports))
        if not isinstance(ports, list) or not all(isinstance(port, int) and 0 < port < 65536 for port in ports):
            self.fault(node, "`ports` is a list of numbers, such as [80, 443]")
            ports = list(usual.ports)
        return Settings(
            fetch=self._of(node, "fetch", bool, usual.fetch, "true or false"),
            contact=self._of(node, "contact", str, usual.contact, "an address at which a site can reach you"),
            every=self._duration(node, "every") or usual.every,
            seconds=self._duration(node, "seconds") or usual.seconds,
            megabytes=self._positive(node, "megabytes", usual.megabytes),
            pause=self._duration(node, "pause") or usual.pause,
            ports=tuple(ports),
        )

    def _source(self, node: Any) -> Source | None:
        if not isinstance(node, _Node):
            self.fault(None, f"{str(node)[:40]!r} is no source: write `- id:` and its other fields")
            return None
        name = str(node.get("id", ""))
        fields = "id name side sponsor country language kind addresses date time_zone rate every note".split()
        self._known(node, fields, name)
        if not _ID.fullmatch(name):
            self.fault(node, "`id` is a short name of small Latin letters, digits and hyphens", name)
        names = self._names(node, name)
        kind: Kind = node.get("kind", "page")
        if kind not in get_args(Kind):
            self.fault(node, f"`kind` is one of {', '.join(get_args(Kind))}, not {kind!r}", name)
        order = node.get("date")
        if order is not None and order not in get_args(Order):
            self.fault(node, f"`date` says how dates are printed: {', '.join(get_args(Order))}, not {order!r}", name)
        if "side" in node and "sponsor" in node:
            self.fault(node, "give `side` or `sponsor`, not both", name)
        return Source(
            id=name,
            name=names[0],
            name_ar=names[1],
            kind=kind,
            addresses=self._addresses(node, kind, name),
            side=self._text(node, "side", name) or self._text(node, "sponsor", name),
            country=self._matching(node, "country", _COUNTRY.fullmatch, "a country in two capitals, such as SY", name),
            language=self._matching(node, "language", _LANGUAGES.__contains__, "ar or en", name),
            time_zone=self._matching(node, "time_zone", _is_zone, "a time zone such as Asia/Damascus", name),
            order=order,
            rate=self._duration(node, "rate", name) or 0.0,
            every=self._duration(node, "every", name),
            line=node.line,
        )

    def _names(self, node: _Node, name: str) -> tuple[str, str | None]:
        given = node.get("name")
        if isinstance(given, _Node) and set(given) <= {"ar", "en"} and all(isinstance(v, str) for v in given.values()):
            english = given.get("en") or given.get("ar")
            if english:
                return english, given.get("ar")
        self.fault(node, '`name` gives its name in both languages: {ar: "…", en: "…"}', name)
        return "?", None

    def _addresses(self, node: _Node, kind: str, name: str) -> tuple[str, ...]:
        given = node.get("addresses")
        if not isinstance(given, list) or not given or not all(isinstance(item, str) and item for item in given):
            self.fault(node, "`addresses` is a list of URLs, or of paths", name)
            return ()
        made = []
        for address in given:
            if is_url(address) and kind != "folder":
                try:
                    made.append(str(url_of(address)))
                    if kind == "channel" and (wanted := _preview_of(made[-1])):
                        self.fault(node, f"{address}: no messages stand there: write {wanted}", name)
                except AddressError as error:
                    self.fault(node, f"{address}: {error}", name)
            elif kind in ("folder", "channel") and not urlsplit(address).scheme:
                made.append(str(self.path.parent / Path(address).expanduser()))
            else:
                wanted = "a path" if kind == "folder" else "an address that begins with https:// or http://"
                self.fault(node, f"{address}: a {kind} needs {wanted}", name)
        return tuple(made)

    def _known(self, node: _Node, fields: list[str] | tuple[str, ...], name: str = "") -> None:
        for key in node:
            if key not in fields:
                self.fault(node, f"`{key}` is no field of it: there are {', '.join(fields)}", name)

    def _of(self, node: _Node, key: str, kind: type, usual: Any, wanted: str) -> Any:
        value = node.get(key, usual)
        if isinstance(value, kind):
            return value
        self.fault(node, f"`{key}` is {wanted}, not {value!r}")
        return usual

    def _positive(self, node: _Node, key: str, usual: float) -> float:
        value = node.get(key, usual)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0:
            return float(value)
        self.fault(node, f"`{key}` is a number above 0, not {value!r}")
        return usual

    def _text(self, node: _Node, key: str, name: str) -> str | None:
        value = node.get(key)
        if value is not None and not isinstance(value, str):
            self.fault(node, f"`{key}` is a text, not {value!r}: put it in quotes", name)
            return None
        return value

    def _matching(self, node: _Node, key: str, fits: Callable[[str], object], wanted: str, name: str) -> str | None:
        value = node.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not fits(value):
            hint = ": put NO in quotes" if value is False else ""
            self.fault(node, f"`{key}` is {wanted}, not {value!r}{hint}", name)
            return None
        return value

    def _duration(self, node: _Node, key: str, name: str = "") -> float | None:
        value = node.get(key)
        if value is None:
            return None
        hit = _DURATION.fullmatch(str(value))
        if not hit:
            self.fault(node, f"`{key}` is a time such as 30s, 15m, 2h or 1d, not {value!r}", name)
            return None
        return float(hit[1]) * _SECONDS[hit[2]]


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):  # no such zone, a folder of zones, no name of a file
        return False
    return True


def _preview_of(address: str) -> str | None:
    """Return where the messages of a channel of Telegram are shown, for an address that is another page of it."""
    hit = _CHANNEL.fullmatch(address)
    return f"https://t.me/s/{hit[1]}" if hit else None
