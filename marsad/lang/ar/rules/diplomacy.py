"""Diplomacy: what is negotiated or decided, by whom, before whom, and how far it has come.

A word of diplomacy wakes the rule. It is a claim when the clause has an act beside it (signed, held, adopted …),
parties, or is an act itself. Words of one matter are one claim: "an agreement on a ceasefire" is a ceasefire.
Abstains on bare mentions ("the truce", "the talks") and on appeals without a party.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from marsad.lang.ar.clauses import stretch, tense, uncertain
from marsad.lang.ar.rules import diplomacy_slots as slots
from marsad.lang.mention import Document, Mention
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Certainty, Diplomacy

TRIGGERS: tuple[str, ...] = ("parley",)

# What a first word takes into its claim, and the type that the two make
_JOINED: dict[tuple[str, str], str] = {
    ("agreement", "ceasefire"): "ceasefire",
    ("agreement", "agreement"): "agreement",
    ("agreement", "prisoner_exchange"): "prisoner_exchange",
    ("ceasefire", "ceasefire"): "ceasefire",
    ("ceasefire", "agreement"): "ceasefire",
    ("talks", "talks"): "talks",
    ("talks", "agreement"): "talks",
    ("talks", "ceasefire"): "talks",
    ("mediation", "agreement"): "mediation",
    ("mediation", "ceasefire"): "mediation",
    ("mediation", "talks"): "mediation",
    ("meeting", "vote"): "vote",
    ("meeting", "meeting"): "meeting",
    ("vote", "draft_resolution"): "vote",
    ("vote", "resolution"): "vote",
    ("vote", "ceasefire"): "vote",
    ("vote", "vote"): "vote",
    ("draft_resolution", "vote"): "vote",
    ("draft_resolution", "ceasefire"): "draft_resolution",
    ("resolution", "ceasefire"): "resolution",
    ("resolution", "sanctions"): "resolution",
    ("resolution", "draft_resolution"): "resolution",
    ("sanctions", "sanctions"): "sanctions",
    ("visit", "visit"): "visit",
    ("phone_call", "phone_call"): "phone_call",
}


@dataclass(slots=True)
class Matter:
    """One matter while it is read: its words, its type, its stretch of tokens."""

    tags: list[Tag]
    type: str
    first: int
    last: int


def read(sentence: Sentence, document: Document) -> Iterator[Mention]:
    """Yield a mention for every matter of the sentence that has an act or parties."""
    for matter in _matters(sentence):
        parties = slots.parties(sentence, matter.tags, matter.type, matter.first, matter.last)
        body = slots.body(sentence, matter.first, matter.last)
        if not _holds(sentence, matter, parties, body):
            continue
        status = _status(sentence, matter)
        yield _mention(sentence, matter, parties, body, status)


def _matters(sentence: Sentence) -> list[Matter]:
    found: list[Matter] = []
    for tag in _heads(sentence):
        first, last = stretch(sentence, tag.first)
        known = found[-1] if found else None
        joined = _JOINED.get((known.type, tag.value)) if known and tag.first < known.last else None
        if known and joined:
            known.type = joined
            known.tags.append(tag)
            known.last = max(known.last, last)
        else:
            found.append(Matter([tag], tag.value, first, last))
    return found


def _heads(sentence: Sentence) -> Iterator[Tag]:
    """Yield one word of diplomacy a token."""
    seen = -1
    for tag in sentence.of("parley"):
        if tag.first >= seen:
            seen = tag.last
            yield tag


def _holds(sentence: Sentence, matter: Matter, parties: tuple[str, ...], body: str | None) -> bool:
    """Tell whether the clause logs the matter rather than only mentions it."""
    head = matter.tags[0]
    deals = slots.deals(sentence, matter.first, matter.last)
    match matter.type:
        case "other":
            return _other(sentence, matter)
        case "resolution":
            return body is not None and (bool(deals) or slots.numbered(sentence, head))
        case "draft_resolution":
            return bool(deals) and bool(parties or body)
        case "vote":
            return body is not None or head.get("act") == "yes" and len(matter.tags) > 1
        case "phone_call":
            return bool(parties)
        case "veto":
            return bool(parties)
        case "meeting" | "visit":
            return (head.get("act") == "yes" and bool(parties)) or bool(deals and (parties or body)) or len(parties) > 1
        case _:
            if head.get("weak"):
                return len(parties) > 1
            return bool(deals) and (head.get("act") == "yes" or bool(parties)) or len(parties) > 1
    return False


def _other(sentence: Sentence, matter: Matter) -> bool:
    head = matter.tags[0]
    near = range(max(matter.first, head.first - 4), head.first + 1)
    match head.get("shape"):
        case "envoy":
            return any(tag.first in near for tag in sentence.of("recall"))
        case "embassy":
            return any(tag.first in near for tag in sentence.of("relocate"))
        case "recognition":
            return any(head.last <= tag.first < matter.last for tag in sentence.of("capital"))
    return True


def _status(sentence: Sentence, matter: Matter) -> str:
    """Return how far the matter has come, by the words around it; done where they are silent."""
    head = matter.tags[0]
    found = {tag.value for tag in slots.deals(sentence, matter.first, matter.last)}
    before = {tag.value for tag in slots.deals(sentence, matter.first, head.first + 1)}
    for status in ("failed", "rejected"):
        if status in found:
            return status
    future = tense(sentence, head.first) == "future" or slots.ahead(sentence, matter.first, matter.last)
    if future:
        return "proposed" if matter.type == "agreement" else "planned"
    if "proposed" in before:
        return "proposed"
    if "ongoing" in found and matter.type in ("talks", "mediation", "meeting", "sanctions", "visit"):
        return "ongoing"
    return "done"


def _mention(sentence: Sentence, matter: Matter, parties: tuple[str, ...], body: str | None, status: str) -> Mention:
    head = matter.tags[0]
    first, last = slots.passage(sentence, matter.tags)
    return Mention(
        kind="diplomacy",
        rule="diplomacy",
        sentence=sentence.index,
        first=first,
        last=last,
        trigger=head.first,
        detail=Diplomacy(matter.type, status, parties, body),
        certainty=_certainty(sentence, matter, status),
        tense=tense(sentence, head.first),
    )


def _certainty(sentence: Sentence, matter: Matter, status: str) -> Certainty | None:
    head = matter.tags[0]
    if slots.opinion(sentence, head.first) or uncertain(sentence, head.first):
        return "uncertain"
    return "planned" if status == "planned" else None
