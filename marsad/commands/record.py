"""The commands that fill the record and check it: add, reread, verify, unreadable, upgrade."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from marsad.commands.console import (
    DATABASE,
    FAILED,
    Database,
    Encoding,
    Inputs,
    Language,
    MaxSize,
    Outlet,
    Published,
    completed,
    counted,
    opened,
    out,
    say,
)
from marsad.errors import ExportError, NotTakenError
from marsad.sources.items import Defaults, Item, Refused, Taken

if TYPE_CHECKING:
    from marsad.records import Claim, Reading, Report
    from marsad.store.store import Store
    from marsad.store.types import Arrival, ClaimDiff, Reread

_BATCH = 100  # reports of one transaction
_BATCH_BYTES = 4_000_000


def register(app: typer.Typer) -> None:
    for command in (add, reread, verify, unreadable, upgrade):
        app.command()(command)


def add(
    inputs: Inputs,
    db: Database = DATABASE,
    published: Published = None,
    outlet: Outlet = None,
    lang: Language = None,
    encoding: Encoding = None,
    max_size: MaxSize = 5.0,
) -> None:
    """Read reports into the record; what is there already is passed over, so it can be run again after a stop.

    Inputs that cannot be taken in are named and noted, the others are added, and the exit code is then 2.
    """
    from marsad.sources.files import take

    defaults = Defaults(lang, published, outlet, None, encoding, int(max_size * 1_000_000))
    outcome: Counter[str] = Counter()
    with opened(db, create=True) as store:
        for batch in _batches(counted(take(inputs, defaults), quiet=False)):
            outcome.update(_add(store, batch))
    out(f"{outcome['added']:,} added, {outcome['known']:,} there already, {outcome['failed']:,} not read\n")
    if outcome["failed"]:
        raise typer.Exit(FAILED)


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    batch: list[Item] = []
    held = 0
    for item in items:
        batch.append(item)
        held += len(item.original) if isinstance(item, Taken) else 0
        if len(batch) == _BATCH or held > _BATCH_BYTES:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def _add(store: Store, batch: list[Item]) -> Iterator[str]:
    """Add what is new of a batch; yield what became of each."""
    refused = {item.name: item.reason for item in batch if isinstance(item, Refused)}
    taken = [item for item in batch if isinstance(item, Taken)]
    there = store.known([item.report.report_id for item in taken])
    new = [item for item in taken if there.get(item.report.report_id) != _sha256(item)]
    yield from ["known"] * (len(taken) - len(new))
    arrivals = [_read(item) for item in new if item.report.report_id not in there]
    refused |= {item.name: _CONFLICT for item in new if item.report.report_id in there}
    kept = _kept(store, arrivals, refused)
    for arrival in kept:
        yield "failed" if arrival.unreadable else "added"
    for name, reason in refused.items():
        say(f"{name}: {reason}")
        yield "failed"
    _note(store, refused, [item.name for item in taken if item.name not in refused])


_CONFLICT = "a report with this id is there with other content: give it an id of its own"


def _kept(store: Store, arrivals: list[Arrival], refused: dict[str, str]) -> list[Arrival]:
    """Add reports at once, or one by one where one of them cannot be kept."""
    try:
        store.add_many(arrivals)
    except NotTakenError:
        kept = []
        for arrival in arrivals:
            try:
                store.add_many([arrival])
                kept.append(arrival)
            except NotTakenError as error:
                refused[arrival.origin or arrival.report.report_id] = str(error)
        return kept
    return arrivals


def _note(store: Store, refused: dict[str, str], accepted: list[str]) -> None:
    from marsad.store.types import Unreadable

    if accepted:
        store.accept(accepted)
    if refused:
        store.refuse(Unreadable(name, reason) for name, reason in refused.items())


def _sha256(item: Taken) -> str:
    from marsad.store.hashing import sha256

    return sha256(item.original)


def _read(item: Taken) -> Arrival:
    from marsad.commands.version import reader_version
    from marsad.store.types import Arrival

    for note in item.notes:
        say(f"note: {item.name}: {note}")
    report = completed(item, ask=False)
    reading, failure = _reading(report)
    if failure:
        say(f"{item.name}: {failure}; it is kept")
    return Arrival(
        report,
        item.original,
        item.name,
        claims=reading.claims if reading else None,
        issues=reading.issues if reading else (),
        reader_version=reader_version(),
        unreadable=failure,
    )


def _reading(report: Report) -> tuple[Reading | None, str | None]:
    """Return what the reader makes of a report, or why it failed: one report must not lose the others."""
    from marsad.pipeline import read, settle

    try:
        settle(report.lang)
        return read(report), None
    except Exception as error:
        return None, f"the reader failed ({type(error).__name__}: {error})"


# Reading again


def reread(db: Database = DATABASE) -> None:
    """Read all reports of the record anew, and print how their claims changed.

    A report that the reader of today fails on keeps its claims; it is named, and the exit code is then 2.
    """
    outcome: Counter[str] = Counter()
    with opened(db) as store:
        for batch in _again(store):
            read = [item for item in batch if not item.unreadable]
            for item in batch:
                if item.unreadable:
                    say(f"{item.report_id}: {item.unreadable}; its claims stay as they were")
                    outcome["failed"] += 1
            for diff in store.put_many(read):
                _show(diff)
                outcome["changed reports"] += bool(diff)
                for what in ("added", "removed", "changed", "unchanged"):
                    outcome[what] += len(getattr(diff, what))
    claims = ", ".join(f"{outcome[what]:,} {what}" for what in ("added", "removed", "changed", "unchanged"))
    out(f"{outcome['changed reports']:,} reports changed; claims: {claims}\n")
    if outcome["failed"]:
        raise typer.Exit(FAILED)


def _again(store: Store) -> Iterator[list[Reread]]:
    from marsad.commands.version import reader_version
    from marsad.store.types import Reread

    batch: list[Reread] = []
    for report in counted(store.reports(), quiet=False):
        reading, failure = _reading(report)
        claims, issues = (reading.claims, reading.issues) if reading else ((), ())
        batch.append(Reread(report.report_id, claims, reader_version(), issues, failure))
        if len(batch) == _BATCH:
            yield batch
            batch = []
    yield batch


def _show(diff: ClaimDiff) -> None:
    for mark, claims in (("-", diff.removed), ("+", diff.added)):
        for claim in claims:
            out(f"{mark} {diff.report_id} {_line(claim)}\n")
    for before, after in diff.changed:
        was, now = _line(before), _line(after)
        out(f"~ {diff.report_id} {now}" + (f" (was {was})\n" if was != now else "\n"))


def _line(claim: Claim) -> str:
    from marsad import summary

    parts = (summary.what(claim), summary.source(claim), summary.where(claim), summary.when(claim), claim.certainty)
    return f"{claim.kind} {claim.key}: " + " | ".join(part for part in parts if part)


# Checking


def verify(
    pack: Annotated[
        Path | None, typer.Argument(metavar="[PACK]", help="An evidence pack, to be checked in place of a record.")
    ] = None,
    db: Database = DATABASE,
    head: Annotated[str | None, typer.Option(metavar="HASH", help="One that an earlier run printed.")] = None,
) -> None:
    """Check the whole record against its chain, and name what was changed; the exit code is then 2."""
    if pack is not None:
        _verify_pack(pack)
        return
    with opened(db) as store:
        result = store.verify(head)
    for problem in result.problems:
        say(f"{problem.record}: {problem.what}")
    count = len(result.problems)
    what = "all records are as they were kept" if not count else f"{count:,} {'problem' if count == 1 else 'problems'}"
    out(f"{result.entries:,} entries: {what}\nhead {result.head}\n")
    if count:
        raise typer.Exit(FAILED)


def _verify_pack(pack: Path) -> None:
    from marsad.exports.evidence import verify_pack

    try:
        faults = verify_pack(pack)
    except ExportError as error:
        raise typer.BadParameter(str(error)) from None
    for fault in faults:
        say(f"{pack}: {fault.file} {fault.problem}")
    if faults:
        raise typer.Exit(FAILED)
    out(f"{pack}: every file is as it was when the pack was made\n")


def unreadable(db: Database = DATABASE) -> None:
    """List the inputs that were refused, and the reports that the reader failed on."""
    with opened(db) as store:
        for item in store.unreadable():
            out(f"{item.name}: {item.reason}\n")


def upgrade(db: Database = DATABASE) -> None:
    """Bring the tables of a record that an earlier Marsad made up to date. Keep a copy of the file first."""
    with opened(db, upgrade=True):
        pass
