"""The ledger of casualties over a snapshot: made once, and cut down to the claims that are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from marsad.records import Casualty, Claim
from marsad.views import casualties as casualty_view
from marsad.views.casualties import Casualties, Toll
from marsad.views.figures import Finding, Series
from marsad.views.rows import ClaimRef, Sourced
from marsad.web.columns import Listed, Mask, Whole
from marsad.web.index import NEVER, Asked
from marsad.web.snapshot import Snapshot


@dataclass(frozen=True)
class Ledger:
    """All rows in their order, the series first; `row_of` has the row that each claim is in, -1 where it is in none.

    `implied`, where it is kept, has what series imply between their points, as it is written.
    """

    rows: Sequence[Toll | Series]
    series: int  # how many of them are series
    row_of: Whole
    implied: Sequence[bytes] | None = None

    @cached_property
    def _claims(self) -> tuple[Whole, Whole]:
        """The claims that are in a row, by position, and the row of each."""
        claims = np.flatnonzero(self.row_of >= 0)
        return claims, self.row_of[claims]

    @cached_property
    def whole(self) -> Whole:
        """How many claims each row has."""
        return np.bincount(self._claims[1], minlength=len(self.rows))

    def chosen(self, mask: Mask) -> Whole:
        """Return how many claims of a set each row has."""
        claims, rows = self._claims
        return np.bincount(rows[mask[claims]], minlength=len(self.rows))


def ledger(at: Snapshot) -> Ledger:
    def make() -> Ledger:
        found = _casualties(at, _harmed(at))
        rows: tuple[Toll | Series, ...] = (*found.series, *found.tolls)
        row_of = np.full(len(at.rows), -1, dtype=np.int32)
        for n, row in enumerate(rows):
            for ref in refs_of(row):
                row_of[at.by_key[ref.key]] = n
        return Ledger(rows, len(found.series), row_of)

    return at.once(("casualties",), make)


def _harmed(at: Snapshot) -> list[Sourced]:
    return [p for p in at.standing if isinstance(p.claim.detail, Casualty)]


def _casualties(at: Snapshot, pairs: Sequence[Sourced]) -> Casualties:
    return casualty_view.casualties(pairs, lineage_of=at.lineage_of, event_of=at.event_of_ref)


def refs_of(row: Toll | Series) -> Iterable[ClaimRef]:
    if isinstance(row, Toll):
        yield from (ref for found in row.reported for ref in found.refs)
    else:
        yield from (ref for point in row.points for found in point.reported for ref in found.refs)
    yield from row.denied


def casualty_bits(at: Snapshot, asked: Asked) -> Mask:
    """Return the claims of casualties that are asked for: a point of a series counts by its own day."""
    index = at.index
    mask = index.chosen(replace(asked, since=None, until=None, as_of=None)) & index.kind.having("casualty")
    if asked.since is None and asked.until is None and asked.as_of is None:
        return mask
    running = harmed_by(at).having("running:")
    days = index.chosen(Asked(since=asked.since, until=asked.until, as_of=asked.as_of))
    by = index.by != NEVER
    if asked.since is not None:
        by = by & (index.by >= asked.since.toordinal())
    for limit in (asked.until, asked.as_of):
        if limit is not None:
            by = by & (index.by <= limit.toordinal())
    return mask & np.where(running, by, days)


def harmed_by(at: Snapshot) -> Listed:
    """Return the claims of casualties by harm, victims and cause; `running:` has those that run on."""

    def values(claim: Claim) -> list[str]:
        detail = claim.detail
        if not isinstance(detail, Casualty):
            return []
        found = [f"harm:{detail.harm}", f"victims:{detail.victims}", f"cause:{detail.cause}"]
        return [*found, "running:"] if detail.cumulative else found

    return at.once(("harmed",), lambda: Listed.of(values(row.claim) for row in at.rows))


def chosen_rows(at: Snapshot, mask: Mask, end: int | None = None) -> list[int]:
    """Return which rows of the ledger, of those before number `end`, these claims are in, in its order."""
    found: list[int] = np.flatnonzero(ledger(at).chosen(mask)[:end]).tolist()
    return found


def cut(at: Snapshot, numbers: Sequence[int], mask: Mask) -> tuple[list[Series], list[Toll]]:
    """Return these rows of the ledger as the chosen claims alone make them."""
    rows = cut_rows(at, numbers, mask)
    return [row for row in rows if isinstance(row, Series)], [row for row in rows if isinstance(row, Toll)]


def cut_rows(at: Snapshot, numbers: Sequence[int], mask: Mask) -> list[Series | Toll | None]:
    """Return each of these rows as the chosen claims alone make it; None where they make no such row."""
    book = ledger(at)
    told = book.chosen(mask)
    found = {n: book.rows[n] for n in numbers}
    partly = [n for n in numbers if told[n] != book.whole[n]]
    made = {row.id: row for rows in _cut(at, [found[n] for n in partly], mask) for row in rows} if partly else {}
    return [made.get(found[n].id) if told[n] != book.whole[n] else found[n] for n in numbers]


def _cut(at: Snapshot, rows: Sequence[Toll | Series], chosen: Mask) -> tuple[list[Series], list[Toll]]:
    members = sorted({at.by_key[ref.key] for row in rows for ref in refs_of(row)})
    kept = [n for n in members if chosen[n]]
    made = _casualties(at, at.pairs(kept))
    whole = {row.id: row for row in rows}
    series = [_completed(run, whole[run.id], at, chosen) for run in made.series if run.id in whole]
    tolls = [_completed(row, whole[row.id], at, chosen) for row in made.tolls if row.id in whole]
    return series, tolls


def _completed(row: Any, whole: Any, at: Snapshot, chosen: Mask) -> Any:
    """Return a row with what its full one knows besides: what it is a part of, and checks over its report."""

    def told(finding: Finding) -> bool:
        return all(chosen[at.by_key[ref.key]] for ref in finding.refs if ref.key in at.by_key)

    checks = (*row.findings, *(finding for finding in whole.findings if told(finding)))
    return replace(row, part_of=_parent(at, row), findings=tuple(dict.fromkeys(checks)))


def _parent(at: Snapshot, row: Toll | Series) -> str | None:
    """Return the row that the claims of a row count a part of, where their reports agree on it."""
    book, parents = ledger(at), set()
    for ref in refs_of(row):
        detail = at.rows[at.by_key[ref.key]].claim.detail
        if isinstance(detail, Casualty) and detail.subset_of is not None:
            n = next((n for n in at.of_report(ref.report_id) if at.rows[n].claim.id == detail.subset_of), None)
            if n is not None and book.row_of[n] >= 0:
                parents.add(book.rows[int(book.row_of[n])].id)
    parents.discard(row.id)
    return parents.pop() if len(parents) == 1 else None
