"""A language pack: everything of a language that the reader needs. The tuple `rules` is the reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from marsad.lang.lexicon import Lexicon
from marsad.lang.mention import Document, Frame, Mention, Tense
from marsad.lang.sentence import Sentence, Tag
from marsad.text.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by name, the classes of tags that wake it, and its reading function."""

    name: str
    triggers: tuple[str, ...]
    read: Callable[[Sentence, Document], Iterable[Mention]]


@dataclass(frozen=True, slots=True, eq=False)
class Finder:
    """Finds things of one sort in a sentence: numbers, times, names of places.

    `marks` tells of a word (light and match form) whether it may be where one starts, or must be known to read one.
    `read` takes the tokens of a sentence and which of them are so marked, and returns hits with `first` and `last`.
    """

    marks: Callable[[str, str], bool]
    read: Callable[[Tokens, Sequence[int]], Iterable[Any]]


@dataclass(frozen=True, slots=True, eq=False)  # one is itself alone: to compare or hash two would ask for all in them
class Pack:
    """The reading functions and data of one language."""

    code: str
    lexicon: Lexicon
    rules: tuple[Rule, ...]
    numbers: Finder
    times: Finder
    tense: Callable[[Tokens, int], Tense]  # which way the words at a token point
    entities: Callable[[Sentence], Iterable[Tag]]
    frames: Callable[[Document], Iterable[Frame]]
    skip: Callable[[Sentence], bool] = lambda sentence: False  # teasers and captions
