"""Who says what: frames of speech and credit in English."""

from __future__ import annotations

from collections.abc import Iterator

from marsad.lang.en.frames.content import QUOTES, strip
from marsad.lang.en.frames.people import Known, Memory
from marsad.lang.en.frames.segments import Segment, segments
from marsad.lang.mention import Document, Frame
from marsad.lang.sentence import Sentence

_SHORTEST = 6  # tokens of a quotation that goes on


def frames(document: Document) -> Iterator[Frame]:
    """Yield the frames of a document in the order of the text."""
    memory = Memory()
    memory.meet(document.sentences)
    for sentence in document.sentences:
        if sentence.has("speech", "speaking", "credit", "plea"):
            yield from _of_sentence(sentence, memory)
        elif _all_quoted(sentence) and (who := memory.last()) is not None:
            yield _continued(sentence, who)


def _all_quoted(sentence: Sentence) -> bool:
    """Tell whether the sentence is a quotation and nothing else: it goes on with what was said before."""
    words = sentence.words
    return len(words) > _SHORTEST and words[0] in QUOTES and (words[-1] in QUOTES or words[-2] in QUOTES)


def _continued(sentence: Sentence, who: Known) -> Frame:
    first, last = strip(sentence, 0, len(sentence))
    return Frame(sentence.index, first, last, first, who.named, "say", evidence=(first, last), kind=who.kind)


def _of_sentence(sentence: Sentence, memory: Memory) -> Iterator[Frame]:
    spoke = False  # somebody in this sentence: a participle goes on with the last of them
    for segment in segments(sentence):
        who = memory.named(sentence, segment.speaker) if segment.speaker else memory.last() if spoke else None
        if who is not None:
            spoke = spoke or segment.cue.cls != "credit"
            yield _frame(sentence, segment, who)


def _frame(sentence: Sentence, segment: Segment, who: Known) -> Frame:
    end = max(segment.last, segment.cue.last, segment.speaker[1] if segment.speaker else 0)
    return Frame(
        sentence=sentence.index,
        first=segment.first,
        last=segment.last,
        cue=segment.cue.first,
        speaker=who.named,
        act=segment.cue.value if segment.cue.cls != "credit" else "say",
        role=who.role,
        credit=segment.cue.cls == "credit",
        evidence=(min(segment.begin, segment.first), end),
        kind="monitor" if who.monitor else who.kind,
    )
