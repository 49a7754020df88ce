"""Who holds what as of a day, as known on one, or by both: chosen from the table of what was held by version.

Where both days are asked, a place of which nothing was told of later days, or nothing later of those days, is as by one
of the two. Others are as known on the one day, cut off at the other: the row that stands there has no end yet, and the
claims of later days are not behind it. What waited then for a second lineage may have found it later, and what stands
before any claim may stand for claims of later days alone: such places are made anew, and so are those that claims name
which people changed after the day of what is known.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from marsad.records import Control, Humanitarian
from marsad.views.control import ControlState, control, states_of, within_gazetteer
from marsad.views.moves import AFTER, moves_of
from marsad.views.rows import ClaimRef, Filter, place_id
from marsad.web.blocks import where
from marsad.web.columns import Mask, Whole
from marsad.web.held import Told, ground
from marsad.web.index import NEVER
from marsad.web.late import before, claims_known, judged_late
from marsad.web.numbered import Numbered
from marsad.web.snapshot import Snapshot
from marsad.web.stood import OPEN, Picked, States, states

Day = dt.date | None
Standing = tuple[States, Whole]  # states, and the numbers of those that stand in the order of place and time
_UNTIL = re.compile(rb'"until":"[^"]*"')


def control_rows(at: Snapshot, as_of: Day, known_on: Day, on: Day = None) -> Standing:
    """Return states, and the numbers of those that stand, `on` a day or ever, in the order of place and time."""
    if (as_of is not None and known_on is not None) or judged_late(at, known_on):
        return at.once(("control", as_of, known_on, on), lambda: _Chosen(at, as_of, known_on, on).standing())
    book = ground(at)
    return book.states, book.as_known.chosen(known_on, on) if as_of is None else book.as_of.chosen(as_of, on)


class _Parts(NamedTuple):
    """Numbers of states that stand as they are kept; of those that only have no end yet; of those that have not all of
    their claims either; and of places to be made anew."""

    exact: Whole
    open: Whole
    less: Whole
    unsure: Whole

    @property
    def numbers(self) -> Whole:
        return np.concatenate((self.exact, self.open, self.less))


class _Chosen:
    """What stood as of a day, as known on another; None is today."""

    def __init__(self, at: Snapshot, as_of: Day, known_on: Day, on: Day) -> None:
        self._at, self._as_of, self._known_on, self._on, self._book = at, as_of, known_on, on, ground(at)
        self._day, self._told = (NEVER if day is None else day.toordinal() for day in (as_of, known_on))

    def standing(self) -> Standing:
        book, of = self._book, self._book.states
        late = self._late()
        parts = self._parts(of.place.chosen(late))
        made = [row for n in parts.unsure.tolist() for row in self._made(book.told[n])] + self._made_late(late)
        json = _Written(of.json, parts) if len(of.json) else ()
        found = Picked(of, parts.numbers, len(parts.exact), states(made), _Cut(self._at, parts, made, self._day), json)
        place = found.place.codes if found.place.values is of.place.values else found.place.rank[found.place.codes]
        order = np.argsort(place.astype(np.int64) * NEVER + found.since, kind="stable")
        return found, order if self._on is None else found.on(order, self._on)

    def _parts(self, late: Mask) -> _Parts:
        """Choose what stands; `late` are the places of which nothing is to be."""
        book, place = self._book, self._book.states.place.codes
        if self._as_of is None or self._known_on is None:
            table, day = (book.as_known, self._known_on) if self._as_of is None else (book.as_of, self._as_of)
            exact = table.chosen(day, self._on)
            return _Parts(exact[~late[place[exact]]], exact[:0], exact[:0], exact[:0])
        on = min(self._on, self._as_of) if self._on else None  # what stands on the last day does so ever after
        later = self._moves(lambda day, told: (day > self._day) & (told <= self._told))
        ahead = self._places(later)
        behind = self._places(self._moves(lambda day, told: (day <= self._day) & (told > self._told)))
        behind |= book.called > self._told
        both = ahead & behind & ~late
        known = book.as_known.chosen(self._known_on, on, self._as_of)
        there = np.flatnonzero(((~ahead | behind) & ~late)[place[known]])
        known, of = known[there], place[known[there]]
        past = book.as_of.inside(book.past_bounds, ahead & ~behind & ~late).chosen(self._as_of, on)
        unended = both[of] & (book.states.until[known] > self._day)
        ends = known[unended]
        less = self._lose(later, ends)
        unsure = self._waiting(later)
        unsure[place[ends[less & (book.states.since[ends] == OPEN)]]] = True
        unsure &= both & (book.first <= self._told)
        exact = np.concatenate((known[~(unended | unsure[of])], past))
        sure = ~unsure[place[ends]]
        return _Parts(exact, ends[sure & ~less], ends[sure & less], np.flatnonzero(unsure))

    def _lose(self, later: Whole, ends: Whole) -> Mask:
        """Tell which of some states, one of a place, have claims of `later` moves behind them."""
        book, until = self._book, np.zeros(len(self._book.told), np.int32)
        place = book.states.place.codes[ends]
        until[place] = book.states.until[ends]
        return self._places(later[book.move_day[later] < until[book.move_place[later]]])[place]

    def _waiting(self, later: Whole) -> Mask:
        """Return the places where a move that is there waits for a second lineage, which a later one may be."""
        book, last = self._book, np.zeros(len(self._book.told), np.int32)
        waits = np.flatnonzero(book.move_waits)
        waits = waits[(book.move_day[waits] <= self._day) & (book.move_told[waits] <= self._told)]
        np.maximum.at(last, book.move_place[waits], book.move_day[waits])
        seconds = later[~book.move_waits[later]]
        return self._places(seconds[book.move_day[seconds] <= last[book.move_place[seconds]] + AFTER.days])

    def _moves(self, test: Callable[[Whole, Whole], Mask]) -> Whole:
        """Return the moves that pass a test of the day that they are of and of that on which they were told."""
        day, told = self._book.move_day, self._book.move_told
        return where(len(day), lambda some: test(day[some], told[some]))

    def _places(self, moves: Whole) -> Mask:
        """Return the places of some moves."""
        found = np.zeros(len(self._book.told), np.bool_)
        found[self._book.move_place[moves]] = True
        return found

    def _made(self, told: Told) -> Sequence[ControlState]:
        """Return the states of a place by what was known of it on a day."""
        moves, places = told
        place = [place for day, place in places if day <= self._told][-1]
        known_on = self._known_on
        assert known_on is not None
        return states_of(place, (m for m in moves if m.published and m.published <= known_on), self._as_of)

    # What people changed later

    def _late(self) -> frozenset[str]:
        """Return the places of which claims tell that people changed after the day of what is known."""
        if self._known_on is None or not judged_late(self._at, self._known_on):
            return frozenset()
        at = self._at
        left = at.pairs(n for key in judged_late(at, self._known_on) if (n := at.by_key.get(key)) is not None)
        some = [p for p in (*left, *before(at, self._known_on)) if isinstance(p.claim.detail, Control | Humanitarian)]
        found = {place_id(place) for p in some for place in p.claim.place}
        whole = {move.place_id for p in some for move in moves_of(p, at.lineage_of) if move.much == "whole"}
        inside = (place for place in self._book.states.place.values if whole and whole & set(within_gazetteer(place)))
        return frozenset(found.union(inside))

    def _made_late(self, places: frozenset[str]) -> list[ControlState]:
        """Return the states of places by what stood then of the claims that say something of them."""
        if not places or self._known_on is None:
            return []
        at, index = self._at, self._at.index
        some = index.place_id.any_of(places) & index.kind.any_of(("control", "humanitarian"))
        for n in np.flatnonzero(self._book.states.place.chosen(places)).tolist():
            some[[at.by_key[move.ref.key] for move in self._book.told[n][0]]] = True
        where = Filter(as_of=self._as_of, known_on=self._known_on)
        made = control(claims_known(at, self._known_on, some), where, lineage_of=at.lineage_of)
        return [row for row in made if row.place_id in places]


class _Written(Numbered[bytes]):
    """States as they are kept, then those that have no end yet, as they are written."""

    def __init__(self, json: Sequence[bytes], parts: _Parts) -> None:
        self._json, self._exact, self._numbers = json, len(parts.exact), np.concatenate((parts.exact, parts.open))

    def __len__(self) -> int:
        return len(self._numbers)

    def one(self, number: int) -> bytes:
        written = self._json[int(self._numbers[number])]
        return written if number < self._exact else _UNTIL.sub(b'"until":null', written, 1)


class _Cut(Numbered[ControlState]):
    """States as they are kept, then some cut off after a day, then those that were made anew."""

    def __init__(self, at: Snapshot, parts: _Parts, made: Sequence[ControlState], day: int) -> None:
        self._at, self._book, self._day = at, ground(at), day
        self._exact, self._numbers, self._made = len(parts.exact), parts.numbers, made

    def __len__(self) -> int:
        return len(self._numbers) + len(self._made)

    def one(self, number: int) -> ControlState:
        if number >= len(self._numbers):
            return self._made[number - len(self._numbers)]
        row = self._book.states.every[int(self._numbers[number])]
        if number < self._exact:
            return row
        support, opposed, pending = (self._by_then(refs) for refs in (row.support, row.opposed, row.pending))
        return replace(row, until=None, support=support, opposed=opposed, pending=pending)

    def _by_then(self, refs: Sequence[ClaimRef]) -> tuple[ClaimRef, ...]:
        """Return the claims of what had come about by the day."""
        return tuple(ref for ref in refs if self._book.day[self._at.by_key[ref.key]] <= self._day)
