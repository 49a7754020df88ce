"""Reports come in from files, directories and standard input: plain text, or JSON with a report a line.

Nothing here stops at a bad input: what cannot be taken in is returned as a `Refused` that names it and says what to
do, and the rest is still read.
"""

from __future__ import annotations

import gzip
import io
import os
import sys
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Literal

from marsad.errors import SourceError
from marsad.sources import encoding, rows
from marsad.sources.items import DEFAULTS, Defaults, Item, Refused, Taken, readable, size

STDIN = "-"

Layout = Literal["text", "rows", "document"]
_LAYOUTS: dict[str, Layout] = {
    ".txt": "text",
    ".text": "text",
    ".jsonl": "rows",
    ".ndjson": "rows",
    ".json": "document",
}
_SUFFIXES = tuple(suffix + packed for suffix in _LAYOUTS for packed in ("", ".gz"))


def take(inputs: Iterable[str], defaults: Defaults = DEFAULTS) -> Iterator[Item]:
    """Yield every report of `inputs`: paths of files or directories, or "-" for standard input.

    Reports keep the order of the inputs, files of a directory that of their paths. A second report with the
    `report_id` of an earlier one is refused; an id that was made from a file name gives way to the whole path.
    """
    seen: set[str] = set()
    for name in inputs:
        for item in _of_input(name, defaults):
            yield _once(item, seen) if isinstance(item, Taken) else item


def _once(item: Taken, seen: set[str]) -> Item:
    key = item.report.report_id
    if key in seen and not item.own_id:
        key = item.name
    if key in seen:
        return Refused(item.name, f"a report with the id {key!r} was already read: give every report its own report_id")
    seen.add(key)
    return item if key == item.report.report_id else replace(item, report=replace(item.report, report_id=key))


def _of_input(name: str, defaults: Defaults) -> Iterator[Item]:
    try:
        if name == STDIN:
            yield from _of_stream(sys.stdin.buffer, "standard input", "stdin", None, defaults)
        elif Path(name).is_dir():
            yield from _of_directory(Path(name), defaults)
        else:
            yield from _of_file(Path(name), defaults)
    except SourceError as error:
        yield Refused("standard input" if name == STDIN else name, str(error))


def _of_directory(folder: Path, defaults: Defaults) -> Iterator[Item]:
    found = False
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.lower().endswith(_SUFFIXES) and not name.startswith("."):
                found = True
                yield from _of_input(str(Path(parent) / name), defaults)
    if not found:
        raise SourceError(f"the directory holds no reports: give one with files named *{', *'.join(_LAYOUTS)}")


def _of_file(path: Path, defaults: Defaults) -> Iterator[Item]:
    lower = path.name.lower()
    layout = _LAYOUTS.get(Path(lower.removesuffix(".gz")).suffix)
    try:
        if not path.exists():
            raise SourceError("there is no such file or directory: check the path")
        if not path.is_file():
            raise SourceError("it is not a file: give a text file, a .jsonl file, a directory, or - for standard input")
        with path.open("rb") as file:
            stream = gzip.GzipFile(fileobj=file) if lower.endswith(".gz") else file
            yield from _of_stream(stream, str(path), path.name.partition(".")[0] or path.name, layout, defaults)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise SourceError(f"it is not a whole gzip file ({error}): compress it again") from error
    except OSError as error:
        raise SourceError(f"it cannot be opened ({error.strerror or error}): check its permissions") from error


def _of_stream(
    stream: BinaryIO | gzip.GzipFile, name: str, made_id: str, layout: Layout | None, defaults: Defaults
) -> Iterator[Item]:
    """Yield the reports of one stream; its first bytes say what it holds."""
    head = _fill(stream, encoding.SAMPLE)
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise SourceError("it is empty: give a file with the words of a report")
    if what := encoding.other_format(head):
        raise SourceError(f"it is {what}")
    codec = defaults.encoding or encoding.detect(head, whole=len(head) < encoding.SAMPLE)
    if codec is None:
        raise SourceError(
            "it is binary, or in an encoding that was not recognised: save it as UTF-8, or name its --encoding"
        )
    if (layout or _guess(head, codec)) == "rows":
        text = io.TextIOWrapper(io.BufferedReader(_Joined(head, stream)), codec, errors="replace", newline="\n")
        yield from _of_rows(text, name, made_id, defaults)
        return
    data = head + _fill(stream, defaults.limit + 1 - len(head))
    if len(data) > defaults.limit:
        raise SourceError(f"it is larger than {size(defaults.limit)}: write a report a line, or raise --max-size")
    text_of_data = data.decode(codec, errors="replace").removeprefix("\ufeff")
    if layout == "document":
        for number, fields in enumerate(rows.parse(text_of_data), 1):
            yield _row(fields, f"{name}, report {number}", f"{made_id}-{number}", rows.written(fields), defaults)
    else:
        yield replace(_of_text(text_of_data, codec, name, made_id, defaults), original=data)


def _fill(stream: BinaryIO | gzip.GzipFile, count: int) -> bytes:
    """Read `count` bytes, or to the end: a pipe gives less than it is asked for."""
    parts = []
    while count > 0 and (part := stream.read(count)):
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


class _Joined(io.RawIOBase):
    """The bytes that were looked at, and then the rest of the stream."""

    def __init__(self, head: bytes, rest: BinaryIO | gzip.GzipFile) -> None:
        self._head = io.BytesIO(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        part = self._head.read(len(view)) or self._rest.read(len(view))
        view[: len(part)] = part
        return len(part)


def _guess(head: bytes, codec: str) -> Layout:
    """Tell rows from text where the name does not: the first line begins as a JSON object with a text."""
    text = head.decode(codec, errors="replace").lstrip("\ufeff \t\r\n")
    return "rows" if text.startswith("{") and '"text"' in text else "text"


def _of_text(text: str, codec: str, name: str, made_id: str, defaults: Defaults) -> Taken:
    text, _ = readable(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    item = rows.taken({"text": text}, name, made_id, defaults)
    if codec.startswith("utf-8"):
        return item
    return replace(item, notes=(f"read as {codec}", *item.notes))


def _of_rows(stream: io.TextIOWrapper, name: str, made_id: str, defaults: Defaults) -> Iterator[Item]:
    empty = True
    for number, line in rows.lines(stream, defaults.limit):
        empty = False
        where = f"{name}, line {number}"
        if line is None:
            yield Refused(where, f"the line is longer than {size(defaults.limit)}: split it, or raise --max-size")
            continue
        try:
            objects = rows.parse(line)
        except SourceError as error:
            yield Refused(where, str(error))
            continue
        for part, fields in enumerate(objects, 1):
            alone = len(objects) == 1
            suffix, original = (
                (f"{number}", line.strip("\r\n")) if alone else (f"{number}-{part}", rows.written(fields))
            )
            yield _row(fields, where, f"{made_id}-{suffix}", original, defaults)
    if empty:
        raise SourceError("it holds no reports: write one JSON object a line")


def _row(fields: rows.Json, name: str, made_id: str, original: str, defaults: Defaults) -> Item:
    try:
        return replace(rows.taken(fields, name, made_id, defaults), original=original.encode("utf-8", "replace"))
    except SourceError as error:
        return Refused(name, str(error))
