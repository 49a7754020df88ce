"""What one cue of speech governs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from marsad.lang.ar.frames.cues import Cue
from marsad.lang.ar.frames.words import roles, roles_at
from marsad.lang.sentence import Sentence

Range = tuple[int, int]
_PAPER: Final = 7  # tokens between a paper and the verb that says what it holds
_HOLDS: Final = frozenset(("paper", "occasion"))
_BEFORE: Final = ("كما", "ثم", "فيما", "بينما")


@dataclass(init=False, slots=True)  # written out as `Tag` is
class Segment:
    """One cue with what it governs: content `[first, last)`; `begin` is where its clause begins.

    `how` is what opens the content: that, quote, colon, prep, object; or before (it stands before the verb), noun,
    credit.
    """

    cue: Cue
    begin: int
    first: int
    last: int
    speaker: Range | None
    how: str
    relay: Range | None

    def __init__(
        self, cue: Cue, begin: int, first: int, last: int, speaker: Range | None, how: str, relay: Range | None = None
    ) -> None:
        self.cue = cue
        self.begin = begin
        self.first = first
        self.last = last
        self.speaker = speaker
        self.how = how
        self.relay = relay


def concedes(sentence: Sentence, that: int) -> bool:
    """Tell whether "that" belongs to a conjunction: "although" (رغم أن, على الرغم من أن), "it is worth noting"."""
    words = sentence.words
    if that < 1:
        return False
    return "concede" in roles[words[that - 1]] or words[max(0, that - 2) : that] == ("الرغم", "من")


def resumes(sentence: Sentence, verb: int) -> bool:
    """Tell whether a verb says what a paper named before it holds: "issued a statement in which it said" (قالت فيه)."""
    words = sentence.words
    if words[verb + 1 : verb + 2] not in (("فيه",), ("فيها",), ("فيهما",)):
        return False
    before = words[max(0, verb - _PAPER) : verb]
    return any(roles[word] & _HOLDS or "paper" in roles[word.removesuffix("ا")] for word in before)


def clause_begin(sentence: Sentence, start: int) -> int:
    """Return where the clause begins whose verb or subject stands at `start`: auxiliaries and openers go before it."""
    while start > 0 and ("aux" in roles_at(sentence, start - 1) or sentence.words[start - 1] in _BEFORE):
        start -= 1
    return start
