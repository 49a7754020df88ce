"""The command line. Heavy modules are imported where they are used, so that `marsad --version` starts at once."""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from marsad import __version__
from marsad.records import Reading, Report
from marsad.sources.items import Defaults, Item, Refused, Taken

FAILED = 2

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.callback(invoke_without_command=True)
def marsad(version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False) -> None:
    """Read reports of armed conflict and keep the record."""
    if version:
        typer.echo(f"marsad {__version__}")
        raise typer.Exit


def _day(value: str) -> dt.date:
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise typer.BadParameter(f"{value!r} is not a date: write it as YYYY-MM-DD") from None


def _language(value: str) -> str:
    if value not in ("ar", "en"):
        raise typer.BadParameter(f"{value!r} is not a language that Marsad reads: write ar or en")
    return value


def _encoding(value: str) -> str:
    try:
        b" ".decode(value, errors="replace")
    except (LookupError, UnicodeError):
        raise typer.BadParameter(f"{value!r} is not an encoding: write utf-8, utf-16 or cp1256, for example") from None
    return value


@app.command()
def read(
    inputs: Annotated[
        list[str], typer.Argument(metavar="FILE|DIRECTORY|-", help="Reports: text, .jsonl, a directory, - for stdin.")
    ],
    published: Annotated[
        dt.date | None,
        typer.Option(parser=_day, metavar="YYYY-MM-DD", help="Date of publication, where the report has none."),
    ] = None,
    outlet: Annotated[str | None, typer.Option(help="Who published it, where the report does not say.")] = None,
    title: Annotated[str | None, typer.Option(help="Its headline, where the report has none.")] = None,
    lang: Annotated[
        str | None,
        typer.Option(parser=_language, metavar="ar|en", help="Its language; else found by its letters."),
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(parser=_encoding, metavar="NAME", help="Its encoding; detected if absent.")
    ] = None,
    max_size: Annotated[float, typer.Option(metavar="MB", min=0.001, help="Refuse a report larger than this.")] = 5.0,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON list of the reports with claims.")] = False,
    as_jsonl: Annotated[bool, typer.Option("--jsonl", help="Write a JSON object a line, a line a report.")] = False,
) -> None:
    """Read reports and print what they claim, each value tied to its words.

    Inputs that cannot be taken in are named on standard error, the others are read, and the exit code is then 2.
    """
    from marsad.sources.files import take

    if as_json and as_jsonl:
        raise typer.BadParameter("choose one of --json and --jsonl")
    defaults = Defaults(lang, published, outlet, title, encoding, int(max_size * 1_000_000))
    write = _json() if as_json else _jsonl if as_jsonl else _show
    ask = _interactive() and len(inputs) == 1
    failed = undated = 0
    for item in _counted(take(inputs, defaults), quiet=write is _show and sys.stdout.isatty()):
        reading = _reading(item, ask)
        if reading is None:
            failed += 1
        else:
            undated += reading.report.published is None
            write(reading)
    if as_json:
        write(None)
    if undated:
        reports = "1 report has" if undated == 1 else f"{undated} reports have"
        _say(f"warning: {reports} no date of publication: give it with --published, or relative times stay open")
    if failed:
        raise typer.Exit(FAILED)


def _reading(item: Item, ask: bool) -> Reading | None:
    """Read one item; None, said on standard error, where that failed."""
    from marsad.pipeline import read as read_report
    from marsad.pipeline import settle

    if isinstance(item, Refused):
        _say(f"{item.name}: {item.reason}")
        return None
    for note in item.notes:
        _say(f"note: {item.name}: {note}")
    try:
        settle(item.report.lang)
        return read_report(_completed(item, ask))
    except Exception as error:  # one report that trips the reader must not lose the others
        _say(f"{item.name}: the reader failed ({type(error).__name__}: {error}); please report it with the text")
        return None


def _completed(item: Taken, ask: bool) -> Report:
    """Return the report with the outlet of its dateline, and its date from its own text or from the user."""
    from marsad.sources.furniture import outlet_of
    from marsad.sources.published import inferred_date

    report = item.report
    if report.outlet is None:
        report = replace(report, outlet=outlet_of(report))
    if report.published is None and (inferred := inferred_date(report)):
        day, span = inferred
        _say(f"warning: {item.name}: published {day}, as read from {span.of(report.document)!r}; --published sets it")
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
            _say("that is not a date: write it as YYYY-MM-DD")


def _interactive() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


# Writers


def _json() -> Callable[[Reading | None], None]:
    """Return a writer of one JSON list; None closes it."""
    before = "[\n"

    def write(reading: Reading | None) -> None:
        nonlocal before
        if reading is None:
            _out("]\n" if before != "[\n" else "[]\n")
        else:
            _out(before + _dumped(reading, indent=1))
            before = ",\n"

    return write


def _jsonl(reading: Reading | None) -> None:
    if reading:
        _out(_dumped(reading) + "\n")


def _show(reading: Reading | None) -> None:
    from marsad.terminal import show

    if reading:
        show(reading)


def _dumped(reading: Reading, indent: int | None = None) -> str:
    from marsad.interchange import reading_to_dict

    return json.dumps(reading_to_dict(reading), ensure_ascii=False, indent=indent)


def _out(text: str) -> None:
    """Write UTF-8 whatever the locale says: the interchange format has one encoding."""
    sys.stdout.buffer.write(text.encode("utf-8", errors="replace"))


def _say(message: str) -> None:
    typer.echo(f"marsad: {message}", err=True)


def _counted(items: Iterator[Item], quiet: bool) -> Iterator[Item]:
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


def main() -> NoReturn:
    """Run the command line."""
    app(prog_name="marsad")
    raise SystemExit(0)


if __name__ == "__main__":
    main()
