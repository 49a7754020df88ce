"""casualty: who was killed, injured, lost, detained or abducted -> Mention.

Reads      مقتل 20 مدنيا وإصابة 50 بينهم 5 أطفال      three claims, the last a part of the second
           قُتل طفلان · 3 جنود قتلوا · لقي شخص مصرعه    verbs before and after the harmed
           أسفر عن سقوط قتلى وجرحى                      no figure: vague
           ارتفع عدد القتلى إلى 60                      running tolls
           دون وقوع إصابات                             denied
Abstains   محاولة قتل، التهديد بقتل، إذا قتل            attempts, threats, conditions
           مقتل 5% · إصابة 3 دبابات                    no people counted
           77 قتيلا في تحطم طائرة                       no fighting
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from marsad.lang.ar.clauses import clause_of
from marsad.lang.ar.rules.casualty_bodies import read_bodies, read_figures_of_loss, read_halves
from marsad.lang.ar.rules.casualty_finds import Find, Finds
from marsad.lang.ar.rules.casualty_harmed import read_harmed
from marsad.lang.ar.rules.casualty_parts import read_parts
from marsad.lang.ar.rules.casualty_people import Group
from marsad.lang.ar.rules.casualty_slots import Slots
from marsad.lang.ar.rules.casualty_words import read_words
from marsad.lang.mention import Document, Mention
from marsad.lang.sentence import Sentence
from marsad.records import Casualty, Count, Span

TRIGGERS: Final[tuple[str, ...]] = ("harm", "harming", "harmed", "fall", "loss", "buried", "suffer", "part", "losing")

_OWN: Final = frozenset(("combatants", "officials", "police"))  # whose side a part may have of its own
_ONE_OF_A_KIND: Final = frozenset(("children", "women", "journalists", "medics", "aid_workers", "officials"))
_HARMING: Final = ("harm", "harming", "fall", "bring")  # what harms people itself
_LISTED: Final = 9  # tokens between "among them" and the last of those listed
_BEHIND: Final = 2  # tokens between the wounded and the verb that brings them out
_LONGEST: Final = 40  # tokens of a passage


def read(sentence: Sentence, document: Document) -> list[Mention]:
    """Return the casualties of a sentence, wholes before their parts."""
    finds = Finds(sentence, document)
    read_words(finds)
    read_harmed(finds)
    read_halves(finds)
    read_bodies(finds)
    read_figures_of_loss(finds)
    read_parts(finds)
    finds.every = [find for find in finds.every if not _evacuated(sentence, find)]
    found: list[Mention] = []
    if not finds.every:
        return found
    _inherit(finds.every)
    slots = Slots(sentence)
    wholes = [find for find in finds.every if find.whole is None]
    for find in wholes + [find for find in finds.every if find.whole is not None]:
        find.mention = _mention(find, sentence, slots)
        found.append(find.mention)
    finds.keep()
    return found


def _evacuated(sentence: Sentence, find: Find) -> bool:
    """Tell whether the wounded are only those whom an evacuation brings out: harmed before, and no toll."""
    if find.harm != "injured" or find.trigger.cls != "harmed" or not sentence.has("plight"):
        return False
    group = find.group
    first, last = clause_of(sentence, group.first)
    part = sentence.before("part", group.first, within=_LISTED)
    if part is not None:  # "5,000 people were taken out, among them 200 wounded"
        first = min(first, clause_of(sentence, max(part.first - 2, 0))[0])
    if any(first <= tag.first < group.first for tag in sentence.among(_HARMING)):
        return False
    return any(
        tag.value == "evacuation"
        and tag.attrs.get("shape") == "evacuate"
        and (first <= tag.first < group.first or group.last <= tag.first < min(last, group.last + _BEHIND))
        for tag in sentence.of("plight")
    )


def _inherit(finds: list[Find]) -> None:
    """Give "12 others", and figures alone, the kind and side of those named before, and parts the side of the whole."""
    if len(finds) > 1:
        finds = sorted(finds, key=_head)
    for find, following in pairwise(finds):
        group, later = find.group, following.group
        if group.harm and later.harm and group.last == later.first and group.affiliation is None:
            find.group = group.but(victims=group.victims or later.victims, affiliation=later.affiliation)
    before: Find | None = None
    for find in finds:
        group, model = find.group, find.whole or before
        if model is not None and (group.other or group.victims is None):
            joined = before is not None and find.whole is None and before.trigger is find.trigger
            victims = group.victims or _kind_of_others(model.group, find.whole is not None, joined)
            group = group.but(victims=victims, affiliation=group.affiliation or model.group.affiliation)
        if find.whole is not None and group.affiliation is None and group.victims not in _OWN:
            group = group.but(affiliation=find.whole.group.affiliation)
        find.group = group
        before = find if find.whole is None else before


def _head(find: Find) -> int:
    return find.group.head


def _kind_of_others(model: Group, part: bool, joined: bool) -> str | None:
    """Return what "12 others" are: as those before; beside one nurse, or "3 nurses and 9 others", nobody knows."""
    alone = model.figure.low == model.figure.high == 1 and not part
    return "people" if (alone or joined) and model.victims in _ONE_OF_A_KIND else model.victims


def _passage(find: Find, sentence: Sentence) -> tuple[int, int]:
    """Return the tokens that carry a find: its clause from the word of harm on, unless its reader named them."""
    if find.passage is not None:
        return find.passage
    group, trigger = find.group, find.trigger
    first = min(trigger.first, group.first)
    _, end = clause_of(sentence, max(trigger.first, group.last - 1))
    return first, max(group.last, trigger.last, min(end, first + _LONGEST))


def _runs(whole: Find | None) -> bool:
    detail = whole.mention.detail if whole and whole.mention else None
    return isinstance(detail, Casualty) and detail.cumulative


def _mention(find: Find, sentence: Sentence, slots: Slots) -> Mention:
    group, trigger = find.group, find.trigger
    first, last = _passage(find, sentence)
    detail = Casualty(
        harm=find.harm,
        count=_count(group, sentence),
        victims=group.victims or "people",
        affiliation=group.affiliation,
        perpetrator=_other(slots.perpetrator(trigger, group), group.affiliation),
        cause=slots.cause(trigger, group),
        cumulative=_runs(find.whole) or slots.cumulative(trigger, group),
    )
    return Mention(
        kind="casualty",
        rule="casualty",
        sentence=sentence.index,
        first=first,
        last=last,
        trigger=trigger.first,
        detail=detail,
        certainty=find.certainty,
        tense="past",
        part_of=find.whole.mention if find.whole else None,
        tokens=(("count", group.first, group.last),),
    )


def _other(perpetrator: str | None, affiliation: str | None) -> str | None:
    """Return who did it, but not the side of the dead themselves: that is another clause's."""
    return None if perpetrator == affiliation else perpetrator


def _count(group: Group, sentence: Sentence) -> Count:
    """Return the count with the words it came from: the number's own where it has some, else the whole group's."""
    span = sentence.span(group.first, group.last)
    words = span.of(sentence.folded.printed)
    text = group.figure.text or words
    at = words.find(text)
    if at < 0:
        return Count(group.figure.low, group.figure.high, group.figure.qualifier, words, span)
    span = Span(span.start + at, span.start + at + len(text))
    return Count(group.figure.low, group.figure.high, group.figure.qualifier, text, span)
