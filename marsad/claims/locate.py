"""Where a mention happened: the best place of its sentence, else what "the city" stands for, else the last one named.

Reasons add up for every place of the sentence: it stands in the passage, it is near the trigger, it is reached by a
preposition of place, it is no country where a town is named. A country that acts (the attacker, the speaker) is no
location.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from marsad.claims.dateline import dateline_end
from marsad.claims.toponyms import Places
from marsad.lang.mention import Document, Mention
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Named, Place, Span

_CARRIED = frozenset({"casualty", "attack", "control", "humanitarian"})
_ACTING = frozenset({"attacker", "actor", "from_actor", "speaker"})
_INSIDE, _AFTER, _REACHED, _WIDE, _ORIGIN, _STEP = 3.0, 0.5, 1.5, 1.5, 2.5, 0.12
_LIST = 2  # points of one sentence, of which none stands for the others
_FARTHEST = 4  # sentences that a place is carried over before the lead's is taken

Found = tuple[tuple[Place, ...], str | None]


def locate(mention: Mention, document: Document, places: Places) -> Found:
    """Return the mention's places and, where they stand outside its sentence, how they were found."""
    sentence = document.sentences[mention.sentence]
    if mention.place is not None:
        named = (places.get((sentence.index, tag.first)) for tag in mention.place)
        return tuple(place for place in named if place is not None), None
    if mention.kind == "statement":
        return (), None
    acting = tuple(_acting(mention)) + tuple(_speaking(sentence, document))
    here = [(_score(mention, sentence, tag, place), place) for tag, place in _candidates(sentence, places, acting)]
    if here:
        best = max(here, key=lambda scored: scored[0])
        if best[0] > 0 or mention.kind not in _CARRIED:
            return (best[1],), None
    if mention.kind in _CARRIED:
        carried = _carried(sentence, document, places)
        if here and all(place.precision in ("country", None) for place in carried[0]):
            return (best[1],), None  # a country of the sentence itself, before one of another
        return carried
    return (), None


def _candidates(sentence: Sentence, places: Places, acting: tuple[Span, ...]) -> Iterator[tuple[Tag, Place]]:
    begin = dateline_end(sentence)
    for tag in sentence.of("place"):
        if tag.first < begin:
            continue
        place = places.get((sentence.index, tag.first))
        if place is not None and not any(span.covers(place.span) for span in acting):
            yield tag, place


def _acting(mention: Mention) -> Iterator[Span]:
    """Yield the words of who acts: a country that attacks or speaks is not where it happened."""
    for slot in fields(mention.detail):
        value = getattr(mention.detail, slot.name)
        if slot.name in _ACTING and isinstance(value, Named) and value.span is not None:
            yield value.span


def _speaking(sentence: Sentence, document: Document) -> Iterator[Span]:
    return (f.speaker.span for f in document.frames_of(sentence) if f.speaker.span is not None)


def _score(mention: Mention, sentence: Sentence, tag: Tag, place: Place) -> float:
    points = _INSIDE if mention.first <= tag.first < mention.last else 0.0
    gap = tag.first - mention.trigger if tag.first >= mention.trigger else mention.trigger - tag.last + 1
    points += (_AFTER if tag.first > mention.trigger else 0.0) - _STEP * gap
    reach = _reach(sentence, tag)
    points += _REACHED if reach == "at" else -_ORIGIN if reach == "from" else 0.0
    if place.precision == "country" or (place.precision is None and not place.candidates):
        points -= _WIDE
        if reach != "at" and not tag.of.relation:
            points -= _WIDE
    return points


def _reach(sentence: Sentence, tag: Tag) -> str | None:
    """Return how the sentence reaches a place: `at` it, `from` it, or None."""
    before = sentence.at("locative", tag.first - 1) if tag.first else None
    if tag.of.relation and tag.of.relation.kind == "direction" and before is not None and before.value == "from":
        return "from"
    if tag.of.cue or tag.of.relation:
        return "at"
    if before is not None:
        return before.value
    joined = sentence.before("place", tag.first, within=0)
    if joined is not None and joined.last == tag.first and sentence.words[tag.first].startswith("و"):
        return _reach(sentence, joined)
    return "at" if tag.of.offset and sentence.words[tag.first].lstrip("وف")[:1] == "ب" else None


def _carried(sentence: Sentence, document: Document, places: Places) -> Found:
    """Return the place that the report was last at, the narrowest of its sentence."""
    for distance, earlier in enumerate(document.before(sentence)):
        if distance == _FARTHEST:
            break
        found = list(_candidates(earlier, places, tuple(_speaking(earlier, document))))
        narrow = [(t, p) for t, p in found if p.precision not in ("country", None)]
        narrow = narrow or [(t, p) for t, p in found if _reach(earlier, t) == "at"]  # else a country acts or is named
        if narrow:
            reached = [p for t, p in narrow if _reach(earlier, t) == "at"] or [p for _, p in narrow]
            chosen = _standing_for(reached)
            if chosen is not None:
                return (chosen,), "the last place named before"
    return _lead(document, places)


def _standing_for(reached: list[Place]) -> Place | None:
    """Return the place that a sentence is about: the first, of a list of points the area among them, else none."""
    points = {p.name for p in reached if p.precision == "exact"}
    if len(points) < _LIST:
        return reached[0]
    return next((p for p in reached if p.precision != "exact"), None)


def _lead(document: Document, places: Places) -> Found:
    for sentence in document.sentences:
        for _, place in _candidates(sentence, places, tuple(_speaking(sentence, document))):
            return (place,), "the first place that the report names"
    return (), None
