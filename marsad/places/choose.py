"""Choose, for every name of a place in a report, which place is meant, with the whole report in view.

Reasons are added up: does the kind of place fit the cue, is the country or a parent named in the report, how near is it
to the report's other places, how large is it. A lead that is too small leaves the place open: its candidates are kept,
its coordinates are not given. A small place for which nothing in the report speaks, and an ordinary word without a cue,
are not read as places at all.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from marsad.places.candidates import PlaceHit
from marsad.places.evidence import (
    Context,
    Evidence,
    PlaceMention,
    gather,
    km_to_nearest,
    known_alone,
    same_spot,
    well_known,
)
from marsad.places.gazetteer import Entry, Gazetteer
from marsad.places.holding import leave_open
from marsad.places.precision import Located, locate
from marsad.records import Place

__all__ = ["Context", "PlaceMention", "choose"]

_BY_CUE: Final = "a place by its cue; the gazetteer does not have it"
_NAMED: Final = frozenset(
    {"town", "neighbourhood", "district", "admin2", "camp", "region"}
)  # cues that a name stands beside
_LEAD: Final = 0.8  # how far the best has to be ahead of a place in another spot
_PLAIN: Final[dict[str, float]] = {
    "country": 6.0,
    "area": 3.2,
    "town": 2.2,
    "admin1": 2.0,
    "admin2": 1.2,
    "admin3": 0.8,
    "neighbourhood": 0.6,
}
_CLEAR: Final = 0.7  # the share of the second country up to which a report is about the first alone
_SITED: Final = frozenset(
    {"camp", "neighbourhood", "base", "crossing", "port", "airport", "mountain", "water", "site", "admin2", "office"}
)
_FITS: Final[dict[str, dict[str, float]]] = {
    "town": {"town": 5, "admin3": 2, "admin2": 2, "camp": 2, "neighbourhood": 2, "base": 1, "admin1": 1},
    "neighbourhood": {"neighbourhood": 5, "town": 2.5, "camp": 2, "area": 2},
    "admin1": {"admin1": 5, "area": 3.5, "admin2": 2.5, "town": 1},
    "state": {"admin1": 5, "area": 3.5, "admin2": 2.5, "town": 1},
    "admin2": {"admin2": 5, "admin3": 4, "town": 3, "admin1": 1},
    "office": {"admin2": 5, "admin3": 4, "town": 3, "admin1": 1},
    "district": {"neighbourhood": 5, "admin2": 5, "admin3": 4, "town": 3, "camp": 2, "area": 2, "admin1": 1},
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


@dataclass(init=False, slots=True, eq=False)  # never changed; written out as `Tag` is
class _Scored:
    """A candidate with what speaks for it."""

    entry: Entry
    points: float
    fits: bool  # its kind is the cue's
    parent: str | None  # what lies around it and is named too
    close: bool  # near other places of the report
    country: bool  # the report is about its country

    def __init__(self, entry: Entry, points: float, fits: bool, parent: str | None, close: bool, country: bool) -> None:
        self.entry = entry
        self.points = points
        self.fits = fits
        self.parent = parent
        self.close = close
        self.country = country

    @property
    def spoken(self) -> bool:
        return self.close or self.country or self.parent is not None


class _Choice:
    """What a hit stands for, why, and the places that it may be as well; where that is, once it was asked for."""

    __slots__ = ("entry", "hit", "located", "rivals", "why")

    def __init__(self, hit: PlaceHit, entry: Entry, why: str, rivals: tuple[Entry, ...] = ()) -> None:
        self.hit = hit
        self.entry = entry
        self.why = why
        self.rivals = rivals
        self.located: Located | None = None


_Decided = dict[str, list[tuple[PlaceHit, _Choice | None]]]  # by name, the hits that were decided


def choose(
    mentions: Sequence[PlaceMention], gazetteer: Gazetteer, context: Context | None = None
) -> tuple[Place | None, ...]:
    """Return the place of each mention, None where no place is meant.

    A place without coordinates is ambiguous (`candidates` lists what remains), too wide to have a middle, or unknown to
    the gazetteer (`name` is None too).
    """
    evidence = gather(mentions, gazetteer, context or Context())
    decided: _Decided = {}
    places: list[Place | None] = []
    before: dict[str, _Choice] = {}  # by kind, the place named last
    for mention in mentions:
        hit = mention.hit
        if not hit.ids and not hit.anaphor:
            places.append(Place(mention.text, mention.span, why=_BY_CUE))
            continue
        if hit.anaphor:
            choice = _referred(hit, before, evidence, gazetteer)
        else:
            choice = _decided(hit, decided, gazetteer, evidence)
        if choice is not None and not choice.rivals:
            before[choice.entry.kind] = choice
        places.append(_unknown(mention) if choice is None else _place(mention, choice, gazetteer))
    return tuple(leave_open(places, mentions, gazetteer))


def _decided(hit: PlaceHit, decided: _Decided, gazetteer: Gazetteer, evidence: Evidence) -> _Choice | None:
    """Return what a hit stands for, decided once for all that are alike."""
    known = decided.get(hit.name)
    if known is None:
        known = decided[hit.name] = []
    for other, choice in known:
        if _alike(hit, other):
            return choice
    choice = _decide(hit, gazetteer, evidence)
    known.append((hit, choice))
    return choice


def _alike(a: PlaceHit, b: PlaceHit) -> bool:
    """Tell whether two hits of one name are meant alike."""
    if a.cue != b.cue or a.glued != b.glued or a.respelled != b.respelled or a.beside != b.beside or a.ids != b.ids:
        return False
    x, y = a.relation, b.relation
    if x is None or y is None:
        return x is y
    return x.kind == y.kind and x.direction == y.direction


def _unknown(mention: PlaceMention) -> Place | None:
    """Return a place without a name where a cue says that one is meant, and none that bears the name can be it."""
    hit = mention.hit
    named = hit.cue in _NAMED and not (hit.common or hit.glued or hit.anaphor)
    return Place(mention.text, mention.span, why=_BY_CUE) if named else None


def _referred(hit: PlaceHit, before: dict[str, _Choice], evidence: Evidence, gazetteer: Gazetteer) -> _Choice | None:
    """Return what "the city" stands for: the last one named; "the capital" is that of its country."""
    if hit.anaphor not in ("capital", "country"):
        last = before.get(hit.anaphor or "")
        return last and _Choice(hit, last.entry, f"the {hit.anaphor} named last")
    shares = sorted(((share, country) for country, share in evidence.countries.items()), reverse=True)
    if not shares or (len(shares) > 1 and shares[1][0] > _CLEAR):
        return None
    country = shares[0][1]
    number = gazetteer.capital(country) if hit.anaphor == "capital" else gazetteer.country(country)
    if number is None:
        return None
    return _Choice(hit, gazetteer.entry(number), "the country the report is about")


def _place(mention: PlaceMention, choice: _Choice, gazetteer: Gazetteer) -> Place:
    if choice.rivals:
        entry = choice.entry
        possible = (entry, *choice.rivals)
        countries = {candidate.country for candidate in possible}
        return Place(
            mention.text,
            mention.span,
            name=entry.name_en,
            country=countries.pop() if len(countries) == 1 else None,
            why=choice.why,
            candidates=tuple([gazetteer.display(candidate) for candidate in possible]),
        )
    found = choice.located
    if found is None:
        found = choice.located = locate(choice.entry, choice.hit.cue, choice.hit.relation, gazetteer)
    return Place(
        mention.text, mention.span, found.name, found.lat, found.lon, found.precision, found.entry.country or None,
        found.entry.key, choice.why,
    )  # fmt: skip


def _decide(hit: PlaceHit, gazetteer: Gazetteer, evidence: Evidence) -> _Choice | None:
    scored: list[_Scored] = []
    for number in hit.ids:
        each = _score(gazetteer.entry(number), hit, gazetteer, evidence)
        if _believable(each, hit, gazetteer, evidence):
            scored.append(each)
    if not scored:
        return None
    best = scored[0]
    if len(scored) > 1:
        scored.sort(key=_points, reverse=True)
        best = scored[0]
        rivals = [s.entry for s in scored[1:] if _rivals(best, s, gazetteer)]
        if rivals:
            open_ = "several places bear this name and the report does not tell them apart"
            return _Choice(hit, best.entry, open_, tuple(rivals[:4]))
    return _Choice(hit, best.entry, _reasons(best, hit))


def _rivals(best: _Scored, other: _Scored, gazetteer: Gazetteer) -> bool:
    return best.points - other.points < _LEAD and not same_spot(best.entry, other.entry, gazetteer)


def _points(scored: _Scored) -> float:
    return scored.points


def _reasons(best: _Scored, hit: PlaceHit) -> str:
    """Return what speaks for a choice, in words."""
    reasons = [f"the cue says {hit.cue}"] if best.fits else []
    if best.country and best.entry.country:
        reasons.append("the report is about its country")
    if best.parent:
        reasons.append(f"the report names {best.parent}")
    if best.close:
        reasons.append("other places of the report are near")
    if reasons:
        return "; ".join(reasons)
    return "the only place of this name" if len(hit.ids) == 1 else "the largest place of this name"


def _score(entry: Entry, hit: PlaceHit, gazetteer: Gazetteer, evidence: Evidence) -> _Scored:
    cue = hit.cue
    fit = _FITS[cue].get(entry.kind, 0.0) if cue else _PLAIN.get(entry.kind, 1.5)
    points = fit + _size(entry) + entry.capital
    if cue == "capital" and entry.capital:
        points += 3
    share = _share(entry, hit, evidence)
    if share:
        points += 1 + 1.5 * share
    parent = _named_parent(entry, hit, gazetteer, evidence)
    if parent:
        points += 2
    gap = math.inf if entry.kind == "country" else km_to_nearest(entry, evidence.anchors, hit.ids)
    points += 1.5 if gap < 40 else 1.0 if gap < 120 else 0.4 if gap < 400 else 0.0
    return _Scored(entry, points, bool(cue) and fit >= 3, parent, gap < 120, share > 0)


def _size(entry: Entry) -> float:
    """Divisions count as a town of fixed size, or a governorate would always win over its seat."""
    if entry.kind in ("admin1", "area"):
        return 2.5
    return 1.5 if entry.kind in ("admin2", "admin3") else math.log10(entry.population + 10) / 2


def _share(entry: Entry, hit: PlaceHit, evidence: Evidence) -> float:
    """Return how much the report is about the country of `entry`, what `hit` itself adds to that aside."""
    if not entry.country:
        return 1.0  # a sea belongs to none
    return evidence.countries.get(entry.country, 0.0) if evidence.besides(entry.country, hit.name) else 0.0


def _believable(s: _Scored, hit: PlaceHit, gazetteer: Gazetteer, evidence: Evidence) -> bool:
    """Tell whether a place may be meant at all: small ones and ordinary words need something that speaks for them."""
    entry, spoken = s.entry, s.spoken
    if hit.name in gazetteer.anaphors:
        return evidence.names_otherwise(entry.id, hit.name)
    if hit.respelled and not (s.close or s.parent or evidence.countries.get(entry.country, 0.0) > _CLEAR):
        return False  # another spelling in another country is another name
    if entry.kind in ("neighbourhood", "admin3") and not (s.fits or s.parent or (s.close and s.country)):
        return False
    if hit.common:
        if hit.many and not hit.name.startswith("ال") and " " not in hit.name:
            return False  # "new areas" is no place called New
        return (s.fits and (spoken or _telling(entry, hit))) or (s.parent is not None and hit.cue is not None)
    if hit.glued and len(hit.name) <= 2:  # باب is not "in Ibb"
        return s.fits
    if hit.cue in _SITED and not s.fits and not spoken:
        return (hit.many or hit.cue in ("airport", "port", "site")) and well_known(entry)
    if hit.beside:
        return spoken
    if known_alone(entry):  # but "the villages of X and Y" are not a far city
        return spoken or entry.capital or not (hit.many and hit.cue == "town" and entry.kind == "town")
    if hit.headed or (" " in hit.name and entry.kind in _SITED and not hit.cue):  # the name says what it is
        return True
    if hit.glued and len(hit.name) <= 3:
        return s.fits and spoken
    return spoken or (s.fits and not hit.glued)


def _telling(entry: Entry, hit: PlaceHit) -> bool:
    """Tell whether a cue alone says which place is meant: there are many a "حي النصر", and one "مديرية نهم"."""
    return hit.cue in ("admin1", "state", "admin2", "office", "district", "airport", "crossing", "base") or (
        hit.cue == "town" and entry.population > 20_000
    )


def _named_parent(entry: Entry, hit: PlaceHit, gazetteer: Gazetteer, evidence: Evidence) -> str | None:
    """Return the English name of a division or city around `entry` that the report names by another name."""
    for around in gazetteer.parents(entry):
        if around.kind != "country" and evidence.names_otherwise(around.id, hit.name):
            return around.name_en
    return None
