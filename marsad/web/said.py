"""Who said what, over a snapshot: each saying once, the rows of actor and issue as numbers of sayings.

One saying stands in the rows of many issues. A page of rows reads the sayings that it shows and no others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from marsad.text.fold import match
from marsad.views.positions import Position, label, positions, stems
from marsad.web.columns import Coded, Listed, Mask, Whole, stretches
from marsad.web.index import NEVER
from marsad.web.reply import spliced, written
from marsad.web.serialize import claims, models, talks
from marsad.web.serialize.words import actor_ar
from marsad.web.snapshot import Snapshot
from marsad.web.talked import tracks

Named = tuple[str, dict[str, str]]  # the id of a track, and what it is in words
_STRETCH = 16  # sayings of a row that are looked at first
_STANCE = {None: 0, "for": 1, "against": 2}


@dataclass(frozen=True, slots=True)
class Cell:
    """One actor on one issue; None is no issue."""

    actor: str
    issue: str | None
    roles: tuple[str, ...]

    @property
    def key(self) -> tuple[str, int, str]:
        return self.actor, int(self.issue is None), self.issue or ""


@dataclass(frozen=True)
class Sayings:
    """The sayings with what rows are cut down by: `starts` and `refs` have the claims of each, by position; `stance` a
    number, `by` the day as an ordinal, `words` the forms of its words."""

    every: Sequence[Position]
    json: Sequence[bytes] | None  # where they are kept: as written, in the states of then
    starts: Whole
    refs: Whole
    stance: Whole
    by: Whole
    words: Listed

    @cached_property
    def told(self) -> Whole:
        """How many claims each has."""
        return np.diff(self.starts)

    def chosen(self, mask: Mask) -> Whole:
        """Return how many of its claims are of a set."""
        return np.bincount(self._saying[mask[self.refs]], minlength=len(self.stance))

    @cached_property
    def _saying(self) -> Whole:
        """The saying of each of `refs`."""
        return np.repeat(np.arange(len(self.stance), dtype=np.int32), self.told)


@dataclass(frozen=True)
class Matrix:
    """The rows in their order: `starts` and `said` have the sayings of each in the order of time. `tracks` names those
    that are issues."""

    cells: Sequence[Cell]
    starts: Whole
    said: Whole
    sayings: Sayings
    tracks: Mapping[str, Named]

    @cached_property
    def actors(self) -> Coded:
        """The actor of each row."""
        return Coded.of(cell.actor for cell in self.cells)

    def of(self, row: int) -> Whole:
        return self.said[self.starts[row] : self.starts[row + 1]]

    def having(self, chosen: Mask, rows: Whole) -> Whole:
        """Return which of some rows have one of these sayings. Most have one soon, so each is looked through a stretch
        at a time, and no further once one was found."""
        found = np.zeros(len(rows), dtype=np.bool_)
        left, wide = np.arange(len(rows)), _STRETCH
        at, ends = self.starts[rows].astype(np.int64), self.starts[rows + 1]
        while len(left := left[at[left] < ends[left]]):
            sizes = np.minimum(ends[left] - at[left], wide)
            items = stretches(at[left], at[left] + sizes)
            hits = np.logical_or.reduceat(chosen[self.said[items]], np.cumsum(sizes) - sizes)
            found[left[hits]] = True
            at[left] += sizes
            left, wide = left[~hits], wide * 4
        return rows[found]


def matrix(at: Snapshot) -> Matrix:
    return at.once(("said",), lambda: _made(at))


def _made(at: Snapshot) -> Matrix:
    found = tracks(at, None, None)
    rows = positions(at.standing_of("statement", "diplomacy"), tracks=found, lineage_of=at.lineage_of)
    once = {id(saying): saying for row in rows for saying in row.said}
    number = {name: n for n, name in enumerate(once)}
    every = list(once.values())
    issues = {row.issue for row in rows}
    return Matrix(
        cells=[Cell(row.actor, row.issue, row.roles) for row in rows],
        starts=np.cumsum([0, *(len(row.said) for row in rows)]),
        said=np.fromiter((number[id(saying)] for row in rows for saying in row.said), np.int32),
        sayings=_sayings(at, every),
        tracks={name: (track.id, talks.title(track)) for track in found if (name := label(track)) in issues},
    )


def _sayings(at: Snapshot, every: Sequence[Position]) -> Sayings:
    return Sayings(
        every=every,
        json=None,
        starts=np.cumsum([0, *(len(saying.refs) for saying in every)]),
        refs=np.fromiter((at.by_key[ref.key] for saying in every for ref in saying.refs), np.int32),
        stance=np.fromiter((_STANCE[saying.stance] for saying in every), np.uint8),
        by=np.fromiter((saying.days.by.toordinal() if saying.days.by else NEVER for saying in every), np.int32),
        words=Listed.of(sorted({form for word in stems(saying.quote) for form in word}) for saying in every),
    )


def json_of(saying: Position, at: Snapshot) -> bytes:
    return written(models.Said, talks.said(saying, at))


@dataclass(frozen=True)
class Chosen:
    """Rows by number, and how many claims of each saying are asked for; None is all of them."""

    rows: Sequence[int]
    counts: Whole | None
    mask: Mask | None


def chosen(at: Snapshot, actor: str | None, mask: Mask | None, containing: str | None) -> Chosen:
    """Return the rows of speakers with a name in which one of the claims of a set stands, and all the words."""
    book, counts = matrix(at), None
    rows: Whole = np.arange(len(book.cells))
    if actor is not None:
        wanted = match(actor)
        rows = rows[book.actors.any_of(book.actors.fitting(lambda name: _called(name, wanted)))]
    if mask is not None:
        counts = book.sayings.chosen(mask)
        for word in stems(containing or ""):
            counts = np.where(book.sayings.words.any_of(word), counts, 0)
        rows = book.having(counts > 0, rows)
    return Chosen(rows.tolist(), counts, mask)


def _called(name: str, wanted: str) -> bool:
    return wanted in match(name) or wanted in match(actor_ar(name) or "")


def row_of(at: Snapshot, row: int, some: Chosen, most: int) -> bytes:
    """Return a row as it is written, with the last `most` of what is asked for."""
    book, cell = matrix(at), matrix(at).cells[row]
    entries = book.of(row)
    if some.counts is not None:
        entries = entries[some.counts[entries] > 0]
    track = book.tracks.get(cell.issue or "")
    head = {
        "actor": claims.name(cell.actor),
        "issue": cell.issue,
        "track": track[0] if track else None,
        "roles": list(cell.roles),
        "total": len(entries),
        "turns": [dt.date.fromordinal(day).isoformat() for day in _turns(book.sayings, entries)],
    }
    return spliced(models.PositionRow, head, "said", (_said(at, n, some) for n in entries[-most:].tolist()))


def _turns(sayings: Sayings, entries: Whole) -> list[int]:
    """Return the days on which the stance became another one (`marsad.views.positions.turns`)."""
    taken = entries[sayings.stance[entries] > 0]
    turned = taken[1:][sayings.stance[taken[1:]] != sayings.stance[taken[:-1]]]
    days: list[int] = sayings.by[turned].tolist()
    return [day for day in days if day != NEVER]


def _said(at: Snapshot, number: int, some: Chosen) -> bytes:
    sayings = matrix(at).sayings
    refs = sayings.refs[sayings.starts[number] : sayings.starts[number + 1]]
    if some.counts is not None and some.mask is not None and some.counts[number] < len(refs):
        return json_of(_cut(sayings.every[number], at, refs, some.mask), at)
    if sayings.json is None or not at.changed.isdisjoint(refs.tolist()):
        return json_of(sayings.every[number], at)
    return sayings.json[number]


def _cut(found: Position, at: Snapshot, refs: Whole, mask: Mask) -> Position:
    """Return a saying as the chosen of its claims alone make it."""
    kept = mask[refs]
    index, positions_ = at.index, refs[kept].tolist()
    return replace(
        found,
        refs=tuple(ref for ref, keep in zip(found.refs, kept.tolist(), strict=True) if keep),
        outlets=tuple(sorted({index.outlet.at(n) for n in positions_} - {""})),
        lineages=tuple(sorted({index.lineage.at(n) for n in positions_})),
    )
