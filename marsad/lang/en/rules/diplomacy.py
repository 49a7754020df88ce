"""What is negotiated or decided: votes, drafts, talks, agreements, truces, sanctions.

A word of parley is a claim where parties, a forum or a word of progress stand beside it. Abstains on a bare noun
("after the talks") and on what breaks a truce (an attack).
"""

from __future__ import annotations

from collections.abc import Iterator

from marsad.lang.en.clauses import clause_of, hypothetical, tense
from marsad.lang.mention import Document, Mention
from marsad.lang.sentence import Sentence, Tag
from marsad.records import Certainty, Diplomacy

TRIGGERS: tuple[str, ...] = ("parley",)

_PARTIES = frozenset(("country", "group", "org", "force", "person", "role"))
_FORUMS = frozenset(
    ("UN Security Council", "UN General Assembly", "Arab League", "US Congress", "US Senate", "European Union", "NATO")
)
_NEAR = 12
_IN = frozenset(("in", "inside", "across"))
_HELD = frozenset(("meeting", "talks", "visit", "mediation"))
_BOTH = 2  # parties of a call
_STRONG = ("veto",)


def read(sentence: Sentence, document: Document) -> Iterator[Mention]:
    """Yield one mention for each matter of the sentence, one of a type in a clause."""
    seen: set[tuple[str, int]] = set()
    for tag in sentence.of("parley"):
        first, last = clause_of(sentence, tag.first)
        if (tag.value, first) in seen or hypothetical(sentence, tag.first) in ("if", "threat"):
            continue
        mention = _mention(sentence, tag, first, last)
        if mention is not None:
            seen.add((tag.value, first))
            yield mention


def _mention(sentence: Sentence, tag: Tag, first: int, last: int) -> Mention | None:
    deal = _deal(sentence, tag, first, last)
    parties = _participants(sentence, tag, first, last)
    if tag.value == "mediation" and _brokered(sentence, tag):
        return None
    if _within_other(sentence, tag) or (tag.attrs.get("weak") and len(parties) < 1):
        return None
    if tag.attrs.get("act") is None and deal is None and not _voted(sentence, tag):
        return None
    if tag.value == "phone_call" and (len(parties) < _BOTH or sentence.has("speech")):
        return None  # "residents said by phone"
    if tag.value in ("meeting", "talks", "visit") and not parties:
        return None
    status = _status(sentence, tag, deal)
    return Mention(
        kind="diplomacy",
        rule="diplomacy",
        sentence=sentence.index,
        first=max(first, tag.first - 18),
        last=min(last, tag.last + 18),
        trigger=tag.first,
        detail=Diplomacy(tag.value, status, parties, _body(sentence, tag)),
        certainty=_certainty(sentence, tag, status),
        tense="future" if status == "planned" else tense(sentence, tag.first),
        place=None if tag.value in ("ceasefire", "agreement") else _seat(sentence, tag, last),
    )


def _seat(sentence: Sentence, tag: Tag, last: int) -> tuple[Tag, ...]:
    """Return where a meeting is held: the place behind "in" after its word."""
    if tag.value not in _HELD:
        return ()
    for place in sentence.of("place"):
        if tag.last < place.first < min(last, tag.last + _NEAR) and sentence.words[place.first - 1] == "in":
            return (place,)
    return ()


def _voted(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether a forum votes: "the Security Council voted to extend the mission"."""
    return tag.value == "vote" and tag.attrs.get("vf") == "ed" and _body(sentence, tag) is not None


def _deal(sentence: Sentence, tag: Tag, first: int, last: int) -> Tag | None:
    """Return the word of progress nearest to the matter in its clause, a verb's own form included."""
    near = [t for t in sentence.of("deal") if first <= t.first < last + 6 and abs(t.first - tag.first) <= _NEAR]
    return min(near, key=lambda t: (abs(t.first - tag.first), -t.first), default=None)


def _within_other(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether the matter is only the object of a stronger one: the resolution that is vetoed."""
    if tag.value not in ("resolution", "draft_resolution", "vote"):
        return False
    return any(t.value in _STRONG and 0 < tag.first - t.last < 8 for t in sentence.of("parley"))


def _brokered(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether what is brokered is named beside it: "a truce brokered by X" is the truce."""
    return any(t.value in ("ceasefire", "agreement") and abs(t.first - tag.first) < 6 for t in sentence.of("parley"))


def _participants(sentence: Sentence, tag: Tag, first: int, last: int) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for entity in sentence.of("entity"):
        if _located(sentence, entity):
            continue
        if first <= entity.first < last and abs(entity.first - tag.first) <= _NEAR + 4 and entity.of.kind in _PARTIES:
            name = entity.of.name or entity.of.actor
            if name and name not in _FORUMS and not entity.of.monitor:
                found[name] = None
    return tuple(found)


def _located(sentence: Sentence, entity: Tag) -> bool:
    """Tell whether a country is only where something happens: "evacuated from towns in Syria under a deal"."""
    return entity.of.kind == "country" and entity.first > 0 and sentence.words[entity.first - 1] in _IN


def _body(sentence: Sentence, tag: Tag) -> str | None:
    for entity in sentence.of("entity", "body"):
        if entity.value in _FORUMS and abs(entity.first - tag.first) <= _NEAR:
            return entity.value
    return "UN Security Council" if "security council" in sentence.text(tag.first, tag.last).lower() else None


def _status(sentence: Sentence, tag: Tag, deal: Tag | None) -> str:
    if tag.value == "veto":
        return "done"
    if tense(sentence, tag.first) == "future" or (deal is not None and deal.value == "planned"):
        return "planned"
    if deal is not None:
        return deal.value
    return "done"


def _certainty(sentence: Sentence, tag: Tag, status: str) -> Certainty | None:
    if status != "planned":
        return None
    first, last = clause_of(sentence, tag.first)
    return "uncertain" if {"could", "might", "may"} & set(sentence.words[first:last]) else "planned"
