"""`marsad backup` and `marsad restore`: the record in one file, and back, on either database (docs/operations.md)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from marsad.commands.console import FAILED, opened, out, say
from marsad.errors import StoreError

if TYPE_CHECKING:
    from marsad.store.backup_archive import Manifest
    from marsad.store.backup_restore import Restored

Record = Annotated[str, typer.Argument(metavar="DB", help="The record: an SQLite file or the URL of PostgreSQL.")]


def register(app: typer.Typer) -> None:
    for command in (backup, restore):
        app.command()(command)


def backup(
    db: Record, file: Annotated[str, typer.Argument(metavar="FILE", help="The backup to write; - is standard output.")]
) -> None:
    """Write all of a record, as it is at this moment, to one file. Others may read and write it meanwhile."""
    from marsad.store.backup import back_up, write

    try:
        made = write(db, sys.stdout.buffer) if file == "-" else back_up(db, Path(file))
    except StoreError as error:
        _failed(error)
    (say if file == "-" else _print)(f"{_held(made)}\nhead {made.head}")


def restore(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A backup.")],
    db: Annotated[str, typer.Argument(metavar="DB", help="Where to: a new SQLite file or an empty database.")],
    removed: Annotated[
        list[str] | None,
        typer.Option("--removed", metavar="DB|FILE", help="A later record or backup: what it removed is removed."),
    ] = None,
) -> None:
    """Restore a backup to an empty database, all of it or nothing, and check it against its chain.

    The exit code is 2 where it was not restored, or where the record is not as it was kept.
    """
    from marsad.store.backup_restore import restore as bring_back

    try:
        found = bring_back(file, db, removed or ())
    except StoreError as error:
        _failed(error)
    _print(_held(found.manifest))
    _say_removals(found, bool(removed))
    with opened(db) as store:
        result = store.verify(found.manifest.head if found.manifest.entries else None)
    for problem in result.problems:
        say(f"{problem.record}: {problem.what}")
    what = "all records are as they were kept" if not result.problems else f"{len(result.problems):,} problems"
    _print(f"{result.entries:,} entries: {what}\nhead {result.head}")
    if result.problems:
        raise typer.Exit(FAILED)


def _say_removals(found: Restored, asked: bool) -> None:
    for name in found.removed:
        say(f"{name}: removed again, as the later record says")
    if not asked:
        since = found.manifest.made_at[:16].replace("T", " ")
        say(f"warning: what was removed after {since} UTC is in this record again: --removed with a later record or")
        say("backup takes it out; else remove it with marsad remove before anybody else sees this record")


def _held(manifest: Manifest) -> str:
    size = sum(part.bytes for part in manifest.parts) / 1_000_000
    counts = f"{manifest.reports:,} reports, {manifest.claims:,} claims, {manifest.removals:,} removals"
    return (
        f"{counts}; {manifest.entries:,} entries of the chain; {size:,.1f} MB unpacked; at {manifest.made_at[:19]} UTC"
    )


def _print(text: str) -> None:
    out(text + "\n")


def _failed(error: StoreError) -> None:
    say(str(error))
    raise typer.Exit(FAILED) from None
