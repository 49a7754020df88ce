"""What is known of how a claim was read, as named features: the grounds for its confidence.

They come in parts, each made once for the values it tells of, with what it adds to the log-odds (claims/confidence.py).
Each feature is a short text (`kind:rule`, `word:kind:trigger` …), true or absent, so that a weight can be explained
by naming it. Nothing of the report's wording but the trigger's own entry goes in.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from marsad.claims.confidence import weight
from marsad.claims.draft import Draft
from marsad.lang.mention import Document
from marsad.lang.sentence import Sentence
from marsad.records import Attack, Casualty, Control, Detail, Diplomacy, Statement
from marsad.text.memory import Memory

_UNTOLD: Final = ("place", "time", "number")  # classes of tags that tell nothing of a trigger
_KEPT: Final = 4096  # values of a part that are remembered
_Part = tuple[tuple[str, ...], float]
_Key = tuple[Any, ...]  # the kind of a claim, and what a part tells of it


def features(draft: Draft, detail: Detail, document: Document) -> _Part:
    """Return the features of a claim with this detail and their log-odds; each is prefixed with the claim's kind."""
    mention, kind, also = draft.mention, draft.kind, len(draft.also)
    sentence = document.sentences[mention.sentence]
    length, size = (mention.last - mention.first) // 6, len(sentence) // 15
    frames = len(document.frames_of(sentence))
    what, a = _what[_told(kind, draft.rule, detail)]
    trigger, b = _trigger[_entries(kind, sentence, mention.trigger)]
    slots, c = _slots[_filled(draft)]
    where, d = _where[(
        kind, draft.time.start is not None, also if also < 2 else 2, length if length < 5 else 5,
        size if size < 4 else 4, None if sentence.title else min(mention.sentence // 4, 4),
    )]  # fmt: skip
    said, e = _said[(kind, draft.frame.act if draft.frame else None, mention.tense, frames if frames < 3 else 3)]
    return what + trigger + slots + where + said, a + b + c + d + e


def _entries(kind: str, sentence: Sentence, token: int) -> _Key:
    """Return class and value, one after the other, of every tag that starts at `token`; a sentence cut into clauses
    begins with one."""
    found = [kind]
    for tag in sentence.starting(token):
        if tag.cls not in _UNTOLD:
            found.append(tag.cls)
            found.append(tag.value)
    if token == 0 and sentence.clauses is not None:
        found += ("clauses", "")
    return tuple(found)


def _filled(draft: Draft) -> _Key:
    """Return which slots of a claim are filled, and which without words of their own."""
    if not draft.inferred:
        return draft.kind, draft.certainty, draft.source is not None, bool(draft.place)
    slots = [slot for slot, _ in draft.inferred]
    return draft.kind, draft.certainty, draft.source is not None, bool(draft.place), *slots


def _told(kind: str, rule: str, detail: Detail) -> _Key:
    """Return what a detail tells, in the order of `_TOLD`."""
    if isinstance(detail, Attack):
        return kind, rule, detail.type, detail.attacker is not None, detail.target is not None
    if isinstance(detail, Casualty):
        count = detail.count
        return (
            kind, rule, detail.harm, count.qualifier, detail.victims, detail.cause is not None,
            detail.subset_of is not None, (count.low or count.high or 0) > 500,
        )  # fmt: skip
    if isinstance(detail, Statement):
        speaker = detail.speaker
        return kind, rule, detail.act, bool(speaker.name), detail.role is not None, speaker.inferred is not None
    if isinstance(detail, Control):
        named = detail.actor is not None and detail.actor.name is not None
        return kind, rule, detail.action, named, detail.extent is not None
    if isinstance(detail, Diplomacy):
        return kind, rule, detail.type, detail.status, min(len(detail.participants), 2), detail.body is not None
    return kind, rule, detail.type, detail.count.qualifier if detail.count else None, detail.actor is not None


_TOLD: Final = {
    "attack": ("what={}", "sides={1}{2}"),
    "casualty": ("what={}", "count={1}", "harm-count={}:{}", "victims={2}", "cause={3}", "subset={4}", "large={5}"),
    "statement": ("what={}", "named={1}", "role={2}", "implied={3}"),
    "control": ("what={}", "actor={1}", "extent={2}"),
    "diplomacy": ("what={}", "status={1}", "parties={2}", "body={3}"),
    "humanitarian": ("what={}", "count={1}", "actor={2}"),
}  # by kind, the features of what `_told` returns after kind and rule


def _of_what(key: _Key) -> _Part:
    kind, rule, *told = key
    return _part(kind, ("any", f"rule={rule}", *[name.format(*told) for name in _TOLD[kind]]))


def _of_trigger(key: _Key) -> _Part:
    kind, *entries = key
    named = sorted(set(zip(entries[::2], entries[1::2], strict=True)))
    return _part(kind, [f"trigger={cls}:{value}" for cls, value in named])


def _of_slots(key: _Key) -> _Part:
    kind, certainty, source, place, *inferred = key
    known = [f"inferred={slot}" for slot in inferred]
    return _part(kind, (f"certainty={certainty}", f"source={source}", f"place={place}", *known))


def _of_where(key: _Key) -> _Part:
    kind, time, again, length, size, depth = key
    at = "headline" if depth is None else f"depth={depth}"
    return _part(kind, (f"time={time}", f"again={again}", f"length={length}", f"sentence={size}", at))


def _of_said(key: _Key) -> _Part:
    kind, act, tense, frames = key
    return _part(kind, (f"said={act}", f"tense={tense}", f"frames={frames}"))


def _part(kind: str, names: Iterable[str]) -> _Part:
    found = tuple([f"{kind}|{name}" for name in names])
    return found, weight(found)


_what: Final[Memory[_Key, _Part]] = Memory(_of_what, _KEPT)
_trigger: Final[Memory[_Key, _Part]] = Memory(_of_trigger, _KEPT)
_slots: Final[Memory[_Key, _Part]] = Memory(_of_slots, _KEPT)
_where: Final[Memory[_Key, _Part]] = Memory(_of_where, _KEPT)
_said: Final[Memory[_Key, _Part]] = Memory(_of_said, _KEPT)
