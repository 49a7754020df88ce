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
from dataclasses import dataclass, field

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
    letters: list[Letter] = field(default_factory=list)

    def takes(self, letter: Letter) -> bool:
        """Tell whether a letter stands on this line and not in another column."""
        last = self.letters[-1]
        reach = _FAR * max(letter.size, last.size)
        near = any(
            letter.left - reach < other.right and other.left < letter.right + reach for other in (last, self.letters[0])
        )
        return near and abs(letter.base - last.base) < _SAME_LINE * max(letter.size, last.size)


def has_arabic(text: str) -> bool:
    return bool(_ARABIC.search(text))


def text_of(page: pdfium.PdfTextPage) -> str:
    """Return the words of a page, a line as drawn a line."""
    lines: list[_Drawn] = []
    for letter in _letters(page):
        line = next((line for line in reversed(lines[-_LOOK_BACK:]) if line.takes(letter)), None)
        if line is None:
            line = _Drawn()
            lines.append(line)
        line.letters.append(letter)
    words = ""
    for number, line in enumerate(lines):
        goes_on = number > 0 and not words.endswith(_STOPS) and _goes_on(lines[number - 1].letters[-1], line.letters[0])
        words += (" " if goes_on else "\n" if words else "") + read_line(line.letters)
    return words


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


def read_line(letters: list[Letter]) -> str:
    """Return the words of one line in the order in which they are read."""
    ordered = sorted(letters, key=lambda letter: letter.left + letter.right)
    seen = "".join(letter.char for letter in ordered)
    from_right = len(_ARABIC.findall(seen)) >= len(_LATIN.findall(seen))
    text = _with_blanks(ordered)
    if not from_right:
        return re.sub(rf"{_ARABIC.pattern}(?:[^A-Za-z0-9]*{_ARABIC.pattern})?", lambda hit: hit[0][::-1], text)
    turned = text[::-1].translate(_MIRRORED)
    return _LEFT_TO_RIGHT.sub(lambda hit: hit[0][::-1], turned)


def _with_blanks(ordered: list[Letter]) -> str:
    parts: list[str] = []
    edge = ordered[0].left
    for letter in ordered:
        if parts and letter.left - edge > _WORD_GAP * letter.size:
            parts.append(" ")
        parts.append(letter.char)
        edge = max(edge, letter.right)
    return "".join(parts)
