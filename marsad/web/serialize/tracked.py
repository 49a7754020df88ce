"""A track as it was known on a day, told by columns: its steps as they are written, those that were not whole anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from marsad.views.diplomacy import Track, may_veto, step_of
from marsad.views.plans import Outcome, is_overdue, outcome, verdict_of
from marsad.views.votes import Votes
from marsad.web.columns import Listed, Mask, Whole, stretches
from marsad.web.reply import spliced, written
from marsad.web.serialize import models, talks
from marsad.web.serialize.claims import iso
from marsad.web.serialize.events import state_at
from marsad.web.snapshot import Snapshot
from marsad.web.talk import Steps, Talk, ranks, talk
from marsad.web.talked import Anew, Tracks

Json = dict[str, Any]


def part(found: Tracks | Anew, number: int, at: Snapshot, steps: int, stale: frozenset[int]) -> bytes:
    """Return a track as it is written with its last `steps` steps, as it was written before where it can be."""
    kept = found.json(number, steps, stale)
    if kept is not None:
        return kept
    if isinstance(found, Tracks) and talk(at).steps.json:
        return _Known(at, found.claims(number), found.today).json(steps)
    return talks.track_json(found[number], at, steps, found.today)


class _Known:
    """A track of some claims, by number and in their order. Steps are told by their first claims, in their order."""

    def __init__(self, at: Snapshot, some: Whole, today: dt.date | None) -> None:
        self._at, self._today, self._claims = at, today, some
        self._book: Talk = talk(at)
        self._of: Steps = self._book.steps
        self._told = some[~self._of.denied[some]]
        _, first, owner, many = np.unique(
            self._of.step[self._told], return_index=True, return_inverse=True, return_counts=True
        )
        order = np.argsort(self._of.turn[self._told[first]])
        self._leads = self._told[first][order]
        self._by_step = self._told[np.argsort(owner, kind="stable")]
        starts = np.cumsum(many) - many
        self._starts, self._ends = starts[order], (starts + many)[order]
        self._rows = self._whole(starts, many)[order]

    def _whole(self, starts: Whole, many: Whole) -> Whole:
        """Return the step of today that each step is, -1 where it is none of them or not all of it."""
        if not len(starts):
            return starts
        rows = self._of.row[self._by_step]
        least, most = np.minimum.reduceat(rows, starts), np.maximum.reduceat(rows, starts)
        return np.where((least == most) & (many == self._of.size[least]), least, -1)

    def json(self, most: int) -> bytes:
        first = max(0, len(self._leads) - most)
        track = self._track()
        head = {
            **talks.about(track),
            "state": state_at(self._book.claims[self._claims], self._at),
            "total_steps": len(self._leads),
            "steps": [],
            "seats": self._seats(track.vetoed_by),
            "planned": self._planned(first),
            "denied": self._keys(self._claims[self._denied]),
        }
        return spliced(models.Track, head, "steps", map(self._step, range(first, len(self._leads))))

    def _track(self) -> Track:
        """Return the track without its steps, and without the claims that deny."""
        of, some, told, texts = self._of, self._claims, self._told, _texts(self._at)
        bodies = of.body.codes[some]
        named = np.flatnonzero(bodies != of.body.number_of.get("", -1))
        body = of.body.values[int(bodies[named[0]])] if len(named) else None
        vetoers = may_veto(_once(of.names, told[of.veto[told]]), body)
        sure = self._leads[~of.uncertain[self._leads]]
        return Track(
            id=self._at.key_at(int(self._book.claims[some[self._book.rank[some].argmin()]])),
            kin=of.kin.at(int(some[0])),
            body=body,
            sponsors=tuple(n for n in _once(of.names, told[of.sponsor[told]]) if n not in {*vetoers, body}),
            vetoed_by=vetoers,
            parties=_commonest(of.names, texts["names"], some, body),
            documents=_values(of.documents, texts["documents"], some),
            places=_values(of.places, texts["places"], some),
            steps=(),
            stage=of.stage.at(int(sure[-1])) if len(sure) else None,  # type: ignore[arg-type]  # it was one
            outcome=self._outcomes(self._leads, (0,))[0],
            votes=tuple(map(_votes, _once(of.votes, told))),
            planned=(),
            denied=(),
        )

    def _outcomes(self, leads: Whole, since: Iterable[int]) -> dict[int, Outcome | None]:
        """Return what steps say came of the track, those from each of these places on."""
        ends, names = self._of.end.codes[leads], _texts(self._at)["end"].every
        last = {n: int(np.flatnonzero(ends == n)[-1]) for n in set(ends.tolist()) if names[n]}
        told: dict[int, Any] = {place: {names[n] for n, at in last.items() if at >= place} for place in set(since)}
        return {place: outcome(some) for place, some in told.items()}

    def _members(self, step: int) -> Whole:
        return self._by_step[self._starts[step] : self._ends[step]]

    def _step(self, step: int) -> bytes:
        row = int(self._rows[step])
        if row >= 0:
            return self._of.json[row]
        made = step_of([self._book.told[n] for n in self._members(step).tolist()])
        return written(models.Step, talks.step(made))

    def _seats(self, vetoers: Sequence[str]) -> list[Json]:
        if not vetoers:
            return []
        told = self._by_step[stretches(self._starts, self._ends)]
        some = np.concatenate([told, self._claims[self._denied]])
        return talks.seats(vetoers, self._keys(some[self._of.veto[some]]), self._at)

    @property
    def _denied(self) -> Mask:
        return self._of.denied[self._claims]

    def _planned(self, first: int) -> list[Json]:
        """Return the plans among the steps from the `first` on, and what came of them (`marsad.views.plans`)."""
        of, leads = self._of, self._leads
        plans = first + np.flatnonzero(of.stage.codes[leads[first:]] == of.stage.number_of.get("planned", -1))
        if not len(plans):
            return []
        firm = np.flatnonzero(of.firm[leads])
        since = np.searchsorted(of.by[leads[firm]], of.eve[leads[plans]])
        firm, since = firm[since.min() :], since - since.min()
        by = of.by[leads[firm]].tolist()
        places = np.cumsum([0, *(self._ends[firm] - self._starts[firm]).tolist()])[since]
        told = self._keys(self._by_step[stretches(self._starts[firm], self._ends[firm])])
        came = self._outcomes(leads[firm], since.tolist())
        return [
            {
                "step": plan - first,
                **({"verdict": verdict_of(came[n]), "on": iso(_day(by[n]))} if n < len(by) else self._open(plan)),
                "claims": told[place:],
            }
            for plan, n, place in zip(plans.tolist(), since.tolist(), places.tolist(), strict=True)
        ]

    def _open(self, plan: int) -> Json:
        due = _day(int(self._of.due[self._leads[plan]]))
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
    columns = {"documents": of.documents, "places": of.places, "names": of.names, "end": of.end}
    return at.once(("track texts",), lambda: {name: _Texts(column.values) for name, column in columns.items()})


def _values(column: Listed, texts: _Texts, some: Whole) -> tuple[str, ...]:
    """Return what there is in a column of some claims, each once, in the order of the alphabet."""
    here = np.zeros(len(texts.every), np.bool_)
    here[texts.rank[column.codes_of(some)]] = True
    return tuple(texts.sorted[n] for n in np.flatnonzero(here).tolist())


def _once(column: Listed, some: Whole) -> tuple[str, ...]:
    """Return what there is in a column of some claims, each once, in their order."""
    return tuple(column.values[n] for n in dict.fromkeys(column.codes_of(some).tolist()))


def _commonest(column: Listed, texts: _Texts, some: Whole, without: str | None) -> tuple[str, ...]:
    counts = np.bincount(column.codes_of(some))
    found = [(texts.every[n], int(counts[n])) for n in np.flatnonzero(counts).tolist()]
    return tuple(name for name, _ in sorted(found, key=lambda pair: (-pair[1], pair[0])) if name != without)


def _votes(text: str) -> Votes:
    return Votes(*(None if number == "?" else int(number) for number in text.split("-")))


def _day(ordinal: int) -> dt.date | None:
    return dt.date.fromordinal(ordinal) if ordinal else None
