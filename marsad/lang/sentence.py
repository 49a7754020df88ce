"""A sentence as rules see it: its tokens, and tags that say what stretches of tokens are.

Every tag covers tokens `[first, last)`. Lexicon entries, numbers, times, places and entities are all tags, each
with what it means in `value` or `of`, so that a rule reads a sequence of tags and never the letters again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from marsad.lang.lexicon import Lexicon, Starting
from marsad.records import Span
from marsad.text.fold import Folded
from marsad.text.tokens import Tokens

_NO_ATTRS: Final[dict[str, str]] = {}  # never added to


@dataclass(init=False, slots=True, unsafe_hash=True)  # never changed, but not frozen: that would triple its cost
class Tag:
    """What tokens `[first, last)` are. `of` holds the payload of computed tags (number, time, place, entity).

    Tags are made so often that `__init__` is written out: what `dataclass` makes at run time is never compiled.
    """

    cls: str
    value: str
    first: int
    last: int
    pro: str  # proclitics peeled off the first word: و ف ب ل ك س
    enc: str  # pronoun or case ending peeled off the first word
    article: bool
    attrs: dict[str, str] = field(compare=False)
    of: Any = field(compare=False)
    beside: Tag | None = field(init=False, compare=False, repr=False)  # the next tag that starts at `first`

    def __init__(
        self, cls: str, value: str, first: int, last: int, pro: str = "", enc: str = "", article: bool = False,
        attrs: dict[str, str] | None = None, of: Any = None,
    ) -> None:  # fmt: skip
        self.cls = cls
        self.value = value
        self.first = first
        self.last = last
        self.pro = pro
        self.enc = enc
        self.article = article
        self.attrs = _NO_ATTRS if attrs is None else attrs
        self.of = of
        self.beside = None

    def get(self, key: str) -> str | None:
        """Return an attribute of the lexicon entry."""
        return self.attrs.get(key)


_NONE: Final[list[Tag]] = []  # of what no tag is of: never added to


class Sentence:
    """One sentence: tokens, tags by class, and the way back to the printed text."""

    __slots__ = (
        "_by", "_several", "_starting", "_verbal", "_verbs", "clauses", "finds", "folded", "index", "tags", "title",
        "tokens", "words",
    )  # fmt: skip

    def __init__(self, folded: Folded, tokens: Tokens, index: int, *, title: bool = False) -> None:
        self.folded = folded
        self.tokens = tokens
        self.words = tokens.words
        self.index = index
        self.title = title
        self.tags: list[Tag] = []
        self._by: dict[str, list[Tag]] = {}
        self._starting: list[Tag | None] = [None] * (len(self.words) + 1)  # the first of those that start at a token
        self._several: dict[tuple[str, ...], list[Tag]] = {}  # of the groups of classes that were asked for
        self._verbal: frozenset[int] | None = None
        self._verbs: tuple[Tag, ...] | None = None
        self.clauses: Any = None  # what the language's clauses.py keeps here
        self.finds: Any = ()  # what its rules of casualties keep here, for later sentences

    def __len__(self) -> int:
        return len(self.words)

    def add(self, tags: Iterable[Tag]) -> None:
        """Take in tags."""
        new: list[Tag] = tags if isinstance(tags, list) else list(tags)
        by = self._by
        starting = self._starting
        self.tags += new
        for tag in new:
            known = by.get(tag.cls)
            if known is None:
                by[tag.cls] = [tag]
            else:
                known.append(tag)
            here = starting[tag.first]
            if here is None:
                starting[tag.first] = tag
                continue
            while here.beside is not None:
                here = here.beside
            here.beside = tag
        self._several.clear()

    def of(self, cls: str, *more: str) -> list[Tag]:
        """Return the tags of these classes in the order of the text. The list is the sentence's own."""
        if not more:
            return self._by.get(cls, _NONE)
        return self.among((cls, *more))

    def among(self, classes: tuple[str, ...]) -> list[Tag]:
        """Return the same of classes at hand."""
        found = self._several.get(classes)
        if found is None:
            found = _NONE
            for cls in classes:
                tags = self._by.get(cls)
                if tags is not None:
                    found = found + tags if found else tags
            if not _ordered(found):
                found = sorted(found, key=_in_text)
            self._several[classes] = found
        return found

    def at(self, cls: str, token: int) -> Tag | None:
        """Return the tag of `cls` that starts at `token`, the longest where several do."""
        found: Tag | None = None
        tag = self._starting[token] if 0 <= token < len(self._starting) else None
        while tag is not None:
            if tag.cls == cls and (found is None or tag.last > found.last):
                found = tag
            tag = tag.beside
        return found

    def any_at(self, classes: Collection[str], token: int) -> bool:
        """Tell whether a tag of one of these classes starts at `token`."""
        tag = self._starting[token] if 0 <= token < len(self._starting) else None
        while tag is not None:
            if tag.cls in classes:
                return True
            tag = tag.beside
        return False

    @property
    def verbs(self) -> tuple[Tag, ...]:
        """The tags of verbs of all classes, in the order of the text; found once, after the lexicon's tags are in."""
        if self._verbs is None:
            found: list[Tag] = []
            for tag in self.tags:
                attrs = tag.attrs
                if attrs and "form" in attrs and attrs["form"] == "verb":
                    found.append(tag)
            self._verbs = tuple(found)
        return self._verbs

    def verb_at(self, token: int) -> bool:
        """Tell whether a verb covers `token`."""
        if self._verbal is None:
            self._verbal = frozenset([at for tag in self.verbs for at in range(tag.first, tag.last)])
        return token in self._verbal

    def starting(self, token: int) -> list[Tag]:
        """Return the tags of all classes that start at `token`, in the order in which they were added."""
        found: list[Tag] = []
        tag = self._starting[token] if 0 <= token < len(self._starting) else None
        while tag is not None:
            found.append(tag)
            tag = tag.beside
        return found

    def has(self, *classes: str) -> bool:
        """Tell whether there is a tag of one of these classes."""
        return self.any_of(classes)

    def any_of(self, classes: tuple[str, ...]) -> bool:
        """Tell the same of classes at hand."""
        by = self._by
        for cls in classes:  # noqa: SIM110 -- asked everywhere: a generator costs as much again
            if cls in by:
                return True
        return False

    def covering(self, cls: str, token: int) -> Tag | None:
        """Return a tag of `cls` that covers `token`."""
        for tag in self.of(cls):
            if tag.first <= token < tag.last:
                return tag
        return None

    def after(self, cls: str, token: int, within: int = 99) -> Tag | None:
        """Return the first tag of `cls` that starts in `[token, token + within]`."""
        for tag in self.of(cls):
            if token <= tag.first <= token + within:
                return tag
        return None

    def before(self, cls: str, token: int, within: int = 99) -> Tag | None:
        """Return the last tag of `cls` that ends in `[token - within, token]`."""
        for tag in reversed(self.of(cls)):
            if token - within <= tag.last <= token:
                return tag
        return None

    def span(self, first: int, last: int) -> Span:
        """Return the printed span of tokens `[first, last)`."""
        return self.folded.span(self.tokens.start(first), self.tokens.end(last - 1))

    def text(self, first: int, last: int) -> str:
        """Return the printed words of tokens `[first, last)`."""
        return self.span(first, last).of(self.folded.printed)


