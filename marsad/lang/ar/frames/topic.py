"""Find whom a sentence is about, for a verb of speech in the next one that has no subject of its own."""

from __future__ import annotations

from typing import Final

from marsad.lang.ar import entities
from marsad.lang.ar.frames.people import Known
from marsad.lang.ar.frames.words import roles_at
from marsad.lang.sentence import Sentence

_LATEST: Final = 12  # tokens before which the subject of a sentence begins
_SHORTEST: Final = 3  # letters of a verb
_NO_VERB: Final = frozenset(("prep", "that", "relative"))
_BEFORE: Final = frozenset(("neg", "aux"))
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
        named = entities.named(sentence, tag, "whom the sentence before is about")
        return Known(named, None, gender, frozenset(), tag.attrs.get("kind") or "")
    return None


def verb_gender(sentence: Sentence, at: int) -> str | None:
    """Return the gender of the verb at `at`, right before its subject; None where no verb can stand there."""
    if at < 0 or not _NO_VERB.isdisjoint(roles_at(sentence, at)):
        return None
    verb = sentence.words[at].removeprefix("و")
    if len(verb) < _SHORTEST:
        return None
    if verb.endswith("ت") or verb.startswith("ت"):
        return "f"
    if at == 0 or sentence.words[at - 1] in _OPENERS or verb.startswith("ي"):
        return "m"
    return None if _BEFORE.isdisjoint(roles_at(sentence, at - 1)) else "m"
