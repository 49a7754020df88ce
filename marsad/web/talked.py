"""Tracks of diplomacy over a snapshot, as of a day and as known on one; tracks themselves are made when they are shown.

As known on a day, or as of one, tracks are those families of claims that were of one track then
(`marsad.views.growth`). Where both are asked, claims fall into parts that no link leads out of
(`marsad.views.tracks.apart`): one of which every claim that is known counts is as known on the one day, one of which
every claim that counts is known is as of the other, and links are sought anew in the rest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from marsad.views.diplomacy import Track, diplomacy, track_of
from marsad.views.rows import Filter
from marsad.views.tracks import linked
from marsad.web.columns import Mask, Whole, mask_of, stretches
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
        return _by(at, talk(at).as_known, talk(at).known, known_on)
    if known_on is None and as_of is not None:
        return _by(at, talk(at).as_of, talk(at).counts, as_of)
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
    order = np.argsort(book.track, kind="stable")
    bounds = np.searchsorted(book.track[order], np.arange(len(book.tracks) + 1))
    return _families(at, [_grouped(book, order, bounds, np.arange(len(book.tracks)))], None, last_told(at))


def _by(at: Snapshot, grown: Grown, came: Whole, on: dt.date) -> Tracks:
    """Return the tracks of the claims that came by a day."""
    return _families(at, [_grown(talk(at), grown, on)], came <= on.toordinal(), on)


class _Families(NamedTuple):
    """Claims that may be of one track, each a stretch of `order`, as in `marsad.web.talk.Grown`."""

    order: Whole
    low: Whole
    high: Whole
    first: Whole
    head: Whole
    today: Whole


def _grown(book: Talk, grown: Grown, on: dt.date, parts: Mask | None = None) -> _Families:
    """Return the families of a day; of some parts alone, where they are given."""
    day = on.toordinal()
    there = (grown.start <= day) & (day < grown.end)
    if parts is not None:
        there &= parts[book.part[grown.head]]
    here = np.flatnonzero(there)
    today = np.where(grown.full[here] <= day, grown.today[here], -1)
    return _Families(grown.order, grown.low[here], grown.high[here], grown.first[here], grown.head[here], today)


def _grouped(book: Talk, order: Whole, bounds: Whole, today: Whole) -> _Families:
    """Return groups of claims that follow one another as families."""
    low, high = bounds[:-1], bounds[1:]
    if not len(low):
        return _Families(order, low, high, low, low, today)
    first, rank = (np.minimum.reduceat(column[order], low) for column in (book.published, book.rank))
    return _Families(order, low, high, first, order[book.rank[order] == np.repeat(rank, high - low)], today)


def _families(at: Snapshot, some: Sequence[_Families], there: Mask | None, today: Day) -> Tracks:
    """Return the tracks that families make of the claims that are there; plans are matched as of `today`."""
    book = talk(at)
    starts = np.cumsum([0, *(len(one.order) for one in some[:-1])])
    claims = some[0].order if len(some) == 1 else np.concatenate([one.order for one in some])
    low, high = (np.concatenate([getattr(one, end) + start for one, start in zip(some, starts, strict=True)])
                 for end in ("low", "high"))  # fmt: skip
    first, head, kept = (np.concatenate([getattr(one, name) for one in some]) for name in ("first", "head", "today"))
    order = np.argsort(first * np.int64(len(book.claims)) + book.by_key[head], kind="stable")
    low, high = low[order], high[order]

    def of(numbers: Whole) -> Owned:
        found, owner = owned_by(low[numbers], high[numbers])
        packed = np.sort(owner << 32 | found)
        return packed & 0xFFFFFFFF, packed >> 32

    def owned_by(starts: Whole, ends: Whole) -> Owned:
        found, owner = claims[stretches(starts, ends)], np.repeat(np.arange(len(starts)), ends - starts)
        return (found, owner) if there is None else (found[there[found]], owner[there[found]])

    return Tracks(at, first[order], book.claims[head[order]], kept[order], of, lambda: owned_by(low, high), today)


def _on(at: Snapshot, as_of: dt.date, known_on: dt.date) -> Tracks:
    """Return the tracks by both days: of a part of which one day leaves the same claims as both, those of that day."""
    book = talk(at)
    told, came = book.known <= known_on.toordinal(), book.counts <= as_of.toordinal()
    there, size = told & came, int(book.part.max(initial=-1)) + 1
    ahead, behind = (mask_of(book.part[some], size) for some in (told & ~came, came & ~told))
    some = np.flatnonzero(there & (ahead & behind)[book.part])
    groups = linked([book.told[n].node for n in some.tolist()])
    bounds = np.cumsum([0, *map(len, groups)])
    anew = _grouped(book, some[np.concatenate([[], *groups]).astype(np.int64)], bounds, np.full(len(groups), -1))
    known, past = _grown(book, book.as_known, known_on, ~ahead), _grown(book, book.as_of, as_of, ahead & ~behind)
    return _families(at, [known, past, anew], there, as_of)


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
