"""Who says what: frames of speech and credit in Arabic."""

from __future__ import annotations

from collections.abc import Iterator

from marsad.lang.ar.frames.content import strip_quotes
from marsad.lang.ar.frames.people import Memory
from marsad.lang.ar.frames.segments import Segment, segments
from marsad.lang.mention import Document, Frame
from marsad.lang.sentence import Sentence


def frames(document: Document) -> Iterator[Frame]:
    """Yield the frames of a document in the order of the text."""
    memory = Memory()
    for sentence in document.sentences:
        yield from _of_sentence(sentence, memory)


def _of_sentence(sentence: Sentence, memory: Memory) -> Iterator[Frame]:
    made: list[Frame] = []
    for segment in segments(sentence):
        frame = _frame(sentence, segment, memory, made)
        if frame is not None:
            made.append(frame)
    yield from made


def _frame(sentence: Sentence, segment: Segment, memory: Memory, earlier: list[Frame]) -> Frame | None:
    cue = segment.cue
    role: str | None = None
    if segment.speaker is not None:
        who, role = memory.named(sentence, segment.speaker, cue)
    else:
        spoken = [frame for frame in earlier if not frame.credit]
        if cue.impersonal:
            return None
        carried = spoken[-1].speaker if cue.kind == "participle" and spoken else memory.last(cue)
        if carried is None:
            return None
        who = carried
    relay = memory.named(sentence, segment.relay, cue)[0] if segment.relay else None
    first, last = strip_quotes(sentence, segment.first, segment.last)
    if last <= first:
        return None
    begin = min(segment.begin, first)
    return Frame(
        sentence=sentence.index,
        first=first,
        last=last,
        cue=cue.first,
        speaker=who,
        act=cue.act,
        role=role,
        relay=relay,
        credit=cue.kind == "credit",
        evidence=(begin, max(segment.last, cue.last) if segment.how != "before" else segment.last),
    )
