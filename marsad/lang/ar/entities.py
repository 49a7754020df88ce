"""Find who is named in a sentence: forces, offices, organisations, peoples, persons.

`entities` runs on a sentence that has its lexicon, number, time and place tags, and yields tags of class
"entity" whose `of` is an `Entity`. They do not overlap; the longest phrase from a first word is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from marsad.lang.ar.phrases import STARTS, Phrase, Reader
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Named, Span

HOW: Final = "the full name told before"  # how a short name got its name (short_names.py)
_BETWEEN: Final = frozenset((*"،,\"'«»“”", "و", "او", "ثم"))
_QUOTES: Final = frozenset('"«»“”')


@dataclass(init=False, slots=True, unsafe_hash=True)  # never changed; written out as `Tag` is
class Entity:
    """Who tokens `[first, last)` name.

    `name` is the neutral English name, "" when it is not known. `actor` is the neutral name of the side that the
    entity is or belongs to, `country` its ISO 3166-1 code. `person`, `role` and `place` are token ranges inside.
    """

    first: int
    last: int
    name: str
    kind: str  # force org group people person role media source document country weapon_platform
    person: tuple[int, int] | None
    role: tuple[int, int] | None
    place: tuple[int, int] | None
    country: str | None
    actor: str | None
    definite: bool
    partisan: bool

    def __init__(
        self, first: int, last: int, name: str, kind: str, person: tuple[int, int] | None = None,
        role: tuple[int, int] | None = None, place: tuple[int, int] | None = None, country: str | None = None,
        actor: str | None = None, definite: bool = False, partisan: bool = False,
    ) -> None:  # fmt: skip
        self.first = first
        self.last = last
        self.name = name
        self.kind = kind
        self.person = person
        self.role = role
        self.place = place
        self.country = country
        self.actor = actor
        self.definite = definite
        self.partisan = partisan


def entities(sentence: Sentence) -> list[Tag]:
    """Return the entities of a sentence in the order of the text."""
    found: list[Tag] = []
    if not sentence.any_of(STARTS):
        return found
    reader = Reader(sentence)
    end = 0
    for first in sorted(reader.starts):
        if first < end:
            continue
        phrase = reader.phrase(first)
        if phrase is not None and not _is_place(reader, phrase):
            tag = _tag(sentence, phrase)
            end = tag.last
            found.append(tag)
    return found


def _is_place(reader: Reader, phrase: Phrase) -> bool:
    """Tell whether what looks like an unknown person is a place named after one: "Sheikh Radwan"."""
    return phrase.person is not None and phrase.who is None and reader.places.get(phrase.first, 0) >= phrase.last


def name_at(sentence: Sentence, token: int) -> Tag | None:
    """Return the entity at `token`, taking words that no lexicon knows for a person's name.

    For places where only a person can stand, such as after a verb of saying: "وأضاف الرفادي".
    """
    if known := sentence.at("entity", token):
        return known
    reader = Reader(sentence)
    phrase = reader.phrase(token) if token < len(sentence) else None
    if phrase is not None:
        return _tag(sentence, phrase)
    found = reader.name(token, titled=True)
    if found is None:
        return None
    entity = Entity(*found, "", "person", person=found, definite=True)
    return Tag("entity", "", *found, attrs={"kind": "person"}, of=entity)


def nation(sentence: Sentence, token: int) -> Named | None:
    """Return the country or people that an adjective at `token` stands for: "الرفض الروسي" is Russia's."""
    tag = sentence.at("demonym", token)
    if tag is None:
        return None
    span = _span(sentence, tag.first, tag.last, tag.pro)
    return Named(span.of(sentence.folded.printed), tag.value, span)


def conjoined(sentence: Sentence, tag: Tag) -> list[Tag]:
    """Return the entities that are coordinated with `tag`, itself among them, in the order of the text."""
    every = sentence.of("entity")
    here = next((i for i, other in enumerate(every) if other.first == tag.first), None)
    if here is None:
        return [tag]
    left = here
    while left > 0 and _joined(sentence, every[left - 1], every[left]):
        left -= 1
    right = here
    while right + 1 < len(every) and _joined(sentence, every[right], every[right + 1]):
        right += 1
    return every[left : right + 1]


def named(sentence: Sentence, tag: Tag, inferred: str | None = None) -> Named:
    """Return an entity for a slot: the person's printed name where there is one, else the whole phrase.

    `inferred` says how it was found, where its own words do not name it in the slot.
    """
    entity: Entity = tag.of
    first, last = entity.person or (tag.first, tag.last)
    span = _span(sentence, first, last, tag.pro if first == tag.first else "")
    return Named(
        span.of(sentence.folded.printed), entity.name or None, span, inferred=inferred or tag.attrs.get("inferred")
    )


