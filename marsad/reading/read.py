"""Document -> frames and mentions: attribution first, then the pack's rules in their order."""

from __future__ import annotations

from marsad.lang.mention import Document, Mention
from marsad.lang.pack import Pack


def read(document: Document, pack: Pack) -> tuple[Mention, ...]:
    """Return what every rule finds; the document's frames are set before the first rule runs.

    A rule runs only in sentences that carry one of its triggers.
    """
    document.frames = tuple(pack.frames(document))
    found: list[Mention] = []
    for sentence in document.sentences:
        for rule in pack.rules:
            if not rule.triggers or sentence.any_of(rule.triggers):
                found += rule.read(sentence, document)
    return tuple(found)
