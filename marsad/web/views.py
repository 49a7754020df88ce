"""The views over a snapshot: made once for all claims, then cut down to what is asked for.

`as_of` and `known_on` change what a row says, so control and diplomacy are made anew for each such day, and kept.
Casualties and positions (counted.py, said.py) are cut down to the claims that meet every filter, which is what the
command line does.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from marsad.places.gazetteer import Entry, Gazetteer
from marsad.records import Control
from marsad.views.control import ControlState, within_gazetteer
from marsad.views.extents import read_extent
from marsad.views.gauges import PlaceSet, ShareGauge, gauges
from marsad.views.rows import Filter, Sourced, place_id
from marsad.web.columns import Mask, Whole, members
from marsad.web.held import ground
from marsad.web.index import Asked
from marsad.web.late import before, judged_late
from marsad.web.named import place_names
from marsad.web.snapshot import Snapshot
from marsad.web.standing import control_rows
from marsad.web.stood import States
from marsad.web.talked import Anew, Tracks, tracks

Day = dt.date | None
_NEAR_KM = 4.0  # from the middle of a part of a town, within which a quarter is taken to lie in it


def chosen_tracks(at: Snapshot, asked: Asked) -> tuple[Tracks | Anew, Sequence[int]]:
    """Return the tracks, and the numbers of those one of whose claims is asked for, with all their steps."""
    found = tracks(at, asked.as_of, asked.known_on)
    rest = replace(asked, as_of=None)
    whole = rest == Asked(known_on=rest.known_on if isinstance(found, Tracks) else None)  # all of these was known
    return found, range(len(found)) if whole else found.touched(at.index.chosen(rest))


# Control


def chosen_control(at: Snapshot, found: States, numbers: Whole, asked: Asked) -> Whole:
    """Return the states that meet the filters of place, days and actor, as `marsad.views.control` takes them."""
    if asked.place is not None:
        numbers = found.where(_about(at, found, asked.place), numbers)
    if asked.bbox is not None:
        numbers = found.inside(numbers, asked.bbox)
    numbers = found.within(numbers, asked.since, asked.until)
    if asked.actor is not None:
        actor = asked.actor.casefold()
        numbers = found.where(found.people.matching(lambda name: actor in name.casefold()), numbers)
    return numbers


def _about(at: Snapshot, found: States, wanted: str) -> Mask:
    """Return which states are of the place asked for, or of one in it."""
    names = place_names(at)
    places = names.about(wanted)
    if found.place.values is ground(at).states.place.values:
        return np.asarray(places[ground_places(at)][found.place.codes])
    return found.place.any_of(names.spots[n] for n in members(places))


def ground_places(at: Snapshot) -> Whole:
    """Return the numbers that the places of what was held have among all places."""
    return at.once(("ground places",), lambda: place_names(at).numbers(ground(at).states.place.values))


def states_in(at: Snapshot, places: Iterable[str], known_on: Day) -> list[ControlState]:
    """Return the states of some places, by place and time."""
    found, numbers = control_rows(at, None, known_on)
    return [found.every[n] for n in found.where(found.place.any_of(places), numbers).tolist()]


def share_gauges(at: Snapshot, known_on: Day) -> tuple[ShareGauge, ...]:
    """Return the shares that claims assert of an area, against the places in it that claims of control name."""

    def make() -> tuple[ShareGauge, ...]:
        every = at.once(("sets",), lambda: _sets(at))
        if not every:
            return ()
        some = shares(at)
        if known_on is not None:
            late = judged_late(at, known_on)
            some = [p for p in some if p.claim.key not in late] + (_shares(before(at, known_on)) if late else [])
            some = [p for p in some if _told_by(p, known_on)]
        told = {area for p in some for area in _shared(p)}
        sets = [chosen for chosen in every if not chosen.area.isdisjoint(told)]
        if not sets:
            return ()
        rows = states_in(at, {place for chosen in sets for place in chosen.places}, known_on)
        return gauges(some, sets, Filter(known_on=known_on), lineage_of=at.lineage_of, rows=rows)

    return at.once(("gauges", known_on), make)


def shares(at: Snapshot) -> list[Sourced]:
    """Return the claims that give a share of an area."""
    return at.once(("shares",), lambda: _shares(at.standing_of("control")))


def _shares(claims: Iterable[Sourced]) -> list[Sourced]:
    return [p for p in claims if _shared(p)]


def _told_by(p: Sourced, day: dt.date) -> bool:
    return p.report.published is not None and p.report.published <= day


def _shared(p: Sourced) -> Iterable[str]:
    """Return the areas that a claim of control gives a share of."""
    detail = p.claim.detail
    if isinstance(detail, Control) and detail.extent and read_extent(detail.extent).low is not None:
        return [place_id(place) for place in p.claim.place]
    return ()


def _sets(at: Snapshot) -> list[PlaceSet]:
    """Return, for each area that a claim gives a share of, the places that claims name and that lie in it.

    A place lies in a part of a town ("Eastern Aleppo") where it lies in the town and nearer than 4 km to the middle of
    the part: the gazetteer has no outlines.
    """
    areas = {area for p in shares(at) for area in _shared(p)}
    inside: dict[str, set[str]] = {area: set() for area in areas}
    quarters: dict[str, list[Entry]] = {}  # by the province that they lie in
    found, numbers = control_rows(at, None, None)
    for place in {found.place.at(n) for n in numbers.tolist()}:
        entry = Gazetteer.load().by_key(place)
        for parent in within_gazetteer(place):
            if parent in inside:
                inside[parent].add(place)
            if entry is not None and entry.kind == "neighbourhood" and entry.lat is not None:
                quarters.setdefault(parent, []).append(entry)
    for area in areas:
        inside[area] |= _near(area, quarters)
    return [PlaceSet(key, tuple(sorted(found)), frozenset((key,))) for key, found in sorted(inside.items()) if found]


def _near(area: str, quarters: Mapping[str, Sequence[Entry]]) -> set[str]:
    """Return the quarters that lie near the middle of a part of a town, in the same province."""
    entry = Gazetteer.load().by_key(area)
    if entry is None or entry.kind != "area" or entry.lat is None or entry.lon is None:
        return set()
    around = {quarter for parent in within_gazetteer(area) for quarter in quarters.get(parent, ())}
    return {q.key for q in around if _km(entry.lat, entry.lon, q.lat or 0.0, q.lon or 0.0) <= _NEAR_KM}


def _km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the distance of two points of one town."""
    across = (lon - other_lon) * math.cos(math.radians((lat + other_lat) / 2))
    return math.hypot(lat - other_lat, across) * 111.2
