"""Reports come in from files, directories and standard input, in every format that Marsad knows.

Nothing here stops at a bad input: what cannot be taken in is returned as a `Refused` that names it and says what to
do, and the rest is still read. Plain text and JSON are read here, as they come; every other format in the sandbox.
"""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from marsad.errors import SourceError
from marsad.sources import encoding, folders, sniff
from marsad.sources.items import DEFAULTS, Defaults, Item, Origin, Refused, Taken, size
from marsad.sources.wire import Job

if TYPE_CHECKING:
    from marsad.sources.sandbox import Sandbox

STDIN = "-"

_UNPACKED = 40  # times the limit of a text that a compressed file, or standard input, may hold
_FREELY_UNPACKED = 100_000_000  # bytes
_PROPORTION = 200  # running text is packed to a fifth or so; zeros to a thousandth


def take(inputs: Iterable[str], defaults: Defaults = DEFAULTS, sandbox: Sandbox | None = None) -> Iterator[Item]:
    """Yield every report of `inputs`: paths of files or directories, or "-" for standard input.

    Reports keep the order of the inputs, files of a directory that of their paths. A second report with the
    `report_id` of an earlier one is refused; an id that was made from a file name gives way to the whole path.
    """
    seen: set[str] = set()
    for name in inputs:
        for item in _of_input(name, _Intake(defaults, sandbox)):
            yield _once(item, seen) if isinstance(item, Taken) else item


def _once(item: Taken, seen: set[str]) -> Item:
    key = item.report.report_id
    if key in seen and not item.own_id:
        key = item.name
    if key in seen:
        return Refused(item.name, f"a report with the id {key!r} was already read: give every report its own report_id")
    seen.add(key)
    return item if key == item.report.report_id else replace(item, report=replace(item.report, report_id=key))


class _Intake:
    """What holds for all inputs of one call. The sandbox is made when the first input needs it."""

    def __init__(self, defaults: Defaults, sandbox: Sandbox | None) -> None:
        self.defaults = defaults
        self._sandbox = sandbox

    def run(self, job: Job) -> Iterator[Item]:
        if self._sandbox is None:
            from marsad.sources.sandbox import shared  # text and JSON do without

            self._sandbox = shared()
        return self._sandbox.run(job)


def _of_input(name: str, intake: _Intake) -> Iterator[Item]:
    try:
        if name == STDIN:
            yield from _of_stream(sys.stdin.buffer, Origin("standard input", "stdin"), None, intake)
        elif Path(name).is_dir():
            yield from _of_directory(Path(name), intake)
        else:
            yield from _of_file(Path(name), intake)
    except SourceError as error:
        yield Refused("standard input" if name == STDIN else name, str(error))


def _of_directory(folder: Path, intake: _Intake) -> Iterator[Item]:
    found = False
    for entry in folders.files_of(folder):
        found = True
        if isinstance(entry, Path):
            yield from _of_input(str(entry), intake)
        else:
            yield entry
    if not found:
        names = ", ".join(f"*{suffix}" for suffix in sniff.SUFFIXES)
        raise SourceError(f"the directory holds no reports: give one with files named {names}")


def _of_file(path: Path, intake: _Intake) -> Iterator[Item]:
    origin = Origin(str(path), path.name.partition(".")[0] or path.name)
    try:
        if not path.exists():
            raise SourceError("there is no such file or directory: check the path")
        if not path.is_file():
            raise SourceError("it is not a file: give a file, a directory, or - for standard input")
        with path.open("rb") as file:
            yield from _of_stream(file, origin, path, intake)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise SourceError(f"it is not a whole gzip file ({error}): compress it again") from error
    except OSError as error:
        raise SourceError(f"it cannot be opened ({error.strerror or error}): check its permissions") from error


def _of_stream(stream: BinaryIO, origin: Origin, path: Path | None, intake: _Intake) -> Iterator[Item]:
    """Yield the reports of one stream; its first bytes say what it holds. `path` is None where it is no file."""
    head = _fill(stream, encoding.SAMPLE)
    rest: BinaryIO = io.BufferedReader(_Joined(head, stream), encoding.SAMPLE)
    packed = sniff.is_gzip(head) or (path is not None and path.name.lower().endswith(".gz"))
    if packed:
        head = sniff.unzipped(head) or gzip.GzipFile(fileobj=rest).read(1)  # which raises what is wrong with it
        rest = io.BufferedReader(_Unpacked(rest), encoding.SAMPLE)
    kind = _kind(head, origin.name, intake.defaults)
    if kind in ("text", "rows", "document"):
        yield from _read_here(rest, kind, origin, intake.defaults)
    elif path is not None and (not packed or kind == "warc"):  # whose records are compressed one by one
        yield from intake.run(Job(kind, origin, intake.defaults, path=str(path.absolute())))
    else:
        limit = _UNPACKED * intake.defaults.limit
        data = _fill(rest, limit + 1)
        if len(data) > limit:
            raise SourceError(f"it is larger than {size(limit)}: give it as a file, not compressed")
        yield from intake.run(Job(kind, origin, intake.defaults, data=data))


def _kind(head: bytes, name: str, defaults: Defaults) -> str:
    """Return the format of a file. Raises `SourceError` where it is none that can be read."""
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise SourceError("it is empty: give a file with the words of a report")
    kind = sniff.format_of(head, name)
    if kind not in ("pdf", "zip", "warc") and (what := encoding.other_format(head)):
        raise SourceError(f"it is {what}")
    if kind is None and defaults.encoding:
        return "text"
    if kind is None:
        raise SourceError(
            "it is binary, or in an encoding that was not recognised: save it as UTF-8, or name its --encoding"
        )
    return kind


def _fill(stream: BinaryIO, count: int) -> bytes:
    """Read `count` bytes, or to the end: a pipe gives less than it is asked for."""
    parts = []
    while count > 0 and (part := stream.read(count)):
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


class _Joined(io.RawIOBase):
    """The bytes that were looked at, and then the rest of the stream."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = io.BytesIO(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        part = self._head.read(len(view)) or self._rest.read(len(view))
        view[: len(part)] = part
        return len(part)


class _Unpacked(io.RawIOBase):
    """What a gzip stream unpacks to, as long as that is in proportion."""

    def __init__(self, packed: BinaryIO) -> None:
        self._packed = _Counted(packed)
        self._file = gzip.GzipFile(fileobj=self._packed)  # type: ignore[call-overload]
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        part = self._file.read(len(view))
        self._count += len(part)
        if self._count > _FREELY_UNPACKED and self._count > _PROPORTION * self._packed.count:
            raise SourceError(f"it unpacks to more than {_PROPORTION} times its size: give it unpacked, if it is sound")
        view[: len(part)] = part
        return len(part)


class _Counted:
    """A stream, and how much of it was read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        part = self._stream.read(size)
        self.count += len(part)
        return part


def _read_here(stream: BinaryIO, kind: str, origin: Origin, defaults: Defaults) -> Iterator[Item]:
    from marsad.sources.formats import objects, text

    if kind == "rows":
        yield from objects.read_rows(stream, origin, defaults)
    elif kind == "document":
        yield from objects.read(stream, origin, defaults)
    else:
        yield from text.read(stream, origin, defaults)
