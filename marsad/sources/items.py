"""What comes out of intake: reports that were taken in, and inputs that were refused."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from marsad.errors import SourceError
from marsad.records import Report

_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")
_LETTERS = {"ar": re.compile("[\u0620-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]"), "en": re.compile("[A-Za-z]")}
_SAMPLE = 4000
_FEW_BROKEN = 5


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for reports that do not say it themselves, and how much one report may hold.

    `lang` None finds Arabic or English by the letters; `encoding` None detects it; `limit` is in bytes of a text
    file and in characters of a JSON line.
    """

    lang: str | None = None
    published: dt.date | None = None
    outlet: str | None = None
    title: str | None = None
    encoding: str | None = None
    limit: int = 5_000_000


DEFAULTS = Defaults()


@dataclass(frozen=True, slots=True)
class Taken:
    """A report, the input it came from, and what had to be mended to read it.

    `own_id` is False where the id was made from the name of the input. `original` are the bytes of the report as they
    were in the input: the file, decompressed, or its row, as UTF-8.
    """

    report: Report
    name: str
    notes: tuple[str, ...] = ()
    own_id: bool = True
    original: bytes = b""


@dataclass(frozen=True, slots=True)
class Refused:
    """An input that could not be taken in, and why, with what to do."""

    name: str
    reason: str


Item = Taken | Refused


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
