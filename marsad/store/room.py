"""The review room in the tables: the log of actions, where each claim stands, drafts. Functions on a connection.

What an action means is decided in marsad/review; here it is kept, found and forgotten.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    union_all,
    update,
)

from marsad.records import Claim, Judgement
from marsad.store.chain import Chain
from marsad.store.hashing import digest
from marsad.store.queries import judgement_of
from marsad.store.rows import ACTION, Row, Stored, batches, claim_in, insert_all, moment, payload
from marsad.store.schema import claim, claim_place, judgement, report
from marsad.store.schema_review import action, draft, edition_part, hit, publication, review_item
from marsad.store.types_review import Action, Backlog, Draft, QueueQuery, QueueRow, State

REMOVED = "removed"


# Actions


def append(connection: Connection, chain: Chain, act: Action) -> None:
    """Keep an action at the end of the log."""
    row: Row = {
        "name": act.name, "a": act.key, "b": act.other, "verb": act.verb, "by": act.by, "at": moment(act.at),
        "seen": act.seen, "why": act.why or "", "value": dict(act.value) if act.value is not None else None,
    }  # fmt: skip
    row["words"] = digest([row["why"], row["value"]])
    row["id"] = chain.append("action", payload(row, ACTION))
    connection.execute(insert(action), row)


def action_of(row: Stored) -> Action:
    at = dt.datetime.fromisoformat(row["at"])
    return Action(row["name"], row["a"], row["verb"], row["by"], at, row["why"], row["b"], row["value"], row["seen"])


def actions(connection: Connection, keys: Iterable[str] | None = None) -> list[Action]:
    """Return the log, or what it says of claims with `keys`, in the order of arrival."""
    if keys is None:
        return [action_of(row) for row in connection.execute(select(action).order_by(action.c.id)).mappings()]
    found: dict[int, Action] = {}
    for batch in batches(keys):
        query = select(action).where(or_(action.c.a.in_(batch), action.c.b.in_(batch)))
        found.update((row["id"], action_of(row)) for row in connection.execute(query).mappings())
    return [found[number] for number in sorted(found)]


def action_named(connection: Connection, name: str) -> Action | None:
    row = connection.execute(select(action).where(action.c.name == name)).mappings().one_or_none()
    return action_of(row) if row else None


# Where each claim stands


def fresh_claims(connection: Connection, limit: int) -> list[tuple[int, int, Claim]]:
    """Return claims that the queue does not know yet: row, report and claim, in the order of arrival."""
    last = select(func.coalesce(func.max(review_item.c.claim), 0)).scalar_subquery()
    query = select(claim).where(claim.c.id > last).order_by(claim.c.id).limit(limit)
    return [(row["id"], row["report"], claim_in(row, row["parent"])) for row in connection.execute(query).mappings()]


def put_items(connection: Connection, rows: Sequence[Row]) -> None:
    """Write where claims stand; for a key that is there, the columns that `rows` have."""
    known: set[str] = set()
    for batch in batches(row["key"] for row in rows):
        known.update(connection.execute(select(review_item.c.key).where(review_item.c.key.in_(batch))).scalars())
    insert_all(connection, review_item, [row for row in rows if row["key"] not in known])
    for row in rows:
        if row["key"] in known:
            keep = {name: value for name, value in row.items() if name in ("claim", "report", "impact", "confidence")}
            connection.execute(update(review_item).where(review_item.c.key == row["key"]).values(**keep))


def set_item(connection: Connection, key: str, values: Mapping[str, Any]) -> None:
    connection.execute(update(review_item).where(review_item.c.key == key).values(**values))


def set_risks(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Set risk and number of conflicts; rows have `at` (the key), `risk` and `conflicts`."""
    change = update(review_item).where(review_item.c.key == bindparam("at"))
    for batch in batches(rows):
        connection.execute(change.values(risk=bindparam("risk"), conflicts=bindparam("conflicts")), batch)


