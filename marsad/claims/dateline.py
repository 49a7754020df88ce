"""Where the dateline ends that a lead begins with: "باماكو - …", "الخرطوم 18 يوليو 2023 - …".

Its place is where the report was written and its day when; neither is the event's.
"""

from __future__ import annotations

from typing import Final

from marsad.lang.sentence import Sentence

_LONGEST: Final = 9  # tokens
_DASHES: Final = frozenset("-–—")


def dateline_end(sentence: Sentence) -> int:
    """Return the number of tokens of the dateline at the head of a sentence of the body, 0 where there is none."""
    if sentence.title or not sentence.has("place") or sentence.at("place", 0) is None:
        return 0
    for at in range(1, min(_LONGEST, len(sentence) - 1)):
        if sentence.words[at] in _DASHES:
            return at + 1
        if any(tag.attrs.get("form") == "verb" for tag in sentence.starting(at)):
            return 0
    return 0
