"""What comes out of intake: reports that were taken in, inputs that were refused, and what holds no report."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from marsad.errors import SourceError
from marsad.records import Report

_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")
_LETTERS = {"ar": re.compile("[\u0620-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]"), "en": re.compile("[A-Za-z]")}
_SAMPLE = 4000
_FEW_BROKEN = 5


# Where a date of publication was read. "given" is what the user said, or the fetcher (Defaults.basis).
Basis = Literal[
    "json-ld", "opengraph", "meta", "time", "byline", "dateline", "feed", "message", "field", "given", "unknown"
]


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for reports that do not say it themselves, and how much one report may hold.

    `lang` None finds Arabic or English by the letters; `encoding` None detects it; `limit` is in bytes of a text
    file and in characters of a JSON line. `basis` says where `published` is from. `columns` pairs a field of a report
    with the column of a table that holds it.
    """

    lang: str | None = None
    published: dt.date | None = None
    outlet: str | None = None
    title: str | None = None
    encoding: str | None = None
    limit: int = 5_000_000
    basis: Basis = "given"
    columns: tuple[tuple[str, str], ...] = ()


DEFAULTS = Defaults()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where bytes came from: the input as its user knows it, the id to make for a report in it, address and headers.

    Names of headers are in lower case. `skip` is the number of records of an archive that are passed over.
    """

    name: str
    made_id: str
    url: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict, hash=False)
    skip: int = 0


@dataclass(frozen=True, slots=True)
class Taken:
    """A report, the input it came from, and what had to be mended to read it.

    `name` is the path of the input, and for one of several reports in it, the member and the place: "a.wacz,
    archive/a.warc.gz, record 7". `own_id` is False where the id was made from the name of the input. `original` are
    the bytes of the report as they were in the input: the file, decompressed, or its row, message or record.
    `basis` is where `report.published` was read. `details` are pairs of what the report says of itself: author,
    published_at, updated_at, dateline, agency, read_also, link, forwarded_from, reply_to, edited_at, and so on; a name
    may come more than once. `fetched_at` is when a web archive fetched it.
    """

    report: Report
    name: str
    notes: tuple[str, ...] = ()
    own_id: bool = True
    original: bytes = b""
    media_type: str = "text/plain"
    basis: Basis = "unknown"
    details: tuple[tuple[str, str], ...] = ()
    fetched_at: dt.datetime | None = None

    def detail(self, name: str) -> str | None:
        """Return the first value of a detail."""
        return next((value for key, value in self.details if key == name), None)


def basis_of(item: Taken) -> tuple[tuple[str, str], ...]:
    """Return where its date of publication was read, as a detail to keep, unless that goes without saying."""
    return (("date_from", item.basis),) if item.basis not in ("unknown", "field") else ()


def file_of(name: str) -> str | None:
    """Return the file that an item of it is named after ("a.jsonl, line 3"); None where there is no such file."""
    while not Path(name).exists():
        name, comma, _ = name.rpartition(", ")
        if not comma:
            return None
    return name


@dataclass(frozen=True, slots=True)
class Refused:
    """An input that could not be taken in, and why, with what to do."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Passed:
    """A part of an input that holds no report and needs no care: what it is."""

    name: str
    reason: str


Item = Taken | Refused | Passed


def readable(text: str) -> tuple[str, tuple[str, ...]]:
    """Return `text` with what is no character (NUL, lone surrogates) as U+FFFD, and a note if there was any."""
    clean, count = _NOT_TEXT.subn("\ufffd", text)
    broken = clean.count("\ufffd")
    if broken > _FEW_BROKEN and broken > len(text) / 20:
        raise SourceError("much of it is not text: save it as UTF-8, or name its encoding with --encoding")
    return clean, ((f"{broken} unreadable characters were replaced by U+FFFD",) if count or broken else ())


def language(text: str) -> str:
    """Return "ar" or "en", by which letters are the more; raise where there are neither."""
    counts = {lang: len(letters.findall(text[:_SAMPLE])) for lang, letters in _LETTERS.items()}
    lang = max(counts, key=lambda lang: counts[lang])
    if not counts[lang]:
        raise SourceError("it has no Arabic or Latin letters: Marsad reads reports in Arabic and English")
    return lang


def size(limit: int) -> str:
    """Return a limit in words."""
    return f"{limit / 1_000_000:g} MB" if limit >= 100_000 else f"{limit:,} bytes"
