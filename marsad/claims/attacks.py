"""When two attacks of one report are one attack told twice."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Final

from marsad.claims.draft import Draft, names
from marsad.records import Attack, Named, When
from marsad.text.fold import match
from marsad.text.memory import Memory
from marsad.text.words import bare

# Types that tellers of one attack swap: the sets of docs/codebook.md, and what a plain word may stand for
_NEAR: Final = (
    frozenset(("shelling", "missile")),
    frozenset(("airstrike", "missile", "drone")),
    frozenset(("shelling", "airstrike")),
    frozenset(("clash", "ground_assault", "shooting")),
    frozenset(("bombing", "suicide_bombing")),
    frozenset(("assassination", "shooting", "execution")),
)
_SWAPPED: Final = {a: frozenset[str]().union(*(group for group in _NEAR if a in group)) for a in chain(*_NEAR)}
_NONE: Final = frozenset[str]()
_AHEAD: Final = 60  # characters between a time and the passage that it opens: "on 19 June, when six died in an attack"
_BESIDE: Final = 3  # characters between two acts that "and" joins
_PLAIN: Final = frozenset(("other", "ground_assault"))  # "attack" alone may be any of them


def same_attack(known: Draft, claim: Draft, title_end: int) -> bool:
    """Tell whether `claim` tells the attack of `known` again.

    A word that points back (rule `attack/again`) and a headline need only not to contradict; two full tellings must
    agree in type, sides and place.
    """
    a, b = known.detail, claim.detail
    assert isinstance(a, Attack)
    assert isinstance(b, Attack)
    if not near(a.type, b.type, plain=True) or not _open(a.attacker, b.attacker) or not _open(a.target, b.target):
        return False
    if known.certainty != claim.certainty and "denied" in (known.certainty, claim.certainty):
        return False
    if not _meet(known, claim):
        return False
    if known.rule == "attack/war" or claim.rule == "attack/war":
        return a.type == b.type
    headline = (known.evidence.end <= title_end) != (claim.evidence.end <= title_end)
    if headline and (known.past or claim.past):
        return False  # a headline tells news
    if headline or known.rule == "attack/again" or claim.rule == "attack/again":
        return True
    return _told_alike(known, claim, a, b)


def _told_alike(known: Draft, claim: Draft, a: Attack, b: Attack) -> bool:
    """Tell whether two full tellings are of one attack: the same target, or the same attacker at the same place."""
    if a.type != b.type and claim.evidence.start - known.evidence.end <= _BESIDE:
        return False  # "raids and shelling"
    if _both(a.target, b.target):
        means_unsaid = "other" in (a.type, b.type) and "clash" not in (a.type, b.type)
        return means_unsaid or near(a.type, b.type)
    if a.type == b.type and _bare(claim):
        return True
    return near(a.type, b.type) and _both(a.attacker, b.attacker) and bool(_explicit(known) & _explicit(claim))


def _bare(claim: Draft) -> bool:
    """Tell whether the passage says nothing but that force was used."""
    detail = claim.detail
    assert isinstance(detail, Attack)
    sides = detail.attacker is not None or detail.target is not None
    return not (sides or _explicit(claim) or _dated(claim))


def merge_attacks(known: Draft, claim: Draft, title_end: int) -> Draft:
    """Return the fuller telling with the other among its passages, and what it alone does not say filled in."""

    def weight(c: Draft) -> tuple[bool, bool, bool, int]:
        detail = c.detail
        assert isinstance(detail, Attack)
        sides = (detail.attacker is not None) + (detail.target is not None)
        return c.rule == "attack", c.evidence.end > title_end, detail.type not in _PLAIN, sides

    best, other = (claim, known) if weight(claim) > weight(known) else (known, claim)
    a, b = best.detail, other.detail
    assert isinstance(a, Attack)
    assert isinstance(b, Attack)
    best.takes_in(other)
    kind = b.type if a.type in _PLAIN and b.type not in _PLAIN and b.type != "clash" else a.type
    lent = None if other.rule == "attack/war" != best.rule else b.attacker  # whose war it is does not say who struck
    best.detail = Attack(kind, a.attacker or lent, a.target or b.target)
    best.place = best.place or other.place
    return best


def only_referred(claims: Sequence[Draft], title_end: int) -> list[Draft]:
    """Return the attacks that are only pointed at: by a headline whose body tells others, or by "the attack" alone."""
    attacks = [c for c in claims if c.kind == "attack"]
    told = any(c.evidence.end > title_end for c in attacks)
    return [
        c
        for c in attacks
        if not c.also and ((told and c.evidence.end <= title_end) or (c.rule != "attack" and c.time.span is None))
    ]


def near(a: str, b: str, *, plain: bool = False) -> bool:
    if a == b or b in _SWAPPED.get(a, _NONE):
        return True
    return plain and (a in _PLAIN or b in _PLAIN) and a != "clash" and b != "clash"


def _both(a: Named | None, b: Named | None) -> bool:
    return a is not None and b is not None


def _open(a: Named | None, b: Named | None) -> bool:
    """Tell whether two sides may be one: one is not said, or the names or the words of one are those of the other."""
    if a is None or b is None or (a.name is not None and a.name == b.name):
        return True
    if a.name and b.name and a.text not in b.text and b.text not in a.text:
        return False
    here, there = _words[a.text], _words[b.text]
    return here <= there or there <= here


def _words_of(text: str) -> frozenset[str]:
    return frozenset([bare(word) for word in match(text).split()])


_words: Final[Memory[str, frozenset[str]]] = Memory(_words_of, 4096)


def _meet(a: Draft, b: Draft) -> bool:
    here, there = _explicit(a), _explicit(b)
    dated = _dated(a) and _dated(b)
    if here and there and not here & there and (not dated or _located(a) == _located(b)):
        return False  # on one day a place that no table has may lie in the one that the other names
    return not dated or _overlap(a.time, b.time)


def _explicit(claim: Draft) -> frozenset[str]:
    """Return the places that the passage itself names."""
    if claim.compared is None:
        taken_over = bool(claim.inferred) and "place" in dict(claim.inferred)
        claim.compared = _NONE if taken_over else names(claim.place)
    found: frozenset[str] = claim.compared
    return found


def _located(claim: Draft) -> bool:
    return any(place.name is not None for place in claim.place)


def _dated(claim: Draft) -> bool:
    time = claim.time
    if time.start is None or time.end is None or time.span is None:
        return False
    return claim.evidence.covers(time.span) or 0 <= claim.evidence.start - time.span.end <= _AHEAD


def _overlap(a: When, b: When) -> bool:
    if a.start is None or a.end is None or b.start is None or b.end is None:
        return True
    return a.start <= b.end and b.start <= a.end
