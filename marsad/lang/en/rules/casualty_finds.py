"""The casualties of one sentence while they are read."""

from __future__ import annotations

from dataclasses import dataclass, field

from marsad.lang.en.rules.casualty_groups import Group
from marsad.lang.mention import Mention
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Certainty


@dataclass(slots=True)
class Find:
    """A casualty as read, before its slots are filled."""

    harm: str
    group: Group
    trigger: Tag
    certainty: Certainty | None = None
    running: bool = False
    whole: Find | None = None
    mention: Mention | None = None


@dataclass(slots=True)
class Finds:
    """The casualties of one sentence; a group is harmed once in one way."""

    sentence: Sentence
    every: list[Find] = field(default_factory=list)

    def add(self, harm: str, group: Group, trigger: Tag, **more: object) -> None:
        if any(f.harm == harm and f.group.first < group.last and group.first < f.group.last for f in self.every):
            return
        self.every.append(Find(harm, group, trigger, **more))  # type: ignore[arg-type]

    def taken(self, group: Group) -> Find | None:
        return next((f for f in self.every if f.group.first == group.first), None)
