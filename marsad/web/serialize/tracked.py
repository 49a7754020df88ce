"""A track as it was known on a day, told by columns: its steps as they are written, those that were not whole anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from marsad.views.diplomacy import Track, may_veto, step_of
from marsad.views.plans import is_overdue, outcome, verdict_of
from marsad.views.votes import Votes
from marsad.web.columns import Coded, Listed, Mask, Whole
from marsad.web.reply import spliced, written
from marsad.web.serialize import models, talks
from marsad.web.serialize.claims import iso
from marsad.web.serialize.events import state_at
from marsad.web.snapshot import Snapshot
from marsad.web.talk import Steps, Talk, talk
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
        self._ends = np.cumsum(many)[order]
        self._starts = self._ends - many[order]

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
        of, some, told = self._of, self._claims, self._told
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
            parties=_commonest(of.names, some, body),
            documents=tuple(sorted(_values(of.documents, some))),
            places=tuple(sorted(_values(of.places, some))),
            steps=(),
            stage=of.stage.at(int(sure[-1])) if len(sure) else None,  # type: ignore[arg-type]  # it was one
            outcome=self._outcome(self._leads),
            votes=tuple(map(_votes, _once(of.votes, told))),
            planned=(),
            denied=(),
        )

    def _outcome(self, leads: Whole) -> Any:
        ends: set[Any] = set(_named(self._of.end, leads)) - {""}
        return outcome(ends)

    def _members(self, step: int) -> Whole:
        return self._by_step[self._starts[step] : self._ends[step]]

    def _step(self, step: int) -> bytes:
        members = self._members(step)
        rows = self._of.row[members]
        if len(members) == self._of.size[rows[0]] and (rows == rows[0]).all():
            return self._of.json[int(rows[0])]
        made = step_of([self._book.told[n] for n in members.tolist()])
        return written(models.Step, talks.step(made))

    def _seats(self, vetoers: Sequence[str]) -> list[Json]:
        if not vetoers:
            return []
        some = np.concatenate([*map(self._members, range(len(self._leads))), self._claims[self._denied]])
        return talks.seats(vetoers, self._keys(some[self._of.veto[some]]), self._at)

    @property
    def _denied(self) -> Mask:
        return self._of.denied[self._claims]

    def _planned(self, first: int) -> list[Json]:
        """Return the plans among the steps from the `first` on, and what came of them (`marsad.views.plans`)."""
        of, leads = self._of, self._leads
        plans = first + np.flatnonzero(of.stage.codes[leads[first:]] == of.stage.number_of.get("planned", -1))
        firm = np.flatnonzero(of.firm[leads]) if len(plans) else plans
        days = of.by[leads[firm]]
        return [self._came(int(plan), firm[np.searchsorted(days, of.eve[leads[plan]]) :], first) for plan in plans]

    def _came(self, plan: int, after: Whole, first: int) -> Json:
        of, lead = self._of, int(self._leads[plan])
        if not len(after):
            overdue = is_overdue(_day(int(of.due[lead])), self._today)
            return {"step": plan - first, "verdict": "overdue" if overdue else "open", "on": None, "claims": []}
        return {
            "step": plan - first,
            "verdict": verdict_of(self._outcome(self._leads[after])),
            "on": iso(_day(int(of.by[self._leads[after[0]]]))),
            "claims": self._keys(np.concatenate([self._members(step) for step in after.tolist()])),
        }

    def _keys(self, some: Whole) -> list[str]:
        return [self._at.key_at(n) for n in self._book.claims[some].tolist()]


def _values(column: Listed, some: Whole) -> list[str]:
    """Return what there is in a column of some claims, each once."""
    return [column.values[n] for n in np.unique(column.codes_of(some)).tolist()]


def _once(column: Listed, some: Whole) -> tuple[str, ...]:
    """Return what there is in a column of some claims, each once, in their order."""
    return tuple(column.values[n] for n in dict.fromkeys(column.codes_of(some).tolist()))


def _named(column: Coded, some: Whole) -> Iterable[str]:
    return (column.values[n] for n in np.unique(column.codes[some]).tolist())


def _commonest(column: Listed, some: Whole, without: str | None) -> tuple[str, ...]:
    counts = np.bincount(column.codes_of(some))
    found = [(column.values[n], int(counts[n])) for n in np.flatnonzero(counts).tolist()]
    return tuple(name for name, _ in sorted(found, key=lambda pair: (-pair[1], pair[0])) if name != without)


def _votes(text: str) -> Votes:
    return Votes(*(None if number == "?" else int(number) for number in text.split("-")))


def _day(ordinal: int) -> dt.date | None:
    return dt.date.fromordinal(ordinal) if ordinal else None
