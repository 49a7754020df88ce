"""The small words that the grammar of speech looks for, by what they do: lexicon/speech_words.tsv."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

from marsad.lang.sentence import Sentence
from marsad.text.fold import match
from marsad.text.memory import Memory

_NONE: Final[frozenset[str]] = frozenset()
_FUSED: Final = 5  # letters of the shortest word that "that" is written onto
_TELLERS: Final = frozenset(("witness", "outlet", "sources"))


@cache
def _table() -> dict[str, frozenset[str]]:
    """Return what each word (match form, or several with blanks) does."""
    found: dict[str, frozenset[str]] = {}
    table = files("marsad.lang.ar") / "lexicon" / "speech_words.tsv"
    for line in table.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            role, forms = line.split("\t")[:2]
            for form in forms.split("|"):
                word = match(form.strip())
                found[word] = found.get(word, _NONE) | {role}
    return found


def _roles(word: str) -> frozenset[str]:
    table = _table()
    known = table.get(word)
    if known is None and len(word) > 3 and word[0] == "و":
        known = table.get(word[1:])
    if known is None and "ال" in word[4:]:  # a lost space: مراسلالقناة
        known = table.get(word[: word.index("ال", 4)], _NONE) & _TELLERS
    return known or _NONE


roles: Final[Memory[str, frozenset[str]]] = Memory(_roles)
"""What a word (match form) does, "and" before it aside."""


class Told:
    """What a word at a place in a sentence tells: what it does, and what of that is asked of nearly every word."""

    __slots__ = ("begins", "fused", "roles", "shown", "that")

    def __init__(self, word: str) -> None:
        self.roles = _roles(word)
        self.that = "that" in self.roles
        self.fused = len(word) >= _FUSED and word.startswith("ان")  # it may have lost the space after "that"
        self.begins = next((role[6:] for role in self.roles if role.startswith("first_")), "")  # an act, as first word
        self.shown: object = None  # what acts.py finds of it


def told(sentence: Sentence, at: int) -> Told:
    """Return what the word at `at` tells; it is found once a form of a word."""
    form = sentence.tokens.forms[at]
    known: Told | None = form.told
    if known is None:
        known = form.told = Told(form.word)
    return known


def roles_at(sentence: Sentence, at: int) -> frozenset[str]:
    """Return what the word at `at` does."""
    return told(sentence, at).roles


@cache
def two_words() -> frozenset[str]:
    """Return the first words of the entries of two that show an act."""
    shown = (phrase for phrase, known in _table().items() if any(role.startswith("act_") for role in known))
    return frozenset(phrase.split()[0] for phrase in shown if " " in phrase)


@cache
def before_asides() -> frozenset[str]:
    """Return the words by which the outlet may take the word again, "and" before them too."""
    opening = {phrase.split()[0] for phrase, known in _table().items() if "aside" in known}
    return frozenset(opening | {f"و{word}" for word in opening})
