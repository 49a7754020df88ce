"""Report -> Document: fold once, cut into sentences and tokens, and tag everything that rules look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from marsad.lang.mention import Document
from marsad.lang.pack import Pack
from marsad.lang.sentence import Sentence, Tag, tag_lexicon
from marsad.records import Report, Span
from marsad.text.fold import Folded
from marsad.text.sentences import sentences
from marsad.text.tokens import Token

Toponyms = Callable[[Sequence[Token]], Iterable[Any]]  # hits of the gazetteer, with `first` and `last`


def scan(report: Report, pack: Pack, toponyms: Toponyms, furniture: Iterable[Span] = ()) -> Document:
    """Return the report's sentences, tagged; lines of `furniture` (dateline, links) are left out."""
    folded = Folded(report.document)
    aside = tuple(furniture)
    title_end = len(report.title) if report.title else 0
    found: list[Sentence] = []
    tokens = pack.lexicon.tokenizer.tokens
    for start, end in sentences(folded.light):
        start, end = _without(folded, start, end, aside)
        if start >= end:
            continue
        span = folded.span(start, end)
        found.append(Sentence(folded, tokens(folded, start, end), len(found), title=span.start < title_end))
    for sentence in found:
        _tag(sentence, pack, toponyms)
    kept = [s for s in found if not pack.skip(s)]
    for index, sentence in enumerate(kept):
        sentence.index = index
    return Document(tuple(kept))


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


def _tag(sentence: Sentence, pack: Pack, toponyms: Toponyms) -> None:
    sentence.add(tag_lexicon(sentence, pack.lexicon))
    sentence.add(Tag("number", n.count.qualifier, n.first, n.last, of=n) for n in pack.numbers(sentence.tokens))
    sentence.add(
        Tag("time", pack.tense(sentence.tokens, t.first), t.first, t.last, of=t) for t in pack.times(sentence.tokens)
    )
    sentence.add(Tag("place", p.name, p.start, p.end, of=p) for p in toponyms(sentence.tokens) if _free(p, sentence))
    sentence.add(pack.entities(sentence))


def _free(hit: Any, sentence: Sentence) -> bool:
    """A name inside an actor's is no place: "قوات سوريا الديمقراطية", "جيش لبنان الجنوبي"."""
    return not any(
        tag.first <= hit.first and hit.last <= tag.last and tag.last - tag.first > hit.last - hit.first
        for tag in sentence.of("actor", "person")
    )
