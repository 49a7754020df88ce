"""Report -> Document: fold once, cut into sentences and tokens, and tag everything that rules look at.

A word is looked up once: the cut that gives the tokens tells with each what is known of it, to the lexicon and to the
finders of numbers, times and places. A finder is not asked about a sentence without a word that it knows.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from marsad.lang.mention import Document
from marsad.lang.pack import Finder, Pack
from marsad.lang.sentence import Sentence, Tag, tag_words
from marsad.records import Report, Span
from marsad.text.cut import Cutter
from marsad.text.tokens import NUMBER, PLACE, TIME, Known, Tokenizer

NOWHERE: Final = Finder(lambda light, word: None, lambda tokens, known: ())


def scan(report: Report, pack: Pack, toponyms: Finder = NOWHERE, furniture: Iterable[Span] = ()) -> Document:
    """Return the report's sentences, tagged; lines of `furniture` (dateline, links) are left out."""
    folded, cut = _cutter(pack, toponyms).cut(report.document, tuple(furniture))
    title_end = len(report.title) if report.title else 0
    found: list[Sentence] = []
    for start, tokens in cut:
        title = title_end > 0 and folded.origin(start) < title_end
        sentence = Sentence(folded, tokens, len(found), title=title)
        _tag(sentence, pack, toponyms)
        found.append(sentence)
    return Document(tuple(found))


@lru_cache(maxsize=16)
def _cutter(pack: Pack, toponyms: Finder) -> Cutter:
    """Return what cuts texts for a pack; `known` of their words is what the lexicon and the finders know of them."""
    starting, number, time, place = pack.lexicon.starting, pack.numbers.study, pack.times.study, toponyms.study

    def study(light: str, word: str) -> Known:
        return Known(starting(word), number(light, word), time(light, word), place(light, word))

    return Cutter(Tokenizer(pack.lexicon.fused, study))


def _tag(sentence: Sentence, pack: Pack, toponyms: Finder) -> None:
    tokens = sentence.tokens
    words = [form.known for form in tokens.forms]
    sentence.add(tag_words(tokens.words, [word.entries for word in words], pack.lexicon))
    marks = 0
    for word in words:
        marks |= word.marks
    found: list[Tag] = []
    if marks & NUMBER:
        numbers = pack.numbers.read(tokens, [word.number for word in words])
        found += [Tag("number", n.count.qualifier, n.first, n.last, of=n) for n in numbers]
    if marks & TIME:
        known = [word.time for word in words]
        times = pack.times.read(tokens, known)
        found += [Tag("time", pack.tense(tokens, t.first, known), t.first, t.last, of=t) for t in times]
    if marks & PLACE:
        places = _free(toponyms.read(tokens, [word.place for word in words]), sentence)
        found += [Tag("place", p.name, p.start, p.end, of=p) for p in places]
    if found:
        sentence.add(found)
    sentence.add(pack.entities(sentence))


def _free(hits: Iterable[Any], sentence: Sentence) -> Iterable[Any]:
    """Return the hits without names inside an actor's, which are no places: "قوات سوريا الديمقراطية"."""
    longer = [tag for cls in ("actor", "person") for tag in sentence.of(cls) if tag.last - tag.first > 1]
    if not longer:
        return hits
    return [hit for hit in hits if not any(_inside(hit, tag) for tag in longer)]


def _inside(hit: Any, tag: Tag) -> bool:
    inside: bool = tag.first <= hit.first and hit.last <= tag.last and tag.last - tag.first > hit.last - hit.first
    return inside
