"""The ledger of casualties over a snapshot: made once, and cut down to the claims that are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from marsad.records import Casualty
from marsad.views import casualties as casualty_view
from marsad.views.casualties import Casualties, Toll
from marsad.views.figures import Finding, Series
from marsad.views.rows import ClaimRef, Sourced
from marsad.web.bitmaps import Postings, bits_of
from marsad.web.bitmaps import members as listed
from marsad.web.index import Asked
from marsad.web.snapshot import Snapshot


@dataclass(frozen=True)
class Ledger:
    """All tolls and series in their order, and which claim is in which."""

    rows: tuple[Toll | Series, ...]
    row_of: Mapping[int, int]  # position of a claim to the row it is in


def ledger(at: Snapshot) -> Ledger:
    def make() -> Ledger:
        found = _casualties(at, _harmed(at))
        rows: tuple[Toll | Series, ...] = (*found.series, *found.tolls)
        row_of = {at.by_key[ref.key]: n for n, row in enumerate(rows) for ref in refs_of(row)}
        return Ledger(rows, row_of)

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


def casualty_bits(at: Snapshot, asked: Asked) -> int:
    """Return the claims of casualties that are asked for: a point of a series counts by its own day."""
    bits = at.index.chosen(replace(asked, since=None, until=None, as_of=None)) & at.index.kind.bits("casualty")
    if asked.since is None and asked.until is None and asked.as_of is None:
        return bits
    running = at.once(("running",), lambda: bits_of(
        (n for n, p in enumerate(at.rows) if isinstance(p.claim.detail, Casualty) and p.claim.detail.cumulative),
        len(at.rows),
    ))  # fmt: skip
    days = at.index.chosen(Asked(since=asked.since, until=asked.until, as_of=asked.as_of))
    by = at.index.all
    if asked.since is not None:
        by &= at.index.by.since(asked.since.toordinal())
    for limit in (asked.until, asked.as_of):
        if limit is not None:
            by &= at.index.by.up_to(limit.toordinal())
    return bits & ((days & ~running) | (by & running))


def harmed_by(at: Snapshot) -> Postings:
    """Return the claims of casualties by harm, victims and cause."""

    def make() -> Postings:
        found = Postings(len(at.rows))
        for n, row in enumerate(at.rows):
            detail = row.claim.detail
            if isinstance(detail, Casualty):
                found.add(f"harm:{detail.harm}", n)
                found.add(f"victims:{detail.victims}", n)
                found.add(f"cause:{detail.cause}", n)
        return found

    return at.once(("harmed",), make)


def chosen_rows(at: Snapshot, bits: int) -> list[int]:
    """Return which rows of the ledger these claims are in, in its order."""
    row_of = ledger(at).row_of
    return sorted({row_of[n] for n in listed(bits) if n in row_of})


def cut(at: Snapshot, numbers: Sequence[int], bits: int) -> tuple[list[Series], list[Toll]]:
    """Return these rows of the ledger as the chosen claims alone make them."""
    book = ledger(at)
    chosen = frozenset(listed(bits))
    whole = {n for n in numbers if all(at.by_key[ref.key] in chosen for ref in refs_of(book.rows[n]))}
    partly = [n for n in numbers if n not in whole]
    series = [row for n in numbers if n in whole and isinstance(row := book.rows[n], Series)]
    tolls = [row for n in numbers if n in whole and isinstance(row := book.rows[n], Toll)]
    if partly:
        some, others = _cut(at, partly, chosen)
        series, tolls = [*series, *some], [*tolls, *others]
    place = {book.rows[n].id: n for n in numbers}
    series.sort(key=lambda run: place[run.id])
    tolls.sort(key=lambda row: place[row.id])
    return series, tolls


def _cut(at: Snapshot, numbers: Sequence[int], chosen: frozenset[int]) -> tuple[list[Series], list[Toll]]:
    book = ledger(at)
    members = sorted({at.by_key[ref.key] for n in numbers for ref in refs_of(book.rows[n])})
    kept = [n for n in members if n in chosen]
    made = _casualties(at, at.pairs(kept))
    whole = {book.rows[n].id: book.rows[n] for n in numbers}
    series = [_completed(run, whole[run.id], at, chosen) for run in made.series if run.id in whole]
    tolls = [_completed(row, whole[row.id], at, chosen) for row in made.tolls if row.id in whole]
    return series, tolls


def _completed(row: Any, whole: Any, at: Snapshot, chosen: frozenset[int]) -> Any:
    """Return a row with what its full one knows besides: what it is a part of, and checks over its report."""

    def told(finding: Finding) -> bool:
        return all(at.by_key[ref.key] in chosen for ref in finding.refs if ref.key in at.by_key)

    checks = (*row.findings, *(finding for finding in whole.findings if told(finding)))
    return replace(row, part_of=_parent(at, row), findings=tuple(dict.fromkeys(checks)))


def _parent(at: Snapshot, row: Toll | Series) -> str | None:
    """Return the row that the claims of a row count a part of, where their reports agree on it."""
    book, parents = ledger(at), set()
    for ref in refs_of(row):
        detail = at.rows[at.by_key[ref.key]].claim.detail
        if isinstance(detail, Casualty) and detail.subset_of is not None:
            n = at.by_ref.get((ref.report_id, detail.subset_of))
            if n is not None and n in book.row_of:
                parents.add(book.rows[book.row_of[n]].id)
    parents.discard(row.id)
    return parents.pop() if len(parents) == 1 else None
