"""Inputs become shards: files of so many reports each, in the order of the inputs.

A folder of a batch is made from one list of inputs, and says which (`batch.json`). Run again on the same inputs, it
goes on where it stopped; on others it refuses, so that no two batches are mixed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

from marsad.batch import tables
from marsad.batch.work import Shard
from marsad.errors import BatchError
from marsad.records import Report
from marsad.sources.items import Defaults, Refused, Taken, basis_of, file_of

SHARD = 250  # reports
Complete = Callable[[Taken], Report]


def as_it_is(item: Taken) -> Report:
    return item.report


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of a batch."""

    root: Path
    limit: float  # seconds that one report may take

    def shard(self, number: int) -> Shard:
        name = f"part-{number:06d}.parquet"
        at = {kind: self.root / kind / name for kind in ("reports", "claims", "outcomes")}
        return Shard(at["reports"], at["claims"], at["outcomes"], self.limit)

    @property
    def manifest(self) -> Path:
        return self.root / "batch.json"

    @property
    def refused(self) -> Path:
        return self.root / "refused.jsonl"


def opened(root: Path, inputs: Sequence[str], defaults: Defaults, size: int, reader: str, limit: float) -> Folder:
    """Return the folder of a batch of `inputs`, made where it is not there.

    Raises BatchError where it was made from other inputs, with other options, or by another reader.
    """
    folder = Folder(root, limit)
    made_from = {"inputs": _fingerprint(inputs), "options": _plain(defaults), "shard": size, "reader": reader}
    if folder.manifest.exists():
        was = json.loads(folder.manifest.read_text(encoding="utf-8"))
        changed = [name for name, value in made_from.items() if was.get(name) != value]
        if changed:
            raise BatchError(f"{root} holds a batch with other {' and '.join(changed)}: name another folder")
    elif root.exists() and any(root.iterdir()):
        raise BatchError(f"{root} is there and holds no batch: name another folder")
    for kind in ("reports", "claims", "outcomes"):
        (root / kind).mkdir(parents=True, exist_ok=True)
    write_json(folder.manifest, {**made_from, "staged": _staged(folder)})
    return folder


def shards(
    folder: Folder, inputs: Sequence[str], defaults: Defaults, size: int = SHARD, complete: Complete = as_it_is
) -> Iterator[Shard]:
    """Yield the shards of a batch as they are written; those that an earlier run wrote are taken as they are.

    `complete` returns the report of what was taken in, with what can be found in its text and is not said beside it.
    """
    count = _staged(folder)
    if count is None:
        count = 0
        for shard in _written(folder, inputs, defaults, size, complete):
            count += 1
            yield shard
        manifest = json.loads(folder.manifest.read_text(encoding="utf-8"))
        write_json(folder.manifest, {**manifest, "staged": count})
    else:
        yield from map(folder.shard, range(count))


def _written(
    folder: Folder, inputs: Sequence[str], defaults: Defaults, size: int, complete: Complete
) -> Iterator[Shard]:
    """Write shard after shard. One that is there holds the same: a batch has one list of inputs, in one order."""
    from marsad.sources.files import take

    refused = folder.refused.with_suffix(".part")
    with refused.open("w", encoding="utf-8") as out:
        taken = _taken(take(inputs, defaults), out, complete)
        for number, rows in enumerate(iter(lambda: list(islice(taken, size)), [])):
            shard = folder.shard(number)
            if not shard.reports.exists():
                tables.write(tables.table("reports", rows), shard.reports)
            yield shard
    refused.replace(folder.refused)


def _taken(items: Iterable[object], out: TextIO, complete: Complete) -> Iterator[dict[str, object]]:
    count = 0
    for item in items:
        if isinstance(item, Taken):
            count += 1
            yield tables.report_row(complete(item)) | _how(item)
        elif isinstance(item, Refused):
            row = {**asdict(item), "origin": file_of(item.name), "after": count}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def _how(item: Taken) -> dict[str, object]:
    """Return how a report came in: what `marsad add` would keep of it."""
    return {
        "input": item.name,
        "origin": file_of(item.name),
        "fetched_at": (item.fetched_at or dt.datetime.now(dt.UTC)).isoformat(),
        "details": json.dumps([*item.details, *basis_of(item)], ensure_ascii=False),
        "sha256": hashlib.sha256(item.original).hexdigest(),
        "original": item.original,
    }


def _staged(folder: Folder) -> int | None:
    if not folder.manifest.exists():
        return None
    count = json.loads(folder.manifest.read_text(encoding="utf-8")).get("staged")
    return count if isinstance(count, int) else None


def _fingerprint(inputs: Sequence[str]) -> str:
    """Return a digest of the names, sizes and times of all files of `inputs`; raise BatchError where one is missing."""
    digest = hashlib.sha256()
    for name in inputs:
        path = Path(name)
        if not path.exists():
            raise BatchError(f"{name}: there is no such file or folder")
        for file in [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file()):
            state = file.stat()
            digest.update(
                f"{file.resolve()}\0{state.st_size}\0{state.st_mtime_ns}\n".encode("utf-8", "surrogateescape")
            )
    return digest.hexdigest()[:32]


def _plain(defaults: Defaults) -> dict[str, object]:
    return json.loads(json.dumps(asdict(defaults), default=str))  # type: ignore[no-any-return]


def write_json(path: Path, value: object) -> None:
    """Write a value whole or not at all."""
    with tables.whole(path) as fresh:
        fresh.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
