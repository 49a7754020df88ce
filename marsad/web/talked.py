"""Tracks of diplomacy over a snapshot, as of a day and as known on one: only what that day divides is made anew.

Claims fall into parts that no link leads out of (`marsad.views.tracks.apart`). A part of which all claims count is as
it is today but for plans that are not overdue yet; one of which none counts is not there. Of the others, as known on a
day, claims are grouped by the links that are there already: later claims add links and change none. Tracks themselves
are made when a page shows them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from marsad.records import Diplomacy
from marsad.views.diplomacy import Told, Track, diplomacy, stage_of, told_of, track_of
from marsad.views.judged import judged
from marsad.views.plans import plans_of
from marsad.views.rows import Filter, Sourced, days_of, in_order
from marsad.views.tracks import Joining, Link, apart, linked, links, nodes
from marsad.web.columns import Coded, Listed, Mask, Whole
from marsad.web.index import NEVER
from marsad.web.snapshot import Snapshot

Day = dt.date | None
_STRETCH = 2000  # links that are made at once
STEPS = 50  # of a track, the last ones, that are shown where nobody asks for another number


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
class Talk:
    """Claims of diplomacy in their order, by number: the position of each, its part, the days from which it is known
    and counts, its day of publication (`NEVER` where it has none or is denied), where it stands among all by
    publication and by key, and its track of today. Links are the strongest first. `vetoes` has
    who vetoed by the claims that tell of it, by their key.

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
    a: Whole
    b: Whole
    strong: Mask
    body: Coded
    documents: Listed
    vetoes: Mapping[str, tuple[str, ...]]
    pending: Mask
    told: Sequence[Told]
    tracks: Sequence[Track]
    json: Sequence[bytes] = ()


class Tracks(Sequence[Track]):
    """Tracks in their order, each made when it is asked for; plans are matched as of `today`.

    `owner` has the place of the track of each claim, -1 where it is in none; the first of them are those of today that
    `kept` has the numbers of.
    """

    def __init__(
        self, at: Snapshot, talk: Talk, owner: Whole, make: Sequence[Callable[[], Track]], kept: Sequence[int],
        today: Day,
    ) -> None:  # fmt: skip
        size = len(make)
        members = np.flatnonzero(owner >= 0)
        first = np.full(size, NEVER)
        np.minimum.at(first, owner[members], talk.published[members])
        by_rank = members[np.argsort(-talk.rank[members], kind="stable")]
        head = np.zeros(size, np.int64)
        head[owner[by_rank]] = by_rank  # the last that is written is the first that was told
        order = np.lexsort((talk.by_key[head], first))
        place = np.empty(size, np.int64)
        place[order] = np.arange(size)
        self.today = today
        self.first: Whole = first[order]
        self._heads = talk.claims[head[order]]
        self._owner = np.full(len(owner), -1)
        self._owner[members] = place[owner[members]]
        self._make = [make[n] for n in order.tolist()]
        self._book, self._claims, self._at = talk, talk.claims, at
        self.kept: Whole = np.append(np.asarray(kept, np.int64), np.full(size - len(kept), -1))[order]

    def __len__(self) -> int:
        return len(self._make)

    def __getitem__(self, number: int) -> Track:  # type: ignore[override]
        found: Track = self._make[number]()
        return found

    def touched(self, mask: Mask) -> list[int]:
        """Return the tracks that have one of these claims."""
        chosen = self._owner[mask[self._claims] & (self._owner >= 0)]
        found: list[int] = np.flatnonzero(np.bincount(chosen, minlength=len(self))).tolist()
        return found

    def json(self, number: int, steps: int, stale: frozenset[int]) -> bytes | None:
        """Return a track as it is written, where it is kept so and nothing of it is of another day or `stale`."""
        kept, book = int(self.kept[number]), self._book
        if steps != STEPS or not 0 <= kept < len(book.json) or kept in stale:
            return None
        return None if book.pending[kept] and self.today != _last(book) else book.json[kept]

    def stale(self, changed: frozenset[int]) -> frozenset[int]:
        """Return the tracks of today that have one of the claims whose state people changed."""
        if not changed:
            return frozenset()
        return frozenset(self._book.track[np.isin(self._claims, list(changed))].tolist())

    def name(self, number: int) -> str:
        """Return the id of a track."""
        return self._at.key_at(int(self._heads[number]))

    def find(self, name: str) -> int | None:
        """Return the number of a track by its id."""
        position = self._at.by_key.get(name)
        found = np.flatnonzero(self._heads == position).tolist() if position is not None else []
        return found[0] if found else None


