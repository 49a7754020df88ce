"""The command line. Heavy modules are imported where they are used, so that `marsad --version` starts at once."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Annotated, NoReturn

import typer

from marsad import COMPILED, __version__
from marsad.commands.console import (
    FAILED,
    Columns,
    Encoding,
    Inputs,
    Language,
    MaxSize,
    Outlet,
    Published,
    columns,
    completed,
    counted,
    interactive,
    out,
    say,
)
from marsad.commands.lazy import Commands
from marsad.records import Reading
from marsad.sources.items import Defaults, Passed, Refused, Taken

app = typer.Typer(
    cls=Commands,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    suggest_commands=False,  # click makes its own suggestion
)


@app.callback(invoke_without_command=True)
def marsad(version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False) -> None:
    """Read reports of armed conflict and keep the record."""
    if version:
        typer.echo(f"marsad {__version__}{' (reader compiled)' if COMPILED else ''}")
        raise typer.Exit


@app.command()
def read(
    inputs: Inputs,
    published: Published = None,
    outlet: Outlet = None,
    title: Annotated[str | None, typer.Option(help="Its headline, where the report has none.")] = None,
    lang: Language = None,
    encoding: Encoding = None,
    max_size: MaxSize = 5.0,
    columns_of: Columns = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON list of the reports with claims.")] = False,
    as_jsonl: Annotated[bool, typer.Option("--jsonl", help="Write a JSON object a line, a line a report.")] = False,
) -> None:
    """Read reports and print what they claim, each value tied to its words.

    Inputs that cannot be taken in are named on standard error, the others are read, and the exit code is then 2.
    """
    from marsad.sources.files import take

    if as_json and as_jsonl:
        raise typer.BadParameter("choose one of --json and --jsonl")
    defaults = Defaults(
        lang, published, outlet, title, encoding, int(max_size * 1_000_000), columns=columns(columns_of)
    )
    write = _json() if as_json else _jsonl if as_jsonl else _show
    ask = interactive() and len(inputs) == 1
    failed = undated = 0
    for item in counted(take(inputs, defaults), quiet=write is _show and sys.stdout.isatty()):
        if isinstance(item, Passed):
            say(f"note: {item.name}: {item.reason}")
            continue
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
        say(f"warning: {reports} no date of publication: give it with --published, or relative times stay open")
    if failed:
        raise typer.Exit(FAILED)


def _reading(item: Taken | Refused, ask: bool) -> Reading | None:
    """Read one item; None, said on standard error, where that failed."""
    from marsad.pipeline import read as read_report
    from marsad.pipeline import settle

    if isinstance(item, Refused):
        say(f"{item.name}: {item.reason}")
        return None
    for note in item.notes:
        say(f"note: {item.name}: {note}")
    try:
        settle(item.report.lang)
        return read_report(completed(item, ask))
    except Exception as error:  # one report that trips the reader must not lose the others
        say(f"{item.name}: the reader failed ({type(error).__name__}: {error}); please report it with the text")
        return None


# Writers


def _json() -> Callable[[Reading | None], None]:
    """Return a writer of one JSON list; None closes it."""
    before = "[\n"

    def write(reading: Reading | None) -> None:
        nonlocal before
        if reading is None:
            out("]\n" if before != "[\n" else "[]\n")
        else:
            out(before + _dumped(reading, indent=1))
            before = ",\n"

    return write


def _jsonl(reading: Reading | None) -> None:
    if reading:
        out(_dumped(reading) + "\n")


def _show(reading: Reading | None) -> None:
    from marsad.terminal import show

    if reading:
        show(reading)


def _dumped(reading: Reading, indent: int | None = None) -> str:
    from marsad.interchange import reading_to_dict

    return json.dumps(reading_to_dict(reading), ensure_ascii=False, indent=indent)


def main() -> NoReturn:
    """Run the command line."""
    app(prog_name="marsad")
    raise SystemExit(0)


if __name__ == "__main__":
    main()
