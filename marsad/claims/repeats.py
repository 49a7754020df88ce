"""Fold what a report says twice into one claim: the fullest passage is the evidence, the others go into `also`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from marsad.claims.attacks import merge_attacks, only_referred, same_attack
from marsad.claims.casualties import merge_casualties, same_casualty
from marsad.claims.holdings import merge_control, only_named, same_control
from marsad.claims.matters import merge_matters, merge_plights, same_matter, same_plight
from marsad.claims.statements import same_statement
from marsad.records import Claim, Statement


def fold_repeats(claims: Iterable[Claim], title_end: int = 0) -> tuple[tuple[Claim, ...], dict[str, str]]:
    """Return the claims with in-document repeats folded, in the order of the text, and where the others went.

    The second value leads from the key of every claim to the key of the claim that holds it now. Passages that end
    by `title_end` are the headline.
    """
    kept: list[Claim] = []
    went: list[set[str]] = []
    for claim in claims:
        for index, known in sorted(
            enumerate(kept), reverse=claim.kind == "attack"
        ):  # an attack told again is the last one
            folded = _folded(known, claim, title_end)
            if folded is not None:
                kept[index] = folded
                went[index].add(claim.key)
                break
        else:
            kept.append(claim)
            went.append({claim.key})
    left_out = [*only_referred(kept, title_end), *only_named(kept)]
    return tuple(c for c in kept if c not in left_out), {
        key: claim.key for claim, keys in zip(kept, went, strict=True) for key in keys
    }


def _folded(known: Claim, claim: Claim, title_end: int) -> Claim | None:
    """Return the two as one claim where they are one told twice."""
    if same_attack(known, claim, title_end):
        return merge_attacks(known, claim, title_end)
    if same_casualty(known, claim, title_end):
        return merge_casualties(known, claim, title_end)
    if same_control(known, claim):
        return merge_control(known, claim)
    if same_matter(known, claim, title_end):
        return merge_matters(known, claim, title_end)
    if same_plight(known, claim, title_end):
        return merge_plights(known, claim, title_end)
    return _merge(known, claim) if _same(known, claim) else None


def _same(a: Claim, b: Claim) -> bool:
    if a.kind != b.kind or a.certainty != b.certainty:
        return False
    x, y = a.detail, b.detail
    match (x, y):
        case (Statement(), Statement()):
            return same_statement(a, b)
    return False


def _merge(known: Claim, claim: Claim) -> Claim:
    """Keep the claim of the body over the headline's, else the first: their order is that of the text."""
    fuller = max((known, claim), key=lambda c: c.evidence.end - c.evidence.start)
    other = claim if fuller is known else known
    also = tuple(sorted({*known.also, *claim.also, other.evidence} - {fuller.evidence}))
    return replace(fuller, also=also, source=fuller.source or other.source)
