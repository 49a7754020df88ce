"""The English words of number, and of what bounds a number: lexicon/numerals.tsv."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from marsad.lang.grammar import Part
from marsad.text.fold import match

_PARTS = frozenset(("zero", "unit", "ten", "tens", "hundred", "scale"))


@dataclass(frozen=True, slots=True)
class Words:
    """The table: number words, and phrases of vague words and bounds by their words."""

    parts: dict[str, Part]
    vague: dict[str, tuple[int, int] | None]
    bounds: dict[str, str]
    units: frozenset[str]


@cache
def words() -> Words:
    """Return the words of lexicon/numerals.tsv, read once."""
    parts: dict[str, Part] = {}
    vague: dict[str, tuple[int, int] | None] = {}
    bounds: dict[str, str] = {}
    units: set[str] = set()
    table = files("marsad.lang.en") / "lexicon" / "numerals.tsv"
    for line in table.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        cls, forms, value = (*line.split("\t"), "")[:3]
        for form in (match(form.strip()) for form in forms.split("|")):
            if cls in _PARTS:
                parts[form] = Part(cls, float(value))  # type: ignore[arg-type]
            elif cls == "vague":
                low, _, high = value.partition("-")
                vague[form] = (int(low), int(high)) if high else None
            elif cls == "unit_noun":
                units.add(form)
            else:
                bounds[f"{cls}:{form}"] = cls
    return Words(parts, vague, bounds, frozenset(units))


@lru_cache(maxsize=8192)
def parts_of(word: str) -> tuple[Part, ...]:
    """Return the number words of one token: "twenty-one" has two."""
    table = words().parts
    if word in table:
        return (table[word],)
    found = tuple(table[piece] for piece in word.split("-") if piece in table) if "-" in word else ()
    return found if len(found) == word.count("-") + 1 else ()


@lru_cache(maxsize=8192)
def opens_vague(word: str) -> bool:
    return any(phrase == word or phrase.startswith(f"{word} ") for phrase in words().vague)
