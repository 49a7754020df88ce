"""The words of a passage, cut to what tellings of one thing share, and what each weighs."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from marsad.text.fold import match

Words = frozenset[str]

_WORD = re.compile(r"[^\W_]+")
_FRONTS = ("وبال", "وال", "بال", "فال", "كال", "ولل", "لل", "ال", "و", "ف", "ب", "ل")
_BACKS = ("يون", "يين", "تين", "هما", "ات", "ين", "ون", "ان", "ها", "هم", "يه", "ه", "ي", "ا", "ت")
_ENGLISH = ("ings", "ing", "ies", "ed", "es", "s")
_STEM = 3  # letters that must stay


@lru_cache(maxsize=256)  # the claims of a sentence follow each other, and share its words
def words(text: str) -> Words:
    """Return the stems of a passage of printed text: words of three letters and more, and numbers."""
    return frozenset(stem(word) for word in _WORD.findall(match(text)) if len(word) > 2 or word.isdigit())


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return `word` (match form) without the commonest beginning and ending, at least three letters of it."""
    if word.isascii():
        return _cut(word, (), _ENGLISH)
    return _cut(word, _FRONTS, _BACKS)


def _cut(word: str, fronts: tuple[str, ...], backs: tuple[str, ...]) -> str:
    front = next((f for f in fronts if word.startswith(f) and len(word) - len(f) >= _STEM), "")
    word = word[len(front) :]
    back = next((b for b in backs if word.endswith(b) and len(word) - len(b) >= _STEM), "")
    return word[: len(word) - len(back)]


class Weights:
    """What words weigh: the rarer a word is among the reports, the more."""

    def __init__(self, reports: Iterable[Words]) -> None:
        seen: Counter[str] = Counter()
        total = 0
        for found in reports:
            total += 1
            seen.update(found)
        self._of = {word: math.log((total + 1) / (count + 0.5)) for word, count in seen.items()}
        self._lengths: dict[str, float] = {}

    def of(self, found: Iterable[str]) -> Weights:
        """Return the weights of these words alone."""
        some = Weights(())
        some._of = {word: self._of[word] for word in set(found) if word in self._of}
        return some

    def weight(self, word: str) -> float:
        return self._of.get(word, 1.0)

    def total(self, found: Iterable[str]) -> float:
        weight = self._of.get  # fsum: sets have another order in another process
        return math.fsum([weight(word, 1.0) for word in found])

    def length(self, key: str, found: Words) -> float:
        """Return the length of the words of the claim `key`, worked out once."""
        known = self._lengths.get(key)
        if known is None:
            known = self._lengths[key] = math.sqrt(self.total(found))
        return known
