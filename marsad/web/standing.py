"""Who holds what as of a day, as known on one, or by both: chosen from the table of what was held by version.

Where both days are asked, a place of which nothing was told of later days, or nothing later of those days, is as by one
of the two. Others are as known on the one day, cut off at the other: the row that stands there has no end yet, and the
claims of later days are not behind it. Only what waited then for a second lineage may have found it later: such places
are made anew, and so are those that claims name which people changed after the day of what is known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from marsad.records import Control, Humanitarian
from marsad.views.control import ControlState, control, states_of, within_gazetteer
from marsad.views.moves import AFTER, moves_of
from marsad.views.rows import ClaimRef, Filter, place_id
from marsad.web.columns import Mask, Whole
from marsad.web.held import Ground, Told, ground
from marsad.web.index import NEVER
from marsad.web.late import before, claims_known, judged_late
from marsad.web.numbered import Numbered
from marsad.web.snapshot import Snapshot
from marsad.web.stood import OPEN, States, states

Day = dt.date | None
Standing = tuple[States, Whole]  # states, and the numbers of those that stand in the order of place and time


def control_rows(at: Snapshot, as_of: Day, known_on: Day) -> Standing:
    """Return states, and the numbers of those that stand in the order of place and time."""
    if (as_of is not None and known_on is not None) or judged_late(at, known_on):
        return at.once(("control", as_of, known_on), lambda: _Chosen(at, as_of, known_on).standing())
    book = ground(at)
    return book.states, _past(book, as_of) if as_of is not None else _known(book, known_on)


def _known(book: Ground, day: Day) -> Whole:
    return _version(book.known, book.known_start, book.known_end, day)


def _past(book: Ground, day: Day) -> Whole:
    return _version(book.past, book.past_start, book.past_end, day)


def _version(numbers: Whole, start: Whole, end: Whole, day: Day) -> Whole:
    version = day.toordinal() if day is not None else NEVER
    return numbers[(start <= version) & (version < end)]


class _Chosen:
    """What stood as of a day, as known on another; None is today."""

    def __init__(self, at: Snapshot, as_of: Day, known_on: Day) -> None:
        self._at, self._as_of, self._known_on, self._book = at, as_of, known_on, ground(at)
        self._day, self._told = (NEVER if day is None else day.toordinal() for day in (as_of, known_on))

    def standing(self) -> Standing:
        book, of = self._book, self._book.states
        late = self._late()
        exact, cut, unsure = self._chosen(of.place.chosen(late))
        made = [row for n in unsure.tolist() for row in self._made(book.told[n])] + self._made_late(late)
        every = _Cut(self._at, exact, cut, made, self._day)
        json = _Picked(of.json, exact) if len(of.json) else ()
        found = of.picked(np.concatenate((exact, cut)), states(made), every, json)
        found.until[len(exact) : len(exact) + len(cut)] = NEVER
        place = found.place.codes if found.place.values is of.place.values else found.place.rank[found.place.codes]
        return found, np.argsort(place.astype(np.int64) * NEVER + found.since, kind="stable")

    def _chosen(self, late: Mask) -> tuple[Whole, Whole, Whole]:
        """Return the states that are as they are kept, those to be cut off, and the places to be made anew; `late` are
        the places of which none of these is to be."""
        book, place = self._book, self._book.states.place.codes
        known, past = _known(book, self._known_on), _past(book, self._as_of)
        if self._as_of is None or self._known_on is None:
            exact = known if self._as_of is None else past
            return exact[~late[place[exact]]], exact[:0], exact[:0]
        since, until = book.states.since, book.states.until
        happened, told = book.move_day <= self._day, book.move_told <= self._told
        ahead = self._places(told & ~happened)
        behind = self._places(happened & ~told) | (book.called > self._told)
        both = ahead & behind
        unsure = self._places(told & happened & book.move_waits & (book.move_day >= self._day - AFTER.days))
        known = known[(~ahead | behind)[place[known]] & (since[known] <= self._day)]
        past = past[(ahead & ~behind & ~late)[place[past]]]
        open_end = both[place[known]] & (until[known] > self._day)
        unsure[place[known[open_end & (since[known] == OPEN)]]] = True
        unsure &= both & (book.first <= self._told)
        sure = ~(unsure | late)[place[known]]
        exact = np.concatenate((known[sure & ~open_end], past))
        return exact, known[sure & open_end], np.flatnonzero(unsure & ~late)

    def _places(self, moves: Mask) -> Mask:
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


class _Picked(Numbered[bytes]):
    """Some of the states as they are written."""

    def __init__(self, json: Sequence[bytes], numbers: Whole) -> None:
        self._json, self._numbers = json, numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def one(self, number: int) -> bytes:
        return self._json[int(self._numbers[number])]


class _Cut(Numbered[ControlState]):
    """States as they are kept, then some cut off after a day, then those that were made anew."""

    def __init__(self, at: Snapshot, exact: Whole, cut: Whole, made: Sequence[ControlState], day: int) -> None:
        self._at, self._book, self._day = at, ground(at), day
        self._exact, self._numbers, self._made = len(exact), np.concatenate((exact, cut)), made

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
