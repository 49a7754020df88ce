"""Statements: somebody says something. Who and what come from the frames of the document."""

from __future__ import annotations

from collections.abc import Iterator

from marsad.lang.mention import Document, Frame, Mention
from marsad.lang.sentence import Sentence
from marsad.records import Statement

TRIGGERS: tuple[str, ...] = ("speech", "speaking", "relay")


def read(sentence: Sentence, document: Document) -> Iterator[Mention]:
    """Yield one statement for each passage said; credits make none."""
    for frame in document.frames_of(sentence):
        if not frame.credit:
            yield _statement(sentence, frame)


def _statement(sentence: Sentence, frame: Frame) -> Mention:
    first, last = frame.evidence or (frame.first, frame.last)
    said = sentence.text(frame.first, frame.last)
    return Mention(
        kind="statement",
        rule="statement",
        sentence=sentence.index,
        first=first,
        last=last,
        trigger=frame.cue,
        detail=Statement(frame.speaker, frame.act, said, frame.role),
        source=frame.relay,
        place=(),
        tokens=(("content", frame.first, frame.last),),
    )
