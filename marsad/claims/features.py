"""What is known of how a claim was read, as named features: the grounds for its confidence.

They come in parts, each made once for the values it tells of, with what it adds to the log-odds (claims/confidence.py).
Each feature is a short text (`kind:rule`, `word:kind:trigger` …), true or absent, so that a weight can be explained
by naming it. Nothing of the report's wording but the trigger's own entry goes in.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from marsad.claims.confidence import weight
from marsad.claims.draft import Draft
from marsad.lang.mention import Document
from marsad.lang.sentence import Sentence
from marsad.records import Attack, Casualty, Control, Detail, Diplomacy, Humanitarian, Statement
from marsad.text.memory import Memory

_UNTOLD: Final = ("place", "time", "number")  # classes of tags that tell nothing of a trigger
_KEPT: Final = 4096  # values of a part that are remembered
_Part = tuple[tuple[str, ...], float]
_Told = tuple[tuple[str, object], ...]


def features(draft: Draft, detail: Detail, document: Document) -> _Part:
    """Return the features of a claim with this detail and their log-odds; each is prefixed with the claim's kind."""
    mention, kind, also = draft.mention, draft.kind, len(draft.also)
    sentence = document.sentences[mention.sentence]
    length, size = (mention.last - mention.first) // 6, len(sentence) // 15
    frames = len(document.frames_of(sentence))
    what, a = _what[(kind, draft.rule, _told(detail))]
    trigger, b = _trigger[(kind, _entries(sentence, mention.trigger))]
    slots, c = _slots[
        (
            kind,
            draft.certainty,
            draft.source is not None,
            bool(draft.place),
            tuple([slot for slot, _ in draft.inferred]),
        )
    ]
    where, d = _where[(
        kind, draft.time.start is not None, also if also < 2 else 2, length if length < 5 else 5,
        size if size < 4 else 4, None if sentence.title else min(mention.sentence // 4, 4),
    )]  # fmt: skip
    said, e = _said[(kind, draft.frame.act if draft.frame else None, mention.tense, frames if frames < 3 else 3)]
    return (*what, *trigger, *slots, *where, *said), a + b + c + d + e


def _entries(sentence: Sentence, token: int) -> tuple[tuple[str, str], ...]:
    """Return class and value of every tag that starts at `token`; a sentence cut into clauses begins with one."""
    found = {(tag.cls, tag.value) for tag in sentence.starting(token)}
    if token == 0 and sentence.clauses is not None:
        found.add(("clauses", ""))
    return tuple(sorted(found)) if len(found) > 1 else tuple(found)


def _of_what(key: tuple[str, str, _Told]) -> _Part:
    kind, rule, told = key
    return _part(kind, ("any", f"rule={rule}", *[f"{name}={value}" for name, value in told]))


def _of_trigger(key: tuple[str, tuple[tuple[str, str], ...]]) -> _Part:
    kind, entries = key
    return _part(kind, [f"trigger={cls}:{value}" for cls, value in entries if cls not in _UNTOLD])


def _of_slots(key: tuple[str, str, bool, bool, tuple[str, ...]]) -> _Part:
    kind, certainty, source, place, inferred = key
    known = [f"inferred={slot}" for slot in inferred]
    return _part(kind, (f"certainty={certainty}", f"source={source}", f"place={place}", *known))


def _of_where(key: tuple[str, bool, int, int, int, int | None]) -> _Part:
    kind, time, again, length, size, depth = key
    at = "headline" if depth is None else f"depth={depth}"
    return _part(kind, (f"time={time}", f"again={again}", f"length={length}", f"sentence={size}", at))


def _of_said(key: tuple[str, str | None, str, int]) -> _Part:
    kind, act, tense, frames = key
    return _part(kind, (f"said={act}", f"tense={tense}", f"frames={frames}"))


def _part(kind: str, names: Iterable[str]) -> _Part:
    found = tuple([f"{kind}|{name}" for name in names])
    return found, weight(found)


_what: Final[Memory[tuple[str, str, _Told], _Part]] = Memory(_of_what, _KEPT)
_trigger: Final[Memory[tuple[str, tuple[tuple[str, str], ...]], _Part]] = Memory(_of_trigger, _KEPT)
_slots: Final[Memory[tuple[str, str, bool, bool, tuple[str, ...]], _Part]] = Memory(_of_slots, _KEPT)
_where: Final[Memory[tuple[str, bool, int, int, int, int | None], _Part]] = Memory(_of_where, _KEPT)
_said: Final[Memory[tuple[str, str | None, str, int], _Part]] = Memory(_of_said, _KEPT)


def _told(detail: Detail) -> _Told:
    """Return what a detail tells, by name."""
    match detail:
        case Casualty() as d:
            figure = d.count.qualifier
            return (
                ("what", d.harm),
                ("count", figure),
                ("harm-count", f"{d.harm}:{figure}"),
                ("victims", d.victims),
                ("cause", d.cause is not None),
                ("subset", d.subset_of is not None),
                ("large", (d.count.low or d.count.high or 0) > 500),
            )
        case Control() as d:
            named = d.actor is not None and d.actor.name is not None
            return ("what", d.action), ("actor", named), ("extent", d.extent is not None)
        case Attack() as d:
            return ("what", d.type), ("sides", f"{d.attacker is not None}{d.target is not None}")
        case Statement() as d:
            speaker = d.speaker
            return (
                ("what", d.act),
                ("named", bool(speaker.name)),
                ("role", d.role is not None),
                ("implied", speaker.inferred is not None),
            )
        case Diplomacy() as d:
            return (
                ("what", d.type),
                ("status", d.status),
                ("parties", min(len(d.participants), 2)),
                ("body", d.body is not None),
            )
        case Humanitarian() as d:
            return (
                ("what", d.type),
                ("count", d.count.qualifier if d.count else None),
                ("actor", d.actor is not None),
            )
