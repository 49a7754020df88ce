"""Who holds what over a snapshot, as of a day and as known on one: only places that the day divides are made anew.

A place of which everything was told by then is as it is today; one that nobody had named is not there.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from marsad.records import Control, Humanitarian, Place
from marsad.views.control import ControlState, control, moves_in, one_of_each, places_in, states_of
from marsad.views.moves import Move
from marsad.views.rows import Filter, Sourced, in_order, name_of, place_id
from marsad.views.sides import party, sides_of
from marsad.web.snapshot import Snapshot
from marsad.web.talked import claims_known, judged_late

Day = dt.date | None
_NEVER = dt.date.max


@dataclass(frozen=True)
class Notes:
    """What to know of claims of control, by key: why one would wait, and those against their own side."""

    waiting: Mapping[str, str]
    against: frozenset[str]

    def waits(self, key: str, at: Snapshot) -> str:
        return self.waiting.get(key) or waits(at.rows[at.by_key[key]])

    def against_interest(self, key: str, at: Snapshot) -> bool:
        if key in self.waiting:
            return key in self.against
        return key in at.by_key and against_interest(at.rows[at.by_key[key]])


def notes(at: Snapshot) -> Notes:
    return _ground(at).notes


def waits(row: Sourced) -> str:
    """Return why a claim of control may change nothing."""
    if row.claim.certainty == "uncertain":
        return "uncertain"
    return "place inferred" if "place" in dict(row.claim.inferred) else "needs second lineage"


def against_interest(row: Sourced) -> bool:
    """Tell whether the side that lost by it tells of it, or relays it first."""
    detail = row.claim.detail
    if not isinstance(detail, Control):
        return False
    loser = name_of(detail.actor if detail.action in ("withdraws", "hands_over") else detail.from_actor)
    teller = name_of(row.claim.source) or row.report.outlet
    country = next((place.country for place in row.claim.place), None)
    if loser is None or teller is None:
        return False
    return bool(sides_of(teller) & sides_of(party(loser, country)[0]))


@dataclass(frozen=True)
class _Ground:
    """What was told of each place, and when: `named` are the claims that name it, `told` is when the last of them was
    published, `done` the last day that it tells of."""

    moves: Mapping[str, Sequence[Move]]
    named: Mapping[str, Sequence[tuple[dt.date | None, Place]]]
    first: Mapping[str, dt.date]
    told: Mapping[str, dt.date]
    done: Mapping[str, dt.date]
    states: Mapping[str, Sequence[ControlState]]
    notes: Notes


def control_rows(at: Snapshot, as_of: Day, known_on: Day) -> tuple[ControlState, ...]:
    """Return the states of every place, by place and time."""
    if as_of is None and known_on is None:
        return at.once(("control", None, None), lambda: tuple(r for rows in _ground(at).states.values() for r in rows))
    return at.once(("control", as_of, known_on), lambda: _on(at, as_of, known_on))


def _on(at: Snapshot, as_of: Day, known_on: Day) -> tuple[ControlState, ...]:
    if judged_late(at, known_on):
        some = [p for p in claims_known(at, known_on) if isinstance(p.claim.detail, Control | Humanitarian)]
        return control(some, Filter(as_of=as_of, known_on=known_on), lineage_of=at.lineage_of)
    ground = _ground(at)
    rows: list[ControlState] = []
    for key, whole in ground.states.items():
        if known_on is not None and ground.first.get(key, _NEVER) > known_on:
            continue
        if (known_on is None or ground.told[key] <= known_on) and (as_of is None or ground.done[key] <= as_of):
            rows += whole
        else:
            rows += _divided(ground, key, as_of, known_on)
    return tuple(rows)


def _divided(ground: _Ground, key: str, as_of: Day, known_on: Day) -> list[ControlState]:
    """Return the states of a place by what was known of it."""
    forms = [place for day, place in ground.named[key] if known_on is None or (day is not None and day <= known_on)]
    place = one_of_each(forms)[key]
    published = ((move, move.published) for move in ground.moves[key])
    moves = [move for move, day in published if known_on is None or (day is not None and day <= known_on)]
    return states_of(place, moves, as_of)


def _ground(at: Snapshot) -> _Ground:
    def make() -> _Ground:
        claims = in_order(p for p in at.standing if isinstance(p.claim.detail, Control | Humanitarian))
        places: dict[str, Place] = places_in(claims)
        by_place = moves_in(claims, places, at.lineage_of)
        moves = {key: by_place[key] for key in sorted(by_place)}
        named: dict[str, list[tuple[dt.date | None, Place]]] = defaultdict(list)
        for p in claims:
            for place in p.claim.place:
                named[place_id(place)].append((p.report.published, place))
        days = {key: [day or _NEVER for day, _ in some] for key, some in named.items()}
        spread = {key: max((m.published or _NEVER for m in some), default=_NEVER) for key, some in moves.items()}
        return _Ground(
            moves=moves,
            named=dict(named),
            first={key: min(some) for key, some in days.items()},
            told={key: max(*days[key], spread[key]) for key in moves},
            done={key: max((m.day for m in some if m.day), default=_NEVER) for key, some in moves.items()},
            states={key: states_of(places[key], some) for key, some in moves.items()},
            notes=Notes(
                {p.claim.key: waits(p) for p in claims},
                frozenset(p.claim.key for p in claims if against_interest(p)),
            ),
        )

    return at.once(("ground",), make)
