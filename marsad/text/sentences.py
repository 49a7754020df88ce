"""Split a folded text into sentences.

A line break always ends a sentence. A full stop ends one unless it stands in an abbreviation, a decimal, an
address, an ellipsis or an open quotation; a quotation that never closes holds only to the end of its line.
"""

from __future__ import annotations

import re
from typing import Final

_LINE: Final = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_MARK: Final = re.compile(r"[.!?؟۔\"«»“”]")  # what a hit of _STOP begins with: a set alone is found much faster
_STOP: Final = re.compile(r"[.!?؟۔]+[\"»'”)\]]*(?=\s|$|[\"«“(]|[ء-يA-Z])|[\"«»“”]")
# Initials (أ.ف.ب. / U.N.), titles, and one letter before a stop
_ABBREVIATION: Final = re.compile(
    r"(?:^|[\s(\"«])(?:[^\W\d_]\.)*[^\W\d_]$"
    r"|\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Capt|Sgt|St|No|vs|etc|Inc|Jan|Feb|Aug|Sept|Oct|Nov|Dec)$"
)
_FIRST: Final = ord("ء")  # Arabic letters
_LAST: Final = ord("ي")
_BEHIND_CLOSING: Final = " \u00a0.،؛:,;!?؟)]"
_BEFORE_OPENING: Final = " \u00a0(["
_CLOSING: Final = frozenset('"»”')
_LONGEST: Final = 5000  # characters: no sentence is longer; what never stops is cut, so that it is read in time
_LONGEST_QUOTE: Final = 700  # a quotation longer than this was not closed: split inside it


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the `[start, end)` of every sentence of folded `text`, blanks trimmed."""
    found: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        start, end = line.span()
        _cut(text, start, end, marks(text, start, end), found)
    return found


def marks(text: str, start: int, end: int) -> list[int]:
    """Return where in `[start, end)` of folded `text` marks stand at which a sentence or a quotation may end."""
    return [sign.start() for sign in _MARK.finditer(text, start, end)]


def of_line(line: str, signs: list[int]) -> list[tuple[int, int]]:
    """Return the `[start, end)` of every sentence of a folded line, given its `marks`."""
    found: list[tuple[int, int]] = []
    _cut(line, 0, len(line), signs, found)
    return found


def _cut(text: str, start: int, end: int, signs: list[int], found: list[tuple[int, int]]) -> None:
    """Add the sentences of the line `[start, end)`, given its marks."""
    begin = past = start
    opened: int | None = None
    closings: int | None = None
    for at in signs:
        hit = _STOP.match(text, at, end) if at >= past else None
        if hit is None:
            continue
        mark = hit[0]
        past = at + len(mark)
        while at - begin > _LONGEST:
            cut = _blank(text, begin)
            _trimmed(text, begin, cut, found)
            begin = cut
        if mark in '"«»“”':
            closings = _closings(text, start, end) if closings is None else closings
            opened = _after_quote(text, at, opened, closings)
            continue
        if opened is not None and at - opened < _LONGEST_QUOTE:
            # a stop before the closing mark of the open quotation: that mark may be part of the hit
            if _CLOSING.isdisjoint(mark):
                continue
            opened = None
        elif '"' in mark:
            opened = None
        if not _ends(text, begin, at, mark):
            continue
        _trimmed(text, begin, past, found)
        begin = past
    while end - begin > _LONGEST:
        cut = _blank(text, begin)
        _trimmed(text, begin, cut, found)
        begin = cut
    _trimmed(text, begin, end, found)


def _blank(text: str, begin: int) -> int:
    """Return where a sentence that is too long is cut: at its last blank, or amid letters that have none."""
    end = begin + _LONGEST
    found = max(text.rfind(" ", begin + 1, end), text.rfind("\t", begin + 1, end))
    return found if found > begin else end


def _closings(text: str, start: int, end: int) -> int:
    """Return where the last quotation mark of the line stands: a quotation opened there never closes."""
    return max(text.rfind(c, start, end) for c in '"»”')


def _after_quote(text: str, at: int, opened: int | None, last: int) -> int | None:
    """Return where the quotation that is open behind the mark at `at` began, None when none is.

    A straight mark with a blank on one side alone tells by itself what it is, so that one too many inverts nothing.
    """
    mark = text[at]
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    closes = mark in "»”" or (before.strip() != "" and after.strip(_BEHIND_CLOSING) == "")
    opens = mark in "«“" or (before.strip(_BEFORE_OPENING) == "" and after.strip(_BEHIND_CLOSING) != "")
    if closes or (opened is not None and not opens):
        return None
    return at if last > at else None


def _ends(text: str, begin: int, at: int, mark: str) -> bool:
    if mark[0] in "!?؟۔":
        return True
    if mark.startswith(".."):
        return False  # an ellipsis or a pause inside the sentence
    if at > begin and not text[at - 1].isalnum():
        return True
    if at - begin > 1 and _FIRST <= ord(text[at - 1]) <= _LAST and _FIRST <= ord(text[at - 2]) <= _LAST:
        return True  # a word of two Arabic letters or more
    before = text[max(begin, at - 12) : at]
    return not _ABBREVIATION.search(before)


def _trimmed(text: str, start: int, end: int, found: list[tuple[int, int]]) -> None:
    """Add `[start, end)` without the blanks at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        found.append((start, end))
