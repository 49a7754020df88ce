"""`marsad load`: the tables that `marsad batch` wrote go into the record, with the reports and their claims."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from marsad.commands.batch import EVERY, cores
from marsad.commands.console import DATABASE, FAILED, Database, opened, out, say
from marsad.commands.intake import BATCH, BATCH_BYTES, running
from marsad.errors import MarsadError

if TYPE_CHECKING:
    from marsad.batch.load import Part, Ready
    from marsad.commands.intake import Tally
    from marsad.store.store import Store


def register(app: typer.Typer) -> None:
    app.command()(load)


def load(
    folders: Annotated[list[Path], typer.Argument(metavar="FOLDER...", help="What marsad batch wrote: its OUT.")],
    db: Database = DATABASE,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes at a time; else one a core.")] = None,
) -> None:
    """Take the reports and claims of batches into the record, as if each report had been added; nothing is read anew.

    Reports that are there already are passed over, so after a stop the same command goes on where it was.
    """
    from marsad.batch.load import parts
    from marsad.batch.local import lean

    lean()
    try:
        found = [part for folder in folders for part in parts(folder)]
    except MarsadError as error:
        say(str(error))
        raise typer.Exit(FAILED) from None
    with opened(db, create=True) as store, running(store, "load", [str(folder) for folder in folders]) as intake:
        began = said = time.monotonic()
        many = workers or cores()
        left = list(_left(found, store, intake.tally, many))  # asked before any is written: one connection does
        for outcomes in store.take_all(_batches(left, many), intake.run):
            intake.met(outcomes)
            if time.monotonic() - said > EVERY:
                said = time.monotonic()
                say(_progress(intake.tally, said - began))
    out(f"{intake.tally.line()}\n")
    if intake.tally.failed:
        raise typer.Exit(FAILED)


def _progress(tally: Tally, seconds: float) -> str:
    count = sum(tally.counts.values()) - tally.counts["version"]
    return f"{count:,} reports, {count / seconds:,.0f} a second"


def _left(found: Sequence[Part], store: Store, tally: Tally, workers: int) -> Iterator[Part]:
    """Yield the parts without what an earlier run took in: it is counted."""
    from dataclasses import replace

    from marsad.batch.load import keys

    for part, known in zip(found, keys(found, workers), strict=True):
        noted = store.noted([name for name, *_ in known])
        passed = frozenset(row for row, (name, *rest) in enumerate(known) if noted.get(name) == tuple(rest))
        tally.counts["known"] += len(passed)
        if part.refused or len(passed) < len(known):
            yield replace(part, passed=passed)


def _batches(found: Iterable[Part], workers: int) -> Iterator[list[Ready]]:
    """Yield inputs in batches such as `marsad add` takes in."""
    from marsad.batch.load import in_order
    from marsad.store.prepared import Prepared

    batch: list[Ready] = []
    held = 0
    for part in in_order(found, workers):
        for item, made in part:
            batch.append((item, made))
            held += len(made.row["content"]) if isinstance(made, Prepared) else 0
            if len(batch) == BATCH or held > BATCH_BYTES:
                yield batch
                batch, held = [], 0
    if batch:
        yield batch
