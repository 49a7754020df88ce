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
    return PlaceMention(span.of(sentence.folded.printed), span, tag.of)


def _nations(document: Document) -> dict[str, float]:
    found: dict[str, float] = {}
    for sentence in document.sentences:
        for tag in sentence.of("demonym", "country"):
            country = tag.attrs.get("country")
            if country:
                found[country] = found.get(country, 0.0) + _NATION
    return found
