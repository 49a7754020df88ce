"""What capital letters tell of a word: whether it may begin a name, or go on with one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from marsad.lang.placewords import PlaceWords
from marsad.text.tokens import Token

_ARTICLES: Final = ("al-", "ar-", "as-", "el-", "ad-", "ash-", "at-")
_FUNCTION: Final = frozenset(
    "the a an this that these those in on at of for and but or as by from to with after before when while "
    "he she it they its his her their our we some many most several other one two three another no not is "
    "was if there what who which".split()
)


def capital(light: str, word: str) -> bool:
    """Tell whether a word is written as a name begins: no word of grammar, no "Daesh-held"."""
    if word in _FUNCTION:
        return False
    if "-" in light and light[light.rindex("-") + 1 :].islower() and not light.startswith(_ARTICLES):
        return False  # "Daesh-held"
    return light[0].isalpha() and (light[0].isupper() or light.startswith(_ARTICLES)) and len(light) > 1


def given(token: Token, words: PlaceWords) -> bool:
    """Tell whether a word may be a name that no table has: with a capital, no abbreviation, no word of places."""
    plain = token.light.isalpha() and not token.light.isupper() and len(token.light) > 2
    return plain and capital(token.light, token.word) and not words.of(token.word)


def goes_on(token: Token, words: PlaceWords) -> bool:
    """Tell whether a word may be a later part of a name: it has a capital, and is no nationality and no day."""
    return capital(token.light, token.word) and not {"demonym", "common"} & words.of(token.word).keys()


def titled(tokens: Sequence[Token]) -> bool:
    """Tell whether a line is written like a title: most words have a capital."""
    lights = [token.light for token in tokens if token.light[0].isalpha()]
    return 2 * sum(light[0].isupper() for light in lights) > len(lights)
