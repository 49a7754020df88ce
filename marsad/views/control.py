"""Control: who holds which place, over valid time and known time, from claims (docs/views.md).

States are computed, never drawn by hand. A claim that is planned, uncertain or denied changes none. A claim in its
own favour waits for a second lineage of another side; a claim against its own side does not. What waits, and what
speaks against a state, is in its row.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from marsad.places.gazetteer import Gazetteer
from marsad.records import Control, Humanitarian, Judgement, Place
from marsad.views.ground import UNKNOWN, Ground, State, after
from marsad.views.judged import judged
from marsad.views.moves import Move, accept, agrees, conflicting, moves_of
from marsad.views.rows import (
    EVERYTHING,
    ClaimRef,
    Filter,
    LineageOf,
    Pairs,
    Sourced,
    about_place,
    in_order,
    known,
    lineage_by_source,
    place_id,
)
from marsad.views.rows import place_name as name_of_place
from marsad.views.sides import SidesOf, sides_of

Within = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ControlState:
    """Who holds a place in `[since, until)`; None is open, and `since` None with state `unknown` is before any claim.

    `since` is the day by which it had come about, `not_before` the first day it may have. `holders` are neutral names,
    sorted; `pressure` those who fight for it from outside. `besieged` is laid over every state. `support` are the
    claims that made the state or repeat it, `opposed` accepted or denying claims that say otherwise, `pending` claims
    in their own favour, uncertain, or of an inferred place, that changed nothing. `why` says what was inferred.
    `lat` and `lon` are WGS 84 degrees.
    """

    place_id: str
    place: str
    state: State
    holders: tuple[str, ...]
    since: dt.date | None
    until: dt.date | None
    not_before: dt.date | None = None
    besieged: bool = False
    besiegers: tuple[str, ...] = ()
    pressure: tuple[str, ...] = ()
    support: tuple[ClaimRef, ...] = ()
    opposed: tuple[ClaimRef, ...] = ()
    pending: tuple[ClaimRef, ...] = ()
    why: str | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A place that changed its state or its holders on `day`, from one row to the next."""

    day: dt.date
    before: ControlState
    after: ControlState


def within_gazetteer(place_id: str) -> tuple[str, ...]:
    """Return the ids of the places around a place of the gazetteer; none for other ids."""
    gazetteer = Gazetteer.load()
    entry = gazetteer.by_key(place_id)
    return tuple(parent.key for parent in gazetteer.parents(entry)) if entry else ()


def control(
    pairs: Pairs,
    where: Filter = EVERYTHING,
    *,
    lineage_of: LineageOf | None = None,
    sides: SidesOf = sides_of,
    within: Within = within_gazetteer,
    judgements: Iterable[Judgement] = (),
) -> tuple[ControlState, ...]:
    """Return the states of every place that claims name, by place and time.

    `where.as_of` looks at what had come about by that day, `where.known_on` at what was published by it. `since` and
    `until` choose rows that hold on one of those days, `actor` rows with that holder, besieger or attacker, and
    `place` rows of places in it. A claim of the whole of a place, in words ("all of the city"), is one of every place
    in it that claims name.
    """
    claims = [p for p in in_order(pairs) if isinstance(p.claim.detail, Control | Humanitarian)]
    lineage_of = lineage_of or lineage_by_source(claims)
    claims = list(judged(known(claims, where.known_on), judgements, where.known_on))
    places = places_in(claims)
    by_place = moves_in(claims, places, lineage_of, within)
    rows = [row for key in sorted(by_place) for row in states_of(places[key], by_place[key], where.as_of, sides)]
    return tuple(row for row in rows if _asked(row, places[row.place_id], where))


def places_in(claims: Iterable[Sourced]) -> dict[str, Place]:
    """Return one place for each id that claims name, whatever their order."""
    return one_of_each(place for p in claims for place in p.claim.place)


def moves_in(
    claims: Iterable[Sourced], places: dict[str, Place], lineage_of: LineageOf, within: Within = within_gazetteer
) -> dict[str, list[Move]]:
    """Return what claims of control say of each place; what is said of a whole place is said of each place in it."""
    by_place: dict[str, list[Move]] = defaultdict(list)
    for move in _spread((m for p in claims for m in moves_of(p, lineage_of)), places, within):
        by_place[move.place_id].append(move)
    return by_place


def states_of(
    place: Place, moves: Iterable[Move], as_of: dt.date | None = None, sides: SidesOf = sides_of
) -> list[ControlState]:
    """Return the states of one place over time, as of a day, from what claims say of it."""
    some = [m for m in moves if as_of is None or (m.day is not None and m.day <= as_of)]
    return _history(place, place_id(place), accept(some, sides)) if some else []


def one_of_each(found: Iterable[Place]) -> dict[str, Place]:
    """Return one place for each id: the one whose name sorts first, so that order decides nothing."""
    places: dict[str, Place] = {}
    for place in sorted(found, key=lambda p: (name_of_place(p), p.text, p.lat or 0.0, p.lon or 0.0)):
        places.setdefault(place_id(place), place)
    return places


