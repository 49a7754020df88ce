"""What a catalogue of sources holds (docs/sources.md, "Catalogue")."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Kind = Literal["feed", "page", "folder", "channel"]
Order = Literal["day-first", "month-first", "year-first"]


@dataclass(frozen=True, slots=True)
class Source:
    """One outlet, agency, monitor or channel.

    `side` is the party or sponsor it belongs to, as people would say it; None where it belongs to none.
    `time_zone` is the one its dates are in, `order` how it writes a date in numbers, `rate` the seconds between two
    requests to it, `every` those between two looks at it. `addresses` are URLs, or paths of a folder or of exports.
    """

    id: str
    name: str  # English
    name_ar: str | None
    kind: Kind
    addresses: tuple[str, ...]
    side: str | None = None
    country: str | None = None
    language: str | None = None
    time_zone: str | None = None
    order: Order | None = None
    rate: float = 0.0
    every: float | None = None
    line: int = 0

    @property
    def online(self) -> bool:
        """Whether it is fetched from the internet."""
        return any(is_url(address) for address in self.addresses)


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for all sources. Nothing is fetched unless `fetch` is True or `--online` is given."""

    fetch: bool = False
    contact: str = ""
    every: float = 900.0
    seconds: float = 60.0
    megabytes: float = 10.0
    pause: float = 2.0
    ports: tuple[int, ...] = (80, 443)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a file holds; relative paths in it are of its own folder."""

    path: Path
    settings: Settings
    sources: tuple[Source, ...] = field(default=())

    def source(self, name: str) -> Source | None:
        return next((source for source in self.sources if source.id == name), None)


def is_url(address: str) -> bool:
    return "://" in address