def tracks(at: Snapshot, as_of: Day, known_on: Day) -> Tracks | Anew:
    """Return the tracks as of a day, as known on a day."""
    if as_of is None and known_on is None:
        return at.once(("diplomacy", None, None), lambda: _today(at))
    return at.once(("diplomacy", as_of, known_on), lambda: _on(at, as_of, known_on))


def _today(at: Snapshot) -> Tracks:
    book = talk(at)
    every = range(len(book.tracks))
    return Tracks(at, book, book.track, [_kept(book, n) for n in every], every, last_told(at))


def last_told(at: Snapshot) -> Day:
    """Return the last day on which a report that tells of diplomacy was published."""
    return _last(talk(at))


def _last(book: Talk) -> Day:
    days = book.known[book.known != NEVER]
    return dt.date.fromordinal(int(days.max())) if len(days) else None


def _kept(book: Talk, number: int) -> Callable[[], Track]:
    return lambda: book.tracks[number]


def _on(at: Snapshot, as_of: Day, known_on: Day) -> Tracks | Anew:
    if judged_late(at, known_on):
        return _anew(at, as_of, known_on)
    book, today = talk(at), as_of or known_on
    counting = np.ones(len(book.claims), dtype=np.bool_)
    for days, limit in ((book.known, known_on), (book.counts, as_of)):
        if limit is not None:
            counting &= days <= limit.toordinal()
    size = int(book.part.max(initial=-1)) + 1
    every, here = np.bincount(book.part, minlength=size), np.bincount(book.part[counting], minlength=size)
    whole = (here == every)[book.part]
    kept = np.unique(book.track[whole])
    owner = np.full(len(book.claims), -1)
    owner[whole] = np.searchsorted(kept, book.track[whole])
    make = [_kept(book, n) for n in kept.tolist()]
    for group in _groups(book, np.flatnonzero(counting & ~whole), as_of):
        owner[group] = len(make)
        make.append(_joined(book, group))
    return Tracks(at, book, owner, make, kept.tolist(), today)


def _joined(book: Talk, group: Sequence[int]) -> Callable[[], Track]:
    return lambda: track_of([book.told[n] for n in group])


def _groups(book: Talk, some: Whole, as_of: Day) -> list[list[int]]:
    """Return which of some claims are of one track. Those known on a day are the first of all, so links between them
    are as they were; those that count as of a day are not, and links are sought anew."""
    if as_of is not None:
        found = [book.told[n].node for n in some.tolist()]
        return [[int(some[n]) for n in group] for group in linked(found)]
    here = np.zeros(len(book.claims), np.bool_)
    here[some] = True
    bodies, documents = book.body.codes[some].tolist(), book.documents
    none = book.body.number_of.get("")
    nodes_ = {
        n: ({body} if body != none else set(), set(documents.of_position(n)))
        for n, body in zip(some.tolist(), bodies, strict=True)
    }
    joining, rest = Joining(nodes_), np.flatnonzero(here[book.a] & here[book.b])
    home = np.zeros(len(book.claims), np.int32)
    while len(rest):
        now, rest = rest[:_STRETCH], rest[_STRETCH:]
        between = zip(book.a[now].tolist(), book.b[now].tolist(), book.strong[now].tolist(), strict=True)
        joining.join(map(Link._make, between))
        home[some] = np.fromiter(joining.home.values(), np.int32)
        rest = rest[home[book.a[rest]] != home[book.b[rest]]]  # the others are of one track already
    return joining.tracks()


