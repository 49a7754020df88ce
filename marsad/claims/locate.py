"""Where a mention happened: the places of its passage, else of its sentence, else the last place named before."""

from __future__ import annotations

from marsad.claims.toponyms import Places
from marsad.lang.mention import Document, Mention
from marsad.lang.sentence import Sentence
from marsad.records import Place

_CARRIED = frozenset({"casualty", "attack", "control", "humanitarian"})


def locate(mention: Mention, document: Document, places: Places) -> tuple[tuple[Place, ...], str | None]:
    """Return the mention's places and, where they stand outside its sentence, how they were found."""
    if mention.place is not None:
        named = tuple(
            places[mention.sentence, tag.first] for tag in mention.place if (mention.sentence, tag.first) in places
        )
        return named, None
    if mention.kind == "statement":
        return (), None
    sentence = document.sentences[mention.sentence]
    here = _of(sentence, mention.first, mention.last, places) or _of(sentence, 0, len(sentence), places)
    if here:
        nearest = min(here, key=lambda at: (abs(at[0] - mention.trigger), at[0]))
        return (nearest[1],), None
    if mention.kind in _CARRIED:
        for earlier in document.before(sentence):
            found = _of(earlier, 0, len(earlier), places)
            if found:
                return (found[0][1],), "the last place named before"
    return (), None


def _of(sentence: Sentence, first: int, last: int, places: Places) -> list[tuple[int, Place]]:
    tags = [tag for tag in sentence.of("place") if first <= tag.first < last]
    return [(tag.first, places[sentence.index, tag.first]) for tag in tags if (sentence.index, tag.first) in places]
