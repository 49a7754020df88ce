"""States of places as columns: what lists of them are filtered, sorted and counted by, and each as it is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from marsad.views.control import ControlState
from marsad.web.columns import Coded, Listed, Mask, Whole
from marsad.web.index import NEVER, Box, in_box

Day = dt.date | None
OPEN = 0  # the day of a state that has no beginning


@dataclass(frozen=True)
class States:
    """States by number. Days are ordinals: `since` is `OPEN`, `until` `NEVER` where there is none. `ground` numbers
    what makes two states differ, `people` are those who hold, besiege or press. Places are numbered in their order.

    `json` is each as it is written, in the states of review of then, the age left out; those at the end may be missing.
    """

    every: Sequence[ControlState]
    json: Sequence[bytes]
    place: Coded
    name: Coded
    since: Whole
    until: Whole
    lat: npt.NDArray[np.float64]
    lon: npt.NDArray[np.float64]
    ground: Whole
    holders: Listed
    people: Listed

    @property
    def size(self) -> int:
        return len(self.since)

    @cached_property
    def name_rank(self) -> Whole:
        """Where the name of each stands among all, in the order of the alphabet."""
        return self.name.rank[self.name.codes]

    def on(self, numbers: Whole, day: dt.date) -> Whole:
        """Return those that stand on a day."""
        today = day.toordinal()
        return numbers[(self.since[numbers] <= today) & (today < self.until[numbers])]

    def within(self, numbers: Whole, since: Day, until: Day) -> Whole:
        """Return those that stand on one of these days, both included."""
        if until is not None:
            numbers = numbers[self.since[numbers] <= until.toordinal()]
        return numbers if since is None else numbers[self.until[numbers] > since.toordinal()]

    def inside(self, numbers: Whole, box: Box) -> Whole:
        """Return those with a point in a box; west > east crosses 180°."""
        there: Mask = in_box(box, self.lon[numbers], self.lat[numbers])
        return numbers[there]

    def parties(self, numbers: Whole) -> list[str]:
        """Return who holds a place in one of these, who holds most of them first; of two with as many, the first."""
        codes = self.holders.codes_of(numbers)
        counts = np.bincount(codes)
        first = np.zeros(len(counts), np.int64)
        first[codes[::-1]] = np.arange(len(codes))[::-1]  # the last that is written is the first
        found = np.flatnonzero(counts)
        return [self.holders.values[n] for n in found[np.lexsort((first[found], -counts[found]))].tolist()]

    def where(self, chosen: Mask, numbers: Whole) -> Whole:
        return numbers[chosen[numbers]]


class Picked(States):
    """Some states of another table, by number, and others, of other places, after them; `every` and `json` are of all
    of these. Those from `first_open` on that were picked have no end. A column is picked when it is asked for."""

    def __init__(
        self, of: States, numbers: Whole, first_open: int, more: States, every: Sequence[ControlState],
        json: Sequence[bytes],
    ) -> None:  # fmt: skip
        self.__dict__.update(every=every, json=json, _of=of, _numbers=numbers, _first_open=first_open, _more=more)

    def __getattr__(self, name: str) -> Any:
        column, more = getattr(self._of, name), getattr(self._more, name)
        if isinstance(column, np.ndarray):
            made: Any = np.concatenate((column[self._numbers], more))
            if name == "until":
                made[self._first_open : len(self._numbers)] = NEVER
        else:
            made = column.picked(self._numbers, more)
        self.__dict__[name] = made
        return made


def states(every: Sequence[ControlState], places: Sequence[str] = ()) -> States:
    """Return the columns of states; `places` are their ids, sorted."""
    grounds: dict[tuple[str, tuple[str, ...]], int] = {}
    return States(
        every=every,
        json=(),
        place=Coded.of((row.place_id for row in every), places or sorted({row.place_id for row in every})),
        name=Coded.of(row.place for row in every),
        since=np.fromiter((row.since.toordinal() if row.since else OPEN for row in every), np.int32),
        until=np.fromiter((row.until.toordinal() if row.until else NEVER for row in every), np.int32),
        lat=np.fromiter((np.nan if row.lat is None else row.lat for row in every), np.float64),
        lon=np.fromiter((np.nan if row.lon is None else row.lon for row in every), np.float64),
        ground=np.fromiter((grounds.setdefault((r.state, r.holders), len(grounds)) for r in every), np.int32),
        holders=Listed.of(row.holders for row in every),
        people=Listed.of(dict.fromkeys((*row.holders, *row.besiegers, *row.pressure)) for row in every),
    )
