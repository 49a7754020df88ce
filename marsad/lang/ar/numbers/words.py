"""What one word says as a number, and as a counted noun."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from marsad.lang.ar.numbers.tables import FUSIBLE, OWNED, Numeral, tables
from marsad.text.fold import match, matched
from marsad.text.memory import Memory
from marsad.text.words import Peeled, peelings

_PRONOUNS: Final = ("هما", "هم", "هن", "ها", "ه")
_MARKED_DUAL: Final = re.compile("\u064eي\u0652?ن\u0650?$")  # the fatha that tells -ayn from -īn
_HAMZA: Final = "أإآ"


@dataclass(frozen=True, slots=True)
class Word:
    """A number word or dual noun: its numerals (two when fused), and what clings to it."""

    numerals: tuple[Numeral, ...] = ()
    joined: tuple[bool, ...] = ()  # for each numeral: "and" before it
    article: bool = False
    preposition: bool = False
    pronoun: bool = False
    dual_of: str | None = None


FIGURES: Final = Word()  # what figures are at a look-up: they are read where they stand


def study(light: str, word: str = "") -> Word | None:
    """Return what a word (light form) says as a number word or dual noun, `FIGURES`, or None of most."""
    if light[:1].isdigit():
        return FIGURES
    if len(light) < 2 or not "\u0621" <= light[0] <= "\u064a":
        return None
    folded = matched(light)
    if folded in tables().never and not light.startswith(("وأ", "وإ")):
        return None
    for cut in _cuts(light, folded):
        numeral = tables().numerals.get(cut.stem)
        if numeral is not None and not cut.enc:
            return Word((numeral,), (cut.pro[:1] in ("و", "ف"),), cut.article, _has_preposition(cut))
    return _dual(folded, light.endswith("ه")) or _with_pronoun(folded) or _fused(folded)


words_of_number: Final[Memory[str, Word | None]] = Memory(study)
"""What a word (light form) says as a number: a number word or dual noun, `FIGURES`, or None."""


def read_word(word: str) -> Word | None:
    """Return what `word` (light form) says as a number, or None."""
    found = words_of_number[word]
    return None if found is FIGURES else found


def _cuts(word: str, folded: str) -> list[Peeled]:
    cuts = [cut for cut in peelings(folded) if not cut.enc]
    # وأحد is "and one", واحد is "one": only the light form tells them apart
    if len(word) > 2 and word[0] in "وفبلك" and word[1] in _HAMZA:
        return cuts[1:]
    return cuts


def _has_preposition(cut: Peeled) -> bool:
    return bool(cut.pro.lstrip("وف"))


def _with_pronoun(folded: str) -> Word | None:
    """Read "one of them", "half of it": the other numerals take no pronoun in a count."""
    for pronoun in _PRONOUNS:
        if not folded.endswith(pronoun) or not folded[: -len(pronoun)].endswith(tables().owned):
            continue
        for cut in peelings(folded[: -len(pronoun)]):
            numeral = tables().numerals.get(cut.stem)
            if numeral is not None and not cut.enc and not cut.article and numeral.cls in OWNED:
                return Word((numeral,), (cut.pro[:1] in ("و", "ف"),), False, _has_preposition(cut), pronoun=True)
    return None


def _fused(folded: str) -> Word | None:
    """Read two numerals that lost the space between them."""
    numerals = tables().numerals
    for cut in peelings(folded):
        if cut.enc or cut.stem[:3] not in tables().heads:
            continue
        for at in range(3, len(cut.stem) - 2):
            first, rest = numerals.get(cut.stem[:at]), cut.stem[at:]
            if first is None or first.cls not in FUSIBLE:
                continue
            joined = rest.startswith("و")
            second = numerals.get(rest[1:] if joined else rest)
            if second is not None and second.cls in FUSIBLE:
                return Word((first, second), (cut.pro[:1] in ("و", "ف"), joined), cut.article, _has_preposition(cut))
    return None


def _dual(folded: str, his: bool = False) -> Word | None:
    """Read a dual. `his`: the word surely ends in a pronoun, not in the ta marbuta of "rocket-like" (صاروخية)."""
    if not folded.endswith(("ان", "ين", "يها", "يهما", *(("يه",) if his else ()))):
        return None
    for cut in peelings(folded):
        noun = tables().duals.get(cut.stem) if not cut.enc else None
        if noun is None and not cut.article and not cut.enc:
            noun = _construct(cut.stem)
        if noun is not None:
            return Word(joined=(cut.pro[:1] in ("و", "ف"),), article=cut.article, dual_of=noun)
    return None


def _construct(stem: str) -> str | None:
    """Return the noun of a dual with a pronoun ("her two children"), where no plural looks the same."""
    for pronoun in ("يهما", "يها", "يه"):
        dual = stem[: -len(pronoun)] + "ين"
        noun = tables().duals.get(dual) if stem.endswith(pronoun) else None
        if noun is not None:
            # "لديه" stands in "ولديه"; a noun that ends in ya takes a pronoun in the singular just so
            return None if noun == "ولد" or noun.endswith("ي") else noun
    return None


@lru_cache(maxsize=2048)
def is_singular(word: str) -> bool:
    """Tell whether `word` (match form, clitics allowed, no article) is a counted noun in the indefinite singular."""
    singulars = tables().singulars
    return any(cut.stem in singulars and not cut.article and cut.enc in ("", "ا") for cut in peelings(word))


def dual_of(word: str) -> str | None:
    """Return the singular (match form) of which `word` is surely the dual, clitics allowed; else None.

    A noun with a sound plural has one ending for dual and plural (مدنيين): that form is a dual only where the
    vowel marks say so (مدنيَين), so a caller that has the printed word gives that.
    """
    folded = match(word)
    read = _dual(folded)
    if read is None and _MARKED_DUAL.search(word):
        read = _dual(folded[:-2] + "ان")
    return read.dual_of if read else None
