"""Words around a matter of diplomacy: how far it has come, who only asks for it, what kind of thing it is."""

from __future__ import annotations

from typing import Final

from marsad.lang.ar.clauses import clause_of, negated
from marsad.lang.sentence import Sentence, Tag

Range = tuple[int, int]

PARTIES: Final = frozenset(("force", "group", "org", "country", "people", "person", "role"))  # kinds of entities
RELATIVE: Final = frozenset(("الذي", "التي", "الذين", "اللذين", "اللتين"))
TOWARD: Final = frozenset(("الي", "الى"))
_LONGEST: Final = 40  # tokens of a passage
_CALL: Final = 8  # tokens between a call and what it calls for
NEAR: Final = 4  # tokens between a strong word and what it acts on


def passage(sentence: Sentence, tags: list[Tag]) -> Range:
    """Return the clauses of the words of a matter, cut to a sentence's worth."""
    first, _ = clause_of(sentence, tags[0].first)
    _, last = clause_of(sentence, tags[-1].first)
    first = max(first, tags[0].first - _LONGEST // 2)
    return first, max(min(last, tags[0].first + _LONGEST), tags[0].last)


def beside(sentence: Sentence, cls: str, head: Tag, before: int, after: int) -> bool:
    """Tell whether a tag of `cls` starts within so many tokens before or after `head`."""
    return any(head.first - before <= tag.first <= head.last - 1 + after for tag in sentence.of(cls))


# How far it has come


def deals(sentence: Sentence, first: int, last: int) -> list[Tag]:
    """Return the words of tokens `[first, last)` that say how far a matter has come."""
    return [tag for tag in sentence.of("deal") if first <= tag.first < last and _weighs(sentence, tag)]


def _weighs(sentence: Sentence, tag: Tag) -> bool:
    """A withdrawal rejects a matter only where it is from one: الانسحاب من الاتفاق, not من حلب."""
    if tag.attrs.get("from") is None:
        return True
    return any(tag.last < head.first <= tag.last + 2 for head in sentence.of("parley"))


def strong(sentence: Sentence, tags: list[Tag]) -> bool:
    """Tell whether a word acts on the matter itself, right beside it: "reached a truce", "the talks collapsed"."""
    head, last = tags[0], tags[-1].last
    return any(
        tag.attrs.get("strong") and (0 <= head.first - tag.last <= NEAR or 0 <= tag.first - last <= 2)
        for tag in sentence.of("deal")
    )


def ahead(sentence: Sentence, token: int) -> bool:
    """Tell whether the words that govern `token` speak of what is to come."""
    first, last = clause_of(sentence, token)
    if sentence.at("content", first) is not None and first:
        first = clause_of(sentence, first - 1)[0]
    return any(first <= tag.first < last for tag in sentence.of("future"))


def opinion(sentence: Sentence, token: int) -> bool:
    """Tell whether what stands at `token` is only thought, hoped or rumoured in the words before it."""
    first, _ = clause_of(sentence, token)
    if sentence.at("content", first) is not None and first:
        first = clause_of(sentence, first - 1)[0]
    return any(first <= tag.first < token for tag in sentence.of("opinion"))


def heeded(sentence: Sentence, head: Tag) -> bool:
    """Tell whether the words before only speak of keeping or breaking the matter: "respect for the truce"."""
    first, _ = clause_of(sentence, head.first)
    for tag in sentence.of("heed"):
        if max(first, head.first - NEAR) <= tag.first < head.first:
            return not any(
                tag.first < deal.first < head.first and deal.attrs.get("strong") for deal in sentence.of("deal")
            )
    return False


def averted(sentence: Sentence, head: Tag) -> bool:
    """Tell whether it is only feared, warned of or to be kept off that the matter comes to nothing."""
    for spoil in sentence.of("spoil"):
        if 0 <= head.first - spoil.last <= NEAR:
            return any(0 <= spoil.first - tag.last <= 2 for tag in sentence.of("averted"))
    return False


def refused(sentence: Sentence, head: Tag) -> bool:
    """Tell whether somebody refuses the meeting."""
    return any(0 <= head.first - tag.last <= _CALL and tag.value == "rejected" for tag in sentence.of("deal"))


def failed_later(sentence: Sentence, token: int) -> bool:
    """Tell whether a clause after `token` says that it came to nothing: "but it collapsed within days"."""
    but = next((at for at in range(token, len(sentence)) if sentence.words[at].startswith("لكن")), None)
    return but is not None and any(
        but < tag.first <= but + _CALL and tag.value == "failed" for tag in sentence.of("deal")
    )


def denied(sentence: Sentence, head: Tag) -> bool:
    """Tell whether it did not come about: "reached no agreement", by the matter's word or the act before it."""
    if negated(sentence, head.first):
        return True
    first, _ = clause_of(sentence, head.first)
    acts = [tag for tag in sentence.of("deal") if first <= tag.first < head.first and tag.attrs.get("strong")]
    return bool(acts) and negated(sentence, acts[-1].first)


def effort(sentence: Sentence, head: Tag) -> bool:
    """Tell whether somebody works towards it: "efforts to hold a meeting"."""
    return any(0 <= head.first - tag.last <= NEAR for tag in sentence.of("deal") if tag.attrs.get("effort"))


def asked_by_a_party(sentence: Sentence, head: Tag) -> bool:
    """Tell whether a call for the matter, where there is one, comes from a state, a body, a force or a leader."""
    first, _ = clause_of(sentence, head.first)
    first = max((at for at in range(first, head.first) if sentence.words[at] in RELATIVE), default=first)
    calls = [
        t
        for t in sentence.of("deal")
        if t.attrs.get("appeal") and max(first, head.first - _CALL) <= t.first < head.first
    ]
    return not calls or any(_calls(sentence, call, tag) for call in calls for tag in sentence.of("entity"))


def _calls(sentence: Sentence, call: Tag, tag: Tag) -> bool:
    beside = call.last <= tag.first <= call.last + 1 or 0 <= call.first - tag.last <= 1
    return beside and tag.of.kind in PARTIES and (tag.of.kind != "people" or tag.of.actor is not None)


def adopted(sentence: Sentence, head: Tag) -> bool:
    """Tell whether a draft is adopted in the words before it."""
    first, _ = clause_of(sentence, head.first)
    return any(first <= tag.first < head.first for tag in sentence.of("deal") if tag.attrs.get("adopts"))


# What it is


def halted(sentence: Sentence, tag: Tag) -> bool:
    """Tell whether إطلاق النار is what stops: وقفا من جانب واحد لإطلاق النار."""
    before = sentence.words[max(0, tag.first - NEAR) : tag.first]
    return tag.pro.endswith("ل") and any(word.lstrip("بل") in ("وقف", "وقفا") for word in before)


def numbered(sentence: Sentence, head: Tag) -> bool:
    """Tell whether a resolution is named by its number: القرار رقم 1701."""
    return any(head.last <= tag.first <= head.last + 3 for tag in sentence.of("number"))


def owned(sentence: Sentence, head: Tag) -> bool:
    """Tell whether the body follows the word at once: قرار مجلس الأمن."""
    tag = sentence.at("entity", head.last)
    return tag is not None and international(tag.of.name)


def international(body: str | None) -> bool:
    return body is not None and (body.startswith(("UN ", "United Nations")) or "League" in body or body == "OPCW")


def judged(body: str | None) -> bool:
    return body is not None and ("Court" in body or "Tribunal" in body)


def arrives(sentence: Sentence, head: Tag, last: int) -> bool:
    """Tell whether a person of rank is said to arrive somewhere: subject right beside the verb, إلى after it."""
    subject = sentence.at("entity", head.last) or sentence.before("entity", head.first, within=0)
    if subject is None or subject.of.kind not in ("person", "role") or subject.of.role is None:
        return False
    return any(word in TOWARD for word in sentence.words[head.last : last])
