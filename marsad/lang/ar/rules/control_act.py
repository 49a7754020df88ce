"""An act of control while it is read, and the context in which shapes read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from marsad.lang.ar.clauses import clause_of
from marsad.lang.ar.rules import control_ground as ground
from marsad.lang.ar.rules import control_holders as holders
from marsad.lang.ar.rules import control_sides as sides
from marsad.lang.mention import Document
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Certainty, Named

_BEFORE: Final = 8  # tokens of evidence before and after the word, at the least where the clause has them
_AFTER: Final = 6


@dataclass(init=False, slots=True)  # written out as `Tag` is
class Act:
    """What tokens `[first, last)` say; `places` is None where the words name none."""

    tag: Tag
    action: str
    first: int
    last: int
    actor: Named | None
    loser: Named | None
    places: tuple[Tag, ...] | None
    extent: ground.Range | None
    certainty: Certainty | None

    def __init__(
        self, tag: Tag, action: str, first: int, last: int, actor: Named | None = None, loser: Named | None = None,
        places: tuple[Tag, ...] | None = None, extent: ground.Range | None = None, certainty: Certainty | None = None,
    ) -> None:  # fmt: skip
        self.tag = tag
        self.action = action
        self.first = first
        self.last = last
        self.actor = actor
        self.loser = loser
        self.places = places
        self.extent = extent
        self.certainty = certainty


@dataclass(init=False, slots=True, unsafe_hash=True)  # never changed; written out as `Tag` is
class Scene:
    """A sentence and its document, as a shape reads them."""

    sentence: Sentence
    document: Document

    def __init__(self, sentence: Sentence, document: Document) -> None:
        self.sentence = sentence
        self.document = document

    def clause(self, tag: Tag) -> ground.Range:
        return clause_of(self.sentence, tag.first)

    def subject(self, tag: Tag, *, object_is_pronoun: bool = False) -> Named | None:
        return sides.subject(self.sentence, self.document, tag, object_is_pronoun=object_is_pronoun)

    def owner(self, tag: Tag) -> Named | None:
        """Return what the pronoun at the end of `tag` stands for."""
        return (
            sides.carried(self.sentence, self.document, tag.first, holders.gender_of(tag))
            if holders.has_pronoun(tag)
            else None
        )

    def act(self, tag: Tag, action: str, actor: Named | None, at: ground.Range | None, end: int = 0) -> Act:
        """Return an act whose ground is the object `at`; without one it stands before `tag` or behind token `end`."""
        sentence = self.sentence
        first, last = self.clause(tag)
        end = max(end, tag.last)
        act = Act(tag, action, max(first, tag.first - _BEFORE), min(last, end + _AFTER), actor)
        if at is not None:
            act.places = ground.places(sentence, *at) or ground.places(sentence, at[1], last) or None
            act.extent = ground.extent(sentence, *at)
            act.last = max(act.last, at[1], act.places[-1].last if act.places else 0)
            if action in ("captures", "contests", "advances"):
                act.loser = sides.loser(sentence, tag, *at)
                if act.loser and actor and actor.inferred and actor.name == act.loser.name:
                    act.actor = None  # who loses is not who takes
        else:
            act.places = ground.around(sentence, tag.first, first, end, last) or None
            if act.places:
                act.first = min(act.first, act.places[0].first)
                act.last = max(act.last, act.places[0].last)
        return act
