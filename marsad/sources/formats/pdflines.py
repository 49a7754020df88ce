"""The lines of a PDF page that holds Arabic, put together from where its letters stand.

A PDF draws letters and does not say in which order they are read. PDFium's own order turns some words around and
tears lines apart where the font changes, so letters are sorted along their line, and what runs from left to right
(numbers, Latin words) is turned back.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium

_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
# what runs from left to right in an Arabic line: numbers with their marks, Latin words with the blanks between them
# (applied to the turned line, where their ends have changed places)
_LEFT_TO_RIGHT = re.compile(
    r"%?[0-9A-Za-zÀ-ɏ](?:[0-9A-Za-zÀ-ɏ@#&'’._/:+-]|[,.](?=[0-9])| (?=[A-Za-zÀ-ɏ]))*[0-9A-Za-zÀ-ɏ$€]"
    r"|%?[0-9A-Za-zÀ-ɏ]|%?[٠-٩](?:[٠-٩.,:/٫٬]*[٠-٩])?"
)
_MIRRORED = str.maketrans("()[]{}«»‹›<>", ")(][}{»«›‹><")
_SAME_LINE, _WORD_GAP, _FAR, _NEXT_LINE = 0.35, 0.2, 6.0, 1.9  # in sizes of the font
_STOPS = (".", "!", "؟", "?", ":", "…", "»")
_LOOK_BACK = 4  # lines that a piece may belong to


@dataclass(frozen=True, slots=True)
class Letter:
    """What is drawn: its character, the left and right end of its ink, its baseline, the size of its font."""

    char: str
    left: float
    right: float
    base: float
    size: float


@dataclass(slots=True)
class _Drawn:
    """A line as far as it is collected, and how far it reaches."""

    letters: list[Letter]
    left: float
    right: float

    def takes(self, letter: Letter) -> bool:
        """Tell whether a letter stands on this line and not in another column."""
        last = self.letters[-1]
        size = max(letter.size, last.size)
        near = self.left - _FAR * size < letter.right and letter.left < self.right + _FAR * size
        return near and abs(letter.base - last.base) < _SAME_LINE * size

    def add(self, letter: Letter) -> None:
        self.letters.append(letter)
        self.left, self.right = min(self.left, letter.left), max(self.right, letter.right)


def has_arabic(text: str) -> bool:
    return bool(_ARABIC.search(text))


def text_of(page: pdfium.PdfTextPage) -> str:
    """Return the words of a page, a line as drawn a line."""
    lines: list[_Drawn] = []
    for letter in _letters(page):
        line = next((line for line in reversed(lines[-_LOOK_BACK:]) if line.takes(letter)), None)
        if line is None:
            lines.append(_Drawn([letter], letter.left, letter.right))
        else:
            line.add(letter)
    lines = _joined(lines)
    seen = "".join(letter.char for line in lines for letter in line.letters)
    from_right = len(_ARABIC.findall(seen)) >= len(_LATIN.findall(seen))
    words = ""
    for number, line in enumerate(lines):
        goes_on = number > 0 and not words.endswith(_STOPS) and _goes_on(lines[number - 1].letters[-1], line.letters[0])
        words += (" " if goes_on else "\n" if words else "") + read_line(line.letters, from_right)
    return words


def _joined(lines: list[_Drawn]) -> list[_Drawn]:
    """Put pieces together that turned out to stand beside one another, once what is between them was collected."""
    whole: list[_Drawn] = []
    for line in lines:
        first = min(line.letters, key=lambda letter: letter.left)
        ends = (first, max(line.letters, key=lambda letter: letter.right))
        other = next((other for other in reversed(whole[-_LOOK_BACK:]) if any(map(other.takes, ends))), None)
        if other is None:
            whole.append(line)
        else:
            for letter in line.letters:
                other.add(letter)
    return whole


def _goes_on(last: Letter, first: Letter) -> bool:
    """Tell whether a line follows the one before it in one paragraph: as near as lines are, in the same size."""
    step = last.base - first.base
    return abs(last.size - first.size) < 0.1 * last.size and 0 < step < _NEXT_LINE * last.size


def _letters(page: pdfium.PdfTextPage) -> Iterator[Letter]:
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), pdfium.raw.FS_MATRIX()
    for index in range(page.count_chars()):
        code = pdfium.raw.FPDFText_GetUnicode(page, index)
        if code <= 0x20 or code in (0xA0, 0xFFFE, 0xFFFF) or 0xD800 <= code < 0xE000:
            continue
        left, _, right, _ = page.get_charbox(index, loose=True)  # with the room that a thin "1" or alef has
        pdfium.raw.FPDFText_GetCharOrigin(page, index, x, y)
        pdfium.raw.FPDFText_GetMatrix(page, index, matrix)
        size = pdfium.raw.FPDFText_GetFontSize(page, index) * math.hypot(matrix.b, matrix.d)
        yield Letter(chr(code), left, right, y.value, size if size > 1 else max(1.0, right - left))


def read_line(letters: list[Letter], from_right: bool = True) -> str:
    """Return the words of one line in the order in which they are read; `from_right`: a page in Arabic."""
    ordered = sorted(letters, key=lambda letter: letter.left + letter.right)
    seen = "".join(letter.char for letter in ordered)
    text = _with_blanks(ordered)
    if not from_right or not has_arabic(seen):
        return re.sub(rf"{_ARABIC.pattern}(?:[^A-Za-z0-9]*{_ARABIC.pattern})?", lambda hit: hit[0][::-1], text)
    read = _LEFT_TO_RIGHT.sub(lambda hit: hit[0][::-1], text[::-1])
    mirrored = read.translate(_MIRRORED)
    return read if _faults(read) < _faults(mirrored) else mirrored


def _faults(text: str) -> int:
    """Count brackets without a partner: PDFium has mirrored those of the words that it took to run from the right."""
    depth = faults = 0
    for char in re.findall(r"[()\[\]«»]", text):
        opens = char in "([«"
        depth, faults = (depth + 1, faults) if opens else (max(0, depth - 1), faults + (depth == 0))
    return faults + depth


def _with_blanks(ordered: list[Letter]) -> str:
    parts: list[str] = []
    edge = ordered[0].left
    for letter in ordered:
        if parts and letter.left - edge > _WORD_GAP * letter.size:
            parts.append(" ")
        parts.append(letter.char)
        edge = max(edge, letter.right)
    return "".join(parts)
