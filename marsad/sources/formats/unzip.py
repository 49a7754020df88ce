"""What zip archives hold, no more of it than is allowed: sizes are counted while unpacking, not read from headers."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from marsad.errors import SourceError
from marsad.sources.items import size

MOST_MEMBERS = 20_000
UNPACKED = 40  # times the limit of a text that all members of a document may unpack to
_STEP = 1 << 16
_BROKEN = "it is not a whole zip archive: get it again"


def opened(file: BinaryIO) -> zipfile.ZipFile:
    """Return the archive. Raises `SourceError` where it is broken, or lists more than any export does."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
        raise SourceError(_BROKEN) from error
    if len(archive.infolist()) > MOST_MEMBERS:
        raise SourceError(f"it lists {len(archive.infolist()):,} files: unpack it and give the files that are reports")
    return archive


def member(archive: zipfile.ZipFile, name: str | zipfile.ZipInfo, limit: int) -> bytes:
    """Return the bytes of one member, whatever size its header claims. Raises `SourceError` past `limit`."""
    held = io.BytesIO()
    for part in parts(archive, name):
        held.write(part)
        if held.tell() > limit:
            raise SourceError(f"{_name(name)} in it unpacks to more than {size(limit)}: give it unpacked")
    return held.getvalue()


def parts(archive: zipfile.ZipFile, name: str | zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the bytes of one member piece by piece."""
    try:
        with archive.open(name) as file:
            while part := file.read(_STEP):
                yield part
    except RuntimeError as error:
        raise SourceError("it is encrypted: unpack it with its password") from error
    except (zipfile.BadZipFile, NotImplementedError, zlib.error, EOFError, OSError, KeyError, ValueError) as error:
        raise SourceError(f"{_name(name)} in it is damaged: get the archive again") from error


def _name(name: str | zipfile.ZipInfo) -> str:
    return name if isinstance(name, str) else name.filename


def check(archive: zipfile.ZipFile, limit: int) -> None:
    """Raise `SourceError` where all members together unpack to more than `limit` bytes."""
    total = 0
    for entry in archive.infolist():
        for part in parts(archive, entry):
            total += len(part)
            if total > limit:
                raise SourceError(f"it unpacks to more than {size(limit)}: give its text alone")


def shown(name: str) -> str:
    """Return the name of a member as it can be printed: no control, no mark that turns the line around."""
    return re.sub("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", "\ufffd", name)[:200]
