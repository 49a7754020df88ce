"""What a reader made of a report: its set of claims, kept beside the sets of earlier readers.

A claim row never changes but for its id, which counts the claims of a report, and for the set that superseded it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, bindparam, delete, func, select, update

from marsad.errors import StoreError
from marsad.records import Claim, Issue
from marsad.store.chain import Chain
from marsad.store.codec import Json
from marsad.store.firsts import link
from marsad.store.rows import (
    CLAIM_SET,
    READ,
    UNREADABLE,
    Row,
    Stored,
    batches,
    claim_bodies,
    claim_columns,
    claim_in,
    insert_all,
    issue_values,
    moment,
    next_id,
    payload,
    places_of,
)
from marsad.store.schema import claim, claim_set, issue
from marsad.store.types import ClaimDiff, Reread

PERSON = "person"  # the rule of a claim that a person wrote


@dataclass(slots=True)
class _Writes:
    """Rows that a batch of readings writes, so that each table is written once."""

    next_claim: int
    sets: list[Row] = field(default_factory=list)
    claims: list[Row] = field(default_factory=list)
    gone: list[Row] = field(default_factory=list)
    renamed: list[Row] = field(default_factory=list)
    issues: list[Row] = field(default_factory=list)
    stale: list[int] = field(default_factory=list)  # reports whose issues give way


def put(connection: Connection, chain: Chain, readings: Sequence[tuple[int, Reread]]) -> list[ClaimDiff]:
    """Keep readings of the reports with the ids given; return what each changed.

    A reading that says what the last one said writes nothing. What people wrote is no reader's: it stands beside every
    reading.
    """
    ids = [report for report, _ in readings]
    standing, last = _standing(connection, ids), _last_sets(connection, ids)
    writes = _Writes(next_id(connection, claim))
    diffs = [
        _compare(chain, writes, report, _with_written(reading, old), old, last.get(report))
        for report, reading in readings
        for old in (standing.get(report, {}),)
    ]
    _write(connection, writes)
    return diffs


def _with_written(reading: Reread, old: dict[str, Stored]) -> Reread:
    """Return a reading with the claims that people wrote, but for those that the reader now reads itself."""
    known = {claim.key for claim in reading.claims}
    written = (row for key, row in old.items() if row["body"]["rule"] == PERSON and key not in known)
    return replace(reading, claims=(*reading.claims, *(claim_in(row, row["parent"]) for row in written)))


def write_in(connection: Connection, chain: Chain, report: int, report_id: str, item: Claim) -> int:
    """Keep a claim that a person wrote beside those that stand, as a set of its own in the chain; return its row."""
    old, last = _standing(connection, [report]).get(report, {}), _last_sets(connection, [report]).get(report)
    before = last or {"state": READ, "reader_version": PERSON, "members": [], "issues": []}
    name = f"p{1 + sum(row['body']['rule'] == PERSON for row in old.values())}"
    ((key, (_, body)),) = claim_bodies([replace(item, id=name)]).items()
    columns = claim_columns(body)
    made: Row = {column: before[column] for column in ("state", "reader_version", "issues")}
    made |= {"members": [*before["members"], [name, key, columns["digest"]]], "made_at": moment(None)}
    made["id"] = chain.append("claim-set", payload({**made, "report_id": report_id}, ("report_id", *CLAIM_SET)))
    writes = _Writes(next_id(connection, claim))
    row = writes.next_claim
    bodies = {kept["key"]: (kept["claim_id"], kept["body"]) for kept in old.values()}
    _collect(writes, made | {"report": report}, bodies | {key: (name, body)}, {key: columns}, old, set(old))
    _write(connection, writes)
    return row


def _standing(connection: Connection, reports: Sequence[int]) -> dict[int, dict[str, Stored]]:
    """Return the rows of the claims that stand, by report and key, in their order."""
    found: dict[int, dict[str, Stored]] = defaultdict(dict)
    for batch in batches(reports):
        query = select(claim).where(claim.c.report.in_(batch), claim.c.superseded.is_(None)).order_by(claim.c.id)
        for row in connection.execute(query).mappings():
            found[row["report"]][row["key"]] = row
    return found


def _last_sets(connection: Connection, reports: Sequence[int]) -> dict[int, Stored]:
    found: dict[int, Stored] = {}
    for batch in batches(reports):
        newest = select(func.max(claim_set.c.id)).where(claim_set.c.report.in_(batch)).group_by(claim_set.c.report)
        for row in connection.execute(select(claim_set).where(claim_set.c.id.in_(newest))).mappings():
            found[row["report"]] = row
    return found


def _compare(
    chain: Chain, writes: _Writes, report: int, reading: Reread, old: dict[str, Stored], last: Stored | None
) -> ClaimDiff:
    new = claim_bodies(reading.claims)
    if "" in new:
        raise StoreError(f"{reading.report_id}: it has a claim without a key")
    columns = {key: claim_columns(body) for key, (_, body) in new.items()}
    made: Row = {
        "state": UNREADABLE if reading.unreadable else READ,
        "members": [[name, key, columns[key]["digest"]] for key, (name, _) in new.items()],
        "issues": issue_values(_issues(reading)),
    }
    same = {key for key in new if key in old and old[key]["digest"] == columns[key]["digest"]}
    if last is None or any(last[name] != value for name, value in made.items()):
        made |= {"reader_version": reading.reader_version, "made_at": moment(None)}
        made["id"] = chain.append(
            "claim-set", payload({**made, "report_id": reading.report_id}, ("report_id", *CLAIM_SET))
        )
        _collect(writes, made | {"report": report}, new, columns, old, same)
    return _diff(reading, old, same)


def _issues(reading: Reread) -> tuple[Issue, ...]:
    return (Issue(reading.report_id, reading.unreadable), *reading.issues) if reading.unreadable else reading.issues


def _collect(
    writes: _Writes,
    made: Row,
    new: dict[str, tuple[str, Json]],
    columns: dict[str, Row],
    old: dict[str, Stored],
    same: set[str],
) -> None:
    """Note what the new set `made` writes."""
    writes.sets.append(made)
    writes.gone += [{"row": row["id"], "by": made["id"]} for key, row in old.items() if key not in same]
    for key, (name, body) in new.items():
        if key not in same:
            whole = {"id": writes.next_claim, "report": made["report"], "claim_id": name, "body": body}
            origin = {"reader_version": made["reader_version"], "made": made["id"]}
            writes.claims.append(columns[key] | whole | origin)
            writes.next_claim += 1
        elif old[key]["claim_id"] != name:
            writes.renamed.append({"row": old[key]["id"], "name": name})
    writes.stale.append(made["report"])
    writes.issues += [
        {"report": made["report"], "position": position, "reason": reason, "start": start, "end": end}
        for position, (reason, start, end) in enumerate(made["issues"])
    ]


def _diff(reading: Reread, old: dict[str, Stored], same: set[str]) -> ClaimDiff:
    wholes = {key: row["claim_id"] for key, row in old.items()}
    before = {key: claim_in(row, wholes.get(row["parent"])) for key, row in old.items() if key not in same}
    after: dict[str, Claim] = {}
    for item in reading.claims:
        after.setdefault(item.key, item)
    return ClaimDiff(
        reading.report_id,
        added=tuple(item for key, item in after.items() if key not in old),
        removed=tuple(item for key, item in before.items() if key not in after),
        unchanged=tuple(item for key, item in after.items() if key in same),
        changed=tuple((before[key], item) for key, item in after.items() if key in before),
    )


def _write(connection: Connection, writes: _Writes) -> None:
    insert_all(connection, claim_set, writes.sets)
    target = claim.c.id == bindparam("row")
    for batch in batches(writes.gone):
        connection.execute(update(claim).where(target).values(superseded=bindparam("by")), batch)
    for batch in batches(writes.renamed):
        connection.execute(update(claim).where(target).values(claim_id=bindparam("name")), batch)
    insert_all(connection, claim, writes.claims)
    link(connection, [(row, found) for row in writes.claims for found in places_of(row["body"])])
    for stale in batches(writes.stale):
        connection.execute(delete(issue).where(issue.c.report.in_(stale)))
    insert_all(connection, issue, writes.issues)
