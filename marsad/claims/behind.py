"""The attack behind a casualty: its kind is the cause, its attacker the perpetrator.

A clause of casualties seldom repeats who struck with what; the attack told beside it does. What the words of the
casualty say themselves comes first, then the nearest attack of its sentence, then the last one of the sentence before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from marsad.lang.mention import Mention
from marsad.records import Attack, Casualty

Behind = Mapping[int, tuple[Casualty, tuple[tuple[str, str], ...]]]

_UNTOLD = frozenset(("detained", "abducted", "missing"))
_PLAIN = frozenset(("other", "ground_assault"))
_SURE = frozenset(("abduction", "execution", "assassination"))
_HERE, _BEFORE = "the attack told beside it", "the attack told in the sentence before"


def behind(mentions: Sequence[Mention]) -> Behind:
    """Return, by id of the mention, the casualties that an attack explains, with how each slot was found."""
    attacks: dict[int, list[Mention]] = {}
    for mention in mentions:
        if isinstance(mention.detail, Attack) and mention.certainty not in ("planned", "denied"):
            attacks.setdefault(mention.sentence, []).append(mention)
    found: dict[int, tuple[Casualty, tuple[tuple[str, str], ...]]] = {}
    for mention in mentions:
        if isinstance(mention.detail, Casualty):
            filled = _filled(mention, mention.detail, attacks)
            if filled is not None:
                found[id(mention)] = filled
    return found


def _filled(
    mention: Mention, detail: Casualty, attacks: Mapping[int, list[Mention]]
) -> tuple[Casualty, tuple[tuple[str, str], ...]] | None:
    here = attacks.get(mention.sentence, [])
    if detail.harm in _UNTOLD or not here:
        return None
    attack = min(here, key=lambda a: (_plain(a), abs(a.trigger - mention.trigger)))
    act = attack.detail
    assert isinstance(act, Attack)
    how: list[tuple[str, str]] = []
    who = _opposite(act, detail.affiliation)
    if detail.perpetrator is None and who:
        detail = replace(detail, perpetrator=who)
        how.append(("perpetrator", _HERE))
    if _plain(attack) and (detail.cumulative or attack.trigger == mention.trigger):
        detail = replace(detail, cause=None)  # "killed since …": no act of one kind
    elif detail.cause not in _SURE:
        detail = replace(detail, cause=act.type)
        how.append(("cause", _HERE))
    return (detail, tuple(how)) if how else None


def _plain(attack: Mention) -> bool:
    """Tell whether an attack says nothing of its means."""
    assert isinstance(attack.detail, Attack)
    return attack.detail.type in _PLAIN


def _opposite(act: Attack, affiliation: str | None) -> str | None:
    """Return the side that struck: not the one that the dead belong to. Of a clash it is known only by theirs."""
    names = [side.name for side in (act.attacker, act.target) if side and side.name and side.name[0].isupper()]
    if act.type == "clash":
        others = [name for name in names if affiliation and not _alike(name, affiliation)]
        return others[0] if len(others) == 1 and len(names) == 2 else None
    attacker = act.attacker and act.attacker.name
    if not attacker or not attacker[0].isupper() or (affiliation and _alike(attacker, affiliation)):
        return None
    return attacker


def _alike(a: str, b: str) -> bool:
    return a in b or b in a or a.split()[0] == b.split()[0]
