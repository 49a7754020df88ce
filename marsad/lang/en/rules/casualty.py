"""casualty: who was killed, injured, lost, detained or abducted -> Mention.

Reads      air strikes killed at least 20 civilians, among them five children    active, with a part
           20 killed, 50 wounded in blast · three soldiers were killed           passive, and headlines
           12 people died · leaving dozens dead · the death of a doctor          other wordings
           the death toll rose to 85                                             running tolls
           no casualties were reported                                           denied
Abstains   tried to kill, could kill, if …                                       attempts, conditions
           killed in a plane crash                                               no fighting
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from marsad.lang.en.clauses import clause_of
from marsad.lang.en.rules.casualty_finds import Find, Finds
from marsad.lang.en.rules.casualty_nouns import read_nouns, read_parts
from marsad.lang.en.rules.casualty_slots import Slots
from marsad.lang.en.rules.casualty_verbs import read_verbs
from marsad.lang.mention import Document, Mention
from marsad.lang.sentence import Sentence
from marsad.records import Casualty

TRIGGERS: tuple[str, ...] = ("harm", "lives", "harmed", "casualty", "toll")

_PASSIVE = frozenset(("was", "were", "been", "being", "and"))
_OF_A_KIND = frozenset(
    ("children", "women", "journalists", "medics", "aid_workers")
)  # beside whom "others" are any people
_NEAR = 2  # tokens from the end of a clause to the evacuation that it goes on with
_LONGEST = 40  # tokens of a passage


def read(sentence: Sentence, document: Document) -> Iterator[Mention]:
    """Yield the casualties of a sentence, wholes before their parts."""
    finds = Finds(sentence)
    read_verbs(finds)
    read_nouns(finds)
    read_parts(finds)
    finds.every = [find for find in finds.every if not _evacuated(sentence, find)]
    _inherit(finds.every)
    slots = Slots(sentence)
    for find in sorted(finds.every, key=lambda f: f.whole is not None):
        find.mention = _mention(find, sentence, slots)
        yield find.mention


def _evacuated(sentence: Sentence, find: Find) -> bool:
    """Tell whether the wounded are only those whom an evacuation brings out: harmed before, and no toll."""
    if find.harm != "injured" or not sentence.has("plight"):
        return False
    if find.trigger.first and sentence.words[find.trigger.first - 1] in _PASSIVE:
        return False
    first, last = clause_of(sentence, find.group.first)
    return any(tag.value == "evacuation" and first <= tag.first < last + _NEAR for tag in sentence.of("plight"))


def _inherit(finds: list[Find]) -> None:
    """Give "12 others", and figures alone, the kind and side of those named before."""
    before: Find | None = None
    for find in sorted(finds, key=lambda f: f.group.first):
        group, model = find.group, find.whole or before
        if model is not None and group.victims is None and group.other:
            joined = find.whole is None and model.trigger is find.trigger
            victims = "people" if joined and model.group.victims in _OF_A_KIND else model.group.victims
            group = replace(group, victims=victims, affiliation=group.affiliation or model.group.affiliation)
        if find.whole is not None and group.affiliation is None:
            group = replace(group, affiliation=find.whole.group.affiliation)
        find.group = group
        before = find if find.whole is None else before


# Mentions


def _passage(find: Find, sentence: Sentence) -> tuple[int, int]:
    """Return the tokens that carry a find: from the harmed and the word of harm to the end of their clause."""
    group, trigger = find.group, find.trigger
    first = min(trigger.first, group.first)
    _, end = clause_of(sentence, max(trigger.first, group.last - 1))
    if find.whole is not None:
        following = (
            t.first - 1 for t in sentence.of("harm") if t.first > group.last and sentence.words[t.first - 1] == "and"
        )
        return group.first, max(group.last, min(end, group.first + _LONGEST, next(following, end)))
    begin, _ = clause_of(sentence, first)
    if trigger.first < group.first and first - begin < 16:
        first = begin
    return first, max(group.last, trigger.last, min(end, first + _LONGEST))


def _mention(find: Find, sentence: Sentence, slots: Slots) -> Mention:
    group, trigger = find.group, find.trigger
    first, last = _passage(find, sentence)
    detail = Casualty(
        harm=find.harm,
        count=replace(
            group.count,
            text=sentence.text(group.first, group.last),
            span=sentence.span(group.first, group.last),
        ),
        victims=group.victims or "people",
        affiliation=group.affiliation,
        perpetrator=slots.perpetrator(trigger, group),
        cause=slots.cause(trigger, group),
        cumulative=find.running or slots.cumulative(trigger, group),
    )
    return Mention(
        kind="casualty",
        rule="casualty",
        sentence=sentence.index,
        first=first,
        last=last,
        trigger=trigger.first,
        detail=detail,
        certainty=find.certainty or "stated",
        tense="past",
        part_of=find.whole.mention if find.whole else None,
        tokens=(("count", group.first, group.last),),
    )
