"""Casualties told by bodies, by halves, and by losses in figures: جثث 13 مدنيا، بين قتيل وجريح، خسائر … 380 جنديا."""

from __future__ import annotations

from typing import Final

from marsad.lang.ar.rules.casualty_beside import backward
from marsad.lang.ar.rules.casualty_finds import Finds
from marsad.lang.ar.rules.casualty_groups import group_at
from marsad.lang.ar.rules.casualty_people import Group, vague
from marsad.lang.ar.rules.casualty_slots import belonging
from marsad.lang.sentence import Tag

_FAR: Final = 4  # tokens between those who fell and "some dead, some wounded"


def read_halves(finds: Finds) -> None:
    """Read "سقط 20 بين قتيل وجريح": the dead take the figure, the wounded have none."""
    sentence = finds.sentence
    for tag in sentence.of("harmed"):
        other = sentence.at("harmed", tag.last)
        halves = tag.attrs.get("n") == "1" and tag.first and sentence.words[tag.first - 1] == "بين"
        if not halves or other is None or other.value == tag.value or not other.pro.startswith("و"):
            continue
        if finds.unreal(tag):
            continue
        group = _divided(finds, tag)
        last = max(other.last, group.last)
        passage = (min(group.first, tag.first), last)
        if finds.free(group):
            finds.add(tag.value, group, tag, passage=passage)
        unsaid = group.but(figure=vague(sentence.text(other.first, other.last)))
        finds.add(other.value, unsaid, other, passage=passage, shared=True)


def _divided(finds: Finds, tag: Tag) -> Group:
    """Return those of whom some are dead and some wounded: counted right before, or nobody in particular."""
    sentence = finds.sentence
    for at in range(max(0, tag.first - 8), tag.first - 1):
        group = group_at(sentence, at)
        if group is not None and group.last == tag.first - 1 and group.figure.low != 1:
            return group
    before = [group for group in backward(sentence, tag.first - 1, near=True) if group.sure]
    if before and tag.first - before[-1].last <= _FAR:
        return before[-1]
    return belonging(sentence, Group(tag.first, tag.last, tag.first, vague(sentence.text(tag.first, tag.last))))


def read_bodies(finds: Finds) -> None:
    """Read "جثث 13 مدنيا", "رفات 25 شخصا": whose bodies they are is counted after the word."""
    sentence = finds.sentence
    for tag in sentence.of("harmed"):
        if tag.attrs.get("body") != "yes" or tag.first in finds.used or finds.unreal(tag):
            continue
        if sentence.before("number", tag.first, within=0) or sentence.at("number", tag.last) is None:
            continue
        group = group_at(sentence, tag.last, direct=True)
        if group is not None and group.sure and finds.free(group):
            finds.add(tag.value, group, tag)


def read_figures_of_loss(finds: Finds) -> None:
    """Read "بلغت خسائر القوات … 380 جنديا": fighters counted among what a side lost."""
    sentence = finds.sentence
    for tag in sentence.of("loss"):
        if not sentence.before("reach", tag.first, within=1) or finds.unreal(tag):
            continue
        owner = sentence.at("entity", tag.last)
        for number in sentence.of("number"):
            group = group_at(sentence, number.first) if number.first >= tag.last else None
            if group is None or not group.sure or not finds.free(group) or group.victims != "combatants":
                continue
            side = owner.value if owner is not None and owner.of.kind in ("force", "group") else None
            finds.add(tag.value, group.but(affiliation=group.affiliation or side), tag)
            break
