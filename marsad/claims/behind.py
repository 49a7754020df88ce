"""The attack behind a casualty: its kind is the cause, its attacker the perpetrator.

A clause of casualties seldom repeats who struck with what; the attack told beside it does. What the words of the
casualty say comes first, then the nearest attack of its sentence, then what is known of those that it is a part of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from marsad.claims.attacks import near
from marsad.lang.mention import Document, Mention
from marsad.records import Attack, Casualty

How = tuple[tuple[str, str], ...]
Behind = dict[int, tuple[Casualty, How]]

_UNTOLD: Final = frozenset(("detained", "abducted", "missing"))
_PLAIN: Final = frozenset(("other", "ground_assault"))
_SURE: Final = frozenset(("abduction", "execution", "assassination"))
_SINCE: Final = frozenset(("منذ", "ومنذ", "since"))
_THAT: Final = frozenset(("الذي", "التي", "which", "that"))
_NEXT: Final = 3  # tokens after a deed within which a clause on it opens
_WAR: Final = "attack/war"
_AGAIN: Final = "attack/again"
_HERE: Final = "the attack told beside it"
_WHOLE: Final = "those that it is a part of"


def behind(mentions: Sequence[Mention], document: Document) -> Behind:
    """Return, by id of the mention, the casualties that an attack explains, with how each slot was found."""
    casualties = [mention for mention in mentions if mention.kind == "casualty"]
    if not casualties:
        return {}
    attacks: dict[int, list[Mention]] = {}
    for mention in mentions:
        if mention.kind == "attack" and mention.certainty not in ("planned", "denied"):
            attacks.setdefault(mention.sentence, []).append(mention)
    found: dict[int, tuple[Casualty, How]] = {}
    for mention in casualties:
        detail = mention.detail
        assert isinstance(detail, Casualty)
        here = attacks.get(mention.sentence)
        attack = _behind(mention, here, attacks) if here else None
        if attack is not None and _of_another(attack, mention, document):
            attack = None
        who, cause, how = _slots(mention, detail, attack, found)
        if attack is not None and detail.cumulative and _dates(attack, mention, document):
            who, cause, how = _since(detail, attack, who, how)
        found[id(mention)] = _explained(detail, who, cause, how)
    return found


def _of_another(attack: Mention, casualty: Mention, document: Document) -> bool:
    """Tell whether a deed that is no claim stands between an attack and a toll that is its own: "raids on those who
    planned the attack that killed 29"."""
    sentence = document.sentences[attack.sentence]
    return any(
        attack.trigger < tag.first
        and tag.last <= casualty.trigger
        and tag.attrs.get("form") != "verb"
        and not _THAT.isdisjoint(sentence.words[tag.last : tag.last + _NEXT])
        for tag in sentence.of("strike")
    )


def _dates(attack: Mention, casualty: Mention, document: Document) -> bool:
    """Tell whether an attack only says since when a toll runs: "311 killed since the day when raids began"."""
    if attack.trigger < casualty.trigger:
        return False
    sentence = document.sentences[attack.sentence]
    return not _SINCE.isdisjoint(sentence.words[casualty.trigger : attack.trigger])


def _since(detail: Casualty, attack: Mention, who: str | None, how: How) -> tuple[str | None, str | None, How]:
    """Return who is behind a toll that runs since an attack: of a war who wages it, of one attack nobody; no cause."""
    if attack.rule != _WAR:
        return detail.perpetrator, None, ()
    return who, None, tuple([slot for slot in how if slot[0] != "cause"])


def _slots(
    mention: Mention, detail: Casualty, attack: Mention | None, found: Behind
) -> tuple[str | None, str | None, How]:
    """Return the perpetrator and the cause of a casualty, and how they were found."""
    who, cause, how = _beside(mention, detail, attack)
    whole = mention.part_of
    if whole is not None:
        known = found[id(whole)][0] if id(whole) in found else whole.detail
        if isinstance(known, Casualty):
            if who is None and known.perpetrator is not None:
                who, how = known.perpetrator, (*how, ("perpetrator", _WHOLE))
            if cause is None and known.cause is not None:
                cause, how = known.cause, (*how, ("cause", _WHOLE))
    return who, cause, how


