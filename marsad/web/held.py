"""Who holds what over a snapshot, in a table of what was held by version (`marsad.web.standing` chooses from it).

Every state has the days of publication on which it was what was known, or the days as of which it is what had come
about (`marsad.views.versions`).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, overload

import numpy as np

from marsad.records import Control, Place
from marsad.views.control import ControlState, moves_in, one_of_each, places_in
from marsad.views.moves import Move, is_biased, is_sound, moves_of
from marsad.views.rows import Sourced, in_order, name_of, place_id
from marsad.views.sides import party, sides_of
from marsad.views.versions import Version, versions
from marsad.web.blocks import where
from marsad.web.columns import Mask, Whole, stretches
from marsad.web.index import NEVER
from marsad.web.snapshot import Snapshot, without_texts
from marsad.web.stood import States, states

Day = dt.date | None
Told = tuple[Sequence[Move], Sequence[tuple[int, Place]]]  # what is told of a place, and how it is called from when
_WAITS = ("", "uncertain", "place inferred", "needs second lineage")


class Table(NamedTuple):
    """Numbers of states in the order of place and time, with the versions that each is of and the days that it
    stands: both from a first one to before an end."""

    numbers: Whole
    start: Whole
    end: Whole
    since: Whole
    until: Whole

    def chosen(self, version: Day, on: Day = None, by: Day = None) -> Whole:
        """Return the states of a version, None for the last, that stand `on` a day and began `by` one, None for any."""
        number = NEVER if version is None else version.toordinal()
        last = min((day for day in (on, by) if day), default=None)

        def there(some: slice) -> Mask:
            found: Mask = (self.start[some] <= number) & (number < self.end[some])
            if on is not None:
                found &= self.until[some] > on.toordinal()
            if last is not None:
                found &= self.since[some] <= last.toordinal()
            return found

        return self.numbers[where(len(self.numbers), there)]

    def inside(self, bounds: Whole, places: Mask) -> Table:
        """Return the table of some places; `bounds` say where what is of each begins, and where all ends."""
        rows = stretches(bounds[:-1][places], bounds[1:][places])
        return Table(*(column[rows] for column in self))


@dataclass(frozen=True)
class Ground:
    """The states of every version. `known` and `past` have the numbers of the states that are of versions of
    publication and of days, in the order of place and time, with the versions `*_start` to `*_end` of each.

    Moves are `move_place`, `move_day`, `move_told`, and `move_waits` where one needs a second lineage; places have the
    day that they are `first` named and last `called` otherwise. `told` has what made them, place by place. By claim:
    `waiting` says why one would wait, `against` that it speaks against its own side, `day` when it had come about.
    """

    states: States
    told: Sequence[Told]
    known: Whole
    known_start: Whole
    known_end: Whole
    past: Whole
    past_start: Whole
    past_end: Whole
    move_place: Whole
    move_day: Whole
    move_told: Whole
    move_waits: Mask
    first: Whole
    called: Whole
    waiting: Whole
    against: Mask
    day: Whole

    @cached_property
    def as_known(self) -> Table:
        return self._table(self.known, self.known_start, self.known_end)

    @cached_property
    def as_of(self) -> Table:
        return self._table(self.past, self.past_start, self.past_end)

    @cached_property
    def past_bounds(self) -> Whole:
        """Where the states of each place begin in `past`, and where all end."""
        return np.searchsorted(self.states.place.codes[self.past], np.arange(len(self.told) + 1))

    def _table(self, numbers: Whole, start: Whole, end: Whole) -> Table:
        return Table(numbers, start, end, self.states.since[numbers], self.states.until[numbers])


def waits_of(n: int, at: Snapshot) -> str:
    """Return why a claim of control may change nothing, by its position."""
    return _WAITS[int(ground(at).waiting[n])] or waits(at.rows[n])


def is_against_interest(n: int, at: Snapshot) -> bool:
    """Tell whether a claim of control speaks against the side of who tells it, by its position."""
    return bool(ground(at).against[n]) if ground(at).waiting[n] else against_interest(at.rows[n])


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


def ground(at: Snapshot) -> Ground:
    return at.once(("ground",), lambda: _ground(at))


def _ground(at: Snapshot) -> Ground:
    claims = in_order(without_texts(at.standing_of("control", "humanitarian")))
    by_place = moves_in(claims, places_in(claims), at.lineage_of)
    called = _called(claims)
    told: list[Told] = [(by_place[key], called[key]) for key in sorted(by_place)]
    known = [list(versions(moves, places, _told_on)) for moves, places in told]
    past = [list(versions(moves, [(0, places[-1][1])], _came_about)) for moves, places in told]
    every, shared = _numbered(known, past)
    moves = [(n, move) for n, (some, _) in enumerate(told) for move in some if move.day]
    waiting, against, day = _notes(claims, at)
    return Ground(
        states=states(every, sorted(by_place)),
        told=told,
        **_versions("known", known, shared),
        **_versions("past", past, shared),
        move_place=np.fromiter((n for n, _ in moves), np.int32),
        move_day=np.fromiter((_came_about(move) for _, move in moves), np.int32),
        move_told=np.fromiter((_told_on(move) for _, move in moves), np.int32),
        move_waits=np.fromiter((is_sound(move) and is_biased(move, sides_of) for _, move in moves), np.bool_),
        first=np.fromiter((places[0][0] for _, places in told), np.int32),
        called=np.fromiter((places[-1][0] for _, places in told), np.int32),
        waiting=waiting,
        against=against,
        day=day,
    )


def _told_on(move: Move) -> int:
    return move.published.toordinal() if move.published else NEVER


def _came_about(move: Move) -> int:
    return move.day.toordinal() if move.day else NEVER


def _called(claims: Iterable[Sourced]) -> dict[str, list[tuple[int, Place]]]:
    """Return how each place is called, and from which day of publication."""
    named: dict[str, list[tuple[int, Place]]] = defaultdict(list)
    for p in claims:
        for place in p.claim.place:
            named[place_id(place)].append((p.report.published.toordinal() if p.report.published else NEVER, place))
    found: dict[str, list[tuple[int, Place]]] = {}
    for key, some in named.items():
        steps: list[tuple[int, Place]] = []
        for day in sorted({day for day, _ in some}):
            forms = [place for told, place in some if told == day] + [place for _, place in steps[-1:]]
            place = one_of_each(forms)[key]
            if not steps or place is not steps[-1][1]:
                steps.append((day, place))
        found[key] = steps
    return found


def _numbered(*tables: Sequence[Sequence[Version]]) -> tuple[list[ControlState], dict[int, int]]:
    """Return the states of tables once each, those of the first table first, and the number of each by its `id`."""
    every: list[ControlState] = []
    alike: dict[tuple[str, Day, Day], list[int]] = defaultdict(list)
    numbers: dict[int, int] = {}
    for table in tables:
        for row, _, _ in (version for found in table for version in found):
            twins = alike[row.place_id, row.since, row.until]
            number = next((n for n in twins if every[n] == row), len(every))
            if number == len(every):
                every.append(row)
                twins.append(number)
            numbers[id(row)] = number
    return every, numbers


def _versions(name: str, table: Sequence[Sequence[Version]], numbers: dict[int, int]) -> dict[str, Whole]:
    """Return the columns of a table, in the order of place and time."""
    rows = [v for found in table for v in sorted(found, key=lambda v: v.row.since or dt.date.min)]
    return {
        name: np.fromiter((numbers[id(v.row)] for v in rows), np.int32),
        f"{name}_start": np.fromiter((v.start for v in rows), np.int32),
        f"{name}_end": np.fromiter((v.end for v in rows), np.int32),
    }


def _notes(claims: Sequence[Sourced], at: Snapshot) -> tuple[Whole, Mask, Whole]:
    size = len(at.rows)
    waiting, against, days = np.zeros(size, np.uint8), np.zeros(size, np.bool_), np.full(size, NEVER, np.int32)
    for p in claims:
        n = at.by_key[p.claim.key]
        waiting[n], against[n] = _WAITS.index(waits(p)), against_interest(p)
        days[n] = next((_came_about(move) for move in moves_of(p, at.lineage_of)), NEVER)
    return waiting, against, days


def changes(found: States, numbers: Whole) -> Whole:
    """Return which states followed another with other holders, each after the one before it, in the order of days
    (`marsad.views.control.changes`)."""
    before, after = numbers[:-1], numbers[1:]
    place, day = found.place.codes, found.since[after]
    turned = (place[before] == place[after]) & (found.since[before] > 0) & (day > 0)
    turned &= found.ground[before] != found.ground[after]
    order = np.flatnonzero(turned)
    order = order[np.lexsort((place[after[order]], day[order]))]
    return np.stack((before[order], after[order]), axis=1)


def between(found: States, changed: Whole, since: Day, until: Day) -> Whole:
    """Return those of some changes, which are in the order of days, that are of these days."""
    days = found.since[changed[:, 1]]
    first = 0 if since is None else int(np.searchsorted(days, since.toordinal()))
    return changed[first : None if until is None else int(np.searchsorted(days, until.toordinal(), "right"))]


class Histories(Sequence[list[int]]):
    """States place by place: those of each from one place in `numbers` to another."""

    def __init__(self, numbers: Whole, starts: Whole, ends: Whole) -> None:
        self._numbers, self._starts, self._ends = numbers, starts, ends

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, place: int) -> list[int]: ...
    @overload
    def __getitem__(self, place: slice) -> Histories: ...
    def __getitem__(self, place: int | slice) -> list[int] | Histories:
        if isinstance(place, slice):
            return Histories(self._numbers, self._starts[place], self._ends[place])
        found: list[int] = self._numbers[self._starts[place] : self._ends[place]].tolist()
        return found


def histories(found: States, numbers: Whole) -> Histories:
    """Return the states place by place, the place that changed last first; of two at once, by name."""
    if not len(numbers):
        return Histories(numbers, numbers, numbers)
    place = found.place.codes[numbers]
    starts = np.flatnonzero(np.concatenate(([True], place[1:] != place[:-1])))
    last = np.maximum.reduceat(found.since[numbers], starts)
    first = numbers[starts]
    order = np.lexsort((place[starts], found.name_rank[first], -last))
    ends = np.append(starts[1:], len(numbers))
    return Histories(numbers, starts[order], ends[order])
