"""Cut a folded sentence into tokens: words, numbers with their separators, and marks of punctuation.

Offsets are folded ones, into the whole document; `Folded.span` leads back to the printed text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from marsad.text.fold import Folded

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


@dataclass(slots=True)  # not frozen: a frozen one costs three times as much to make, and there are many
class Token:
    """One word or mark: its folded offsets and both folded forms."""

    start: int
    end: int
    light: str
    word: str


def tokens(folded: Folded, start: int, end: int) -> tuple[Token, ...]:
    """Return the tokens of folded `[start, end)`."""
    match = folded.match
    found: list[Token] = []
    for hit in _TOKEN.finditer(folded.light, start, end):
        first, last = hit.span()
        word = hit[0]
        if "إ" in word and "إ" in word[3:]:
            cut = _FUSED_HAMZA.match(word)
            if cut:
                middle = first + cut.end()
                found.append(Token(first, middle, word[: cut.end()], match[first:middle]))
                first, word = middle, word[cut.end() :]
        found.append(Token(first, last, word, match[first:last]))
    return tuple(found)
