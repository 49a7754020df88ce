"""Who takes, holds or loses ground, read from the words around a word of control."""

from __future__ import annotations

from marsad.lang.en.entities import named
from marsad.lang.en.rules.attack_sides import entity_before, side_at
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Named

_ARMED = frozenset(("force", "group", "weapon_platform", "people"))


_PRONOUNS = frozenset(("they", "it"))


_OBLIQUE = frozenset(
    "of in from against with by near on into fighting battling targeting backing supporting than".split()
)


def subject(sentence: Sentence, tag: Tag, first: int) -> Named | None:
    """Return the armed actor before a verb: right before it, behind "trying to", or the subject of its clause."""
    at = tag.first
    aim = next((t for t in sentence.of("aim") if t.last == at and t.first < at), None)
    if aim is not None:
        at = aim.first
    found = entity_before(sentence, at, first)
    if found is None:
        said = bool(_PRONOUNS & set(sentence.words[max(0, at - 4) : at]))
        found = _armed_before(sentence, at, 0 if said else min(first, max(0, at - 14)))
    if found is None or found.of.kind not in (*_ARMED, "org", "country"):
        return None
    return named(sentence, _described(sentence, found))


def _described(sentence: Sentence, tag: Tag) -> Tag:
    """Return whom a name beside another only describes: "the Nusra Front, al-Qaeda's Syria affiliate"."""
    end = tag.first - (tag.first > 0 and sentence.words[tag.first - 1] == ",")
    first = next((t for t in sentence.of("entity") if t.last == end and t.of.kind in _ARMED), None)
    owns = sentence.tokens[tag.last - 1].light.endswith("s") and sentence.at("country", tag.last) is not None
    return first if first is not None and owns else tag


def _armed_before(sentence: Sentence, at: int, first: int) -> Tag | None:
    """Return the armed actor named last before `at` that stands as a subject: behind no preposition and no verb."""
    verbs = {
        tag.last
        for cls in ("strike", "harm", "verb", "control")
        for tag in sentence.of(cls)
        if tag.attrs.get("form") == "verb"
    }
    for entity in reversed(sentence.of("entity")):
        if entity.last > at or entity.of.kind not in _ARMED:
            continue
        if entity.first < first:
            return None
        before = sentence.words[entity.first - 1] if entity.first else ""
        if before not in _OBLIQUE and entity.first not in verbs:
            return entity
    return None


def named_at(sentence: Sentence, at: int) -> Named | None:
    found = side_at(sentence, at)
    return named(sentence, found) if found is not None and found.first - at <= 2 else None


def named_after(sentence: Sentence, first: int, last: int, word: str) -> Named | None:
    """Return the side after a preposition: "from Daesh", "by the army"."""
    for at in range(first, min(last, len(sentence) - 1)):
        if (
            sentence.words[at] == word
            and (found := side_at(sentence, at + 1))
            and found.of.kind in (*_ARMED, "org", "country")
        ):
            return named(sentence, found) if found.of.kind != "country" or word == "by" else None
    return None


def owner(sentence: Sentence, at: int) -> Named | None:
    found = entity_before(sentence, at, max(0, at - 6))
    return named(sentence, found) if found is not None and found.of.kind != "country" else None
