"""When a mention happened: the best time of its sentence, else unknown.

A time beside a verb of saying tells when it was said: an event of what was said takes it only where the saying
gives no other. A statement never takes a time out of its content. Times are not carried over from the sentence
before: on the gold claims that was wrong more often than right.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from marsad.claims.scene import Scene
from marsad.dates.resolve import resolve
from marsad.lang.mention import Document, Frame, Mention, Tense
from marsad.lang.sentence import Sentence, Tag
from marsad.lang.times import Vague
from marsad.records import NO_TIME, Control, Humanitarian, When

_INSIDE: Final = 2.0
_SAME_SIDE: Final = 2.0
_STEP: Final = 0.1
_CARRIED: Final = frozenset({"casualty", "attack"})
_COUNTED: Final = frozenset({"casualty", "humanitarian"})
_BEGAN: Final = frozenset("بدا بدات بدء اندلع اندلعت اندلاع انطلق انطلقت".split())
_COMMAS: Final = frozenset("،,؛;:(")
_BESIDE: Final = 3  # tokens between a mark and a time that still belongs to what stands before the mark
_RELATIVES: Final = frozenset(("الذي", "التي", "الذين", "which", "who", "that"))
_LONG: Final = 180  # days after which what is told is background
_FARTHEST: Final = 3  # sentences that a time is carried over


def timing(mention: Mention, held: Frame | None, scene: Scene) -> When:
    """Return when the mention happened, by its words; `NO_TIME` where the report does not say.

    `held` is the innermost frame whose content holds the mention.
    """
    sentence = scene.document.sentences[mention.sentence]
    for tag in _candidates(mention, sentence, held, scene):
        when = _resolved(tag, sentence, mention, scene)
        if _tells(tag, when) and not _of_older(tag, when, mention, sentence, scene):
            return when
    return NO_TIME


def _tells(tag: Tag, when: When) -> bool:
    """Tell whether a time says anything: "earlier" and "since the war began" only say that it was before the report."""
    return when.start is not None or (
        when.end is not None and not isinstance(tag.of.expression, Vague) and not tag.of.since
    )


def _of_older(tag: Tag, when: When, mention: Mention, sentence: Sentence, scene: Scene) -> bool:
    """Tell whether a time long past, told behind a mark after the mention, is that of something older told beside it:
    "a raid killed nine, while 20 were killed there in 2015"."""
    end = when.end or when.start
    if tag.first < mention.last or end is None or scene.published is None or (scene.published - end).days <= _LONG:
        return False
    words = sentence.words
    marks = [at for at in range(max(0, mention.last - 1), tag.first) if words[at] in _COMMAS]
    return bool(marks) and tag.first - marks[-1] > _BESIDE and words[marks[0] + 1] not in _RELATIVES


def _states(mention: Mention) -> bool:
    """Tell whether the mention is of a state: it holds on, and takes no time but that of its own words."""
    detail = mention.detail
    return (isinstance(detail, Control) and detail.action in ("holds", "besieges")) or (
        isinstance(detail, Humanitarian) and detail.type == "siege"
    )


def _candidates(mention: Mention, sentence: Sentence, held: Frame | None, scene: Scene) -> Sequence[Tag]:
    """Return the times that may hold for the mention, the best first."""
    if mention.time is not None:
        return (mention.time,)
    tags = scene.times(sentence)
    if tags and _states(mention):
        tags = [tag for tag in tags if mention.first <= tag.first < mention.last]
    if not tags:
        return ()
    frame = held
    if mention.kind == "statement":
        frame = _said_by(mention, scene.document.frames_of(sentence))
        if frame is not None:
            tags = [tag for tag in tags if not frame.first <= tag.first < frame.last]
    return sorted(tags, key=lambda tag: -_score(tag, mention, frame)) if len(tags) > 1 else tags


def _said_by(mention: Mention, frames: Sequence[Frame]) -> Frame | None:
    """Return the frame of a statement."""
    for frame in frames:
        if mention.first <= frame.cue < mention.last or frame.cue == mention.trigger:
            return frame
    return None


def _score(tag: Tag, mention: Mention, frame: Frame | None) -> float:
    points = _INSIDE if mention.first <= tag.first < mention.last else 0.0
    if frame is not None and frame.first <= tag.first < frame.last:
        points += _SAME_SIDE
    return points - _STEP * abs(tag.first - mention.trigger)


def _resolved(tag: Tag, sentence: Sentence, mention: Mention, scene: Scene) -> When:
    tense = mention.tense if mention.tense != "none" else _tense(tag)
    counted = mention.kind in _COUNTED
    asked = (id(tag), tense, counted)
    known = scene.dates.get(asked)
    if known is None:
        known = scene.dates[asked] = _dated(tag, sentence, tense, scene, counted=counted)
    return known


def _dated(tag: Tag, sentence: Sentence, tense: Tense, scene: Scene, *, counted: bool) -> When:
    published = scene.published
    previous = next(_earlier(tag, sentence, scene.document, published), None) if tag.of.anaphoric else None
    when = resolve(tag.of.expression, published, tense, since_end=True, previous=previous)
    start, end = when.start, when.end
    if start is None and end is None:
        return when  # it tells nothing, whatever its words are
    if published and start:
        if tense != "future" and end and start <= published < end:
            end = published  # what happened "this week" had happened by the day of the report
        if counted and start <= published and _onset(tag, sentence):
            end = published
    return _printed(when, end, sentence, tag)


def _printed(when: When, end: dt.date | None, sentence: Sentence, tag: Tag) -> When:
    """Return a time with its words."""
    span = sentence.span(tag.first, tag.last)
    text = span.of(sentence.folded.printed)
    return When(when.start, end, when.granularity, text, span, when.part, when.options, when.inferred)


def _onset(tag: Tag, sentence: Sentence) -> bool:
    """Tell whether a time is that at which something began that the figure runs over: "protests that began on …".

    Clashes that began then are what happened itself.
    """
    began = next((at for at in range(max(0, tag.first - 2), tag.first) if sentence.words[at] in _BEGAN), None)
    return began is not None and not any(began - 3 <= strike.first < began for strike in sentence.of("strike"))


def _earlier(tag: Tag, sentence: Sentence, document: Document, published: dt.date | None) -> Iterator[When]:
    """Yield the times named before `tag`, or before the sentence, the nearest first."""
    here = [t for t in sentence.of("time") if t.first < tag.first]
    for where, tags in [(sentence, here), *((s, s.of("time")) for s in document.before(sentence))]:
        for earlier in reversed(tags):
            if not earlier.of.anaphoric:
                when = resolve(earlier.of.expression, published, _tense(earlier), since_end=True)
                yield _printed(when, when.end, where, earlier)


def _tense(tag: Tag) -> Tense:
    """Return the tense of the words around a time, as scanned; the past where they are silent."""
    return "future" if tag.value == "future" else "past"
