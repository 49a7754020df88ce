"""Find the encoding of a file: UTF-8 and UTF-16 with or without a mark, Windows-1256, ISO 8859-6, Windows-1252.

A library that guesses among every encoding there is takes short Arabic texts for Russian or Korean ones. Here the
question is narrower, since reports are in Arabic or in Latin letters: of the encodings that hold Arabic letters, in
which one do these bytes read as likely Arabic?
"""

from __future__ import annotations

import codecs
import math

SAMPLE = 1 << 16  # bytes that are looked at

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_OTHER_FORMATS = (
    (b"%PDF-", "a PDF file: save its text as .txt"),
    (b"PK\x03\x04", "a zip archive or an office document: save its text as .txt"),
    (b"\xd0\xcf\x11\xe0", "an old office document: save its text as .txt"),
    (b"{\\rtf", "an RTF document: save its text as .txt"),
    (b"\x1f\x8b", "compressed: name it .txt.gz or .jsonl.gz, or decompress it"),
    (b"\x89PNG", "an image: its words have to be typed or recognised first"),
    (b"\xff\xd8\xff", "an image: its words have to be typed or recognised first"),
    (b"GIF8", "an image: its words have to be typed or recognised first"),
    (b"SQLite format 3", "a database: export its reports as .jsonl"),
)

# Letters of running Arabic, in percent; what is not listed counts as rarer than the rarest.
_PERCENT = {
    "ا": 14, "ل": 12, "ي": 7, "م": 6.5, "و": 6.3, "ن": 6, "ر": 5, "ت": 5, "ب": 4, "ع": 4, "د": 3.5, "ة": 3.5,
    "ه": 3, "س": 3, "أ": 3, "ف": 3, "ق": 2.5, "ك": 2.5, "ح": 2.3, "ج": 1.5, "ش": 1.3, "ى": 1.2, "ص": 1.2, "ط": 1.2,
    "خ": 1, "إ": 1, "ض": 0.7, "ز": 0.7, "ث": 0.7, "ئ": 0.6, "ء": 0.5, "غ": 0.5, "ذ": 0.6, "ظ": 0.2, "ؤ": 0.2, "آ": 0.2,
}  # fmt: skip
_LIKELY = {letter: math.log(percent / 100) for letter, percent in _PERCENT.items()}
_RARE = math.log(0.0005)
_LEAST_LIKELY = -3.5  # running Arabic lies near -2.9 a letter; other alphabets misread as Arabic lie lower
_HEAD_START = 0.2  # Windows-1256 is far more common than ISO 8859-6
_NEUTRAL = frozenset(
    "«»“”‘’–—…•،؛؟٪\u00a0\u0640\u200c\u200d\u200e\u200f\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"
)
_LATIN_SHARE = 0.5  # fewer letters than this outside ASCII: Latin text with accents
_CONTROL_SHARE = 0.02
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27})
_ASCII_LETTERS = bytes([*range(0x41, 0x5B), *range(0x61, 0x7B)])
_HIGH = bytes(range(0x80, 0x100))


def other_format(data: bytes) -> str | None:
    """Return what the bytes are and what to do, where they begin as a well-known format that is not text."""
    return next((what for magic, what in _OTHER_FORMATS if data.startswith(magic)), None)


def detect(data: bytes, *, whole: bool = True) -> str | None:
    """Return the Python name of the encoding of `data`, or None: binary, or in an encoding not known here.

    `whole` is False for a first part, which may end inside a character.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return name
    data, whole = data[:SAMPLE], whole and len(data) <= SAMPLE
    if wide := _utf16(data):
        return wide
    if 0 in data or _count(data, _CONTROLS) > _CONTROL_SHARE * len(data):
        return None
    if _decodes_as_utf8(data, whole):
        return "utf-8"
    return _eight_bit(data)


def _count(data: bytes, which: bytes) -> int:
    """Return how many of the bytes are among `which`."""
    return len(data) - len(data.translate(None, which))


def _utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: the high bytes are those of the Latin and Arabic blocks, which no other text holds."""
    pairs = len(data) // 2
    if not pairs:
        return None
    for name, high, low in (("utf-16-le", data[1::2], data[::2]), ("utf-16-be", data[::2], data[1::2])):
        in_blocks = high.count(0) + high.count(6)
        if in_blocks >= 0.8 * pairs and low.count(0) < 0.1 * pairs:
            return name
    return None


def _decodes_as_utf8(data: bytes, whole: bool) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, final=whole)
    except UnicodeDecodeError:
        return _damaged_utf8(data)
    return True


def _damaged_utf8(data: bytes) -> bool:
    """A few broken characters among many whole ones: a text cut or joined in the middle of a character."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    return sum(char > "\x7f" for char in text) - broken >= 20 * broken


def _eight_bit(data: bytes) -> str | None:
    windows, iso = _likelihood(data, "cp1256"), _likelihood(data, "iso8859_6")
    if windows >= max(_LEAST_LIKELY, iso - _HEAD_START):
        return "cp1256"
    high, ascii_letters = _count(data, _HIGH), _count(data, _ASCII_LETTERS)
    if high < _LATIN_SHARE * (high + ascii_letters):
        return _latin(data)
    return "iso8859_6" if iso >= _LEAST_LIKELY else None


def _latin(data: bytes) -> str | None:
    text = data.decode("cp1252", errors="replace")
    return None if "\ufffd" in text else "cp1252"


def _likelihood(data: bytes, name: str) -> float:
    """Return the mean log frequency, as letters of Arabic, of what stands outside ASCII."""
    text = data.decode(name, errors="replace")
    letters = [char for char in text if char > "\x7f" and char not in _NEUTRAL]
    if not letters:
        return -math.inf
    return sum(_LIKELY.get(char, _RARE) for char in letters) / len(letters)
