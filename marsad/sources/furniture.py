"""Recognise the lines of a report that are not its prose: datelines, credits, captions, links, adverts, separators.

What is found is set aside, never cut out: spans into the printed text stay true. Nothing here is written for one
outlet; the phrases are data (lexicon/furniture.tsv of every language) and the forms are general.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Final

from marsad.records import Report, Span
from marsad.text.fold import match
from marsad.text.memory import Memory

Furniture = tuple[tuple[str, Span], ...]

_LANGUAGES: Final = ("ar", "en")
_TOP: Final = 3  # lines at the top that may be a dateline, and at the end that may be credits
_LONGEST_LINK: Final = 110
_MOST_LINKS: Final = 6
_LONGEST_DATELINE: Final = 110
_FIRST_WORD: Final = 16  # letters that hold the first word of every phrase
_LONGEST_CUE: Final = 60
_FEWEST_LINES: Final = 4
_UNSTOPPED_SHARE: Final = 0.3
_STOPS: Final = (".", "!", "؟", "?", "…", ":")
_CLOSING: Final = " \u00a0\u200e\u200f\"»”')]"
_SEGMENT_WORDS: Final = 5
_FEWEST_TITLE_WORDS: Final = 3

_SENTENCE_STOP: Final = re.compile(r"[^\W\d]{3}[.!?؟] ")
_WORD: Final = re.compile(r"[\w.']*\w")
_NO_WORDS: Final = re.compile(r"[\W_]{3,}")
_MARK_AFTER_CUE: Final = re.compile(r"[ \u00a0]*(?:[:/|\-–—…]|\.\.|$)")
_GOES_ON: Final = re.compile(r"و|[-–•*]|\d+[.)-]")  # "and …", an item of a list
_URL: Final = re.compile(r"(?:https?://|www\.)\S+")
_SEPARATOR: Final = re.compile(r"\s*[|/–—ـ]\s*|\s+-+\s*|\s*-+\s+|-{2,}")
_TAGGED_PLACE: Final = re.compile(r"[^().!؟?\n]{0,60}?\(([^()\n]{2,24}?)(?:\)\s*|(?=--))[-–—]+\s*")
_WRAPPED: Final = ' \t\u00a0()[]«»"-–—*.:'


@dataclass(frozen=True, slots=True)
class _Phrases:
    """The phrases of every language by their folded words, and the names of outlets and agencies."""

    cues: Mapping[tuple[str, ...], tuple[str, str]]  # words -> (where, kind)
    firsts: frozenset[str]
    names: Mapping[str, str]  # folded name -> kind
    longest: int


@cache
def _phrases() -> _Phrases:
    cues: dict[tuple[str, ...], tuple[str, str]] = {}
    names: dict[str, str] = {}
    for phrase, where, kind in _rows():
        if where == "name":
            names[_bare(phrase)] = kind
        else:
            cues[tuple(_WORD.findall(match(phrase)))] = (where, kind)
    return _Phrases(cues, frozenset(words[0] for words in cues), names, max(map(len, cues)))


def _rows() -> Iterator[tuple[str, str, str]]:
    for language in _LANGUAGES:
        table = files("marsad.lang") / language / "lexicon" / "furniture.tsv"
        for line in table.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                phrase, where, kind = line.split("\t")
                yield phrase, where, kind


def furniture(report: Report) -> Furniture:
    """Return (kind, span) of what is not prose, in the order of the text; spans point into `report.document`.

    Kinds: headline (said again before the lead), dateline, byline, agency, read_also, teaser, caption, advert, link,
    notice, disclaimer, separator. A span is a whole line without the blanks around it, or what a line of prose begins
    with: a headline, a dateline and its closing marks.
    """
    document = report.document
    body = len(document) - len(report.text)
    found = tuple(_walk(document, _lines(document, body)))
    again = _headline_again(report, body)
    return (("headline", again), *found) if again and not (found and found[0][1].overlaps(again)) else found


def _lines(document: str, body: int) -> list[tuple[int, int]]:
    """Return the lines of a document from `body` on that are not blank, without the blanks around them."""
    lines: list[tuple[int, int]] = []
    at = body
    text = document[body:] if body else document
    for line in (text.replace("\r", "\n") if "\r" in text else text).split("\n"):
        if line:
            start, end = _trimmed(document, at, at + len(line))
            if start < end:
                lines.append((start, end))
        at += len(line) + 1
    return lines


def _headline_again(report: Report, body: int) -> Span | None:
    """Return the words at the head of the text, a dateline among them, that say the title again before the lead."""
    title = (report.title or "").rstrip(" .…")
    if title.count(" ") < _FEWEST_TITLE_WORDS:
        return None
    at = report.text.find(title, 0, _LONGEST_DATELINE + len(title))
    line_end = report.text.find("\n")
    end = at + len(title)
    if at < 0 or 0 <= line_end <= end + len(title) or _SENTENCE_STOP.search(report.text, 0, at):
        return None
    while end < len(report.text) and report.text[end] in " .…":
        end += 1
    return Span(body, body + end) if end < len(report.text) else None


def _walk(document: str, lines: list[tuple[int, int]]) -> Iterator[tuple[str, Span]]:
    texts = [document[start:end] for start, end in lines]
    unstopped = _unstopped(texts)
    at = 0
    while at < len(lines):
        (start, end), line = lines[at], texts[at]
        found = _kind(line, at, len(lines))
        at += 1
        if found is None:
            if dateline := _leading_dateline(line):
                yield "dateline", Span(start, start + dateline)
            elif at - 1 in unstopped:
                yield "teaser", Span(start, end)
            continue
        kind, alone = found
        yield kind, Span(start, end)
        if kind == "read_also" and alone:
            for link in _links(document, lines[at : at + _MOST_LINKS]):
                yield kind, link
                at += 1


def _unstopped(lines: list[str]) -> set[int]:
    """Return the short lines without a full stop, where nearly every other line has one: links and headings."""
    if len(lines) < _FEWEST_LINES:
        return set()
    open_ended = [at for at, line in enumerate(lines) if not line.rstrip(_CLOSING).endswith(_STOPS)]
    if len(open_ended) > _UNSTOPPED_SHARE * len(lines):
        return set()
    return {at for at in open_ended if len(lines[at]) <= _LONGEST_LINK and not _GOES_ON.match(lines[at])}


def _kind(line: str, at: int, of: int) -> tuple[str, bool] | None:
    """Return the kind of a line and whether its cue stands alone in it; None for prose."""
    if not line[0].isalnum() and _NO_WORDS.fullmatch(line):
        return "separator", False
    if line[0] in "hw" and _URL.fullmatch(line):
        return "link", False
    if found := _cue(line):
        kind, alone = found
        if kind != "byline" or at < _TOP or at >= of - _TOP:
            return kind, alone
    if at >= of - _TOP and _is_credits(line):
        return "agency", False
    if at < _TOP and _is_dateline(line):
        return "dateline", False
    return None


def _cue(line: str) -> tuple[str, bool] | None:
    """Return the kind of the longest phrase that the line begins with, and whether nothing follows it."""
    if not _begins[line[:_FIRST_WORD].split(" ", 1)[0]]:
        return None
    table = _phrases()
    first = _WORD.search(match(line[:_FIRST_WORD]))
    if first is None or first.group() not in table.firsts:
        return None
    folded = match(line[:_LONGEST_CUE])
    hits = list(islice(_WORD.finditer(folded), table.longest))
    words = tuple(hit.group() for hit in hits)
    for size in range(len(words), 0, -1):
        if entry := table.cues.get(words[:size]):
            where, kind = entry
            after = hits[size - 1].end()
            if where == "cue" and not _MARK_AFTER_CUE.match(folded, after):
                return None
            return kind, len(line) <= _LONGEST_CUE and not _WORD.search(folded, after)
    return None


def _may_begin(chunk: str) -> bool:
    """Tell whether a line that begins with these letters, up to its first blank, may begin with a phrase."""
    first = _WORD.search(match(chunk))
    return first is None or first.group() in _phrases().firsts


_begins: Final[Memory[str, bool]] = Memory(_may_begin)


def is_read_also(line: str) -> bool:
    """Tell a heading or a link that sends the reader to other stories."""
    found = _cue(line)
    return bool(found and found[0] in ("read_also", "teaser"))


def _links(document: str, following: list[tuple[int, int]]) -> Iterator[Span]:
    """Yield the lines after a bare "read also" that look like titles: short, without a full stop."""
    for start, end in following:
        line = document[start:end]
        if len(line) > _LONGEST_LINK or line.endswith((".", "،", ":")):
            return
        yield Span(start, end)


def _is_credits(line: str) -> bool:
    """A line of nothing but agencies and outlets: "(أ ف ب)", "فرانس 24/ أ ف ب"."""
    if len(line) > 60:
        return False
    parts = [_bare(part) for part in re.split(r"[/،,+|]|\s[-–—]\s|\sو(?=\S)", line.strip(_WRAPPED))]
    return bool(parts) and all(part in _phrases().names for part in parts if part) and any(parts)


def _is_dateline(line: str) -> bool:
    """A short line of segments (outlet, place, author) that hold no sentence and at least one sure sign."""
    if len(line) > _LONGEST_DATELINE or line.endswith((".", "؟", "!")):
        return False
    segments = [segment for segment in _SEPARATOR.split(line) if segment.strip(_WRAPPED)]
    if len(segments) < 2 or any(len(segment.split()) > _SEGMENT_WORDS for segment in segments):
        return False
    return "|" in line or _in_brackets(segments[-1]) or any(_bare(s) in _phrases().names for s in segments)


def _in_brackets(segment: str) -> bool:
    segment = segment.strip()
    return segment.startswith("(") and segment.endswith(")")


def _leading_dateline(line: str) -> int:
    """Return the length of the dateline that a line of prose begins with: "Beirut (AFP) - ", or 0."""
    if "(" in line[:64]:
        hit = _TAGGED_PLACE.match(line)
        if hit and all(_bare(tag) in _phrases().names for tag in re.split(r"[،,/]", hit.group(1))):
            return hit.end()
    return 0


def outlet_of(report: Report) -> str | None:
    """Return the outlet that the dateline names, as printed: its first segment before "|", or a known outlet."""
    for kind, span in furniture(report):
        if kind == "dateline":
            line = span.of(report.document)
            segments = [segment.strip(_WRAPPED) for segment in _SEPARATOR.split(line)]
            if known := next((s for s in segments if _phrases().names.get(_bare(s)) == "outlet"), None):
                return known
            first, bar, _ = line.partition("|")
            if bar and first.strip():
                return first.strip()
    return None


@cache
def _bare(name: str) -> str:
    return " ".join(match(name).strip(_WRAPPED).split())


def _trimmed(document: str, start: int, end: int) -> tuple[int, int]:
    while start < end and _blank(document[start]):
        start += 1
    while end > start and _blank(document[end - 1]):
        end -= 1
    return start, end


def _blank(char: str) -> bool:
    return char.isspace() or char in "\u200e\u200f\u202a\u202b\u202c\ufeff"
