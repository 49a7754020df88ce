"""What the commands share: their options, what they say on standard error, how they write."""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from marsad import logs
from marsad.errors import StoreError
from marsad.records import Report
from marsad.sources.items import Taken

if TYPE_CHECKING:
    from marsad.store.store import Store

T = TypeVar("T")
FAILED = 2
DATABASE = "observatory.db"


def day(value: str) -> dt.date:
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise typer.BadParameter(f"{value!r} is not a date: write it as YYYY-MM-DD") from None


def language(value: str) -> str:
    if value not in ("ar", "en"):
        raise typer.BadParameter(f"{value!r} is not a language that Marsad reads: write ar or en")
    return value


def encoding_name(value: str) -> str:
    try:
        b" ".decode(value, errors="replace")
    except (LookupError, UnicodeError):
        raise typer.BadParameter(f"{value!r} is not an encoding: write utf-8, utf-16 or cp1256, for example") from None
    return value


Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE|DIRECTORY|-",
        help="Reports: text, pages, PDF, DOCX, feeds, chats, web archives, tables, JSON; a directory; - for stdin.",
    ),
]
Published = Annotated[
    dt.date | None,
    typer.Option(parser=day, metavar="YYYY-MM-DD", help="Date of publication, where the report has none."),
]
Outlet = Annotated[str | None, typer.Option(help="Who published it, where the report does not say.")]
Language = Annotated[
    str | None, typer.Option(parser=language, metavar="ar|en", help="Its language; else found by its letters.")
]
Encoding = Annotated[
    str | None, typer.Option(parser=encoding_name, metavar="NAME", help="Its encoding; detected if absent.")
]
MaxSize = Annotated[float, typer.Option(metavar="MB", min=0.001, help="Refuse a report larger than this.")]
Columns = Annotated[
    str | None,
    typer.Option("--map", metavar="FIELD=COLUMN,…", help="Columns of a table, such as text=body,published=date."),
]
Database = Annotated[
    str,
    typer.Option("--db", metavar="FILE|URL", envvar="MARSAD_DB", help="The record: an SQLite file or PostgreSQL."),
]


def columns(said: str | None) -> tuple[tuple[str, str], ...]:
    """Return the pairs of --map."""
    if said is None:
        return ()
    from marsad.errors import SourceError
    from marsad.sources.columns import parse

    try:
        return parse(said)
    except SourceError as error:
        raise typer.BadParameter(str(error), param_hint="--map") from None


@contextmanager
def opened(database: str, *, create: bool = False, upgrade: bool = False) -> Iterator[Store]:
    """Open the record; what goes wrong is said on standard error and ends the command."""
    try:
        with _open(database, create, upgrade) as store:
            yield store
    except StoreError as error:
        say(str(error))
        raise typer.Exit(FAILED) from None


def opened_for_long(database: str) -> Store:
    """Open the record for a server, which closes it itself."""
    try:
        return _open(database, create=False, upgrade=False)
    except StoreError as error:
        say(str(error))
        raise typer.Exit(FAILED) from None


def _open(database: str, create: bool, upgrade: bool) -> Store:
    """Open the record, on a terminal after asking whether an old one is to be brought up to date."""
    from marsad.store.migrate import OldSchemaError
    from marsad.store.store import Store

    try:
        return Store.open(database, create=create, upgrade=upgrade)
    except OldSchemaError as error:
        if not interactive() or not typer.confirm(f"{error}. Do so now?", err=True):
            raise
        return Store.open(database, upgrade=True)


def completed(item: Taken, ask: bool) -> Report:
    """Return the report with the outlet of its dateline, and its date from its own text or from the user."""
    from marsad.sources.furniture import outlet_of
    from marsad.sources.published import inferred_date

    report = item.report
    if report.outlet is None:
        report = replace(report, outlet=outlet_of(report))
    says_itself = item.media_type == "text/html"  # pages were asked for their date, and more strictly
    if report.published is None and not says_itself and (inferred := inferred_date(report)):
        day, span = inferred
        say(f"warning: {item.name}: published {day}, as read from {span.of(report.document)!r}; --published sets it")
        return replace(report, published=day)
    if report.published is None and ask and not item.own_id and Path(item.name).is_file():
        return replace(report, published=_asked())
    return report


def _asked() -> dt.date | None:
    while True:
        answer = typer.prompt("When was it published (YYYY-MM-DD, empty: not known)", default="", err=True)
        try:
            return dt.date.fromisoformat(answer.strip()) if answer.strip() else None
        except ValueError:
            say("that is not a date: write it as YYYY-MM-DD")


def interactive() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def out(text: str) -> None:
    """Write UTF-8 whatever the locale says: the interchange format has one encoding."""
    sys.stdout.buffer.write(text.encode("utf-8", errors="replace"))


def say(message: str) -> None:
    if logs.as_json():
        logs.say(message)
        return
    cleared = "\r\x1b[K" if sys.stderr.isatty() else ""  # a line of progress may stand there
    typer.echo(f"{cleared}marsad: {message}", err=True)


def counted(items: Iterator[T], quiet: bool) -> Iterator[T]:
    """Yield the items; on a terminal, keep a count of them and their rate on standard error."""
    if quiet or not sys.stderr.isatty():
        yield from items
        return
    began = shown = time.monotonic()
    count = 0
    for count, item in enumerate(items, 1):
        now = time.monotonic()
        if now - shown > 0.2:
            shown = now
            sys.stderr.write(f"\r{count:,} reports, {count / (now - began):,.0f} a second ")
            sys.stderr.flush()
        yield item
    if shown != began:
        sys.stderr.write(f"\r{count:,} reports read{' ' * 20}\n")
