"""A language pack: everything of a language that the reader needs. The tuple `rules` is the reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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

    `study` returns what is known of a word (light and match form) with which one may start, or that must be known to
    read one; None of others. `read` takes the tokens of a sentence and what is known of each, and returns hits with
    `first` and `last`.
    """

    study: Callable[[str, str], Any]
    read: Callable[[Tokens, list[Any]], Iterable[Any]]


@dataclass(frozen=True, slots=True, eq=False)  # one is itself alone: to compare or hash two would ask for all in them
class Pack:
    """The reading functions and data of one language."""

    code: str
    lexicon: Lexicon
    rules: tuple[Rule, ...]
    numbers: Finder
    times: Finder
    tense: Callable[[Tokens, int, list[Any]], Tense]  # which way the words at a token point; what times know of each
    entities: Callable[[Sentence], Iterable[Tag]]
    frames: Callable[[Document], Iterable[Frame]]
