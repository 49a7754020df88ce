"""What the reader of actors' noun phrases knows of single words: marks to step over, and names of persons."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from marsad.lang.sentence import Sentence, Tag
from marsad.text.memory import Memory

STARTS: Final = ("actor", "person", "role", "head", "country", "given", "demonym")
MARKS: Final = frozenset("\"'«»“”#_")
PLURAL: Final = ("ون", "ين")
_WORD: Final = re.compile(r"[ء-ۿ]{2,}$")
_JOINS: Final = frozenset("بن ابن ابو ابي ابا ام ال عبد دي دو دا دل فون فان ديل ماك".split())
_SPEECH: Final = ("speech", "credit", "credit_verb", "relay")
_SOFT: Final = frozenset(("place", "quality", "field", "area", "entity"))  # a name may go on through these
_IN_NAMES: Final = _SOFT.union(STARTS)  # it may begin with these, too
_BEFORE: Final = ("particle", "verb", "speech", "toll", "number")  # what a noun may follow and an adjective may not
_GLUED: Final = ("لل", "بال", "كال", "فال", "وال", "يت", "يست", "تست")  # no name begins like these
_COMMAS: Final = frozenset("،,")
_TOKENS: Final = list(range(512))  # every token by its own number, never changed: few sentences are longer
_ALI: Final = "علي"  # the matching form of "on" is that of a given name


def _is_word(word: str) -> bool:
    return _WORD.match(word) is not None


is_word: Final[Memory[str, bool]] = Memory(_is_word)
"""Whether a token is a word of Arabic letters, two at least."""


@dataclass(init=False, slots=True, unsafe_hash=True)  # never changed; written out as `Tag` is
class Phrase:
    """A phrase over tokens `[first, last)`. `core` ends it before "in …"; `open` words were read but are unknown."""

    first: int
    last: int
    kind: str
    tag: Tag
    definite: bool
    adjectives: tuple[Tag, ...]
    owner: Phrase | None
    person: tuple[int, int] | None
    who: Tag | None  # the person's lexicon tag
    role: tuple[int, int] | None
    place: tuple[int, int] | None
    open: bool
    against: bool

    def __init__(
        self, first: int, last: int, kind: str, tag: Tag, definite: bool = False, adjectives: tuple[Tag, ...] = (),
        owner: Phrase | None = None, person: tuple[int, int] | None = None, who: Tag | None = None,
        role: tuple[int, int] | None = None, place: tuple[int, int] | None = None, open: bool = False,
        against: bool = False,
    ) -> None:  # fmt: skip
        self.first = first
        self.last = last
        self.kind = kind
        self.tag = tag
        self.definite = definite
        self.adjectives = adjectives
        self.owner = owner
        self.person = person
        self.who = who
        self.role = role
        self.place = place
        self.open = open
        self.against = against

    def but(
        self, last: int, *, definite: bool | None = None, adjectives: tuple[Tag, ...] | None = None,
        owner: Phrase | None = None, person: tuple[int, int] | None = None, who: Tag | None = None,
        role: tuple[int, int] | None = None, place: tuple[int, int] | None = None, open: bool | None = None,
        against: bool | None = None,
    ) -> Phrase:  # fmt: skip
        """Return the phrase with what is given, up to token `last`; what is None stays as it is."""
        return Phrase(
            self.first, last, self.kind, self.tag,
            self.definite if definite is None else definite,
            self.adjectives if adjectives is None else adjectives,
            self.owner if owner is None else owner,
            self.person if person is None else person,
            self.who if who is None else who,
            self.role if role is None else role,
            self.place if place is None else place,
            self.open if open is None else open,
            self.against if against is None else against,
        )  # fmt: skip


class Words:
    """The words of one sentence, and which of them may belong to a person's name."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.words = sentence.words
        self.end = len(self.words)
        self._verbs: set[int] | None = None
        self._said: set[int] | None = None
        self.known: dict[int, Phrase | None] = {}
        self.starts: list[int] = []  # tokens at which a phrase may start
        self.places: dict[int, int] = {}  # first token of a place: the token after its last
        self._inside = [False] * self.end  # tokens that stand in an entry of several words, or in a phrase's first word
        self._ali: list[int] = []  # tokens that are a given name, and not the word "on" that is written alike
        for cls in STARTS:
            self.starts += [tag.first for tag in sentence.of(cls)]
        for tag in sentence.of("place"):
            self.places[tag.first] = max(tag.last, self.places.get(tag.first, 0))
        for tag in sentence.tags:
            if tag.last > tag.first + 1 and tag.cls not in _SOFT:
                for token in range(tag.first + 1, tag.last):
                    self._inside[token] = True
        self.over = self._past_marks()  # of every token, the first from it on that is no quotation mark

    def stops(self, token: int) -> bool:
        """Tell whether no name goes through a token: a word that is no part of one stands there."""
        if token >= self.end:
            return True
        if self._ali and token in self._ali:
            return False
        if self._inside[token]:
            return True
        for tag in self.sentence.starting(token):  # noqa: SIM110 -- as in `Sentence.any_of`
            if tag.cls not in _IN_NAMES:
                return True
        return False

    def _past_marks(self) -> list[int]:
        """Return for every token, and for the two after the last, the first from it on that is no quotation mark.

        On the way the given name Ali is told from "on".
        """
        marks: list[int] = []
        for token, word in enumerate(self.words):
            if len(word) == 1:
                if word in MARKS:
                    marks.append(token)
            elif word == _ALI and self.sentence.tokens.light(token) == _ALI:
                self._ali.append(token)
        size = self.end + 2
        if not marks and size <= len(_TOKENS):
            return _TOKENS
        past = list(range(size))
        for token in reversed(marks):
            past[token] = past[token + 1]
        return past

    @property
    def verbs(self) -> set[int]:
        """The ends of finite verbs."""
        if self._verbs is None:
            self._verbs = {tag.last for tag in self.sentence.verbs if tag.cls not in _IN_NAMES}
        return self._verbs

    @property
    def said(self) -> set[int]:
        """The ends of verbs of saying."""
        if self._said is None:
            self._said = {tag.last for cls in _SPEECH for tag in self.sentence.of(cls)}
        return self._said

    def crosses(self, start: int, token: int) -> bool:
        return token > start and any(self.words[i] in '"«“' for i in range(start, token))

    def in_quotes(self, tag: Tag) -> bool:
        before, after = tag.first - 1, tag.last
        return before >= 0 and after < self.end and self.words[before] in MARKS and self.words[after] in MARKS

    def speaks(self, tag: Tag) -> bool:
        """Tell whether `tag` stands where a speaker does: after a verb of saying, or first and before a colon."""
        if tag.first in self.said:
            return True
        return tag.first == 0 and tag.last < self.end and self.words[tag.last] == ":"

    def heads(self, tag: Tag) -> bool:
        """Tell whether an entry of a head is a head where it stands (`noun`, `said`, `unless` of the lexicons)."""
        if tag.attrs.get("said"):
            return tag.first in self.said
        if word := tag.attrs.get("unless"):
            return tag.last >= self.end or self.words[tag.last] != word
        if tag.attrs.get("noun") is None or tag.first == 0 or tag.pro[-1:] not in ("", "و"):
            return True
        if self.sentence.at("demonym", self.over[tag.last]):
            return True
        if tag.first in self.verbs:
            return True
        before = tag.first - 1
        return not is_word[self.words[before]] or self.sentence.any_at(_BEFORE, before)

    def begins(self, tag: Tag) -> bool:
        """Tell whether a given name begins a person's name where no title says so."""
        if tag.article or tag.enc or tag.pro not in ("", "و", "ل", "ول") or self.stops(tag.first):
            return False
        if any(place.first < tag.first < place.last for place in self.sentence.of("place")):
            return False
        return (
            tag.attrs.get("weak") is None
            or self.speaks(tag)
            or self.sentence.at("given", self.over[tag.last]) is not None
        )

    def plain(self, token: int) -> bool:
        """Tell whether `token` is a word that no lexicon but a name's may know."""
        return not self.stops(token) and is_word[self.words[token]]

    def is_people(self, tag: Tag) -> bool:
        word = self.words[tag.last - 1]
        number = tag.attrs.get("number")
        return number == "plural" or (number is None and tag.enc == "" and word.endswith(PLURAL))

    # Names of persons

    def name(
        self, first: int, *, titled: bool = False, sure: bool = False, start: Tag | None = None
    ) -> tuple[int, int] | None:
        """Return the tokens of an unknown person's name from `first`.

        One word is enough after a title (`titled`); after an office (`sure`) it must not have the article;
        elsewhere a known given name has to begin it.
        """
        given = start or self.sentence.at("given", first)
        if given is None and not ((titled or sure) and self._name_word(first)):
            return self.comma_name(first)
        if given is not None and start is None and (given.pro or given.article or given.enc or self.stops(first)):
            return None
        if given is None and self.words[first][0] in "بل" and self.words[first].endswith("ه"):
            return None  # a verbal noun after a preposition rather than a name
        last, counted = (given.last, 1) if given else (first, 0)
        if given and self.words[first] in _JOINS:
            counted = 0
        while counted < 5 and last < self.end and last - first < 8:
            at = last if last == first else self.over[last]
            if not self._name_word(at) or (last > first and self.crosses(last, at)):
                break
            last = at + 1
            counted += self.words[at] not in _JOINS
        while last > first and self.words[last - 1] in _JOINS:
            last -= 1
        many = last - first > 1
        if not (many or (titled and last > first)):
            return None
        if self.words[first].startswith("ال") and not titled and given is None:
            return None
        return first, last

    def comma_name(self, first: int) -> tuple[int, int] | None:
        """Return a name of two to four unknown words set between commas."""
        last = first
        while last < min(first + 5, self.end) and self._name_word(last):
            last += 1
        counted = sum(word not in _JOINS for word in self.words[first:last])
        closed = last < self.end and self.words[last] in '،,.:"'
        if first == 0 or self.words[first - 1] not in _COMMAS or not closed or not 2 <= counted <= 4:
            return None
        return None if self.words[first].startswith("ال") else (first, last)

    def _name_word(self, token: int) -> bool:
        if token >= self.end:
            return False
        word = self.words[token]
        given = self.sentence.at("given", token)
        if (given or word in _JOINS) and not self.stops(token):
            return given is None or not given.pro
        if (
            not self.plain(token)
            or word.startswith(_GLUED)
            or (word[0] == "و" and (len(word) > 4 or token in self.places))
        ):
            return False
        person = self.sentence.at("person", token)
        if person and person.pro:
            return False
        demonym = self.sentence.at("demonym", token)
        if demonym:
            return not demonym.pro
        return not self.sentence.any_at(("actor", "role", "head", "country", "quality", "field"), token)