class Anew(Sequence[Track]):
    """Tracks that were made of claims as they were before people judged them."""

    def __init__(self, made: Sequence[Track], at: Snapshot, today: Day) -> None:
        self._made, self._at, self.today = made, at, today
        days = [min((s.published.toordinal() for s in t.steps if s.published), default=NEVER) for t in made]
        self.first: Whole = np.asarray(days, np.int64)

    def __len__(self) -> int:
        return len(self._made)

    def __getitem__(self, number: int) -> Track:  # type: ignore[override]
        return self._made[number]

    def json(self, number: int, steps: int, stale: frozenset[int]) -> bytes | None:
        return None

    def stale(self, changed: frozenset[int]) -> frozenset[int]:
        return frozenset()

    def name(self, number: int) -> str:
        return self._made[number].id

    def touched(self, mask: Mask) -> list[int]:
        def touches(track: Track) -> bool:
            return any((n := self._at.by_key.get(ref.key)) is not None and mask[n] for ref in track.refs)

        return [n for n, track in enumerate(self._made) if touches(track)]

    def find(self, name: str) -> int | None:
        return next((n for n, track in enumerate(self._made) if track.id == name), None)


def _anew(at: Snapshot, as_of: Day, known_on: Day) -> Anew:
    some = _with_context(claims_known(at, known_on))
    where = Filter(as_of=as_of, known_on=known_on)
    made = diplomacy(some, where, lineage_of=at.lineage_of, event_of=at.event_of_ref)
    return Anew(made, at, as_of or known_on)


def talk(at: Snapshot) -> Talk:
    return at.once(("talk",), lambda: _talk(at))


def _talk(at: Snapshot) -> Talk:
    context = in_order(_with_context(at.standing))
    claims = [p for p in context if isinstance(p.claim.detail, Diplomacy)]
    found = nodes(claims, context, at.event_of_ref)
    between, size = links(found), len(claims)
    told = [told_of(p, node, at.lineage_of) for p, node in zip(claims, found, strict=True)]
    groups = linked(found, between)
    made = [track_of([told[n] for n in group]) for group in groups]
    days = [_days(p) for p in claims]
    never = dt.date.max
    return Talk(
        claims=np.fromiter((at.by_key[p.claim.key] for p in claims), np.int32),
        part=_owners(apart(size, between), size),
        known=np.fromiter((known for known, _ in days), np.int32),
        counts=np.fromiter((counts for _, counts in days), np.int32),
        published=np.fromiter((_published(p) for p in claims), np.int32),
        rank=_ranks([(p.report.published or never, node.ref) for p, node in zip(claims, found, strict=True)]),
        by_key=_ranks([p.claim.key for p in claims]),
        track=_owners(groups, size),
        a=np.fromiter((link.a for link in between), np.int32),
        b=np.fromiter((link.b for link in between), np.int32),
        strong=np.fromiter((link.strong for link in between), np.bool_),
        body=Coded.of(node.body or "" for node in found),
        documents=Listed.of(sorted(node.documents) for node in found),
        vetoes={one.ref.key: one.participants for one in told if one.type == "veto" and one.stage == "done"},
        pending=np.asarray([_pending(track) for track in made], np.bool_),
        told=told,
        tracks=made,
    )


def _pending(track: Track) -> bool:
    return any(plan.verdict in ("open", "overdue") for plan in plans_of(track.steps, None, STEPS))


def _owners(groups: Sequence[Sequence[int]], size: int) -> Whole:
    """Return the number of the group that each claim is in."""
    found = np.zeros(size, np.int32)
    for number, group in enumerate(groups):
        found[group] = number
    return found


def _ranks(values: Sequence[Any]) -> Whole:
    """Return where each of some values stands in their order."""
    found = np.empty(len(values), np.int32)
    found[sorted(range(len(values)), key=values.__getitem__)] = np.arange(len(values))
    return found


def _published(p: Sourced) -> int:
    told = p.report.published if p.claim.certainty != "denied" else None
    return told.toordinal() if told else NEVER


def _days(p: Sourced) -> tuple[int, int]:
    """Return the days from which a claim is known and from which it counts (`counts_by`)."""
    told, days = p.report.published, days_of(*p)
    day = told if stage_of(p) in ("proposed", "planned") else days.first or days.last
    return told.toordinal() if told else NEVER, day.toordinal() if day else 0


def _with_context(claims: Sequence[Sourced]) -> list[Sourced]:
    """Return the claims of reports that have one of diplomacy."""
    of = {p.report.report_id for p in claims if isinstance(p.claim.detail, Diplomacy)}
    return [p for p in claims if p.report.report_id in of]
