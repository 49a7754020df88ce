"""Groups of people as a casualty counts them: "at least 20 Islamic State fighters", "a child", "dozens more"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from marsad.lang.en.naming import Entity
from marsad.lang.en.phrases import name
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Count

VAGUE = Count(None, None, "vague")
_FAR = 7  # tokens between a figure and its noun
_ARMED = frozenset(("force", "group"))
_FILL = frozenset(
    "of the its their his other others more another further additional at least new local young innocent".split()
)
_BREAKS = frozenset(
    "in on at by from with to for and or when while after before who which that were was are is have has "
    "had been as near during since until over under into killed wounded injured dead including among "
    "between against because but if".split()
)
_ARTICLES = frozenset(("a", "an", "one", "another"))
_OTHERS = frozenset(("others", "more", "other", "another"))


@dataclass(frozen=True, slots=True)
class Group:
    """People at tokens `[first, last)`, their noun at `head` (-1: a figure alone).

    `victims` is None where the words do not say; `sure` tells that they are people beyond doubt.
    """

    first: int
    last: int
    head: int
    count: Count
    victims: str | None
    affiliation: str | None = None
    other: bool = False
    definite: bool = False
    sure: bool = True


def groups_of(sentence: Sentence) -> list[Group]:
    """Return the groups of a sentence in the order of the text, worked out once."""
    known = sentence.of("groups")
    if not known:
        sentence.add([Tag("groups", "", 0, len(sentence), of=_all(sentence))])
        known = sentence.of("groups")
    found: list[Group] = known[0].of
    return found


def _all(sentence: Sentence) -> list[Group]:
    found: list[Group] = []
    at = 0
    while at < len(sentence):
        group = group_at(sentence, at)
        if group is None:
            at += 1
            continue
        found.append(group)
        at = max(group.last, at + 1)
    return found


def group_at(sentence: Sentence, at: int) -> Group | None:
    """Return the group that starts at token `at`."""
    number = sentence.at("number", at)
    if number is not None and sentence.covering("time", number.of.core) is None:
        return _counted(sentence, number)
    word = sentence.words[at]
    if word in ("a", "an", "another"):
        return _one(sentence, at)
    if word in ("others", "some") or (word in _OTHERS and at and sentence.words[at - 1] in ("and", "or")):
        return _others(sentence, at)
    return _bare(sentence, at)


def _counted(sentence: Sentence, number: Tag) -> Group | None:
    hit = number.of
    if hit.kind not in ("cardinal", "vague"):
        return None
    text = sentence.text(number.first, number.last)
    count = replace(hit.count, text=text)
    noun, other = _noun(sentence, number.last)
    if noun is None:
        after = sentence.words[number.last : number.last + 1]
        if after and (after[0] in _OTHERS or sentence.at("harm", number.last) or _ends(sentence, number.last)):
            last = number.last + (after[0] in _OTHERS)
            return Group(number.first, last, -1, count, None, other=after[0] in _OTHERS, sure=False)
        entity = _entity_after(sentence, number.last)
        if entity is not None:
            return _sided(Group(number.first, entity.last, entity.first, count, "combatants"), entity)
        return Group(number.first, number.last, -1, count, None, sure=False)
    return _belonging(sentence, Group(number.first, noun.last, noun.first, count, noun.value, other=other))


def _ends(sentence: Sentence, at: int) -> bool:
    return at < len(sentence) and (sentence.words[at] in _BREAKS or sentence.words[at] in ",.;:")


def _noun(sentence: Sentence, start: int) -> tuple[Tag | None, bool]:
    """Return the noun of a figure, the last of those side by side, and whether "others" or "more" stands before it."""
    other = False
    found: Tag | None = None
    at = start
    while at < min(start + _FAR, len(sentence)):
        victim = sentence.at("victim", at)
        if victim is not None and sentence.covering("place", at) is None:
            found = victim
            at = victim.last
            if victim.attrs.get("n") == "p" or not sentence.at("victim", at):
                break
            continue
        if found is not None:
            break
        word = sentence.words[at]
        if word == "others":
            return None, True  # "14 others local activists have reported": who reports is another
        if word in _OTHERS:
            other = True
        elif sentence.covering("entity", at) is None and not _adjective(sentence, at, start):
            break
        at += 1
    if found is None and (entity := sentence.covering("entity", start)) is not None:
        victim = next((v for v in sentence.of("victim") if entity.first <= v.first < entity.last), None)
        return victim, other
    return found, other


def _adjective(sentence: Sentence, at: int, start: int) -> bool:
    """Tell whether a word between a figure and its noun may describe it."""
    word = sentence.words[at]
    if word in _FILL or sentence.any_at(("demonym", "quality", "actor", "head", "country"), at):
        return True
    if word in _BREAKS or word in ",.;:()" or sentence.any_at(("harm", "strike", "verb", "number", "time"), at):
        return False
    return at - start < 3 and word.isalpha() and not word.endswith("s")


def _entity_after(sentence: Sentence, at: int) -> Tag | None:
    entity = sentence.at("entity", at + (sentence.words[at : at + 1] == ("of",)))
    return entity if entity is not None and entity.of.kind in _ARMED and entity.of.actor else None


def _one(sentence: Sentence, at: int) -> Group | None:
    """Read "a child", "an army officer", "another woman": one person."""
    noun, _ = _noun(sentence, at + 1)
    if noun is None or noun.attrs.get("n") != "1":
        return None
    text = sentence.text(at, noun.last)
    return _belonging(
        sentence,
        Group(at, noun.last, noun.first, Count(1, 1, "exact", text), noun.value, other=sentence.words[at] == "another"),
    )


def _others(sentence: Sentence, at: int) -> Group | None:
    noun, _ = (None, True) if sentence.words[at] == "others" else _noun(sentence, at + 1)
    text = sentence.text(at, noun.last if noun else at + 1)
    count = replace(VAGUE, text=text)
    if noun is not None and noun.attrs.get("n") != "1":
        return _belonging(sentence, Group(at, noun.last, noun.first, count, noun.value, other=True))
    return Group(at, at + 1, -1, count, None, other=True) if sentence.words[at] == "others" else None


def _bare(sentence: Sentence, at: int) -> Group | None:
    """Read people without a figure: "civilians", "the soldiers", "Commander X"."""
    entity = sentence.at("entity", at)
    victim = sentence.at("victim", at)
    if entity is not None and entity.of.person is not None:
        return _person(sentence, entity)
    if victim is None and entity is not None:
        victim = next((v for v in sentence.of("victim") if entity.first <= v.first and v.last == entity.last), None)
    if victim is None or victim.attrs.get("n") == "1" or sentence.covering("place", victim.first):
        return None
    definite = at > 0 and sentence.words[at - 1] in ("the", "these", "those", "his", "their", "its", "our")
    text = sentence.text(at, victim.last)
    return _belonging(
        sentence, Group(at, victim.last, victim.first, replace(VAGUE, text=text), victim.value, definite=definite)
    )


def _person(sentence: Sentence, entity: Tag) -> Group:
    of: Entity = entity.of
    text = sentence.text(entity.first, entity.last)
    victim = next((v for v in sentence.of("victim") if entity.first <= v.first < entity.last), None)
    victims = victim.value if victim else "officials" if of.role and of.country else "people"
    return Group(
        entity.first,
        entity.last,
        entity.first,
        Count(1, 1, "exact", text),
        victims,
        affiliation=of.actor,
        definite=True,
    )


def _belonging(sentence: Sentence, group: Group) -> Group:
    """Add the side that the group is of: its describing words, or "of", "from", "loyal to" after it."""
    entity = sentence.covering("entity", group.head)
    if entity is not None:
        group = _sided(
            replace(group, last=max(group.last, entity.last) if entity.last - group.last < 8 else group.last), entity
        )
    if group.affiliation is None and sentence.words[group.last : group.last + 1] in (("of",), ("from",)):
        at = group.last + 1 + (sentence.words[group.last + 1 : group.last + 2] == ("the",))
        side = sentence.at("entity", at) if at < len(sentence) else None
        if side is not None and side.of.kind in (*_ARMED, "org") and sentence.at("place", at) is None:
            return _sided(replace(group, last=side.last), side)
    return group


def _sided(group: Group, entity: Tag) -> Group:
    of: Entity = entity.of
    if of.kind == "people" and of.actor and group.victims != "combatants":
        return group  # a nationality is no side
    victims = "combatants" if of.kind in _ARMED and group.victims in (None, "people") else group.victims
    affiliation = of.name or of.actor
    generic = affiliation is not None and affiliation.islower() and affiliation in _GENERIC
    return replace(group, victims=victims, affiliation=None if generic else affiliation or None)


_GENERIC = frozenset(
    "soldiers troops fighters militants insurgents gunmen rebels attackers army police elements "
    "operatives officials civilians protesters witnesses experts activists separatists peacekeepers "
    "militiamen rescuers correspondent brigade organisation".split()
)


def named_person(sentence: Sentence, end: int, floor: int) -> Group | None:
    """Return one person of an unknown name that ends before token `end`."""
    for first in range(max(floor, end - 5), end):
        if name(sentence, first) == end:
            return Group(first, end, first, Count(1, 1, "exact", sentence.text(first, end)), "people", definite=True)
    return None
