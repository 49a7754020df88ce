"""Who asserts a mention, and how certain it is: from the frames of speech and credit around it.

What the words said take for granted is not asserted by who says them: who holds a place, that it is besieged, what
a council resolved, or what somebody demands an end of. The report itself says that.
"""

from __future__ import annotations

from typing import Final

from marsad.lang.mention import Document, Frame, Mention
from marsad.records import Certainty, Control, Diplomacy, Humanitarian, Named

_WANTING: Final = frozenset({"demand", "call_for", "support", "reject"})  # acts that assert nothing
_RELATIVES: Final = frozenset({"التي", "الذي", "الذين", "والتي", "والذي", "تحت", "حيث"})
_BECOMES: Final = frozenset(
    ("بات", "باتت", "باتوا", "اصبح", "اصبحت", "اصبحوا", "صار", "صارت", "تصبح", "يصبح", "لتصبح", "ليصبح")
)
_NEAR: Final = 4  # tokens between a relative pronoun and its verb
_AFAR: Final = 14  # tokens between "has become" and "under its control"
_MAIN: Final = 5  # tokens within which the words said come to their own point
_TELLING: Final = frozenset({"say", "announce", "credit"})


def frame_of(mention: Mention, document: Document) -> Frame | None:
    """Return the innermost frame whose content holds the mention's trigger."""
    trigger = mention.trigger
    inner: Frame | None = None
    for frame in document.frames_of(document.sentences[mention.sentence]):
        if frame.first <= trigger < frame.last and (inner is None or _narrowness(frame) < _narrowness(inner)):
            inner = frame
    return inner


def _narrowness(frame: Frame) -> tuple[int, bool]:
    return frame.last - frame.first, frame.credit


def asserting(mention: Mention, document: Document) -> Frame | None:
    """Return the frame by which somebody asserts the mention.

    It holds the mention, or tells what stands before it in the sentence: "said that 5 were killed, while 10 were hurt".
    """
    return asserting_of(mention, frame_of(mention, document), document)


def asserting_of(mention: Mention, held: Frame | None, document: Document) -> Frame | None:
    """Return what `asserting` does, by the innermost frame around the mention."""
    if held is not None:
        given = held.act in _WANTING or _taken_for_granted(mention, held, document)
        return None if given and mention.kind != "statement" else held
    for frame in reversed(document.frames_of(document.sentences[mention.sentence])):
        if frame.last <= mention.trigger and frame.act in _TELLING:
            return frame
    return None


def source(mention: Mention, frame: Frame | None) -> Named | None:
    """Return whom the report credits; a statement has a source only where somebody relays it."""
    if mention.kind == "statement" or mention.source is not None:
        return mention.source
    return frame.speaker if frame else None


def _taken_for_granted(mention: Mention, frame: Frame, document: Document) -> bool:
    """Tell whether the passage only describes: "the besieged town", "the areas that rebels hold", a resolution."""
    detail = mention.detail
    if isinstance(detail, Diplomacy):
        return detail.type == "resolution"
    holds = isinstance(detail, Control) and detail.action == "holds"
    if not holds and not (isinstance(detail, Humanitarian) and detail.type == "siege"):
        return False
    sentence = document.sentences[mention.sentence]
    words = sentence.words[max(0, mention.trigger - _NEAR) : mention.trigger + 1]
    before = sentence.words[max(0, mention.trigger - _AFAR) : mention.trigger]
    if not _BECOMES.isdisjoint([word.removeprefix("و") for word in before]):
        return False  # news, and nothing that the sentence takes for granted
    described = words[-1].startswith("ال") or not _RELATIVES.isdisjoint(words)
    return described or mention.trigger - frame.first > _MAIN


def certainty(mention: Mention, frame: Frame | None) -> Certainty:
    """Return how certain the passage is: the rule's own word first, then the frame's, else stated."""
    if mention.certainty is not None:
        return mention.certainty
    if frame is not None and frame.certainty is not None and mention.kind != "statement":
        return frame.certainty
    return "stated"
