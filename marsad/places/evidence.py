"""What a report says about where it plays: its countries, the places it names, and those that are beyond doubt."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, TypeVar

from marsad.places.candidates import PlaceHit
from marsad.places.gazetteer import Entry, Gazetteer, near
from marsad.records import Span

K = TypeVar("K")
_KNOWN: Final = 100_000  # inhabitants from which a town is known without further words, where the news is from
_FAR: Final = 1_000_000  # and elsewhere
_RADIANS: Final = math.pi / 180  # in a degree
_KM: Final = 111.2  # in a degree
HOME: Final = frozenset("AE BH DJ DZ EG ER IL IQ JO KW LB LY MA MR OM PS QA SA SD SO SS SY TN TR YE AF IR UA".split())


@dataclass(init=False, slots=True, unsafe_hash=True)  # never changed; written out as `Tag` is
class PlaceMention:
    """A hit with its printed words: what the report says at `span`; `holds` tells that it holds the place before it."""

    text: str
    span: Span
    hit: PlaceHit
    holds: bool

    def __init__(self, text: str, span: Span, hit: PlaceHit, holds: bool = False) -> None:
        self.text = text
        self.span = span
        self.hit = hit
        self.holds = holds


@dataclass(frozen=True, slots=True)
class Context:
    """What else the report says about where it plays: ISO codes of countries, with how often each is meant."""

    countries: Mapping[str, float] = field(default_factory=dict)


class Anchor:
    """A place beyond doubt, by which others are measured."""

    __slots__ = ("id", "lat", "lon")

    def __init__(self, id: int, lat: float, lon: float) -> None:
        self.id = id
        self.lat = lat
        self.lon = lon


class Evidence:
    """What speaks for a place, gathered over the whole report.

    `countries` are shares, the largest is 1; `witnesses` the names that point to a country, "" for a demonym; `named`
    the names by which the report names a place, by its id; `anchors` places that are beyond doubt.
    """

    __slots__ = ("anchors", "countries", "named", "witnesses")

    def __init__(
        self, countries: dict[str, float], witnesses: dict[str, set[str]], named: dict[int, set[str]],
        anchors: list[Anchor],
    ) -> None:  # fmt: skip
        self.countries = countries
        self.witnesses = witnesses
        self.named = named
        self.anchors = anchors

    def besides(self, country: str, name: str) -> bool:
        """Tell whether anything but this name points to a country."""
        return _besides(self.witnesses.get(country), name)

    def names_otherwise(self, place: int, name: str) -> bool:
        """Tell whether the report names a place by another name too."""
        return _besides(self.named.get(place), name)


def _besides(names: set[str] | None, name: str) -> bool:
    return names is not None and (len(names) > 1 or name not in names)


def well_known(entry: Entry) -> bool:
    """Tell whether a town is so large or famous that its name alone is enough."""
    return entry.famous or entry.population >= (_KNOWN if entry.country in HOME else _FAR)


def known_alone(entry: Entry) -> bool:
    """Tell whether the name of a place is enough to mean it: countries, their first divisions, areas, known towns."""
    return entry.kind in ("country", "admin1", "area") or entry.capital or well_known(entry)


def same_spot(a: Entry, b: Entry, gazetteer: Gazetteer) -> bool:
    """A city and its governorate, or two points close to each other: no choice between two spots."""
    if near(a, b):
        return True
    inner, outer = (a, b) if a.kind != "country" and a.kind != "admin1" else (b, a)
    return outer in gazetteer.parents(inner)


def gather(mentions: Sequence[PlaceMention], gazetteer: Gazetteer, context: Context) -> Evidence:
    """Return the evidence of a report: its countries by votes, the places it names, and its anchors."""
    votes: dict[str, float] = {}
    witnesses: dict[str, set[str]] = {}
    for country, weight in context.countries.items():
        votes[country] = weight
        witnesses[country] = {""}
    named: dict[int, set[str]] = {}
    anchors: dict[int, Anchor] = {}
    for mention in mentions:
        hit = mention.hit
        name = hit.name
        if not hit.common or hit.cue:
            for number in hit.ids:
                _put(named, number, name)
        entry = _beyond_doubt(hit, gazetteer)
        if entry is not None:
            country = entry.country
            votes[country] = votes.get(country, 0.0) + (1.0 if entry.kind == "country" else 0.5)
            _put(witnesses, country, name)
            lat, lon = entry.lat, entry.lon
            if lat is not None and lon is not None and entry.kind not in ("country", "area"):
                anchors[entry.id] = Anchor(entry.id, lat, lon)
    most = max(votes.values(), default=0.0)
    shares = {country: math.sqrt(count / most) for country, count in votes.items() if country and count > 0}
    return Evidence(shares, witnesses, named, list(anchors.values()))


def _put(names: dict[K, set[str]], key: K, name: str) -> None:
    known = names.get(key)
    if known is None:
        names[key] = {name}
    else:
        known.add(name)


def _beyond_doubt(hit: PlaceHit, gazetteer: Gazetteer) -> Entry | None:
    """Return the one place that a hit can mean, when its name alone tells."""
    ids = hit.ids
    if hit.common or hit.beside or not ids or (hit.glued and len(hit.name) <= 2) or hit.name in gazetteer.anaphors:
        return None
    if len(ids) > 1:
        return _outstanding(ids, gazetteer)
    entry = gazetteer.entry(ids[0])
    return entry if known_alone(entry) else None


@lru_cache(maxsize=16384)
def _outstanding(ids: tuple[int, ...], gazetteer: Gazetteer) -> Entry | None:
    """Return the one of several places that is so well known that its name alone means it."""
    entries = [gazetteer.entry(number) for number in ids]
    main = max(entries, key=lambda e: (e.kind == "country", e.capital, e.population, e.kind == "admin1", -e.id))
    others = [e for e in entries if e is not main and not same_spot(main, e, gazetteer)]
    alone = all(e.population * 20 < main.population or main.kind == "country" for e in others)
    return main if known_alone(main) and alone else None


def km_to_nearest(entry: Entry, anchors: list[Anchor], aside: tuple[int, ...]) -> float:
    """Return the kilometres from a place to the nearest anchor but those of the ids `aside`, infinite without one."""
    lat, lon = entry.lat, entry.lon
    if lat is None or lon is None:
        return math.inf
    narrowing = math.cos(lat * _RADIANS)
    nearest = math.inf  # in square degrees
    for other in anchors:
        north, east = lat - other.lat, (lon - other.lon) * narrowing
        away = north * north + east * east
        if away < nearest and other.id not in aside:
            nearest = away
    return _KM * math.sqrt(nearest)
