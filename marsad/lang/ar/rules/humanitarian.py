"""Civilians in need: siege, displacement, evacuation, aid, return, damage.

A word of plight wakes the rule; words beside it make it a claim: people for flight and evacuation, goods for aid,
homes and the like for damage. Abstains where fighters flee, on appeals for aid, and on rights of return.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from marsad.lang.ar.clauses import clause_of, hypothetical, negated, stretch, tense, uncertain
from marsad.lang.ar.rules import humanitarian_slots as slots
from marsad.lang.ar.rules.humanitarian_slots import Range
from marsad.lang.mention import Document, Mention
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Certainty, Count, Humanitarian

TRIGGERS: tuple[str, ...] = ("plight",)


@dataclass(frozen=True, slots=True)
class Find:
    """A plight as read: its word, its passage, what is counted, who acts."""

    tag: Tag
    passage: Range
    counted: Tag | None = None
    count: Count | None = None
    actor: Tag | None = None
    type: str = ""


def read(sentence: Sentence, document: Document) -> Iterator[Mention]:
    """Yield a mention for every plight of the sentence, one of a type in a clause."""
    seen: set[tuple[str, Range]] = set()
    for tag in sentence.of("plight"):
        find = _READERS[tag.attrs["shape"]](sentence, tag)
        if find is None:
            continue
        key = (find.type or tag.value, find.passage)
        if key not in seen:
            seen.add(key)
            yield _mention(sentence, find)


def _mention(sentence: Sentence, find: Find) -> Mention:
    tag = find.tag
    first, last = find.passage
    actor = slots.actor_named(sentence, find.actor) if find.actor else None
    certainty = _certainty(sentence, find)
    detail = Humanitarian(type=find.type or tag.value, count=find.count, actor=actor)
    tokens = (("count", find.counted.first, find.counted.last),) if find.counted else ()
    return Mention(
        kind="humanitarian",
        rule="humanitarian",
        sentence=sentence.index,
        first=first,
        last=last,
        trigger=tag.first,
        detail=detail,
        certainty=certainty,
        tense=tense(sentence, tag.first),
        tokens=tokens,
    )


def _certainty(sentence: Sentence, find: Find) -> Certainty | None:
    token = find.tag.first
    if find.tag.get("shape") == "adjective":
        return None
    if negated(sentence, token):
        return "denied"
    if tense(sentence, token) == "future" or slots.intended(sentence, token):
        return "planned"
    return "uncertain" if uncertain(sentence, token) else None


# Siege


def _siege_noun(sentence: Sentence, tag: Tag) -> Find | None:
    if slots.word_before(sentence, tag.first) in ("تحت", "محاولة"):
        return None
    first, last = clause_of(sentence, tag.first)
    passage = (max(first, tag.first - 2), min(last, tag.last + 9))
    if slots.fighters(sentence, tag.last, min(last, tag.last + 4)):
        return None
    return Find(tag, passage, actor=slots.besieger(sentence, tag, last))


def _siege_verb(sentence: Sentence, tag: Tag) -> Find | None:
    first, last = stretch(sentence, tag.first)
    actor = slots.subject(sentence, tag, first, last)
    after = actor.last if actor is not None and actor.first >= tag.last else tag.last
    if slots.fighters(sentence, after, min(last, after + 4)) or (not tag.enc and _besieged(sentence, tag, last) is None):
        return None
    number = slots.number(sentence, tag.last, last)
    return Find(tag, slots.passage(sentence, tag), number, slots.count(sentence, number), actor)


def _besieged(sentence: Sentence, tag: Tag, last: int) -> Tag | None:
    """Return the place or people that a verb of siege has as its object."""
    return slots.near(sentence, ("place", "folk", "victim", "ground"), tag.last, min(last, tag.last + 8))


def _siege_adjective(sentence: Sentence, tag: Tag) -> Find | None:
    before = tag.first - 1
    if before >= 0 and slots.fighters(sentence, max(0, before - 1), tag.first) and not sentence.covering("place", before):
        return None
    first, last = clause_of(sentence, tag.first)
    passage = (max(first, tag.first - 3), min(last, tag.last + 6))
    return Find(tag, passage, actor=slots.agent(sentence, tag.last, last))


# Flight and evacuation


def _people(sentence: Sentence, tag: Tag) -> Find | None:
    """Read the displaced by their noun: counted right before it, or fleeing in the words after it."""
    number = sentence.before("number", tag.first, within=2)
    if number is None or number.of.kind not in ("cardinal", "vague"):
        return None
    if tag.get("refugee") and slots.word_before(sentence, tag.first) in ("مخيم", "شؤون", "وكالة"):
        return None
    return Find(tag, slots.passage(sentence, tag), number, slots.count(sentence, number))


def _noun(sentence: Sentence, tag: Tag) -> Find | None:
    return _flight(sentence, tag) if tag.value == "displacement" else _evacuation(sentence, tag)


def _verb(sentence: Sentence, tag: Tag) -> Find | None:
    return _flight(sentence, tag) if tag.value == "displacement" else _evacuation(sentence, tag)


def _flight(sentence: Sentence, tag: Tag) -> Find | None:
    first, last = stretch(sentence, tag.first)
    if slots.appealed(sentence, tag.first) or slots.fighters(sentence, *slots.around(tag, first, last)):
        return None
    number = slots.people_number(sentence, tag, first, last)
    people = slots.near(sentence, ("folk", "victim", "home"), max(first, tag.first - 6), min(last, tag.last + 5))
    if number is None and people is None and tag.get("weak"):
        return None
    if number is None and people is None and not tag.enc and not sentence.words[tag.first].endswith("وا"):
        return None
    return Find(tag, slots.passage(sentence, tag), number, slots.count(sentence, number))


def _evacuation(sentence: Sentence, tag: Tag) -> Find | None:
    first, last = stretch(sentence, tag.first)
    if slots.appealed(sentence, tag.first) and not tag.pro.endswith("ل"):
        return None
    number = slots.people_number(sentence, tag, first, last)
    people = slots.near(sentence, ("folk", "victim"), max(first, tag.first - 4), min(last, tag.last + 5))
    if tag.get("weak"):
        if number is None and people is None:
            return None
        if slots.near(sentence, ("place", "ground"), tag.last, last) is None:
            return None
    elif number is None and people is None and slots.near(sentence, ("place", "ground"), tag.last, min(last, tag.last + 6)) is None:
        return None
    actor = None if tag.get("weak") else slots.subject(sentence, tag, first, last)
    return Find(tag, slots.passage(sentence, tag), number, slots.count(sentence, number), actor)


# Aid


def _bring(sentence: Sentence, tag: Tag) -> Find | None:
    first, last = stretch(sentence, tag.first)
    goods = slots.near(sentence, ("aid",), tag.last, min(last, tag.last + 7))
    if goods is None and tag.get("form") == "verb":
        goods = slots.near(sentence, ("aid",), max(first, tag.first - 5), tag.first)
    if goods is None or slots.appealed(sentence, tag.first):
        return None
    if any(t.attrs["shape"] == "block" for t in sentence.of("plight") if first <= t.first < tag.first):
        return None
    number = slots.number(sentence, first, last)
    actor = slots.subject(sentence, tag, first, last)
    return Find(tag, slots.passage(sentence, tag), number, slots.count(sentence, number), actor)


def _block(sentence: Sentence, tag: Tag) -> Find | None:
    first, last = stretch(sentence, tag.first)
    classes = ("aid", "crossing") if sentence.words[tag.first].lstrip("وا").startswith(("غلاق", "غلق", "اغلق")) else ("aid",)
    goods = slots.near(sentence, classes, tag.last, min(last, tag.last + 7))
    if goods is None or slots.appealed(sentence, tag.first):
        return None
    number = slots.number(sentence, tag.last, last)
    actor = slots.subject(sentence, tag, first, last)
    return Find(tag, slots.passage(sentence, tag), number, slots.count(sentence, number), actor)


# Return and damage


def _return(sentence: Sentence, tag: Tag) -> Find | None:
    first, last = stretch(sentence, tag.first)
    if slots.appealed(sentence, tag.first) or slots.fighters(sentence, *slots.around(tag, first, last)):
        return None
    people = slots.near(sentence, ("folk", "plight"), tag.last, min(last, tag.last + 4))
    home = slots.near(sentence, ("home",), tag.last, min(last, tag.last + 6))
    if home is None and (people is None or people.value not in ("folk", "displacement")):
        return None
    number = slots.people_number(sentence, tag, first, last)
    return Find(tag, slots.passage(sentence, tag), number, slots.count(sentence, number))


def _ruin(sentence: Sentence, tag: Tag) -> Find | None:
    first, last = stretch(sentence, tag.first)
    after = slots.near(sentence, ("asset",), tag.last, min(last, tag.last + 5))
    before = slots.near(sentence, ("asset",), max(first, tag.first - 4), tag.first) if tag.get("form") == "verb" else None
    asset = after or before
    if asset is None or slots.appealed(sentence, tag.first) or hypothetical(sentence, tag.first):
        return None
    number = slots.number(sentence, min(asset.first - 4, tag.first), asset.last)
    count = slots.count(sentence, number) or slots.single(sentence, asset)
    return Find(tag, slots.passage(sentence, tag), number or asset, count, slots.subject(sentence, tag, first, last))


def _harm(sentence: Sentence, tag: Tag) -> Find | None:
    first, last = stretch(sentence, tag.first)
    if slots.near(sentence, ("asset", "material"), tag.last, min(last, tag.last + 6)) is None:
        return None
    if hypothetical(sentence, tag.first):
        return None
    number = slots.number(sentence, first, last)
    return Find(tag, slots.passage(sentence, tag), number, slots.count(sentence, number))


_READERS: dict[str, Callable[[Sentence, Tag], Find | None]] = {
    "adjective": _siege_adjective,
    "people": _people,
    "bring": _bring,
    "block": _block,
    "return": _return,
    "ruin": _ruin,
    "harm": _harm,
    "noun": lambda sentence, tag: _siege_noun(sentence, tag) if tag.value == "siege" else _noun(sentence, tag),
    "verb": lambda sentence, tag: _siege_verb(sentence, tag) if tag.value == "siege" else _verb(sentence, tag),
}
