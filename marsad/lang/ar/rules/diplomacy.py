"""Diplomacy: what is negotiated or decided, by whom, before whom, and how far it has come.

A word of diplomacy wakes the rule. It is a claim when the clause has an act beside it (signed, held, adopted …),
parties, or is an act itself. Words of one matter are one claim: "an agreement on a ceasefire" is a ceasefire.
Abstains on bare mentions ("the truce", "the talks"), on calls to keep a truce, and on appeals without a party.
"""

from __future__ import annotations

from typing import Final

from marsad.lang.ar.clauses import tense, uncertain
from marsad.lang.ar.rules import diplomacy_parties as sides
from marsad.lang.ar.rules import diplomacy_words as words
from marsad.lang.ar.rules.diplomacy_matter import Matter, matters
from marsad.lang.mention import Document, Mention
from marsad.lang.sentence import Sentence
from marsad.records import Certainty, Diplomacy

TRIGGERS: Final[tuple[str, ...]] = ("parley",)

_LASTING: Final = frozenset(("talks", "mediation", "meeting", "sanctions", "visit"))
_SHARED: Final = frozenset(("talks", "ceasefire", "agreement"))
_PERSONAL: Final = frozenset(("meeting", "visit", "phone_call", "talks"))
_CLOSE: Final = 9  # tokens between a word of failure and what failed
_RECALLED: Final = 8  # sentences that "the two sides" reach back


def read(sentence: Sentence, document: Document) -> list[Mention]:
    """Return a mention for every matter of the sentence that has an act or parties."""
    found: list[Mention] = []
    for matter in matters(sentence):
        both = sides.both(sentence, matter.first, matter.last)
        if both and len(matter.parties) < 2:
            matter.parties = _recalled(sentence, document) or matter.parties
        if matter.type in _PERSONAL and len(matter.parties) < 2:
            matter.parties = (*sides.antecedent(sentence, matter.head), *matter.parties)
            matter.parties = (*sides.speaker(sentence, document.frames_of(sentence), matter.head), *matter.parties)
        elif matter.type in _SHARED and len(matter.parties) == 1:  # "said that it had reached a deal with …"
            matter.parties = (*sides.speaker(sentence, document.frames_of(sentence), matter.head), *matter.parties)
            matter.parties = tuple(dict.fromkeys(matter.parties))
        _retype(sentence, matter)
        if _holds(sentence, matter, both):
            if not matter.parties and matter.type in _SHARED:
                matter.parties = _recalled(sentence, document)
            found.append(_mention(sentence, matter, _status(sentence, matter)))
    return found


def _retype(sentence: Sentence, matter: Matter) -> None:
    """Name a court's decision and a draft that is adopted for what they are."""
    if matter.type == "resolution" and words.judged(matter.body):
        matter.type = "other"
    if (
        matter.type == "draft_resolution"
        and words.adopted(sentence, matter.head)
        and "failed" not in _close(sentence, matter)
    ):
        matter.type = "resolution"


def _recalled(sentence: Sentence, document: Document) -> tuple[str, ...]:
    """Return the parties of the last matter told before: who "the two sides" are."""
    for earlier in document.before(sentence, _RECALLED):
        if earlier.has("parley"):
            for matter in reversed(matters(earlier)):
                if len(matter.parties) > 1:
                    return matter.parties
    return ()


# What is a claim


def _holds(sentence: Sentence, matter: Matter, both: bool) -> bool:
    """Tell whether the clause logs the matter rather than only mentions it."""
    head, parties, body = matter.head, matter.parties, matter.body
    deals = words.deals(sentence, matter.first, matter.last)
    if words.heeded(sentence, head) and not (matter.type == "resolution" and words.numbered(sentence, head)):
        return False
    if words.averted(sentence, head):
        return False
    match matter.type:
        case "other":
            return bool(parties or body) and _other(sentence, matter)
        case "resolution":
            return _resolution(sentence, matter, bool(deals))
        case "draft_resolution":
            return bool(deals) and bool(parties or body)
        case "vote":
            return body is not None or (head.attrs.get("act") == "yes" and len(matter.tags) > 1)
        case "phone_call" | "veto":
            return bool(parties)
        case "meeting" | "visit":
            return _meeting(sentence, matter, bool(deals), both)
    return _talks(sentence, matter, bool(deals), both)


