"""A reading on the terminal: the report with its claims marked, a table of the claims, and what was not read.

Right-to-left text is written in its stored order, as terminals expect; every line and every table cell of it stands
between isolate marks (U+2067, U+2069), so that a terminal that reorders it keeps the columns. Marks are written only
to a terminal, never to a file or a pipe.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rich import box
from rich.console import Console
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from marsad import summary
from marsad.records import KINDS, Reading, Span

_COLOURS = {
    "casualty": "bold red",
    "control": "bold blue",
    "attack": "yellow",
    "statement": "green",
    "diplomacy": "magenta",
    "humanitarian": "cyan",
}
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_RTL_RUN = re.compile(f'[{_RTL}](?:.*[{_RTL}])?[.؟!…»")]*')
_DATE = len("2016-11-15 to")
_LEAST_WIDTH = 110  # of a file or a pipe, which has none of its own
_LEDGER_WIDTH = 160  # of a ledger there
_ANY_WIDTH = 10_000
_RLI, _PDI = "\u2067", "\u2069"
UNREVIEWED = "Read by machine and not reviewed. These are claims that the report makes, not established facts."


def show(reading: Reading, console: Console | None = None) -> None:
    """Print one reading."""
    console = console or Console(highlight=False)
    if not console.is_terminal:
        console.width = max(console.width, _LEAST_WIDTH)
    console.print(_heading(reading))
    console.print()
    _print_text(reading, console)
    console.print()
    if reading.claims:
        console.print(_legend(reading))
        _print_table(_table(reading), console)
    else:
        console.print("No claims were found.")
    for line in _issues(reading):
        console.print(Text(isolated(line) if console.is_terminal else line, "dim"))
    console.print(Text(UNREVIEWED, "italic"))
    console.print()


def _heading(reading: Reading) -> Text:
    report = reading.report
    published = f"published {report.published}" if report.published else "date of publication not known"
    parts = [report.report_id, report.outlet, published, f"language {report.lang}"]
    return Text(" · ".join(part for part in parts if part), "bold")


def _print_text(reading: Reading, console: Console) -> None:
    rtl = reading.report.lang not in ("en",)
    for line in marked(reading).split("\n"):
        for row in line.wrap(console, console.width):
            row.rstrip()
            if rtl and console.is_terminal and row.plain:
                console.print(Text.assemble(_RLI, row, _PDI), justify="right")
            else:
                console.print(row)


def marked(reading: Reading) -> Text:
    """Return the document with every claim in the colour of its kind, and its id before its words."""
    text = Text(reading.report.document)
    for _, span in reading.furniture:
        text.stylize("dim", span.start, span.end)
    for claim in sorted(reading.claims, key=lambda claim: claim.evidence.start - claim.evidence.end):
        for span in (claim.evidence, *claim.also):
            text.stylize(_COLOURS[claim.kind], span.start, span.end)
    return _with_ids(text, reading)


def _with_ids(text: Text, reading: Reading) -> Text:
    ids: dict[int, list[str]] = {}
    for claim in reading.claims:
        ids.setdefault(claim.evidence.start, []).append(claim.id)
    cuts = sorted(ids)
    pieces = text.divide(cuts)
    result = pieces[0]
    for cut, piece in zip(cuts, list(pieces)[1:], strict=True):
        result.append(f"[{' '.join(ids[cut])}] ", "dim")
        result.append_text(piece)
    return result


def _legend(reading: Reading) -> Text:
    counts = {kind: sum(claim.kind == kind for claim in reading.claims) for kind in KINDS}
    parts = [Text(f"{kind} {count}", _COLOURS[kind]) for kind, count in counts.items() if count]
    return Text("  ").join(parts)


def _table(reading: Reading) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=True)
    for name in ("id", "kind"):
        table.add_column(name, no_wrap=True)
    table.add_column("what", ratio=6)
    table.add_column("source", ratio=4)
    table.add_column("certainty", no_wrap=True)
    table.add_column("conf.", no_wrap=True)
    table.add_column("where", ratio=4)
    table.add_column("when", width=_DATE)
    for claim in reading.claims:
        cells = (
            Text(claim.id),
            Text(claim.kind, _COLOURS[claim.kind]),
            Text(summary.what(claim)),
            Text(summary.source(claim) or "the report"),
            Text(claim.certainty),
            Text("–" if claim.confidence is None else f"{claim.confidence:.2f}"),
            Text(summary.where(claim) or "–"),
            Text(summary.when(claim) or "–"),
        )
        table.add_row(*cells)
    return table


def _print_table(table: Table, console: Console) -> None:
    """Print the table with each piece of right-to-left text isolated in its own cell and line."""
    if not console.is_terminal:
        console.print(table)
        return
    for line in console.render_lines(table, pad=False):
        pieces = [Segment(isolated(piece.text), piece.style) for piece in line]
        console.print(Text.assemble(*((piece.text, piece.style or "") for piece in pieces)), soft_wrap=True)


def show_rows(rows: Sequence[Mapping[str, str]], console: Console | None = None) -> None:
    """Print rows of one form as a table; where its words do not fit beside each other, one row below the other."""
    console = console or Console(highlight=False)
    if not console.is_terminal:
        console.width = max(console.width, _LEDGER_WIDTH)
    table = Table(*rows[0], box=box.SIMPLE_HEAD, pad_edge=False, leading=1)
    for row in rows:
        table.add_row(*map(Text, row.values()))
    if console.measure(table, options=console.options.update(max_width=_ANY_WIDTH)).minimum <= console.width:
        _print_table(table, console)
        return
    for row in rows:
        (_, first), *others = row.items()
        console.print(Text(first, "bold"))
        _print_table(_list(others), console)


def _list(cells: Sequence[tuple[str, str]]) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, cell in cells:
        if cell:
            table.add_row(f"  {name}", Text(cell))
    table.add_row("")
    return table


def isolated(text: str) -> str:
    return _RTL_RUN.sub(lambda run: f"{_RLI}{run.group()}{_PDI}", text)


def _issues(reading: Reading) -> list[str]:
    document = reading.report.document

    def quoted(span: Span | None) -> str:
        return f": {summary.shortened(span.of(document), 80)}" if span else ""

    return [f"Not read, {issue.reason}{quoted(issue.span)}" for issue in reading.issues]
