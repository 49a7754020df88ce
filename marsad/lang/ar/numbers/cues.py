"""The words that bound a number: أكثر من, ما لا يقل عن, نحو before it, على الأقل after it."""

from __future__ import annotations

from typing import Final

from marsad.lang.ar.numbers.atom import Atom
from marsad.lang.ar.numbers.figures import CLINGING
from marsad.lang.ar.numbers.tables import Cue, tables
from marsad.records import Qualifier
from marsad.text.tokens import Tokens

_PROCLITICS: Final = ("", "و", "ف", "ب", "ل", "وب", "ول", "فب", "فل")
_NO_PROCLITICS: Final = ("",)
_LETTERS: Final = "وفبل"  # that they begin with
_NOUN_ROOM: Final = 3  # words of the counted noun between a number and the cue after it
_TALLY_ROOM: Final = 6


class Bound:
    """The tokens of a number with its cue, and what the cue makes of it."""

    __slots__ = ("first", "last", "qualifier")

    def __init__(self, first: int, last: int, qualifier: Qualifier | None) -> None:
        self.first = first
        self.last = last
        self.qualifier = qualifier


def qualify(tokens: Tokens, atom: Atom, floor: int, limit: int) -> Bound:
    """Return how the words around `atom` bound it. They lie in tokens `[floor, limit)`."""
    start = atom.first
    while start > floor and (tokens.words[start - 1] in CLINGING or tokens.words[start - 1] == '"'):
        start -= 1
    before = None if atom.joined else _before(tokens, start, floor)  # "…at least, and 90": not of the 90
    if before is not None:
        cue, first = before
        outer = _before(tokens, first, floor)  # "no fewer than about 12": the outer one bounds
        if outer is not None:
            cue, first = outer
        return Bound(first, atom.last, cue.qualifier)
    after = _after(tokens, atom.last, limit)
    if after is not None:
        cue, at = after
        return Bound(atom.first, at + len(cue.words) if at == atom.last else atom.last, cue.qualifier)
    far = _far(tokens, start, floor)
    return Bound(atom.first, atom.last, far.qualifier if far else None)


def _before(tokens: Tokens, end: int, floor: int) -> tuple[Cue, int] | None:
    if end <= floor:
        return None
    last = tokens.words[end - 1]
    index = tables().before
    for proclitic in _PROCLITICS if last[0] in _LETTERS else _NO_PROCLITICS:
        if not last.startswith(proclitic):
            continue
        for cue in index.get(last[len(proclitic) :], ()):
            first = end - len(cue.words)
            if first >= floor and _says(tokens, first, cue.words):
                return cue, first
    return None


def _says(tokens: Tokens, first: int, words: tuple[str, ...]) -> bool:
    for i in range(1, len(words)):
        if tokens.words[first + i] != words[i]:
            return False
    word = tokens.words[first]
    return word.endswith(words[0]) and word[: len(word) - len(words[0])] in _PROCLITICS


def _after(tokens: Tokens, start: int, limit: int) -> tuple[Cue, int] | None:
    index = tables().after
    for at in range(start, min(start + _NOUN_ROOM + 1, limit)):
        word = tokens.words[at]
        for cue in index.get(word, ()):
            if tokens.words[at : at + len(cue.words)] == cue.words:
                return cue, at
        if not word[0].isalpha() or (at > start and word[0] == "و"):
            return None
    return None


def _far(tokens: Tokens, start: int, floor: int) -> Cue | None:
    """Return the cue of "the number of the dead passed 300", which stands before the tally."""
    tally = tables().words("tally")
    for at in range(start - 1, max(floor, start - _TALLY_ROOM) - 1, -1):
        word = tokens.words[at]
        if not word[0].isalpha():
            return None
        if word in tally or word.removeprefix("ال") in tally:
            found = _before(tokens, at, floor)
            return found[0] if found and found[0].far else None
    return None
