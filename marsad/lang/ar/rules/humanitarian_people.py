"""People on the move: flight, evacuation, return."""

from __future__ import annotations

from typing import Final

from marsad.lang.ar.clauses import clause_of, stretch
from marsad.lang.ar.rules import humanitarian_slots as slots
from marsad.lang.ar.rules.humanitarian_slots import Find
from marsad.lang.sentence import Sentence, Tag

_CAMPS: Final = frozenset(("مخيم", "مخيمات", "معسكر", "معسكرات", "خيام"))
_OF_EVACUATION: Final = frozenset(("طايره", "طايرات", "اتفاق", "اتفاقات", "الاتفاق"))
_HARMED: Final = ("harm", "harming", "harmed", "fall")
_KEEP: Final = "منع"  # in every form of "to keep from": يمنعون, منعت, بمنع
_KEPT: Final = 5


def displaced(sentence: Sentence, tag: Tag) -> Find | None:
    """Read the displaced by their noun, counted right before it; those killed are a casualty."""
    number = sentence.before("number", tag.first, within=2)
    if number is None or number.of.kind not in ("cardinal", "vague"):
        return None
    first, _ = clause_of(sentence, tag.first)
    if slots.near(sentence, _HARMED, first, number.first) is not None:
        return None
    return Find(tag, slots.passage(sentence, tag), tag.value, number, slots.count(sentence, number))


def flight(sentence: Sentence, tag: Tag) -> Find | None:
    """Read flight of civilians; a plural passive alone ("they were driven out of them in 1948") will do."""
    first, last = stretch(sentence, tag.first)
    if slots.fighters(sentence, max(first, tag.first - 3), min(last, tag.last + 4)):
        return None
    if slots.word_before(sentence, tag.first) in _CAMPS or slots.appealed(sentence, tag.first):
        return None
    number = slots.people_number(sentence, tag)
    if tag.attrs.get("weak") and number is not None and not slots.several(number):
        return None
    civil = slots.people(sentence, max(first, tag.first - 6), min(last, tag.last + 5), home=True)
    forced = slots.near(sentence, ("compel",), max(first, tag.first - 5), tag.first) is not None
    if number is None and not civil and not forced and not _flight_alone(sentence, tag, last):
        return None
    actor = slots.compeller(sentence, tag, first)
    return Find(tag, slots.passage(sentence, tag), tag.value, number, slots.count(sentence, number), actor)


def _flight_alone(sentence: Sentence, tag: Tag, last: int) -> bool:
    """Tell whether a word of flight needs nobody named: "they were driven out", "the exodus from Homs"."""
    if tag.attrs.get("weak"):
        return False
    if tag.attrs.get("form") == "verb":
        return sentence.words[tag.first].endswith("وا")
    return slots.near(sentence, ("place",), tag.last, min(last, tag.last + 5)) is not None


def evacuation(sentence: Sentence, tag: Tag) -> Find | None:
    """Read people taken out, or leaving; "left" and "exit" only of civilians, or of fighters under a deal."""
    if slots.word_before(sentence, tag.first) in _OF_EVACUATION:
        return None
    first, last = stretch(sentence, tag.first)
    asked = slots.appealed(sentence, tag.first) and not tag.pro.endswith("ل")
    if asked or slots.near(sentence, ("rally",), first, last) or _prevented(sentence, tag, first):
        return None
    number = slots.people_number(sentence, tag)
    civil = slots.people(sentence, max(first, tag.first - 4), min(last, tag.last + 5))
    somewhere = slots.near(sentence, ("place", "ground"), tag.last, last)
    if tag.attrs.get("weak"):
        under_deal = sentence.has("escort")
        fighters = number is not None or slots.fighters(sentence, first, last)
        counted = civil and number is not None and tag.attrs.get("form") == "verb"
        holds = counted or (somewhere is not None and (civil or (under_deal and fighters)))
    else:
        holds = number is not None or civil or (somewhere is not None and somewhere.first <= tag.last + 6)
    if not holds:
        return None
    actor = None if tag.attrs.get("weak") else slots.taker(sentence, tag, first, last)
    return Find(tag, slots.passage(sentence, tag), tag.value, number, slots.count(sentence, number), actor)


def _prevented(sentence: Sentence, tag: Tag, first: int) -> bool:
    """Tell whether somebody keeps people from leaving: "they keep civilians from leaving" (يمنعون … من مغادرة)."""
    before = sentence.words[max(first, tag.first - _KEPT) : tag.first]
    return any(_KEEP in word for word in before)


def moved(sentence: Sentence, tag: Tag) -> Find | None:
    """Read people carried out of a place in numbers; who is carried to hospital is a casualty."""
    _, last = stretch(sentence, tag.first)
    number = slots.number(sentence, tag.last, min(last, tag.last + 4))
    if number is None or not slots.people(sentence, number.last, min(last, number.last + 5)):
        return None
    if slots.hospital(sentence, tag.last, last) or not slots.origin(sentence, number.last + 1, last):
        return None
    return Find(tag, slots.passage(sentence, tag), tag.value, number, slots.count(sentence, number))


def batch(sentence: Sentence, tag: Tag) -> Find | None:
    """Read a batch of people: "the first batch of 1,500 people arrived"."""
    _, last = clause_of(sentence, tag.first)
    number = slots.number(sentence, tag.last, min(last, tag.last + 4))
    if number is None or not slots.people(sentence, number.first, min(last, number.last + 3)):
        return None
    return Find(tag, slots.passage(sentence, tag), tag.value, number, slots.count(sentence, number))


def returning(sentence: Sentence, tag: Tag) -> Find | None:
    """Read a return home: of the displaced and residents, or to "their homes"; no right of return, no fighters."""
    first, last = stretch(sentence, tag.first)
    if slots.appealed(sentence, tag.first):
        return None
    if slots.fighters(sentence, max(first, tag.first - 3), min(last, tag.last + 4)):
        return None
    home = slots.near(sentence, ("home",), tag.last, min(last, tag.last + 6))
    who = slots.near(sentence, ("folk", "plight"), tag.last, min(last, tag.last + 4))
    civil = who is not None and who.value in ("folk", "displacement")
    if home is None and (tag.attrs.get("form") == "verb" or not civil):
        return None
    number = slots.people_number(sentence, tag)
    return Find(tag, slots.passage(sentence, tag), tag.value, number, slots.count(sentence, number))
