"""Which column of a table, or field of an object, holds what of a report: as the user says, else by its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from marsad.errors import SourceError
from marsad.text.fold import match

FIELDS = ("text", "title", "published", "outlet", "url", "report_id", "lang", "author")
_SHOWN = 30


def parse(said: str) -> tuple[tuple[str, str], ...]:
    """Return the pairs of "text=body,published=date". Raises `SourceError` where it is none, or names no field."""
    pairs = []
    for part in filter(None, (part.strip() for part in said.split(","))):
        field, sign, column = (word.strip() for word in part.partition("="))
        if field not in FIELDS or not sign or not column:
            raise SourceError(f"{part!r} is no pair: write FIELD=COLUMN, the field one of {', '.join(FIELDS)}")
        pairs.append((field, column))
    return tuple(pairs)


def mapping(names: Iterable[str], said: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the column of each field that there is one for ("id" is a number of the table's own).

    Raises `SourceError`, which names the columns, where a column that was said is not there or none holds the text.
    """
    columns = list(names)
    found: dict[str, str] = {}
    for field, column in said:
        if column not in columns:
            raise SourceError(f"there is no column {column!r} ({listed(columns)}): correct --map {field}={column}")
        found[field] = column
    taken = set(found.values())
    ranks = _names()
    for column in sorted(columns, key=lambda column: ranks.get(_key(column), (0, ""))[0]):
        _, field = ranks.get(_key(column), (0, ""))
        if field and field not in found and column not in taken:
            found[field] = column
            taken.add(column)
    if "text" not in found:
        raise SourceError(f"no column has the text of the reports ({listed(columns)}): name it with --map text=COLUMN")
    return found


def listed(columns: list[str]) -> str:
    """Return the names of the columns for a message, the first of them where there are many."""
    names = ", ".join(column[:40] or "(no name)" for column in columns[:_SHOWN])
    return f"its columns: {names}" + (f" and {len(columns) - _SHOWN:,} more" if len(columns) > _SHOWN else "")


def _key(name: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return " ".join(re.findall(r"\w+", match(spaced).replace("_", " ")))


@cache
def _names() -> dict[str, tuple[int, str]]:
    """Return (rank, field) of each name, the surest names first."""
    found: dict[str, tuple[int, str]] = {}
    for language in ("en", "ar"):
        table = files("marsad.lang") / language / "lexicon" / "columns.tsv"
        for rank, line in enumerate(table.read_text(encoding="utf-8").splitlines()):
            if line and not line.startswith("#"):
                name, field = line.split("\t")
                found.setdefault(_key(name), (rank, field))
    return found


def renamed(fields: Mapping[str, Any], said: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """Return an object under the names of a report's fields: as said, and the text by any name that it goes by.

    What has its own name is left as it is. Raises `SourceError` where the object has no text.
    """
    if not said and "text" in fields:
        return dict(fields)
    if not fields:
        raise SourceError('the report has no text: give it as "text"')
    try:
        found = mapping(map(str, fields), said)
    except SourceError as error:
        raise SourceError(f"the report has no text, or not the fields of --map: {error}") from error
    wanted = {field: column for field, column in found.items() if field == "text" or (field, column) in said}
    rest = {name: value for name, value in fields.items() if name not in wanted and name not in wanted.values()}
    return rest | {field: fields[column] for field, column in wanted.items()}
