"""A chat exported by WhatsApp, as .txt or in a zip: a message with words is a report.

The export prints its dates in the order of the phone that made it and does not say which. It is decided over the
whole file (no date past its month, none in the future, messages in the order of time); where that leaves two orders,
the days that differ between them stay unknown.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import BinaryIO

from marsad.errors import SourceError
from marsad.sources import dateorder, rows, sniff
from marsad.sources.formats import unzip
from marsad.sources.formats.text import decoded, whole
from marsad.sources.items import Defaults, Item, Origin, Passed, Refused, readable, size
from marsad.text.fold import match

CHAT_LIMIT = 20  # times the limit of a text
_MARKS = "[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]*"
_DATE = rf"(\d{{1,4}}){_MARKS}[-./]{_MARKS}(\d{{1,2}}){_MARKS}[-./]{_MARKS}(\d{{1,4}})"
_HALF = r"(?:[\s\u202f\u00a0]*(?:[AaPp]\.?[\s\u00a0]?[Mm]\.?|[صم](?!\w)|صباحًا|مساءً))?"
_TIME = rf"\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}})?{_HALF}"
_HEAD = re.compile(rf"{_MARKS}(\[?){_MARKS}{_DATE}{_MARKS}[,،]?\s+{_MARKS}({_TIME}){_MARKS}(?:\s+-\s{_MARKS}|\]\s?)")
_AUTHOR = re.compile(r"([^\n:]{1,80}?):\s(.*)", re.DOTALL)
_ATTACHED = re.compile(  # "<attached: 1.jpg>" of the iPhone, "1.jpg (file attached)" of Android
    rf"{_MARKS}<[^<>\n]{{1,20}}:[^<>\n]{{1,200}}>|{_MARKS}[\w.-]{{1,80}}\.\w{{2,4}} \([^()\n]{{3,30}}\)\s*\n?"
)
_NAME = 300  # characters in which the name of an attached file stands
_SYSTEM = 300  # characters in which what the app says begins
_EARLIEST = dt.date(2009, 1, 1)  # there was no WhatsApp before


@dataclass(frozen=True, slots=True)
class Line:
    """A message as exported: the numbers of its date, its time, its author (None: the app itself), its words."""

    numbers: dateorder.Triple
    time: str
    author: str | None
    words: str
    raw: str
    number: int


def read(file: BinaryIO, origin: Origin, defaults: Defaults) -> Iterator[Item]:
    """Yield the messages of a chat that hold words; say how many do not."""
    data = whole(file, CHAT_LIMIT * defaults.limit)
    yield from _of_chat(data, _name_of(origin.name), origin, defaults)


def of_archive(archive: zipfile.ZipFile, origin: Origin, defaults: Defaults) -> Iterator[Item]:
    """Yield the messages of the chats in a zip export; its pictures and files are left in it."""
    found = False
    for entry in archive.infolist():
        if not entry.filename.lower().endswith(".txt"):
            continue
        member = f"{origin.name}, {unzip.shown(entry.filename)}"
        try:
            data = unzip.member(archive, entry, CHAT_LIMIT * defaults.limit)
            words = sniff.words(data[:65536])
        except SourceError as error:
            found = True
            yield Refused(member, str(error))
            continue
        if words and sniff.is_chat(words):
            found = True
            unnamed = PurePosixPath(entry.filename).name.startswith("_")  # "_chat.txt", as the iPhone calls it
            chat = _name_of(origin.name if unnamed else entry.filename)
            yield from _of_chat(data, chat, replace(origin, name=member), defaults)
    if not found:
        raise SourceError("it is a zip archive with no chat in it: unpack it and give its files")


def _of_chat(data: bytes, chat: str, origin: Origin, defaults: Defaults) -> Iterator[Item]:
    text, _ = decoded(data, defaults.encoding)
    orders = _orders({line.numbers: None for line in _lines(text)})
    seen: Counter[str] = Counter()
    without: Counter[str] = Counter()
    open_days = 0
    for line in _lines(text):
        if len(line.raw) > defaults.limit:
            reason = f"the message is larger than {size(defaults.limit)}: raise --max-size, if it is one"
            yield Refused(f"{origin.name}, line {line.number}", reason)
            continue
        words = _words(line)
        if line.author is None or words is None:
            without["of the app itself" if line.author is None else "without words"] += 1
            continue
        day = dateorder.only_day(orders, line.numbers)
        open_days += day is None
        yield _item(line, words, day, chat, seen, origin, defaults)
    if without:
        said = ", ".join(f"{count:,} {what}" for what, count in sorted(without.items()))
        yield Passed(origin.name, f"passed over: {said}")
    if open_days:
        yield Passed(origin.name, f"{open_days:,} messages have no sure day: the file does not tell day from month")


def _lines(text: str) -> Iterator[Line]:
    """Yield the messages: a line without a date of its own goes on with the message before it."""
    head: re.Match[str] | None = None
    start = number = 0
    parts: list[str] = []
    for at, line in enumerate(io.StringIO(text.replace("\r\n", "\n")), 1):
        hit = _HEAD.match(line)
        if hit is None:
            parts.append(line)
            continue
        if head is not None:
            yield _line(head, start, parts, number)
        head, start, parts, number = hit, hit.end(), [line], at
    if head is not None:
        yield _line(head, start, parts, number)


def _line(head: re.Match[str], start: int, parts: list[str], number: int) -> Line:
    raw = "".join(parts).rstrip("\n")
    said = raw[start:]
    hit = _AUTHOR.match(said)
    of_app = hit is None or _is_of_app(hit[1]) or (hit[2].startswith("\u200e") and _is_of_app(hit[2][:_SYSTEM]))
    numbers = (int(head[2]), int(head[3]), int(head[4]))
    if hit is None or of_app:
        return Line(numbers, head[5], None, said, raw, number)
    return Line(numbers, head[5], re.sub(_MARKS, "", hit[1]).strip("~ \u202f\u00a0"), hit[2], raw, number)


def _words(line: Line) -> str | None:
    """Return what a person wrote in a message, None where it is a picture, or was taken back."""
    text = _ATTACHED.sub("", line.words[:_NAME]) + line.words[_NAME:]
    kept = [part for part in text.split("\n") if not any(_is(part, kind) for kind in ("media", "deleted"))]
    words = "\n".join(kept).strip()
    for mark in re.findall(r"<[^<>\n]{5,60}>$", words[-_NAME:]):
        if _is(mark, "edited"):
            words = words.removesuffix(mark).strip()
    return words if re.search(r"\w", words) else None


def _item(
    line: Line, words: str, day: dt.date | None, chat: str, seen: Counter[str], origin: Origin, defaults: Defaults
) -> Item:
    own = f"{line.numbers}\0{line.time}\0{line.author}\0{words}"
    digest = hashlib.sha256(own.encode("utf-8", "replace")).hexdigest()
    seen[digest] += 1
    again = f"-{seen[digest]}" if seen[digest] > 1 else ""
    name = f"{origin.name}, line {line.number}"
    fields = {
        "report_id": f"whatsapp:{chat}/{digest[:16]}{again}",
        "text": readable(words)[0],
        "outlet": defaults.outlet or chat,
        "published": day.isoformat() if day else None,
    }
    details = (("author", line.author or ""), ("published_at", "/".join(map(str, line.numbers)) + f" {line.time}"))
    try:
        item = rows.taken(fields, name, origin.made_id, defaults)
    except SourceError as error:
        return Refused(name, str(error))
    original = line.raw.encode("utf-8", "replace")
    return replace(item, original=original, basis="message" if day else item.basis, details=details)


def _orders(numbers: dict[dateorder.Triple, None]) -> Sequence[dateorder.Order]:
    latest = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=2)
    return dateorder.orders_of(list(numbers), earliest=_EARLIEST, latest=latest, in_time=True)


def _name_of(name: str) -> str:
    """Return the name of a chat from that of its file."""
    stem = re.sub(_MARKS, "", PurePosixPath(name.replace("\\", "/")).stem)
    words = stem.split()
    for phrase in sorted(_phrases()["chat"], key=len, reverse=True):
        size_of = len(phrase.split())
        if match(" ".join(words[:size_of])) == phrase and words[size_of:]:
            return " ".join(words[size_of:]).strip(" -")
    return stem


@cache
def _phrases() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for language in ("ar", "en"):
        table = files("marsad.lang") / language / "lexicon" / "chats.tsv"
        for line in table.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                phrase, kind = line.split("\t")
                found.setdefault(kind, []).append(match(phrase))
    return {kind: tuple(phrases) for kind, phrases in found.items()}


def _is(text: str, kind: str) -> bool:
    bare = re.sub(_MARKS, "", text).strip("<> .\u200e\u200f")
    return len(bare) < 80 and match(bare).strip() in _phrases()[kind]


def _is_of_app(text: str) -> bool:
    """Tell what the app says by the words of its phrases, with a name between them: "Samir created group"."""
    return bool(_system().search(match(text)))


@cache
def _system() -> re.Pattern[str]:
    between = r"\W+(?:\w+\W+){0,4}?"
    return re.compile("|".join(between.join(map(re.escape, phrase.split())) for phrase in _phrases()["system"]))
