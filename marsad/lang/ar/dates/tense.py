"""Which way a sentence points at a word: back in time or ahead.

The nearest cue before the word decides, else the nearest after it: in "قال الوزير الأحد إن المحادثات ستبدأ الثلاثاء"
Sunday is past and Tuesday ahead. Without any cue the answer is "none".
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from marsad.lang.ar.dates.words import look
from marsad.lang.times import Tense
from marsad.text.tokens import Token

# Nouns and names that look like "سـ" and an imperfect verb
_NOUNS = (
    "سيطر", "سياس", "سيار", "سيد", "سينا", "سيره", "سيول", "سيرغي", "سيرج", "سيبيري", "سيمون", "سينم", "سيء", "سيئ", "سيول",
    "ستوكهولم", "ستراتيج", "ستين", "ستون", "ستات", "ستار", "ستيف", "ستاند", "ستاي", "سنوا", "سنوي", "سنجار", "سنغاف", "سنتر", "سنتين",
)  # fmt: skip

_SHORT_NOUNS = frozenset({"سيره", "سيرت", "سيول", "سيوف", "سيدي", "سيلا", "سيفا", "سترة", "ستره", "ستين", "ستون", "سنين", "سنتي", "سيما", "سيرا", "سينا"})


def tense_of(tokens: Sequence[Token], at: int | None = None) -> Tense:
    """Return the tense that holds at token `at` (the whole sentence without it): the nearest cue, those before first."""
    if at is None:
        cues = [cue for token in tokens if (cue := _cue(token.word))]
        return "future" if "future" in cues else cues[0] if cues else "none"
    for i in (*range(min(at, len(tokens)) - 1, -1, -1), *range(at, len(tokens))):
        cue = _cue(tokens[i].word)
        if cue:
            return cue
    return "none"


@cache
def _cue(word: str) -> Tense | None:
    for _, entry in look(word):
        if entry.role == "tense":
            return "future" if entry.text == "future" else "past"
    bare = word[1:] if word[0] in "وف" else word
    ahead = len(bare) > 3 and bare not in _SHORT_NOUNS and bare[0] == "س" and bare[1] in "يتن" and not bare.startswith(_NOUNS)
    return "future" if ahead else None
