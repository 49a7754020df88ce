"""Numbers written in figures: which are counts, and which are dates, hours, makes, versions or telephones."""

from __future__ import annotations

import re
from typing import Final

from marsad.text.tokens import Tokens

CLINGING: Final = frozenset(("و", "ف", "ب", "ل", "ك", "ال", "وال", "بال", "لل", "كال", "فال", "ول", "وب", "ولل"))
_SPLIT_BEFORE: Final = frozenset(("في", "من", "عن", "الي", "علي", "نحو", "بين", "قتل", "جرح", "اسر", "عدد"))
_GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_GROUPED_BY_STOP: Final = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_PLAIN: Final = re.compile(r"\d+(?:\.\d+)?")
_COMMA: Final = re.compile(r"\d+,\d{1,2}")
_LONGEST: Final = 9  # more figures without a separator are a telephone number or an identifier
_LONGEST_GROUPED: Final = 19
_MOST_GROUPS: Final = 4  # of figures set apart by spaces
_PARTS: Final = (10, 100, 1000)


class Figure:
    """Figures at tokens `[first, last)`: a value, or a range, or (value None) something that counts nothing."""

    __slots__ = ("first", "fraction", "high", "last", "value")

    def __init__(
        self, first: int, last: int, value: float | None, high: float | None = None, fraction: bool = False
    ) -> None:
        self.first = first
        self.last = last
        self.value = value
        self.high = high
        self.fraction = fraction


def read_figure(tokens: Tokens, at: int) -> Figure:
    """Return what the figures at token `at`, and those they are chained to, say."""
    chain = _chain(tokens, at)
    last = chain[-1] + 1
    if not _clean_start(tokens, at) or not _clean_end(tokens, last):
        return Figure(at, last, None)
    if len(chain) > 1:
        return _chained(tokens, at, last)
    leading = at > 0 and tokens.light(at - 1) == "." and _touch(tokens, at) and not _touch(tokens, at - 1)
    if leading:
        return Figure(at - 1, last, _decimal("0." + tokens.light(at)))
    last = _spaced_groups(tokens, at)
    if last > at + 1:
        return Figure(at, last, float("".join([tokens.light(i) for i in range(at, last)])))
    return Figure(at, at + 1, value_of(tokens.light(at)))


def value_of(text: str, *, scaled: bool = False) -> float | None:
    """Return the value of figures as printed, None when they are no number (1.2.3, 0123, a telephone).

    A single stop before three figures separates thousands (10.000 people), unless a scale follows (1.250 million).
    """
    if len(text) > _LONGEST_GROUPED:
        return None
    if text.isdecimal():
        return None if len(text) > _LONGEST or (len(text) > 1 and text[0] == "0") else float(text)
    if _GROUPED.fullmatch(text):
        return float(text.replace(",", ""))
    if not scaled and _GROUPED_BY_STOP.fullmatch(text):
        return float(text.replace(".", ""))
    if _COMMA.fullmatch(text):
        return float(text.replace(",", "."))
    return float(text) if _PLAIN.fullmatch(text) else None


def _decimal(text: str) -> float | None:
    return float(text) if _PLAIN.fullmatch(text) and len(text) <= _LONGEST_GROUPED else None


def _touch(tokens: Tokens, at: int) -> bool:
    """Tell whether token `at` stands against the one before it."""
    return at > 0 and tokens.end(at - 1) == tokens.start(at)


def _is_figure(tokens: Tokens, at: int) -> bool:
    return 0 <= at < len(tokens) and tokens.light(at)[0].isdigit()


def _chain(tokens: Tokens, at: int) -> list[int]:
    """Return the figures that touch one another through - / : . and +."""
    chain = [at]
    while True:
        mark, following = chain[-1] + 1, chain[-1] + 2
        if not _is_figure(tokens, following) or tokens.light(mark) not in "-/:.+*_،":
            return chain
        if not (_touch(tokens, mark) and _touch(tokens, following)):
            return chain
        chain.append(following)


def _chained(tokens: Tokens, at: int, last: int) -> Figure:
    mark = tokens.light(at + 1)
    low, high = value_of(tokens.light(at)), value_of(tokens.light(last - 1))
    if last - at == 3 and mark == "،":
        return Figure(at, last, value_of(f"{tokens.light(at)},{tokens.light(last - 1)}"))
    if last - at == 3 and low is not None and high is not None:
        if mark == "-" and low < high and not (low >= 1900 and high < 2100):
            return Figure(at, last, low, high)
        if mark == "/" and high in _PARTS:
            return Figure(at, last, low / high, fraction=True)
    return Figure(at, last, None)


def _clean_start(tokens: Tokens, at: int) -> bool:
    """Tell whether nothing that touches the figures from before makes them part of a name."""
    if not _touch(tokens, at):
        return True
    light, word = tokens.light(at - 1), tokens.words[at - 1]
    if light[0].isalpha():
        if word in CLINGING or word in _SPLIT_BEFORE:
            return True
        return len(word) > 3 and "\u0621" <= light[0] <= "\u064a"  # a lost space
    if light in "-/+.#@_:":
        touched = _touch(tokens, at - 1)
        if light in "#@_+":
            return False
        if light in ".:":
            return not (touched and _is_figure(tokens, at - 2))
        return not touched or tokens.light(at - 2) == "%"
    return True


def _clean_end(tokens: Tokens, last: int) -> bool:
    if last >= len(tokens) or not _touch(tokens, last):
        return True
    after = tokens.light(last)
    if after[0].isascii() and after[0].isalpha():
        return False
    chained = after in "-/" and last + 1 < len(tokens) and _touch(tokens, last + 1)
    return not (chained and tokens.light(last + 1)[0].isascii())


def _spaced_groups(tokens: Tokens, at: int) -> int:
    """Return the end of figures grouped by spaces (12 500), or `at + 1`."""
    last = at + 1
    if not 1 <= len(tokens.light(at)) <= 3 or tokens.light(at)[0] == "0":
        return last
    while (
        last - at < _MOST_GROUPS
        and _is_figure(tokens, last)
        and len(tokens.light(last)) == 3
        and tokens.light(last).isdecimal()
        and tokens.start(last) == tokens.end(last - 1) + 1
    ):
        last += 1
    return last if _clean_end(tokens, last) else at + 1
