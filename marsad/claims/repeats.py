"""Fold what a report says twice into one claim: the fullest passage is the evidence, the others go into `also`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from marsad.claims.attacks import merge_attacks, same_attack
from marsad.claims.statements import same_statement
from marsad.records import Casualty, Claim, Control, Diplomacy, Humanitarian, Named, Statement


def fold_repeats(claims: Iterable[Claim], title_end: int = 0) -> tuple[Claim, ...]:
    """Return the claims with in-document repeats folded, in the order of the text.

    Passages that end by `title_end` are the headline.
    """
    kept: list[Claim] = []
    for claim in claims:
        for index, known in sorted(
            enumerate(kept), reverse=claim.kind == "attack"
        ):  # an attack told again is the last one
            if same_attack(known, claim, title_end):
                kept[index] = merge_attacks(known, claim, title_end)
                break
            if _same(known, claim):
                kept[index] = _merge(known, claim)
                break
        else:
            kept.append(claim)
    return tuple(kept)


def _same(a: Claim, b: Claim) -> bool:
    if a.kind != b.kind or a.certainty != b.certainty:
        return False
    x, y = a.detail, b.detail
    match (x, y):
        case (Casualty(), Casualty()):
            vague = x.count.qualifier == "vague"
            alike = (x.harm, x.count.low, x.count.high) == (y.harm, y.count.low, y.count.high) and _fits(
                x.victims, y.victims
            )
            return alike and (not vague or a.evidence.overlaps(b.evidence)) and not _conflict(a, b)
        case (Control(), Control()):
            return x.action == y.action and _named(x.actor, y.actor) and _places(a) == _places(b)
        case (Statement(), Statement()):
            return same_statement(a, b)
        case (Diplomacy(), Diplomacy()):
            return x.type == y.type and a.evidence.overlaps(b.evidence)
        case (Humanitarian(), Humanitarian()):
            return x.type == y.type and x.count == y.count and a.evidence.overlaps(b.evidence)
    return False


def _fits(a: str, b: str) -> bool:
    return a == b or "people" in (a, b)


def _conflict(a: Claim, b: Claim) -> bool:
    """One source's figure and another's stay two claims, also when they are equal; so do two places."""
    sources = {c.source.name or c.source.text for c in (a, b) if c.source}
    places = _places(a), _places(b)
    return len(sources) > 1 or bool(places[0] and places[1] and not places[0] & places[1])


def _open(a: Named | None, b: Named | None) -> bool:
    return a is None or b is None or _named(a, b)


def _named(a: Named | None, b: Named | None) -> bool:
    if a is None or b is None:
        return a is b
    return (a.name or a.text) == (b.name or b.text)


def _places(claim: Claim) -> frozenset[str]:
    return frozenset(place.name or place.text for place in claim.place)


def _merge(known: Claim, claim: Claim) -> Claim:
    """Keep the claim of the body over the headline's, else the first: their order is that of the text."""
    fuller = max((known, claim), key=lambda c: c.evidence.end - c.evidence.start)
    other = claim if fuller is known else known
    also = tuple(sorted({*known.also, *claim.also, other.evidence} - {fuller.evidence}))
    return replace(fuller, also=also, source=fuller.source or other.source)
