"""The attack behind a casualty: its kind is the cause, its attacker the perpetrator.

A clause of casualties seldom repeats who struck with what; the attack told beside it does. What the words of the
casualty say comes first, then the nearest attack of its sentence, then what is known of those that it is a part of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from marsad.lang.mention import Mention
from marsad.records import Attack, Casualty

How = tuple[tuple[str, str], ...]
Behind = Mapping[int, tuple[Casualty, How]]

_UNTOLD = frozenset(("detained", "abducted", "missing"))
_PLAIN = frozenset(("other", "ground_assault"))
_SURE = frozenset(("abduction", "execution", "assassination"))
_HERE, _WHOLE = "the attack told beside it", "those that it is a part of"


def behind(mentions: Sequence[Mention]) -> Behind:
    """Return, by id of the mention, the casualties that an attack explains, with how each slot was found."""
    attacks: dict[int, list[Mention]] = {}
    for mention in mentions:
        if isinstance(mention.detail, Attack) and mention.certainty not in ("planned", "denied"):
            attacks.setdefault(mention.sentence, []).append(mention)
    found: dict[int, tuple[Casualty, How]] = {}
    for mention in mentions:
        if isinstance(mention.detail, Casualty):
            filled = _filled(mention, mention.detail, attacks) or (mention.detail, ())
            found[id(mention)] = _with_whole(mention, *filled, found)
    return found


def _with_whole(mention: Mention, detail: Casualty, how: How, found: Behind) -> tuple[Casualty, How]:
    """Fill what a part does not say from its whole."""
    whole = mention.part_of
    known = found[id(whole)][0] if whole is not None and id(whole) in found else whole.detail if whole else None
    if not isinstance(known, Casualty):
        return detail, how
    for slot in ("perpetrator", "cause"):
        value = getattr(known, slot)
        if getattr(detail, slot) is None and value is not None:
            detail = replace(detail, **{slot: value})
            how = (*how, (slot, _WHOLE))
    return detail, how


def _filled(mention: Mention, detail: Casualty, attacks: Mapping[int, list[Mention]]) -> tuple[Casualty, How] | None:
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
        if affiliation is None and act.attacker and act.target:
            return None
        others = [name for name in names if not (affiliation and _alike(name, affiliation))]
        return others[0] if len(others) == 1 and (affiliation or len(names) == 1) else None
    attacker = act.attacker and act.attacker.name
    if not attacker or not attacker[0].isupper() or (affiliation and _alike(attacker, affiliation)):
        return None
    return attacker


def _alike(a: str, b: str) -> bool:
    return a in b or b in a or a.split()[0] == b.split()[0]