def role(sentence: Sentence, tag: Tag) -> str | None:
    """Return the printed office of an entity that also names the person, or None."""
    entity: Entity = tag.of
    if entity.role is None or entity.person is None:
        return None
    span = _span(sentence, *entity.role, tag.pro if entity.role[0] == tag.first else "")
    return span.of(sentence.folded.printed)


def _joined(sentence: Sentence, left: Tag, right: Tag) -> bool:
    between = sentence.words[left.last : right.first]
    if len(between) > 3 or any(word not in _BETWEEN for word in between):
        return False
    return right.pro.startswith("و") or "و" in between or "او" in between


def _span(sentence: Sentence, first: int, last: int, pro: str) -> Span:
    """Return the printed span without the proclitics; the two letters of ل + ال stay, they are the article too."""
    cut = len(pro)
    if cut and pro[-1] == "ل" and sentence.words[first].startswith("لل", cut - 1):
        cut -= 1
    return sentence.folded.span(sentence.tokens.start(first) + cut, sentence.tokens.end(last - 1))


def _tag(sentence: Sentence, phrase: Phrase) -> Tag:
    last = phrase.last
    words = sentence.words
    if last < len(words) and words[last] in _QUOTES and sum(w in _QUOTES for w in words[phrase.first : last]) % 2:
        last += 1
    entity = _entity(phrase, last)
    attrs = {"kind": entity.kind}
    if entity.country:
        attrs["country"] = entity.country
    tag = phrase.tag
    return Tag("entity", entity.name, phrase.first, last, tag.pro, tag.enc, tag.article, attrs, entity)


def _entity(phrase: Phrase, last: int) -> Entity:
    name, actor, country = _who(phrase)
    if phrase.person and phrase.kind in ("role", "person"):
        name = phrase.who.value if phrase.who else ""
        country = country or (phrase.who.attrs.get("country") if phrase.who else None)
        actor = actor or (phrase.who.attrs.get("actor") if phrase.who else None)
    kind = "person" if phrase.person else phrase.kind
    partisan = phrase.tag.attrs.get("partisan") == "yes"
    return Entity(
        phrase.first, last, name, kind, phrase.person, phrase.role, phrase.place, country, actor, phrase.definite,
        partisan,
    )  # fmt: skip


def _who(phrase: Phrase) -> tuple[str, str | None, str | None]:
    """Return the English name of a phrase, the actor that it is or belongs to, and its country."""
    tag = phrase.tag
    country = tag.attrs.get("country") or None
    if not country and phrase.adjectives:
        country = next((c for a in phrase.adjectives if (c := a.attrs.get("country"))), None)
    if tag.cls in ("actor", "country"):
        if not phrase.adjectives:
            return tag.value, tag.value, country
        others = "".join(f" and {a.attrs.get('adj', a.value)} forces" for a in phrase.adjectives if a.pro == "و")
        return tag.value + others, tag.value, country
    if tag.cls == "person":
        return tag.value, tag.attrs.get("actor"), country
    if tag.cls == "demonym":
        people = tag.value if tag.attrs.get("actor") else tag.attrs.get("people", tag.value)
        return people, tag.value, country
    owner, actor, owner_country = _who(phrase.owner) if phrase.owner else ("", None, None)
    if phrase.adjectives:
        return _with_adjectives(phrase), phrase.adjectives[0].value, country
    if phrase.against:
        return "", None, country
    country = country or owner_country
    if tag.cls == "given" or (phrase.open and not owner):
        return "", actor, country
    if owner:
        return _with_owner(phrase, owner), actor, country
    whole = tag.attrs.get("bare") == "yes" and not phrase.place
    return (tag.value if whole else ""), None, country


def _with_adjectives(phrase: Phrase) -> str:
    first = phrase.adjectives[0]
    if first.attrs.get("actor") and phrase.kind in ("force", "group", "weapon_platform"):
        return first.value
    if phrase.open or phrase.tag.cls == "given":
        return ""
    return f"{' and '.join(tag.attrs.get('adj', tag.value) for tag in phrase.adjectives)} {phrase.tag.value}"


def _with_owner(phrase: Phrase, owner: str) -> str:
    inner = phrase.owner
    if inner is None:
        return ""
    if phrase.kind == "document":
        return owner
    armed = phrase.kind in ("force", "group", "weapon_platform")
    side = inner.tag.attrs.get("adj") is None and (inner.tag.cls == "actor" or inner.tag.attrs.get("actor"))
    if side and (armed or (phrase.tag.attrs.get("names") == "yes" and inner.kind == phrase.kind)):
        return owner
    owner = inner.tag.attrs.get("adj", owner) if inner.tag.cls in ("actor", "country") else owner
    return f"{owner} {phrase.tag.value}"
