"""Humanitarian: displacement, evacuation, siege, aid, return, damage."""

from __future__ import annotations

from collections.abc import Iterator

from marsad.lang.mention import Document, Mention
from marsad.lang.sentence import Sentence

TRIGGERS: tuple[str, ...] = ("plight",)


def read(sentence: Sentence, document: Document) -> Iterator[Mention]:
    """Yield mentions."""
    yield from ()
