"""Who holds what as of a day, as known on one, or by both: chosen from the table of what was held by version.

Where both days are asked, a place of which nothing was told of later days, or nothing later of those days, is as by one
of the two. Others are as known on the one day, cut off at the other: the row that stands there has no end yet, and the
claims of later days are not behind it. Only what waited then for a second lineage may have found it later: such places
are made anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from marsad.records import Control, Humanitarian
from marsad.views.control import ControlState, control, states_of
from marsad.views.moves import AFTER
from marsad.views.rows import ClaimRef, Filter
from marsad.web.columns import Mask, Whole
from marsad.web.held import Ground, Told, ground
from marsad.web.index import NEVER
from marsad.web.late import claims_known, judged_late
from marsad.web.numbered import Numbered
from marsad.web.snapshot import Snapshot
from marsad.web.stood import OPEN, States, states

Day = dt.date | None
Standing = tuple[States, Whole]  # states, and the numbers of those that stand in the order of place and time


def control_rows(at: Snapshot, as_of: Day, known_on: Day) -> Standing:
    """Return states, and the numbers of those that stand in the order of place and time."""
    if judged_late(at, known_on):
        return at.once(("control", as_of, known_on), lambda: _anew(at, as_of, known_on))
    if as_of is not None and known_on is not None:
        return at.once(("control", as_of, known_on), lambda: _Both(at, as_of, known_on).standing())
    book = ground(at)
    return book.states, _past(book, as_of) if as_of is not None else _known(book, known_on)


def _known(book: Ground, day: Day) -> Whole:
    return _version(book.known, book.known_start, book.known_end, day)


def _past(book: Ground, day: Day) -> Whole:
    return _version(book.past, book.past_start, book.past_end, day)


def _version(numbers: Whole, start: Whole, end: Whole, day: Day) -> Whole:
    version = day.toordinal() if day is not None else NEVER
    return numbers[(start <= version) & (version < end)]


def _anew(at: Snapshot, as_of: Day, known_on: Day) -> Standing:
    some = [p for p in claims_known(at, known_on) if isinstance(p.claim.detail, Control | Humanitarian)]
    made = states(list(control(some, Filter(as_of=as_of, known_on=known_on), lineage_of=at.lineage_of)))
    return made, np.arange(made.size)


class _Both:
    """What stood as of a day, as known on another."""

    def __init__(self, at: Snapshot, as_of: dt.date, known_on: dt.date) -> None:
        self._at, self._as_of, self._known_on, self._book = at, as_of, known_on, ground(at)
        self._day, self._told = as_of.toordinal(), known_on.toordinal()

    def standing(self) -> Standing:
        book, of = self._book, self._book.states
        exact, cut, unsure = self._chosen()
        made = [row for n in unsure.tolist() for row in _made(book.told[n], self._as_of, self._known_on)]
        every = _Cut(self._at, exact, cut, made, self._day)
        json = _Picked(of.json, exact) if len(of.json) else ()
        found = of.picked(np.concatenate((exact, cut)), states(made), every, json)
        found.until[len(exact) : len(exact) + len(cut)] = NEVER
        return found, np.argsort(found.place.codes.astype(np.int64) * NEVER + found.since, kind="stable")

    def _chosen(self) -> tuple[Whole, Whole, Whole]:
        """Return the states that are as they are kept, those to be cut off, and the places to be made anew."""
        book, place = self._book, self._book.states.place.codes
        since, until = book.states.since, book.states.until
        happened, told = book.move_day <= self._day, book.move_told <= self._told
        later = self._places(told & ~happened)
        late = self._places(happened & ~told) | (book.called > self._told)
        unsure = self._places(told & happened & book.move_waits & (book.move_day >= self._day - AFTER.days))
        known, past = _known(book, self._known_on), _past(book, self._as_of)
        known = known[(~later | late)[place[known]] & (since[known] <= self._day)]
        past = past[(later & ~late)[place[past]]]
        open_end = (later & late)[place[known]] & (until[known] > self._day)
        unsure[place[known[open_end & (since[known] == OPEN)]]] = True
        unsure &= later & late & (book.first <= self._told)
        sure = ~unsure[place[known]]
        exact = np.concatenate((known[sure & ~open_end], past))
        return exact, known[sure & open_end], np.flatnonzero(unsure)

    def _places(self, moves: Mask) -> Mask:
        """Return the places of some moves."""
        found = np.zeros(len(self._book.told), np.bool_)
        found[self._book.move_place[moves]] = True
        return found


def _made(told: Told, as_of: dt.date, known_on: dt.date) -> Sequence[ControlState]:
    """Return the states of a place by what was known of it on a day."""
    moves, places = told
    place = [place for day, place in places if day <= known_on.toordinal()][-1]
    return states_of(place, (move for move in moves if move.published and move.published <= known_on), as_of)


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
