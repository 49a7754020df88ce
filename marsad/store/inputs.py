"""The states of inputs, runs and visits: notes beside the record, in the same transactions (docs/sources.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from marsad.store import copies
from marsad.store.rows import Row, batches, insert_all, moment
from marsad.store.schema import archive, report
from marsad.store.schema_intake import input_, likeness, repetition, run, visit
from marsad.store.types_intake import (
    Input,
    InputState,
    Kept,
    Outcome,
    Repetition,
    Run,
    Standing,
    State,
    Visit,
)

_PROBLEMS = ("unreadable", "refused")


def note(connection: Connection, results: Sequence[tuple[Input, Outcome]], number: int | None) -> None:
    """Keep what became of inputs. One that was there already keeps its state, unless it had failed."""
    numbers = _numbers(connection, {outcome.report_id for _, outcome in results if outcome.report_id})
    states = _states(connection, [outcome.name for _, outcome in results])
    rows: dict[str, Row] = {}
    for item, outcome in results:
        state, of = states.get(outcome.name, (None, None))
        report_number = numbers.get(outcome.report_id or "")
        if outcome.known and state is not None and (state not in _PROBLEMS or of == report_number):
            continue
        rows[outcome.name] = _row(item, outcome, number, report_number)
    for batch in batches(rows):
        connection.execute(delete(input_).where(input_.c.name.in_(batch)))
        connection.execute(insert(input_), [rows[name] for name in batch])
    read = {item.origin for item, outcome in results if outcome.report_id and item.origin != item.name}
    drop(connection, sorted(filter(None, read)))  # a file that gave reports is not unreadable as a whole


def _row(item: Input, outcome: Outcome, number: int | None, report_number: int | None) -> Row:
    failed = outcome.report_id is None
    return {
        "name": outcome.name,
        "state": outcome.state,
        "reason": outcome.reason,
        "at": moment(None),
        "run": number,
        "source": item.source,
        "origin": item.origin,
        "report": report_number,
        "content": item.content if failed else None,
        "headers": dict(item.headers) if failed and item.content is not None else None,
    }


def _numbers(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for batch in batches(names):
        query = select(report.c.report_id, report.c.id).where(report.c.report_id.in_(batch))
        found.update((row.report_id, row.id) for row in connection.execute(query))
    return found


def noted(connection: Connection, names: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return id and hash of the bytes of the report of each input that has one."""
    found: dict[str, tuple[str, str]] = {}
    for batch in batches(names):
        query = select(input_.c.name, report.c.report_id, archive.c.sha256).select_from(
            input_.join(report, input_.c.report == report.c.id).join(archive, archive.c.report == report.c.id)
        )
        rows = connection.execute(query.where(input_.c.name.in_(batch)))
        found.update((row.name, (row.report_id, row.sha256)) for row in rows)
    return found


def _states(connection: Connection, names: Iterable[str]) -> dict[str, tuple[str, int | None]]:
    found: dict[str, tuple[str, int | None]] = {}
    for batch in batches(names):
        query = select(input_.c.name, input_.c.state, input_.c.report).where(input_.c.name.in_(batch))
        found.update((row.name, (row.state, row.report)) for row in connection.execute(query))
    return found


def reread(connection: Connection, numbers: Sequence[int], reasons: Mapping[int, str]) -> None:
    """Bring the states of reports up to date that were read anew; `reasons` says on which the reader failed."""
    for batch in batches(numbers):
        good = [number for number in batch if number not in reasons]
        target = update(input_).where(input_.c.report.in_(good), input_.c.state.in_(("accepted", "unreadable")))
        connection.execute(target.values(state="read", reason=None))
    for number, reason in reasons.items():
        target = update(input_).where(input_.c.report == number, input_.c.state == "accepted")
        connection.execute(target.values(state="unreadable", reason=reason))


def forget(connection: Connection, number: int) -> None:
    """Let go of a report that is removed. The first of its echoes takes its place, and waits to be read."""
    of_it = repetition.c.of == number
    echoes = select(repetition.c.report).where(of_it, repetition.c.kind == "echo").order_by(repetition.c.report)
    if (heir := connection.execute(echoes).scalars().first()) is not None:
        waiting = "the report that it repeats was removed: marsad reread reads it"
        connection.execute(update(input_).where(input_.c.report == heir).values(state="accepted", reason=waiting))
        connection.execute(delete(repetition).where(repetition.c.report == heir))
        connection.execute(update(repetition).where(of_it).values(of=heir))
        copies.succeed(connection, heir)
    connection.execute(delete(repetition).where((repetition.c.report == number) | of_it))
    connection.execute(delete(likeness).where(likeness.c.report == number))
    connection.execute(delete(input_).where(input_.c.report == number))


