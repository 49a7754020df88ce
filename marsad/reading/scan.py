"""Report -> Document: fold once, cut into sentences and tokens, and tag everything that rules look at.

A word is looked up once: the cut that gives the tokens tells with each what the lexicon knows of it, and which finders
(numbers, times, places) have to look at it. A finder is not asked about a sentence without such a word.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from marsad.lang.lexicon import Starting
from marsad.lang.mention import Document
from marsad.lang.pack import Finder, Pack
from marsad.lang.sentence import Sentence, Tag, tag_words
from marsad.records import Report, Span
from marsad.text.fold import Folded
from marsad.text.sentences import sentences
from marsad.text.tokens import Tokenizer

_NUMBER: Final = 1  # marks of a word: which finders look at it
_TIME: Final = 2
_PLACE: Final = 4
NOWHERE: Final = Finder(lambda light, word: False, lambda tokens, marked: ())


def scan(report: Report, pack: Pack, toponyms: Finder = NOWHERE, furniture: Iterable[Span] = ()) -> Document:
    """Return the report's sentences, tagged; lines of `furniture` (dateline, links) are left out."""
    tokens = _tokenizer(pack, toponyms).tokens
    folded = Folded(report.document)
    aside = tuple(furniture)
    title_end = len(report.title) if report.title else 0
    found: list[Sentence] = []
    for start, end in sentences(folded.light):
        if aside:
            start, end = _without(folded, start, end, aside)
        if start < end:
            title = folded.origin(start) < title_end
            sentence = Sentence(folded, tokens(folded, start, end), len(found), title=title)
            _tag(sentence, pack, toponyms)
            found.append(sentence)
    kept = [s for s in found if not pack.skip(s)]
    for index, sentence in enumerate(kept):
        sentence.index = index
    return Document(tuple(kept))


@lru_cache(maxsize=16)
def _tokenizer(pack: Pack, toponyms: Finder) -> Tokenizer:
    """Return what cuts texts into tokens for a pack; `known` of their forms is what the lexicon reads at them."""
    finders = ((_NUMBER, pack.numbers.marks), (_TIME, pack.times.marks), (_PLACE, toponyms.marks))

    def study(light: str, word: str) -> tuple[Starting, int]:
        return pack.lexicon.starting(word), sum(mark for mark, marks in finders if marks(light, word))

    return Tokenizer(pack.lexicon.fused, study)


def _without(folded: Folded, start: int, end: int, aside: tuple[Span, ...]) -> tuple[int, int]:
    """Return folded `[start, end)` without the furniture at its ends: a dateline stands before the lead itself."""
    span = folded.span(start, end)
    for skipped in aside:
        if not skipped.overlaps(span):
            continue
        if skipped.start > span.start:
            while end > start and folded.origin(end - 1) >= skipped.start:
                end -= 1
        else:
            while start < end and folded.origin(start) < skipped.end:
                start += 1
        span = folded.span(start, end)
    return start, end


def _tag(sentence: Sentence, pack: Pack, toponyms: Finder) -> None:
    tokens = sentence.tokens
    sentence.add(tag_words(tokens.words, [form.known for form in tokens.forms], pack.lexicon))
    numbers, times, places = _marked(sentence)
    found: list[Tag] = []
    if numbers:
        hits = pack.numbers.read(tokens, numbers)
        found += [Tag("number", n.count.qualifier, n.first, n.last, of=n) for n in hits]
    if times:
        hits = pack.times.read(tokens, times)
        found += [Tag("time", pack.tense(tokens, t.first), t.first, t.last, of=t) for t in hits]
    if places:
        hits = _free(toponyms.read(tokens, places), sentence)
        found += [Tag("place", p.name, p.start, p.end, of=p) for p in hits]
    if found:
        sentence.add(found)
    sentence.add(pack.entities(sentence))


def _marked(sentence: Sentence) -> tuple[list[int], list[int], list[int]]:
    """Return the tokens that the finders of numbers, times and places have to look at."""
    numbers: list[int] = []
    times: list[int] = []
    places: list[int] = []
    for at, form in enumerate(sentence.tokens.forms):
        marks = form.marks
        if marks:
            if marks & _NUMBER:
                numbers.append(at)
            if marks & _TIME:
                times.append(at)
            if marks & _PLACE:
                places.append(at)
    return numbers, times, places


def _free(hits: Iterable[Any], sentence: Sentence) -> Iterable[Any]:
    """Return the hits without names inside an actor's, which are no places: "قوات سوريا الديمقراطية"."""
    longer = [tag for tag in sentence.of("actor", "person") if tag.last - tag.first > 1]
    if not longer:
        return hits
    return [hit for hit in hits if not any(_inside(hit, tag) for tag in longer)]


def _inside(hit: Any, tag: Tag) -> bool:
    inside: bool = tag.first <= hit.first and hit.last <= tag.last and tag.last - tag.first > hit.last - hit.first
    return inside
