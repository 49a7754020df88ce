"""Readings and judgements to the record: the composition, on one screen."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from marsad.fusion.cells import CellOf, Spread, one
from marsad.fusion.cluster import cluster
from marsad.fusion.disagree import contradictions
from marsad.fusion.figures import counts, figures
from marsad.fusion.grade import grade
from marsad.fusion.ledger import event_id, rule
from marsad.fusion.lineage import Voices, lineages, listen
from marsad.fusion.unit import Unit, units
from marsad.fusion.words import Weights
from marsad.records import Event, EventKind, Fusion, Judgement, Place, Reading, Report


def fuse(
    readings: Iterable[Reading],
    judgements: Iterable[Judgement] = (),
    *,
    spread: Spread = map,
    cell_of: CellOf = one,
    first: Mapping[str, str] | None = None,
) -> Fusion:
    """Return the events that the claims of `readings` describe, under `judgements`.

    The same readings give the same record in any order and in any batches; a report given twice counts once. Nothing
    is changed in the claims, so that taking a judgement back gives the record from before it.

    Claims are compared in cells (cells.py): `cell_of` says in which, `spread` where. Neither changes the record.
    `first` are the first printings of the reports (`lineage.printings`), sought where they are not given; where they
    are, texts are not held, so that readings may be read as they are needed.
    """
    heard = _heard(readings, with_text=first is None)
    rulings = rule(judgements)
    found = [unit for one in heard for unit in one.units if unit.key not in rulings.rejected]
    weights = Weights(_words(found))
    voices = listen((one.report for one in heard), found, first)
    del heard
    groups, refused = cluster(found, weights, rulings, spread, cell_of)
    del found, weights
    events: list[Event] = []
    while groups:  # a claim is held no longer than its event needs it
        events.append(_event(groups.pop(), voices))
    return Fusion(tuple(sorted(events, key=_order)), (*rulings.unresolved, *refused))


class _Heard(NamedTuple):
    """A report with what is compared of its claims."""

    report: Report
    units: tuple[Unit, ...]

    @property
    def fullness(self) -> tuple[int, tuple[str, ...]]:
        return len(self.units), tuple(unit.key for unit in self.units)


def _heard(readings: Iterable[Reading], with_text: bool) -> list[_Heard]:
    """Return each report once; of two different readings, the fuller."""
    kept: dict[str, _Heard] = {}
    for reading in readings:
        report = reading.report
        one = _Heard(report if with_text else report.without_text(), units(reading))
        known = kept.get(report.report_id)
        if known is None or one.fullness > known.fullness:
            kept[report.report_id] = one
    return [kept[report_id] for report_id in sorted(kept)]


def _words(found: Iterable[Unit]) -> Iterator[frozenset[str]]:
    """Yield the words of each report that its claims are told in; claims of a report follow one another."""
    for _, some in groupby(found, key=lambda unit: unit.report_id):
        yield frozenset().union(*(unit.words for unit in some))


def _event(group: Sequence[Unit], voices: Voices) -> Event:
    ordered = sorted(group, key=_printed)
    tolls = figures(ordered, voices)
    origins = lineages(ordered, voices)
    start, end = _days(ordered)
    series = ordered[0].family == "series"
    return Event(
        id=event_id(ordered[0].key),
        kind=_kind(ordered),
        claims=tuple(unit.key for unit in ordered),
        types=tuple(name for name, _ in Counter(u.type for u in ordered if u.type).most_common()),
        place=_place(ordered),
        start=start,
        end=end,
        series=series,
        figures=tolls,
        in_toll=frozenset() if series else frozenset(unit.key for unit in ordered if counts(unit)),
        lineages=origins,
        contradictions=contradictions(ordered, tolls, voices),
        grade=grade(ordered, origins, voices) if ordered[0].family == "force" else None,
    )


def _printed(unit: Unit) -> tuple[float, str, int, str]:
    day = unit.published if unit.published is not None else math.inf
    return (day, unit.report_id, unit.claim.evidence.start, unit.key)


def _kind(group: Sequence[Unit]) -> EventKind:
    match group[0].family:
        case "force" | "series":
            return "attack" if any(unit.claim.kind == "attack" for unit in group) else "casualty"
        case other:
            return other


def _days(group: Sequence[Unit]) -> tuple[dt.date | None, dt.date | None]:
    """Return the days that most claims give, those first whose own words give them; the earlier of two as common."""
    given = [(u.firm, u.since, u.until) for u in group if u.since is not None and u.until is not None]
    chosen = [days for firm, *days in given if firm] or [days for _, *days in given]
    if not chosen:
        return None, None
    since, until = min(Counter(map(tuple, chosen)).items(), key=lambda item: (-item[1], item[0]))[0]
    return dt.date.fromordinal(since), dt.date.fromordinal(until)


def _place(group: Sequence[Unit]) -> Place | None:
    """Return the place that most claims name, those first that name it themselves."""
    stated = [u for u in group if u.stated and u.claim.place] or [u for u in group if u.claim.place]
    if not stated:
        return None
    common = Counter(spot.id for unit in stated for spot in unit.spots)
    best = min(common.items(), key=lambda item: (-item[1], item[0]))[0]
    return next(p for u in stated for p, s in zip(u.claim.place, u.spots, strict=True) if s.id == best)


def _order(event: Event) -> tuple[str, str]:
    return (event.start.isoformat() if event.start else "9999", event.id)
