"""Tracks of diplomacy over a snapshot, as of a day and as known on one; tracks themselves are made when they are shown.

As known on a day, or as of one, tracks are those families of claims that were of one track then
(`marsad.views.growth`). Where both are asked, claims fall into parts that no link leads out of
(`marsad.views.tracks.apart`): one of which every claim that is known counts is as known on the one day, one of which
every claim that counts is known is as of the other, and links are sought anew in the rest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import numpy as np

from marsad.views.diplomacy import Track, diplomacy, track_of
from marsad.views.rows import Filter
from marsad.views.tracks import linked
from marsad.web.columns import Mask, Whole, stretches
from marsad.web.index import NEVER
from marsad.web.late import claims_known, judged_late
from marsad.web.snapshot import Snapshot
from marsad.web.talk import STEPS, Grown, Talk, talk, with_context

Day = dt.date | None
Owned = tuple[Whole, Whole]  # claims, by number, and the place of the track that each is of


class Tracks(Sequence[Track]):
    """Tracks in their order; plans are matched as of `today`.

    `first` has the day on which each was told of first, `heads` the claim that it has its name of, by position, `kept`
    its number where it is as it is today, else -1. `of` gives the claims of some, `owned` those of all.
    """

    def __init__(
        self, at: Snapshot, first: Whole, heads: Whole, kept: Whole, of: Callable[[Whole], Owned],
        owned: Callable[[], Owned], today: Day,
    ) -> None:  # fmt: skip
        self.first, self.heads, self.kept, self.today = first, heads, kept, today
        self._at, self._of, self.owned = at, of, owned

    def __len__(self) -> int:
        return len(self.first)

    def __getitem__(self, number: int) -> Track:  # type: ignore[override]
        book, kept = talk(self._at), int(self.kept[number])
        if kept >= 0:
            return book.tracks[kept]
        claims, _ = self.claims(np.asarray([number]))
        return track_of([book.told[n] for n in claims.tolist()])

    def claims(self, numbers: Whole) -> Owned:
        """Return the claims of some tracks, one track after another and those of each in their order; the owner of each
        is told by its place among `numbers`."""
        return self._of(numbers)

    def touched(self, mask: Mask) -> list[int]:
        """Return the tracks that have one of these claims."""
        claims, owner = self.owned()
        chosen = owner[mask[talk(self._at).claims[claims]]]
        found: list[int] = np.flatnonzero(np.bincount(chosen, minlength=len(self))).tolist()
        return found

    def json(self, number: int, steps: int, stale: frozenset[int]) -> bytes | None:
        """Return a track as it is written, where it is kept so and nothing of it is of another day or `stale`."""
        kept, book = int(self.kept[number]), talk(self._at)
        if steps != STEPS or not 0 <= kept < len(book.json) or kept in stale:
            return None
        return None if book.pending[kept] and self.today != _last(book) else book.json[kept]

    def stale(self, changed: frozenset[int]) -> frozenset[int]:
        """Return the tracks of today that have one of the claims whose state people changed."""
        book = talk(self._at)
        return frozenset(book.track[np.isin(book.claims, list(changed))].tolist()) if changed else frozenset()

    def name(self, number: int) -> str:
        """Return the id of a track."""
        return self._at.key_at(int(self.heads[number]))

    def find(self, name: str) -> int | None:
        """Return the number of a track by its id."""
        position = self._at.by_key.get(name)
        found = np.flatnonzero(self.heads == position).tolist() if position is not None else []
        return found[0] if found else None


def tracks(at: Snapshot, as_of: Day, known_on: Day) -> Tracks | Anew:
    """Return the tracks as of a day, as known on a day."""
    if known_on is not None and _is_late(at, known_on):
        return at.once(("diplomacy", as_of, known_on), lambda: _anew(at, as_of, known_on))
    if as_of is None and known_on is not None:
        return _grown(at, talk(at).as_known, talk(at).known, known_on, known_on)
    if known_on is None and as_of is not None:
        return _grown(at, talk(at).as_of, talk(at).counts, as_of, as_of)
    if as_of is None or known_on is None:
        return at.once(("diplomacy", None, None), lambda: _today(at))
    return at.once(("diplomacy", as_of, known_on), lambda: _on(at, as_of, known_on))


def last_told(at: Snapshot) -> Day:
    """Return the last day on which a report that tells of diplomacy was published."""
    return _last(talk(at))


def _last(book: Talk) -> Day:
    days = book.known[book.known != NEVER]
    return dt.date.fromordinal(int(days.max())) if len(days) else None


def _today(at: Snapshot) -> Tracks:
    book = talk(at)
    return _owning(at, book.track, np.arange(len(book.tracks)), last_told(at))


def _grown(at: Snapshot, grown: Grown, came: Whole, on: dt.date, today: dt.date) -> Tracks:
    """Return the tracks of the claims that came by a day; plans are matched as of `today`."""
    book, day = talk(at), on.toordinal()
    here = np.flatnonzero((grown.start <= day) & (day < grown.end))
    low, high = grown.low[here], grown.high[here]

    def of(numbers: Whole) -> Owned:
        claims, owner = _stretched(grown.order, low[numbers], high[numbers])
        there = came[claims] <= day
        claims, owner = claims[there], owner[there]
        order = np.argsort(owner * np.int64(len(came)) + claims)
        return claims[order], owner[order]

    def owned() -> Owned:
        claims, owner = _stretched(grown.order, low, high)
        there = came[claims] <= day
        return claims[there], owner[there]

    kept = np.where(grown.full[here] <= day, grown.today[here], -1)
    return Tracks(at, grown.first[here], book.claims[grown.head[here]], kept, of, owned, today)


def _stretched(claims: Whole, starts: Whole, ends: Whole) -> Owned:
    """Return stretches of claims, one after another, and of which each is."""
    return claims[stretches(starts, ends)], np.repeat(np.arange(len(starts)), ends - starts)


def _on(at: Snapshot, as_of: dt.date, known_on: dt.date) -> Tracks:
    """Return the tracks by both days: of a part of which one day leaves the same claims as both, those of that day."""
    book, size = talk(at), int(talk(at).part.max(initial=-1)) + 1
    told, came = book.known <= known_on.toordinal(), book.counts <= as_of.toordinal()
    many, of_told, of_came = (np.bincount(book.part[some], minlength=size) for some in (told & came, told, came))
    as_known = of_told == many
    if as_known.all():
        return _grown(at, book.as_known, book.known, known_on, as_of)
    owner, kept = np.full(len(book.claims), -1), [np.zeros(0, np.int64)]
    for found, parts in (
        (_grown(at, book.as_known, book.known, known_on, as_of), as_known),
        (_grown(at, book.as_of, book.counts, as_of, as_of), (of_came == many) & ~as_known),
    ):
        claims, track = found.owned()
        there = parts[book.part[claims]]
        numbers, own = np.unique(track[there], return_inverse=True)
        owner[claims[there]] = own + sum(map(len, kept))
        kept.append(found.kept[numbers])
    some = np.flatnonzero(told & came & (owner < 0))
    groups = linked([book.told[n].node for n in some.tolist()])
    for number, group in enumerate(groups, sum(map(len, kept))):
        owner[some[group]] = number
    return _owning(at, owner, np.concatenate([*kept, np.full(len(groups), -1)]), as_of)


def _owning(at: Snapshot, owner: Whole, kept: Whole, today: Day) -> Tracks:
    """Return tracks by the one that each claim is of, -1 where it is of none, and the number that each has today."""
    book, size = talk(at), len(kept)
    members = np.flatnonzero(owner >= 0)
    first = np.full(size, NEVER)
    np.minimum.at(first, owner[members], book.published[members])
    by_rank = members[np.argsort(-book.rank[members], kind="stable")]
    head = np.zeros(size, np.int64)
    head[owner[by_rank]] = by_rank  # the last that is written is the first that was told
    order = np.lexsort((book.by_key[head], first))
    place = np.empty(size, np.int64)
    place[order] = np.arange(size)
    owned = (members, place[owner[members]])
    sorted_ = np.argsort(owned[1], kind="stable")
    by_track, starts = members[sorted_], np.searchsorted(owned[1][sorted_], np.arange(size + 1))

    def of(numbers: Whole) -> Owned:
        return _stretched(by_track, starts[numbers], starts[numbers + 1])

    return Tracks(at, first[order], book.claims[head[order]], kept[order], of, lambda: owned, today)


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


def _is_late(at: Snapshot, known_on: dt.date) -> bool:
    """Tell whether people changed a claim of a report that tells of diplomacy after a day."""
    positions = [n for key in judged_late(at, known_on) if (n := at.by_key.get(key)) is not None]
    if not positions:
        return False
    return bool(_telling(at)[at.index.report.codes[positions]].any())


def _telling(at: Snapshot) -> Mask:
    """Return which reports tell of diplomacy."""
    return at.once(("telling",), lambda: at.index.report.numbers(at.index.kind.having("diplomacy")))


def _anew(at: Snapshot, as_of: Day, known_on: dt.date) -> Anew:
    some = with_context(claims_known(at, known_on, _telling(at)[at.index.report.codes]))
    where = Filter(as_of=as_of, known_on=known_on)
    made = diplomacy(some, where, lineage_of=at.lineage_of, event_of=at.event_of_ref)
    return Anew(made, at, as_of or known_on)
