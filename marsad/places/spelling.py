"""Find a name of a place under another spelling: Arabic names have many in Latin letters.

A spelling is reduced to its consonants, doubled ones once and those that are one sound together ("Sheikhun",
"Sheikhoun", "Shaykhun"), without article. Of the names that share them, those written most alike are taken. Names of
few consonants share theirs with too many others and are left alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import Final

from marsad.places.gazetteer import Gazetteer

_FEWEST: Final = 3  # consonants of a name of one word
_ALIKE: Final = 0.6  # of the letters
_MARKS: Final = str.maketrans(
    {"'": "", "`": "", "-": " ", "á": "a", "é": "e", "í": "i", "ı": "i", "ş": "s", "ö": "o", "ü": "u"}
)
_OPEN: Final = "0"  # stands for the vowel that a name begins with
_OPENING: Final = frozenset("aeiou")
_VOWELS: Final = str.maketrans("", "", "aeiouyw")
_ARTICLE: Final = re.compile(r"(?:^|(?<= ))(?:al|el|ad|ar|as|ash|at|az|an|ed|er|es|et|ez) ")
_DOUBLED: Final = re.compile(r"(.)\1+")
# letters that stand for one sound, and those that spellings swap
_SOUNDS: Final = (
    ("sh", "1"),
    ("ch", "1"),
    ("kh", "2"),
    ("gh", "3"),
    ("th", "t"),
    ("dh", "d"),
    ("ph", "f"),
    ("ck", "k"),
    ("q", "k"),
    ("c", "k"),
)


def consonants(name: str) -> str:
    """Return the consonants of `name` (match form), word by word, and a sign for a vowel that opens it."""
    name = _ARTICLE.sub("", name.translate(_MARKS).strip())
    for written, sound in _SOUNDS:
        name = name.replace(written, sound)
    opening = _OPEN if name[:1] in _OPENING else ""  # Akrama is no Karama
    return opening + " ".join(filter(None, map(_of_word, name.split())))


@lru_cache(maxsize=4096)
def _of_word(word: str) -> str:
    bare = _DOUBLED.sub(r"\1", word.translate(_VOWELS))
    return bare[:-1] if len(bare) > 2 and bare[-1] == "h" else bare


@lru_cache(maxsize=8192)
def respelled(name: str, gazetteer: Gazetteer) -> tuple[int, ...]:
    """Return the ids of the places whose names are spellings of `name`, () where none or too many may be."""
    key = consonants(name)
    if len(key.replace(" ", "").replace(_OPEN, "")) < _FEWEST + (" " in key):
        return ()
    alike = [(SequenceMatcher(None, name, other).ratio(), other) for other in _index(gazetteer, key[0]).get(key, ())]
    best = max((ratio for ratio, _ in alike), default=0.0)
    if best < _ALIKE:
        return ()
    ids = (number for ratio, other in alike if ratio > best - 0.05 for number in gazetteer.written[other])
    return tuple(dict.fromkeys(ids))


@cache
def _index(gazetteer: Gazetteer, initial: str) -> Mapping[str, list[str]]:
    """Return the names by their consonants, of those that begin with `initial`: made when first asked for."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name in _by_initial(gazetteer).get(initial, ()):
        found[consonants(name)].append(name)
    return found


@cache
def _by_initial(gazetteer: Gazetteer) -> Mapping[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name in gazetteer.written:
        bare = _ARTICLE.sub("", name.translate(_MARKS).strip())
        if bare[:1] in _OPENING:
            found[_OPEN].append(name)
            continue
        first = bare[:2]
        for written, sound in _SOUNDS:
            first = first.replace(written, sound)
        first = first.translate(_VOWELS)
        if first:
            found[first[0]].append(name)
        else:  # two vowels: the whole name tells
            key = consonants(name)
            if key:
                found[key[0]].append(name)
    return found
