"""Numbers written in figures: which are counts, and which are dates, hours, makes, versions or telephones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from marsad.text.tokens import Token

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


class Figure(NamedTuple):
    """Figures at tokens `[first, last)`: a value, or a range, or (value None) something that counts nothing."""

    first: int
    last: int
    value: float | None
    high: float | None = None
    fraction: bool = False


def read_figure(tokens: Sequence[Token], at: int) -> Figure:
    """Return what the figures at token `at`, and those they are chained to, say."""
    chain = _chain(tokens, at)
    last = chain[-1] + 1
    if not _clean_start(tokens, at) or not _clean_end(tokens, last):
        return Figure(at, last, None)
    if len(chain) > 1:
        return _chained(tokens, at, last)
    leading = at > 0 and tokens[at - 1].light == "." and _touch(tokens, at) and not _touch(tokens, at - 1)
    if leading:
        return Figure(at - 1, last, _decimal("0." + tokens[at].light))
    last = _spaced_groups(tokens, at)
    if last > at + 1:
        return Figure(at, last, float("".join(token.light for token in tokens[at:last])))
    return Figure(at, at + 1, value_of(tokens[at].light))


def value_of(text: str, *, scaled: bool = False) -> float | None:
    """Return the value of figures as printed, None when they are no number (1.2.3, 0123, a telephone).

    A single stop before three figures separates thousands (10.000 people), unless a scale follows (1.250 million).
    """
    if len(text) > _LONGEST_GROUPED:
        return None
    if _GROUPED.fullmatch(text):
        return float(text.replace(",", ""))
    if not scaled and _GROUPED_BY_STOP.fullmatch(text):
        return float(text.replace(".", ""))
    if _COMMA.fullmatch(text):
        return float(text.replace(",", "."))
    if not _PLAIN.fullmatch(text):
        return None
    if "." not in text and (len(text) > _LONGEST or (len(text) > 1 and text[0] == "0")):
        return None
    return float(text)


def _decimal(text: str) -> float | None:
    return float(text) if _PLAIN.fullmatch(text) and len(text) <= _LONGEST_GROUPED else None


def _touch(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether token `at` stands against the one before it."""
    return at > 0 and tokens[at - 1].end == tokens[at].start


def _is_figure(tokens: Sequence[Token], at: int) -> bool:
    return 0 <= at < len(tokens) and tokens[at].light[0].isdigit()


def _chain(tokens: Sequence[Token], at: int) -> list[int]:
    """Return the figures that touch one another through - / : . and +."""
    chain = [at]
    while True:
        mark, following = chain[-1] + 1, chain[-1] + 2
        if not _is_figure(tokens, following) or tokens[mark].light not in "-/:.+*_،":
            return chain
        if not (_touch(tokens, mark) and _touch(tokens, following)):
            return chain
        chain.append(following)


def _chained(tokens: Sequence[Token], at: int, last: int) -> Figure:
    mark = tokens[at + 1].light
    low, high = value_of(tokens[at].light), value_of(tokens[last - 1].light)
    if last - at == 3 and mark == "،":
        return Figure(at, last, value_of(f"{tokens[at].light},{tokens[last - 1].light}"))
    if last - at == 3 and low is not None and high is not None:
        if mark == "-" and low < high and not (low >= 1900 and high < 2100):
            return Figure(at, last, low, high)
        if mark == "/" and high in _PARTS:
            return Figure(at, last, low / high, fraction=True)
    return Figure(at, last, None)


def _clean_start(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether nothing that touches the figures from before makes them part of a name."""
    if not _touch(tokens, at):
        return True
    before = tokens[at - 1]
    if before.light[0].isalpha():
        if before.word in CLINGING or before.word in _SPLIT_BEFORE:
            return True
        return len(before.word) > 3 and "\u0621" <= before.light[0] <= "\u064a"  # a lost space
    if before.light in "-/+.#@_:":
        touched = _touch(tokens, at - 1)
        if before.light in "#@_+":
            return False
        if before.light in ".:":
            return not (touched and _is_figure(tokens, at - 2))
        return not touched or tokens[at - 2].light == "%"
    return True


def _clean_end(tokens: Sequence[Token], last: int) -> bool:
    if last >= len(tokens) or not _touch(tokens, last):
        return True
    after = tokens[last].light
    if after[0].isascii() and after[0].isalpha():
        return False
    chained = after in "-/" and last + 1 < len(tokens) and _touch(tokens, last + 1)
    return not (chained and tokens[last + 1].light[0].isascii())


def _spaced_groups(tokens: Sequence[Token], at: int) -> int:
    """Return the end of figures grouped by spaces (12 500), or `at + 1`."""
    last = at + 1
    if not 1 <= len(tokens[at].light) <= 3 or tokens[at].light[0] == "0":
        return last
    while (
        last - at < _MOST_GROUPS
        and _is_figure(tokens, last)
        and len(tokens[last].light) == 3
        and tokens[last].light.isdecimal()
        and tokens[last].start == tokens[last - 1].end + 1
    ):
        last += 1
    return last if _clean_end(tokens, last) else at + 1
