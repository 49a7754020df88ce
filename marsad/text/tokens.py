"""Cut a folded sentence into tokens: words, numbers with their separators, and marks of punctuation.

Offsets are folded ones, into the whole document; `Folded.span` leads back to the printed text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from marsad.text.fold import Folded

# A number keeps its separators; a Latin and an Arabic run that touch are two words; any other mark stands alone.
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[A-Za-zÀ-ɏ]+(?:['-][A-Za-zÀ-ɏ]+)*|[^\W\d_A-Za-zÀ-ɏ]+|[^\w\s]|_")


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark: its folded offsets and both folded forms."""

    start: int
    end: int
    light: str
    word: str


def tokens(folded: Folded, start: int, end: int) -> tuple[Token, ...]:
    """Return the tokens of folded `[start, end)`."""
    match = folded.match
    return tuple(
        Token(hit.start(), hit.end(), hit.group(), match[hit.start() : hit.end()])
        for hit in _TOKEN.finditer(folded.light, start, end)
    )
