"""Counts of units of time: "three", "24", "a", "several" before days, weeks, years."""

from __future__ import annotations

from collections.abc import Sequence

from marsad.text.tokens import Token

_SMALL = {
    word: value
    for value, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty".split(),
        1,
    )
}
_ONE = frozenset(("a", "an"))
_SOME = frozenset(("several", "many", "few", "couple"))


def is_amount(word: str) -> bool:
    """Tell whether a word may begin a count of units."""
    return word in _SMALL or word in _ONE or word in _SOME


def amount(tokens: Sequence[Token], at: int) -> tuple[float | None, int]:
    """Return how many units are counted at `at`, None for "several", and where the count ends (`at`: there is none)."""
    if at >= len(tokens):
        return None, at
    word = tokens[at].word
    after = tokens[at + 1].word if at + 1 < len(tokens) else ""
    if word.isdigit() and len(word) < 4:
        return float(word), at + 1
    if word in _SMALL:
        return float(_SMALL[word]), at + 1
    if word == "half" and after in _ONE:
        return 0.5, at + 2
    if word in _ONE and after in _SOME:
        return None, at + (3 if at + 2 < len(tokens) and tokens[at + 2].word == "of" else 2)
    if word in _ONE:
        return 1.0, at + 1
    return (None, at + 1) if word in _SOME else (None, at)
