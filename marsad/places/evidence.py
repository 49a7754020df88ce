"""What a report says about where it plays: its countries, the places it names, and those that are beyond doubt."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from marsad.places.candidates import PlaceHit
from marsad.places.gazetteer import Entry, Gazetteer, near
from marsad.records import Span

_KNOWN: Final = 100_000  # inhabitants from which a town is known without further words, where the news is from
_FAR: Final = 1_000_000  # and elsewhere
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


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a place, gathered over the whole report."""

    countries: Mapping[str, float]  # shares, the largest is 1
    witnesses: Mapping[str, Set[str]]  # by country, the names that point to it; "" is a demonym
    named: Mapping[int, Set[str]]  # a place named in the report, and the names it goes by
    anchors: tuple[Entry, ...]  # places that are beyond doubt


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
    votes: defaultdict[str, float] = defaultdict(float)
    witnesses: defaultdict[str, set[str]] = defaultdict(set)
    for country, weight in context.countries.items():
        votes[country] += weight
        witnesses[country].add("")
    named: defaultdict[int, set[str]] = defaultdict(set)
    anchors: dict[int, Entry] = {}
    for mention in mentions:
        hit = mention.hit
        if not hit.common or hit.cue:
            for number in hit.ids:
                named[number].add(hit.name)
        entry = _beyond_doubt(hit, gazetteer)
        if entry is not None:
            votes[entry.country] += 1.0 if entry.kind == "country" else 0.5
            witnesses[entry.country].add(hit.name)
            if entry.kind not in ("country", "area") or entry.lat is None:
                anchors[entry.id] = entry
    most = max(votes.values(), default=0.0)
    shares = {country: math.sqrt(count / most) for country, count in votes.items() if country and count > 0}
    return Evidence(shares, witnesses, named, tuple(anchors.values()))


def _beyond_doubt(hit: PlaceHit, gazetteer: Gazetteer) -> Entry | None:
    """Return the one place that a hit can mean, when its name alone tells."""
    if hit.common or hit.beside or not hit.ids or (hit.glued and len(hit.name) <= 2) or hit.name in gazetteer.anaphors:
        return None
    return _outstanding(hit.ids, gazetteer)


@lru_cache(maxsize=16384)
def _outstanding(ids: tuple[int, ...], gazetteer: Gazetteer) -> Entry | None:
    """Return the one of several places that is so well known that its name alone means it."""
    entries = [gazetteer.entry(number) for number in ids]
    main = max(entries, key=lambda e: (e.kind == "country", e.capital, e.population, e.kind == "admin1", -e.id))
    others = [e for e in entries if e is not main and not same_spot(main, e, gazetteer)]
    alone = all(e.population * 20 < main.population or main.kind == "country" for e in others)
    return main if known_alone(main) and alone else None


def km_to_nearest(entry: Entry, anchors: Sequence[Entry], aside: Sequence[int]) -> float:
    """Return the kilometres from a place to the nearest anchor but those of the ids `aside`, infinite without one."""
    lat, lon = entry.lat, entry.lon
    if lat is None or lon is None:
        return math.inf
    narrowing = math.cos(math.radians(lat))
    nearest = math.inf
    for other in anchors:
        if other.lat is not None and other.lon is not None and other.id not in aside:
            away = math.hypot(lat - other.lat, (lon - other.lon) * narrowing)
            nearest = min(nearest, away)
    return 111.2 * nearest
