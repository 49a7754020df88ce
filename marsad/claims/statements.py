"""When two statements of a report are one told twice: a lead that a quotation repeats."""

from __future__ import annotations

from functools import lru_cache

from marsad.records import Claim, Named, Statement
from marsad.text.fold import match
from marsad.text.words import bare

_SHARED = 0.6  # part of the shorter content's words that the longer one has too
_LEAST = 2  # words: shorter contents are alike by chance
_SHORT = 3  # words: contents as short as this have to share all


def same_statement(a: Claim, b: Claim) -> bool:
    """Tell whether one speaker says in both what the longer of the two holds."""
    x, y = a.detail, b.detail
    if not isinstance(x, Statement) or not isinstance(y, Statement) or not _same_speaker(x.speaker, y.speaker):
        return False
    if a.evidence == b.evidence:
        return True
    said, again = _words(x.content), _words(y.content)
    fewest = min(len(said), len(again))
    return fewest >= _LEAST and len(said & again) >= (_SHARED if fewest > _SHORT else 1.0) * fewest


def _same_speaker(a: Named, b: Named) -> bool:
    if a.name and a.name == b.name:
        return True
    return any(x <= y or y <= x for x in _forms(a) for y in _forms(b))


def _forms(named: Named) -> list[frozenset[str]]:
    return [words for text in (named.text, *named.aliases) if (words := _words(text))]


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    words = (word[1:] if word[0] in "وبل" and len(word) > 4 else word for word in match(text).replace('"', " ").split())
    return frozenset(bare(word) for word in words if len(word) > 2)
