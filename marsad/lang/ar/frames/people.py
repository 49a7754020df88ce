"""Remember who has spoken, so that "and he added" finds its speaker."""

from __future__ import annotations

from dataclasses import dataclass, field

from marsad.lang.ar.frames.cues import Cue
from marsad.lang.sentence import Sentence
from marsad.records import Named, Span

Range = tuple[int, int]


@dataclass(slots=True)
class Memory:
    """The speakers named so far, the last one last, with the gender their verb gave them."""

    spoken: list[tuple[Named, str | None]] = field(default_factory=list)

    def named(self, sentence: Sentence, where: Range, cue: Cue) -> tuple[Named, str | None]:
        """Return the speaker printed on tokens `where`, with the role printed beside the name."""
        named = _named(sentence, where, cue)
        gender = cue.gender or ("f" if sentence.words[where[0]].endswith("ه") else "m")
        self.spoken.append((named, gender))
        return named, None

    def last(self, cue: Cue) -> Named | None:
        """Return the last speaker that agrees with the cue."""
        for named, gender in reversed(self.spoken):
            if gender == cue.gender or gender is None or cue.gender is None or cue.number == "plural":
                return Named(named.text, named.name, named.span, named.aliases, "the last speaker named before")
        return None


def _named(sentence: Sentence, where: Range, cue: Cue) -> Named:
    span = sentence.span(*where)
    word = sentence.words[where[0]]
    if cue.kind == "credit" and word.startswith("ل") and sentence.words[cue.first].startswith(("وفقا", "طبقا")):
        span = Span(span.start + (2 if word.startswith("لل") else 1), span.end)
    return Named(span.of(sentence.folded.printed), None, span)
