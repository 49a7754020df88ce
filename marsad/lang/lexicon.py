"""Lexicons: plain tables of words and what they are, compiled for matching word by word.

How the tables are written, and read from files, is in tables.py. A word written with the article matches only a word
that has it; a word written without matches both.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass
from typing import Final

from marsad.text.memory import Memory
from marsad.text.tokens import Tokenizer
from marsad.text.words import Peeled, bare, peelings

_PREPOSITIONS: Final = frozenset(("علي", "الي", "عن", "من", "في", "ان", "بان", "انها"))  # written onto a word
_ENDINGS: Final = frozenset(("اتهم", "يتهم"))  # a plural and its pronoun (احتياجاتهم), not "he accused"
_SHORTEST: Final = 5  # letters of two words written as one
_LONGEST: Final = 64  # letters: what is longer is no two words, and trying every cut of it takes for ever


_Row = tuple[str, str, tuple[str, ...], dict[str, str], tuple[int, ...]]  # an entry as it is packed


@dataclass(init=False, slots=True)  # never changed; written out as `Tag` is
class Entry:
    """One row of a lexicon in one of its forms. `definite` are the places of its words that want the article."""

    cls: str
    value: str
    words: tuple[str, ...]  # match forms, as written
    attrs: dict[str, str]
    definite: tuple[int, ...]

    def __init__(
        self, cls: str, value: str, words: tuple[str, ...], attrs: dict[str, str], definite: tuple[int, ...] = ()
    ) -> None:
        self.cls = cls
        self.value = value
        self.words = words
        self.attrs = attrs
        self.definite = definite

    def row(self) -> _Row:
        """Return what an entry is made from."""
        return self.cls, self.value, self.words, self.attrs, self.definite


class Alone:
    """An entry of one word, with what was cut off the word that it is read at."""

    __slots__ = ("article", "attrs", "cls", "enc", "pro", "value")

    def __init__(self, cls: str, value: str, pro: str, enc: str, article: bool, attrs: dict[str, str]) -> None:
        self.cls = cls
        self.value = value
        self.pro = pro
        self.enc = enc
        self.article = article
        self.attrs = attrs


class Opener:
    """A cut of a word at which entries of several words start: their second words, and how long they are at most."""

    __slots__ = ("article", "enc", "pro", "seconds", "stem")

    def __init__(self, cut: Peeled, seconds: dict[str, int]) -> None:
        self.stem = cut.stem
        self.pro = cut.pro
        self.enc = cut.enc
        self.article = cut.article
        self.seconds = seconds


class Starting:
    """What may start with a word: its bare form, entries of it alone, cuts that open longer ones; second words."""

    __slots__ = ("alone", "bare", "openers", "seconds")

    def __init__(self, bare: str, alone: tuple[Alone, ...], openers: tuple[Opener, ...], seconds: Set[str]) -> None:
        self.bare = bare
        self.alone = alone
        self.openers = openers
        self.seconds = seconds


class Lexicon:
    """Entries by the bare forms of their words, and with which words (`firsts`) and which two an entry may start.

    `starting` gives what may start with a word (match form): the entries of one word, in its least peeled cut that
    any reads, and the cuts at which longer entries start. `tokenizer` cuts texts into tokens, words that lost the
    space between them apart. Both remember, since words repeat.
    """

    def __init__(self) -> None:
        self._phrases: dict[str, list[Entry]] = {}
        self._packed: dict[str, bytes] = {}  # entries that were not asked for yet, as a cache gives them back
        self.firsts: set[str] = set()
        # the second words of the longer entries that start with a word, and how many words the longest of these has
        self.seconds: dict[str, dict[str, int]] = {}
        self._remember()

    @classmethod
    def filed(cls, packed: dict[str, bytes], firsts: set[str], seconds: dict[str, dict[str, int]]) -> Lexicon:
        """Return the lexicon whose entries are filed already (`packed`)."""
        lexicon = cls()
        lexicon._packed, lexicon.firsts, lexicon.seconds = packed, firsts, seconds
        return lexicon

    def packed(self) -> tuple[dict[str, bytes], set[str], dict[str, dict[str, int]]]:
        """Return what `filed` takes, of plain types: to unpack an entry when it is asked for starts sooner."""
        rows = {stems: [entry.row() for entry in self.entries(stems)] for stems in self}
        return {stems: marshal.dumps(row) for stems, row in rows.items()}, self.firsts, self.seconds

    def __iter__(self) -> Iterator[str]:
        """Yield what entries are filed under."""
        return iter(self._packed or self._phrases)

    def kept(self, keep: Callable[[Entry], bool]) -> Lexicon:
        """Return a lexicon of the entries that `keep` says yes to."""
        lexicon = Lexicon()
        for stems in self:
            if entries := [entry for entry in self.entries(stems) if keep(entry)]:
                lexicon._phrases[stems] = entries
                lexicon._measure(stems.split(" "))
        return lexicon

    def _remember(self) -> None:
        self._known: Memory[str, Starting] = Memory(self._starting)
        self.tokenizer = Tokenizer(self.fused)

    def put(self, cls: str, value: str, words: tuple[str, ...], attrs: dict[str, str], rooted: tuple[int, ...]) -> None:
        """File an entry. `rooted` are the places of words that only look as if they had the article: ألغام, إلغاء."""
        stems = [bare(word) for word in words]
        definite = tuple(i for i, word in enumerate(words) if stems[i] != word and i not in rooted)
        entry = Entry(cls, value, words, attrs, definite)
        self._file(entry, stems)
        if rooted:
            self._file(entry, [w if i in rooted else s for i, (w, s) in enumerate(zip(words, stems, strict=True))])

    def _file(self, entry: Entry, stems: list[str]) -> None:
        known = self._phrases.setdefault(" ".join(stems), [])
        if any(other.row()[:3] == entry.row()[:3] for other in known):
            return
        known.append(entry)
        self._measure(stems)

    def _measure(self, stems: list[str]) -> None:
        self.firsts.add(stems[0])
        if len(stems) > 1:
            seconds = self.seconds.setdefault(stems[0], {})
            seconds[stems[1]] = max(len(stems), seconds.get(stems[1], 0))

    def entries(self, stems: str) -> list[Entry]:
        """Return the entries filed under bare forms of words, joined by spaces."""
        found = self._phrases.get(stems)
        if found is None:
            if stems not in self._packed:
                return []
            rows: list[_Row] = marshal.loads(self._packed[stems])
            found = self._phrases[stems] = [Entry(*row) for row in rows]
        return found

    def starting(self, word: str) -> Starting:
        """Return what may start with a word (match form)."""
        return self._known[word]

    def _readings(self, word: str) -> tuple[Peeled, ...]:
        """Return the cuts of `word` (match form) at which an entry may start, the least peeled first."""
        firsts = self.firsts
        return tuple([peeled for peeled in peelings(word) if peeled.stem in firsts])

    def _starting(self, word: str) -> Starting:
        alone: tuple[Alone, ...] = ()
        cuts = self._readings(word)
        for cut in cuts:
            fitting = [e for e in self.entries(cut.stem) if cut.article or not e.definite]
            if fitting:
                alone = tuple([Alone(e.cls, e.value, cut.pro, cut.enc, cut.article, e.attrs) for e in fitting])
                break
        longer = [cut for cut in cuts if cut.stem in self.seconds]
        openers = tuple([Opener(cut, self.seconds[cut.stem]) for cut in longer])
        several = [opener.seconds.keys() for opener in openers]
        seconds: Set[str] = several[0] if len(several) == 1 else frozenset().union(*several)
        return Starting(bare(word), alone, openers, seconds)

    def fused(self, word: str) -> int:
        """Return where two words were written as one (أسفرعن، مراسلالقناة), 0 when `word` is whole.

        Only a word that no entry reads is cut, where both halves are entries' words or the second is a preposition:
        ordinary words end in these letters too (مصرفي). The article parts first: القواتالتي.
        """
        if not _SHORTEST <= len(word) <= _LONGEST or word[0] < "ء" or self._readings(word):
            return 0
        places: Iterable[int] = range(len(word) - 2, 2, -1)
        article = [at for at in places if word.startswith("ال", at) and len(word) - at > 4]
        for at in (*article, *places):
            front, rest = word[:at], word[at:]
            if rest in _ENDINGS or (rest == "ان" and at < _SHORTEST - 1 and not self._is_speech(front)):
                continue
            short, article_here = rest in _PREPOSITIONS, at in article
            whole = short or self._is_whole(rest)
            if (
                (whole or article_here)
                and (self._is_whole(front) or ((short or article_here) and self._is_verb(front)))
                and (whole or self.fused(rest) > 0)
            ):
                return at
        return 0

    def _is_verb(self, word: str) -> bool:
        return any(not entry.enc and entry.attrs.get("form") == "verb" for entry in self._known[word].alone)

    def _is_speech(self, word: str) -> bool:
        """Tell whether a short word before "ان" is a verb of saying, and not the head of a name: منيان, حيدان."""
        return any(entry.cls == "verb" and entry.value == "say" for entry in self._known[word].alone)

    def _is_whole(self, word: str) -> bool:
        """Tell whether an entry reads `word` by a stem long enough to be no accident, without a pronoun."""
        return len(word) > 3 and any(
            not entry.enc and entry.cls != "particle" and len(word) - len(entry.pro) - 2 * entry.article > 3
            for entry in self._known[word].alone
        )
