"""CSV: one claim a row, safe to open in a spreadsheet, and read back as it was.

A text cell that a spreadsheet could take for a formula gets an apostrophe in front, and so does one that begins with an
apostrophe; reading takes one apostrophe away. Numbers are left alone. Lines that begin with `#` come before the header:
what made the file, when, from which filters, and what it does not say.
"""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from marsad.exports.dataset import Dataset, Exported, Row, Stamp, prepare
from marsad.exports.flat import FIELDS, flat
from marsad.exports.loss import Losses, LossReport

_TRIGGERS = frozenset("=+-@\t\r\n|%＝＋－＠")
_GUARD = "'"
_MANY = 1000

Cell = str | int | float | bool | None


def export(dataset: Dataset, stamp: Stamp) -> Exported:
    """Return every claim as one row; columns are those of docs/exports.md."""
    prepared = prepare(dataset)
    rows = [flat(row, stamp) for row in prepared.rows]
    for row in prepared.rows:
        note_reduced(row, prepared.losses)
    report = prepared.report()
    lines = preamble("Marsad claims", stamp, report)
    return Exported(write_table(FIELDS, rows, lines), report)


def note_reduced(row: Row, losses: Losses) -> None:
    """Note what a flat row does not say of a claim."""
    if len(row.claim.place) > 1:
        losses.reduce("several places: coordinates of the first alone", row.key)
    if row.claim.time.options:
        losses.reduce("alternative times: only what lies around them", row.key)
    if row.claim.also:
        losses.reduce("repeats of the passage are not shown", row.key)


def safe(cell: str) -> str:
    """Return a text that no spreadsheet takes for a formula; `unsafe` takes it back."""
    return _GUARD + cell if cell.startswith(_GUARD) or _is_trigger(cell) else cell


def unsafe(cell: str) -> str:
    """Return the text that `safe` was given."""
    return cell[1:] if cell.startswith(_GUARD) else cell


def _is_trigger(cell: str) -> bool:
    """Tell whether the first letter that shows, or a tab or line break before it, starts a formula."""
    for letter in cell:
        if letter in _TRIGGERS:
            return True
        if not (letter.isspace() or unicodedata.category(letter) in ("Cc", "Cf")):
            return False
    return False


def preamble(name: str, stamp: Stamp, losses: LossReport) -> list[str]:
    """Return the `#` lines of a table: JSON in ASCII, so that no value can break a line."""
    facts: dict[str, Any] = {**stamp.to_dict(), "losses": losses.summary()}
    return [f"# {name}", *(f"# {key}: {json.dumps(value)}" for key, value in facts.items())]


def write_table(header: Sequence[str], rows: Iterable[Mapping[str, Cell]], lines: Sequence[str] = ()) -> bytes:
    """Return a table as UTF-8 with a byte order mark (spreadsheets need it for Arabic) and CRLF, as RFC 4180 wants."""
    return b"".join((head_of(header, lines), *written_rows(header, rows)))


def head_of(header: Sequence[str], lines: Sequence[str] = ()) -> bytes:
    """Return what stands before the rows of a table."""
    out = io.StringIO(newline="")
    out.writelines(f"{line}\r\n" for line in lines)
    csv.writer(out).writerow(header)
    return b"\xef\xbb\xbf" + _encoded(out)


def written_rows(header: Sequence[str], rows: Iterable[Mapping[str, Cell]]) -> Iterator[bytes]:
    """Yield the rows of a table, many at once."""
    every = iter(rows)
    while some := list(islice(every, _MANY)):
        out = io.StringIO(newline="")
        csv.writer(out).writerows([_written(row.get(column)) for column in header] for row in some)
        yield _encoded(out)


def _encoded(out: io.StringIO) -> bytes:
    return out.getvalue().encode("utf-8", "backslashreplace")


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return safe(cell) if isinstance(cell, str) else str(cell)


def read_table(data: bytes) -> list[dict[str, str]]:
    """Return the rows of a table that `write_table` made, every cell as the text it was."""
    text = data.decode("utf-8-sig")
    while text.startswith("#"):
        text = text.partition("\r\n")[2]
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader)
    return [dict(zip(header, map(unsafe, cells), strict=True)) for cells in reader]