def items(connection: Connection, keys: Sequence[str]) -> dict[str, Stored]:
    found: dict[str, Stored] = {}
    for batch in batches(keys):
        rows = connection.execute(select(review_item).where(review_item.c.key.in_(batch))).mappings()
        found.update((row["key"], row) for row in rows)
    return found


def states(connection: Connection) -> dict[str, State]:
    """Return the state of every claim that left `machine`."""
    query = select(review_item.c.key, review_item.c.state).where(review_item.c.state != "machine")
    return {row.key: row.state for row in connection.execute(query)}


def impacts(connection: Connection) -> list[tuple[str, int, int]]:
    """Return key, impact and conflicts of every claim of the queue."""
    columns = (review_item.c.key, review_item.c.impact, review_item.c.conflicts)
    return [(row.key, row.impact, row.conflicts) for row in connection.execute(select(*columns))]


_standing = select(claim.c.id).where(claim.c.id == review_item.c.claim, claim.c.superseded.is_(None))


def queue(connection: Connection, query: QueueQuery) -> list[QueueRow]:
    """Return a page of the queue, the largest risk first. One walk of the index for each state, merged."""
    parts = [_page(state, query).subquery() for state in query.states]
    merged = union_all(*(select(part) for part in parts)).subquery()
    ordered = select(merged).order_by(merged.c.risk.desc(), merged.c.key).limit(query.limit)
    return [QueueRow(**row) for row in connection.execute(ordered).mappings()]


def _page(state: str, query: QueueQuery) -> Any:
    named = [review_item.c[name] for name in QueueRow.__dataclass_fields__ if name != "report_id"]
    conditions: list[ColumnElement[bool]] = [review_item.c.state == state, _standing.exists()]
    if query.after is not None:
        risk, key = query.after
        lower = and_(review_item.c.risk == risk, review_item.c.key > key)
        conditions += [review_item.c.risk <= risk, or_(review_item.c.risk < risk, lower)]
    if query.kinds:
        conditions.append(review_item.c.kind.in_(query.kinds))
    if query.reader is not None:
        conditions.append(review_item.c.reader == query.reader)
    if query.report_id is not None:
        conditions.append(report.c.report_id == query.report_id)
    chosen = select(*named, report.c.report_id).join(report, review_item.c.report == report.c.id).where(*conditions)
    return chosen.order_by(review_item.c.risk.desc(), review_item.c.key).limit(query.limit)


def tally(connection: Connection) -> dict[str, int]:
    """Return how many claims that stand are in each state."""
    every = select(review_item.c.state, func.count()).group_by(review_item.c.state)
    gone = every.where(review_item.c.claim.in_(select(claim.c.id).where(claim.c.superseded.is_not(None))))
    less = {row[0]: row[1] for row in connection.execute(gone)}
    counts = {row[0]: row[1] - less.get(row[0], 0) for row in connection.execute(every)}
    return {state: count for state, count in counts.items() if count}


def kinds(connection: Connection, states: Sequence[str]) -> dict[str, int]:
    """Return how many claims that stand are of each kind, in some states."""
    counted = select(review_item.c.kind, func.count()).where(review_item.c.state.in_(states), _standing.exists())
    return {row[0]: row[1] for row in connection.execute(counted.group_by(review_item.c.kind))}


def number_of(connection: Connection, report_id: str) -> int:
    """Return the number of a report that is there."""
    return int(connection.execute(select(report.c.id).where(report.c.report_id == report_id)).scalar_one())


def backlog(connection: Connection) -> list[Backlog]:
    """Return for each day how many claims came in, were reviewed, were published."""
    counts: dict[int, dict[str, int]] = {}
    for name, column in (("read", "arrived"), ("reviewed", "reviewed"), ("published", "published")):
        on = review_item.c[column]
        for day, count in connection.execute(select(on, func.count()).where(on.is_not(None)).group_by(on)):
            counts.setdefault(day, {})[name] = count
    return [Backlog(dt.date.fromordinal(day), **counts[day]) for day in sorted(counts)]