def _explained(d: Casualty, who: str | None, cause: str | None, how: How) -> tuple[Casualty, How]:
    if who is not None and who == d.affiliation:
        who, how = None, tuple([slot for slot in how if slot[0] != "perpetrator"])  # nobody kills his own by being hit
    if who == d.perpetrator and cause == d.cause:
        return d, how
    return Casualty(d.harm, d.count, d.victims, d.affiliation, who, cause, d.cumulative, d.subset_of), how


def _beside(mention: Mention, detail: Casualty, attack: Mention | None) -> tuple[str | None, str | None, How]:
    """Return what the attack behind a casualty tells; what the words of the casualty say comes first."""
    who, cause = detail.perpetrator, detail.cause
    if attack is None or detail.harm in _UNTOLD:
        return who, cause, ()
    act = attack.detail
    assert isinstance(act, Attack)
    struck = _opposite(act, detail.affiliation)
    how: list[tuple[str, str]] = []
    if who is None and struck:
        who = struck
        how.append(("perpetrator", _HERE))
    if _plain(attack) and (detail.cumulative or attack.trigger == mention.trigger):
        return who, (None if how else cause), tuple(how)  # "killed since …": no act of one kind
    if cause not in _SURE:
        cause = act.type
        how.append(("cause", _HERE))
    return who, cause, tuple(how)


def _behind(mention: Mention, here: Sequence[Mention], attacks: Mapping[int, Sequence[Mention]]) -> Mention:
    """Return the nearest attack that says its means, unless a nearer one is by somebody else; for words that only
    point back ("the shelling killed") the attack that they mean."""
    if len(here) > 1:
        here = [attack for attack in here if attack.rule != _AGAIN] or here
    if len(here) == 1:
        return _meant(here[0], attacks) if here[0].rule == _AGAIN else here[0]
    telling = min(here, key=lambda a: (_plain(a), abs(a.trigger - mention.trigger)))
    nearest = min(here, key=lambda a: abs(a.trigger - mention.trigger))
    theirs, others = _attacker(nearest), _attacker(telling)
    return nearest if theirs and others and theirs != others else telling


def _meant(attack: Mention, attacks: Mapping[int, Sequence[Mention]]) -> Mention:
    """Return the attack told in full in the sentence before that words which only point back mean; these themselves,
    where none of their kind is told there."""
    if _attacker(attack) is not None:
        return attack
    for told in reversed(attacks.get(attack.sentence - 1, ())):
        if told.rule == "attack" and _near(told, attack):
            return told
    return attack


def _near(told: Mention, attack: Mention) -> bool:
    assert isinstance(told.detail, Attack)
    assert isinstance(attack.detail, Attack)
    return near(told.detail.type, attack.detail.type, plain=True)


def _attacker(attack: Mention) -> str | None:
    assert isinstance(attack.detail, Attack)
    side = attack.detail.attacker
    return (side.name or side.text) if side is not None else None


def _plain(attack: Mention) -> bool:
    """Tell whether an attack says nothing of its means."""
    assert isinstance(attack.detail, Attack)
    return attack.detail.type in _PLAIN


def _opposite(act: Attack, affiliation: str | None) -> str | None:
    """Return the side that struck: not the one that the dead belong to. Of a clash it is known only by theirs."""
    names = [side.name for side in (act.attacker, act.target) if side and side.name and side.name[0].isupper()]
    if act.type == "clash":
        if affiliation is None:
            return None  # of one side that is named, nobody knows whether it killed or died
        others = [name for name in names if not (affiliation and _alike(name, affiliation))]
        return others[0] if len(others) == 1 and (affiliation or len(names) == 1) else None
    attacker = act.attacker and act.attacker.name
    if not attacker or not attacker[0].isupper() or (affiliation and _alike(attacker, affiliation)):
        return None
    return attacker


def _alike(a: str, b: str) -> bool:
    return a in b or b in a or a.split()[0] == b.split()[0]
