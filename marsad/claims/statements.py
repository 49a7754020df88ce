"""When two statements of a report are one told twice: a lead that a quotation repeats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from marsad.claims.draft import Draft
from marsad.records import Statement
from marsad.text.fold import match
from marsad.text.memory import Memory
from marsad.text.words import bare

_SHARED: Final = 0.6  # part of the shorter content's words that the longer one has too
_LEAST: Final = 2  # words: shorter contents are alike by chance
_SHORT: Final = 3  # words: contents as short as this have to share all


@dataclass(init=False, slots=True, unsafe_hash=True)  # never changed; written out as `Tag` is
class _Said:
    """What is compared of a statement: its speaker's neutral name, the words of every name, those of its content."""

    name: str | None
    forms: list[frozenset[str]]
    words: frozenset[str]

    def __init__(self, name: str | None, forms: list[frozenset[str]], words: frozenset[str]) -> None:
        self.name = name
        self.forms = forms
        self.words = words


def same_statement(a: Draft, b: Draft, title_end: int = 0) -> bool:
    """Tell whether one speaker says in both what the longer of the two holds."""
    if a.certainty != b.certainty:
        return False
    x, y = _said(a), _said(b)
    if not _same_speaker(x, y):
        return False
    if a.evidence == b.evidence:
        return True
    fewest = min(len(x.words), len(y.words))
    return fewest >= _LEAST and len(x.words & y.words) >= (_SHARED if fewest > _SHORT else 1.0) * fewest


def merge_statements(known: Draft, again: Draft, title_end: int = 0) -> Draft:
    """Return the longer telling, the first of two as long, with the other among its passages."""
    first, second = known.evidence, again.evidence
    best, other = (again, known) if second.end - second.start > first.end - first.start else (known, again)
    best.takes_in(other)
    best.source = best.source or other.source
    return best


def _said(draft: Draft) -> _Said:
    if draft.compared is None:
        detail = draft.detail
        assert isinstance(detail, Statement)
        speaker = detail.speaker
        forms = [words for text in (speaker.text, *speaker.aliases) if (words := _words[text])]
        draft.compared = _Said(speaker.name, forms, _words[detail.content])
    said: _Said = draft.compared
    return said


def _same_speaker(a: _Said, b: _Said) -> bool:
    if a.name and a.name == b.name:
        return True
    for x in a.forms:
        for y in b.forms:
            if x <= y or y <= x:
                return True
    return False


def _words_of(text: str) -> frozenset[str]:
    words = [word[1:] if word[0] in "وبل" and len(word) > 4 else word for word in match(text).replace('"', " ").split()]
    return frozenset([bare(word) for word in words if len(word) > 2])


_words: Final[Memory[str, frozenset[str]]] = Memory(_words_of, 512)  # of whole sentences: some 4 kB each
