"""The words of time: three tables, looked up word by word and kept by word form.

A word is tried whole, then without proclitics (و ف, then ب ل ك), then without the article, so that "فبراير" is
never "ف" + "براير". Phrases ("أول من أمس") are entries of several words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from marsad.errors import PackError
from marsad.lang.times import Tense
from marsad.text.fold import light, match
from marsad.text.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Word:
    """What one or more tokens mean in a date."""

    role: str
    text: str = ""  # value as written in the table
    number: int = 0  # value where it is a number
    kind: str = ""  # calendar of a month, part of a day word
    company: str = ""  # how much a month name needs around it
    clitic: str = ""
    definite: bool = False
    width: int = 1
    light: str = ""  # spelling of the table, hamza kept

    @property
    def bare(self) -> bool:
        return not self.clitic


NOTHING: Final = Word("")
_MARGIN: Final = 64  # no reader looks farther past the sentence: it goes on only from a word that it has read
_OUTSIDE: Final = ("",) * _MARGIN
Phrase = tuple[tuple[str, ...], Word]
_FUSED: Final = ("منذ", "الاثنين", "الثلاثاء", "الاربعاء", "الخميس", "الجمعه", "السبت", "الاحد")


def _rows(name: str, cells: int) -> Iterator[list[str]]:
    table = files("marsad.lang.ar") / "lexicon" / name
    for number, line in enumerate(table.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            row = line.split("\t")
            if len(row) != cells:
                raise PackError(f"{name}, line {number}: expected {cells} cells, got {line!r}")
            yield row


def _entries() -> Iterator[tuple[str, Word]]:
    for name, number in _rows("weekdays.tsv", 2):
        yield name, Word("weekday", number=int(number))
    for name, number, calendar, company in _rows("months.tsv", 4):
        yield name, Word("month", number=int(number), kind=calendar, company=company)
    for written, role, value in _rows("timewords.tsv", 3):
        name, _, part = written.partition("|")
        yield name, Word(role, value, int(value) if value.lstrip("-").isdigit() else 0, kind=part)


@cache
def _lexicon() -> dict[str, tuple[Phrase, ...]]:
    """Entries by their first folded word, the longest phrase first."""
    table: dict[str, list[Phrase]] = {}
    for name, word in _entries():
        first, *rest = match(name).split()
        kept = replace(word, light=light(name), width=1 + len(rest))
        table.setdefault(first, []).append((tuple(rest), kept))
    return {first: tuple(sorted(found, key=lambda f: -len(f[0]))) for first, found in table.items()}


_LONGEST: Final = 64  # letters: what is longer is no word, and peeling it letter by letter would not end well


@lru_cache(maxsize=2048)
def look(word: str) -> tuple[Phrase, ...]:
    """Return the entries that may start with `word` (match form): the least peeled first, then the longest."""
    if len(word) > _LONGEST:
        return ()
    lexicon = _lexicon()
    found: list[Phrase] = []
    for clitic, rest in _peeled(word):
        for stem, definite in ((rest, False), (rest[2:], True)) if rest.startswith("ال") else ((rest, False),):
            for tail, entry in lexicon.get(stem, ()):
                found.append((tail, replace(entry, clitic=clitic, definite=definite)))
    return tuple(found) or _fused(word)


def _fused(word: str) -> tuple[Phrase, ...]:
    """Read a word that lost the space before "منذ" or a weekday; "عبدالأحد" is a name."""
    if not word.endswith(_FUSED):
        return ()
    for tail in _FUSED:
        if word.endswith(tail) and len(word) > len(tail) + 2 and not word.startswith("عبد"):
            return look(tail)
    return ()


def _peeled(word: str) -> Iterator[tuple[str, str]]:
    yield "", word
    if word.startswith("لل"):
        yield "ل", "ال" + word[2:]
    if word[0] in "بلك" and len(word) > 3:
        yield word[0], word[1:]
    if word[0] in "وف" and len(word) > 2:
        yield word[0], word[1:]
        for clitic, rest in _peeled(word[1:]):
            if clitic:
                yield word[0] + clitic, rest


class Known:
    """What a word is to times: its entries, whether an expression may start with it, and the tense it stands for."""

    __slots__ = ("_always", "entries", "opens", "points")

    def __init__(self, entries: tuple[Phrase, ...], opens: bool, points: Tense | None) -> None:
        self.entries = entries
        self.opens = opens
        self.points = points
        self._always: Word | None = NOTHING  # what stands wherever the word does; None where a phrase may
        if entries:
            tail, word = entries[0]
            self._always = None if tail else word

    def at(self, words: tuple[str, ...], i: int) -> Word:
        """Return the entry that stands at token `i`, the longest first; one without a role where none does."""
        if self._always is not None:
            return self._always
        for tail, word in self.entries:
            if not tail or words[i + 1 : i + 1 + len(tail)] == tail:
                return word
        return NOTHING


class Line:
    """The tokens of one sentence with the words of time at each of them.

    `at[i]` is the word of time at `i`, elsewhere and outside the sentence one without a role; `word[i]` the match form
    at `i`, empty outside the sentence. Both are lists, whose margin stands for what is outside, before the first token
    too: they are asked a dozen times for each expression.
    """

    __slots__ = ("_size", "at", "tokens", "word")

    def __init__(self, tokens: Tokens, known: list[Known | None]) -> None:
        """Take the tokens, and what is known of each."""
        texts = tokens.words
        found = [NOTHING] * (len(texts) + _MARGIN)
        for i, here in enumerate(known):
            if here is not None:
                found[i] = here.at(texts, i)
        self.tokens = tokens
        self._size = len(texts)
        self.at = found
        self.word = [*texts, *_OUTSIDE]

    def __len__(self) -> int:
        return self._size

    def spelled(self, i: int, word: Word) -> bool:
        """Tell whether the word is printed with the hamza and madda of the table: آب is not أب."""
        return self.tokens.light(i).endswith(word.light.split()[0])
