"""Short names: "the group" after "the Islamic State group", "the coalition" after "the Arab coalition".

A force, a group or an office by its common noun alone takes the name of the one that the report has named in full
before it with the same words, where all that it names with these words are one.
"""

from __future__ import annotations

from typing import Final

from marsad.lang.ar.entities import HOW, Entity
from marsad.lang.ar.frames.words import roles
from marsad.lang.mention import Document
from marsad.lang.sentence import Sentence, Tag
from marsad.text.words import bare

_KINDS: Final = frozenset(("force", "group", "org"))
_LONGEST: Final = 3  # tokens of a short name


class Printed:
    """A name as it is printed: the words that tell whose it is, and the first of them; of "the coalition's planes" the
    last."""

    __slots__ = ("entity", "head", "words")

    def __init__(self, sentence: Sentence, tag: Tag) -> None:
        every = [bare(word) for word in sentence.words[tag.first : tag.last]]
        if tag.pro:
            every[0] = bare(_without(sentence.words[tag.first], tag.pro))
        telling = [word for word in every if "armed" not in roles[word]]
        self.words = frozenset(telling)
        self.head = telling[0] if telling else ""
        self.entity: Entity = tag.of


def complete(document: Document) -> None:
    """Give the short names of a document the names that they stand for; to be done before any rule looks at them."""
    full: list[tuple[Sentence, Tag]] = []
    short: list[tuple[Sentence, Tag, int]] = []  # with how many in full stand before it
    for sentence in document.sentences:
        for tag in sentence.of("entity"):
            entity: Entity = tag.of
            if entity.kind not in _KINDS:
                continue
            if entity.actor is not None and entity.name[:1].isupper():
                full.append((sentence, tag))
            elif full and entity.definite and tag.last - tag.first <= _LONGEST:
                short.append((sentence, tag, len(full)))
    if not short:
        return
    told = [Printed(sentence, tag) for sentence, tag in full]
    for sentence, tag, before in short:
        name = Printed(sentence, tag)
        meant = _meant(told, before, name) if name.words else None
        if meant is not None:
            _name(tag, meant)


def _without(word: str, pro: str) -> str:
    """Return a word without its proclitics, the article whole again: للتنظيم is ل + التنظيم."""
    rest = word[len(pro) :]
    return f"ال{word[len(pro) + 1 :]}" if pro.endswith("ل") and word[len(pro) - 1 :].startswith("لل") else rest


def _meant(told: list[Printed], before: int, short: Printed) -> Entity | None:
    """Return the only one of the report whose name holds all words of a short one, where it is named before; of several
    names that begin one with the other the one that begins as the short one does."""
    alike = [named for named in told[:before] if short.words <= named.words]
    if not alike:
        return None
    alike += [named for named in told[before:] if short.words <= named.words]
    first = next((named for named in alike if named.head == short.head), alike[0]).entity
    for named in alike:
        name = named.entity.name
        if not (name.startswith(first.name) or first.name.startswith(name)):
            return None
    return first


def _name(tag: Tag, meant: Entity) -> None:
    entity: Entity = tag.of
    tag.value = meant.name
    tag.attrs["inferred"] = HOW
    if meant.country:
        tag.attrs["country"] = meant.country
    tag.of = Entity(
        entity.first, entity.last, meant.name, entity.kind, entity.person, entity.role, entity.place,
        entity.country or meant.country, meant.actor, entity.definite, meant.partisan,
    )  # fmt: skip
