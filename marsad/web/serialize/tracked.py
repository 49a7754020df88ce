"""Tracks as they were known on a day, told by columns: steps as they are written, those that were not whole anew.

What the tracks of a page have is worked out for all of them at once: each array has the values of one track after
another, and where those of each begin.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import Any

import numpy as np

from marsad.views.diplomacy import Track, may_veto, step_of
from marsad.views.plans import Outcome, Verdict, is_overdue, outcome, verdict_of
from marsad.views.votes import Votes
from marsad.web.columns import Listed, Whole, ranks, stretches, turns
from marsad.web.reply import filled, spliced, written
from marsad.web.serialize import models, talks
from marsad.web.serialize.claims import name as name_of
from marsad.web.serialize.events import state_at
from marsad.web.snapshot import Snapshot
from marsad.web.talk import Steps, Talk, talk
from marsad.web.talked import Anew, Tracks

Json = dict[str, Any]
Names = tuple[str, ...]
_Seat = tuple[str, range]  # who vetoed, and the places of the keys of claims
_Plan = tuple[int, Verdict, dt.date | None, range]  # of a step, what came of it on a day, and by which claims


def parts(
    found: Tracks | Anew, numbers: Sequence[int], at: Snapshot, steps: int, stale: frozenset[int]
) -> Iterator[bytes]:
    """Yield tracks as they are written with their last `steps` steps, as they were written before where that can be."""
    kept = {n: part for n in numbers if (part := found.json(n, steps, stale)) is not None}
    left = [n for n in numbers if n not in kept]
    known = _Known(at, found, left, steps) if left and isinstance(found, Tracks) and talk(at).steps.json else None
    places = {n: place for place, n in enumerate(left)}
    for n in numbers:
        if n in kept:
            yield kept[n]
        elif known is not None:
            yield known.json(places[n])
        else:
            yield talks.track_json(found[n], at, steps, found.today)


class _Known:
    """Some tracks, by place. Steps are told by their first claims (`leads`), track by track and in their order."""

    def __init__(self, at: Snapshot, found: Tracks, numbers: Sequence[int], most: int) -> None:
        self._at, self._today, self._names = at, found.today, [found.name(n) for n in numbers]
        self._book: Talk = talk(at)
        self._of: Steps = self._book.steps
        self._claims, self._owner = found.claims(np.asarray(numbers, np.int64))
        self._bounds = self._begin(self._owner)
        there = ~self._of.denied[self._claims]
        self._told, self._teller = self._claims[there], self._owner[there]
        self._group(most)
        self._read()
        self._keys = _Keys()
        self._seats = [list(self._seated(n)) for n in range(len(numbers))]
        self._plans = [list(self._planned(n)) for n in range(len(numbers))]
        self._keys.quote(at, self._book.claims)

    def _begin(self, owner: Whole) -> list[int]:
        """Return where what is of each track begins, and where all of it ends."""
        found: list[int] = np.searchsorted(owner, np.arange(len(self._names) + 1)).tolist()
        return found

    def _group(self, most: int) -> None:
        """Find the steps of the tracks, and which of the last ones are those of today."""
        of = self._of
        high, low = int(of.step.max(initial=0)).bit_length(), len(of.step).bit_length()
        made = np.sort((self._teller << high | of.step[self._told]) << low | self._told)
        self._by_step, made = made & (1 << low) - 1, made >> low
        starts = turns(made)
        leads, owner = self._by_step[starts], made[starts] >> high
        turn = np.argsort(owner << low | of.turn[leads])
        self._leads, self._steps = leads[turn], self._begin(owner[turn])
        self._starts, self._ends = starts[turn], np.append(starts[1:], len(made))[turn]
        self._shown = [range(max(start, end - most), end) for start, end in pairwise(self._steps)]
        shown = np.fromiter(chain.from_iterable(self._shown), np.int64)
        self._rows = dict(zip(shown.tolist(), self._whole(self._starts[shown], self._ends[shown]), strict=True))

    def _whole(self, starts: Whole, ends: Whole) -> list[int]:
        """Return the step of today that each of some steps is, -1 where it is none of them or not all of it."""
        if not len(starts):
            return []
        rows, many = self._of.row[self._by_step[stretches(starts, ends)]], ends - starts
        first = np.cumsum(many) - many
        least, most = np.minimum.reduceat(rows, first), np.maximum.reduceat(rows, first)
        found: list[int] = np.where((least == most) & (many == self._of.size[least]), least, -1).tolist()
        return found

    def _read(self) -> None:
        """Read what the claims of each track say."""
        of, texts, told = self._of, _texts(self._at), (self._told, self._teller)
        named = np.flatnonzero(of.body.codes[self._claims] != of.body.number_of.get("", -1))
        first = named[turns(self._owner[named])]
        bodies = of.body.codes[self._claims[first]].tolist()
        self._bodies = {n: of.body.values[code] for n, code in zip(self._owner[first].tolist(), bodies, strict=True)}
        self._documents = self._sorted(of.documents, texts["documents"])
        self._places = self._sorted(of.places, texts["places"])
        self._parties = self._commonest(of.names, texts["names"])
        vetoers = self._once(of.names, texts["names"], *(some[of.veto[self._told]] for some in told))
        self._vetoers = [may_veto(names, self._bodies.get(n)) for n, names in enumerate(vetoers)]
        self._sponsors = self._once(of.names, texts["names"], *(some[of.sponsor[self._told]] for some in told))
        self._votes = self._once(of.votes, texts["votes"], *told)

    def _pairs(self, column: Listed, some: Whole, owner: Whole) -> tuple[Whole, Whole]:
        """Return the numbers of the values of claims, and of which track each is."""
        starts, ends = column.starts[:-1][some], column.starts[1:][some]
        there = np.flatnonzero(ends > starts)
        if 2 * len(there) < len(some):  # most have none
            starts, ends, owner = starts[there], ends[there], owner[there]
        return column.codes[stretches(starts, ends)], np.repeat(owner, ends - starts)

    def _split(self, values: Sequence[str], numbers: Whole, owner: Whole) -> list[Names]:
        """Return values by number, track by track."""
        found, bounds = [values[n] for n in numbers.tolist()], self._begin(owner)
        return [tuple(found[start:end]) for start, end in pairwise(bounds)]

    def _counted(self, numbers: Whole, owner: Whole, size: int) -> tuple[Whole, Whole, Whole]:
        """Return which numbers below `size` each track has, in their order, and how many times."""
        wide = max(1, size)
        pairs = owner * wide + numbers
        if self._is_small(pairs, size):
            every = np.bincount(pairs)
            found = np.flatnonzero(every)
            counts = every[found]
        else:
            found, counts = np.unique(pairs, return_counts=True)
        return found % wide, found // wide, counts

    def _is_small(self, pairs: Whole, size: int) -> bool:
        """Tell whether all pairs that there may be of a track and a number are not many more than there are."""
        return len(self._names) * size <= 4 * len(pairs)

    def _sorted(self, column: Listed, texts: _Texts) -> list[Names]:
        """Return what there is in a column, each once, in the order of the alphabet."""
        codes, owner = self._pairs(column, self._claims, self._owner)
        found, owner, _ = self._counted(texts.rank[codes], owner, len(texts.every))
        return self._split(texts.sorted, found, owner)

    def _once(self, column: Listed, texts: _Texts, some: Whole, owner: Whole) -> list[Names]:
        """Return what there is in a column of some claims, each once, in their order."""
        codes, owner = self._pairs(column, some, owner)
        size = len(texts.every)
        pairs = owner * size + codes
        if self._is_small(pairs, size):
            first = np.full(len(self._names) * size, -1)
            first[pairs[::-1]] = np.arange(len(pairs))[::-1]  # the last that is written is the first
            first = np.sort(first[first >= 0])
        else:
            first = np.sort(np.unique(pairs, return_index=True)[1])
        return self._split(texts.every, codes[first], owner[first])

    def _commonest(self, column: Listed, texts: _Texts) -> list[Names]:
        """Return what there is in a column, the commonest first."""
        codes, owner = self._pairs(column, self._claims, self._owner)
        codes, owner, counts = self._counted(codes, owner, len(texts.every))
        order = np.lexsort((texts.rank[codes], -counts, owner))
        return self._split(texts.every, codes[order], owner[order])

    # One track, by its place

    def json(self, n: int) -> bytes:
        claims = self._claims[self._bounds[n] : self._bounds[n + 1]]
        head = {
            **talks.about(self._track(n, claims)),
            "state": state_at(self._book.claims[claims], self._at),
            "total_steps": self._steps[n + 1] - self._steps[n],
            "steps": [],
            "seats": [],
            "planned": [],
            "denied": self._at.keys_at(self._book.claims[self._denied(n)].tolist()),
        }
        body = filled(written(models.Track, head), "planned", map(self._plan, self._plans[n]))
        body = filled(body, "seats", map(self._seat, self._seats[n]))
        return filled(body, "steps", map(self._step, self._shown[n]))

    def _denied(self, n: int) -> Whole:
        claims = self._claims[self._bounds[n] : self._bounds[n + 1]]
        return claims[self._of.denied[claims]]

    def _track(self, n: int, claims: Whole) -> Track:
        """Return a track without its steps, and without the claims that deny."""
        of, body = self._of, self._bodies.get(n)
        leads = self._leads[self._steps[n] : self._steps[n + 1]]
        vetoers = self._vetoers[n]
        sure = leads[~of.uncertain[leads]]
        return Track(
            id=self._names[n],
            kin=of.kin.at(int(claims[0])),
            body=body,
            sponsors=tuple(name for name in self._sponsors[n] if name not in {*vetoers, body}),
            vetoed_by=vetoers,
            parties=tuple(name for name in self._parties[n] if name != body),
            documents=self._documents[n],
            places=self._places[n],
            steps=(),
            stage=of.stage.at(int(sure[-1])) if len(sure) else None,  # type: ignore[arg-type]  # it was one
            outcome=self._outcomes(leads, (0,))[0],
            votes=tuple(map(_votes, self._votes[n])),
            planned=(),
            denied=(),
        )

    def _outcomes(self, leads: Whole, since: Iterable[int]) -> dict[int, Outcome | None]:
        """Return what steps say came of the track, those from each of these places on."""
        names = _texts(self._at)["end"].every
        last = np.full(len(names), -1)
        last[self._of.end.codes[leads]] = np.arange(len(leads))  # the last that is written stays
        ends: list[Any] = sorted((-place, name) for place, name in zip(last.tolist(), names, strict=True)
                                 if place >= 0 and name)  # fmt: skip
        of_last = [outcome({end for _, end in ends[:many]}) for many in range(len(ends) + 1)]
        backward = [place for place, _ in ends]
        return {first: of_last[bisect_right(backward, -first)] for first in since}

    def _step(self, step: int) -> bytes:
        row = self._rows[step]
        return self._of.json[row] if row >= 0 else self._made(step)

    def _made(self, step: int) -> bytes:
        members = self._by_step[self._starts[step] : self._ends[step]]
        return written(models.Step, talks.step(step_of([self._book.told[n] for n in members.tolist()])))

    def _seated(self, n: int) -> Iterator[_Seat]:
        """Yield who voted how, as far as claims say: a veto is a vote of a member."""
        if not self._vetoers[n]:
            return
        names, start, end = self._of.names, self._steps[n], self._steps[n + 1]
        told = self._by_step[stretches(self._starts[start:end], self._ends[start:end])]
        some = np.concatenate([told, self._denied(n)])
        some = some[self._of.veto[some]]
        codes, claims = self._pairs(names, some, some)
        for member in self._vetoers[n]:
            yield member, self._keys.add(claims[codes == names.number_of[member]])

    def _seat(self, seat: _Seat) -> bytes:
        member, claims = seat
        head = {"member": name_of(member), "vote": "veto"}
        return spliced(models.Seat, head, "claims", [self._keys.json(claims)])

    def _planned(self, n: int) -> Iterator[_Plan]:
        """Yield the plans among the steps that are shown, and what came of them (`marsad.views.plans`)."""
        of, start, end = self._of, self._steps[n], self._steps[n + 1]
        shown = self._leads[self._shown[n].start : end]
        plans = np.flatnonzero(of.stage.codes[shown] == of.stage.number_of.get("planned", -1))
        if not len(plans):
            return
        leads = self._leads[start:end]
        firm = np.flatnonzero(of.firm[leads])
        by = of.by[leads[firm]]
        since = np.searchsorted(by, of.eve[shown[plans]])
        least = int(since.min())
        firm, by, since = firm[least:], by[least:], (since - least).tolist()
        starts, ends = self._starts[start + firm], self._ends[start + firm]
        places = np.cumsum(np.append(0, ends - starts))
        claims = self._keys.add(self._by_step[stretches(starts, ends)])
        came = self._outcomes(leads[firm], since)
        for plan, n in zip(plans.tolist(), since, strict=True):
            after = claims[int(places[n]) :]
            if n < len(by):
                yield plan, verdict_of(came[n]), _day(int(by[n])), after
            else:
                yield plan, self._open(shown[plan]), None, after

    def _plan(self, plan: _Plan) -> bytes:
        """Return `models.Planned` as it is written."""
        step, verdict, on, claims = plan
        day = f'"{on.isoformat()}"' if on else "null"
        return b'{"step":%d,"verdict":"%b","on":%b,"claims":[%b]}' % (
            step, verdict.encode(), day.encode(), self._keys.json(claims),
        )  # fmt: skip

    def _open(self, lead: int) -> Verdict:
        return "overdue" if is_overdue(_day(int(self._of.due[lead])), self._today) else "open"


class _Keys:
    """Keys of claims as they are written: taken in list by list, quoted all at once."""

    def __init__(self) -> None:
        self._size = 0
        self._some: list[Whole] = [np.zeros(0, np.int32)]

    def add(self, claims: Whole) -> range:
        """Return where among all the keys of some claims are going to be."""
        start, self._size = self._size, self._size + len(claims)
        self._some.append(claims)
        return range(start, self._size)

    def quote(self, at: Snapshot, positions: Whole) -> None:
        self._text, self._bounds = at.quoted_keys(positions[np.concatenate(self._some)])

    def json(self, some: range) -> bytes:
        return self._text[self._bounds[some.start] : self._bounds[some.stop] - 1] if some else b""


class _Texts:
    """The values of a column at hand: `rank` has where each stands among them in the order of the alphabet."""

    def __init__(self, values: Iterable[str]) -> None:
        self.every = tuple(values)
        self.sorted, self.rank = sorted(self.every), ranks(self.every)


def _texts(at: Snapshot) -> dict[str, _Texts]:
    """Return the values of columns of which tracks show many."""
    of = talk(at).steps
    columns = {name: getattr(of, name) for name in ("documents", "places", "names", "votes", "end")}
    return at.once(("track texts",), lambda: {name: _Texts(column.values) for name, column in columns.items()})


def _votes(text: str) -> Votes:
    return Votes(*(None if number == "?" else int(number) for number in text.split("-")))


def _day(ordinal: int) -> dt.date | None:
    return dt.date.fromordinal(ordinal) if ordinal else None
