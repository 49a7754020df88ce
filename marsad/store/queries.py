"""What is read out of the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from marsad.records import Claim, Issue, Judgement, Reading, Report
from marsad.store.rows import UNREADABLE, Stored, batches, claim_in, issue_of, report_of
from marsad.store.schema import (
    archive,
    chain,
    claim,
    claim_place,
    claim_set,
    issue,
    judgement,
    place,
    removal,
    report,
)
from marsad.store.schema_intake import input_, repetition
from marsad.store.types import ClaimQuery, Removal, StoredClaim, StoredReport, Unreadable

_STREAM = {"yield_per": 1000}
_BY_REPORT = (claim.c.report, func.length(claim.c.claim_id), claim.c.claim_id, claim.c.id)  # c2 is before c10
_whole = claim.alias("whole")


def claims(connection: Connection, query: ClaimQuery) -> Iterator[StoredClaim]:
    """Yield the claims that meet `query`, by report in the order of arrival, then by their ids: c2 before c10."""
    selected = (
        select(claim, report.c.report_id, _whole.c.claim_id.label("whole"))
        .join(report, claim.c.report == report.c.id)
        .outerjoin(
            _whole,
            and_(
                _whole.c.key == claim.c.parent,
                _whole.c.report == claim.c.report,
                _whole.c.superseded.is_(None),
            ),
        )
        .where(*_conditions(query))
        .order_by(*_BY_REPORT)
    )
    with connection.execute(selected, execution_options=_STREAM) as result:  # closed, too, when who asks has enough
        for row in result.mappings():
            found = claim_in(row, row["whole"])
            yield StoredClaim(row["report_id"], found, row["reader_version"], row["superseded"] is not None)


def numbers(connection: Connection, after: int, last: int) -> list[int]:
    """Return the numbers of the claims that stand of some reports, in the order of `claims`."""
    standing = select(claim.c.id).where(claim.c.superseded.is_(None), claim.c.report > after, claim.c.report <= last)
    return list(connection.execute(standing.order_by(*_BY_REPORT)).scalars())


def _conditions(query: ClaimQuery) -> Iterator[ColumnElement[bool]]:
    if not query.superseded:
        yield claim.c.superseded.is_(None)
    for column, values in (
        (report.c.report_id, query.report_ids),
        (claim.c.key, query.keys),
        (claim.c.kind, query.kinds),
        (claim.c.certainty, query.certainty),
    ):
        if values:
            yield column.in_(values)
    if query.source is not None:
        yield claim.c.source == query.source
    yield from _times(query)
    if query.box or query.place is not None:
        at = select(claim_place.c.claim).join(place).where(*_places(query))
        yield claim.c.id.in_(at)


def _times(query: ClaimQuery) -> Iterator[ColumnElement[bool]]:
    if query.start or query.end:
        yield or_(claim.c.d0.is_not(None), claim.c.d1.is_not(None))
    if query.start:
        yield or_(claim.c.d1.is_(None), claim.c.d1 >= query.start.toordinal())
    if query.end:
        yield or_(claim.c.d0.is_(None), claim.c.d0 <= query.end.toordinal())
    if query.published_from:
        yield report.c.published >= query.published_from.toordinal()
    if query.published_to:
        yield report.c.published <= query.published_to.toordinal()


def _places(query: ClaimQuery) -> Iterator[ColumnElement[bool]]:
    if query.place is not None:
        yield or_(place.c.name == query.place, place.c.gazetteer_id == query.place)
    if query.box:
        south, west, north, east = query.box
        yield place.c.lat.between(south, north)
        inside = place.c.lon.between(west, east)
        yield inside if west <= east else or_(place.c.lon >= west, place.c.lon <= east)


def stored(connection: Connection, report_id: str) -> StoredReport | None:
    """Return a report with its archive."""
    query = select(report, archive).join(archive).where(report.c.report_id == report_id)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        return None
    last = connection.execute(
        select(claim_set).where(claim_set.c.report == row["id"]).order_by(claim_set.c.id.desc()).limit(1)
    ).one_or_none()
    return StoredReport(
        report_of(row),
        bytes(row["content"]),
        row["sha256"],
        row["origin"],
        row["headers"],
        dt.datetime.fromisoformat(row["fetched_at"]),
        last.reader_version if last else None,
        last is not None and last.state == UNREADABLE,
        row["source"],
        tuple((name, value) for name, value in row["details"] or ()),
    )


def copies(connection: Connection, report_id: str) -> list[str]:
    """Return the other reports with the same bytes, and the echoes: those that say the same."""
    number = select(report.c.id).where(report.c.report_id == report_id).scalar_subquery()
    bytes_ = select(archive.c.report).where(
        archive.c.sha256.in_(select(archive.c.sha256).where(archive.c.report == number))
    )
    echoes = select(repetition.c.report).where(repetition.c.of == number, repetition.c.kind == "echo")
    first = select(repetition.c.of).where(repetition.c.report == number, repetition.c.kind == "echo")
    same = or_(*(report.c.id.in_(some) for some in (bytes_, echoes, first)))
    query = select(report.c.report_id).where(same, report.c.id != number).order_by(report.c.id)
    return list(connection.execute(query).scalars())


def reports(connection: Connection, after: int, limit: int) -> list[tuple[int, Report]]:
    """Return up to `limit` reports in the order of arrival, each with its number; the first after number `after`."""
    query = select(report).where(report.c.id > after).order_by(report.c.id).limit(limit)
    return [(row["id"], report_of(row)) for row in connection.execute(query).mappings()]


def by_number(connection: Connection, numbers: Sequence[int]) -> list[Report]:
    """Return the reports with these numbers, in their order."""
    found: dict[int, Report] = {}
    for batch in batches(numbers):
        rows = connection.execute(select(report).where(report.c.id.in_(batch))).mappings()
        found.update({row["id"]: report_of(row) for row in rows})
    return [found[number] for number in numbers if number in found]


def names(connection: Connection, numbers: Sequence[int]) -> list[str]:
    """Return the ids of the reports with these numbers, in their order."""
    found: dict[int, str] = {}
    for batch in batches(numbers):
        rows = connection.execute(select(report.c.id, report.c.report_id).where(report.c.id.in_(batch)))
        found.update((row.id, row.report_id) for row in rows)
    return [found[number] for number in numbers if number in found]


def head(connection: Connection) -> tuple[int, str]:
    """Return the number and the hash of the last entry of the chain; 0 and nothing where it is empty.

    The log of who did what (`audit`) is passed over: signing in changes nothing in what the record says.
    """
    content = select(chain.c.sequence, chain.c.entry).where(chain.c.kind != "audit")
    last = connection.execute(content.order_by(chain.c.sequence.desc()).limit(1)).first()
    return (last.sequence, last.entry) if last else (0, "")


def readings(connection: Connection, after: int, limit: int) -> list[tuple[int, Reading]]:
    """Return the same with the claims and issues that stand."""
    return _with_claims(connection, reports(connection, after, limit))


def readings_of(connection: Connection, names: Sequence[str]) -> list[Reading]:
    """Return the reports with these ids, with the claims and issues that stand."""
    rows = connection.execute(select(report).where(report.c.report_id.in_(names))).mappings()
    return [made for _, made in _with_claims(connection, [(row["id"], report_of(row)) for row in rows])]


def _with_claims(connection: Connection, some: list[tuple[int, Report]]) -> list[tuple[int, Reading]]:
    names = {number: item.report_id for number, item in some}
    made: dict[str, list[Claim]] = {name: [] for name in names.values()}
    left: dict[str, list[Issue]] = {name: [] for name in names.values()}
    for batch in batches(names):
        wanted = ClaimQuery(report_ids=tuple(names[number] for number in batch))
        for found in claims(connection, wanted):
            made[found.report_id].append(found.claim)
        rows = connection.execute(
            select(issue).where(issue.c.report.in_(batch)).order_by(issue.c.report, issue.c.position)
        )
        for row in rows.mappings():
            name = names[row["report"]]
            left[name].append(issue_of(name, row))
    return [(number, Reading(item, tuple(made[item.report_id]), tuple(left[item.report_id]))) for number, item in some]


def unreadable(connection: Connection) -> list[Unreadable]:
    """Return the inputs that were refused, and the reports that the reader failed on."""
    bad = input_.c.report.is_(None) & input_.c.state.in_(("unreadable", "refused"))
    inputs = connection.execute(select(input_.c.name, input_.c.reason).where(bad).order_by(input_.c.name))
    newest = select(func.max(claim_set.c.id)).group_by(claim_set.c.report)
    failed = connection.execute(
        select(report.c.report_id, issue.c.reason)
        .join(claim_set, claim_set.c.report == report.c.id)
        .join(issue, and_(issue.c.report == report.c.id, issue.c.position == 0))
        .where(claim_set.c.state == UNREADABLE, claim_set.c.id.in_(newest))
        .order_by(report.c.id)
    )
    return [Unreadable(name, reason) for rows in (inputs, failed) for name, reason in rows]


def judgements(connection: Connection) -> list[Judgement]:
    """Return the log of judgements, the first first."""
    rows = connection.execute(select(judgement).order_by(judgement.c.id)).mappings()
    return [judgement_of(row) for row in rows]


def judgement_of(row: Stored) -> Judgement:
    at = dt.datetime.fromisoformat(row["at"])
    return Judgement(row["a"], row["b"], row["verdict"], row["by"], row["why"] or "", at, row["value"])


def removals(connection: Connection) -> list[Removal]:
    rows: Any = connection.execute(select(removal).order_by(removal.c.id))
    return [
        Removal(row.report_id, row.reason, row.approver, dt.datetime.fromisoformat(row.at), bool(row.scrubbed))
        for row in rows
    ]