def drop(connection: Connection, names: Iterable[str]) -> None:
    """Forget inputs that came to nothing."""
    for batch in batches(names):
        connection.execute(delete(input_).where(input_.c.name.in_(batch), input_.c.report.is_(None)))


# Runs


def begin(connection: Connection, command: str, inputs: Sequence[str]) -> int:
    number: int = (connection.execute(select(func.max(run.c.id))).scalar_one() or 0) + 1
    row = {"id": number, "command": command, "inputs": list(inputs), "started": moment(None)}
    connection.execute(insert(run), row)
    return number


def end(connection: Connection, number: int, outcome: str) -> None:
    connection.execute(update(run).where(run.c.id == number).values(ended=moment(None), outcome=outcome))


def last_run(connection: Connection) -> Run | None:
    row = connection.execute(select(run).order_by(run.c.id.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    ended = dt.datetime.fromisoformat(row.ended) if row.ended else None
    return Run(row.id, row.command, tuple(row.inputs), dt.datetime.fromisoformat(row.started), ended, row.outcome)


# Visits


def seen(connection: Connection, visits: Sequence[Visit]) -> None:
    at = moment(None)
    rows = {v.address: {"address": v.address, "mark": v.mark, "modified": v.modified, "at": at} for v in visits}
    for batch in batches(rows):
        connection.execute(delete(visit).where(visit.c.address.in_(batch)))
        insert_all(connection, visit, [rows[address] for address in batch])


def visits(connection: Connection, addresses: Sequence[str]) -> dict[str, Visit]:
    found: dict[str, Visit] = {}
    for batch in batches(addresses):
        for row in connection.execute(select(visit).where(visit.c.address.in_(batch))):
            found[row.address] = Visit(row.address, row.mark, row.modified)
    return found


# Asking


def standing(connection: Connection, most: int) -> Standing:
    """Return how intake stands, with up to `most` problems, the latest first."""
    counted = select(input_.c.source, input_.c.state, func.count()).group_by(input_.c.source, input_.c.state)
    counts: dict[tuple[str | None, State], int] = {
        (source, state): count for source, state, count in connection.execute(counted)
    }
    versions = connection.execute(
        select(func.count()).select_from(repetition).where(repetition.c.kind == "version")
    ).scalar_one()
    return Standing(counts, last_run(connection), versions, tuple(problems(connection, most)))


def problems(connection: Connection, most: int | None = None, state: State | None = None) -> list[InputState]:
    """Return inputs that came to nothing, the latest first."""
    wanted = (state,) if state else _PROBLEMS
    query = (
        select(input_, report.c.report_id)
        .outerjoin(report, input_.c.report == report.c.id)
        .where(input_.c.state.in_(wanted))
        .order_by(input_.c.at.desc(), input_.c.name)
        .limit(most)
    )
    return [_state(row) for row in connection.execute(query).mappings()]


def _state(row: Mapping[Any, Any]) -> InputState:
    at = dt.datetime.fromisoformat(row["at"])
    return InputState(
        row["name"], row["state"], row["reason"], at, row["run"], row["source"], row["origin"], row["report_id"]
    )


def kept(connection: Connection) -> list[str]:
    """Return the names of unreadable inputs whose bytes are kept here, since they were fetched."""
    query = select(input_.c.name).where(input_.c.state == "unreadable", input_.c.content.is_not(None))
    return list(connection.execute(query.order_by(input_.c.name)).scalars())


def content(connection: Connection, name: str) -> Kept | None:
    row = connection.execute(select(input_).where(input_.c.name == name)).one_or_none()
    if row is None or row.content is None:
        return None
    at = dt.datetime.fromisoformat(row.at)
    return Kept(row.name, row.origin, row.source, bytes(row.content), row.headers or {}, at)


def repetitions(connection: Connection, kind: str | None = None) -> list[Repetition]:
    """Return which reports repeat which, in the order of arrival."""
    first, later = report.alias("first"), report.alias("later")
    query = (
        select(later.c.report_id, first.c.report_id.label("of"), repetition.c.kind)
        .join(later, repetition.c.report == later.c.id)
        .join(first, repetition.c.of == first.c.id)
        .order_by(repetition.c.report)
    )
    if kind:
        query = query.where(repetition.c.kind == kind)
    return [Repetition(row.report_id, row.of, row.kind) for row in connection.execute(query)]
