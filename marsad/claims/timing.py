"""When a mention happened: the time of its passage, else of its sentence, else none."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from marsad.dates.resolve import resolve
from marsad.lang.mention import Document, Mention
from marsad.lang.sentence import Sentence, Tag
from marsad.records import NO_TIME, When


def timing(mention: Mention, document: Document, published: dt.date | None) -> When:
    """Return when the mention happened, by its words; `NO_TIME` where the report does not say."""
    sentence = document.sentences[mention.sentence]
    tag = mention.time or _nearest(mention, sentence)
    if tag is None:
        return NO_TIME
    when = resolve(tag.of.expression, published, mention.tense if mention.tense == "future" else "past", since_end=True)
    span = sentence.span(tag.first, tag.last)
    return replace(when, text=span.of(sentence.folded.printed), span=span)


def _nearest(mention: Mention, sentence: Sentence) -> Tag | None:
    tags = sentence.of("time")
    inside = [tag for tag in tags if mention.first <= tag.first < mention.last] or tags
    return min(inside, key=lambda tag: abs(tag.first - mention.trigger), default=None)
