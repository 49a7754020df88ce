"""What goes between Marsad and the process that reads hostile bytes: frames of JSON with a part of raw bytes.

Nothing is pickled: a reader that was taken over can send wrong words, and no program.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import struct
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from marsad.errors import SourceError
from marsad.records import Report
from marsad.sources.items import Defaults, Item, Origin, Passed, Refused, Taken

_LENGTHS = struct.Struct(">IQ")
_LONGEST_HEAD = 200_000_000
Json = dict[str, Any]
OUT_OF_MEMORY = 77  # what a worker ends with where it had none left


@dataclass(frozen=True, slots=True)
class Job:
    """Bytes to read as one format: of the file at `path`, or `data`."""

    format: str
    origin: Origin
    defaults: Defaults
    path: str | None = None
    data: bytes = b""


def opened(job: Job) -> BinaryIO:
    """Return the bytes of a job as a file."""
    return Path(job.path).open("rb") if job.path else io.BytesIO(job.data)


def send(stream: BinaryIO, head: Json, data: bytes = b"") -> None:
    """Write one frame."""
    text = json.dumps(head).encode("ascii")
    stream.write(_LENGTHS.pack(len(text), len(data)) + text)
    stream.write(data)
    stream.flush()


def receive(stream: BinaryIO) -> tuple[Json, bytes] | None:
    """Return the next frame; None where the stream ends or breaks off."""
    lengths = stream.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    size, extra = _LENGTHS.unpack(lengths)
    if size > _LONGEST_HEAD:
        return None
    text, data = stream.read(size), stream.read(extra)
    return (json.loads(text), data) if len(text) == size and len(data) == extra else None


def job_to_frame(job: Job) -> tuple[Json, bytes]:
    head = asdict(replace(job, data=b""))
    del head["data"]
    head["defaults"]["published"] = _iso(job.defaults.published)
    return head, job.data


def job_of(head: Json, data: bytes) -> Job:
    defaults = dict(head["defaults"])
    defaults["published"] = _day(defaults["published"])
    defaults["columns"] = tuple((field, column) for field, column in defaults["columns"])
    parts = head | {"origin": Origin(**head["origin"]), "defaults": Defaults(**defaults), "data": data}
    return Job(**parts)


def item_to_frame(item: Item) -> tuple[Json, bytes]:
    if not isinstance(item, Taken):
        return {"kind": type(item).__name__, "name": item.name, "reason": item.reason}, b""
    head = asdict(replace(item, original=b""))
    del head["original"]
    head["report"]["published"] = _iso(item.report.published)
    head["fetched_at"] = item.fetched_at.isoformat() if item.fetched_at else None
    return head | {"kind": "Taken"}, item.original


def item_of(head: Json, data: bytes) -> Item:
    """Return the item of a frame. Raises `SourceError` where the frame is none of those that a reader sends."""
    try:
        kind = head.pop("kind")
        if kind != "Taken":
            name, reason = str(head["name"]), str(head["reason"])
            return Refused(name, reason) if kind == "Refused" else Passed(name, reason)
        report = {name: value for name, value in head.pop("report").items() if value is not None}
        published = _day(report.pop("published", None))
        if not all(isinstance(value, str) for value in report.values()):
            raise TypeError("a report is made of words")
        head["notes"] = tuple(map(str, head["notes"]))
        head["details"] = tuple((str(name), str(value)) for name, value in head["details"])
        fetched = head.pop("fetched_at")
        moment = dt.datetime.fromisoformat(fetched) if fetched else None
        return Taken(Report(**report, published=published), original=data, fetched_at=moment, **head)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SourceError("reading it gave no answer that makes sense: keep it, and report it") from error


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
