"""When a mention happened: the best time of its sentence, else unknown.

A time beside a verb of saying tells when it was said: an event of what was said takes it only where the saying
gives no other. A statement never takes a time out of its content. Times are not carried over from the sentence
before: on the gold claims that was wrong more often than right.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from marsad.claims.attribute import frame_of
from marsad.claims.dateline import dateline_end
from marsad.dates.resolve import resolve
from marsad.lang.mention import Document, Frame, Mention, Tense
from marsad.lang.sentence import Sentence, Tag
from marsad.lang.times import Vague
from marsad.records import NO_TIME, Control, Humanitarian, When

_INSIDE, _SAME_SIDE, _STEP = 2.0, 2.0, 0.1
_CARRIED = frozenset({"casualty", "attack"})
_COUNTED = frozenset({"casualty", "humanitarian"})
_BEGAN = frozenset("بدا بدات بدء اندلع اندلعت اندلاع انطلق انطلقت".split())
_FARTHEST = 3  # sentences that a time is carried over


def timing(mention: Mention, document: Document, published: dt.date | None) -> When:
    """Return when the mention happened, by its words; `NO_TIME` where the report does not say."""
    sentence = document.sentences[mention.sentence]
    for tag in _candidates(mention, sentence, document):
        when = _resolved(tag, sentence, mention, document, published)
        if _tells(tag, when):
            return when
    return NO_TIME


def _tells(tag: Tag, when: When) -> bool:
    """Tell whether a time says anything: "earlier" and "since the war began" only say that it was before the report."""
    return when.start is not None or (
        when.end is not None and not isinstance(tag.of.expression, Vague) and not tag.of.since
    )


def _states(mention: Mention) -> bool:
    """Tell whether the mention is of a state: it holds on, and takes no time but that of its own words."""
    detail = mention.detail
    return (isinstance(detail, Control) and detail.action in ("holds", "besieges")) or (
        isinstance(detail, Humanitarian) and detail.type == "siege"
    )


def _candidates(mention: Mention, sentence: Sentence, document: Document) -> list[Tag]:
    """Return the times that may hold for the mention, the best first."""
    if mention.time is not None:
        return [mention.time]
    tags = sentence.of("time")
    if tags and (begin := dateline_end(sentence)):
        tags = [tag for tag in tags if tag.first >= begin]
    if not tags:
        return []
    if _states(mention):
        tags = [tag for tag in tags if mention.first <= tag.first < mention.last]
    frame = _content(mention, document)
    if mention.kind == "statement":
        tags = [tag for tag in tags if frame is None or not frame.first <= tag.first < frame.last]
    return sorted(tags, key=lambda tag: -_score(tag, mention, frame))


def _content(mention: Mention, document: Document) -> Frame | None:
    if mention.kind != "statement":
        return frame_of(mention, document)
    frames = document.frames_of(document.sentences[mention.sentence])
    return next((f for f in frames if mention.first <= f.cue < mention.last or f.cue == mention.trigger), None)


def _score(tag: Tag, mention: Mention, frame: Frame | None) -> float:
    points = _INSIDE if mention.first <= tag.first < mention.last else 0.0
    if frame is not None and frame.first <= tag.first < frame.last:
        points += _SAME_SIDE
    return points - _STEP * abs(tag.first - mention.trigger)


def _resolved(tag: Tag, sentence: Sentence, mention: Mention, document: Document, published: dt.date | None) -> When:
    tense = mention.tense if mention.tense != "none" else _tense(tag)
    previous = None
    if tag.of.anaphoric:
        previous = next(_earlier(tag, sentence, document, published), None)
    when = resolve(tag.of.expression, published, tense, since_end=True, previous=previous)
    if tense != "future" and published and when.start and when.end and when.start <= published < when.end:
        when = replace(when, end=published)  # what happened "this week" had happened by the day of the report
    if mention.kind in _COUNTED and when.start and published and when.start <= published and _onset(tag, sentence):
        when = replace(when, end=published)
    span = sentence.span(tag.first, tag.last)
    return replace(when, text=span.of(sentence.folded.printed), span=span)


def _onset(tag: Tag, sentence: Sentence) -> bool:
    """Tell whether a time is that at which something began that the figure runs over: "protests that began on …".

    Clashes that began then are what happened itself.
    """
    began = next((at for at in range(max(0, tag.first - 2), tag.first) if sentence.words[at] in _BEGAN), None)
    return began is not None and not any(began - 3 <= strike.first < began for strike in sentence.of("strike"))


def _earlier(tag: Tag | None, sentence: Sentence, document: Document, published: dt.date | None) -> Iterator[When]:
    """Yield the times named before `tag`, or before the sentence, the nearest first."""
    here = [t for t in sentence.of("time") if tag is not None and t.first < tag.first]
    for where, tags in [(sentence, here), *((s, s.of("time")) for s in document.before(sentence))]:
        for earlier in reversed(tags):
            if not earlier.of.anaphoric:
                when = resolve(earlier.of.expression, published, _tense(earlier), since_end=True)
                span = where.span(earlier.first, earlier.last)
                yield replace(when, text=span.of(where.folded.printed), span=span)


def _tense(tag: Tag) -> Tense:
    """Return the tense of the words around a time, as scanned; the past where they are silent."""
    return "future" if tag.value == "future" else "past"
