"""`marsad batch`: many reports on all cores, or on a cluster, into tables of claims."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from marsad.commands.console import (
    FAILED,
    Columns,
    Encoding,
    Language,
    MaxSize,
    Outlet,
    Published,
    columns,
    completed,
    out,
    say,
)
from marsad.errors import MarsadError
from marsad.sources.items import Defaults

if TYPE_CHECKING:
    from marsad.batch.staged import Folder
    from marsad.batch.work import Done, Shard

EVERY = 5.0  # seconds between two lines of progress
ENGINES = ("local", "ray")


def register(app: typer.Typer) -> None:
    app.command()(batch)


def _engine(value: str) -> str:
    if value not in ENGINES:
        raise typer.BadParameter(f"{value!r} is no engine: write {' or '.join(ENGINES)}")
    return value


Engine = Annotated[str, typer.Option(parser=_engine, metavar="local|ray", help="What spreads the work.")]
Address = Annotated[str, typer.Option(help="The Ray cluster; local starts one here.")]


def batch(
    inputs: Annotated[list[str], typer.Argument(metavar="IN...", help="Files and folders of reports.")],
    folder: Annotated[Path, typer.Argument(metavar="OUT", help="Where the tables go.")],
    workers: Annotated[int | None, typer.Option(min=1, help="Processes at a time; else one a core.")] = None,
    engine: Engine = "local",
    address: Address = "local",
    size: Annotated[int, typer.Option("--shard", min=1, help="Reports in one part.")] = 250,
    limit: Annotated[float, typer.Option(min=0.1, help="Seconds that one report may take.")] = 30.0,
    published: Published = None,
    outlet: Outlet = None,
    lang: Language = None,
    encoding: Encoding = None,
    max_size: MaxSize = 5.0,
    columns_of: Columns = None,
) -> None:
    """Read many reports into Parquet tables of claims; run again after a stop, it goes on where it was.

    OUT gets three folders of tables: reports (as taken in), claims, and outcomes (what became of each report), and
    refused.jsonl, the inputs that could not be taken in. The exit code is 2 where anything was not read.
    """
    from marsad.batch.local import lean
    from marsad.batch.staged import opened, shards
    from marsad.commands.version import reader_version

    lean()
    defaults = Defaults(lang, published, outlet, None, encoding, int(max_size * 1_000_000), columns=columns(columns_of))
    try:
        made = opened(folder, inputs, defaults, size, reader_version(), limit)
        found = shards(made, inputs, defaults, size, lambda item: completed(item, ask=False))
        total = _total(_followed(_done(found, engine, address, workers)))
    except MarsadError as error:
        say(str(error))
        raise typer.Exit(FAILED) from None
    _summary(made, total)


def _done(found: Iterator[Shard], engine: str, address: str, workers: int | None) -> Iterator[Done]:
    """Yield what became of each shard: at once for those that an earlier run did."""
    from marsad.batch import cluster, local
    from marsad.batch.work import what_was_done

    earlier: list[Shard] = []

    def left() -> Iterator[Shard]:
        for shard in found:
            if shard.done:
                earlier.append(shard)
            else:
                yield shard

    yield from cluster.run(left(), address) if engine == "ray" else local.run(left(), workers or cores(), say)
    yield from map(what_was_done, earlier)


def cores() -> int:
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _followed(done: Iterator[Done]) -> Iterator[Done]:
    """Pass on what was done, with a line of progress on standard error now and then."""
    began = said = time.monotonic()
    reports = 0
    for each in done:
        reports += each.reports
        now = time.monotonic()
        if now - said > EVERY:
            said = now
            say(f"{reports:,} reports, {reports / (now - began):,.0f} a second")
        yield each


def _total(done: Iterator[Done]) -> Done:
    from marsad.batch.work import Done

    reports = claims = failed = 0
    for each in done:
        reports, claims, failed = reports + each.reports, claims + each.claims, failed + each.failed
    return Done(reports, claims, failed)


def _lines_of(path: Path) -> int:
    if not path.exists():
        return 0
    with path.open("rb") as file:
        return sum(1 for _ in file)


def _summary(made: Folder, total: Done) -> None:
    refused = _lines_of(made.refused)
    out(f"{total.reports:,} reports, {total.claims:,} claims in {made.root}\n")
    if total.failed:
        out(f"{total.failed:,} reports were not read: {made.root / 'outcomes'} says why\n")
    if refused:
        out(f"{refused:,} inputs could not be taken in: {made.refused} says why\n")
    if total.failed or refused:
        raise typer.Exit(FAILED)
