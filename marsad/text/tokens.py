"""Cut a folded sentence into tokens: words, numbers with their separators, and marks of punctuation.

Offsets are folded ones, into the whole document; `Folded.span` leads back to the printed text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, overload

from marsad.text.fold import Folded, matched
from marsad.text.memory import Memory

_LATIN: Final = "A-Za-zÀ-ɏ"
# A number keeps its separators; a Latin and an Arabic run that touch are two words; `#` and `_` of hashtags are
# blanks; any other mark stands alone. Alef maqsura and ta marbuta end a word (but for شىء, برىء), and alef with
# hamza below starts one: a letter right after or before is where a space was lost (مئةألف, علىمجمع).
_TOKEN: Final = re.compile(
    rf"\d+(?:[.,]\d+)*|[{_LATIN}]+(?:['-][{_LATIN}]+)*"
    rf"|[^\W\d_{_LATIN}ىة]*[ىة](?!ء)|[^\W\d_{_LATIN}]+|[^\w\s#]"
)
# letters that are no mere proclitics (وبالإ, للإ) before an alef with hamza below
_FUSED_HAMZA: Final = re.compile(r"(?![وف]?[بكل]?(?:ال|ل)?إ)(?![وف]?أإ)[^\W\d_إ]{3,}(?=إ)")


@dataclass(init=False, slots=True, unsafe_hash=True)  # never changed; written out as `Tag` is
class Token:
    """One word or mark: its folded offsets and both folded forms."""

    start: int
    end: int
    light: str
    word: str

    def __init__(self, start: int, end: int, light: str, word: str) -> None:
        self.start = start
        self.end = end
        self.light = light
        self.word = word


NUMBER: Final = 1  # what knows a word, as bits
TIME: Final = 2
PLACE: Final = 4


class Known:
    """What a language knows of a word: all that is looked up of it, found once.

    `entries` is what its lexicon reads at the word; `number`, `time` and `place` are what those finders know of it,
    None where it is nothing to them. `marks` tells by its bits which of the three know it.
    """

    __slots__ = ("entries", "marks", "number", "place", "time")

    def __init__(self, entries: Any = None, number: Any = None, time: Any = None, place: Any = None) -> None:
        self.entries = entries
        self.number = number
        self.time = time
        self.place = place
        self.marks = NUMBER * (number is not None) | TIME * (time is not None) | PLACE * (place is not None)


_UNSTUDIED: Final = Known()


class Form:
    """A word or mark as it is wherever it stands: its offsets in what it is cut from, and both folded forms.

    `known` is what a language knows of the word, `told` what its grammar of speech knows of it (None until asked).
    """

    __slots__ = ("first", "known", "last", "light", "told", "word")

    def __init__(self, first: int, last: int, light: str, word: str, known: Known) -> None:
        self.first = first
        self.last = last
        self.light = light
        self.word = word
        self.known = known
        self.told: Any = None


class Tokens(Sequence[Token]):
    """The tokens of a sentence. Their forms and words are at hand; a token is made when it is asked for."""

    __slots__ = ("_offsets", "forms", "words")

    def __init__(self, forms: list[Form], offsets: list[int]) -> None:
        self.forms = forms
        self.words: tuple[str, ...] = tuple([form.word for form in forms])
        self._offsets = offsets

    def start(self, at: int) -> int:
        """Return the folded offset at which token `at` begins."""
        return self._offsets[at] + self.forms[at].first

    def end(self, at: int) -> int:
        """Return the folded offset at which token `at` ends."""
        return self._offsets[at] + self.forms[at].last

    def light(self, at: int) -> str:
        """Return the light form of token `at`."""
        return self.forms[at].light

    def __len__(self) -> int:
        return len(self.words)

    def __iter__(self) -> Iterator[Token]:
        pairs = zip(self.forms, self._offsets, strict=True)
        return iter([Token(at + form.first, at + form.last, form.light, form.word) for form, at in pairs])

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Token, ...]: ...
    def __getitem__(self, at: int | slice) -> Token | tuple[Token, ...]:
        if isinstance(at, slice):
            return tuple(map(self._token, range(len(self.words))[at]))
        return self._token(at)

    def _token(self, at: int) -> Token:
        form, offset = self.forms[at], self._offsets[at]
        return Token(offset + form.first, offset + form.last, form.light, form.word)


Mend = Callable[[str], int]  # where two words were written as one (match form), 0 when a word is whole
Study = Callable[[str, str], Known]  # what is known of a word (light and match form)
_Word = tuple[str, int, Known]  # match form, where two words were written as one, what is known


class Tokenizer:
    """Cuts texts into tokens. `mend` tells of words that lost the space between them, `study` of each word.

    A word is studied once, and what stands between two blanks is cut once: texts repeat their words.
    """

    def __init__(self, mend: Mend | None = None, study: Study | None = None) -> None:
        self._mend = mend
        self._study = study
        self._words: Memory[str, _Word] = Memory(self._looked_up)
        self._chunks: Memory[str, tuple[Form, ...]] = Memory(self.cut)

    def tokens(self, folded: Folded, start: int, end: int) -> Tokens:
        """Return the tokens of folded `[start, end)`."""
        known = self._chunks
        forms: list[Form] = []
        offsets: list[int] = []
        begin = start
        for chunk in folded.light[start:end].split(" "):
            for form in known[chunk]:
                forms.append(form)
                offsets.append(begin)
            begin += len(chunk) + 1
        return Tokens(forms, offsets)

    def cut(self, chunk: str) -> tuple[Form, ...]:
        """Return the tokens of a folded piece of text."""
        forms: list[Form] = []
        for first, last in _bounds(chunk):
            self._part(first, chunk[first:last], forms)
        return tuple(forms)

    def _part(self, first: int, light: str, forms: list[Form]) -> None:
        """Add the forms of a word, which may be several that lost the space between them."""
        word, at, known = self._words[light]
        if at:
            self._part(first, light[:at], forms)
            self._part(first + at, light[at:], forms)
        else:
            forms.append(Form(first, first + len(light), light, word, known))

    def _looked_up(self, light: str) -> _Word:
        word = matched(light)
        if at := self._mend(word) if self._mend else 0:
            return word, at, _UNSTUDIED
        return word, 0, self._study(light, word) if self._study else _UNSTUDIED


def _bounds(text: str) -> list[tuple[int, int]]:
    bounds: list[tuple[int, int]] = []
    for hit in _TOKEN.finditer(text):
        first, last = hit.span()
        word = hit[0]
        if "إ" in word and "إ" in word[3:]:
            cut = _FUSED_HAMZA.match(word)
            if cut:
                bounds.append((first, first + cut.end()))
                first += cut.end()
        bounds.append((first, last))
    return bounds


_PLAIN: Final = Tokenizer()


def tokens(folded: Folded, start: int, end: int) -> Tokens:
    """Return the tokens of folded `[start, end)`, every space as it was written."""
    return _PLAIN.tokens(folded, start, end)
