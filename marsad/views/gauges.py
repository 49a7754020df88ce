"""Share gauges: "about two thirds of the districts" against the share computed over a named set of places.

A share is not a list of places: it changes the state of none, and no place is guessed from it. The gauge sets what was
asserted beside what the claims on single places add up to, and says whether they can both be right.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from marsad.records import Control, Judgement
from marsad.views.control import ControlState, Within, control, on, within_gazetteer
from marsad.views.extents import Extent, read_extent
from marsad.views.judged import judged
from marsad.views.rows import (
    EVERYTHING,
    ClaimRef,
    Filter,
    LineageOf,
    Pairs,
    asked,
    days_of,
    in_order,
    known,
    lineage_by_source,
    name_of,
    place_id,
)
from marsad.views.sides import SidesOf, sides_of


@dataclass(frozen=True, slots=True)
class PlaceSet:
    """A named set of places, by id. `area` holds the ids under which claims speak of them together."""

    name: str
    places: tuple[str, ...]
    area: frozenset[str]


@dataclass(frozen=True, slots=True)
class ShareGauge:
    """A share asserted of a set on `day`, and what the states of its places give for that day.

    Shares run from 0 to 1. `asserted_low` and `asserted_high` are what the words allow ("about" a tenth to each side).
    `computed_low` counts the places that the actor holds alone; `computed_high` also those that it holds beside others
    and those of which nothing is known. `agrees` is None where nothing is known of any place.
    """

    set: str
    actor: str
    day: dt.date
    text: str
    asserted_low: float
    asserted_high: float
    computed_low: float
    computed_high: float
    held: tuple[str, ...]
    partly: tuple[str, ...]
    unknown: tuple[str, ...]
    total: int
    agrees: bool | None
    lineage: str
    ref: ClaimRef
    support: tuple[ClaimRef, ...]


def gauges(
    pairs: Pairs,
    sets: Sequence[PlaceSet],
    where: Filter = EVERYTHING,
    *,
    lineage_of: LineageOf | None = None,
    sides: SidesOf = sides_of,
    within: Within = within_gazetteer,
    judgements: Iterable[Judgement] = (),
    rows: Iterable[ControlState] | None = None,
) -> tuple[ShareGauge, ...]:
    """Return a gauge for every stated claim that its actor took or holds a share of a set, in the order of days.

    Both are as known on `where.known_on`; the states are those of the day of the claim. `rows` are those of `control`
    as known on that day, where they are there already.
    """
    pairs = in_order(pairs)
    judgements = tuple(judgements)
    lineage_of = lineage_of or lineage_by_source(pairs)
    if rows is None:
        when_known = Filter(known_on=where.known_on)
        rows = control(pairs, when_known, lineage_of=lineage_of, sides=sides, within=within, judgements=judgements)
    of_place: dict[str, list[ControlState]] = defaultdict(list)
    for row in rows:
        of_place[row.place_id].append(row)
    out = []
    for p in judged(known(pairs, where.known_on), judgements, where.known_on):
        detail = p.claim.detail
        if not isinstance(detail, Control) or p.claim.certainty != "stated" or detail.extent is None:
            continue
        extent, actor, day = read_extent(detail.extent), name_of(detail.actor), days_of(*p).by
        if extent.low is None or actor is None or day is None or detail.action not in ("captures", "holds"):
            continue
        if not asked(p, where):
            continue
        areas = {place_id(place) for place in p.claim.place}
        out += [
            _gauge(chosen, actor, day, detail.extent, extent, _states(chosen, of_place, day), lineage_of(p.ref), p.ref)
            for chosen in sets
            if chosen.places and chosen.area & areas
        ]
    return tuple(sorted(out, key=lambda g: (g.day, g.set, g.ref)))


def _states(chosen: PlaceSet, of_place: Mapping[str, Sequence[ControlState]], day: dt.date) -> dict[str, ControlState]:
    """Return the states of the places of a set on one day."""
    return on((row for key in chosen.places for row in of_place.get(key, ())), day)


def _gauge(
    chosen: PlaceSet, actor: str, day: dt.date, text: str, extent: Extent, states: dict[str, ControlState],
    lineage: str, ref: ClaimRef,
) -> ShareGauge:  # fmt: skip
    rows = {key: states.get(key) for key in chosen.places}
    held = tuple(key for key, row in rows.items() if row and row.holders == (actor,) and row.state in _ALONE)
    partly = tuple(key for key, row in rows.items() if row and actor in row.holders and key not in held)
    unknown = tuple(key for key, row in rows.items() if row is None or not row.holders)
    total = len(chosen.places)
    low, high = len(held) / total, (len(held) + len(partly) + len(unknown)) / total
    assert extent.low is not None
    assert extent.high is not None
    return ShareGauge(
        set=chosen.name,
        actor=actor,
        day=day,
        text=text,
        asserted_low=extent.low,
        asserted_high=extent.high,
        computed_low=low,
        computed_high=high,
        held=held,
        partly=partly,
        unknown=unknown,
        total=total,
        agrees=None if len(unknown) == total else low <= extent.high and extent.low <= high,
        lineage=lineage,
        ref=ref,
        support=tuple(dict.fromkeys(r for row in rows.values() if row and actor in row.holders for r in row.support)),
    )


_ALONE = ("controlled", "besieged")
