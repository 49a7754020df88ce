"""Texts that are much the same: how they are found among many, and whether one says more than the other. Pure.

Texts are compared by runs of three words in match form. To find them, the runs of a text are sketched (MinHash) and
the sketch is cut into bands: texts that share a band are looked at, word by word.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files

from rensa import RMinHash  # type: ignore[import-untyped]

from marsad.text.fold import match

SHINGLE = 3
ALIKE = 0.7  # of the runs of two texts, from which one is the other's copy or its next version
_BANDS, _ROWS, _SEED = 12, 5, 42  # two texts at ALIKE share a band in 9 cases of 10, at 0.8 in 99 of 100
_WORD = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"\d")
_CLITICS = ("", "ال", "ب", "ل", "ك", "بال", "كال", "لل", "و", "ف", "وال", "فال", "وب", "ول", "وبال", "ولل")
_MORE = 0.1  # of its words: what a copy may have that the first has not (a dateline, a signature)
_NUMBERS = frozenset("zero unit one teen ten tens hundred scale scaled fraction dual".split())  # classes of words
_SHORT = 25  # words from which two printings of one text cannot be two days' bulletins


@dataclass(frozen=True, slots=True)
class Print:
    """A text as it is compared: its words in match form, a blank between them, and those of its headline."""

    text: str
    headline: str = ""

    @property
    def words(self) -> list[str]:
        return self.text.split()

    @property
    def runs(self) -> frozenset[str]:
        return frozenset(shingles(self.words))

    @property
    def short(self) -> bool:
        return self.text.count(" ") + 1 < _SHORT


def print_of(text: str, title: str | None = None) -> Print:
    """Return the print of a report's text and headline."""
    return Print(" ".join(_WORD.findall(match(text))), " ".join(_WORD.findall(match(title or ""))))


def shingles(words: Sequence[str]) -> list[str]:
    """Return every run of three words, or all of them where they are fewer."""
    return [" ".join(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1))]


def keys(text: Print) -> tuple[int, ...]:
    """Return the numbers under which a text is found: one of the whole, one a band. Each fits 63 bits.

    They are kept in the record: a test holds that they never change.
    """
    sketch = RMinHash(num_perm=_BANDS * _ROWS, seed=_SEED)
    sketch.update(shingles(text.words))
    values: list[int] = sketch.digest()
    bands = [struct.pack(f">B{_ROWS}I", band, *values[band * _ROWS :][:_ROWS]) for band in range(_BANDS)]
    whole = text.text.encode("utf-8", "replace")
    return tuple(_number(part) for part in (b"whole " + whole, *bands))


def _number(content: bytes) -> int:
    return int(struct.unpack(">Q", hashlib.blake2b(content, digest_size=8).digest())[0]) >> 1


def likeness(a: Print, b: Print) -> float:
    """Return which part of the runs of two texts both have (Jaccard)."""
    return 1.0 if a.text == b.text else shared(a.runs, b.runs)


def shared(left: frozenset[str], right: frozenset[str]) -> float:
    """Return which part of two sets of runs both have (Jaccard)."""
    both = len(left & right)
    return both / (len(left) + len(right) - both)


def says_more(copy: Print, first: Print) -> bool:
    """Tell whether `copy` has more than a few words, or any number, that `first` has not there."""
    ours, theirs = copy.words, first.words
    if ours != theirs:
        surplus = Counter(ours) - Counter(theirs)  # is added however the two are laid beside each other
        if _is_more(list(surplus.elements()), ours) or _is_more(_added(ours, theirs), ours):
            return True
    known = {*theirs, *first.headline.split()}
    return any(is_number(word) for word in copy.headline.split() if word not in known)


def _is_more(added: list[str], words: list[str]) -> bool:
    return len(added) > _MORE * len(words) or any(map(is_number, added))


def _added(words: list[str], first: list[str]) -> list[str]:
    """Return the words that stand where `first` has others or none."""
    steps = SequenceMatcher(None, first, words, autojunk=False).get_opcodes()
    changed = (step for step in steps if step[0] in ("insert", "replace"))
    return [word for *_, start, end in changed for word in words[start:end]]


def is_number(word: str) -> bool:
    """Tell whether a word (match form) is written with digits or is a word of number."""
    bare = (word.removeprefix(clitic) for clitic in _CLITICS)
    return bool(_DIGIT.search(word)) or not _numerals().isdisjoint(bare)


@cache
def _numerals() -> frozenset[str]:
    found = set()
    for lang in ("ar", "en"):
        table = files("marsad.lang") / lang / "lexicon" / "numerals.tsv"
        for line in table.read_text(encoding="utf-8").splitlines():
            kind, _, rest = line.partition("\t")
            if kind in _NUMBERS:
                found.update(_WORD.findall(match(rest.split("\t")[0])))
    return frozenset(found)
