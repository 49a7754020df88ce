"""A table of reports (CSV, TSV): its first row names the columns, each row after it is a report.

Dates in numbers alone (5/12/2016) are read in the order that all dates of the column allow; where that leaves two, a
row whose day differs between them has none.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from marsad.errors import SourceError
from marsad.sources import columns, dateorder, encoding, rows
from marsad.sources.formats.pagedate import day_of
from marsad.sources.items import Defaults, Item, Origin, Passed, Refused, Taken, size

DELIMITERS = ",;\t|"
_MOST_COLUMNS = 2000
_NUMBERS = re.compile(r"\s*(\d{1,4})[-./](\d{1,2})[-./](\d{1,4})(?!\d)")
_EARLIEST = dt.date(1990, 1, 1)


@dataclass(frozen=True, slots=True)
class _Row:
    number: int  # of its first line
    cells: list[str]
    raw: str


def read(file: BinaryIO, origin: Origin, defaults: Defaults) -> Iterator[Item]:
    """Yield the report of each row. Raises `SourceError` where no column holds the text, or the quotes are broken."""
    codec = defaults.encoding or encoding.detect(file.read(encoding.SAMPLE), whole=False)
    if codec is None:
        raise SourceError("it is in an encoding that was not recognised: save it as UTF-8, or name its --encoding")
    delimiter = _delimiter(file, codec, defaults)
    table = _rows(file, codec, delimiter, defaults.limit)
    header = next(table, None)
    if header is None:
        raise SourceError("it is empty: give a table with a row that names the columns")
    names = [name.strip() for name in header.cells]
    found = {field: names.index(column) for field, column in columns.mapping(names, defaults.columns).items()}
    orders = _orders(_rows(file, codec, delimiter, defaults.limit), found.get("published"))
    open_days = 0
    for row in _rows(file, codec, delimiter, defaults.limit, skip=1):
        item = _item(row, len(names), found, orders, origin, defaults)
        open_days += isinstance(item, Taken) and bool(item.detail("published_at")) and item.report.published is None
        yield item
    if open_days:
        yield Passed(origin.name, f"{open_days:,} rows have a date that was not understood, or that could be two days")


def _delimiter(file: BinaryIO, codec: str, defaults: Defaults) -> str:
    """Return the mark between cells: the one with which the first row names a text, else the most frequent."""
    file.seek(0)
    wrapper = io.TextIOWrapper(file, codec, errors="replace", newline="")
    head = wrapper.readline(defaults.limit).removeprefix("\ufeff")
    wrapper.detach()
    for delimiter in sorted(DELIMITERS, key=head.count, reverse=True):
        if head.count(delimiter) >= _MOST_COLUMNS:
            return delimiter
        if delimiter in head:
            try:
                columns.mapping(
                    (name.strip() for name in next(csv.reader([head], delimiter=delimiter))), defaults.columns
                )
            except (SourceError, csv.Error, StopIteration):
                continue
            return delimiter
    return max(DELIMITERS, key=head.count)


def _rows(file: BinaryIO, codec: str, delimiter: str, limit: int, skip: int = 0) -> Iterator[_Row]:
    """Yield the rows that are not blank, each with the lines that it was written in."""
    csv.field_size_limit(limit)
    file.seek(0)
    wrapper = io.TextIOWrapper(file, codec, errors="replace", newline="")
    lines = _Lines(wrapper, limit)
    number = 0
    try:
        for cells in csv.reader(lines, delimiter=delimiter):
            start, raw = lines.taken()
            if len(cells) > _MOST_COLUMNS:
                raise SourceError(
                    f"line {start} has {len(cells):,} columns: give a table with fewer than {_MOST_COLUMNS:,}"
                )
            if any(cell.strip() for cell in cells):
                number += 1
                if number > skip:
                    yield _Row(start, cells, raw)
    except csv.Error as error:
        start, _ = lines.taken()
        raise SourceError(
            f"the row that begins in line {start} cannot be read ({error}): look for a quote that is never closed"
        ) from error
    finally:
        wrapper.detach()


class _Lines:
    """The lines of a table; remembers those of the row that is being read."""

    def __init__(self, text: io.TextIOWrapper, limit: int) -> None:
        self._text = text
        self._limit = limit
        self._number = 0
        self._held: list[str] = []
        self._size = 0

    def __iter__(self) -> Iterator[str]:
        while line := self._text.readline(self._limit + 1):
            self._number += 1
            self._size += len(line)
            if self._size > self._limit:
                first = self._number - len(self._held)
                raise SourceError(
                    f"the row in line {first} is longer than {size(self._limit)}: split it, or raise --max-size"
                )
            line = line.removeprefix("\ufeff") if self._number == 1 else line
            self._held.append(line)
            yield line

    def taken(self) -> tuple[int, str]:
        """Return the number of the first line of the row and all its lines, and forget them."""
        start, raw = self._number - len(self._held) + 1, "".join(self._held)
        self._held, self._size = [], 0
        return start, raw


def _orders(table: Iterator[_Row], column: int | None) -> tuple[dateorder.Order, ...]:
    """Return the orders that all-number dates of the column can be in."""
    if column is None:
        return ()
    seen = {triple for row in table if column < len(row.cells) if (triple := _triple(row.cells[column]))}
    latest = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=2)
    return dateorder.orders_of(sorted(seen), earliest=_EARLIEST, latest=latest)


def _triple(cell: str) -> dateorder.Triple | None:
    hit = _NUMBERS.match(cell)
    return (int(hit[1]), int(hit[2]), int(hit[3])) if hit else None


def _item(
    row: _Row,
    width: int,
    found: dict[str, int],
    orders: tuple[dateorder.Order, ...],
    origin: Origin,
    defaults: Defaults,
) -> Item:
    name = f"{origin.name}, line {row.number}"
    if len(row.cells) > width:
        reason = f"it has {len(row.cells)} cells where the first row has {width}: put quotes around cells with commas"
        return Refused(name, reason)
    cells = {field: row.cells[at].strip() for field, at in found.items() if at < len(row.cells)}
    said = cells.pop("published", "")
    triple = _triple(said)
    day = dateorder.only_day(orders, triple) if triple else day_of(said, defaults.lang or "ar") if said else None
    fields: rows.Json = {key: value for key, value in cells.items() if value and key not in ("id", "author", "lang")}
    fields["lang"] = cells.get("lang", "").lower() if cells.get("lang", "").lower() in ("ar", "en") else None
    fields["published"] = day.isoformat() if day else None
    if cells.get("id") and "report_id" not in fields:
        fields["report_id"] = f"{origin.made_id}/{cells['id']}"
    try:
        item = rows.taken(fields, name, f"{origin.made_id}-{row.number}", defaults)
    except SourceError as error:
        return Refused(name, str(error))
    details = (("author", cells.get("author", "")), ("published_at", said))
    original = row.raw.rstrip("\r\n").encode("utf-8", "replace")
    return replace(item, original=original, media_type="text/csv", details=tuple(pair for pair in details if pair[1]))
