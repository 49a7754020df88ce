"""The ledger of casualties over a snapshot as columns: which claims each row is made of, and its rows as written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from marsad.views.casualties import Toll, casualties
from marsad.views.figures import Finding, Reported, Series, group_of
from marsad.views.rows import ClaimRef
from marsad.web.columns import Mask, Whole, stretches
from marsad.web.snapshot import Snapshot, without_texts


@dataclass(frozen=True)
class Ledger:
    """All rows in their order, the series first. `starts` and `members` have the claims of each by position, point by
    point, those that deny at the end; `points` the point of its row that each is of, -1 for one that denies. `row_of`
    has the row that each claim is in, -1 where it is in none. `steady` are the series all of whose claims call their
    places alike.

    Where they are kept: `json` has the rows as they are written, in the states of then, `brief` the series with their
    last point alone, `implied` what series imply between their points, as it is written.
    """

    rows: Sequence[Toll | Series]
    series: int  # how many of them are series
    starts: Whole
    members: Whole
    points: Whole
    row_of: Whole
    steady: Mask
    json: Sequence[bytes] | None = None
    brief: Sequence[Series] | None = None
    implied: Sequence[bytes] | None = None

    @cached_property
    def whole(self) -> Whole:
        """How many claims each row has."""
        return np.diff(self.starts)

    @cached_property
    def _row(self) -> Whole:
        """The row of each of `members`."""
        return np.repeat(np.arange(len(self.whole), dtype=np.int32), self.whole)

    def chosen(self, mask: Mask) -> Whole:
        """Return how many claims of a set each row has."""
        return np.bincount(self._row[mask[self.members]], minlength=len(self.rows))

    def claims(self, row: int) -> Whole:
        """Return the claims of a row, by position."""
        return self.members[self.starts[row] : self.starts[row + 1]]

    def runs(self, rows: Whole, mask: Mask) -> tuple[Mask, Whole, Whole]:
        """Return which of some series a set of claims cuts down to a run of whole points, and its first and last."""
        starts, ends = self.starts[rows], self.starts[rows + 1]
        at = stretches(starts, ends)
        of, point = np.repeat(np.arange(len(rows)), ends - starts), self.points[at].astype(np.int64)
        chosen, told = mask[self.members[at]], point >= 0
        many = int(point.max(initial=0)) + 1
        code = of * many + point
        every = np.bincount(code[told], minlength=len(rows) * many).reshape(-1, many)
        here = np.bincount(code[told & chosen], minlength=len(rows) * many).reshape(-1, many)
        some = here > 0
        first, last = some.argmax(axis=1), many - 1 - some[:, ::-1].argmax(axis=1)
        whole = ((here == every) | ~some).all(axis=1) & some.any(axis=1)
        return whole & (last - first + 1 == some.sum(axis=1)), first, last


def ledger(at: Snapshot) -> Ledger:
    return at.once(("casualties",), lambda: _made(at))


def _made(at: Snapshot) -> Ledger:
    every = without_texts(at.standing_of("casualty"))
    found = casualties(every, lineage_of=at.lineage_of, event_of=at.event_of_ref)
    rows: tuple[Toll | Series, ...] = (*found.series, *found.tolls)
    members = [[(at.by_key[ref.key], point) for ref, point in _pointed(row)] for row in rows]
    row_of = np.full(len(at.rows), -1, dtype=np.int32)
    for row, some in enumerate(members):
        row_of[[n for n, _ in some]] = row
    return Ledger(
        rows=rows,
        series=len(found.series),
        starts=np.cumsum([0, *map(len, members)]),
        members=np.fromiter((n for some in members for n, _ in some), np.int32),
        points=np.fromiter((point for some in members for _, point in some), np.int32),
        row_of=row_of,
        steady=np.fromiter((_steady(at, (n for n, _ in some)) for some in members[: len(found.series)]), np.bool_),
    )


def _steady(at: Snapshot, claims: Iterable[int]) -> bool:
    return len({group_of(row).scope_names for row in at.pairs(claims)}) <= 1


def _pointed(row: Toll | Series) -> Iterable[tuple[ClaimRef, int]]:
    if isinstance(row, Toll):
        yield from ((ref, 0) for found in row.reported for ref in found.refs)
    else:
        yield from ((ref, n) for n, point in enumerate(row.points) for found in point.reported for ref in found.refs)
    yield from ((ref, -1) for ref in row.denied)


def brief(run: Series) -> Series:
    """Return a series as what compares it with others needs it: its last point, without the claims."""
    last = tuple(
        replace(point, reported=tuple(replace(row, refs=(), text=None, outlets=()) for row in point.reported))
        for point in run.points[-1:]
    )
    return replace(run, points=last, denied=(), findings=())


def without_words(row: Toll | Series) -> Toll | Series:
    """Return a row whose claims are named, their words left to the claims."""
    denied, findings = named(row.denied), tuple(map(bare, row.findings))
    if isinstance(row, Toll):
        return replace(row, reported=_named(row.reported), denied=denied, findings=findings)
    points = tuple(replace(point, reported=_named(point.reported)) for point in row.points)
    return replace(row, points=points, denied=denied, findings=findings)


def bare(found: Finding) -> Finding:
    return replace(found, refs=named(found.refs))


def named(refs: tuple[ClaimRef, ...]) -> tuple[ClaimRef, ...]:
    return tuple(replace(ref, spans=()) for ref in refs)


def _named(rows: Iterable[Reported]) -> tuple[Reported, ...]:
    return tuple(replace(row, refs=named(row.refs)) for row in rows)
