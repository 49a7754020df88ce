"""The words by which a language says how a name of a place is meant: data for marsad/places, one record a language."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Final

from marsad.errors import PackError
from marsad.text.fold import match
from marsad.text.memory import Memory
from marsad.text.words import peelings

CLASSES: Final = frozenset(
    {"cue", "direction", "adjective", "relation", "link", "status", "title", "notplace", "anaphor", "demonym", "common"}
)
_NISBA: Final = ("", "ه", "ون", "ين", "ا", "ان", "ات", "تين", "تان")


@dataclass(frozen=True, slots=True)
class PlaceWord:
    """What a word does beside a name; `many` marks a cue that holds for a list of names ("the towns of A and B")."""

    cls: str
    value: str
    many: bool = False


_NOTHING: Final[tuple[dict[str, PlaceWord], int]] = ({}, 0)  # nothing is ever added


class PlaceWords:
    """Place words by match form, and by class what the word does.

    `of` returns by class what a word (match form) may do beside a name; proclitics may stand before it ("وبلدة").
    """

    __slots__ = ("_letters", "of", "words")

    def __init__(self, words: dict[str, dict[str, PlaceWord]]) -> None:
        self.words = words
        roles: Memory[str, dict[str, PlaceWord]] = Memory(self.roles)
        self.of = roles.__getitem__
        self._letters: Memory[str, int] = Memory(lambda word: self._cut(word)[1])

    def roles(self, word: str) -> dict[str, PlaceWord]:
        """Return what `of` returns and remembers."""
        return self._cut(word)[0]

    def letters(self, word: str) -> int:
        """Return how many letters of proclitics stand before a place word."""
        return self._letters[word]

    def _cut(self, word: str) -> tuple[dict[str, PlaceWord], int]:
        for cut in peelings(word):
            form = "ال" + cut.stem if cut.article else cut.stem
            if not cut.enc and form in self.words:
                return self.words[form], max(0, len(word) - len(form))
        return _NOTHING


def load_place_words(table: Traversable) -> PlaceWords:
    """Return the place words of a table `class ⇥ words ⇥ value`. Raises PackError on a line of another form."""
    words: dict[str, dict[str, PlaceWord]] = {}
    for number, line in enumerate(table.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) != 3 or cells[0] not in CLASSES:
            raise PackError(
                f"{table.name}, line {number}: expected a class ({', '.join(sorted(CLASSES))}), words and value"
            )
        for form in cells[1].split("|"):
            found = PlaceWord(cells[0], cells[2], form.startswith("+"))
            for word in _forms(match(form.removeprefix("+")), cells[0]):
                words.setdefault(word, {}).setdefault(found.cls, found)
    return PlaceWords(words)


def _forms(word: str, cls: str) -> list[str]:
    """Return the forms that a row stands for: a demonym has feminine, plural and dual, with the article and without."""
    if cls != "demonym":
        return [word]
    return [article + word + ending for ending in _NISBA for article in ("", "ال")]
