"""An act of force while it is read, and what the arms beside it say of its type and of who acts."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.lang.en.rules.attack_sides import Range, adjective_side
from marsad.lang.sentence import Sentence, Tag

_AIR_SIDES = frozenset(("US-led coalition", "Saudi-led coalition"))


@dataclass(slots=True)
class Act:
    """An act: its word, its type, its sides, and the tokens `[first, last)` that tell it."""

    tag: Tag
    type: str
    first: int
    last: int
    verb: bool
    attacker: Tag | None = None
    target: Range | None = None
    arms: tuple[Tag, ...] = ()
    passive: bool = False


def owner_of_arm(sentence: Sentence, act: Act) -> Tag | None:
    """Return whose the arm is that acts itself: "a Daesh car bomb killed"."""
    if act.tag.attrs.get("need") not in ("killer", "bomb"):
        return None
    return next(
        (side for arm in act.arms if arm.last == act.tag.first and (side := adjective_side(sentence, arm))), None
    )


def is_near(sentence: Sentence, arm: Tag, tag: Tag, first: int, last: int) -> bool:
    if not first <= arm.first < last or arm.first == tag.first or (tag.first <= arm.first < tag.last):
        return False
    return -6 <= arm.first - tag.first <= 12


def needed(act: Act, need: str) -> bool:
    kinds = {arm.attrs.get("kind") for arm in act.arms}
    if need == "killer":
        return False if act.passive else _kills(act)
    if need == "gas":
        return "gas" in kinds and act.attacker is not None
    if need == "bomb":
        return bool(kinds & {"mine", "bomb"})
    if need == "air":
        return any(arm.attrs.get("kind") == "platform" and arm.first > act.tag.first for arm in act.arms)
    return any(
        arm.attrs.get("kind") in ("arm", "bomb", "gas", "mine") and 0 <= arm.first - act.tag.last < 6
        for arm in act.arms
    )


def _kills(act: Act) -> bool:
    """Tell whether a side or an arm stands as the subject of "kill", and a side or people as its object."""
    by_arm = any(arm.last == act.tag.first and arm.attrs.get("kind") in ("mine", "bomb", "arm") for arm in act.arms)
    return by_arm or (act.attacker is not None and act.tag.attrs.get("vf") != "ing")


def typed(sentence: Sentence, act: Act) -> None:
    """Let an arm, or a platform that attacks, say the type of an act."""
    if act.tag.attrs.get("fixed"):
        return
    gas = next((arm for arm in act.arms if arm.attrs.get("kind") == "gas"), None)
    used = [
        arm
        for arm in act.arms
        if arm.attrs.get("kind") != "platform"
        or (arm.first < act.tag.first and not act.passive)
        or _instrument(sentence, arm)
    ]
    if used and not act.passive and _bomb_struck(sentence, used[0], act):
        act.type = "bombing"
        return
    plain = act.type in ("other", "bombing", "shelling") or act.tag.attrs.get("weak")
    if gas is not None and act.type != "clash":
        act.type = "chemical"
    elif used and plain and act.type != "clash" and not (act.type == "bombing" and used[0].attrs.get("kind") == "arm"):
        act.type = used[0].value
    air = (
        act.attacker is not None
        and act.attacker.cls == "entity"
        and (
            act.attacker.of.kind == "weapon_platform"
            or act.attacker.value in _AIR_SIDES
            or "air force" in act.attacker.value.lower()
        )
    )
    if air and act.type in ("other", "shelling", "bombing") and not any(arm.value == "shelling" for arm in used):
        act.type = "airstrike"


def _bomb_struck(sentence: Sentence, arm: Tag, act: Act) -> bool:
    """Tell whether a bomb of which nobody says that it fell is what struck: "the bomb struck a checkpoint"."""
    alone = sentence.words[arm.first : arm.last] == ("bomb",) and arm.last == act.tag.first
    return alone and not any(other.attrs.get("kind") == "platform" for other in act.arms)


def _instrument(sentence: Sentence, arm: Tag) -> bool:
    return arm.first > 0 and sentence.words[arm.first - 1] in ("by", "with", "using", "from")
