"""Read who a noun phrase of actors names: bodies with their sides, offices and those who hold them."""

from __future__ import annotations

from dataclasses import replace

from marsad.lang.en.naming import ARMED, Entity, country_of, described, kind_of, name_of, side_of
from marsad.lang.en.phrases import Element, elements, proper
from marsad.lang.en.phrases import name as read_name
from marsad.lang.sentence import Sentence

_BELONGING = (
    ("of",), ("from",), ("loyal", "to"), ("affiliated", "to"), ("affiliated", "with"), ("linked", "to"),
    ("belonging", "to"), ("allied", "to"), ("allied", "with"), ("for",), ("at",), ("in",), ("to",),
)  # fmt: skip


_OWNING = {"force": 7, "group": 9, "weapon_platform": 7, "people": 2, "org": 1, "role": 14, "source": 14, "media": 1}


_OWNED = (("of",), ("from",), ("loyal",), ("affiliated",), ("allied",))


_LONGEST = 3  # words of a plain noun phrase


_ENDS = frozenset("who which that in on at and or but as with to from by of for has have had was is were".split())


_NOT_COMMON = ("speech", "time", "place", "verb", "number")
_DETERMINERS = frozenset(("the", "a", "an", "its", "his", "their"))


def phrase(sentence: Sentence, first: int) -> Entity | None:
    """Return the phrase that starts at token `first`."""
    found = elements(sentence, first)
    if not found:
        return None
    last = found[-1]
    entity = _by_last(sentence, found, last)
    if entity is None:
        return None
    return _owned(sentence, _bracketed(sentence, entity), found)


def _by_last(sentence: Sentence, found: list[Element], last: Element) -> Entity | None:
    first, end = found[0].first, last.last
    match last.cls:
        case "role":
            return _office(sentence, found, last)
        case "head":
            return _body(sentence, found, last)
        case "actor":
            tag = last.of
            name = described(found[:-1], tag)
            return Entity(
                first,
                end,
                name,
                kind_of(tag),
                country=country_of(found),
                actor=name,
                monitor=tag.get("type") == "monitor",
            )
        case "person":
            tag = last.of
            actor, country = tag.get("actor"), tag.get("country")
            return with_office(
                sentence, Entity(first, end, tag.value, "person", (last.first, end), country=country, actor=actor)
            )
        case "country":
            if len(found) > 1:
                return None
            return Entity(first, end, last.of.value, "country", country=last.of.get("country"), actor=last.of.value)
        case "demonym" if last.of.get("people") == sentence.text(last.first, end) != last.of.get("adj"):
            return Entity(
                first, end, last.of.attrs["people"], "people", country=last.of.get("country"), actor=last.of.value
            )
    return None


def _body(sentence: Sentence, found: list[Element], head: Element) -> Entity | None:
    """Return a phrase with a common noun as its head: "regime war planes", "a monitoring group", "Russian jets"."""
    tag = head.of
    kind, side = tag.attrs["kind"], side_of(found[:-1])
    described = any(e.cls in ("quality", "hyphen", "head", "place") for e in found[:-1])
    if tag.get("weak") and side is None and not described:
        return None
    owned = sentence.words[head.last : head.last + 1] in _OWNED
    article = sentence.words[found[0].first - 1 : found[0].first] == ("the",)
    if not (tag.get("bare") or side or described or owned or article):
        return None
    name, actor = name_of(found[:-1], tag, kind, side)
    return Entity(
        found[0].first,
        head.last,
        name,
        kind,
        country=country_of(found),
        actor=actor,
        monitor=tag.get("monitor") == "yes",
    )


def _office(sentence: Sentence, found: list[Element], last: Element) -> Entity | None:
    side = side_of(found[:-1])
    adjective = (side.get("adj") or side.value) if side else None
    start = found[0].first
    name = f"{adjective} {last.of.value}" if adjective else ""
    end = read_name(sentence, last.last, single=True, titled=True)
    entity = Entity(
        start,
        last.last,
        name,
        "role",
        role=(start, last.last),
        country=country_of(found),
        actor=side.value if side else None,
    )
    person = sentence.at("person", last.last)
    if person is not None and proper(sentence, person):
        actor = person.get("actor") or entity.actor
        return replace(
            entity, last=person.last, name=person.value, kind="person", person=(person.first, person.last), actor=actor
        )
    if end:
        return replace(entity, last=end, name="", kind="person", person=(last.last, end))
    return entity


def with_office(sentence: Sentence, entity: Entity) -> Entity:
    """Take in an office after a name: "X(,) head of the monitoring group", "X, a spokesman for the army,"."""
    words = sentence.words
    at = entity.last
    while at < len(words) and (words[at] in _DETERMINERS or (words[at] == "," and at == entity.last)):
        at += 1
    if at >= len(words) or not any(
        sentence.at(cls, at) for cls in ("role", "demonym", "quality", "actor", "country", "head")
    ):
        return entity
    found = elements(sentence, at)
    if not found or found[-1].cls != "role" or (found[-1].of.get("rank") and len(found) == 1):
        return entity
    office = _owned(sentence, Entity(at, found[-1].last, "", "role", role=(at, found[-1].last)), found)
    if office.kind == "person":
        return entity
    actor = office.actor or (side.value if (side := side_of(found[:-1])) else None)
    return replace(entity, last=office.last, role=(at, office.last), actor=entity.actor or actor)


