"""Choose, for every name of a place in a report, which place is meant, with the whole report in view.

Reasons are added up: does the kind of place fit the cue, is the country or a parent named in the report, how near is it
to the report's other places, how large is it. A lead that is too small leaves the place open: its candidates are kept,
its coordinates are not given. A small place for which nothing in the report speaks, and an ordinary word without a cue,
are not read as places at all.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from marsad.places.candidates import PlaceHit
from marsad.places.evidence import Context, Evidence, PlaceMention, gather, km, same_spot, well_known
from marsad.places.gazetteer import Entry, Gazetteer
from marsad.places.precision import locate
from marsad.records import Place

__all__ = ["Context", "PlaceMention", "choose"]

_LEAD = 0.8  # how far the best has to be ahead of a place in another spot
_PLAIN = {"country": 6.0, "area": 3.2, "town": 2.2, "admin1": 2.0, "admin2": 1.2, "admin3": 0.8, "neighbourhood": 0.6}
_IN = 4  # letters between two names of which the second holds the first: " في "
_CLEAR = 0.7  # the share of the second country up to which a report is about the first alone
_SITED = frozenset(
    {"camp", "neighbourhood", "base", "crossing", "port", "airport", "mountain", "water", "site", "admin2"}
)
_FITS: Mapping[str, Mapping[str, float]] = {
    "town": {"town": 5, "admin3": 2, "admin2": 2, "camp": 2, "neighbourhood": 2, "base": 1, "admin1": 1},
    "neighbourhood": {"neighbourhood": 5, "town": 2.5, "camp": 2, "area": 2},
    "admin1": {"admin1": 5, "area": 3.5, "admin2": 2.5, "town": 1},
    "admin2": {"admin2": 5, "admin3": 4, "town": 3, "admin1": 1},
    "region": {
        "area": 5,
        "admin2": 3.5,
        "admin3": 3,
        "town": 3,
        "neighbourhood": 2.5,
        "admin1": 3,
        "water": 3,
        "site": 3,
    },
    "camp": {"camp": 5, "neighbourhood": 2, "town": 2.5, "base": 3},
    "airport": {"airport": 5, "base": 4.5, "town": 2.5, "admin1": 1},
    "base": {"base": 5, "airport": 4, "camp": 2, "town": 2.5, "site": 3},
    "crossing": {"crossing": 5, "town": 2.5},
    "port": {"port": 5, "town": 2.5, "admin1": 1},
    "mountain": {"mountain": 5, "area": 4, "town": 2.2},
    "water": {"water": 5, "area": 4, "town": 2.0},
    "site": {"site": 5, "town": 2.5, "neighbourhood": 2, "camp": 2, "admin1": 1},
    "capital": {"town": 4},
}


@dataclass(frozen=True, slots=True)
class _Scored:
    entry: Entry
    points: float
    reasons: tuple[str, ...]
    fits: bool
    parent: bool
    close: bool
    country: bool


@dataclass(frozen=True, slots=True)
class _Choice:
    best: _Scored
    rivals: tuple[_Scored, ...]


def choose(
    mentions: Sequence[PlaceMention], gazetteer: Gazetteer, context: Context | None = None
) -> tuple[Place | None, ...]:
    """Return the place of each mention, None where no place is meant.

    A place without coordinates is ambiguous (`candidates` lists what remains), too wide to have a middle, or unknown to
    the gazetteer (`name` is None too).
    """
    evidence = gather(mentions, gazetteer, context or Context())
    decided: dict[tuple[object, ...], _Choice | None] = {}
    places: list[Place | None] = []
    before: dict[str, _Choice] = {}  # by kind, the place named last
    for mention in mentions:
        hit = mention.hit
        key = (hit.ids, hit.name, hit.cue, hit.relation, hit.glued)
        if not hit.ids and not hit.anaphor:
            places.append(Place(mention.text, mention.span, why="a place by its cue; the gazetteer does not have it"))
            continue
        if hit.anaphor:
            choice = _referred(hit, before, evidence, gazetteer)
        elif key in decided:
            choice = decided[key]
        else:
            choice = decided[key] = _decide(hit, gazetteer, evidence)
        if choice is not None and not choice.rivals:
            before[choice.best.entry.kind] = choice
        places.append(None if choice is None else _place(mention, choice, gazetteer))
    return tuple(_within(places, mentions))


def _within(places: Sequence[Place | None], mentions: Sequence[PlaceMention]) -> Iterator[Place | None]:
    """Leave open a place that the report puts into a place of another country: the gazetteer has not the one meant."""
    for index, place in enumerate(places):
        after = places[index + 1] if index + 1 < len(places) else None
        if place is not None and place.country and after is not None and after.country:
            gap = after.span.start - place.span.end
            inside = 0 < gap <= _IN and place.country != after.country and after.precision != "country"
            if inside and mentions[index + 1].hit.cue in ("admin1", "admin2", "town"):
                yield Place(place.text, place.span, why=f"named within {after.name}; the gazetteer does not have it")
                continue
        yield place


def _referred(hit: PlaceHit, before: Mapping[str, _Choice], evidence: Evidence, gazetteer: Gazetteer) -> _Choice | None:
    """Return what "the city" stands for: the last one named; "the capital" is that of its country."""
    if hit.anaphor not in ("capital", "country"):
        last = before.get(hit.anaphor or "")
        return last and _Choice(replace(last.best, reasons=(f"the {hit.anaphor} named last",)), ())
    shares = sorted(((share, country) for country, share in evidence.countries.items()), reverse=True)
    if not shares or (len(shares) > 1 and shares[1][0] > _CLEAR):
        return None
    country = shares[0][1]
    number = gazetteer.capitals.get(country) if hit.anaphor == "capital" else gazetteer.country(country)
    if number is None:
        return None
    return _Choice(
        _Scored(gazetteer.entry(number), 0.0, ("the country the report is about",), True, False, False, True), ()
    )


def _place(mention: PlaceMention, choice: _Choice, gazetteer: Gazetteer) -> Place:
    hit, best, rivals = mention.hit, choice.best, choice.rivals
    if rivals:
        countries = {s.entry.country for s in (best, *rivals)}
        return Place(
            mention.text,
            mention.span,
            name=best.entry.name_en,
            country=countries.pop() if len(countries) == 1 else None,
            why="several places bear this name and the report does not tell them apart",
            candidates=tuple(gazetteer.display(s.entry) for s in (best, *rivals)),
        )
    found = locate(best.entry, hit.cue, hit.relation, gazetteer)
    return Place(
        mention.text, mention.span, found.name, found.lat, found.lon, found.precision, found.entry.country or None,
        found.entry.key, "; ".join(best.reasons),
    )  # fmt: skip


def _decide(hit: PlaceHit, gazetteer: Gazetteer, evidence: Evidence) -> _Choice | None:
    scored = [_score(gazetteer.entry(i), hit, gazetteer, evidence) for i in hit.ids]
    scored = sorted((s for s in scored if _believable(s, hit, gazetteer, evidence)), key=lambda s: -s.points)
    if not scored:
        return None
    best = scored[0]
    rivals = [s for s in scored[1:] if best.points - s.points < _LEAD and not same_spot(best.entry, s.entry, gazetteer)]
    return _Choice(best, tuple(rivals[:4]))


def _score(entry: Entry, hit: PlaceHit, gazetteer: Gazetteer, evidence: Evidence) -> _Scored:
    reasons = []
    fit = _FITS[hit.cue].get(entry.kind, 0.0) if hit.cue else _PLAIN.get(entry.kind, 1.5)
    if hit.cue and fit >= 3:
        reasons.append(f"the cue says {hit.cue}")
    points = fit + _size(entry) + entry.capital
    if hit.cue == "capital" and entry.capital:
        points += 3
    share = _share(entry, hit, evidence)
    if share:
        points += 1 + 1.5 * share
        if entry.country:
            reasons.append("the report is about its country")
    parent = _named_parent(entry, hit, gazetteer, evidence)
    if parent:
        points += 2
        reasons.append(f"the report names {parent}")
    others = () if entry.kind == "country" else evidence.anchors
    gap = min([km(entry, other) for other in others if other.id not in hit.ids], default=math.inf)
    points += 1.5 if gap < 40 else 1.0 if gap < 120 else 0.4 if gap < 400 else 0.0
    if gap < 120:
        reasons.append("other places of the report are near")
    if not reasons:
        reasons.append("the only place of this name" if len(hit.ids) == 1 else "the largest place of this name")
    return _Scored(entry, points, tuple(reasons), bool(hit.cue) and fit >= 3, bool(parent), gap < 120, share > 0)


def _size(entry: Entry) -> float:
    """Divisions count as a town of fixed size, or a governorate would always win over its seat."""
    if entry.kind in ("admin1", "area"):
        return 2.5
    return 1.5 if entry.kind in ("admin2", "admin3") else math.log10(entry.population + 10) / 2


def _share(entry: Entry, hit: PlaceHit, evidence: Evidence) -> float:
    """Return how much the report is about the country of `entry`, what `hit` itself adds to that aside."""
    if not entry.country:
        return 1.0  # a sea belongs to none
    if not evidence.witnesses.get(entry.country, frozenset()) - {hit.name}:
        return 0.0
    return evidence.countries.get(entry.country, 0.0)


def _believable(s: _Scored, hit: PlaceHit, gazetteer: Gazetteer, evidence: Evidence) -> bool:
    """Tell whether a place may be meant at all: small ones and ordinary words need something that speaks for them."""
    entry, spoken = s.entry, s.parent or s.close or s.country
    if hit.name in gazetteer.anaphors:
        return any(name != hit.name for name in evidence.named.get(entry.id, ()))
    if entry.kind in ("neighbourhood", "admin3") and not (s.fits or s.parent or (s.close and s.country)):
        return False
    if hit.common:
        if hit.many and not hit.name.startswith("ال") and " " not in hit.name:
            return False  # "new areas" is no place called New
        return (s.fits and (spoken or _telling(entry, hit))) or (s.parent and hit.cue is not None)
    if hit.glued and len(hit.name) <= 2:  # باب is not "in Ibb"
        return s.fits
    if hit.cue in _SITED and not s.fits and not spoken:
        return hit.cue in ("airport", "port", "site") and well_known(entry)
    if entry.kind in ("country", "admin1", "area") or entry.capital or well_known(entry):
        return True
    if hit.headed or (" " in hit.name and entry.kind in _SITED and not hit.cue):  # the name says what it is
        return True
    if hit.glued and len(hit.name) <= 3:
        return s.fits and spoken
    return spoken or (s.fits and not hit.glued)


def _telling(entry: Entry, hit: PlaceHit) -> bool:
    """Tell whether a cue alone says which place is meant: there are many a "حي النصر", and one "مديرية نهم"."""
    return hit.cue in ("admin1", "admin2", "airport", "crossing", "base") or (
        hit.cue == "town" and entry.population > 20_000
    )


def _named_parent(entry: Entry, hit: PlaceHit, gazetteer: Gazetteer, evidence: Evidence) -> str | None:
    """Return the English name of a division or city around `entry` that the report names by another name."""
    within = entry.within
    while within is not None:
        around = gazetteer.entry(within)
        if around.kind != "country" and any(name != hit.name for name in evidence.named.get(within, ())):
            return around.name_en
        within = around.within
    return None
