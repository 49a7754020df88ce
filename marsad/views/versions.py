"""What was held, version by version: the rows of one place as each day's news, or each day that passed, made them.

A row holds in versions `[start, end)` of an order of its own: days of publication make what was known on a day, days of
the claims what had come about by one. Each version is what `marsad.views.control.states_of` makes of the moves up to
it, but only what a move can change is worked out anew: a claim may be the second lineage of one of two weeks later.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from marsad.records import Place
from marsad.views.control import BEFORE_ANY, ControlState, Segment, follow, row_of
from marsad.views.moves import AFTER, Move, gainer, is_biased, is_sound, seconded
from marsad.views.rows import place_id
from marsad.views.sides import SidesOf, sides_of

LAST = dt.date.max.toordinal() + 2  # after every version


class Version(NamedTuple):
    """A row and the versions for which it holds."""

    row: ControlState
    start: int
    end: int


class _Story:
    """The moves of one place so far, in their order, and the segments that they make."""

    def __init__(self, sides: SidesOf) -> None:
        self._sides = sides
        self.moves: list[Move] = []
        self._orders: list[tuple[object, ...]] = []
        self._days: list[dt.date] = []
        self._biased: list[bool | None] = []  # None: it is not sound
        self.accepted: list[bool] = []
        self._free: dict[str, list[Move]] = defaultdict(list)
        self._folds: list[tuple[dt.date, list[Segment]]] = []

    @property
    def segments(self) -> list[Segment]:
        return self._folds[-1][1] if self._folds else [BEFORE_ANY]

    def add(self, some: Iterable[Move]) -> int:
        """Add moves; return the number of the first segment that they may have changed."""
        first = dt.date.max
        for move in some:
            assert move.day is not None
            at = bisect_right(self._orders, move.order)
            sound = is_sound(move)
            biased = is_biased(move, self._sides) if sound else None
            self._orders.insert(at, move.order)
            self._days.insert(at, move.day)
            self.moves.insert(at, move)
            self._biased.insert(at, biased)
            self.accepted.insert(at, False)
            if biased is False and (to := gainer(move)):
                self._free[to].append(move)
            first = min(first, _back(move.day) if sound else move.day)
        return self._again(first)

    def _again(self, first: dt.date) -> int:
        while self._folds and self._folds[-1][0] >= first:
            self._folds.pop()
        start = bisect_left(self._days, first)
        for n in range(start, len(self.moves)):
            biased = self._biased[n]
            self.accepted[n] = biased is False or (biased is True and seconded(self.moves[n], self._free))
        whole = len(self.segments) - 1
        acting = (self.moves[n] for n in range(start, len(self.moves)) if self.accepted[n])
        for day, of_day in groupby(acting, key=lambda move: move.day):
            assert day is not None
            self._folds.append((day, follow(self.segments, day, list(of_day))))
        return whole

    def row(self, place: Place, number: int) -> ControlState | None:
        """Return the row of a segment; None before the first claim where nothing waits."""
        segments = self.segments
        segment = segments[number]
        until = segments[number + 1].day if number + 1 < len(segments) else None
        start = bisect_left(self._days, segment.day) if segment.day else 0
        end = bisect_left(self._days, until) if until else len(self.moves)
        waiting = [self.moves[n] for n in range(start, end) if not self.accepted[n]]
        made = row_of(place, place_id(place), segment, until, waiting)
        return made if number or made.pending or made.opposed else None


def _back(day: dt.date) -> dt.date:
    return day - AFTER if day.toordinal() > AFTER.days else dt.date.min


def versions(
    moves: Iterable[Move],
    places: Sequence[tuple[int, Place]],
    when: Callable[[Move], int],
    sides: SidesOf = sides_of,
) -> Iterator[Version]:
    """Yield the rows of a place with the versions for which they hold.

    `when` is the version that a move is there from, `places` the versions from which the place is called so; before
    the first of them it has no row.
    """
    steps: dict[int, list[Move]] = {number: [] for number, _ in places}
    for move in moves:
        if move.day is not None and move.certainty != "planned":
            steps.setdefault(max(when(move), places[0][0]), []).append(move)
    story, live, called = _Story(sides), list[tuple[ControlState | None, int]](), dict(places)
    place = places[0][1]
    for number in sorted(steps):
        first = story.add(steps[number])
        if called.get(number, place) != place:
            place, first = called[number], 0
        fresh = [story.row(place, n) for n in range(first, len(story.segments))]
        for (old, since), new in zip(live[first:], [*fresh, *[None] * len(live)], strict=False):
            if old is not None and since < number and old != new:
                yield Version(old, since, number)
        live[first:] = [
            live[first + n] if first + n < len(live) and live[first + n][0] == new else (new, number)
            for n, new in enumerate(fresh)
        ]
    yield from (Version(row, since, LAST) for row, since in live if row is not None)
