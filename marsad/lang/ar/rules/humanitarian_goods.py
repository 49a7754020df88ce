"""Aid that comes or is kept out, and what is damaged."""

from __future__ import annotations

from typing import Final

from marsad.lang.ar.clauses import hypothetical, stretch
from marsad.lang.ar.rules import humanitarian_slots as slots
from marsad.lang.ar.rules.humanitarian_slots import Find
from marsad.lang.sentence import Sentence, Tag

_TEXTS: Final = frozenset(("draft_resolution", "resolution", "vote"))


def bringing(sentence: Sentence, tag: Tag) -> Find | None:
    """Read aid brought: goods after the word, or before a verb; not where another word of the clause keeps them out."""
    first, last = stretch(sentence, tag.first)
    goods = slots.near(sentence, ("aid",), tag.last, min(last, tag.last + 7))
    if goods is None and slots.near(sentence, ("carrier", "escort"), tag.last, min(last, tag.last + 5)) is not None:
        goods = slots.near(sentence, ("aid",), tag.last, min(last, tag.last + 12))  # "a convoy of 17 trucks with …"
    if goods is None and tag.attrs.get("form") == "verb":
        goods = slots.near(sentence, ("aid",), max(first, tag.first - 5), tag.first)
    if goods is None or slots.appealed(sentence, tag.first) or _blocked(sentence, first, tag.first):
        return None
    if any(first <= t.first < tag.first and t.value in _TEXTS for t in sentence.of("parley")):
        return None  # what a resolution provides for has not come
    if any(first <= t.first < tag.first and t.attrs.get("allows") for t in sentence.of("intend")):
        return None
    number, count = slots.carried(sentence, first, last)
    actor = slots.subject(sentence, tag, first, last) or slots.sender(sentence, first, last) or _giver(sentence, tag)
    return Find(tag, slots.passage(sentence, tag), tag.value, number, count, actor)


def _giver(sentence: Sentence, tag: Tag) -> Tag | None:
    """Return the organisation that is the subject of a verb of giving."""
    entity = sentence.at("entity", tag.last) if tag.attrs.get("form") == "verb" else None
    return entity if entity is not None and entity.of.kind == "org" and not entity.pro else None


def _blocked(sentence: Sentence, first: int, last: int) -> bool:
    return any(first <= tag.first < last and tag.attrs.get("shape") == "block" for tag in sentence.of("plight"))


def blocking(sentence: Sentence, tag: Tag) -> Find | None:
    """Read aid kept out, crossings closed, people kept in (a siege)."""
    first, last = stretch(sentence, tag.first)
    actor = slots.subject(sentence, tag, first, last)
    if slots.confined(sentence, tag, last):
        return Find(tag, slots.passage(sentence, tag), "siege", actor=actor)
    classes = ("aid", "crossing") if tag.attrs.get("closes") else ("aid",)
    goods = slots.near(sentence, classes, tag.last, min(last, tag.last + 7))
    if goods is None or slots.appealed(sentence, tag.first):
        return None
    number, count = slots.carried(sentence, tag.last, last)
    return Find(tag, slots.passage(sentence, tag), tag.value, number, count, actor)


def ruin(sentence: Sentence, tag: Tag) -> Find | None:
    """Read the destruction of homes and the like: after the word, or before a verb."""
    first, last = stretch(sentence, tag.first)
    things = ("network",) if tag.attrs.get("network") else ("asset",)
    asset = slots.near(sentence, things, tag.last, min(last, tag.last + 5))
    if asset is None and (tag.attrs.get("form") == "verb" or tag.attrs.get("before")):
        asset = slots.near(sentence, things, max(first, tag.first - 4), tag.first)
    if asset is None or slots.appealed(sentence, tag.first) or hypothetical(sentence, tag.first):
        return None
    if sentence.at("armed", asset.last) is not None:
        return None
    number = slots.number(sentence, max(first, min(asset.first - 4, tag.first)), min(last, asset.last + 3))
    count = slots.count(sentence, number) or slots.single(sentence, asset)
    actor = slots.subject(sentence, tag, first, last)
    return Find(tag, slots.passage(sentence, tag), tag.value, number or asset, count, actor)


def hit(sentence: Sentence, tag: Tag) -> Find | None:
    """Read things struck or to be rebuilt, where several are counted: "28 clinics were shelled"."""
    first, last = stretch(sentence, tag.first)
    for asset in sentence.of("asset"):
        if not max(first, tag.first - 12) <= asset.first < min(last, tag.last + 5) or sentence.at("armed", asset.last):
            continue
        number = slots.number(sentence, max(first, asset.first - 3), asset.first)
        if number is not None and slots.several(number):
            actor = slots.subject(sentence, tag, first, last)
            return Find(tag, slots.passage(sentence, tag), tag.value, number, slots.count(sentence, number), actor)
    return None


def harm(sentence: Sentence, tag: Tag) -> Find | None:
    """Read damage to things, or material damage with nothing named."""
    _, last = stretch(sentence, tag.first)
    harmed = slots.near(sentence, ("asset", "material"), tag.last, min(last, tag.last + 6))
    if harmed is None or hypothetical(sentence, tag.first):
        return None
    number = slots.number(sentence, tag.last, last)
    return Find(tag, slots.passage(sentence, tag), tag.value, number, slots.count(sentence, number))
