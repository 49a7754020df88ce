"""Tracks as they were known on a day, told by columns: steps as they are written, those that were not whole anew.

What the tracks of a page have is worked out for all of them at once: each array has the values of one track after
another, and where those of each begin.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from marsad.views.diplomacy import Track, may_veto, step_of
from marsad.views.plans import Outcome, is_overdue, outcome, verdict_of
from marsad.views.votes import Votes
from marsad.web.columns import Listed, Whole, ranks, stretches
from marsad.web.reply import spliced, written
from marsad.web.serialize import models, talks
from marsad.web.serialize.claims import iso
from marsad.web.serialize.events import state_at
from marsad.web.snapshot import Snapshot
from marsad.web.talk import Steps, Talk, talk
from marsad.web.talked import Anew, Tracks

Json = dict[str, Any]
Names = tuple[str, ...]


def parts(
    found: Tracks | Anew, numbers: Sequence[int], at: Snapshot, steps: int, stale: frozenset[int]
) -> Iterator[bytes]:
    """Yield tracks as they are written with their last `steps` steps, as they were written before where that can be."""
    kept = {n: part for n in numbers if (part := found.json(n, steps, stale)) is not None}
    left = [n for n in numbers if n not in kept]
    known = _Known(at, found, left) if left and isinstance(found, Tracks) and talk(at).steps.json else None
    places = {n: place for place, n in enumerate(left)}
    for n in numbers:
        if n in kept:
            yield kept[n]
        elif known is not None:
            yield known.json(places[n], steps)
        else:
            yield talks.track_json(found[n], at, steps, found.today)


class _Known:
    """Some tracks, by place. Steps are told by their first claims (`leads`), track by track and in their order."""

    def __init__(self, at: Snapshot, found: Tracks, numbers: Sequence[int]) -> None:
        self._at, self._today, self._names = at, found.today, [found.name(n) for n in numbers]
        self._book: Talk = talk(at)
        self._of: Steps = self._book.steps
        self._claims, self._owner = found.claims(np.asarray(numbers, np.int64))
        self._bounds = self._begin(self._owner)
        there = ~self._of.denied[self._claims]
        self._told, self._teller = self._claims[there], self._owner[there]
        self._group()
        self._read()

    def _begin(self, owner: Whole) -> list[int]:
        """Return where what is of each track begins, and where all of it ends."""
        found: list[int] = np.searchsorted(owner, np.arange(len(self._names) + 1)).tolist()
        return found

    def _group(self) -> None:
        """Find the steps of the tracks."""
        of = self._of
        every = self._teller * (np.int64(1) + of.step.max(initial=0)) + of.step[self._told]
        _, first, step, many = np.unique(every, return_index=True, return_inverse=True, return_counts=True)
        leads, owner = self._told[first], self._teller[first]
        order = np.lexsort((of.turn[leads], owner))
        self._by_step = self._told[np.argsort(step, kind="stable")]
        starts = np.cumsum(many) - many
        self._leads, self._steps = leads[order], self._begin(owner[order])
        self._starts, self._ends = starts[order], (starts + many)[order]
        self._rows: list[int] = self._whole(starts, many)[order].tolist()

    def _whole(self, starts: Whole, many: Whole) -> Whole:
        """Return the step of today that each step is, -1 where it is none of them or not all of it."""
        if not len(starts):
            return starts
        rows = self._of.row[self._by_step]
        least, most = np.minimum.reduceat(rows, starts), np.maximum.reduceat(rows, starts)
        return np.where((least == most) & (many == self._of.size[least]), least, -1)

    def _read(self) -> None:
        """Read what the claims of each track say."""
        of, texts, told = self._of, _texts(self._at), (self._told, self._teller)
        named = of.body.codes[self._claims] != of.body.number_of.get("", -1)
        owners, first = np.unique(self._owner[named], return_index=True)
        bodies = of.body.codes[self._claims[named][first]].tolist()
        self._bodies = {owner: of.body.values[n] for owner, n in zip(owners.tolist(), bodies, strict=True)}
        self._documents = self._sorted(of.documents, texts["documents"])
        self._places = self._sorted(of.places, texts["places"])
        self._parties = self._commonest(of.names, texts["names"])
        self._vetoers = self._once(of.names, texts["names"], *(some[of.veto[self._told]] for some in told))
        self._sponsors = self._once(of.names, texts["names"], *(some[of.sponsor[self._told]] for some in told))
        self._votes = self._once(of.votes, texts["votes"], *told)

    def _pairs(self, column: Listed, some: Whole, owner: Whole) -> tuple[Whole, Whole]:
        """Return the numbers of the values of claims, and of which track each is."""
        many = column.starts[some + 1] - column.starts[some]
        return column.codes_of(some), np.repeat(owner, many)

    def _split(self, values: Sequence[str], numbers: Whole, owner: Whole) -> list[Names]:
        """Return values by number, track by track."""
        found, bounds = [values[n] for n in numbers.tolist()], self._begin(owner)
        return [tuple(found[start:end]) for start, end in pairwise(bounds)]

    def _sorted(self, column: Listed, texts: _Texts) -> list[Names]:
        """Return what there is in a column, each once, in the order of the alphabet."""
        codes, owner = self._pairs(column, self._claims, self._owner)
        wide = np.int64(max(1, len(texts.every)))
        found = np.unique(owner * wide + texts.rank[codes])
        return self._split(texts.sorted, found % wide, found // wide)

    def _once(self, column: Listed, texts: _Texts, some: Whole, owner: Whole) -> list[Names]:
        """Return what there is in a column of some claims, each once, in their order."""
        codes, owner = self._pairs(column, some, owner)
        first = np.unique(owner * np.int64(max(1, len(texts.every))) + codes, return_index=True)[1]
        first.sort()
        return self._split(texts.every, codes[first], owner[first])

    def _commonest(self, column: Listed, texts: _Texts) -> list[Names]:
        """Return what there is in a column, the commonest first."""
        codes, owner = self._pairs(column, self._claims, self._owner)
        wide = np.int64(max(1, len(texts.every)))
        found, counts = np.unique(owner * wide + codes, return_counts=True)
        codes, owner = found % wide, found // wide
        order = np.lexsort((texts.rank[codes], -counts, owner))
        return self._split(texts.every, codes[order], owner[order])

    # One track, by its place

    def json(self, n: int, most: int) -> bytes:
        claims = self._claims[self._bounds[n] : self._bounds[n + 1]]
        denied = claims[self._of.denied[claims]]
        start, end = self._steps[n], self._steps[n + 1]
        first = max(start, end - most)
        track = self._track(n, claims)
        head = {
            **talks.about(track),
            "state": state_at(self._book.claims[claims], self._at),
            "total_steps": end - start,
            "steps": [],
            "seats": self._seats(track.vetoed_by, start, end, denied),
            "planned": self._planned(start, first, end),
            "denied": self._keys(denied),
        }
        return spliced(models.Track, head, "steps", map(self._step, range(first, end)))

    def _track(self, n: int, claims: Whole) -> Track:
        """Return a track without its steps, and without the claims that deny."""
        of, body = self._of, self._bodies.get(n)
        leads = self._leads[self._steps[n] : self._steps[n + 1]]
        vetoers = may_veto(self._vetoers[n], body)
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
        last = dict(zip(self._of.end.codes[leads].tolist(), range(len(leads)), strict=True))
        ends: list[Any] = sorted(((-place, names[code]) for code, place in last.items() if names[code]))
        of_last = [outcome({end for _, end in ends[:many]}) for many in range(len(ends) + 1)]
        backward = [place for place, _ in ends]
        return {first: of_last[bisect_right(backward, -first)] for first in since}

    def _step(self, step: int) -> bytes:
        row = self._rows[step]
        if row >= 0:
            return self._of.json[row]
        members = self._by_step[self._starts[step] : self._ends[step]]
        made = step_of([self._book.told[n] for n in members.tolist()])
        return written(models.Step, talks.step(made))

    def _seats(self, vetoers: Sequence[str], start: int, end: int, denied: Whole) -> list[Json]:
        if not vetoers:
            return []
        told = self._by_step[stretches(self._starts[start:end], self._ends[start:end])]
        some = np.concatenate([told, denied])
        return talks.seats(vetoers, self._keys(some[self._of.veto[some]]), self._at)

    def _planned(self, start: int, first: int, end: int) -> list[Json]:
        """Return the plans among the steps from the `first` on, and what came of them (`marsad.views.plans`)."""
        of, shown = self._of, self._leads[first:end]
        plans = np.flatnonzero(of.stage.codes[shown] == of.stage.number_of.get("planned", -1)).tolist()
        if not plans:
            return []
        leads = self._leads[start:end]
        firm = np.flatnonzero(of.firm[leads])
        by = of.by[leads[firm]].tolist()
        since = [bisect_left(by, eve) for eve in of.eve[shown[plans]].tolist()]
        least = min(since)
        firm, by, since = firm[least:], by[least:], [n - least for n in since]
        starts, ends = self._starts[start + firm], self._ends[start + firm]
        places = np.cumsum([0, *(ends - starts).tolist()]).tolist()
        told = self._keys(self._by_step[stretches(starts, ends)])
        came = self._outcomes(leads[firm], since)
        return [
            {
                "step": plan,
                **(
                    {"verdict": verdict_of(came[n]), "on": iso(_day(by[n]))} if n < len(by) else self._open(shown[plan])
                ),
                "claims": told[places[n] :],
            }
            for plan, n in zip(plans, since, strict=True)
        ]

    def _open(self, lead: int) -> Json:
        due = _day(int(self._of.due[lead]))
        return {"verdict": "overdue" if is_overdue(due, self._today) else "open", "on": None}

    def _keys(self, some: Whole) -> list[str]:
        return self._at.keys_at(self._book.claims[some].tolist())


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
