"""The versions of the states of places are what the view of control says as of each day and as known on each."""

from __future__ import annotations

import dataclasses
import datetime as dt
from functools import cache
from itertools import product

import pytest

from marsad.pipeline import read
from marsad.records import Control, Humanitarian, Judgement, Place
from marsad.sources.files import take
from marsad.sources.items import Defaults, Taken
from marsad.views.control import ControlState, control, on
from marsad.views.diplomacy import diplomacy
from marsad.views.plans import plans_of
from marsad.views.rows import Filter, Sourced, days_of
from marsad.web import standing, talked
from marsad.web.audience import Audience, Room, judged_states
from marsad.web.snapshot import Snapshot, snapshot
from tests.store_support import ROOT

DOSSIER = ROOT / "examples" / "east-aleppo-2016"


@cache
def at() -> Snapshot:
    found = [read(item.report) for item in take([str(DOSSIER)], Defaults()) if isinstance(item, Taken)]
    return snapshot(Audience.DESK, "v", found, [], Room())


@cache
def claims() -> list[Sourced]:
    return [p for p in at().rows if isinstance(p.claim.detail, Control | Humanitarian)]


def told() -> list[dt.date]:
    return sorted({p.report.published for p in claims() if p.report.published})


def happened() -> list[dt.date]:
    return sorted({day for p in claims() if (day := days_of(*p).by)})


def rows(as_of: dt.date | None, known_on: dt.date | None) -> tuple[ControlState, ...]:
    states, numbers = standing.control_rows(at(), as_of, known_on)
    return tuple(states.every[n] for n in numbers.tolist())


def wanted(as_of: dt.date | None, known_on: dt.date | None) -> tuple[ControlState, ...]:
    return control(claims(), Filter(as_of=as_of, known_on=known_on), lineage_of=at().lineage_of)


def test_there_are_days_to_ask_for() -> None:
    assert len(told()) > 5
    assert len(happened()) > 5
    assert rows(None, None) == wanted(None, None) != ()


@pytest.mark.parametrize("day", range(-1, 40))
def test_every_day_is_as_the_view_has_it(day: int) -> None:
    """A day before the first report, each day after it, and long after the last."""
    on = told()[0] + dt.timedelta(days=day)
    assert rows(None, on) == wanted(None, on)
    assert rows(on, None) == wanted(on, None)


def test_both_days_at_once_are_as_the_view_has_them() -> None:
    for as_of, known_on in product(happened()[::3], told()[::2]):
        assert rows(as_of, known_on) == wanted(as_of, known_on), (as_of, known_on)


def test_what_stands_on_a_day_is_chosen_first() -> None:
    for as_of, known_on, day in product([None, *happened()[::7]], [None, *told()[::5]], happened()[::4]):
        states, numbers = standing.control_rows(at(), as_of, known_on, day)
        found = {states.every[n].place_id: states.every[n] for n in numbers.tolist()}
        assert found == on(wanted(as_of, known_on), day), (as_of, known_on, day)


@pytest.mark.parametrize("every", [1, 3, 11])
def test_what_people_changed_later_was_not_known(every: int) -> None:
    """Claims of control and of diplomacy are rejected, and places corrected, after the days that are asked for."""
    some = [p.claim for p in at().rows if p.claim.kind in ("control", "diplomacy")][::every]
    elsewhere = next(place for claim in reversed(some) for place in claim.place if place.gazetteer_id)
    verdicts = [_judged(claim.key, elsewhere if n % 2 and claim.place else None) for n, claim in enumerate(some)]
    room = Room(judged_states(verdicts))
    made = snapshot(Audience.DESK, "v", list(at().readings.values()), verdicts, room)
    for as_of, known_on in [*product([None, *happened()[::9]], told()[::4]), (happened()[3], None)]:
        where = Filter(as_of=as_of, known_on=known_on)
        left = at().rows if known_on else made.standing
        states, numbers = standing.control_rows(made, as_of, known_on)
        view = control(left, where, lineage_of=made.lineage_of)
        assert tuple(states.every[n] for n in numbers.tolist()) == view, where
        that_day, there = standing.control_rows(made, as_of, known_on, happened()[5])
        assert {that_day.place.at(n): that_day.every[n] for n in there.tolist()} == on(view, happened()[5]), where
        found = talked.tracks(made, as_of, known_on)
        tracks = diplomacy(left, where, lineage_of=made.lineage_of, event_of=made.event_of_ref)
        assert tuple(dataclasses.replace(t, planned=plans_of(t.steps, found.today)) for t in found) == tracks


def _judged(key: str, place: Place | None) -> Judgement:
    """Return a rejection, or the correction of a place."""
    when = dt.datetime(2017, 1, 1, tzinfo=dt.UTC)
    if place is None:
        return Judgement(key, None, "reject", "reader-1", "", when)
    value = {**dataclasses.asdict(place), "span": [place.span.start, place.span.end]}
    return Judgement(key, None, "correct", "reader-1", "", when, {"place": [value]})
