"""The commands of sources: sources list, check, status, retry; fetch, watch, timestamp."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from marsad.commands.console import DATABASE, FAILED, Database, opened, out, say
from marsad.commands.fetching import allowed, fetched, fetcher, loaded
from marsad.commands.intake import DryRun, Online, progress, recording, running
from marsad.errors import SourceError, StoreError
from marsad.sources.catalogue_types import Catalogue, Settings, Source, is_url

if TYPE_CHECKING:
    from marsad.commands.watching import Watched
    from marsad.store.types_intake import InputState, Standing

CataloguePath = Annotated[Path, typer.Argument(metavar="CATALOGUE", help="A YAML file of sources.")]
_SHOWN = 20
_REASON = 160


def register(app: typer.Typer) -> None:
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Sources: what there is, and how it goes.")
    for command in (list_, check, status, retry):
        group.command(command.__name__.rstrip("_"))(command)
    app.add_typer(group, name="sources")
    for other in (fetch, watch, timestamp):
        app.command()(other)


# The catalogue


def list_(catalogue: CataloguePath) -> None:
    """List the sources of a catalogue: who they are, whose, and where they print."""
    found = loaded(str(catalogue))
    for source in found.sources:
        whose = f", {source.side}" if source.side else ""
        where = " ".join(filter(None, (source.country, source.language)))
        out(f"{source.id}  {source.kind}  {where}\n    {source.name}{whose}\n")
        out(f"    {source.name_ar}\n" if source.name_ar else "")
        out("".join(f"    {address}\n" for address in source.addresses))


def check(catalogue: CataloguePath) -> None:
    """Say what is wrong with a catalogue, line by line; nothing is fetched. The exit code is then 2."""
    found = loaded(str(catalogue))
    kinds = Counter(source.kind for source in found.sources)
    told = ", ".join(f"{count} {kind}{'' if count == 1 else 's'}" for kind, count in sorted(kinds.items()))
    out(f"{catalogue}: {len(found.sources)} sources ({told}); fetching is {'on' if found.settings.fetch else 'off'}\n")


# What became of inputs


def status(db: Database = DATABASE) -> None:
    """Show what became of every input, by state and by source, the last run, and what needs care."""
    with opened(db) as store:
        standing = store.standing(_SHOWN)
    _show_counts(standing)
    _show_run(standing)
    bad = sum(count for (_, state), count in standing.counts.items() if state in ("unreadable", "refused"))
    if not standing.problems:
        out("Nothing needs care.\n")
        return
    out(f"\n{bad:,} {'input needs' if bad == 1 else 'inputs need'} care:\n")
    for problem in standing.problems:
        out(_problem(problem))
    if bad > len(standing.problems):
        out(f"  … and {bad - len(standing.problems):,} more: marsad unreadable lists all\n")


def _show_counts(standing: Standing) -> None:
    from marsad.store.types_intake import STATES

    by_source: dict[str, Counter[str]] = defaultdict(Counter)
    for (source, state), count in standing.counts.items():
        by_source[source or "(no catalogue)"][state] += count
    whole: Counter[str] = sum(by_source.values(), Counter())
    width = max([len(name) for name in by_source] + [len("all sources")])
    out(f"{'':{width}}" + "".join(f"{state:>12}" for state in STATES) + "\n")
    rows = [("all sources", whole), *sorted(by_source.items())] if len(by_source) != 1 else [*by_source.items()]
    for name, counts in rows:
        out(f"{name:{width}}" + "".join(f"{counts[state]:>12,}" for state in STATES) + "\n")
    if standing.versions:
        out(f"{standing.versions:,} reports are new versions of earlier ones\n")


def _show_run(standing: Standing) -> None:
    run = standing.last
    if run is None:
        out("\nNo run yet: marsad add, fetch or watch takes reports in.\n")
        return
    if run.ended is None:
        how = "it is at work, or was killed: run the same command again and it goes on where it was"
    else:
        how = f"{run.outcome} at {run.ended:%Y-%m-%d %H:%M:%S} UTC"
    given = " ".join(run.inputs)
    out(f"\nLast run: {run.command} {given}\n  began at {run.started:%Y-%m-%d %H:%M:%S} UTC; {how}\n")


def _problem(problem: InputState) -> str:
    reason = " ".join((problem.reason or "").split())
    shown = reason if len(reason) <= _REASON else reason[:_REASON].rsplit(" ", 1)[0] + "…"
    if problem.state == "refused":
        todo = "it is not taken in as it is: change what the reason names, and add it again"
    elif problem.report_id:
        todo = "marsad sources retry reads it again; report the fault with the text if that fails"
    elif problem.origin and is_url(problem.origin):
        todo = "marsad sources retry reads what was fetched again, with --online it fetches"
    else:
        todo = "mend the file, then marsad sources retry"
    return f"  {problem.state}: {problem.name}\n    {shown}\n    → {todo}\n"


def retry(
    catalogue: Annotated[
        Path | None, typer.Option("--catalogue", help="Where the sources of what was fetched are described.")
    ] = None,
    db: Database = DATABASE,
    online: Online = False,
) -> None:
    """Read again what could not be read: files as they are now, pages as they were fetched, reports that are kept."""
    from marsad.commands.retrying import retry_all

    with opened(db) as store:
        good, bad = retry_all(store, loaded(str(catalogue)) if catalogue else None, online)
    out(f"{good:,} read now, {bad:,} still not\n")
    if bad:
        raise typer.Exit(FAILED)


# Fetching


def fetch(
    what: Annotated[list[str], typer.Argument(metavar="CATALOGUE|URL", help="Catalogues, or addresses of pages.")],
    db: Database = DATABASE,
    source: Annotated[
        list[str] | None, typer.Option("--source", metavar="ID", help="Of a catalogue: these alone.")
    ] = None,
    online: Online = False,
    dry_run: DryRun = False,
) -> None:
    """Fetch what sources print now, and read it into the record. Nothing is fetched unless that is turned on."""
    catalogues = [_page_catalogue(name) if is_url(name) else loaded(name) for name in what]
    chosen = [(catalogue, _chosen(catalogue, source)) for catalogue in catalogues]
    for catalogue, sources in chosen:
        if any(item.online for item in sources):
            allowed(catalogue.settings, online)
    with (
        recording(db, dry_run) as store,
        running(store, "fetch", what, dry=dry_run) as intake,
        progress("fetching") as counting,
    ):
        for catalogue, sources in chosen:
            intake.take(counting.over(fetched(catalogue, sources, store, online)))
    out(f"{'would be: ' if dry_run else ''}{intake.tally.line()}\n")
    if intake.tally.failed:
        raise typer.Exit(FAILED)


def _page_catalogue(address: str) -> Catalogue:
    """Return a catalogue of one page, whose source is its host."""
    from marsad.sources.addresses import url_of

    try:
        url = url_of(address)
    except SourceError as error:
        say(f"{address}: {error}")
        raise typer.Exit(FAILED) from None
    host = url.host.removeprefix("www.")
    return Catalogue(Path(), Settings(), (Source(host, host, None, "page", (str(url),)),))


def _chosen(catalogue: Catalogue, wanted: list[str] | None) -> list[Source]:
    names = {item.id for item in catalogue.sources}
    for name in wanted or ():
        if name not in names:
            raise typer.BadParameter(f"{catalogue.path} has no source {name!r}: it has {', '.join(sorted(names))}")
    return [item for item in catalogue.sources if not wanted or item.id in wanted]


def watch(
    what: Annotated[list[str], typer.Argument(metavar="FOLDER|CATALOGUE", help="Folders, or catalogues of sources.")],
    db: Database = DATABASE,
    once: Annotated[bool, typer.Option("--once", help="Take in what is there, and end.")] = False,
    settle: Annotated[float, typer.Option(min=0.0, metavar="SECONDS", help="How long a file must not change.")] = 2.0,
    online: Online = False,
    dry_run: DryRun = False,
) -> None:
    """Keep the record up to date with folders and sources until it is stopped. It can be killed and started again."""
    from marsad.commands import watching

    watched, asks = _watched(what, online)
    with recording(db, dry_run) as store, running(store, "watch", what, dry=dry_run, verbose=True) as intake:
        if dry_run:
            intake.take(watching.pending(watched, store))
        else:
            say(f"watching {', '.join(what)}" + ("" if once else ": Ctrl+C or SIGTERM ends it"))
            with watching.stopping() as stop:
                asking = fetcher(asks) if asks else None
                watching.watch(watched, store, intake, asking, stop, once=once, settle=settle)
    out(f"{'would be: ' if dry_run else ''}{intake.tally.line()}\n")
    if intake.tally.failed and once:
        raise typer.Exit(FAILED)


def _watched(what: list[str], online: bool) -> tuple[Watched, Settings | None]:
    """Return what is to be watched, and the settings for fetching where some of it is fetched."""
    from marsad.commands.watching import Watched, of_catalogue

    folders: list[tuple[Path, Source | None]] = []
    sources: list[tuple[Source, float]] = []
    asks: Settings | None = None
    for name in what:
        if Path(name).is_dir():
            folders.append((Path(name), None))
            continue
        if not Path(name).is_file():
            raise typer.BadParameter(f"{name} is neither a folder nor a catalogue: check the path")
        catalogue = loaded(name)
        found = of_catalogue(catalogue)
        if found.sources:
            allowed(catalogue.settings, online)
            asks = asks or catalogue.settings
        folders += found.folders
        sources += found.sources
    return Watched(tuple(folders), tuple(sources)), asks


# Evidence


def timestamp(
    authority: Annotated[str, typer.Option(metavar="URL", help="An authority of time-stamps (RFC 3161).")] = ...,  # type: ignore[assignment]
    certificate: Annotated[Path, typer.Option(metavar="PEM", help="Its root certificates.")] = ...,  # type: ignore[assignment]
    db: Database = DATABASE,
) -> None:
    """Have an authority sign that the record's chain was as it is now. Only a hash is sent; marsad verify checks it."""
    from marsad.commands.stamping import stamped

    with opened(db) as store:
        try:
            made = stamped(store, authority, certificate)
        except (SourceError, StoreError) as error:
            say(f"{authority}: {error}")
            raise typer.Exit(FAILED) from None
    out(f"entry {made.sequence:,} of the chain was there at {made.at:%Y-%m-%d %H:%M:%S} UTC, says {authority}\n")
