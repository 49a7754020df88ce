"""Resolve a document's place tags with the whole report in view."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from marsad.lang.mention import Document
from marsad.lang.sentence import Sentence, Tag
from marsad.places.choose import Context, PlaceMention, choose
from marsad.places.gazetteer import Gazetteer
from marsad.records import Place

Places = Mapping[tuple[int, int], Place]  # by sentence and first token
_IN: Final = frozenset(("in", "في"))
_GLUED_IN: Final = "ب"
_WITHIN: Final = 2  # words between a place and the one that holds it: "in the"
_NATIONAL: Final = ("demonym", "country", "actor")  # classes of tags that tell of a country
_NATION: Final = 0.5  # what an adjective of nationality weighs beside a place of that country


def resolve_places(document: Document, gazetteer: Gazetteer) -> Places:
    """Return the place of every place tag that names one; nationalities named in the report are its context."""
    tagged = [(sentence, tag) for sentence in document.sentences for tag in sentence.of("place")]
    mentions = [_mention(sentence, tag) for sentence, tag in tagged]
    chosen = choose(mentions, gazetteer, Context(_nations(document)))
    return {(s.index, tag.first): place for (s, tag), place in zip(tagged, chosen, strict=True) if place is not None}


def _mention(sentence: Sentence, tag: Tag) -> PlaceMention:
    tokens = sentence.tokens
    span = sentence.folded.span(tokens.start(tag.first) + tag.of.offset, tokens.end(tag.last - 1))
    return PlaceMention(span.of(sentence.folded.printed), span, tag.of, _holds(sentence, tag))


def _holds(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether a place stands behind another and "in": "the village of Qumbuz in southern Syria"."""
    before = sentence.before("place", tag.first, within=_WITHIN)
    if before is None or tag.of.anaphor:
        return False
    between = sentence.words[before.last : tag.first]
    glued = tag.of.offset > 0 and sentence.words[tag.first].startswith(_GLUED_IN)
    return (not between and glued) or (bool(between) and between[0] in _IN and between[1:] in ((), ("the",)))


def _nations(document: Document) -> dict[str, float]:
    found: dict[str, float] = {}
    for sentence in document.sentences:
        for cls in _NATIONAL:
            for tag in sentence.of(cls):
                country = tag.attrs.get("country")
                if country and not tag.attrs.get("metonym"):  # a capital is a place, and speaks for itself
                    found[country] = found.get(country, 0.0) + _NATION
    return found
