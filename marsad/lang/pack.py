"""A language pack: everything of a language that the reader needs. The tuple `rules` is the reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from marsad.lang.lexicon import Lexicon
from marsad.lang.mention import Document, Frame, Mention, Tense
from marsad.lang.sentence import Sentence, Tag
from marsad.text.tokens import Token


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by name, the classes of tags that wake it, and its reading function."""

    name: str
    triggers: tuple[str, ...]
    read: Callable[[Sentence, Document], Iterable[Mention]]


@dataclass(frozen=True, slots=True)
class Pack:
    """The reading functions and data of one language."""

    code: str
    lexicon: Lexicon
    rules: tuple[Rule, ...]
    numbers: Callable[[Sequence[Token]], Iterable[Any]]  # hits with first, last, value
    times: Callable[[Sequence[Token]], Iterable[Any]]
    tense: Callable[[Sequence[Token], int], Tense]  # which way the words at a token point
    entities: Callable[[Sentence], Iterable[Tag]]
    frames: Callable[[Document], Iterable[Frame]]
    skip: Callable[[Sentence], bool] = lambda sentence: False  # teasers and captions
