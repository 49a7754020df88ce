"""The archive of a backup: a zip file, one part a table, and a manifest of the parts (docs/operations.md).

The manifest is written last, when the hashes are known, so an archive that was cut has none.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from typing import IO, cast

from marsad.errors import StoreError

FORMAT = "marsad-backup"
EDITION = 1  # of the format; a later one is refused
MANIFEST = "manifest.json"
_LARGEST_MANIFEST = 1_000_000
_CHUNK = 1 << 20


class DamagedError(StoreError):
    """An archive is not what a backup wrote; the text says which part."""


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one table: their columns, how many, and the size and hash of the part's bytes."""

    name: str
    table: str
    columns: tuple[str, ...]
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `entries` and `head` are those of the chain; `left_out` are tables that are not in it."""

    marsad: str
    schema: str
    database: str  # sqlite postgresql
    made_at: str
    entries: int
    head: str
    reports: int
    claims: int
    removals: int
    left_out: tuple[str, ...]
    parts: tuple[Part, ...]

    def written(self) -> str:
        return json.dumps({"format": FORMAT, "edition": EDITION, **asdict(self)}, ensure_ascii=False, indent=1)


class Counting:
    """A part that is being written: counts rows and bytes, and hashes them. A line is a row."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target, self._hash = target, hashlib.sha256()
        self.rows = self.size = 0

    def write(self, data: bytes) -> None:
        self._target.write(data)
        self._hash.update(data)
        self.size += len(data)
        self.rows += data.count(b"\n")

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


class Archive:
    """An archive that is read; `check` compares it with its manifest, and comes before all else."""

    def __init__(self, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(name)
        except OSError as error:
            raise StoreError(f"{name}: it cannot be opened ({error.strerror}): check the path") from None
        except zipfile.BadZipFile:
            raise self._damaged("it is no backup of Marsad, or its end is missing") from None
        try:
            self.manifest = self._manifest()
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def check(self) -> None:
        """Compare every part with the manifest. Raises `DamagedError`."""
        wanted = [MANIFEST, *(part.name for part in self.manifest.parts)]
        found = self._zip.namelist()
        if sorted(found) != sorted(wanted):
            odd = sorted(set(found) ^ set(wanted)) or ["a part that is there twice"]
            raise self._damaged(f"its parts are not those of its manifest: {', '.join(odd)[:200]}")
        for part in self.manifest.parts:
            size, hashed = 0, hashlib.sha256()
            with closing(self.chunks(part)) as chunks:
                for data in chunks:
                    size += len(data)
                    hashed.update(data)
                    if size > part.bytes:
                        break
            if (size, hashed.hexdigest()) != (part.bytes, part.sha256):
                raise self._damaged(f"{part.name} was changed")

    def lines(self, part: Part) -> Generator[bytes, None, None]:
        """Yield the rows of a part, a line each."""
        with self._opened(part) as file:
            for row in file:
                if not row.endswith(b"\n"):
                    raise self._damaged(f"{part.name} ends within a row")
                yield row

    def chunks(self, part: Part) -> Generator[bytes, None, None]:
        """Yield the bytes of a part."""
        with self._opened(part) as file:
            while data := file.read(_CHUNK):
                yield data

    @contextmanager
    def _opened(self, part: Part) -> Iterator[IO[bytes]]:
        try:
            with self._zip.open(part.name) as file:
                yield io.BufferedReader(cast(io.RawIOBase, file), _CHUNK)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
            raise self._damaged(f"{part.name} was changed, or the archive was cut") from None

    def _manifest(self) -> Manifest:
        try:
            with self._zip.open(MANIFEST) as file:
                said = json.loads(file.read(_LARGEST_MANIFEST))
            form, edition = said.pop("format"), said.pop("edition")
        except (KeyError, AttributeError, ValueError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError):
            raise self._damaged(f"it is no backup of Marsad: {MANIFEST} is missing or was changed") from None
        if form != FORMAT or not isinstance(edition, int):
            raise self._damaged("it is no backup of Marsad")
        if edition > EDITION:
            raise StoreError(f"{self.name}: a later Marsad wrote it (edition {edition}): restore it with that one")
        try:
            parts = tuple(Part(**{**part, "columns": tuple(part["columns"])}) for part in said.pop("parts"))
            return _checked(Manifest(**{**said, "left_out": tuple(said["left_out"])}, parts=parts))
        except (KeyError, TypeError, ValueError):
            raise self._damaged(f"{MANIFEST} was changed") from None

    def _damaged(self, what: str) -> DamagedError:
        return DamagedError(f"{self.name}: {what}. Nothing of it was restored: take another backup")


def _checked(found: Manifest) -> Manifest:
    """Return a manifest whose values are of the kinds that they should be. Raises `TypeError`."""
    texts = [found.marsad, found.schema, found.database, found.made_at, found.head]
    numbers = [found.entries, found.reports, found.claims, found.removals]
    for part in found.parts:
        texts += [part.name, part.table, part.sha256, *part.columns]
        numbers += [part.rows, part.bytes]
    if not all(isinstance(text, str) for text in texts) or not all(isinstance(n, int) for n in numbers):
        raise TypeError
    return found