def _talks(sentence: Sentence, matter: Matter, deals: bool, both: bool) -> bool:
    """Tell whether talks, a pact, a truce or sanctions are told: by parties, by an act, or by an act on the matter."""
    head = matter.head
    if not words.asked_by_a_party(sentence, head):
        return False
    if len(matter.parties) > 1:
        return deals or not head.article or matter.type != "agreement"
    strong = words.strong(sentence, matter.tags)
    if all(tag.attrs.get("weak") for tag in matter.tags):
        return strong and matter.type == "sanctions" and bool(matter.parties)
    if matter.type == "ceasefire" and words.failed_later(sentence, matter.tags[-1].last):
        return True
    if matter.type == "mediation" and matter.parties and not (head.article or head.attrs.get("weak")):
        return True
    if head.attrs.get("act") == "yes":
        return bool(matter.parties) or both
    if strong and not (head.article and matter.type == "agreement"):
        return True
    return deals and (both or (bool(matter.parties) and not head.article))


def _meeting(sentence: Sentence, matter: Matter, deals: bool, both: bool) -> bool:
    head, parties = matter.head, matter.parties
    if head.attrs.get("shape") == "arrive":
        return words.arrives(sentence, head, matter.last)
    if head.attrs.get("act") == "yes" or (both and matter.type == "meeting"):
        return bool(parties) or both
    if matter.type == "visit" and deals and sides.place(sentence, matter.tags, "visit", matter.first, matter.last):
        return True
    if head.article and matter.body is None and len(parties) < 2:
        return False
    if words.refused(sentence, head):
        return len(parties) > 1
    return (deals and bool(parties or matter.body)) or len(parties) > 1


def _resolution(sentence: Sentence, matter: Matter, deals: bool) -> bool:
    head = matter.head
    if not words.international(matter.body) or sentence.words[head.first].endswith("ات"):
        return False
    return deals or words.numbered(sentence, head) or words.owned(sentence, head)


def _other(sentence: Sentence, matter: Matter) -> bool:
    head = matter.head
    match head.attrs.get("shape"):
        case "envoy":
            return words.beside(sentence, "recall", head, 5, 6)
        case "embassy":
            return words.beside(sentence, "relocate", head, 2, 0)
        case "recognition":
            return words.beside(sentence, "capital", head, 0, 5)
    return True


# How far it has come


def _status(sentence: Sentence, matter: Matter) -> str:
    """Return how far the matter has come, by the words around it; done where they are silent."""
    head = matter.head
    if words.denied(sentence, head):
        return "failed"
    deals = words.deals(sentence, matter.first, matter.last)
    found = {tag.value for tag in deals}
    before = {tag.value for tag in deals if tag.first <= head.first}
    close = _close(sentence, matter)
    for status in ("failed", "rejected"):
        if status in close and matter.type != "other" and not _passed(sentence, matter):
            return status
    if tense(sentence, head.first) == "future" or words.ahead(sentence, head.first) or "planned" in found:
        return "proposed" if matter.type == "agreement" else "planned"
    if "proposed" in before:
        return "proposed"
    if "ongoing" in found and matter.type in _LASTING:
        return "ongoing"
    return "done"


def _passed(sentence: Sentence, matter: Matter) -> bool:
    """Tell whether a vote was won, whatever had failed before it."""
    words = sentence.words[matter.first : matter.last]
    return matter.type == "vote" and not {"موافقه", "بالاجماع", "اعتماد"}.isdisjoint(words)


def _close(sentence: Sentence, matter: Matter) -> set[str]:
    """Return what the words around say, close by; and a failure in a clause "but it …" after it."""
    first, last = matter.head.first, matter.tags[-1].last
    near = {
        tag.value
        for tag in words.deals(sentence, matter.first, matter.last)
        if first - _CLOSE <= tag.first < last + _CLOSE - 2
    }
    return near | {"failed"} if words.failed_later(sentence, last) else near


def _mention(sentence: Sentence, matter: Matter, status: str) -> Mention:
    first, last = words.passage(sentence, matter.tags)
    return Mention(
        kind="diplomacy",
        rule="diplomacy",
        sentence=sentence.index,
        first=first,
        last=last,
        trigger=matter.head.first,
        detail=Diplomacy(matter.type, status, matter.parties, matter.body),
        certainty=_certainty(sentence, matter, status),
        tense=tense(sentence, matter.head.first),
        place=sides.place(sentence, matter.tags, matter.type, matter.first, matter.last),
    )


def _certainty(sentence: Sentence, matter: Matter, status: str) -> Certainty | None:
    token = matter.head.first
    if words.denied(sentence, matter.head):
        return "denied"
    if words.opinion(sentence, token) or (uncertain(sentence, token) and _hedged(sentence, token)):
        return "uncertain"
    if status == "planned" or (status == "proposed" and words.ahead(sentence, token)):
        return "planned"
    if status == "proposed" and matter.type in _PERSONAL and words.effort(sentence, matter.head):
        return "planned"
    return None


def _hedged(sentence: Sentence, token: int) -> bool:
    """Tell whether a hedge stands before a word of diplomacy or at it: "the alleged attack" further on is another's."""
    return any(tag.first <= token + 2 for tag in sentence.of("hedge"))
