"""Reports as JSON: an object a line, or one object or a list of them in a file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from marsad.errors import SourceError
from marsad.sources import encoding, rows
from marsad.sources.columns import renamed
from marsad.sources.formats.text import decoded, whole
from marsad.sources.items import Defaults, Item, Origin, Refused, size

_MEDIA_TYPE = "application/json"


def read(file: BinaryIO, origin: Origin, defaults: Defaults) -> Iterator[Item]:
    """Yield the reports of a JSON document: one object, or a list."""
    text, _ = decoded(whole(file, defaults.limit), defaults.encoding)
    for number, fields in enumerate(rows.parse(text), 1):
        name = f"{origin.name}, report {number}"
        yield _item(fields, name, f"{origin.made_id}-{number}", rows.written(fields), defaults)


def read_rows(file: BinaryIO, origin: Origin, defaults: Defaults) -> Iterator[Item]:
    """Yield the reports of lines of JSON, as they come. Raises `SourceError` where there are none."""
    stream = io.BufferedReader(file, encoding.SAMPLE) if isinstance(file, io.RawIOBase) else file
    head = stream.peek(encoding.SAMPLE)[: encoding.SAMPLE] if isinstance(stream, io.BufferedReader) else b""
    codec = defaults.encoding or encoding.detect(head, whole=len(head) < encoding.SAMPLE)
    if codec is None:
        raise SourceError(
            "it is binary, or in an encoding that was not recognised: save it as UTF-8, or name its --encoding"
        )
    text = io.TextIOWrapper(stream, codec, errors="replace", newline="\n")
    empty = True
    for number, line in rows.lines(text, defaults.limit):
        empty = False
        yield from _of_line(line, number, origin, defaults)
    if empty:
        raise SourceError("it holds no reports: write one JSON object a line")


def _of_line(line: str | None, number: int, origin: Origin, defaults: Defaults) -> Iterator[Item]:
    where = f"{origin.name}, line {number}"
    if line is None:
        yield Refused(where, f"the line is longer than {size(defaults.limit)}: split it, or raise --max-size")
        return
    try:
        objects = rows.parse(line)
    except SourceError as error:
        yield Refused(where, str(error))
        return
    for part, fields in enumerate(objects, 1):
        alone = len(objects) == 1
        suffix, original = (f"{number}", line.strip("\r\n")) if alone else (f"{number}-{part}", rows.written(fields))
        yield _item(fields, where, f"{origin.made_id}-{suffix}", original, defaults)


def _item(fields: rows.Json, name: str, made_id: str, original: str, defaults: Defaults) -> Item:
    try:
        item = rows.taken(renamed(fields, defaults.columns), name, made_id, defaults)
    except SourceError as error:
        return Refused(name, str(error))
    author = fields.get("author")
    details = (("author", author),) if isinstance(author, str) and author.strip() else ()
    return replace(item, original=original.encode("utf-8", "replace"), media_type=_MEDIA_TYPE, details=details)
