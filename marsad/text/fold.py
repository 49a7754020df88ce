"""Fold Arabic and Latin text in two levels, and keep the way back to the printed code points.

light  marks, tatweel, bidi controls and zero-width joiners go; presentation forms, no-break spaces and
       Arabic-Indic digits become plain. Numbers are read on it: folding hamza would turn "and one" (وأحد)
       into "one" (واحد).
match  as light, and hamza, alef, ya and ta marbuta forms become one. Names and words are looked up on it.

Both levels have the same length, so an offset in one is an offset in the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from marsad.records import Span

_DELETED: Final = (
    *range(0x0610, 0x061B),  # signs above
    0x061C,  # Arabic letter mark
    0x0640,  # tatweel
    *range(0x064B, 0x0660),  # harakat
    0x0670,  # superscript alef
    *range(0x06D6, 0x06DD),
    *range(0x06DF, 0x06E9),
    *range(0x06EA, 0x06EE),
    *range(0x08D3, 0x08E2),
    *range(0x08E3, 0x0900),
    0x00AD,  # soft hyphen
    *range(0x200B, 0x2010),  # zero width, direction marks
    *range(0x202A, 0x202F),  # bidi embedding and override
    *range(0x2060, 0x2070),  # word joiner, isolates
    0xFEFF,  # byte order mark
)
_CONTROLS: Final = {c for c in _DELETED if c >= 0x2000 or c in (0x061C, 0x00AD)}


def _light_table() -> dict[int, str]:
    table: dict[int, str] = {}
    ranges = ((0x00A0, 0x0100), (0x0600, 0x0700), (0x2000, 0x2070), (0xFB50, 0xFE00), (0xFE70, 0x10000))
    for first, last in ranges:
        for code in range(first, last):
            char = chr(code)
            plain = unicodedata.normalize("NFKC", char)
            if plain != char and not plain.isspace():
                table[code] = "".join(c for c in plain if ord(c) not in _DELETED and not c.isspace())
    for code in _DELETED:
        table[code] = ""
    for zero in (0x0660, 0x06F0):
        for value in range(10):
            table[zero + value] = str(value)
    for code in (0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000):
        table[code] = " "
    # Persian and Urdu letters typed for their Arabic twins, and the forms that reports mix
    table |= {
        0x06CC: "ي", 0x06A9: "ك", 0x06AA: "ك", 0x06C1: "ه", 0x06D5: "ه", 0x06BE: "ه", 0x06C0: "ه",
        0x066A: "%", 0x066B: ".", 0x066C: ",", 0x060C: "،", 0x201C: '"', 0x201D: '"', 0x201E: '"',
        0x201F: '"', 0x00AB: "«", 0x00BB: "»", 0x2018: "'", 0x2019: "'", 0x2026: "…", 0x2013: "-", 0x2014: "-",
        0x2015: "-",
    }  # fmt: skip
    return table


_LIGHT: Final = _light_table()
_ALIKE: Final = tuple(zip("أإآٱىةؤئ", "اااايهوي", strict=True))


def _any_of(codes: Iterable[int]) -> re.Pattern[str]:
    """Return what finds any of these characters, written as ranges: those are compiled in a tenth of the time."""
    ranges: list[list[int]] = []
    for code in sorted(codes):
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return re.compile("[" + "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges) + "]")


_CHANGED: Final = _any_of(code for code, to in _LIGHT.items() if to != chr(code))
_MARKS: Final = frozenset(chr(code) for code, to in _LIGHT.items() if to == "" and code not in _CONTROLS)
_BY_CHAR: Final = {chr(code): to for code, to in _LIGHT.items()}


def _to_light(hit: re.Match[str]) -> str:
    return _BY_CHAR[hit[0]]


def _alike(text: str) -> str:
    for letter, plain in _ALIKE:  # to replace a letter at a time takes a third of what `str.translate` does
        if letter in text:
            text = text.replace(letter, plain)
    return text


def light(text: str) -> str:
    """Return `text` folded lightly, without the way back: for lexicon entries and queries."""
    return _CHANGED.sub(_to_light, text)


def matched(light_text: str) -> str:
    """Return the matching form of a text that is folded lightly; of the same length.

    `str.lower` lengthens one letter (İ): a text that has it keeps its case rather than lose its offsets.
    """
    forms = _alike(light_text)
    lowered = forms.lower()
    return lowered if len(lowered) == len(light_text) else forms


def match(text: str) -> str:
    """Return `text` folded for matching, without the way back: for lexicon entries and queries."""
    return _alike(light(text)).lower()


class Shifts:
    """Where in a folded text the difference of printed and folded offsets becomes another (`at`), and which (`by`)."""

    __slots__ = ("at", "by")

    def __init__(self) -> None:
        self.at: list[int] = [0]
        self.by: list[int] = [0]

    def put(self, at: int, by: int) -> None:
        """Note that the difference is `by` from folded offset `at` on, which is none before those that were put."""
        if self.at[-1] == at:
            self.by[-1] = by
        else:
            self.at.append(at)
            self.by.append(by)

    def take(self, other: Shifts, begin: int) -> None:
        """Put those of a piece of the text that begins at folded offset `begin`."""
        before = self.by[-1]
        for i in range(len(other.at)):
            if i or other.by[0]:
                self.put(begin + other.at[i], before + other.by[i])

    def index(self, offset: int) -> int:
        """Return the index of what holds at a folded offset."""
        at = self.at
        low, high = 0, len(at)
        while high - low > 1:
            middle = (low + high) >> 1
            if at[middle] > offset:
                high = middle
            else:
                low = middle
        return low


def fold(printed: str, shifts: Shifts) -> str:
    """Return the light form of a text and put its shifts. Few characters change, so they are sought out."""
    parts: list[str] = []
    past = shift = 0
    for hit in _CHANGED.finditer(printed):
        first = hit.start()
        to = _BY_CHAR[printed[first]]
        parts.append(printed[past:first])
        parts.append(to)
        past = first + 1
        width = len(to)
        if width != 1:
            at = first - shift
            for extra in range(1, width):  # every folded letter but the first points at the one printed character
                shifts.put(at + extra, shift - extra)
            shift += 1 - width
            shifts.put(at + width, shift)
    if not parts:
        return printed
    parts.append(printed[past:])
    return "".join(parts)


class Folded:
    """A text folded in both levels, with the map back to the printed code points.

    Who has found the shifts already hands them over; the text is folded as a whole only when it is asked for then.
    """

    __slots__ = ("_light", "_match", "_shifts", "printed")

    def __init__(self, printed: str, shifts: Shifts | None = None) -> None:
        self.printed = printed
        self._match: str | None = None
        self._light: str | None = None
        if shifts is None:
            shifts = Shifts()
            self._light = fold(printed, shifts)
        self._shifts = shifts

    @property
    def light(self) -> str:
        """The text folded lightly."""
        if self._light is None:
            self._light = light(self.printed)
        return self._light

    @property
    def match(self) -> str:
        """The text folded for matching."""
        if self._match is None:
            self._match = matched(self.light)
        return self._match

    def origin(self, offset: int) -> int:
        """Return the printed offset of the folded character at `offset`."""
        return offset + self._shifts.by[self._shifts.index(offset)]

    def span(self, start: int, end: int) -> Span:
        """Return the printed span of folded `[start, end)`: marks on its last letter included."""
        shifts, printed = self._shifts, self.printed
        at = shifts.at
        here = shifts.index(start)
        first = start + shifts.by[here]
        if end <= start:
            return Span(first, first)
        if here + 1 < len(at) and at[here + 1] < end:
            here = shifts.index(end - 1)
        last = end + shifts.by[here]
        if here + 1 < len(at) and at[here + 1] == end:  # something was dropped right behind it
            while printed[last : last + 1] in _MARKS:
                last += 1
        return Span(first, max(first, last))
