"""Claims of diplomacy over a snapshot as columns: what tracks are told by, as of today and as known on any day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from marsad.records import Diplomacy
from marsad.views.diplomacy import Told, Track, brings_in, stage_of, told_of, track_of, vetoes
from marsad.views.growth import Family, growth
from marsad.views.plans import due_on, end_of, eve_of, is_firm, plans_of
from marsad.views.rows import Sourced, days_of, in_order
from marsad.views.tracks import Link, Node, apart, linked, links, nodes
from marsad.web.columns import Coded, Listed, Mask, Whole, ranks
from marsad.web.index import NEVER
from marsad.web.snapshot import Snapshot

STEPS = 50  # of a track, the last ones, that are shown where nobody asks for another number


@dataclass(frozen=True)
class Talk:
    """Claims of diplomacy in their order, by number: the position of each, its part, the days from which it is known
    and counts, its day of publication (`NEVER` where it has none or is denied), where it stands among all by
    publication and by key, and its track of today. `vetoes` has who vetoed by the claims that tell of it, by their key.

    `told` has the claims as tracks take them, `tracks` those of today; what came of plans is left to who shows them.
    `json` has the tracks as they are written with their last `STEPS` steps, and `pending` says of which the day decides
    what it is to say of a plan.
    """

    claims: Whole
    part: Whole
    known: Whole
    counts: Whole
    published: Whole
    rank: Whole
    by_key: Whole
    track: Whole
    pending: Mask
    vetoes: Mapping[str, tuple[str, ...]]
    as_known: AsKnown
    as_of: AsOf
    steps: Steps
    told: Sequence[Told]
    tracks: Sequence[Track]
    json: Sequence[bytes] = ()


@dataclass(frozen=True)
class Grown:
    """What was of one track from a day `start` to before a day `end` (`marsad.views.growth`), in the order of tracks:
    those of `order` from `low` to `high` that had come by then. `first` is the first day of publication, `head` the
    claim that it has its name of, `full` the day from which all of it is there, `today` the track that it is then, -1
    where it is none of today."""

    order: Whole
    low: Whole
    high: Whole
    start: Whole
    end: Whole
    first: Whole
    head: Whole
    full: Whole
    today: Whole


class AsKnown(Grown):
    """Tracks by the day on which their claims became known."""


class AsOf(Grown):
    """Tracks by the day from which their claims count."""


@dataclass(frozen=True)
class Steps:
    """What a track says of its claims, by claim. Those with the same `step` that are of one track make a step of it;
    `row` is the step of today that each is in, -1 where it is denied, `size` how many claims such a step has. Steps
    stand in the order of `turn`, the lowest of their claims. `end` is what a stated step says came of a track,
    `firm` tells whether it may be what came of a plan, on `by`; a plan is matched from `eve` on, and `due` on a day.
    Days are ordinals, 0 where there is none.

    `json` has the steps of today as they are written, where they are kept.
    """

    kin: Coded
    body: Coded
    documents: Listed
    places: Listed
    names: Listed
    votes: Listed
    denied: Mask
    uncertain: Mask
    sponsor: Mask
    veto: Mask
    firm: Mask
    stage: Coded
    end: Coded
    step: Whole
    turn: Whole
    row: Whole
    size: Whole
    by: Whole
    eve: Whole
    due: Whole
    json: Sequence[bytes] = ()


def talk(at: Snapshot) -> Talk:
    return at.once(("talk",), lambda: _talk(at))


def _talk(at: Snapshot) -> Talk:
    context = in_order(_with_context(at))
    claims = [p for p in context if isinstance(p.claim.detail, Diplomacy)]
    found = nodes(claims, context, at.event_of_ref)
    between, size = links(found), len(claims)
    told = [told_of(p, node, at.lineage_of) for p, node in zip(claims, found, strict=True)]
    groups = linked(found, between)
    made = [track_of([told[n] for n in group]) for group in groups]
    days = [_days(p) for p in claims]
    known, counts = (np.fromiter((day[n] for day in days), np.int32) for n in (0, 1))
    published = np.fromiter((_published(p) for p in claims), np.int32)
    rank = ranks([(one.published or dt.date.max, one.ref) for one in told])
    by_key = ranks([one.ref.key for one in told])
    track = _owners(groups, size)

    def grown(came: Whole, links: Sequence[Link]) -> list[Whole]:
        return _grown(found, links, came, _Kept(published, rank, by_key, track))

    return Talk(
        claims=np.fromiter((at.by_key[p.claim.key] for p in claims), np.int32),
        part=_owners(apart(size, between), size),
        known=known,
        counts=counts,
        published=published,
        rank=rank,
        by_key=by_key,
        track=track,
        pending=np.asarray([_pending(track) for track in made], np.bool_),
        vetoes={one.ref.key: one.participants for one in told if vetoes(one)},
        as_known=AsKnown(*grown(known, between)),
        as_of=AsOf(*grown(counts, links(found, counts.tolist()))),
        steps=_steps(told, made),
        told=told,
        tracks=made,
    )


def _with_context(at: Snapshot) -> Iterator[Sourced]:
    """Return the claims that stand of reports that have one of diplomacy."""
    index = at.index
    telling = index.report.numbers(index.kind.having("diplomacy") & index.standing)
    return at.each(telling[index.report.codes] & index.standing)


def with_context(claims: Sequence[Sourced]) -> list[Sourced]:
    """Return the claims of reports that have one of diplomacy."""
    of = {p.report.report_id for p in claims if isinstance(p.claim.detail, Diplomacy)}
    return [p for p in claims if p.report.report_id in of]


class _Kept(NamedTuple):
    published: Whole
    rank: Whole
    by_key: Whole
    track: Whole


def _grown(found: Sequence[Node], links: Sequence[Link], came: Whole, of: _Kept) -> list[Whole]:
    """Return the columns of `Grown` for claims that came on these days (`NEVER`: on none)."""
    made = growth(
        [None if day == NEVER else day for day in came.tolist()],
        [node.body for node in found], [node.documents for node in found], links,
    )  # fmt: skip
    order = np.asarray(made.order, np.int32)
    rows = [row for family in made.families for row in _stretches(family, order, came, of)]
    rows.sort(key=lambda row: (row[4], of.by_key[row[5]]))
    return [order, *np.asarray(rows, np.int32).reshape(-1, 8).T]


def _stretches(family: Family, order: Whole, came: Whole, of: _Kept) -> Iterator[tuple[int, ...]]:
    """Yield the rows of a family: another one from each day on which one came that it is sorted or named by."""
    some = order[family.low : family.high]
    some = some[np.argsort(came[some], kind="stable")]
    sizes, today = np.bincount(of.track), int(of.track[some[0]])
    if len(some) != sizes[today] or (of.track[some] != today).any():
        today = -1
    first, rank = (np.minimum.accumulate(column[some]) for column in (of.published, of.rank))
    days = np.maximum(came[some], family.start)
    last = np.flatnonzero(np.append(days[1:] != days[:-1], True))  # of each day
    turns = [n for n, m in zip(last.tolist(), [-1, *last.tolist()], strict=False)
             if m < 0 or first[n] != first[m] or rank[n] != rank[m]]  # fmt: skip
    ends = [*(int(days[n]) for n in turns[1:]), NEVER if family.end is None else family.end]
    full = int(days[-1])
    for n, end in zip(turns, ends, strict=True):
        head = int(some[: n + 1][of.rank[some[: n + 1]].argmin()])
        yield family.low, family.high, int(days[n]), end, int(first[n]), head, full, today


def _steps(told: Sequence[Told], made: Sequence[Track]) -> Steps:
    numbers = {one.ref: n for n, one in enumerate(told)}
    row = np.full(len(told), -1, np.int32)
    every = [step for track in made for step in track.steps]
    for number, step in enumerate(every):
        row[[numbers[ref] for ref in step.refs]] = number
    codes: dict[Any, int] = {}
    return Steps(
        kin=Coded.of(one.node.kin for one in told),
        body=Coded.of(one.node.body or "" for one in told),
        documents=Listed.of(sorted(one.node.documents) for one in told),
        places=Listed.of(one.places for one in told),
        names=Listed.of(one.participants for one in told),
        votes=Listed.of(map(str, one.votes) for one in told),
        denied=np.fromiter((one.certainty == "denied" for one in told), np.bool_),
        uncertain=np.fromiter((one.certainty == "uncertain" for one in told), np.bool_),
        sponsor=np.fromiter(map(brings_in, told), np.bool_),
        veto=np.fromiter(map(vetoes, told), np.bool_),
        firm=np.fromiter((is_firm(one.stage, one.certainty, one.days) for one in told), np.bool_),
        stage=Coded.of(one.stage for one in told),
        end=Coded.of((one.certainty == "stated" and end_of(one.stage, one.type)) or "" for one in told),
        step=np.fromiter((codes.setdefault(one.step, len(codes)) for one in told), np.int32),
        turn=ranks([one.turn for one in told]),
        row=row,
        size=np.fromiter((len(step.refs) for step in every), np.int32),
        by=_ordinals(one.days.by for one in told),
        eve=_ordinals(eve_of(one.days, one.published) for one in told),
        due=_ordinals(due_on(one.days) for one in told),
    )


def _pending(track: Track) -> bool:
    return any(plan.verdict in ("open", "overdue") for plan in plans_of(track.steps, None, STEPS))


def _owners(groups: Sequence[Sequence[int]], size: int) -> Whole:
    """Return the number of the group that each claim is in."""
    found = np.zeros(size, np.int32)
    for number, group in enumerate(groups):
        found[group] = number
    return found


def _published(p: Sourced) -> int:
    told = p.report.published if p.claim.certainty != "denied" else None
    return told.toordinal() if told else NEVER


def _days(p: Sourced) -> tuple[int, int]:
    """Return the days from which a claim is known and from which it counts (`counts_by`)."""
    told, days = p.report.published, days_of(*p)
    day = told if stage_of(p) in ("proposed", "planned") else days.first or days.last
    return told.toordinal() if told else NEVER, day.toordinal() if day else 0


def _ordinals(days: Iterable[dt.date | None]) -> Whole:
    return np.fromiter((day.toordinal() if day else 0 for day in days), np.int32)
