"""When two claims of control in one report are one told twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from marsad.claims.draft import Draft, names
from marsad.records import Control, Named

# Actions that a noun which points back may stand for: "the taking of the town" of a battle told before
_TAKEN: Final = frozenset(("captures", "contests"))
_AGAIN: Final = "control/again"


def same_control(known: Draft, claim: Draft, title_end: int = 0) -> bool:
    """Tell whether `claim` tells the control of `known` again: one action, one side, ground that is not another's.

    A noun that does not say who acts (rule `control/again`) needs only the same ground.
    """
    a, b = known.detail, claim.detail
    assert isinstance(a, Control)
    assert isinstance(b, Control)
    if known.certainty != claim.certainty:
        return False
    if known.rule == _AGAIN or claim.rule == _AGAIN:
        return {a.action, b.action} <= _TAKEN and bool(names(known.place) & names(claim.place))
    if a.action != b.action or not _one(a.actor, b.actor) or (a.extent and b.extent and a.extent != b.extent):
        return False
    here, there = names(known.place), names(claim.place)
    return bool(here & there) or (not (here and there) and (a.action == "holds" or here == there))


def merge_control(known: Draft, claim: Draft, title_end: int = 0) -> Draft:
    """Return the fuller telling with the other among its passages, and what it alone does not say filled in."""

    def weight(c: Draft) -> tuple[bool, int, int]:
        detail = c.detail
        assert isinstance(detail, Control)
        said = (detail.actor is not None) + (detail.from_actor is not None) + bool(c.place)
        return c.rule != _AGAIN, said, c.evidence.end - c.evidence.start

    best, other = (claim, known) if weight(claim) > weight(known) else (known, claim)
    a, b = best.detail, other.detail
    assert isinstance(a, Control)
    assert isinstance(b, Control)
    best.takes_in(other)
    best.detail = Control(a.action, a.actor or b.actor, a.from_actor or b.from_actor, a.extent)
    best.place = best.place or other.place
    return best


def only_named(claims: Sequence[Draft]) -> list[Draft]:
    """Return the takings that a noun names and of which no passage says whose they are."""
    return [c for c in claims if c.rule == _AGAIN and isinstance(c.detail, Control) and c.detail.actor is None]


def _one(a: Named | None, b: Named | None) -> bool:
    """Tell whether two sides may be one: a name or the words of one are shared, or one is not said."""
    if a is None or b is None:
        return True
    if a.name and b.name:
        return a.name == b.name
    return a.text in b.text or b.text in a.text
