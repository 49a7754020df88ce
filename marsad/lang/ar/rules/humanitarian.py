"""Civilians in need: siege, displacement, evacuation, aid, return, damage.

A word of plight wakes the rule; words beside it make it a claim: people for flight and evacuation, goods for aid,
homes and the like for damage. Abstains where fighters flee, on what is only asked for, denied or owed, and on
singles struck (that is an attack).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from marsad.lang.ar.clauses import clause_of, negated, stretch, tense, uncertain
from marsad.lang.ar.entities import conjoined
from marsad.lang.ar.rules import humanitarian_goods as goods
from marsad.lang.ar.rules import humanitarian_people as people
from marsad.lang.ar.rules import humanitarian_slots as slots
from marsad.lang.ar.rules.humanitarian_slots import Find
from marsad.lang.mention import Document, Mention
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Certainty, Humanitarian

TRIGGERS: Final[tuple[str, ...]] = ("plight",)

_JUSSIVES: Final = frozenset(("يجل", "تجل", "يخل", "تخل"))
_NO_SIEGE: Final = frozenset(("تحت", "محاوله", "انهاء"))


def read(sentence: Sentence, document: Document) -> list[Mention]:
    """Return a mention for every plight of the sentence, one of a type in a passage."""
    found: list[Mention] = []
    seen: set[tuple[str, tuple[int, int]]] = set()
    for tag in sentence.of("plight"):
        if negated(sentence, tag.first) or _other_word(sentence, tag):
            continue
        find = _READERS[tag.attrs["shape"]](sentence, tag)
        if find is not None and (find.type, find.passage) not in seen:
            seen.add((find.type, find.passage))
            found.append(_mention(sentence, find))
    return found


def _other_word(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether a verb is another word written alike: a place's name (تدمر), a noun with the article (التخلي)."""
    if tag.attrs.get("form") != "verb" or tag.article:
        return tag.attrs.get("form") == "verb"
    if sentence.words[tag.first].removesuffix(tag.enc) in _JUSSIVES:
        return slots.word_before(sentence, tag.first) != "لم"  # "reveres him" (يجله), "breaks" (يخل)
    acts = sentence.at("strike", tag.last) or sentence.at("entity", tag.last)  # "دمر القصف": no town of that name
    return acts is None and sentence.covering("place", tag.first) is not None


def _mention(sentence: Sentence, find: Find) -> Mention:
    token = find.tag.first
    actor = slots.actor_named(sentence, find.actor) if find.actor else None
    return Mention(
        kind="humanitarian",
        rule="humanitarian",
        sentence=sentence.index,
        first=find.passage[0],
        last=find.passage[1],
        trigger=token,
        detail=Humanitarian(find.type, find.count, actor),
        certainty=_certainty(sentence, find),
        tense=tense(sentence, token),
        tokens=(("count", find.counted.first, find.counted.last),) if find.counted and find.count else (),
    )


def _certainty(sentence: Sentence, find: Find) -> Certainty | None:
    token = find.tag.first
    if find.type == "siege":
        return None
    if find.type in ("return", "aid_delivery", "evacuation") and sentence.before("fail", token, within=6):
        return "denied"
    if tense(sentence, token) == "future" or slots.intended(sentence, token):
        return "planned"
    return "uncertain" if uncertain(sentence, token) else None


# Siege


def _siege_noun(sentence: Sentence, tag: Tag) -> Find | None:
    """Read "the siege that X imposes on Y"; fighters who are besieged are the business of control."""
    if slots.word_before(sentence, tag.first) in _NO_SIEGE:
        return None
    first, last = clause_of(sentence, tag.first)
    if slots.fighters(sentence, tag.last, min(last, tag.last + 4)) and slots.besieger(sentence, tag, last) is None:
        return None
    passage = (max(first, tag.first - 2), min(last, tag.last + 9))
    return Find(tag, passage, tag.value, actor=slots.besieger(sentence, tag, last))


def _siege_verb(sentence: Sentence, tag: Tag) -> Find | None:
    first, last = stretch(sentence, tag.first)
    to_do = tag.pro.endswith("ل")  # "to besiege X": who follows is besieged
    actor = None if to_do else slots.subject(sentence, tag, first, last)
    after = conjoined(sentence, actor)[-1].last if actor is not None and actor.first >= tag.last else tag.last
    if slots.fighters(sentence, after, min(last, after + 4)):
        return None
    house = slots.near(sentence, ("asset",), after, min(last, after + 2))
    if house is not None and not slots.area(sentence, after, after + 2):
        return None  # a house that is surrounded
    besieged = slots.near(sentence, ("place", "folk", "victim"), after, min(last, after + 6))
    if besieged is None and not tag.enc and not slots.area(sentence, after, min(last, after + 6)):
        return None
    number = slots.number(sentence, after, min(last, after + 3)) or slots.dwellers(sentence, first, last)
    return Find(tag, slots.passage(sentence, tag), tag.value, number, slots.count(sentence, number), actor)


def _siege_adjective(sentence: Sentence, tag: Tag) -> Find | None:
    before = tag.first - 1
    here = sentence.covering("place", before)
    if before >= 0 and here is None and slots.fighters(sentence, before, tag.first):
        return None
    if here is None and slots.refused(sentence, tag.first):
        return None
    first, last = clause_of(sentence, tag.first)
    passage = (max(first, tag.first - 3), min(last, tag.last + 6))
    number = slots.number(sentence, max(first, tag.first - 5), tag.first) if tag.attrs.get("of") == "people" else None
    return Find(tag, passage, tag.value, number, slots.count(sentence, number), slots.agent(sentence, tag.last, last))


_READERS: Final[dict[str, Callable[[Sentence, Tag], Find | None]]] = {
    "siege": _siege_noun,
    "besiege": _siege_verb,
    "besieged": _siege_adjective,
    "flight": people.flight,
    "displaced": people.displaced,
    "evacuate": people.evacuation,
    "move": people.moved,
    "batch": people.batch,
    "return": people.returning,
    "bring": goods.bringing,
    "block": goods.blocking,
    "ruin": goods.ruin,
    "hit": goods.hit,
    "harm": goods.harm,
}
