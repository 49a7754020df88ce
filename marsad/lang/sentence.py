"""A sentence as rules see it: its tokens, and tags that say what stretches of tokens are.

Every tag covers tokens `[first, last)`. Lexicon entries, numbers, times, places and entities are all tags, each
with what it means in `value` or `of`, so that a rule reads a sequence of tags and never the letters again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from marsad.lang.lexicon import Lexicon, Opener
from marsad.records import Span
from marsad.text.fold import Folded
from marsad.text.tokens import Token
from marsad.text.words import bare


@dataclass(slots=True, unsafe_hash=True)  # never changed, but not frozen: that would triple what a tag costs
class Tag:
    """What tokens `[first, last)` are. `of` holds the payload of computed tags (number, time, place, entity)."""

    cls: str
    value: str
    first: int
    last: int
    pro: str = ""  # proclitics peeled off the first word: و ف ب ل ك س
    enc: str = ""  # pronoun or case ending peeled off the first word
    article: bool = False
    attrs: Mapping[str, str] = field(default_factory=dict, compare=False)
    of: Any = field(default=None, compare=False)

    def get(self, key: str) -> str | None:
        """Return an attribute of the lexicon entry."""
        return self.attrs.get(key)


class Sentence:
    """One sentence: tokens, tags by class, and the way back to the printed text."""

    __slots__ = ("_at", "_by", "_verbs", "folded", "index", "tags", "title", "tokens", "words")

    def __init__(self, folded: Folded, tokens: tuple[Token, ...], index: int, *, title: bool = False) -> None:
        self.folded = folded
        self.tokens = tokens
        self.words = tuple(token.word for token in tokens)
        self.index = index
        self.title = title
        self.tags: list[Tag] = []
        self._by: dict[str, list[Tag]] = {}
        self._at: dict[str, dict[int, Tag]] = {}
        self._verbs: tuple[Tag, ...] | None = None

    def __len__(self) -> int:
        return len(self.tokens)

    def add(self, tags: Iterable[Tag]) -> None:
        """Take in tags; of one class and one start the longest is the one that `at` returns."""
        every, by, at = self.tags, self._by, self._at
        for tag in tags:
            every.append(tag)
            cls = tag.cls
            group = by.get(cls)
            if group is None:
                by[cls] = [tag]
                at[cls] = {tag.first: tag}
                continue
            group.append(tag)
            starts = at[cls]
            known = starts.get(tag.first)
            if known is None or tag.last > known.last:
                starts[tag.first] = tag

    def of(self, *classes: str) -> list[Tag]:
        """Return the tags of these classes in the order of the text."""
        if len(classes) == 1:
            return self._by.get(classes[0], [])
        found = [tag for cls in classes for tag in self._by.get(cls, ())]
        return sorted(found, key=lambda tag: (tag.first, -tag.last))

    def at(self, cls: str, token: int) -> Tag | None:
        """Return the tag of `cls` that starts at `token`."""
        starts = self._at.get(cls)
        return starts.get(token) if starts else None

    @property
    def verbs(self) -> tuple[Tag, ...]:
        """The tags of verbs of all classes, in the order of the text; found once, after the lexicon's tags are in."""
        if self._verbs is None:
            self._verbs = tuple(tag for tag in self.tags if tag.attrs.get("form") == "verb")
        return self._verbs

    def has(self, *classes: str) -> bool:
        return any(self._by.get(cls) for cls in classes)

    def covering(self, cls: str, token: int) -> Tag | None:
        """Return a tag of `cls` that covers `token`."""
        return next((tag for tag in self._by.get(cls, ()) if tag.first <= token < tag.last), None)

    def after(self, cls: str, token: int, within: int = 99) -> Tag | None:
        """Return the first tag of `cls` that starts in `[token, token + within]`."""
        return next((tag for tag in self._by.get(cls, ()) if token <= tag.first <= token + within), None)

    def before(self, cls: str, token: int, within: int = 99) -> Tag | None:
        """Return the last tag of `cls` that ends in `[token - within, token]`."""
        return next((t for t in reversed(self._by.get(cls, ())) if token - within <= t.last <= token), None)

    def span(self, first: int, last: int) -> Span:
        """Return the printed span of tokens `[first, last)`."""
        return self.folded.span(self.tokens[first].start, self.tokens[last - 1].end)

    def text(self, first: int, last: int) -> str:
        """Return the printed words of tokens `[first, last)`."""
        return self.span(first, last).of(self.folded.printed)


def tag_lexicon(sentence: Sentence, lexicon: Lexicon) -> list[Tag]:
    """Return the lexicon's tags of a sentence: at each word the longest entry, the least peeled reading.

    An entry wholly inside a longer one of several words is not tagged: "الأمن" in "مجلس الأمن" is not police.
    """
    words = sentence.words
    bares = [bare(word) for word in words]
    found: list[Tag] = []
    covered = 0
    entries_at = lexicon.entries_at
    for first, word in enumerate(words):
        alone, openers = entries_at(word)
        if openers:
            tags = _phrase(first, words, bares, openers, lexicon)
            if tags:
                if tags[0].last > covered:
                    found.extend(tags)
                    covered = tags[0].last
                continue
        if alone and first >= covered:
            for cls, value, pro, enc, article, attrs in alone:
                found.append(Tag(cls, value, first, first + 1, pro, enc, article, attrs))
    return found


def _phrase(
    first: int,
    words: tuple[str, ...],
    bares: list[str],
    openers: tuple[Opener, ...],
    lexicon: Lexicon,
) -> list[Tag]:
    """Return the tags of the longest entries of several words that start at `first`, the least peeled first."""
    best: list[Tag] = []
    best_length = 1
    if first + 1 == len(words):
        return best
    second = bares[first + 1]
    for peeled, longest, seconds in openers:
        if second not in seconds:
            continue
        for length in range(min(longest, len(words) - first), best_length, -1):
            entries = lexicon.entries(" ".join([peeled.stem, *bares[first + 1 : first + length]]))
            tags = [
                Tag(e.cls, e.value, first, first + length, peeled.pro, peeled.enc, peeled.article, e.attrs)
                for e in entries
                if all(peeled.article if i == 0 else words[first + i] != bares[first + i] for i in e.definite)
            ]
            if tags:
                best, best_length = tags, length
                break
    return best
