"""Find who is named in an English sentence: forces, offices, organisations, peoples, persons.

`entities` runs on a sentence that has its lexicon, number, time and place tags, and yields tags of class "entity"
whose `of` is an `Entity`. They do not overlap. English puts the head last ("Russian war planes"), so a phrase is read
forwards over what describes it, and its last head decides.
"""

from __future__ import annotations

from collections.abc import Iterator

from marsad.lang.en.bodies import phrase, with_office
from marsad.lang.en.naming import Entity
from marsad.lang.en.phrases import name as read_name
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Named

STARTS = ("actor", "person", "country", "demonym", "role", "head", "quality", "place")


def entities(sentence: Sentence) -> Iterator[Tag]:
    """Yield the entities of a sentence in the order of the text."""
    if not sentence.has(*STARTS):
        return
    starts = sorted({tag.first for tag in sentence.of(*STARTS)} | _hyphens(sentence))
    end = 0
    for first in starts:
        if first < end:
            continue
        entity = phrase(sentence, first)
        if entity is not None:
            end = entity.last
            yield _tag(entity)


def name_at(sentence: Sentence, token: int) -> Tag | None:
    """Return the entity at `token`, taking capitalised words that no lexicon knows for a person's name."""
    if known := sentence.at("entity", token):
        return known
    if token >= len(sentence):
        return None
    entity = phrase(sentence, token)
    if entity is None and (last := read_name(sentence, token)):
        entity = with_office(sentence, Entity(token, last, "", "person", (token, last)))
    return _tag(entity) if entity else None


def named(sentence: Sentence, tag: Tag) -> Named:
    """Return an entity for a slot: the person's printed name where there is one, else the whole phrase."""
    entity: Entity = tag.of
    first, last = entity.person or (entity.first, entity.last)
    span = sentence.span(first, last)
    aliases = (entity.actor,) if entity.person and entity.actor else ()
    return Named(span.of(sentence.folded.printed), entity.name or None, span, aliases)


def role(sentence: Sentence, tag: Tag) -> str | None:
    """Return the printed office of an entity that also names the person, or None."""
    entity: Entity = tag.of
    return sentence.text(*entity.role) if entity.role and entity.person else None


def conjoined(sentence: Sentence, tag: Tag) -> list[Tag]:
    """Return the entities that are coordinated with `tag` after it, itself first: "France, Italy and Britain".

    A comma alone joins none: "according to the ministry, rebels …".
    """
    found = [tag]
    joined = 1  # of those found, how many the last "and" reaches
    while (at := _past_and(sentence, found[-1].last)) and (other := sentence.at("entity", at)):
        anded = "and" in sentence.words[found[-1].last : at]
        found.append(other)
        if anded:
            joined = len(found)
    return found[:joined]


def _past_and(sentence: Sentence, at: int) -> int | None:
    words = sentence.words
    if at >= len(words) or words[at] not in ("and", ","):
        return None
    at += 1 + (words[at] == "," and words[at + 1 : at + 2] == ("and",))
    return at + (words[at : at + 1] == ("the",))


def _hyphens(sentence: Sentence) -> set[int]:
    return {
        at for at, word in enumerate(sentence.words) if "-" in word and word.endswith(("-led", "-backed", "-linked"))
    }


def _tag(entity: Entity) -> Tag:
    attrs = {"kind": entity.kind}
    if entity.country:
        attrs["country"] = entity.country
    return Tag("entity", entity.name, entity.first, entity.last, attrs=attrs, of=entity)


# Phrases


# Offices and those who hold them
