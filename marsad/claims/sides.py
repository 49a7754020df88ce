"""The attacker of an attack that names none, where the report names one for the same kind of attack close by.

"Raids hit the market" after a sentence on the army's raids: the army's, most likely. An attack with a time of its own
is another one, and what somebody is accused of stays without an attacker. `inferred` says how the slot was filled.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from marsad.claims.attacks import near
from marsad.claims.draft import Draft
from marsad.records import Attack, Named

_CLOSE: Final = 250  # characters between the two passages: a sentence or two
_ALONE: Final = frozenset(("clash", "assassination", "execution", "other"))  # one says nothing of who is behind another
_HOW: Final = "the attacker of a like attack told close by"


def name_attackers(drafts: Sequence[Draft]) -> None:
    """Fill the attacks by nobody named; each looks at the attacks as they were told."""
    attacks = [draft for draft in drafts if draft.kind == "attack"]
    open_ = [draft for draft in attacks if _wants(draft)]
    if not open_:
        return
    filled = [(draft, _like(draft, attacks)) for draft in open_]
    for draft, known in filled:
        act = draft.detail
        if known is not None and isinstance(act, Attack):
            draft.detail = Attack(act.type, known, act.target)
            draft.inferred = (*draft.inferred, ("attacker", _HOW))


def _wants(draft: Draft) -> bool:
    act = draft.detail
    open_ = isinstance(act, Attack) and act.attacker is None and act.type not in _ALONE and draft.time.span is None
    return open_ and (draft.held is None or draft.held.act != "accuse")


def _like(draft: Draft, attacks: Sequence[Draft]) -> Named | None:
    """Return the attacker of the nearest like attack."""
    act = draft.detail
    assert isinstance(act, Attack)
    nearest = _CLOSE + 1
    found: Named | None = None
    for other in attacks:
        known = other.detail
        assert isinstance(known, Attack)
        if known.attacker is not None and known.type not in _ALONE and near(known.type, act.type):
            if _apart(draft, other):
                continue
            gap = _gap(draft, other)
            if gap < nearest:
                nearest, found = gap, known.attacker
    return found


def _apart(draft: Draft, other: Draft) -> bool:
    """Tell whether two attacks are of different countries: then nothing says that one side made both."""
    here = {place.country for place in draft.place if place.country}
    there = {place.country for place in other.place if place.country}
    return bool(here) and bool(there) and here.isdisjoint(there)


def _gap(draft: Draft, other: Draft) -> int:
    """Return how far apart two attacks are told, from where one passage begins to where the other does."""
    at = draft.evidence.start
    return min([abs(span.start - at) for span in (other.evidence, *other.also)])
