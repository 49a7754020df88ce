"""Read and resolve the times of one sentence on its own: for tests and for trying expressions out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from marsad.dates.resolve import resolve
from marsad.lang.ar.dates import read_times, tense_of
from marsad.records import When
from marsad.text.fold import Folded
from marsad.text.tokens import tokens


def parse(sentence: str, published: dt.date | None, *, since_end: bool = False) -> tuple[When, ...]:
    """Return the times of an Arabic sentence in order, with their words and spans; the tense is guessed."""
    folded = Folded(sentence)
    words = tokens(folded, 0, len(folded.light))
    found = []
    for hit in read_times(words):
        when = resolve(hit.expression, published, tense_of(words, hit.first), since_end=since_end)
        span = folded.span(words[hit.first].start, words[hit.last - 1].end)
        found.append(replace(when, text=span.of(sentence), span=span))
    return tuple(found)
