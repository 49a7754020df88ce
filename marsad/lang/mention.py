"""What rules yield: mentions (what a passage says) and frames (who says it).

A mention is not yet a claim: who asserts it, where and when are added by reading/ and claims/. A rule fills only
what the words of its passage give.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from marsad.lang.sentence import Sentence, Tag
from marsad.records import Certainty, Detail, Issue, Kind, Named

Tense = Literal["past", "future", "none"]


@dataclass(init=False, slots=True, unsafe_hash=True)  # never changed; written out as `Tag` is
class Mention:
    """What tokens `[first, last)` of a sentence say.

    `trigger` is the token that gave it away: place and time are looked for around it, unless the rule names them
    (`place`, `time`: an empty tuple says that there is none). `part_of` is the whole that a subset belongs to.
    `tokens` gives the token range behind a slot.
    """

    kind: Kind
    rule: str
    sentence: int
    first: int
    last: int
    trigger: int
    detail: Detail
    certainty: Certainty | None
    tense: Tense
    place: tuple[Tag, ...] | None
    time: Tag | None
    source: Named | None
    part_of: Mention | None
    tokens: tuple[tuple[str, int, int], ...]

    def __init__(
        self, kind: Kind, rule: str, sentence: int, first: int, last: int, trigger: int, detail: Detail,
        certainty: Certainty | None = None, tense: Tense = "none", place: tuple[Tag, ...] | None = None,
        time: Tag | None = None, source: Named | None = None, part_of: Mention | None = None,
        tokens: tuple[tuple[str, int, int], ...] = (),
    ) -> None:  # fmt: skip
        self.kind = kind
        self.rule = rule
        self.sentence = sentence
        self.first = first
        self.last = last
        self.trigger = trigger
        self.detail = detail
        self.certainty = certainty
        self.tense = tense
        self.place = place
        self.time = time
        self.source = source
        self.part_of = part_of
        self.tokens = tokens


@dataclass(init=False, slots=True, unsafe_hash=True)  # as above
class Frame:
    """Who says a passage: speaker, cue and content (PARC 3.0's source, cue, content).

    The content is tokens `[first, last)` of sentence `sentence`. `relay` is the outlet or agency that quotes the
    speaker. A frame that only credits (`credit`: "according to …") makes no statement.
    """

    sentence: int
    first: int
    last: int
    cue: int  # token of the cue
    speaker: Named
    act: str
    role: str | None
    relay: Named | None
    credit: bool
    evidence: tuple[int, int] | None  # the whole clause, where it is more than the content
    certainty: Certainty | None
    kind: str  # what the speaker is: force, group, org, person … (entities)

    def __init__(
        self, sentence: int, first: int, last: int, cue: int, speaker: Named, act: str, role: str | None = None,
        relay: Named | None = None, credit: bool = False, evidence: tuple[int, int] | None = None,
        certainty: Certainty | None = None, kind: str = "",
    ) -> None:  # fmt: skip
        self.sentence = sentence
        self.first = first
        self.last = last
        self.cue = cue
        self.speaker = speaker
        self.act = act
        self.role = role
        self.relay = relay
        self.credit = credit
        self.evidence = evidence
        self.certainty = certainty
        self.kind = kind


class Document:
    """A report's sentences with what has been read of them so far: the context that rules may look back at."""

    __slots__ = ("_framed", "_frames", "issues", "sentences")

    def __init__(
        self, sentences: tuple[Sentence, ...], frames: tuple[Frame, ...] = (), issues: tuple[Issue, ...] = ()
    ) -> None:
        self.sentences = sentences
        self.issues = issues
        self.frames = frames

    @property
    def frames(self) -> tuple[Frame, ...]:
        """The frames of the whole report, in the order of the text."""
        return self._frames

    @frames.setter
    def frames(self, frames: tuple[Frame, ...]) -> None:
        self._frames = frames
        framed: dict[int, list[Frame]] = {}
        for frame in frames:
            framed.setdefault(frame.sentence, []).append(frame)
        self._framed = {index: tuple(found) for index, found in framed.items()}

    def before(self, sentence: Sentence, within: int | None = None) -> Iterator[Sentence]:
        """Yield the sentences before this one (`within` so many of it), the nearest first."""
        first = 0 if within is None else max(0, sentence.index - within)
        return iter(self.sentences[first : sentence.index][::-1])

    def frames_of(self, sentence: Sentence) -> tuple[Frame, ...]:
        return self._framed.get(sentence.index, ())
