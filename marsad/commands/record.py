"""The commands that fill the record and check it: add, reread, verify, unreadable, upgrade."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from marsad.commands.console import (
    DATABASE,
    FAILED,
    Columns,
    Database,
    Encoding,
    Inputs,
    Language,
    MaxSize,
    Outlet,
    Published,
    columns,
    counted,
    opened,
    out,
    say,
)
from marsad.commands.intake import (
    BATCH,
    DryRun,
    Given,
    Intake,
    Online,
    progress,
    reading_of,
    recording,
    running,
)
from marsad.errors import ExportError
from marsad.sources.items import Defaults, file_of

if TYPE_CHECKING:
    from marsad.records import Claim
    from marsad.store.store import Store
    from marsad.store.types import ClaimDiff, Reread


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
    columns_of: Columns = None,
    online: Online = False,
    dry_run: DryRun = False,
) -> None:
    """Read reports into the record; what is there already is passed over, so it can be run again after a stop.

    A catalogue (.yaml) stands for its sources. Inputs that cannot be taken in are named and noted, the others are
    added, and the exit code is then 2.
    """
    from marsad.sources.files import take

    defaults = Defaults(lang, published, outlet, None, encoding, int(max_size * 1_000_000), columns=columns(columns_of))
    files, catalogues = _parted(inputs)
    with recording(db, dry_run) as store, running(store, "add", inputs, dry=dry_run) as intake:
        with progress("adding") as counting:
            intake.take(counting.over(Given(item, file_of(item.name)) for item in take(files, defaults)))
        if catalogues:
            _fetch(intake, store, catalogues, online)
    out(f"{'would be: ' if dry_run else ''}{intake.tally.line()}\n")
    if intake.tally.failed:
        raise typer.Exit(FAILED)


def _parted(inputs: list[str]) -> tuple[list[str], list[str]]:
    from marsad.sources.catalogue import is_catalogue

    catalogues = [name for name in inputs if is_catalogue(name)]
    return [name for name in inputs if name not in catalogues], catalogues


def _fetch(intake: Intake, store: Store, catalogues: list[str], online: bool) -> None:
    from marsad.commands.fetching import fetched, loaded

    for name in catalogues:
        catalogue = loaded(name)
        intake.take(fetched(catalogue, catalogue.sources, store, online))


# Reading again


def reread(db: Database = DATABASE) -> None:
    """Read all reports of the record anew, but for copies of others, and print how their claims changed.

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
    echoes = {item.report_id for item in store.repetitions("echo")}
    for report in counted(store.reports(), quiet=False):
        if report.report_id in echoes:
            continue
        reading, failure = reading_of(report)
        claims, issues = (reading.claims, reading.issues) if reading else ((), ())
        batch.append(Reread(report.report_id, claims, reader_version(), issues, failure))
        if len(batch) == BATCH:
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


def upgrade(
    db: Database = DATABASE,
    create: Annotated[bool, typer.Option("--create", help="Make the tables of an empty database, too.")] = False,
) -> None:
    """Bring the tables of a record that an earlier Marsad made up to date. Make a backup first (marsad backup)."""
    with opened(db, create=create, upgrade=True):
        pass
