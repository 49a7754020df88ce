"""Cut a sentence into what each cue of speech governs, each content up to where the next clause begins."""

from __future__ import annotations

from typing import Final

from marsad.lang.ar.frames import content, speaker
from marsad.lang.ar.frames.credits import credit, relay
from marsad.lang.ar.frames.cues import CLOSE, FIRM, MARKS, Cue, cues, quotations, quoted
from marsad.lang.ar.frames.segment import Segment, concedes, resumes
from marsad.lang.ar.frames.speech import aim, noun, speech
from marsad.lang.ar.frames.words import roles_at
from marsad.lang.sentence import Sentence

_OPENING: Final = 10  # tokens of an adverbial before the first verb
_FREE: Final = ("participle", "credit", "noun", "aim")
_SHUT: Final = ("before", "noun", "relative")  # what these govern is known, and they cut nothing short


def segments(sentence: Sentence, names: speaker.Names = ()) -> list[Segment]:
    """Return the segments of a sentence in the order of the text, each content cut where the next begins.

    `names` are words of names that the report gives elsewhere.
    """
    found: list[Segment] = []
    every = cues(sentence)
    if not every:
        return found
    inside = quotations(sentence.words)
    for cue in every:
        if inside and quoted(inside, cue.first):
            continue
        segment = _segment(sentence, cue, names)
        if segment is not None and _free(sentence, segment) and not _told_before(segment, found):
            found.append(segment)
    return _bounded(sentence, found)


def _segment(sentence: Sentence, cue: Cue, names: speaker.Names) -> Segment | None:
    match cue.kind:
        case "credit":
            return credit(sentence, cue, names)
        case "noun":
            return noun(sentence, cue)
        case "aim":
            return aim(sentence, cue)
        case "relay":
            plain = cue.but(kind="verb", act="say", weak=True, gender=cue.gender)
            return relay(sentence, cue) or speech(sentence, plain, names)
        case _:
            return speech(sentence, cue, names)


def _told_before(segment: Segment, found: list[Segment]) -> bool:
    """Tell whether what "by saying" opens is the content of the verb before it already."""
    return segment.cue.kind == "participle" and bool(found) and found[-1].first == segment.first


def _free(sentence: Sentence, segment: Segment) -> bool:
    """Tell whether a segment opens a clause of its own: not "…that the army said", not "which X rejected"."""
    start = min(segment.cue.first, segment.speaker[0]) if segment.speaker else segment.cue.first
    if segment.cue.kind in _FREE or segment.how == "relative" or segment.begin == 0 or segment.cue.joined:
        return True
    before, first = sentence.words[start - 1], sentence.words[segment.begin]
    if before in MARKS or before in CLOSE or (first[0] == "و" and "aux" in roles_at(sentence, segment.begin)):
        return True
    if before == "ان" and concedes(sentence, start - 1):
        return True
    if resumes(sentence, segment.cue.first) and (segment.speaker is None or segment.cue.act in FIRM):
        return True
    openers = [tag for tag in sentence.of("opener") if tag.last == start]
    known = roles_at(sentence, start - 1)
    if "relative_pronoun" in known:
        return any(tag.last - tag.first > 1 for tag in openers)
    return bool(openers) or _adverbial(sentence, segment.begin) or ("opener" in known and "that" not in known)


def _adverbial(sentence: Sentence, end: int) -> bool:
    """Tell whether only a time or a short phrase with a preposition opens the sentence before token `end`."""
    if end > _OPENING:
        return False
    for cls in ("verb", "speech"):
        for tag in sentence.of(cls):
            if tag.first < end:
                return False
    first = sentence.at("time", 0)
    return (first is not None and first.last >= end) or "prep" in roles_at(sentence, 0)


def _bounded(sentence: Sentence, found: list[Segment]) -> list[Segment]:
    out: list[Segment] = []
    previous_credit = 0
    size = len(sentence)
    for index, segment in enumerate(found):
        limit = size
        if segment.how == "credit" and segment.first == 0:
            segment.first = previous_credit
            out.append(segment)
            previous_credit = segment.speaker[1] if segment.speaker else segment.cue.last
            continue
        for following in range(index + 1, len(found)):
            later = found[following]
            if later.begin > segment.first and later.how not in _SHUT:
                limit = min(limit, later.begin)
        if segment.how in _SHUT:
            out.append(segment)
            continue
        last = content.end(sentence, segment.first, limit, segment.how)
        if last - segment.first >= 1:
            segment.last = last
            out.append(segment)
    return out
