"""The ledger of casualties over a snapshot: made once, and cut down to the claims that are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from typing import Any

import numpy as np

from marsad.records import Casualty, Claim
from marsad.views.casualties import Toll, casualties
from marsad.views.figures import Finding, Series
from marsad.views.rows import ClaimRef, Sourced
from marsad.web.columns import Listed, Mask, Whole
from marsad.web.index import NEVER, Asked
from marsad.web.ledger import bare, ledger
from marsad.web.snapshot import Snapshot


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
        assert isinstance(detail, Casualty)
        found = [f"harm:{detail.harm}", f"victims:{detail.victims}", f"cause:{detail.cause}"]
        return [*found, "running:"] if detail.cumulative else found

    def make() -> Listed:
        harmed = at.index.kind.having("casualty")
        found = (values(row.claim) for row in at.each(harmed))
        return Listed.of(next(found) if here else () for here in harmed.tolist())

    return at.once(("harmed",), make)


def cut(at: Snapshot, numbers: Sequence[int], told: Whole, mask: Mask) -> dict[int, Series | Toll]:
    """Return these rows of the ledger, each of which loses claims, as the chosen claims alone make them, by number;
    `told` says how many of its claims each row keeps. A row that they do not make is not there."""
    book = ledger(at)
    partly = [n for n in numbers if told[n] != book.whole[n]]
    if not partly:
        return {}
    whole = {n: book.rows[n] for n in partly}
    members = np.sort(np.concatenate([book.claims(n) for n in partly]))
    chosen = members[mask[members]].tolist()
    some = at.pairs(chosen)
    position = {p.claim.key: n for p, n in zip(some, chosen, strict=True)}
    lineage, event = at.index.lineage, at.index.event
    found = casualties(
        some,
        lineage_of=lambda ref: lineage.at(position[ref.key]),
        event_of=lambda ref: event.at(position[ref.key]) or None,
    )
    within = _within(at, some)
    rows: tuple[Series | Toll, ...] = (*found.series, *found.tolls)
    made = {row.id: (row, {within[ref.key] for ref in refs_of(row) if ref.key in within}) for row in rows}
    return {n: _completed(*made[row.id], n, row, at, mask) for n, row in whole.items() if row.id in made}


def _within(at: Snapshot, some: Sequence[Sourced]) -> dict[str, int]:
    """Return the rows of the claims that some claims count a part of, by the key of the part."""
    parts = {p.claim.key: (p.report.report_id, name) for p in some if (name := _whole_of(p.claim)) is not None}
    claims = [n for report in dict.fromkeys(report for report, _ in parts.values()) for n in at.of_report(report)]
    rows = zip(at.pairs(claims), ledger(at).row_of[claims].tolist(), strict=True)
    row_of = {(p.report.report_id, p.claim.id): row for p, row in rows if row >= 0}
    return {key: row_of[whole] for key, whole in parts.items() if whole in row_of}


def _whole_of(claim: Claim) -> str | None:
    """Return the claim, of the same report, that one counts a part of."""
    return claim.detail.subset_of if isinstance(claim.detail, Casualty) else None


def _completed(row: Any, wholes: Set[int], number: int, full: Any, at: Snapshot, chosen: Mask) -> Any:
    """Return a row with what its full one knows besides: which of some rows it is a part of, and checks over its
    report."""

    def told(finding: Finding) -> bool:
        return all(chosen[at.by_key[ref.key]] for ref in finding.refs if ref.key in at.by_key)

    checks = (*row.findings, *(finding for finding in full.findings if told(finding)))
    once = {bare(finding): finding for finding in reversed(checks)}  # words are not kept
    parents = wholes - {number}
    parent = ledger(at).rows[min(parents)].id if len(parents) == 1 else None  # where its reports agree on it
    return replace(row, part_of=parent, findings=tuple(reversed(once.values())))
