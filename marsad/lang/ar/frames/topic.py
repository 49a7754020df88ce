"""Find whom a sentence is about, for a verb of speech in the next one that has no subject of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from marsad.lang.ar import entities
from marsad.lang.ar.frames.people import Known
from marsad.lang.ar.frames.words import roles
from marsad.lang.sentence import Sentence

_LATEST: Final = 12  # tokens before which the subject of a sentence begins
_SHORTEST: Final = 3  # letters of a verb
_OPENERS: Final = frozenset("،؛:")


def topic(sentence: Sentence) -> Known | None:
    """Return the person who is the subject of a sentence's first clause, with the gender of its verb."""
    for tag in sentence.of("entity"):
        if tag.first > _LATEST:
            return None
        if tag.attrs.get("kind") not in ("person", "role") or tag.pro not in ("", "و"):
            continue
        gender = verb_gender(sentence, tag.first - 1)
        if gender is None:
            return None
        named = replace(entities.named(sentence, tag), inferred="whom the sentence before is about")
        return Known(named, None, gender, frozenset(), tag.attrs.get("kind") or "")
    return None


def verb_gender(sentence: Sentence, at: int) -> str | None:
    """Return the gender of the verb at `at`, right before its subject; None where no verb can stand there."""
    if at < 0 or roles[sentence.words[at]] & {"prep", "that", "relative"}:
        return None
    verb = sentence.words[at].removeprefix("و")
    if len(verb) < _SHORTEST:
        return None
    if verb.endswith("ت") or verb.startswith("ت"):
        return "f"
    opens = at == 0 or sentence.words[at - 1] in _OPENERS or bool(roles[sentence.words[at - 1]] & {"neg", "aux"})
    return "m" if opens or verb.startswith("ي") else None
