"""Who asserts a mention, and how certain it is: from the frames of speech and credit around it."""

from __future__ import annotations

from collections.abc import Iterable

from marsad.lang.mention import Document, Frame, Mention
from marsad.records import Certainty, Named


def frame_of(mention: Mention, document: Document) -> Frame | None:
    """Return the innermost frame whose content holds the mention's trigger."""
    holding = [
        frame
        for frame in document.frames_of(document.sentences[mention.sentence])
        if frame.first <= mention.trigger < frame.last
    ]
    return min(holding, key=lambda frame: (frame.last - frame.first, frame.credit), default=None)


def source(mention: Mention, frame: Frame | None) -> Named | None:
    """Return whom the report credits; a statement has a source only where somebody relays it."""
    if mention.kind == "statement" or mention.source is not None:
        return mention.source
    return frame.speaker if frame else None


def certainty(mention: Mention, frame: Frame | None, words: Iterable[str]) -> Certainty:
    """Return how certain the passage is: the rule's own word first, then the frame's, else stated."""
    if mention.certainty is not None:
        return mention.certainty
    if frame is not None and frame.certainty is not None and mention.kind != "statement":
        return frame.certainty
    return "stated"
