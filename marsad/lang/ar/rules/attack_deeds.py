"""When two words of a sentence tell one deed ("raids that hit"), and when two acts share their attacker."""

from __future__ import annotations

from typing import Final

from marsad.lang.ar.clauses import stretch
from marsad.lang.ar.rules.attack_act import Act
from marsad.lang.sentence import Sentence

_APART: Final = 14  # tokens between two words of one deed


def belongs(sentence: Sentence, known: Act, act: Act) -> bool:
    """Tell whether a second word only says more of the same deed: "raids that hit", "hit with shelling"."""
    between = sentence.words[known.tag.last : act.tag.first]
    if not between and (known.verb or not act.verb):  # else "raids hit": the noun is the verb's subject
        heavier = not act.verb and (not known.tag.attrs.get("after") if known.verb else known.tag.value == "other")
        return heavier or (not known.verb and not act.verb and known.tag.attrs.get("weak") is not None)
    if act.tag.attrs.get("part"):
        return not _parted(sentence, known.tag.last, act.tag.first)
    if act.verb and not known.verb:
        plain = (
            act.tag.attrs.get("after") != "arm"
            and act.tag.pro[:1] not in ("و", "ف")
            and act.type in ("other", known.type)
        )
        if not plain or _parted(sentence, known.tag.last, act.tag.first):
            return False
        _take_object(act)
        return act.attacker is None or act.carried or act.attacker is known.attacker
    if known.verb and not act.verb and act.tag.pro.endswith("ب"):
        return known.type == "other" and stretch(sentence, known.tag.first) == stretch(sentence, act.tag.first)
    return False


def _take_object(act: Act) -> None:
    """Read the actor after a verb that has its act before it as the object: "raids that hit reinforcements"."""
    actor = act.attacker
    if actor is not None and actor.first >= act.tag.last and act.target is None:
        act.target, act.attacker = (actor.first, actor.last), None


def coordinated(sentence: Sentence, known: Act, act: Act) -> bool:
    """Tell whether an act is joined by "and" to one before it in the same clause, whose attacker it then has."""
    if act.verb:
        return act.tag.attrs.get("after") != "arm"
    near = 0 < act.tag.first - known.tag.last <= 4
    joined = act.tag.pro.startswith("و") and (near or stretch(sentence, known.first) == stretch(sentence, act.first))
    return joined and act.type != "clash"


def _parted(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether a clause of its own opens in tokens `[first, last)`."""
    return last - first > _APART or any(first <= tag.first < last for tag in sentence.of("opener", "content"))


def join(known: Act, act: Act) -> None:
    if known.tag.attrs.get("need") == "killer":
        known.target = None  # the dead are whom it killed; the noun says what it hit
    open_means = known.type == "other" and known.tag.attrs.get("fixed") is None
    beside = known.tag.last == act.tag.first and known.tag.attrs.get("weak") and not act.tag.attrs.get("weak")
    if beside or (act.type != "other" and (open_means or known.tag.attrs.get("weak"))):
        known.type, known.tag = act.type, act.tag
        known.verb = known.verb and not act.tag.pro.endswith("ب")  # قتل … بغارات: the noun is the act
    known.attacker = known.attacker or (None if act.carried else act.attacker)
    known.target = known.target or act.target
    known.arms += act.arms
    known.last = act.last
