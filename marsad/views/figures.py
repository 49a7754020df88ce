"""Figures of casualties: the records, and how claims become figures of a lineage and a range over lineages."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from marsad.records import Casualty, Certainty, Qualifier
from marsad.views.rows import ClaimRef, LineageOf, Sourced, place_id, place_name

Check = Literal["part exceeds whole", "parts exceed whole", "parts make whole", "parts fall short", "fall", "revision"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found (marsad/views/tolls.py), and the claims that it concerns. Nothing is corrected."""

    check: Check
    why: str
    refs: tuple[ClaimRef, ...]


@dataclass(frozen=True, slots=True)
class Reported:
    """One figure of one lineage, with every claim that gives it: the first printing and its relays.

    `published` is the first day of publication. `superseded` is True where the lineage published another figure for
    the same later on.
    """

    lineage: str
    low: int | None
    high: int | None
    qualifier: Qualifier
    certainty: Certainty
    published: dt.date | None
    refs: tuple[ClaimRef, ...]
    outlets: tuple[str, ...]
    text: str | None = None
    superseded: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """From the lowest to the highest figure of the lineages that give one; None is open ("more than 311"), or no
    figure at all where `lineages` is 0."""

    low: int | None
    high: int | None
    lineages: int


@dataclass(frozen=True, slots=True)
class Group:
    """Who came to what harm, where: what two figures must share to be figures of one thing."""

    harm: str
    victims: str
    affiliation: str | None
    scope: tuple[str, ...]  # ids of places, sorted
    scope_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """What a series says on a day: the figures, of which those not superseded make the bounds."""

    day: dt.date | None
    reported: tuple[Reported, ...]
    low: int | None
    high: int | None
    qualifier: Qualifier


@dataclass(frozen=True, slots=True)
class Series:
    """A running toll: one asserter, harm, group, scope, cause and start. Points are in the order of their days.

    `start` is None where no report says since when; such tolls are not put in one series, since nobody knows whether
    they run from one day.
    """

    id: str
    asserter: str
    group: Group
    cause: str | None
    start: dt.date | None
    points: tuple[Point, ...]
    denied: tuple[ClaimRef, ...] = ()
    part_of: str | None = None
    findings: tuple[Finding, ...] = ()


def detail_of(p: Sourced) -> Casualty:
    assert isinstance(p.claim.detail, Casualty)
    return p.claim.detail


def group_of(p: Sourced) -> Group:
    detail = detail_of(p)
    places = sorted({(place_id(place), place_name(place)) for place in p.claim.place})
    ids = tuple(dict.fromkeys(key for key, _ in places))
    names = dict(reversed(places))
    return Group(detail.harm, detail.victims, detail.affiliation, ids, tuple(names[key] for key in ids))


def start_of(p: Sourced) -> dt.date | None:
    """Return since when a cumulative figure runs; a single day is the day of the figure, not its start."""
    time = p.claim.time
    return None if time.start == time.end and time.inferred != "since" else time.start


class _Figure(NamedTuple):
    lineage: str
    low: int | None
    high: int | None
    qualifier: Qualifier
    certainty: Certainty


def reported(ps: Sequence[Sourced], lineage_of: LineageOf) -> tuple[Reported, ...]:
    """Return the figures, each once for a lineage, in the order of lineage and publication; denials are none."""
    groups: dict[_Figure, list[tuple[Sourced, ClaimRef]]] = defaultdict(list)
    for p in ps:
        if p.claim.certainty != "denied":
            count, ref = detail_of(p).count, p.ref
            figure = _Figure(lineage_of(ref), count.low, count.high, count.qualifier, p.claim.certainty)
            groups[figure].append((p, ref))
    rows = [
        Reported(
            *figure,
            published=members[0][0].report.published,
            refs=tuple(ref for _, ref in members),
            outlets=tuple(dict.fromkeys(p.report.outlet for p, _ in members if p.report.outlet)),
            text=detail_of(members[0][0]).count.text,
        )
        for figure, members in groups.items()
    ]
    last: dict[str, dt.date] = {}
    for row in rows:
        if is_figure(row):
            last[row.lineage] = max(last.get(row.lineage, dt.date.min), row.published or dt.date.min)
    marked = (replace(row, superseded=is_figure(row) and (row.published or dt.date.min) < last[row.lineage])
              for row in rows)  # fmt: skip
    return tuple(sorted(marked, key=lambda r: (r.lineage, r.published or dt.date.max, r.refs)))


def is_figure(row: Reported) -> bool:
    return row.certainty == "stated" and (row.low, row.high) != (None, None)


def range_over(figures: Iterable[Reported]) -> Range:
    """Return the range over the stated figures that are not superseded. One open bound leaves the range open."""
    rows = [row for row in figures if is_figure(row) and not row.superseded]
    lows, highs = [row.low for row in rows], [row.high for row in rows]
    low = min((n for n in lows if n is not None), default=None) if None not in lows else None
    high = max((n for n in highs if n is not None), default=None) if None not in highs else None
    return Range(low, high, len({row.lineage for row in rows}))


def point_of(day: dt.date | None, figures: tuple[Reported, ...]) -> Point:
    bounds = range_over(figures)
    kinds = {row.qualifier for row in figures if is_figure(row) and not row.superseded}
    qualifier: Qualifier = kinds.pop() if len(kinds) == 1 else "range" if kinds else "vague"
    if qualifier == "exact" and bounds.low != bounds.high:
        qualifier = "range"
    return Point(day, figures, bounds.low, bounds.high, qualifier)
