"""Who takes part in a matter of diplomacy, before which body, and the words that say how far it has come."""

from __future__ import annotations

from collections.abc import Iterator

from marsad.lang.ar.clauses import clause_of
from marsad.lang.ar.entities import Entity, named
from marsad.lang.sentence import Sentence, Tag

Range = tuple[int, int]

_BODIES = ("Council", "Assembly", "League", "Parliament", "Congress", "Court", "Tribunal", "OPCW", "Organisation")
_PARTY_KINDS = frozenset(("force", "group", "org", "country", "people", "person", "role"))
_ARGUED = frozenset(("في", "داخل", "شمال", "جنوب", "شرق", "غرب", "بشان", "حول", "ازاء"))
_LONGEST = 40
_BODY_ONLY = frozenset(("UN Security Council", "UN General Assembly", "UN Human Rights Council"))


def passage(sentence: Sentence, tags: list[Tag]) -> Range:
    """Return the clauses of the words of a matter, cut to a sentence's worth."""
    first, _ = clause_of(sentence, tags[0].first)
    _, last = clause_of(sentence, tags[-1].first)
    first = max(first, tags[0].first - _LONGEST // 2)
    return first, max(min(last, tags[0].first + _LONGEST), tags[0].last)


def deals(sentence: Sentence, first: int, last: int) -> list[Tag]:
    """Return the words of tokens `[first, last)` that say how far a matter has come."""
    return [tag for tag in sentence.of("deal") if first <= tag.first < last]


def ahead(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether the clause speaks of what is to come."""
    return any(first <= tag.first < last for tag in sentence.of("future"))


def opinion(sentence: Sentence, token: int) -> bool:
    """Tell whether what stands at `token` is only thought, hoped or rumoured in the words before it."""
    first, _ = clause_of(sentence, token)
    if sentence.at("content", first) is not None and first:
        first = clause_of(sentence, first - 1)[0]
    return any(first <= tag.first < token for tag in sentence.of("opinion"))


def numbered(sentence: Sentence, head: Tag) -> bool:
    """Tell whether a resolution is named by its number: القرار رقم 1701."""
    return any(head.last <= tag.first <= head.last + 3 for tag in sentence.of("number"))


# Parties


def parties(sentence: Sentence, tags: list[Tag], kind: str, first: int, last: int) -> tuple[str, ...]:
    """Return the English names of who takes part, in the order of the text, each once."""
    found: dict[str, None] = {}
    for tag in _candidates(sentence, tags, first, last):
        if name := _name(sentence, tag):
            if name not in _BODY_ONLY or kind in ("vote", "resolution"):
                found.setdefault(name, None)
    return tuple(found)


def _candidates(sentence: Sentence, tags: list[Tag], first: int, last: int) -> Iterator[Tag]:
    speakers = {tag.first for tag in sentence.of("entity") if _speaks(sentence, tag)}
    adjectives = list(_adjectives(sentence, tags))
    every = [t for t in sentence.of("entity") if first <= t.first < last and t.first not in speakers]
    for tag in sorted([*adjectives, *every], key=lambda t: t.first):
        if tag.cls == "demonym" or (tag.of.kind in _PARTY_KINDS and not _elsewhere(sentence, tag)):
            yield tag


def _adjectives(sentence: Sentence, tags: list[Tag]) -> Iterator[Tag]:
    """Yield the nationalities that describe a word of the matter: "the Egyptian-British agreement"."""
    for head in tags:
        at = head.last
        while at < min(len(sentence), head.last + 6):
            tag = sentence.at("demonym", at)
            if tag is not None:
                yield tag
                at = tag.last
            elif sentence.words[at] in "-،\"" or sentence.at("extra", at):
                at += 1
            else:
                break


def _speaks(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether an entity only tells the matter: it stands right after a verb of saying."""
    before = tag.first - 1
    return before >= 0 and any(t.value == "say" for t in (sentence.at("verb", before),) if t is not None)


def _elsewhere(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether a country is only where it happens."""
    entity: Entity = tag.of
    if entity.kind != "country":
        return False
    return tag.first > 0 and sentence.words[tag.first - 1] in _ARGUED


def _name(sentence: Sentence, tag: Tag) -> str:
    if tag.cls == "demonym":
        return tag.value
    entity: Entity = tag.of
    if entity.kind == "person" or entity.person:
        who = named(sentence, tag)
        return who.name or who.text
    return entity.name or entity.actor or ""


# The body


def body(sentence: Sentence, first: int, last: int) -> str | None:
    """Return the forum that tokens `[first, last)` name: a council, an assembly, a court."""
    for tag in sentence.of("entity"):
        entity: Entity = tag.of
        if first <= tag.first < last and entity.kind == "org" and any(word in entity.name for word in _BODIES):
            return entity.name
    return None