def similar(connection: Connection, key: str, days: int = 3, limit: int = 12) -> list[tuple[str, Claim]]:
    """Return standing claims of the same kind at one of the same places within `days`: report id and claim."""
    own = connection.execute(select(claim).where(claim.c.key == key).order_by(claim.c.id.desc()).limit(1)).one_or_none()
    if own is None:
        return []
    where = select(claim_place.c.place).where(claim_place.c.claim == own.id)
    near = select(claim_place.c.claim).where(claim_place.c.place.in_(where))
    if own.d0 is not None:
        near = near.where(claim_place.c.d0.between(own.d0 - days, own.d0 + days))
    query = (
        select(claim, report.c.report_id)
        .join(report, claim.c.report == report.c.id)
        .where(claim.c.id.in_(near), claim.c.kind == own.kind, claim.c.superseded.is_(None), claim.c.key != key)
        .order_by(func.abs(func.coalesce(claim.c.d0, own.d0 or 0) - (own.d0 or 0)), claim.c.id)
        .limit(limit)
    )
    return [(row["report_id"], claim_in(row, row["parent"])) for row in connection.execute(query).mappings()]


def orphans(connection: Connection) -> list[str]:
    """Return keys that people judged or acted on, of which no claim stands any more."""
    judged = union_all(
        select(action.c.a.label("key")),
        select(action.c.b).where(action.c.b.is_not(None)),
        select(judgement.c.a),
        select(judgement.c.b).where(judgement.c.b.is_not(None)),
    ).subquery()
    stands = select(claim.c.key).where(claim.c.key == judged.c.key, claim.c.superseded.is_(None)).exists()
    query = select(judged.c.key).where(~stands).distinct().order_by(judged.c.key)
    return [key for key in connection.execute(query).scalars() if not key.startswith("e-")]


# Drafts


def put_draft(connection: Connection, by: str, key: str, body: Mapping[str, Any]) -> None:
    connection.execute(delete(draft).where(draft.c.by == by, draft.c.key == key))
    connection.execute(insert(draft), {"by": by, "key": key, "body": dict(body), "at": moment(None)})


def drop_draft(connection: Connection, by: str, key: str) -> None:
    connection.execute(delete(draft).where(draft.c.by == by, draft.c.key == key))


def drafts(connection: Connection, by: str, key: str | None = None) -> list[Draft]:
    query = select(draft).where(draft.c.by == by).order_by(draft.c.at)
    if key is not None:
        query = query.where(draft.c.key == key)
    rows = connection.execute(query).mappings()
    return [Draft(row["by"], row["key"], row["body"], dt.datetime.fromisoformat(row["at"])) for row in rows]


# A report is removed


def forget(connection: Connection, number: int, reason: str) -> list[int]:
    """Take what the room and the editions hold of a report; return the actions whose words are gone.

    Actions keep verb, person and time. Of what was published a tombstone stays, with its hash.
    """
    keys = select(claim.c.key).where(claim.c.report == number)
    about = or_(action.c.a.in_(keys), action.c.b.in_(keys))
    taken = list(connection.execute(select(action.c.id).where(about)).scalars())
    connection.execute(update(action).where(about).values(why=None, value=None))
    connection.execute(delete(draft).where(draft.c.key.in_(keys)))
    for table in (review_item, edition_part, hit):
        connection.execute(delete(table).where(table.c.report == number))
    gone = {"status": REMOVED, "body": None, "why": reason, "at": moment(None)}
    connection.execute(update(publication).where(publication.c.report == number).values(**gone))
    return taken


def last_judgement(connection: Connection, a: str, b: str | None) -> Judgement | None:
    """Return the last judgement of a claim, or of two."""
    a, b = (min(a, b), max(a, b)) if b is not None else (a, None)
    query = select(judgement).where(judgement.c.a == a, judgement.c.b.is_(None) if b is None else judgement.c.b == b)
    row = connection.execute(query.order_by(judgement.c.at.desc(), judgement.c.id.desc()).limit(1)).mappings().first()
    return judgement_of(row) if row else None
