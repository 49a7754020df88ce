"""Whether an act is told as having happened, with what its word needs beside it."""

from __future__ import annotations

from typing import Final

from marsad.lang.ar.clauses import denied, hypothetical, negated, tense
from marsad.lang.ar.rules.attack_act import Act
from marsad.lang.ar.rules.attack_words import words
from marsad.lang.mention import Document
from marsad.lang.sentence import Sentence

_JUDGED: Final = words("judged")
_PURPOSE: Final = words("purpose")
_GOAL: Final = words("goal")
_FEARING: Final = ("warn", "threaten")
_NEAR: Final = 4  # tokens between "suffered" and what was suffered


def holds(sentence: Sentence, document: Document, act: Act) -> bool:
    """Tell whether the act is told as having happened, with what its word needs."""
    tag = act.tag
    if hypothetical(sentence, tag.first) or tense(sentence, tag.first) == "future" or _feared(sentence, document, act):
        return False
    if negated(sentence, tag.first) and not undone(sentence, act):
        return False
    if tag.attrs.get("aim") and _only_aimed(sentence, act):
        return False
    if act.type == "execution" and _JUDGED.intersection(sentence.words):
        return False
    if not _fulfilled(sentence, act, tag.attrs.get("need")):
        return False
    if tag.attrs.get("weak") is None or act.attacker is not None or act.target is not None or act.arms:
        return True
    return tag.attrs.get("need") == "military" and _for_ground(sentence, act)


def _only_aimed(sentence: Sentence, act: Act) -> bool:
    """Tell whether something is only aimed at: "aims to free the city", "on their way to hit the airport"."""
    if act.target is not None:
        named, after = sentence.words[act.target[0]], sentence.words[act.target[0] + 1 : act.target[1]][:1]
        if named in _PURPOSE or (named.startswith("ال") and _PURPOSE.intersection(after)):  # تستهدف الخطة تحقيق
            return True
    suffers = any(act.tag.first - _NEAR <= tag.first < act.tag.first for tag in sentence.of("suffer"))
    return not act.verb and act.tag.pro.endswith("ل") and not suffers


def _for_ground(sentence: Sentence, act: Act) -> bool:
    """Tell whether an operation is said to be for ground: "to retake the town"."""
    return any(word in _GOAL for word in sentence.words[act.tag.last : act.last])


def _feared(sentence: Sentence, document: Document, act: Act) -> bool:
    """Tell whether somebody warns of the act or threatens it."""
    at = act.tag.first
    frames = document.frames_of(sentence)
    return bool(frames) and any(f.act in _FEARING and f.first <= at < f.last for f in frames)


def _fulfilled(sentence: Sentence, act: Act, need: str | None) -> bool:
    if need in ("arm", "mine"):
        return any(arm.attrs.get("kind") == "mine" or need == "arm" for arm in act.arms)
    if need == "force":
        return act.attacker is not None
    if need == "waged":
        waged = any(act.first <= verb.first < act.last for verb in sentence.of("launch"))
        return act.attacker is not None and (waged or act.target is not None)
    if need == "killer":
        return (
            not (act.carried and _joined(act))  # "… and seven children were killed": what the act before did
            and act.attacker is not None
            and act.attacker.of is not None
            and act.target is not None
            and sentence.words[act.target[0] - 1] != "علي"
            and act.attacker.of.kind in ("force", "group")
        )
    if need == "air":
        return any(act.tag.last <= arm.first < act.last for arm in sentence.of("arm"))
    if need == "military":
        aimed = act.attacker is not None and act.target is not None
        if act.arms or aimed or any(0 <= m.first - act.tag.last <= 1 for m in sentence.of("military")):
            return True
        return _for_ground(sentence, act)
    return True


def _joined(act: Act) -> bool:
    """Tell whether "and" or "so" joins an act to what stands before it."""
    return act.tag.pro[:1] in ("و", "ف")


def undone(sentence: Sentence, act: Act) -> bool:
    """Tell whether the act is denied: by somebody, or by لم before its verb."""
    at = act.tag.first
    return denied(sentence, at) or (act.verb and at > 0 and sentence.words[at - 1] == "لم" and act.attacker is not None)
