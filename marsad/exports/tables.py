"""The tables of codes in data/: tab-separated, UTF-8, `#` comment lines."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from marsad.errors import PackError


@cache
def rows_of(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table as tuples of cells.

    Raises PackError that names the line where rows differ in their number of cells.
    """
    text = (files("marsad.exports") / "data" / name).read_text(encoding="utf-8")
    rows: list[tuple[str, ...]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        cells = tuple(line.split("\t"))
        if rows and len(cells) != len(rows[0]):
            raise PackError(f"{name}, line {number}: want {len(rows[0])} cells, got {len(cells)}")
        rows.append(cells)
    return tuple(rows)


@cache
def columns(format_name: str) -> tuple[str, ...]:
    """Return the columns that a format has, in order."""
    return tuple(column for name, column in rows_of("columns.tsv") if name == format_name)