def _in_text(tag: Tag) -> int:
    """Return where a tag stands in the order of the text: by its first token, then the longest first."""
    return (tag.first << 32) - tag.last


def _ordered(tags: list[Tag]) -> bool:
    """Tell whether tags stand in the order of the text: most do, and to sort them calls back for each."""
    first, last = -1, 0
    for tag in tags:
        if tag.first < first or (tag.first == first and tag.last > last):
            return False
        first, last = tag.first, tag.last
    return True


def tag_lexicon(sentence: Sentence, lexicon: Lexicon) -> list[Tag]:
    """Return the lexicon's tags of a sentence: at each word the longest entry, the least peeled reading.

    An entry wholly inside a longer one of several words is not tagged: "الأمن" in "مجلس الأمن" is not police.
    """
    return tag_words(sentence.words, [lexicon.starting(word) for word in sentence.words], lexicon)


def tag_words(words: tuple[str, ...], readings: list[Starting], lexicon: Lexicon) -> list[Tag]:
    """Return the lexicon's tags of words (match forms), given what may start with each of them."""
    found: list[Tag] = []
    covered = 0
    final = len(readings) - 1
    for first, reading in enumerate(readings):
        if reading.openers and first < final and readings[first + 1].bare in reading.seconds:
            tags = _phrase(first, words, readings, lexicon)
            if tags:
                if tags[0].last > covered:
                    found += tags
                    covered = tags[0].last
                continue
        if first >= covered:
            for one in reading.alone:
                found.append(Tag(one.cls, one.value, first, first + 1, one.pro, one.enc, one.article, one.attrs))
    return found


def _phrase(first: int, words: tuple[str, ...], readings: list[Starting], lexicon: Lexicon) -> list[Tag]:
    """Return the tags of the longest entries of several words that start at `first`, the least peeled first."""
    best: list[Tag] = []
    best_length = 1
    second = readings[first + 1].bare
    for opener in readings[first].openers:
        longest = opener.seconds.get(second, 0)
        if longest <= best_length:
            continue
        key = f"{opener.stem} {second}"
        keys = [key]
        for at in range(first + 2, min(first + longest, len(readings))):
            key = f"{key} {readings[at].bare}"
            keys.append(key)
        for length in range(len(keys) + 1, best_length, -1):
            tags = [
                Tag(e.cls, e.value, first, first + length, opener.pro, opener.enc, opener.article, e.attrs)
                for e in lexicon.entries(keys[length - 2])
                if not e.definite or _definite(e.definite, first, words, readings, article=opener.article)
            ]
            if tags:
                best, best_length = tags, length
                break
    return best


def _definite(
    wanted: tuple[int, ...], first: int, words: tuple[str, ...], readings: list[Starting], *, article: bool
) -> bool:
    """Tell whether the words of a phrase have the article at the places where an entry wants it."""
    for i in wanted:  # noqa: SIM110 -- as above
        if not (article if i == 0 else words[first + i] != readings[first + i].bare):
            return False
    return True
