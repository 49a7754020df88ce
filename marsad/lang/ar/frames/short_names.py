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

Words = frozenset[str]
Told = tuple[Words, str, Entity]


def complete(document: Document) -> None:
    """Give the short names of a document the names that they stand for; to be done before any rule looks at them."""
    told: list[Told] = []
    waiting: list[tuple[Tag, Words, str, int]] = []
    for sentence in document.sentences:
        for tag in sentence.of("entity"):
            if tag.of.kind not in _KINDS:
                continue
            full = tag.of.name[:1].isupper() and tag.of.actor is not None
            if not full and (not tag.of.definite or tag.last - tag.first > _LONGEST):
                continue
            words, head = _words(sentence, tag)
            if full:
                told.append((words, head, tag.of))
            elif words:
                waiting.append((tag, words, head, len(told)))
    for tag, words, head, before in waiting:
        meant = _meant(told, before, words, head)
        if meant is not None:
            _name(tag, meant)


def _words(sentence: Sentence, tag: Tag) -> tuple[Words, str]:
    """Return the words of a name that tell whose it is, and the first of them: of "the coalition's planes" the last."""
    every = [bare(word) for word in sentence.words[tag.first : tag.last]]
    if tag.pro:
        every[0] = bare(_without(sentence.words[tag.first], tag.pro))
    telling = [word for word in every if "armed" not in roles[word]]
    return frozenset(telling), telling[0] if telling else ""


def _without(word: str, pro: str) -> str:
    """Return a word without its proclitics, the article whole again: للتنظيم is ل + التنظيم."""
    rest = word[len(pro) :]
    return f"ال{word[len(pro) + 1 :]}" if pro.endswith("ل") and word[len(pro) - 1 :].startswith("لل") else rest


def _meant(told: list[Told], before: int, words: Words, head: str) -> Entity | None:
    """Return the only one of the report whose name holds all `words`, where it is named before; of several names that
    begin one with the other the one that `head` begins."""
    alike = [named for named in told if words <= named[0]]
    if not any(words <= named[0] for named in told[:before]):
        return None
    alike.sort(key=lambda named: named[1] != head)
    first = alike[0][2]
    if all(named[2].name.startswith(first.name) or first.name.startswith(named[2].name) for named in alike):
        return first
    return None


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
