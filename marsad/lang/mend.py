"""Undo spaces lost between a word and the preposition after it: أسفرعن is أسفر + عن.

Only a word that no lexicon entry reads is cut, and only where the front is an entry's word: ordinary words end in
these letters too (مصرفي).
"""

from __future__ import annotations

from marsad.lang.lexicon import Lexicon
from marsad.text.tokens import Token


def mend(tokens: tuple[Token, ...], lexicon: Lexicon) -> tuple[Token, ...]:
    """Return the tokens with fused prepositions cut off; offsets stay those of the printed text."""
    if not any(lexicon.fused(token.word) for token in tokens):
        return tokens
    mended: list[Token] = []
    for token in tokens:
        at = lexicon.fused(token.word)
        if at:
            middle = token.start + at
            mended.append(Token(token.start, middle, token.light[:at], token.word[:at]))
            mended.append(Token(middle, token.end, token.light[at:], token.word[at:]))
        else:
            mended.append(token)
    return tuple(mended)
