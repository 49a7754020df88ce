"""Undo spaces lost between two words: أسفرعن is أسفر + عن. Which words are two, the lexicon tells (`Lexicon.fused`)."""

from __future__ import annotations

from collections.abc import Iterator

from marsad.lang.lexicon import Lexicon
from marsad.text.tokens import Token


def mend(tokens: tuple[Token, ...], lexicon: Lexicon) -> tuple[Token, ...]:
    """Return the tokens with fused words cut; offsets stay those of the printed text."""
    fused = lexicon.fused
    if not any(map(fused, [token.word for token in tokens])):
        return tokens
    return tuple(part for token in tokens for part in _parts(token, lexicon))


def _parts(token: Token, lexicon: Lexicon) -> Iterator[Token]:
    at = lexicon.fused(token.word)
    if at:
        middle = token.start + at
        yield Token(token.start, middle, token.light[:at], token.word[:at])
        yield from _parts(Token(middle, token.end, token.light[at:], token.word[at:]), lexicon)
    else:
        yield token
