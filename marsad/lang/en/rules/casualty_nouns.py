"""Casualties that a noun gives: the deaths of 20, 20 bodies, a toll of 20, no casualties; and parts of a whole."""

from __future__ import annotations

from dataclasses import replace

from marsad.lang.en.clauses import hypothetical
from marsad.lang.en.rules.casualty_finds import Find, Finds
from marsad.lang.en.rules.casualty_groups import VAGUE, Group, groups_of
from marsad.lang.en.rules.casualty_verbs import groups_after
from marsad.lang.sentence import Tag

_AIMED = 4  # tokens between an aim and the harmed


def read_nouns(finds: Finds) -> None:
    """Read every noun of harm, tolls and losses."""
    readers = {"lives": _lives, "harmed": _harmed, "toll": _toll, "casualty": _losses}
    for cls, reader in readers.items():
        for tag in finds.sentence.of(cls):
            reader(finds, tag)


def _lives(finds: Finds, tag: Tag) -> None:
    if hypothetical(finds.sentence, tag.first):
        return
    for group in groups_after(finds.sentence, tag.last):
        if not (group.definite and group.count.qualifier == "vague"):
            finds.add(tag.value, group, tag)


def _harmed(finds: Finds, tag: Tag) -> None:
    """Read "20 deaths", "12 bodies": people counted by what befell them."""
    sentence = finds.sentence
    if hypothetical(sentence, tag.first) or any(t.last <= tag.first <= t.last + _AIMED for t in sentence.of("attempt")):
        return
    for group in groups_of(sentence):
        direct = group.last == tag.first or (group.head == tag.first and group.head != group.first)
        if direct and group.count.qualifier != "vague" and finds.taken(group) is None:
            named = replace(group, last=tag.last, victims=None if group.head == tag.first else group.victims)
            finds.add(tag.value, named, tag)
            return


def _toll(finds: Finds, tag: Tag) -> None:
    """Read "the death toll has risen to 85", "brought to 49 the number killed"."""
    sentence = finds.sentence
    reach = [t for t in sentence.of("reach") if abs(t.first - tag.first) < 12]
    for group in groups_of(sentence):
        if group.count.qualifier == "vague" or finds.taken(group) is not None:
            continue
        led = any(
            t.last == group.first and (t.first >= tag.last or group.last <= tag.first <= group.last + 2) for t in reach
        )
        if led:
            finds.add(tag.value, group, tag, running=True)
            return


def _losses(finds: Finds, tag: Tag) -> None:
    """Read "no casualties", "left casualties": harm without a figure."""
    sentence = finds.sentence
    before = sentence.words[max(0, tag.first - 3) : tag.first]
    if any(f.group.first <= tag.first < f.group.last for f in finds.every):
        return
    text = sentence.text(tag.first, tag.last)
    group = Group(tag.first, tag.last, tag.first, replace(VAGUE, text=text), "people")
    if "no" in before or "without" in before:
        finds.add(
            "killed",
            replace(group, count=replace(group.count, low=0, high=0, qualifier="exact")),
            tag,
            certainty="denied",
        )
    elif {"causing", "caused", "left", "inflicted", "inflicting", "suffered", "sustained", "heavy", "leaving"} & set(
        before
    ):
        finds.add("killed", group, tag)


def read_parts(finds: Finds) -> None:
    """Read "including 42 children", "five of them women", "most of them civilians"."""
    sentence = finds.sentence
    for tag in sentence.of("part"):
        for group in groups_after(sentence, tag.last):
            _part(finds, group, tag)
    for tag in sentence.of("self", "most"):
        for group in groups_of(sentence):
            near = group.last == tag.first or group.first == tag.first or 0 <= group.first - tag.last <= 2
            if near and group.head != -1:
                _part(finds, group, tag)
            elif group.last == tag.first and (noun := sentence.after("victim", tag.last, 2)):
                _part(finds, replace(group, last=noun.last, head=noun.first, victims=noun.value), tag)


def _part(finds: Finds, group: Group, tag: Tag) -> None:
    wholes = [
        f for f in finds.every if f.group.last <= group.first and f.whole is None and f.group.first != group.first
    ]
    if not wholes or finds.taken(group) is not None:
        return
    near = max(wholes, key=lambda f: f.group.last)
    for whole in [f for f in wholes if f.group.first == near.group.first]:
        if _bigger(whole.group, group):
            part = Find(
                whole.harm, replace(group, definite=False), whole.trigger, whole.certainty, whole.running, whole
            )
            finds.every.append(part)


def _bigger(whole: Group, part: Group) -> bool:
    return whole.count.low is None or part.count.low is None or part.count.low <= whole.count.low
