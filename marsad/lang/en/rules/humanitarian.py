"""Civilians in need: siege, displacement, evacuation, aid, return, damage.

A word of plight wakes the rule; words beside it make it a claim: people for flight and evacuation, goods for aid,
homes and the like for damage. Abstains where fighters flee and on appeals for aid.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from marsad.lang.clauses import Clause
from marsad.lang.en.clauses import clause_of, hypothetical, negated, tense, uncertain
from marsad.lang.en.entities import named
from marsad.lang.en.rules.attack_sides import entity_before, side_at
from marsad.lang.mention import Document, Mention
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Certainty, Count, Humanitarian, Named

TRIGGERS: tuple[str, ...] = ("plight",)

_CAMPS = frozenset(("camp", "camps", "shelter", "shelters", "tents"))
_NEAR = 7
_OF_EVACUATION = frozenset("convoy convoys deal deals plan plans agreement agreements buses bus process order".split())
_ARMED = frozenset(("force", "group", "weapon_platform"))


@dataclass(slots=True)
class Find:
    """A plight as read: its word, what is counted, who acts, and where its passage ends."""

    tag: Tag
    count: Count | None = None
    counted: Tag | None = None
    actor: Named | None = None
    last: int = 0


def read(sentence: Sentence, document: Document) -> Iterator[Mention]:
    """Yield a mention for every plight of the sentence, one of a type in a clause."""
    seen: set[tuple[str, Clause]] = set()
    for tag in sentence.of("plight"):
        clause = clause_of(sentence, tag.first)
        if (tag.value, clause) in seen or hypothetical(sentence, tag.first) in ("if", "threat", "exercise"):
            continue
        find = _find(sentence, tag, clause)
        if find is not None:
            seen.add((tag.value, clause))
            yield _mention(sentence, find, clause)


def _find(sentence: Sentence, tag: Tag, clause: Clause) -> Find | None:
    match tag.attrs.get("shape"):
        case "siege":
            return _siege(sentence, tag, clause)
        case "besieged":
            return _besieged(sentence, tag)
        case "flight":
            return _flight(sentence, tag, clause)
        case "evacuation":
            return _evacuation(sentence, tag, clause)
        case "bring" | "block":
            return _goods(sentence, tag, clause)
        case "return":
            return _return(sentence, tag, clause)
        case "damage":
            return _damage(sentence, tag, clause)
        case "harm":
            return Find(tag, actor=_doer(sentence, tag, clause), last=min(clause[1], tag.last + 10))
    return None


# Siege


def _siege(sentence: Sentence, tag: Tag, clause: Clause) -> Find | None:
    if sentence.words[tag.last : tag.last + 1] == ("mentality",):
        return None
    side = next((t for t in sentence.of("entity") if t.last == tag.first and t.of.kind in (*_ARMED, "org")), None)
    if side is None and tag.first:
        government = sentence.at("head", tag.first - 1)
        if government is not None and government.value == "government":
            span = sentence.span(tag.first - 1, tag.first)
            return Find(
                tag,
                actor=Named(span.of(sentence.folded.printed), "government forces", span),
                last=min(clause[1], tag.last + 6),
            )
    actor = named(sentence, side) if side else _by(sentence, tag.last, clause[1])
    return Find(tag, actor=actor, last=min(clause[1], tag.last + 6))


def _besieged(sentence: Sentence, tag: Tag) -> Find | None:
    """Read "besieged Y", "the besieged district": a place or a noun of ground has to follow."""
    near = _near(sentence, ("place", "ground", "folk"), tag.last, tag.last + 4)
    if near is None or (near.cls == "place" and near.of.anaphor is None and not near.of.ids):
        return None
    actor = None
    if tag.attrs.get("weak"):
        before = entity_before(sentence, tag.first, max(0, tag.first - 6))
        if before is None:
            return None
        actor = named(sentence, before)
    return Find(tag, actor=actor, last=max(near.last, tag.last))


# Flight and evacuation


def _flight(sentence: Sentence, tag: Tag, clause: Clause) -> Find | None:
    first, last = clause
    if any(word in _CAMPS for word in sentence.words[max(first, tag.first - 3) : tag.last + 3]):
        return None  # "a camp of displaced people" tells of no flight
    number = _people(sentence, tag, (max(first, tag.first - 9), min(last, tag.last + 5)))
    folk = _near(sentence, ("folk", "victim"), max(first, tag.first - 6), min(last, tag.last + 4))
    if _fighters(sentence, max(first, tag.first - 5), tag.first) or (folk is None and number is None):
        return None
    if folk is not None and folk.cls == "victim" and folk.value == "combatants":
        return None
    if tag.attrs.get("strong") is None and number is None and folk is None:
        return None
    return Find(tag, _count(sentence, number), number, last=min(last, tag.last + 10))


def _evacuation(sentence: Sentence, tag: Tag, clause: Clause) -> Find | None:
    first, last = clause
    if _appealed(sentence, tag, clause) or _undone(sentence, tag, "aid_blocked", 5):
        return None
    if sentence.words[tag.last : tag.last + 1] and sentence.words[tag.last] in _OF_EVACUATION:
        return None
    number = _people(sentence, tag, (max(first, tag.first - 7), min(last, tag.last + 7)))
    folk = _near(sentence, ("folk", "victim", "place"), max(first, tag.first - 6), min(last, tag.last + 6))
    if number is None and folk is None:
        return None
    return Find(tag, _count(sentence, number), number, _doer(sentence, tag, clause), last=min(last, tag.last + 10))


# Aid


def _goods(sentence: Sentence, tag: Tag, clause: Clause) -> Find | None:
    first, last = clause
    goods = _near(sentence, ("aid",), tag.last, min(last, tag.last + _NEAR))
    if goods is None and tag.attrs.get("shape") == "bring" and tag.attrs.get("form") == "verb":
        goods = _near(sentence, ("aid",), max(first, tag.first - 9), tag.first)
    if goods is None and tag.attrs.get("shape") == "block":
        goods = _near(sentence, ("aid",), max(first, tag.first - 6), tag.first)
    if goods is None or _appealed(sentence, tag, clause) or _undone(sentence, tag, "damage", 7):
        return None
    number = _number(sentence, max(first, min(goods.first, tag.first) - 5), max(goods.last, tag.last) + 2)
    return Find(
        tag,
        _count(sentence, number),
        number,
        _doer(sentence, tag, clause),
        last=min(last, max(goods.last, tag.last) + 8),
    )


# Return and damage


def _return(sentence: Sentence, tag: Tag, clause: Clause) -> Find | None:
    first, last = clause
    folk = _near(sentence, ("folk",), max(first, tag.first - 5), min(last, tag.last + 3))
    home = _near(sentence, ("home",), tag.last, min(last, tag.last + 5))
    if folk is None or home is None or _appealed(sentence, tag, clause):
        return None
    number = _number(sentence, max(first, tag.first - 7), min(last, tag.last + 4))
    return Find(tag, _count(sentence, number), number, last=min(last, tag.last + 8))


def _damage(sentence: Sentence, tag: Tag, clause: Clause) -> Find | None:
    first, last = clause
    before = _near(sentence, ("asset",), max(first, tag.first - 6), tag.first)
    passive = before if tag.attrs.get("vf") in ("ed", "part", None) or tag.attrs.get("self") else None
    asset = (
        passive if tag.attrs.get("self") else _near(sentence, ("asset",), tag.last, min(last, tag.last + 6)) or passive
    )
    if asset is None or _near(sentence, ("armed",), tag.last, asset.first):
        return None
    if tag.attrs.get("weak") and (asset.first < tag.first or asset.attrs.get("care") is None):
        return None  # what is only hit need not be damaged, but for what must be spared
    number = _number(sentence, min(asset.first - 4, asset.first), asset.first)
    count = _count(sentence, number) or _single(sentence, asset)
    return Find(
        tag, count, number or asset, _doer(sentence, tag, clause), last=min(last, max(asset.last, tag.last) + 6)
    )


# Words beside a plight


def _near(sentence: Sentence, classes: tuple[str, ...], first: int, last: int) -> Tag | None:
    return next((tag for tag in sentence.of(*classes) if first <= tag.first < last), None)


def _fighters(sentence: Sentence, first: int, last: int) -> bool:
    return any(first <= t.first < last and t.of.kind in _ARMED for t in sentence.of("entity")) or any(
        first <= t.first < last and t.value == "combatants" for t in sentence.of("victim")
    )


def _undone(sentence: Sentence, tag: Tag, value: str, within: int) -> bool:
    """Tell whether another plight before this one takes it back: "prevented the evacuation"."""
    return any(t.value == value and 0 < tag.first - t.last < within for t in sentence.of("plight"))


def _appealed(sentence: Sentence, tag: Tag, clause: Clause) -> bool:
    return any(clause[0] <= t.first and t.last <= tag.first for t in sentence.of("appeal"))


def _number(sentence: Sentence, first: int, last: int) -> Tag | None:
    """Return the first figure of tokens `[first, last)` that counts things: no date, no percentage."""
    for tag in sentence.of("number"):
        whole = tag.of.kind == "vague" or sentence.words[tag.last : tag.last + 1] != ("of",)
        counts = tag.of.kind in ("cardinal", "vague") and sentence.covering("time", tag.of.core) is None
        if first <= tag.first < last and counts and whole:
            return tag
    return None


def _people(sentence: Sentence, tag: Tag, within: Clause) -> Tag | None:
    """Return the figure of people beside a word of flight: after it, else the last before it; the dead do not flee."""
    after = _number(sentence, tag.last, within[1])
    if after is not None:
        return after
    before = [
        t for t in sentence.of("number") if within[0] <= t.first < tag.first and t.of.kind in ("cardinal", "vague")
    ]
    last = before[-1] if before else None
    if (
        last is None
        or sentence.covering("time", last.of.core) is not None
        or sentence.at("harm", last.last) is not None
    ):
        return None
    return last


def _count(sentence: Sentence, tag: Tag | None) -> Count | None:
    if tag is None:
        return None
    found: Count = tag.of.count
    return replace(found, text=sentence.text(tag.first, tag.last), span=sentence.span(tag.first, tag.last))


def _single(sentence: Sentence, tag: Tag) -> Count | None:
    """Return 1 for a thing in the singular with "a": "a hospital"."""
    if tag.attrs.get("n") != "1" or not {"a", "an", "one", "the"} & set(
        sentence.words[max(0, tag.first - 3) : tag.first]
    ):
        return None
    return Count(1, 1, "exact", sentence.text(tag.first, tag.last), sentence.span(tag.first, tag.last))


def _doer(sentence: Sentence, tag: Tag, clause: Clause) -> Named | None:
    """Return who does it: the side right before the word, or after "by"."""
    by = _by(sentence, tag.last, clause[1])
    if by is not None:
        return by
    found = entity_before(sentence, tag.first, clause[0])
    if found is not None and found.of.kind not in ("person", "people"):
        return named(sentence, found)
    org = next((t for t in sentence.of("entity") if t.last == tag.first and t.of.kind == "org"), None)
    return named(sentence, org) if org else None


def _by(sentence: Sentence, first: int, last: int) -> Named | None:
    for at in range(first, min(last, len(sentence) - 1, first + 9)):
        if sentence.words[at] == "by" and (found := side_at(sentence, at + 1)):
            return named(sentence, found)
    return None


# Mentions


def _mention(sentence: Sentence, find: Find, clause: Clause) -> Mention:
    tag = find.tag
    return Mention(
        kind="humanitarian",
        rule="humanitarian",
        sentence=sentence.index,
        first=max(clause[0], tag.first - 12),
        last=max(find.last, tag.last),
        trigger=tag.first,
        detail=Humanitarian(type=tag.value, count=find.count, actor=find.actor),
        certainty=_certainty(sentence, tag),
        tense=tense(sentence, tag.first),
        tokens=(("count", find.counted.first, find.counted.last),) if find.counted else (),
    )


def _certainty(sentence: Sentence, tag: Tag) -> Certainty | None:
    if tag.attrs.get("shape") in ("besieged", "siege"):
        return None
    if negated(sentence, tag.first):
        return "denied"
    if tense(sentence, tag.first) == "future":
        return "planned"
    return "uncertain" if uncertain(sentence, tag.first) else None
