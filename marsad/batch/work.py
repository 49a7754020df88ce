"""One shard: a table of reports becomes a table of claims. Never raises on a report: that is said in its outcome."""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from marsad.batch import tables
from marsad.records import Report

READ, FAILED, QUARANTINED = "read", "failed", "quarantined"
_TOGETHER = 20  # reports whose claims are rows of Python at a time: in columns they take a third of the memory


@dataclass(frozen=True, slots=True)
class Shard:
    """One file of reports, where its claims and outcomes go, and how long one report may take (seconds).

    `quarantined` are the numbers of rows that killed the reader before, with the reason: they are not read.
    """

    reports: Path
    claims: Path
    outcomes: Path
    limit: float
    quarantined: tuple[tuple[int, str], ...] = ()

    @property
    def done(self) -> bool:
        return self.outcomes.exists()

    def without(self, row: int, reason: str) -> Shard:
        return replace(self, quarantined=(*self.quarantined, (row, reason)))


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a shard: how many reports, claims, and reports that were not read."""

    reports: int
    claims: int
    failed: int


def read_shard(shard: Shard) -> Done:
    """Read a shard and write its claims, then its outcomes: a shard with outcomes is done, and is not read again."""
    reports = tables.read(shard.reports, tables.REPORT_FIELDS)
    claims, outcomes = read_table(reports, shard.limit, dict(shard.quarantined))
    tables.write(claims, shard.claims)
    done = Done(outcomes.num_rows, claims.num_rows, _unread(outcomes))
    tables.write(outcomes, shard.outcomes, marsad=json.dumps([done.reports, done.claims, done.failed]))
    return done


def what_was_done(shard: Shard) -> Done:
    """Return what became of a shard that is done."""
    metadata = tables.parquet().read_schema(shard.outcomes).metadata
    return Done(*json.loads(metadata[b"marsad"]))


def read_table(reports: Any, limit: float, quarantined: dict[int, str] | None = None) -> tuple[Any, Any]:
    """Return the tables of claims and of outcomes of a table of reports: one outcome a report, in their order."""
    claims: list[Any] = []
    outcomes: list[dict[str, Any]] = []
    for first in range(0, reports.num_rows, _TOGETHER):
        rows: list[dict[str, Any]] = []
        for number, row in enumerate(reports.slice(first, _TOGETHER).to_pylist(), first):
            reason = (quarantined or {}).get(number)
            found, outcome = ([], _outcome(row, QUARANTINED, reason)) if reason else _read(row, limit)
            rows += found
            outcomes.append(outcome)
        claims.append(tables.table("claims", rows))
    return tables.joined("claims", claims), tables.table("outcomes", outcomes)


def try_rows(shard: Shard, first: int, last: int) -> None:
    """Read rows `[first, last)` of a shard and keep nothing: to find which of them kills the reader."""
    reports = tables.read(shard.reports, tables.REPORT_FIELDS)
    rows = reports.slice(first, last - first).to_pylist()
    known = {number for number, _ in shard.quarantined}
    for number, row in enumerate(rows, first):
        if number not in known:
            _read(row, shard.limit)


def _read(row: dict[str, Any], limit: float) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    try:
        _load(row["lang"])
        with within(limit):
            claims, issues = _claims(tables.report_of(row))
    except Exception as error:  # one report that trips the reader must not lose the others
        return [], _outcome(row, FAILED, f"{type(error).__name__}: {error}")
    return claims, _outcome(row, READ, None, len(claims)) | {"issues": json.dumps(issues, ensure_ascii=False)}


def _claims(report: Report) -> tuple[list[dict[str, Any]], list[list[Any]]]:
    from marsad.pipeline import read

    reading = read(report)
    return tables.claim_rows(reading), tables.issue_values(reading)


def _load(lang: str) -> None:
    """Load what reading a language needs: once a process, and in no report's time."""
    from marsad.pipeline import settle

    settle(lang)


def _outcome(row: dict[str, Any], state: str, reason: str | None, claims: int = 0) -> dict[str, Any]:
    return {"report_id": row.get("report_id"), "state": state, "claims": claims, "reason": reason}


def _unread(outcomes: Any) -> int:
    return sum(state != READ for state in outcomes.column("state").to_pylist())


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in the block once it has taken `seconds`; where there are no alarms, let it take its time.

    A loop in compiled code hears no alarm: after twice the time on a processor the system ends this process. To who
    waits for it that is a worker that died, so the report is found and set aside.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise TimeoutError(f"reading took longer than {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    signal.setitimer(signal.ITIMER_VIRTUAL, 2 * seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGALRM, before)