def _bracketed(sentence: Sentence, entity: Entity) -> Entity:
    """Take in "(ISIS)" after a name, and a head after it: "the Islamic State (ISIL or Daesh) terrorist group"."""
    words = sentence.words
    if (
        entity.last + 2 >= len(words)
        or words[entity.last] != "("
        or ")" not in words[entity.last + 1 : entity.last + 6]
    ):
        return entity
    close = words.index(")", entity.last)
    if not all(sentence.tokens[i].light[0].isupper() or words[i] == "or" for i in range(entity.last + 1, close)):
        return entity
    last = close + 1
    rest = elements(sentence, last) if last < len(words) else []
    if rest and all(e.cls in ("head", "quality") for e in rest) and rest[-1].cls == "head":
        kind = rest[-1].of.attrs["kind"]
        return replace(entity, last=rest[-1].last, kind=kind if kind in ARMED else entity.kind)
    return replace(entity, last=last)


def _owned(sentence: Sentence, entity: Entity, found: list[Element]) -> Entity:
    """Take in whose: "fighters from the Nusra Front", "director of the Observatory", "Ministry of Defence"."""
    if entity.kind == "role" and entity.last - entity.first >= 1 and sentence.at("role", entity.last - 1) is None:
        return entity
    allowed = _OWNING.get(entity.kind, 0)
    naming = found[-1].cls == "head" and found[-1].of.get("names") == "of"
    for words in _BELONGING[: max(allowed, int(naming))]:
        at = entity.last + len(words)
        if sentence.words[entity.last : at] != words:
            continue
        at += sentence.words[at : at + 1] == ("the",)
        if at >= len(sentence):
            return entity
        owner = phrase(sentence, at) if words != ("of",) or entity.name == "" or entity.kind != "org" else None
        if owner is not None and owner.last > at:
            return _with_owner(sentence, entity, owner)
        if naming and sentence.tokens[at].light[0].isupper():
            return replace(entity, last=_capitals(sentence, at), name="")
        if entity.kind == "source" and words in (("at",), ("of",), ("in",)) and _is_name(sentence, at):
            return replace(entity, last=_capitals(sentence, at), name="")
        if entity.kind == "role" and words in (("of",), ("for",)) and (last := _common(sentence, at)) > at:
            return replace(entity, last=last, role=(entity.first, last))
        if entity.kind in ("source", "role") and (place := sentence.at("place", at)):
            return replace(entity, last=max(place.last, place.of.end))
    return entity


def _with_owner(sentence: Sentence, entity: Entity, owner: Entity) -> Entity:
    armed = entity.kind in ARMED or entity.kind == "people"
    if armed and owner.kind in ("people", "source", "media", "person", "role") and owner.actor is None:
        return entity
    name = entity.name
    if armed:
        name = owner.name or owner.actor or ""
        return replace(entity, last=owner.last, name=name, actor=owner.actor or name)
    if entity.kind == "role":
        person = sentence.at("person", owner.last)
        last = person.last if person else read_name(sentence, owner.last, titled=True)
        whole = replace(entity, last=owner.last, role=(entity.first, owner.last), actor=owner.name or owner.actor)
        if last:
            return replace(
                whole, last=last, kind="person", person=(owner.last, last), name=person.value if person else ""
            )
        return whole
    return replace(entity, last=owner.last, name="" if entity.kind == "source" else name)


def _common(sentence: Sentence, at: int) -> int:
    """Return where a plain noun phrase of an office ends: "head of the mission", "spokesman for the rescue service"."""
    last = at
    while last < min(len(sentence), at + _LONGEST) and sentence.words[last].isalpha():
        if sentence.words[last] in _ENDS or any(
            sentence.at(cls, last) for cls in ("speech", "time", "place", "verb", "number")
        ):
            break
        last += 1
    return last


def _is_name(sentence: Sentence, at: int) -> bool:
    """Tell whether capitalised words at `at` name a body, not only the place that it is in."""
    if not sentence.tokens[at].light[0].isupper():
        return False
    return sentence.at("place", at) is None or sentence.covering("head", _capitals(sentence, at) - 1) is not None


def _capitals(sentence: Sentence, at: int) -> int:
    """Return where the capitalised words from `at` on end, "and" between two of them included."""
    tokens = sentence.tokens
    while at < len(tokens) and (
        tokens[at].light[0].isupper()
        or (tokens[at].word == "and" and at + 1 < len(tokens) and tokens[at + 1].light[0].isupper())
    ):
        at += 1
    return at
