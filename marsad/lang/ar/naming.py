"""The Arabic name of whom the reader names by a noun and a nation: "Russian Defence Ministry" is وزارة الدفاع الروسية.

The parts are those of the lexicon (heads.tsv, demonyms.tsv). Only what the grammar leaves no doubt about is put
together; of other names there is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

_IRREGULAR: Final = frozenset(("روسي", "تركي", "كردي", "عربي", "إنجليزي", "يهودي", "أمازيغي"))  # plurals of peoples
_FEMININE: Final = ("ة", "ات")
_BROKEN: Final = frozenset("وسائل مصادر كتائب فصائل جيوش أوساط مواقع صحف قبائل خطوط راجمات بوارج".split())  # of things
_ADJECTIVES: Final = ("ي", "ية", "ة")  # endings of adjectives of a noun


@lru_cache(maxsize=4096)
def arabic_name(english: str) -> str | None:
    """Return the Arabic name for a neutral English one of a noun, a people, or a nation and a noun; None for others."""
    heads, adjectives, peoples = _parts()
    if english in peoples:
        return peoples[english]
    if english in heads:
        return heads[english][0]
    for length in (1, 2, 3):  # words of the nation
        words = english.split()
        nation, noun = " ".join(words[:length]), " ".join(words[length:])
        if nation in adjectives and noun in heads:
            return _joined(*heads[noun], noun, adjectives[nation])
    return None


def _joined(arabic: str, kind: str, english: str, adjective: str) -> str | None:
    """Return a noun and the adjective of a nation, definite; None where their agreement cannot be told."""
    words = arabic.split()
    plural = english.endswith("s") and not english.endswith("ss")
    if kind == "people" or (words[0].endswith("ون") and words[0] != "تلفزيون"):
        if adjective in _IRREGULAR or not words[0].endswith("ون"):
            return None
        adjective += "ون"
    elif words[0].endswith(_FEMININE) or words[0] in _BROKEN:
        adjective += "ة"
    elif plural:
        return None
    if not any(word.startswith("ال") for word in words):
        if not all(word.endswith(_ADJECTIVES) and not word.startswith("لل") for word in words[1:]):
            return None
        words = [f"ال{word}" for word in words]
    return " ".join((*words, f"ال{adjective}"))


@cache
def _parts() -> tuple[Mapping[str, tuple[str, str]], Mapping[str, str], Mapping[str, str]]:
    """Return nouns with their kind, the adjectives of nations, and the names of peoples, each by its English."""
    heads: dict[str, tuple[str, str]] = {}
    adjectives: dict[str, str] = {}
    peoples: dict[str, str] = {}
    for form, value, attributes in _rows("heads.tsv", "head"):
        heads.setdefault(value, (form, attributes.get("kind", "")))
    for form, _, attributes in _rows("demonyms.tsv", "demonym"):
        masculine = form.removeprefix("adj:")
        if form.startswith("adj:") and masculine.endswith("ي") and "adj" in attributes:
            adjectives.setdefault(attributes["adj"], masculine)
            if masculine not in _IRREGULAR and "people" in attributes:
                peoples.setdefault(attributes["people"], f"ال{masculine}ون")
    return heads, adjectives, peoples


def _rows(table: str, cls: str) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    text = (files("marsad.lang.ar") / "lexicon" / table).read_text(encoding="utf-8")
    for line in text.splitlines():
        cells = line.split("\t")
        if cells[0] == cls and len(cells) > 3:
            pairs = (pair.partition("=") for pair in cells[3].split(";"))
            yield cells[1].split("|")[0], cells[2], {key: value for key, _, value in pairs}
