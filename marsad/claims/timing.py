"""When a mention happened: the time of its passage, else of its sentence, else none."""

from __future__ import annotations

from collections.abc import Callable

from marsad.lang.mention import Document, Mention
from marsad.lang.sentence import Tag
from marsad.records import NO_TIME, When

Resolve = Callable[[Tag, str], When]


def timing(mention: Mention, document: Document, resolve: Resolve) -> When:
    """Return when the mention happened; `NO_TIME` where the report does not say."""
    sentence = document.sentences[mention.sentence]
    tags = sentence.of("time")
    inside = [tag for tag in tags if mention.first <= tag.first < mention.last] or tags
    chosen = mention.time or min(inside, key=lambda tag: abs(tag.first - mention.trigger), default=None)
    return resolve(chosen, mention.tense) if chosen else NO_TIME
