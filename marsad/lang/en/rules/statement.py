"""Statements: somebody says something. Who and what come from the frames of the document.

Who only tells what happened (a monitor, a hospital, a witness, an outlet) is a source of those claims and makes no
statement; what such a speaker demands or judges is one.
"""

from __future__ import annotations

from collections.abc import Iterator

from marsad.lang.mention import Document, Frame, Mention
from marsad.lang.sentence import Sentence
from marsad.records import Statement

TRIGGERS: tuple[str, ...] = ()  # a quotation that goes on has no word of speech
_TELLING = frozenset(("say", "announce"))
_TELLERS = frozenset(("monitor", "media", "source", "document"))
_TELLING_WORDS = frozenset(
    "witness witnesses resident residents source sources activist activists doctor doctors medic medics "
    "hospital monitor observatory website websites television tv channel newspaper agency media "
    "correspondent photographer reporter group".split()
)
_PARTIES = frozenset(("force", "group", "country"))
_TOLL_OPENS = 12  # tokens
_HARM = ("harm", "harmed", "lives", "toll")
_EVENTS = (*_HARM, "strike", "control", "casualty", "plight")
_STOPS = frozenset((".", "?", "!"))
_SHORTEST = 5  # tokens of the shortest sentence inside a quotation


def read(sentence: Sentence, document: Document) -> Iterator[Mention]:
    """Yield one statement for each passage said; credits and bare reports of events make none."""
    if sentence.title:
        return  # the body says it again, in full
    for frame in document.frames_of(sentence):
        if not frame.credit and not _only_tells(sentence, frame):
            yield from _statements(sentence, frame)


def _statements(sentence: Sentence, frame: Frame) -> Iterator[Mention]:
    """Yield a statement for each sentence of a quotation that holds several."""
    begin, end = frame.evidence or (frame.first, frame.last)
    for first, last in _sentences(sentence, frame):
        opens, closes = first == frame.first, last == frame.last
        yield _statement(sentence, frame, (first, last), (begin if opens else first, end if closes else last))


def _sentences(sentence: Sentence, frame: Frame) -> Iterator[tuple[int, int]]:
    first = frame.first
    for i in range(frame.first + 1, frame.last - _SHORTEST):
        ends = sentence.words[i] in _STOPS and len(sentence.words[i - 1]) > 2 and i + 1 < len(sentence)
        if ends and i - first >= _SHORTEST and not sentence.tokens[i + 1].light[0].islower():
            yield first, i
            first = i + 1
    yield first, frame.last


def _judging(sentence: Sentence, said: tuple[int, int]) -> str | None:
    """Return the act that the words said make of a plain saying: "the raid was a war crime" accuses."""
    return next((tag.value for tag in sentence.of("judging") if said[0] <= tag.first < said[1]), None)


def _only_tells(sentence: Sentence, frame: Frame) -> bool:
    if frame.act not in _TELLING or _judging(sentence, (frame.first, frame.last)) is not None:
        return False
    words = frozenset(frame.speaker.text.lower().split())
    if frame.kind in _TELLERS or words & _TELLING_WORDS or _speaks_for_teller(frame):
        return _holds(sentence, frame, _EVENTS, frame.last)
    if frame.kind in _PARTIES and "which" not in sentence.words[max(0, frame.cue - 4) : frame.cue]:
        return False  # what a belligerent reports is its word; "which it says killed 20" is only a credit
    return _holds(sentence, frame, _HARM, frame.first + _TOLL_OPENS) and _counted(sentence, frame)


def _speaks_for_teller(frame: Frame) -> bool:
    return any("Observatory" in alias or "monitor" in alias for alias in frame.speaker.aliases)


def _holds(sentence: Sentence, frame: Frame, classes: tuple[str, ...], stop: int) -> bool:
    return any(frame.first <= tag.first < min(frame.last, stop) for cls in classes for tag in sentence.of(cls))


def _counted(sentence: Sentence, frame: Frame) -> bool:
    stop = min(frame.last, frame.first + _TOLL_OPENS)
    return any(frame.first <= tag.first < stop for tag in sentence.of("number"))


def _statement(sentence: Sentence, frame: Frame, said: tuple[int, int], evidence: tuple[int, int]) -> Mention:
    return Mention(
        kind="statement",
        rule="statement",
        sentence=sentence.index,
        first=evidence[0],
        last=evidence[1],
        trigger=frame.cue,
        detail=Statement(
            frame.speaker,
            (_judging(sentence, said) if frame.act in _TELLING else None) or frame.act,
            sentence.text(*said),
            frame.role,
        ),
        source=frame.relay,
        place=(),
        tokens=(("content", *said),),
    )
