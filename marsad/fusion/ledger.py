"""Judgements as rulings: which claims people hold for one event, which for two, which they reject.

Of two judgements on the same pair (or the same claim) the later one holds, so that a merge or a split is undone by a
judgement. An event may stand for its earliest claim: its id is made from that claim's key.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from marsad.fusion.sets import root
from marsad.records import Contradiction, Judgement

PREFIX = "e-"


def event_id(key: str) -> str:
    """Return the id of the event whose earliest claim has `key`."""
    return PREFIX + key


def claim_of(name: str) -> str:
    """Return the key of the claim that `name` stands for: a claim, or an event by its earliest claim."""
    return name.removeprefix(PREFIX)


@dataclass(frozen=True, slots=True)
class Rulings:
    """What holds after all judgements. `apart` has both orders of each pair."""

    same: tuple[tuple[str, str], ...] = ()
    apart: frozenset[tuple[str, str]] = frozenset()
    rejected: frozenset[str] = frozenset()
    unresolved: tuple[Contradiction, ...] = ()
    _apart_of: dict[str, set[str]] = field(default_factory=dict, hash=False, compare=False)

    def apart_from(self, key: str) -> set[str]:
        """Return the claims that `key` is ruled to be of another event than."""
        return self._apart_of.get(key, set())


def rule(judgements: Iterable[Judgement]) -> Rulings:
    """Return what holds, whatever the order in which the judgements are given.

    Claims that are both the same (through others) and different are a contradiction: it is listed, and neither
    merged nor split by it: the pairs of that group marked the same are not followed.
    """
    last: dict[tuple[str, ...], Judgement] = {}
    for judgement in sorted(judgements, key=_order):
        names = (judgement.a,) if judgement.b is None else (judgement.a, judgement.b)
        scope = "claim" if judgement.b is None else "pair"
        last[(scope, *sorted(map(claim_of, names)))] = judgement
    same = sorted(pair[1:] for pair, j in last.items() if j.verdict == "same" and len(pair) == 3)
    different = {pair[1:]: j for pair, j in last.items() if j.verdict == "different" and len(pair) == 3}
    rejected = frozenset(pair[1] for pair, j in last.items() if j.verdict == "reject")
    roots = _roots(same)
    torn = {(a, b): j for (a, b), j in different.items() if a in roots and roots[a] == roots.get(b)}
    bad = {roots[a] for a, _ in torn}
    apart: dict[str, set[str]] = {}
    for a, b in different:
        apart.setdefault(a, set()).add(b)
        apart.setdefault(b, set()).add(a)
    return Rulings(
        same=tuple((a, b) for a, b in same if roots[a] not in bad),
        apart=frozenset(pair for a, b in different for pair in ((a, b), (b, a))),
        rejected=rejected,
        unresolved=tuple(
            Contradiction("judgement", a, b, f"{j.by} said different ({j.why}); others hold them for the same")
            for (a, b), j in sorted(torn.items(), key=lambda item: item[0])
        ),
        _apart_of=apart,
    )


def _order(judgement: Judgement) -> tuple[str, str, str, str, str]:
    return (judgement.at.isoformat(), judgement.a, judgement.b or "", judgement.verdict, judgement.by)


def _roots(pairs: Iterable[tuple[str, ...]]) -> dict[str, str]:
    parent: dict[str, str] = {}
    for a, b in pairs:
        low, high = sorted(root(parent, parent.setdefault(key, key)) for key in (a, b))
        parent[high] = low
    return {key: root(parent, key) for key in parent}
