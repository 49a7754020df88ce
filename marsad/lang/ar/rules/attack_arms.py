"""What is used in an attack, and the type that follows from it."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from marsad.lang.ar.clauses import clause_of
from marsad.lang.ar.rules.attack_act import Act
from marsad.lang.ar.rules.attack_words import platforms, words
from marsad.lang.sentence import Sentence, Tag
from marsad.text.words import bare

_INSTRUMENT: Final = words("instrument")
_OFFENSIVE: Final = words("offensive")
_GOAL: Final = words("goal")
_COUNTING: Final = words("counting")
_COUNTED: Final = words("counted")
_FIRST: Final = ("chemical", "suicide_bombing", "drone")  # types that decide whatever else is used
_ONE: Final = {"shelling", "missile"}  # "with rockets and shells" is one means


def arms_of(sentence: Sentence, act: Act, first: int) -> list[Tag]:
    """Return the arms that belong to the act: its adjectives, its instruments, the platform that attacks."""
    found = []
    for arm in sentence.of("arm"):
        if not (first <= arm.first < act.last) or _march(act, arm):
            continue
        if act.tag.attrs.get("need") == "air" and not _instrument(sentence, act, arm):
            continue
        inside = act.attacker is not None and act.attacker.first <= arm.first < act.attacker.last
        kind = arm.attrs.get("kind")
        own = kind == "platform" or arm.value == "suicide_bombing"
        if kind == "platform" and act.verb and arm.first == act.tag.last and not arm.pro:
            found.append(arm)  # the planes themselves are the subject
            continue
        if (inside and own and arm.attrs.get("vague") is None) or (
            arm.first >= act.tag.last and (_manner(sentence, act, arm) or _instrument(sentence, act, arm))
        ):
            found.append(arm)
    return found


def later_arms(sentence: Sentence, act: Act, limit: int) -> list[Tag]:
    """Return arms of an instrument set off by a comma: "hit the base, by drones"."""
    found = []
    for arm in sentence.of("arm"):
        if act.last <= arm.first < limit:
            first, _ = clause_of(sentence, arm.first)
            start = first + (sentence.words[first] in ("وذلك", '"'))
            opens = start < len(sentence) and (sentence.words[start] in _INSTRUMENT or arm.first == start)
            if opens and _instrument(sentence, act, arm):
                found.append(arm)
    return found


def _manner(sentence: Sentence, act: Act, arm: Tag) -> bool:
    if act.tag.attrs.get("after") == "arm":
        return arm.first - act.tag.last <= 5 and (arm.attrs.get("kind") in ("arm", "mine", "platform"))
    return not act.verb and arm.attrs.get("kind") == "manner" and arm.first - act.tag.last <= 3


def _march(act: Act, arm: Tag) -> bool:
    """Tell whether مسيرات is marches: where something is let loose it is drones only without the article."""
    return act.verb and act.tag.attrs.get("need") == "arm" and arm.attrs.get("vague") is not None and arm.article


def _instrument(sentence: Sentence, act: Act, arm: Tag) -> bool:
    """Tell whether an arm stands after ب, بواسطة …, with or without a figure between."""
    if arm.pro.endswith("ب"):
        return arm.attrs.get("vague") is None or not arm.article
    at = arm.first - 1
    while at > act.tag.first and (sentence.covering("number", at) or sentence.words[at] in _COUNTING):
        if sentence.words[at].startswith("ب"):
            return True
        at -= 1
    return sentence.words[at] in _INSTRUMENT or sentence.words[at] in _COUNTED


def own_arm(sentence: Sentence, act: Act, first: int) -> list[Tag]:
    """Return the arm that is the verb's own subject: "the missile hit"."""
    near = [arm for arm in sentence.of("arm") if first <= arm.first and arm.last <= act.tag.first <= arm.last + 4]
    if not near or near[-1].attrs.get("kind") == "manner" or _march(act, near[-1]):
        return []
    planted = act.tag.attrs.get("need") == "mine" and near[-1].attrs.get("kind") == "mine"
    free = act.attacker is None or act.attacker.first == near[-1].last  # "the army's missiles hit"
    return near[-1:] if planted or (act.verb and free) else []


def settle(sentence: Sentence, act: Act) -> None:
    """Choose the type: a fixed one stays, an arm decides, a plain attack by nobody named is not yet an assault."""
    if act.tag.attrs.get("fixed") or act.type == "clash":
        return
    types = [arm.value for arm in act.arms] + _platform(sentence, act.attacker)
    if act.type == "shelling":
        types = ["shelling" if kind == "ground_assault" else kind for kind in types]  # قصف بري
    if act.type == "bombing":
        types = [kind for kind in types if kind in ("bombing", "suicide_bombing")]
    if not types:
        nobody = act.tag.attrs.get("plain") is not None and act.attacker is None
        plain = nobody or act.tag.attrs.get("need") == "military"
        if plain and not _wide(sentence, act):
            act.type = "other"
        return
    strongest = next((kind for kind in _FIRST if kind in types), types[0])
    if not (act.type == "shelling" and strongest == "missile"):
        act.type = strongest


def second_means(act: Act) -> str | None:
    """Return the type of a second arm that is joined to the first by "and": one claim per means."""
    if act.tag.attrs.get("fixed") or act.type in ("clash", "bombing", "ground_assault"):
        return None
    if len(act.arms) < 2:
        return None
    for first, second in pairwise(sorted(act.arms, key=lambda arm: arm.first)):
        joined = second.pro.startswith("و") and second.first - first.last <= 2
        if joined and second.value != first.value and second.value != act.type and {second.value, act.type} != _ONE:
            return second.value
    return None


def _wide(sentence: Sentence, act: Act) -> bool:
    """Tell whether an attack is an offensive: wide, military, or meant to take ground."""
    words = sentence.words[act.tag.last : act.last]
    return any(word in _OFFENSIVE or word in _GOAL for word in words) or any(
        0 <= word.first - act.tag.last <= 1 for word in sentence.of("military")
    )


def _platform(sentence: Sentence, attacker: Tag | None) -> list[str]:
    """Return the type that the attacker's first word says: طائرات, مدفعية."""
    if attacker is None or attacker.cls != "entity":
        return []
    name = attacker.value
    word = bare(sentence.words[attacker.first][len(attacker.pro.rstrip("ل")) :])
    known = platforms().get(word) or ("airstrike" if name.endswith("air force") else None)
    return [known] if known else []
