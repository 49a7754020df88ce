"""Tracks of diplomacy over a snapshot, as of a day and as known on one: only what that day divides is made anew.

Claims fall into parts that no link leads out of (`marsad.views.tracks.apart`). A part of which all claims count is as
it is today but for plans that are not overdue yet; one of which none counts is not there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from marsad.records import Diplomacy
from marsad.views.diplomacy import Track, diplomacy, on_day, order_of, stage_of, tracks_of
from marsad.views.judged import judged
from marsad.views.rows import Filter, Sourced, days_of, in_order, known
from marsad.views.tracks import apart, nodes
from marsad.web.columns import Whole
from marsad.web.snapshot import Snapshot

Day = dt.date | None


def judged_late(at: Snapshot, known_on: Day) -> bool:
    """Tell whether people judged something after a day, which nobody knew on it."""
    return known_on is not None and any(j.at.date() > known_on for j in at.judgements)


def claims_known(at: Snapshot, known_on: Day) -> Sequence[Sourced]:
    """Return the claims that stand; as known on a day, without the judgements that were made after it."""
    if not judged_late(at, known_on):
        return at.standing
    raw = [Sourced(r.report, claim) for r in at.readings.values() for claim in r.claims]
    return judged(raw, at.judgements, known_on)


@dataclass(frozen=True)
class _Parts:
    """Claims of diplomacy in their order, by position, each with the number of its part and the days from which it is
    known and counts; and the tracks of each part."""

    claims: Whole
    part: Whole
    known: Whole
    counts: Whole
    tracks: Sequence[Sequence[Track]]


def tracks(at: Snapshot, as_of: Day, known_on: Day) -> tuple[Track, ...]:
    if as_of is None and known_on is None:
        every = (track for part in _parts(at).tracks for track in part)
        return at.once(("diplomacy", None, None), lambda: tuple(sorted(every, key=order_of)))
    return at.once(("diplomacy", as_of, known_on), lambda: _on(at, as_of, known_on))


def _on(at: Snapshot, as_of: Day, known_on: Day) -> tuple[Track, ...]:
    if judged_late(at, known_on):
        some = _with_context(claims_known(at, known_on))
        where = Filter(as_of=as_of, known_on=known_on)
        return diplomacy(some, where, lineage_of=at.lineage_of, event_of=at.event_of_ref)
    parts, today = _parts(at), as_of or known_on
    counting = np.ones(len(parts.claims), dtype=np.bool_)
    for days, limit in ((parts.known, known_on), (parts.counts, as_of)):
        if limit is not None:
            counting &= days <= limit.toordinal()
    every = np.bincount(parts.part, minlength=len(parts.tracks))
    here = np.bincount(parts.part[counting], minlength=len(parts.tracks))
    found = [on_day(track, today) for n in np.flatnonzero(here == every).tolist() for track in parts.tracks[n]]
    divided = (here > 0) & (here < every)
    again = at.pairs(parts.claims[divided[parts.part] & counting].tolist())
    if again:
        reports = {p.report.report_id for p in again}
        context = known(_of_reports(at, reports), known_on)
        found += tracks_of(again, context, today, lineage_of=at.lineage_of, event_of=at.event_of_ref)
    return tuple(sorted(found, key=order_of))


def _parts(at: Snapshot) -> _Parts:
    def make() -> _Parts:
        context = in_order(_with_context(at.standing))
        claims = [p for p in context if isinstance(p.claim.detail, Diplomacy)]
        told = [p.report.published for p in context if p.report.published]
        groups = apart(nodes(claims, context, at.event_of_ref))
        part = np.zeros(len(claims), dtype=np.int32)
        for number, group in enumerate(groups):
            part[group] = number
        made = tracks_of(claims, context, max(told, default=None), lineage_of=at.lineage_of, event_of=at.event_of_ref)
        home = {p.ref: int(number) for p, number in zip(claims, part, strict=True)}
        tracks: list[list[Track]] = [[] for _ in groups]
        for track in made:
            tracks[home[track.refs[0]]].append(track)
        days = [_days(p) for p in claims]
        known_on, counts = (np.asarray([pair[n] for pair in days], np.int32) for n in (0, 1))
        where = np.asarray([at.by_key[p.claim.key] for p in claims], np.int32)
        return _Parts(where, part, known_on, counts, tracks)

    return at.once(("parts of diplomacy",), make)


def _days(p: Sourced) -> tuple[int, int]:
    """Return the days from which a claim is known and from which it counts (`counts_by`)."""
    told, days = p.report.published, days_of(*p)
    day = told if stage_of(p) in ("proposed", "planned") else days.first or days.last
    return told.toordinal() if told else dt.date.max.toordinal() + 1, day.toordinal() if day else 0


def _with_context(claims: Sequence[Sourced]) -> list[Sourced]:
    """Return the claims of reports that have one of diplomacy."""
    of = {p.report.report_id for p in claims if isinstance(p.claim.detail, Diplomacy)}
    return [p for p in claims if p.report.report_id in of]


def _of_reports(at: Snapshot, reports: set[str]) -> list[Sourced]:
    rows = at.pairs(n for name in reports for n in at.of_report(name))
    return [row for row in rows if at.state_of(row.claim.key) != "rejected"]