def _spread(moves: Iterable[Move], places: dict[str, Place], within: Within) -> Iterable[Move]:
    """Yield the moves, and those of a whole place once more for each place in it."""
    inside: dict[str, list[str]] = defaultdict(list)
    for key in places:
        for parent in within(key):
            inside[parent].append(key)
    for move in moves:
        yield move
        if move.much == "whole":
            name = name_of_place(places[move.place_id])
            yield from (move.told_of(child, name) for child in inside.get(move.place_id, ()))


@dataclass(frozen=True, slots=True)
class Segment:
    """What one day made of a place: the ground from then on, the moves that made it, and who agrees or does not."""

    day: dt.date | None
    ground: Ground
    made: tuple[Move, ...]
    support: tuple[Move, ...] = ()
    opposed: tuple[Move, ...] = ()


BEFORE_ANY = Segment(None, UNKNOWN, ())


def _history(place: Place, key: str, moves: Sequence[Move]) -> list[ControlState]:
    """Return the rows of one place: accepted moves day by day, then what waits or denies on its day."""
    acting = [move for move in moves if move.accepted]
    segments = [BEFORE_ANY]
    for day, of_day in groupby(acting, key=lambda move: move.day):
        assert day is not None
        segments = follow(segments, day, list(of_day))
    rest = [move for move in moves if not move.accepted]
    rows = [row_of(place, key, a, b.day, rest) for a, b in pairwise(segments)]
    rows.append(row_of(place, key, segments[-1], None, rest))
    return rows if rows[0].pending or rows[0].opposed else rows[1:]


def follow(segments: list[Segment], day: dt.date, moves: list[Move]) -> list[Segment]:
    """Apply the moves of one day. Two lineages that give a place to two holders leave it unknown."""
    last, ground = segments[-1], segments[-1].ground
    against = conflicting(moves)
    made: list[Move] = []
    for move in moves:
        if move not in against:
            new = after(ground, move.action, move.actor, move.much, move.loser, move.dated)
            if new != ground:
                made.append(move)
            ground = new
    if against:
        ground = Ground(besieged=ground.besieged, besiegers=ground.besiegers)
    said = [move for move in moves if move not in against and agrees(move, ground.holders)]
    opposed = tuple(move for move in moves if move not in said)
    if ground == last.ground:
        joined = replace(last, support=last.support + tuple(said), opposed=last.opposed + opposed)
        return [*segments[:-1], joined]
    return [*segments, Segment(day, ground, tuple(m for m in made if m in said), tuple(said), opposed)]


def row_of(place: Place, key: str, segment: Segment, until: dt.date | None, waiting: Iterable[Move]) -> ControlState:
    ground = segment.ground
    here = [m for m in waiting if m.day is not None and (segment.day is None or m.day >= segment.day)
            and (until is None or m.day < until)]  # fmt: skip
    denying = [m for m in here if m.certainty == "denied" and m.actor in ground.holders]
    pending = [m for m in here if m.certainty not in ("denied", "planned")]
    firsts = [move.first for move in segment.made]
    return ControlState(
        place_id=key,
        place=name_of_place(place),
        state=ground.state,
        holders=tuple(sorted(ground.holders)),
        since=segment.day,
        until=until,
        not_before=min((f for f in firsts if f), default=None) if None not in firsts else None,
        besieged=ground.besieged,
        besiegers=tuple(sorted(ground.besiegers)),
        pressure=tuple(sorted(ground.pressure)),
        support=_refs((*segment.made, *segment.support)),
        opposed=_refs((*segment.opposed, *denying)),
        pending=_refs(pending),
        why=_why(segment),
        lat=place.lat,
        lon=place.lon,
    )


def _refs(moves: Iterable[Move]) -> tuple[ClaimRef, ...]:
    return tuple(dict.fromkeys(move.ref for move in moves))


def _why(segment: Segment) -> str | None:
    reasons = [move.why for move in segment.made if move.why]
    if not segment.made and segment.opposed:
        reasons.append("two lineages name two holders for one day")
    return "; ".join(sorted(set(reasons))) or None


def _asked(row: ControlState, place: Place, where: Filter) -> bool:
    if where.place is not None and not about_place(place, where.place):
        return False
    if where.until is not None and row.since is not None and row.since > where.until:
        return False
    if where.since is not None and row.until is not None and row.until <= where.since:
        return False
    if where.actor is None:
        return True
    everybody = (*row.holders, *row.besiegers, *row.pressure)
    return any(where.actor.casefold() in name.casefold() for name in everybody)


def on(rows: Iterable[ControlState], day: dt.date) -> dict[str, ControlState]:
    """Return the state of every place on one day, by id of the place."""
    return {
        row.place_id: row
        for row in rows
        if (row.since is None or row.since <= day) and (row.until is None or day < row.until)
    }


def changes(rows: Sequence[ControlState], since: dt.date | None = None, until: dt.date | None = None
            ) -> tuple[Change, ...]:  # fmt: skip
    """Return which places changed state or holders on a day in `[since, until]`, in the order of days.

    `rows` must be those of `control` asked without days, so that no row before a change is missing. The first claim of
    a place is no change: nobody told who held it before.
    """
    found = [
        Change(b.since, a, b)
        for a, b in pairwise(rows)
        if a.place_id == b.place_id and b.since and a.since and (a.state, a.holders) != (b.state, b.holders)
    ]
    inside = [c for c in found if (since is None or c.day >= since) and (until is None or c.day <= until)]
    return tuple(sorted(inside, key=lambda c: (c.day, c.after.place_id)))
