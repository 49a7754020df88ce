"""Casualties: tolls of events, running series, and what each lineage's series says on a day (docs/views.md).

Figures are reported, never estimated: nothing is added up, averaged or carried from one class to another. A figure of
one lineage that its later publication changes is superseded, and shown. Ranges run over lineages, so that a hundred
relays of one monitor weigh as one. What is denied or uncertain stands beside the figures and is in no range.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from marsad.records import Casualty, Judgement
from marsad.views.figures import (
    Finding,
    Group,
    Point,
    Range,
    Reported,
    Series,
    detail_of,
    group_of,
    point_of,
    range_over,
    reported,
    start_of,
)
from marsad.views.judged import judged
from marsad.views.rows import (
    EVERYTHING,
    ClaimRef,
    Days,
    Filter,
    LineageOf,
    Pairs,
    Sourced,
    asked,
    days_of,
    in_order,
    known,
    lineage_by_source,
)
from marsad.views.tolls import part_findings, running_findings

EventOf = Callable[[ClaimRef], str | None]


@dataclass(frozen=True, slots=True)
class Toll:
    """The figures of one event and one group. `event` is the id that fusion gave, or made of place and days."""

    id: str
    event: str
    group: Group
    days: Days
    causes: tuple[str, ...]
    reported: tuple[Reported, ...]
    range: Range
    denied: tuple[ClaimRef, ...] = ()
    part_of: str | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """The last point of every lineage's series of one group, cause and start, side by side: never added. The points
    may lie on different days."""

    group: Group
    cause: str | None
    start: dt.date | None
    last: tuple[tuple[str, Point], ...]  # id of the series and its last point
    range: Range


@dataclass(frozen=True, slots=True)
class Casualties:
    tolls: tuple[Toll, ...] = ()
    series: tuple[Series, ...] = ()
    standing: tuple[Standing, ...] = ()


def casualties(
    pairs: Pairs,
    where: Filter = EVERYTHING,
    *,
    lineage_of: LineageOf | None = None,
    event_of: EventOf | None = None,
    judgements: Iterable[Judgement] = (),
) -> Casualties:
    """Return tolls of events, series, and their standing.

    A claim is of a series if it is cumulative, else of an event. Without `event_of`, two claims are of one event only
    where places and days are the same and the text gives both; any other claim stays alone. `where.as_of` leaves out
    events that begin, and points of series that lie, after that day; `where.known_on` what was published after it.
    `where.since` and `where.until` keep points of series whose day lies between; for what happened in a window see
    `marsad.views.tolls.window`.
    """
    claims = [p for p in in_order(pairs) if isinstance(p.claim.detail, Casualty)]
    lineage_of = lineage_of or lineage_by_source(claims)
    claims = list(judged(known(claims, where.known_on), judgements, where.known_on))
    homes = {(p.report.report_id, p.claim.id): _home(p, lineage_of, event_of) for p in claims}
    wanted = [p for p in claims if _wanted(p, where)]
    found = part_findings(claims)
    tolls: dict[str, list[Sourced]] = defaultdict(list)
    series: dict[str, list[Sourced]] = defaultdict(list)
    for p in wanted:
        home = homes[p.report.report_id, p.claim.id]
        (series if detail_of(p).cumulative else tolls)[home].append(p)
    runs = sorted((_series(key, ps, homes, lineage_of, found) for key, ps in series.items()), key=_series_order)
    rows = sorted((_toll(key, ps, homes, lineage_of, event_of, found) for key, ps in tolls.items()), key=_toll_order)
    return Casualties(tuple(rows), tuple(runs), standing_of(runs))


def _wanted(p: Sourced, where: Filter) -> bool:
    """A point of a series counts by its own day, not by all the days it runs over."""
    if not detail_of(p).cumulative:
        return asked(p, where)
    day = days_of(*p).by
    early = where.since is not None and (day is None or day < where.since)
    late = [limit for limit in (where.until, where.as_of) if limit is not None]
    return asked(p, replace(where, since=None, until=None, as_of=None)) and not (
        early or (late and (day is None or day > min(late)))
    )


def _home(p: Sourced, lineage_of: LineageOf, event_of: EventOf | None) -> str:
    """Return the id of the toll or the series that a claim belongs to."""
    group, detail = group_of(p), detail_of(p)
    who = (group.harm, group.victims, group.affiliation or "", "+".join(group.scope))
    if not detail.cumulative:
        return "|".join((event_id(p, event_of), *who[:3]))
    start, count = start_of(p), detail.count
    since = str(start) if start else f"{days_of(*p).by}:{count.low}-{count.high}"
    return "|".join((lineage_of(p.ref), *who, detail.cause or "", since))


def event_id(p: Sourced, event_of: EventOf | None) -> str:
    """Return the id of fusion; without it, places and days, where the text gives both, else the claim alone."""
    given = event_of(p.ref) if event_of else None
    if given is not None:
        return given
    days, scope = days_of(*p), group_of(p).scope
    whole = days.dated and days.first is not None and days.last is not None
    if whole and scope and "place" not in dict(p.claim.inferred):
        return f"{'+'.join(scope)}@{days.first}/{days.last}"
    return f"{p.report.report_id}#{p.claim.id}"


def _parent(ps: Sequence[Sourced], homes: dict[tuple[str, str], str], own: str) -> str | None:
    """Return the home of what these claims are a part of, where their reports agree on it."""
    parents = {
        homes[p.report.report_id, whole]
        for p in ps
        if (whole := detail_of(p).subset_of) and (p.report.report_id, whole) in homes
    } - {own}
    return parents.pop() if len(parents) == 1 else None


Homes = dict[tuple[str, str], str]
Found = dict[ClaimRef, tuple[Finding, ...]]


def _findings(ps: Sequence[Sourced], found: Found) -> tuple[Finding, ...]:
    return tuple(dict.fromkeys(finding for p in ps for finding in found.get(p.ref, ()))) if found else ()


def _toll(
    key: str, ps: list[Sourced], homes: Homes, lineage_of: LineageOf, event_of: EventOf | None, found: Found
) -> Toll:
    figures = reported(ps, lineage_of)
    days = [days_of(*p) for p in ps]
    firsts, lasts = [d.first for d in days], [d.last for d in days]
    return Toll(
        id=key,
        event=event_id(ps[0], event_of),
        group=_merged(ps),
        days=Days(
            min((d for d in firsts if d), default=None),
            max((d for d in lasts if d), default=None),
            any(d.dated for d in days),
        ),
        causes=tuple(sorted({cause for p in ps if (cause := detail_of(p).cause)})),
        reported=figures,
        range=range_over(figures),
        denied=tuple(p.ref for p in ps if p.claim.certainty == "denied"),
        part_of=_parent(ps, homes, key),
        findings=_findings(ps, found),
    )


def _merged(ps: Sequence[Sourced]) -> Group:
    """Return the group of one toll: fusion may join claims whose places are named more and less exactly."""
    groups = [group_of(p) for p in ps]
    names = {key: name for group in groups for key, name in zip(group.scope, group.scope_names, strict=True)}
    ids = tuple(sorted(names))
    return replace(groups[0], scope=ids, scope_names=tuple(names[key] for key in ids))


def _series(key: str, ps: list[Sourced], homes: Homes, lineage_of: LineageOf, found: Found) -> Series:
    by_day: dict[dt.date | None, list[Sourced]] = defaultdict(list)
    for p in ps:
        by_day[days_of(*p).by].append(p)
    days = sorted(by_day, key=lambda day: day or dt.date.min)
    points = tuple(point_of(day, reported(by_day[day], lineage_of)) for day in days)
    points = tuple(point for point in points if point.reported)
    return Series(
        id=key,
        asserter=lineage_of(ps[0].ref),
        group=group_of(ps[0]),
        cause=detail_of(ps[0]).cause,
        start=start_of(ps[0]),
        points=points,
        denied=tuple(p.ref for p in ps if p.claim.certainty == "denied"),
        part_of=_parent(ps, homes, key),
        findings=_findings(ps, found) + running_findings(points),
    )


def standing_of(series: Sequence[Series]) -> tuple[Standing, ...]:
    """Return the last points of series side by side, those of one group, cause and start together."""
    groups: dict[tuple[Group, str | None, dt.date | None], list[Series]] = defaultdict(list)
    for run in series:
        if run.points and run.start is not None:
            groups[run.group, run.cause, run.start].append(run)
    return tuple(
        Standing(*key, tuple((run.id, run.points[-1]) for run in runs), range_over(_latest(runs)))
        for key, runs in groups.items()
    )


def _latest(runs: Sequence[Series]) -> tuple[Reported, ...]:
    return tuple(row for run in runs for row in run.points[-1].reported)


def _series_order(run: Series) -> tuple[dt.date, str]:
    return run.start or dt.date.max, run.id


def _toll_order(row: Toll) -> tuple[dt.date, str]:
    return row.days.first or row.days.last or dt.date.max, row.id
