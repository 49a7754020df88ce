"""Cut a folded sentence into tokens: words, numbers with their separators, and marks of punctuation.

Offsets are folded ones, into the whole document; `Folded.span` leads back to the printed text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from marsad.text.fold import Folded, matched
from marsad.text.memory import Memory

_LATIN = "A-Za-zÀ-ɏ"
# A number keeps its separators; a Latin and an Arabic run that touch are two words; `#` and `_` of hashtags are
# blanks; any other mark stands alone. Alef maqsura and ta marbuta end a word (but for شىء, برىء), and alef with
# hamza below starts one: a letter right after or before is where a space was lost (مئةألف, علىمجمع).
_TOKEN = re.compile(
    rf"\d+(?:[.,]\d+)*|[{_LATIN}]+(?:['-][{_LATIN}]+)*"
    rf"|[^\W\d_{_LATIN}ىة]*[ىة](?!ء)|[^\W\d_{_LATIN}]+|[^\w\s#]"
)
# letters that are no mere proclitics (وبالإ, للإ) before an alef with hamza below
_FUSED_HAMZA = re.compile(r"(?![وف]?[بكل]?(?:ال|ل)?إ)(?![وف]?أإ)[^\W\d_إ]{3,}(?=إ)")


class Token(NamedTuple):
    """One word or mark: its folded offsets and both folded forms."""

    start: int
    end: int
    light: str
    word: str


Mend = Callable[[str], int]  # where two words were written as one (match form), 0 when a word is whole


class Tokenizer:
    """Cuts sentences into tokens. `mend` tells of words that lost the space between them.

    What stands between two blanks is cut once, and remembered: texts repeat their words.
    """

    def __init__(self, mend: Mend | None = None) -> None:
        self._mend = mend
        self._chunks: Memory[str, tuple[Token, ...]] = Memory(self._cut)

    def tokens(self, folded: Folded, start: int, end: int) -> tuple[Token, ...]:
        """Return the tokens of folded `[start, end)`."""
        chunks, new = self._chunks, tuple.__new__
        found: list[Token] = []
        for chunk in folded.light[start:end].split(" "):
            for first, last, light, word in chunks[chunk]:
                found.append(new(Token, (start + first, start + last, light, word)))
            start += len(chunk) + 1
        return tuple(found)

    def _cut(self, chunk: str) -> tuple[Token, ...]:
        """Return the tokens of a text without its place in the document."""
        found = (part for first, last in _bounds(chunk) for part in self._parts(first, chunk[first:last]))
        return tuple(found)

    def _parts(self, first: int, light: str) -> Iterator[Token]:
        word = matched(light)
        at = self._mend(word) if self._mend else 0
        if at:
            yield Token(first, first + at, light[:at], word[:at])
            yield from self._parts(first + at, light[at:])
        else:
            yield Token(first, first + len(light), light, word)


def _bounds(text: str) -> Iterator[tuple[int, int]]:
    for hit in _TOKEN.finditer(text):
        first, last = hit.span()
        word = hit[0]
        if "إ" in word and "إ" in word[3:]:
            cut = _FUSED_HAMZA.match(word)
            if cut:
                yield first, first + cut.end()
                first += cut.end()
        yield first, last


_PLAIN = Tokenizer()


def tokens(folded: Folded, start: int, end: int) -> tuple[Token, ...]:
    """Return the tokens of folded `[start, end)`, every space as it was written."""
    return _PLAIN.tokens(folded, start, end)
