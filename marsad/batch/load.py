"""The tables of a batch as what the record takes in: reports with their bytes, their claims, what became of them.

A part is made ready by itself, in any process; the one that writes takes the parts in their order.
"""

from __future__ import annotations

import datetime as dt
import json
import pickle
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from marsad.batch import tables
from marsad.batch.parse import claim_of
from marsad.batch.spread import local
from marsad.batch.staged import Folder
from marsad.batch.work import READ, Shard
from marsad.errors import BatchError
from marsad.pipeline import LANGUAGES
from marsad.records import Claim, Issue, Report, Span
from marsad.store.prepared import Made, made
from marsad.store.types import Arrival
from marsad.store.types_intake import Input

Ready = tuple[Input, Made]
_TOGETHER = 50  # reports that are unpacked at once
_MODULES = ["marsad.batch.load"]  # that processes have loaded which make parts ready
_KNOWN = ("input", "report_id", "sha256")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a batch: its tables, the inputs refused before each of its reports, and who read it.

    `passed` are the rows that are in the record already. The part after the last has no tables, and may have refusals.
    """

    shard: Shard | None
    refused: Mapping[int, tuple[Input, ...]]
    reader: str
    passed: frozenset[int] = frozenset()

    def keys(self) -> list[tuple[str, str, str]]:
        """Return input, id and hash of the bytes of each of its reports."""
        if self.shard is None:
            return []
        found = tables.read(self.shard.reports, _KNOWN)
        return list(zip(*(found.column(name).to_pylist() for name in _KNOWN), strict=True))


def parts(root: Path) -> list[Part]:
    """Return the parts of a batch; raise `BatchError` where `root` holds none, or one that was not read to its end."""
    folder = Folder(root, 0.0)
    if not folder.manifest.exists():
        raise BatchError(f"{root} holds no batch: give the folder that marsad batch wrote")
    manifest = json.loads(folder.manifest.read_text(encoding="utf-8"))
    count = manifest["staged"]
    shards = [folder.shard(number) for number in range(count or 0)]
    left = sum(not shard.done for shard in shards)
    if count is None or left:
        raise BatchError(f"{root}: {left or 'some'} of its parts are not read yet: run marsad batch again first")
    refused = _refused(folder, manifest["shard"])
    last = len(shards)
    found: list[Shard | None] = [*shards, *([None] if refused.keys() - set(range(last)) else [])]
    return [Part(shard, refused.get(number, {}), manifest["reader"]) for number, shard in enumerate(found)]


def _refused(folder: Folder, size: int) -> dict[int, dict[int, tuple[Input, ...]]]:
    """Return the inputs that were refused, by the part and the row of the report that came next."""
    found: dict[int, dict[int, tuple[Input, ...]]] = defaultdict(dict)
    if folder.refused.exists():
        for line in folder.refused.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            part, at = divmod(row["after"], size)
            refused = Input(row["name"], row["origin"] or row["name"], reason=row["reason"])
            found[part][at] = (*found[part].get(at, ()), refused)
    return found


def ready(part: Part) -> list[Ready]:
    """Return the inputs of a part, each with its report as it would be kept."""
    rows = tables.read(part.shard.reports).to_pylist() if part.shard else []
    outcomes = tables.read(part.shard.outcomes).to_pylist() if part.shard else []
    claims = _claims(part.shard) if part.shard else {}
    found: list[Ready] = []
    for number in range(len(rows) + 1):
        found += [(refused, None) for refused in part.refused.get(number, ())]
        if number < len(rows) and number not in part.passed:
            row = rows[number]
            arrival = _arrival(row, outcomes[number], claims.get(row["report_id"], []), part.reader)
            item = Input(row["input"], row["origin"] or row["input"], arrival=arrival)
            found.append((replace(item, arrival=None), made(item)))
    return found


def _claims(shard: Shard) -> dict[str, list[str]]:
    found = tables.read(shard.claims, ("report_id", "json"))
    claims: dict[str, list[str]] = defaultdict(list)
    for name, written in zip(found.column("report_id").to_pylist(), found.column("json").to_pylist(), strict=True):
        claims[name].append(written)
    return claims


def _arrival(row: Mapping[str, Any], outcome: Mapping[str, Any], written: Iterable[str], reader: str) -> Arrival:
    report = tables.report_of(row)
    if outcome["report_id"] != report.report_id:
        raise BatchError(f"{report.report_id}: its outcome is that of {outcome['report_id']}: the tables do not match")
    read = outcome["state"] == READ and report.lang in LANGUAGES
    return Arrival(
        report,
        row["original"],
        row["input"],
        {},
        dt.datetime.fromisoformat(row["fetched_at"]),
        claims=_made(report, written) if read else None,
        issues=_issues(report, outcome["issues"]) if read else (),
        reader_version=reader,
        unreadable=None if outcome["state"] == READ else f"the reader failed ({outcome['reason']})",
        details=tuple((name, value) for name, value in json.loads(row["details"])),
    )


def _made(report: Report, written: Iterable[str]) -> tuple[Claim, ...]:
    document = report.document
    return tuple([claim_of(json.loads(text), document) for text in written])


def _issues(report: Report, written: str | None) -> tuple[Issue, ...]:
    found = json.loads(written or "[]")
    return tuple(
        Issue(report.report_id, reason, None if start is None else Span(start, end)) for reason, start, end in found
    )


def keys(found: Iterable[Part], workers: int) -> Iterator[list[tuple[str, str, str]]]:
    """Yield the keys of parts, in their order; read in another process where there is one, which then has pyarrow."""
    return map(Part.keys, found) if workers < 2 else local(Part.keys, found, workers - 1, _MODULES)


def in_order(found: Iterable[Part], workers: int) -> Iterator[list[Ready]]:
    """Yield what was made ready, in its order; with `workers` of two and more, in processes of their own.

    What they made waits in files, some reports after another: however large reports are, and however many processes
    make them ready, who writes holds few of them.
    """
    if workers < 2:
        yield from map(ready, found)
        return
    with tempfile.TemporaryDirectory(prefix="marsad-load-") as folder:
        for file in local(partial(_filed, Path(folder)), found, workers - 1, _MODULES):  # one writes
            yield from _unfiled(file)


def _filed(folder: Path, part: Part) -> Path:
    made = ready(part)
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        for n in range(0, len(made), _TOGETHER):
            pickle.dump(made[n : n + _TOGETHER], file, protocol=5)
    return Path(file.name)


def _unfiled(path: Path) -> Iterator[list[Ready]]:
    with path.open("rb") as file:
        while file.peek(1):
            yield pickle.load(file)  # this program has just written it
    path.unlink()
