"""Matters of diplomacy in a sentence: words of one matter are one, "an agreement on a ceasefire" is a ceasefire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from marsad.lang.ar.clauses import stretch
from marsad.lang.ar.rules import diplomacy_parties as sides
from marsad.lang.ar.rules import diplomacy_words as words
from marsad.lang.sentence import Sentence, Tag

# What a first word takes into its claim, and the type that the two make; two words of one type are always one
_JOINED: Final[dict[tuple[str, str], str]] = {
    ("agreement", "ceasefire"): "ceasefire",
    ("agreement", "prisoner_exchange"): "prisoner_exchange",
    ("agreement", "sanctions"): "agreement",
    ("ceasefire", "agreement"): "ceasefire",
    ("talks", "agreement"): "talks",
    ("talks", "ceasefire"): "talks",
    ("talks", "prisoner_exchange"): "talks",
    ("mediation", "agreement"): "mediation",
    ("mediation", "ceasefire"): "mediation",
    ("mediation", "talks"): "mediation",
    ("mediation", "prisoner_exchange"): "mediation",
    ("meeting", "vote"): "vote",
    ("meeting", "ceasefire"): "meeting",
    ("vote", "draft_resolution"): "vote",
    ("vote", "resolution"): "vote",
    ("vote", "ceasefire"): "vote",
    ("draft_resolution", "vote"): "vote",
    ("draft_resolution", "ceasefire"): "draft_resolution",
    ("resolution", "ceasefire"): "resolution",
    ("resolution", "sanctions"): "resolution",
    ("resolution", "draft_resolution"): "resolution",
    ("resolution", "other"): "other",
    ("sanctions", "resolution"): "sanctions",
}
_LED: Final = frozenset("افضت افضي اسفرت اسفر انتهت انتهي تكللت اثمرت تمخضت قادت".split())  # "led to"
_BROKERED: Final = frozenset(("agreement", "talks", "ceasefire"))  # a clause "that X mediated" says only more of them


@dataclass(init=False, slots=True)  # written out as `Tag` is
class Matter:
    """One matter while it is read: its words, its type, its tokens `[first, last)`."""

    tags: list[Tag]
    type: str
    first: int
    last: int
    parties: tuple[str, ...]
    body: str | None

    def __init__(self, tags: list[Tag], type: str, first: int, last: int) -> None:
        self.tags = tags
        self.type = type
        self.first = first
        self.last = last
        self.parties = ()
        self.body = None

    @property
    def head(self) -> Tag:
        return self.tags[0]


def matters(sentence: Sentence) -> list[Matter]:
    """Return the matters of a sentence in the order of the text, with their parties and bodies."""
    found: list[Matter] = []
    for tag in _heads(sentence):
        first, last = stretch(sentence, tag.first)
        known = found[-1] if found else None
        if known and tag.first < known.last:
            joined = _join(sentence, known, tag)
            if joined:
                known.type = joined
                known.tags.append(tag)
                known.last = max(known.last, last)
                continue
            if tag.attrs.get("form") != "verb":
                first = max(first, known.tags[-1].last)
        found.append(Matter([tag], tag.value, first, last))
    for matter in found:
        matter.parties = sides.parties(sentence, matter.tags, matter.type, matter.first, matter.last)
        matter.body = sides.body(sentence, matter.first, matter.last)
    return found


def _join(sentence: Sentence, known: Matter, tag: Tag) -> str | None:
    if known.type == tag.value and known.type != "other":
        return known.type
    if tag.value == "mediation" and tag.attrs.get("form") == "verb" and known.type in _BROKERED:
        return known.type
    if known.type == "talks" and tag.value in _BROKERED:
        before = sentence.words[known.tags[0].first - 1] if known.tags[0].first else ""
        if before.lstrip("و") in _LED:
            return tag.value  # "the consultations led to a truce"
    return _JOINED.get((known.type, tag.value))


def _heads(sentence: Sentence) -> list[Tag]:
    """Return one word of diplomacy a token."""
    found: list[Tag] = []
    seen = -1
    for tag in sentence.of("parley"):
        negated = tag.first > 0 and sentence.words[tag.first - 1].lstrip("و") in ("لم", "لن", "لا")
        if negated and sentence.words[tag.first] == "توافق":
            continue  # "did not agree": the verb, no accord
        if tag.first >= seen and not (tag.attrs.get("shape") == "split" and not words.halted(sentence, tag)):
            seen = tag.last
            found.append(tag)
    return found
