"""Statements: somebody says something. Who and what come from the frames of the document.

Who only tells what happened (a monitor, a hospital, a witness, an outlet) is a source of those claims and makes no
statement; what such a speaker demands or judges is one.
"""

from __future__ import annotations

from typing import Final

from marsad.lang.ar.frames.acts import act_of
from marsad.lang.ar.frames.words import roles
from marsad.lang.mention import Document, Frame, Mention
from marsad.lang.sentence import Sentence
from marsad.records import Statement
from marsad.text.fold import match
from marsad.text.memory import Memory

TRIGGERS: Final[tuple[str, ...]] = ("speech", "speaking", "saying", "relay")
_TELLING: Final = frozenset(("say", "announce", "accuse"))
_PARTIES: Final = frozenset(("force", "group", "country", "person"))  # who fights or answers for it
_TOLL_OPENS: Final = 9  # tokens
_HARM: Final = ("harm", "harming", "harmed", "toll", "loss", "fall", "massacre")
_TAKEN: Final = frozenset(("detained", "abducted"))  # an arrest is an act that is told, no toll
_MOVED: Final = frozenset(("displacement", "evacuation"))  # what else a monitor counts
_STOP: Final = "."
_SHORTEST: Final = 7  # tokens of the shortest sentence inside a quotation
_EVENTS: Final = (*_HARM, "strike", "arm", "launch", "control")


def read(sentence: Sentence, document: Document) -> list[Mention]:
    """Return one statement for each passage said; credits and bare reports of events make none."""
    found: list[Mention] = []
    if sentence.title:
        return found  # the body says it again, in full
    for frame in document.frames_of(sentence):
        if not frame.credit and not _only_tells(sentence, frame):
            found += _statements(sentence, frame)
    return found


def _statements(sentence: Sentence, frame: Frame) -> list[Mention]:
    """Return a statement for each sentence of a quotation, for one that holds several."""
    begin, end = frame.evidence or (frame.first, frame.last)
    said = _sentences(sentence, frame)
    alone = len(said) == 1 or not _plain(sentence, frame.cue)
    found: list[Mention] = []
    for first, last in said:
        opens, closes = first == frame.first, last == frame.last
        evidence = (begin if opens else first, end if closes else last)
        act = frame.act if alone else act_of("say", sentence, first, last)
        found.append(_statement(sentence, frame, act, (first, last), evidence))
    return found


def _plain(sentence: Sentence, cue: int) -> bool:
    """Tell whether the verb only says: each sentence of the quotation shows its own act."""
    tag = sentence.at("speech", cue) or sentence.at("speaking", cue)
    return tag is not None and tag.value == "say"


def _sentences(sentence: Sentence, frame: Frame) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    first, words = frame.first, sentence.words
    for i in range(frame.first + 1, frame.last - _SHORTEST):
        if words[i] == _STOP and words[i - 1] != _STOP and words[i + 1] != _STOP and i - first >= _SHORTEST:
            found.append((first, i))  # a lone stop: two are a pause
            first = i + 1
    found.append((first, frame.last))
    return found


def _only_tells(sentence: Sentence, frame: Frame) -> bool:
    if frame.act not in _TELLING or _judges(sentence, frame.cue):
        return False
    size = frame.last - frame.first
    match _sort(frame):
        case "witness":
            return True
        case "sources":
            return any(frame.first <= tag.first < frame.last for cls in _EVENTS for tag in sentence.of(cls))
        case "outlet":
            return _toll(sentence, frame, size)
    if _is(frame, "monitor"):
        return _toll(sentence, frame, size, moved=True)
    return frame.kind not in _PARTIES and not _is(frame, "martial") and _toll(sentence, frame, _TOLL_OPENS)


def _judges(sentence: Sentence, cue: int) -> bool:
    """Tell whether the verb gives a view ("deems", "expects"): who only tells has none."""
    tag = sentence.at("speech", cue) or sentence.at("speaking", cue)
    return tag is not None and tag.attrs.get("view") == "yes"


def _is(frame: Frame, sort: str) -> bool:
    return sort in _sorts[frame.speaker.text] or (frame.role is not None and sort in _sorts[frame.role])


def _toll(sentence: Sentence, frame: Frame, within: int, *, moved: bool = False) -> bool:
    """Tell whether the words said open with a number of people harmed: such a speaker is asked for the toll alone.

    With `moved` the displaced count too.
    """
    stop = min(frame.last, frame.first + within)
    if not any(frame.first <= tag.first < stop for tag in sentence.of("number")):
        return False
    if any(frame.first <= t.first < stop and t.value not in _TAKEN for cls in _HARM for t in sentence.of(cls)):
        return True
    return moved and any(frame.first <= t.first < stop and t.value in _MOVED for t in sentence.of("plight"))


def _sort(frame: Frame) -> str:
    """Return what a speaker is by nature, where such speakers mostly tell what happened."""
    speaker = frame.speaker
    text = speaker.aliases[0] if speaker.aliases and _is_general(speaker.text) else speaker.text
    words = text.split(None, 2)
    if not words:
        return ""
    first = _sorts[words[0]]
    known = first | _sorts[words[1]] if len(words) > 1 else first
    if not known:
        return ""
    if "news" in first or "witness" in known or (frame.kind == "source" and "near" in known):
        return "witness"
    if "sources" in known:
        return "sources"
    return "outlet" if "outlet" in known and frame.kind != "org" else ""


def _is_general(speaker: str) -> bool:
    """Tell whether a speaker is a word alone for one named before: "the source", "the agency"."""
    return " " not in speaker and speaker.startswith("ال")


def _sorts_of(text: str) -> frozenset[str]:
    return frozenset([role for word in match(text).split() for role in roles[word]])


_sorts: Final[Memory[str, frozenset[str]]] = Memory(_sorts_of, 4096)
"""What the words of a speaker or a role do, all together."""


def _statement(sentence: Sentence, frame: Frame, act: str, said: tuple[int, int], evidence: tuple[int, int]) -> Mention:
    return Mention(
        kind="statement",
        rule="statement",
        sentence=sentence.index,
        first=evidence[0],
        last=evidence[1],
        trigger=frame.cue,
        detail=Statement(frame.speaker, act, sentence.text(*said), frame.role),
        source=frame.relay,
        place=(),
        tokens=(("content", *said),),
    )
