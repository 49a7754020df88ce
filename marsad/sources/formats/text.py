"""Plain text: one file is one report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from marsad.errors import SourceError
from marsad.sources import encoding, rows
from marsad.sources.items import Defaults, Item, Origin, Taken, readable, size


def read(file: BinaryIO, origin: Origin, defaults: Defaults) -> Iterator[Item]:
    """Yield the report that a text is. Raises `SourceError` where it is too large, empty or in no known encoding."""
    data = whole(file, defaults.limit)
    text, codec = decoded(data, defaults.encoding)
    item = of_text(text, codec, origin, defaults)
    yield replace(item, report=replace(item.report, url=origin.url), original=data)


def whole(file: BinaryIO, limit: int) -> bytes:
    """Return all bytes of a file. Raises `SourceError` where there are more than `limit`."""
    data = file.read(limit + 1)
    if len(data) > limit:
        raise SourceError(f"it is larger than {size(limit)}: write a report a line, or raise --max-size")
    return data


def decoded(data: bytes, codec: str | None) -> tuple[str, str]:
    """Return the text and the name of its encoding, which is found where `codec` is None."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise SourceError("it is empty: give a file with the words of a report")
    found = codec or encoding.detect(data)
    if found is None:
        raise SourceError(
            "it is binary, or in an encoding that was not recognised: save it as UTF-8, or name its --encoding"
        )
    return data.decode(found, errors="replace").removeprefix("\ufeff"), found


def of_text(text: str, codec: str, origin: Origin, defaults: Defaults) -> Taken:
    """Return the report that a decoded text is; line ends of every system become one."""
    text, _ = readable(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    item = rows.taken({"text": text}, origin.name, origin.made_id, defaults)
    if codec.startswith("utf-8"):
        return item
    return replace(item, notes=(f"read as {codec}", *item.notes))
