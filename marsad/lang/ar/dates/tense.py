"""Which way a sentence points at a word: back in time or ahead.

The nearest cue of the word's own clause decides, those before it first, then the nearest of the clauses around: in
"قال الوزير الأحد إن المحادثات ستبدأ الثلاثاء" Sunday is past and Tuesday ahead. Without any cue the answer is "none".
"""

from __future__ import annotations

from typing import Final

from marsad.lang.ar.dates.words import Known, look
from marsad.lang.times import Tense
from marsad.text.memory import Memory
from marsad.text.tokens import Tokens

# Nouns and names that look like "سـ" and an imperfect verb, by their first letters and whole
_NOUNS: Final = (
    "سيطر", "سياس", "سيار", "سياد", "سيد", "سينا", "سيره", "سيرغ", "سيرج", "سيري", "سيبيري", "سيمون", "سينم", "سيء",
    "ستوكهولم", "ستراتيج", "ستين", "ستون", "ستات", "ستار", "ستيف", "ستاند", "ستاي", "سنوا", "سنوي", "سنجار", "سنغاف",
    "سنتر", "سنتي", "سنتكوم",
)  # fmt: skip
_SHORT_NOUNS: Final = frozenset(
    {"سيرت", "سيول", "سيوف", "سيلا", "سيفا", "ستره", "سنين", "سيما", "سيرا", "سيكا", "سيسي", "سيهات"}
)
_THAT: Final = frozenset({"ان", "بان", "وان", "انه", "انها", "انهم", "بانه"})
_ENDS: Final = _THAT | {"،", "؛"}


def tense_of(tokens: Tokens, at: int | None = None, known: list[Known | None] | None = None) -> Tense:
    """Return the tense that holds at token `at`, or that of the whole sentence without it.

    `known` is what each word is to times, where that was asked.
    """
    words = tokens.words
    if known is None:
        cues = [points[word] for word in words]
    else:
        cues = [None if here is None else here.points for here in known]
    if at is None:
        every = [cue for cue in cues if cue]
        return "future" if "future" in every else every[0] if every else "none"
    clause, comma = at - 1, at
    while clause >= 0 and words[clause] not in _THAT:
        if cue := cues[clause]:
            return cue
        clause -= 1
    while comma < len(words) and words[comma] not in _ENDS:
        if cue := cues[comma]:
            return cue
        comma += 1
    for i in range(clause, -1, -1):
        if cue := cues[i]:
            return cue
    for i in range(comma, len(words)):
        if cue := cues[i]:
            return cue
    return "none"


def points_of(word: str) -> Tense | None:
    """Return the tense that a word (match form) stands for by itself, None when it says nothing of time."""
    for _, entry in look(word):
        if entry.role == "tense":
            return "future" if entry.text == "future" else "past"
    bare = word[1:] if word[0] in "وف" else word
    ahead = len(bare) > 3 and bare[0] == "س" and bare[1] in "يتن"
    return "future" if ahead and bare not in _SHORT_NOUNS and not bare.startswith(_NOUNS) else None


points: Final[Memory[str, Tense | None]] = Memory(points_of)
"""What `points_of` says of a word."""
