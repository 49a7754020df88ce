"""Who says what: frames of speech and credit in Arabic."""

from __future__ import annotations

from collections.abc import Container
from typing import Final

from marsad.lang.ar.frames.acts import act_of
from marsad.lang.ar.frames.content import strip_quotes
from marsad.lang.ar.frames.cues import Cue
from marsad.lang.ar.frames.people import Known, Memory
from marsad.lang.ar.frames.phrase import cut
from marsad.lang.ar.frames.segment import Range, Segment, resumes
from marsad.lang.ar.frames.segments import segments
from marsad.lang.ar.frames.short_names import complete
from marsad.lang.ar.frames.topic import topic, verb_gender
from marsad.lang.ar.frames.words import roles_at
from marsad.lang.mention import Document, Frame
from marsad.lang.sentence import Sentence, Tag
from marsad.text.words import bare

_FIRST_CLAUSE: Final = 3  # tokens
_SUBJECT: Final = 6  # tokens within which the subject of a sentence is a name alone
_VERBS: Final = ("verb", "strike", "launch", "seize", "speech")
_SPEAKING: Final = frozenset(("force", "org", "group", "person", "role", "country", "media", "source", "document"))


def frames(document: Document) -> list[Frame]:
    """Return the frames of a document in the order of the text."""
    complete(document)
    memory = Memory()
    memory.meet(document.sentences)
    found: list[Frame] = []
    for sentence in document.sentences:
        made = _of_sentence(sentence, memory)
        memory.topic = None if made and any(not frame.credit for frame in made) else topic(sentence)
        found += made
    return found


def _of_sentence(sentence: Sentence, memory: Memory) -> list[Frame]:
    made: list[Frame] = []
    spoken: list[Frame] = []  # those that others may go on from
    for segment in segments(sentence, memory.names):
        frame = _frame(sentence, segment, memory, spoken)
        if frame is not None:
            if segment.how not in ("noun", "relative"):  # nobody goes on from these
                spoken.append(frame)
            made.append(frame)
    return made


def _carried(sentence: Sentence, segment: Segment, memory: Memory, earlier: list[Frame]) -> Known | None:
    """Return who speaks where no subject is printed: who spoke last, or whose deed a participle goes with."""
    cue = segment.cue
    if cue.kind == "participle":
        spoken = [frame for frame in earlier if not frame.credit] or earlier
        if spoken:
            return Known(spoken[-1].speaker, None, None, frozenset(), spoken[-1].kind)
    elif earlier or not (_goes_on(sentence, cue.first) or resumes(sentence, cue.first)):
        opens = not earlier and cue.first < _FIRST_CLAUSE
        return (memory.main(cue) if opens else None) or memory.last(cue)
    subject = _subject(sentence, cue, memory.names)
    if subject is not None:
        return memory.named(sentence, subject, cue)
    return memory.last(cue)


def _goes_on(sentence: Sentence, verb: int) -> bool:
    """Tell whether a verb goes on with what its sentence began: "شنت إسرائيل غارات، وقالت إن"."""
    before = sentence.words[verb - 1]
    return verb > _FIRST_CLAUSE and (
        sentence.words[verb][0] == "و" or before == "،" or "opener" in roles_at(sentence, verb - 1)
    )


def _subject(sentence: Sentence, cue: Cue, names: Container[str]) -> Range | None:
    """Return the first who can speak in a sentence: whose deed a participle or a further verb goes with."""
    named: int | None = None
    for i in range(1, min(cue.first, _SUBJECT)):
        if _is_name(sentence, i, names):
            named = i
            break
    for tag in sentence.of("entity"):
        if tag.last > cue.first or (named is not None and named < tag.first):
            break
        opens = tag.pro == "" or (tag.pro == "و" and tag.first == 0)
        if opens and tag.attrs.get("kind") in _SPEAKING and "prep" not in roles_at(sentence, tag.first - 1):
            end = cut(sentence, tag, tag.first, tag.last)
            return (tag.first, end) if cue.kind == "participle" or _agrees(sentence, tag, cue) else None
    return (named, named + 1) if named is not None else None


def _is_name(sentence: Sentence, i: int, names: Container[str]) -> bool:
    """Tell whether a word of a name that the report gives in full follows a verb at the start of a sentence."""
    word = sentence.words[i]
    return bare(word) in names and not roles_at(sentence, i) and verb_gender(sentence, i - 1) is not None


def _agrees(sentence: Sentence, subject: Tag, cue: Cue) -> bool:
    """Tell whether the verb before a subject has the gender of the cue."""
    verbs = [tag for cls in _VERBS for tag in sentence.of(cls) if tag.last == subject.first and tag.attrs.get("gender")]
    gender = verbs[-1].attrs.get("gender") if verbs else verb_gender(sentence, subject.first - 1)
    return gender == cue.gender


def _needs_subject(sentence: Sentence, segment: Segment) -> bool:
    """Tell whether a verb has to have its subject beside it, since it may be passive or no speech at all."""
    if segment.how == "object":  # "his support": whose is known
        word = sentence.words[segment.first]
        told = (
            segment.cue.joined
            and segment.cue.act in ("call_for", "demand")
            and "every" in roles_at(sentence, segment.first)
        )
        return not told and not segment.cue.follows and not word.endswith(("ه", "ها", "هم"))
    return segment.how == "prep" and not segment.cue.joined


def _frame(sentence: Sentence, segment: Segment, memory: Memory, earlier: list[Frame]) -> Frame | None:
    cue = segment.cue
    if segment.speaker is not None:
        who: Known | None = memory.named(sentence, segment.speaker, cue)
    else:
        lone = cue.kind == "verb" and _needs_subject(sentence, segment)
        who = None if cue.impersonal or lone else _carried(sentence, segment, memory, earlier)
    if who is None:
        return None
    relay = memory.relaying(sentence, segment.relay, cue) if segment.relay else None
    first, last = strip_quotes(sentence, segment.first, segment.last)
    if last <= first:
        return None
    begin = min(segment.begin, first)
    return Frame(
        sentence=sentence.index,
        first=first,
        last=last,
        cue=cue.first,
        speaker=who.named,
        act=act_of(cue.act, sentence, first, last),
        role=who.role,
        relay=relay,
        credit=cue.kind == "credit",
        kind=who.kind,
        evidence=(begin, max(segment.last, cue.last) if segment.how != "before" else segment.last),
    )
