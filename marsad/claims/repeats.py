"""Fold what a report says twice into one claim: the fullest passage is the evidence, the others go into `also`."""

from __future__ import annotations

from collections.abc import Iterable

from marsad.claims.attacks import merge_attacks, only_referred, same_attack
from marsad.claims.casualties import merge_casualties, same_casualty
from marsad.claims.draft import Draft
from marsad.claims.holdings import merge_control, only_named, same_control
from marsad.claims.matters import merge_matters, merge_plights, same_matter, same_plight
from marsad.claims.statements import merge_statements, same_statement


def fold_repeats(drafts: Iterable[Draft], title_end: int = 0) -> list[Draft]:
    """Return the drafts with in-document repeats folded, in the order of the text; the others know where they went.

    Passages that end by `title_end` are the headline. Only drafts of one kind are compared.
    """
    kept: list[Draft] = []
    by_kind: dict[str, list[int]] = {}  # where the drafts of a kind are in `kept`
    for draft in drafts:
        alike = by_kind.get(draft.kind)
        if alike is None:
            by_kind[draft.kind] = [len(kept)]
            kept.append(draft)
            continue
        index = _told_before(draft, kept, alike, title_end)
        if index < 0:
            alike.append(len(kept))
            kept.append(draft)
        else:
            kept[index] = _merged(kept[index], draft, title_end)
    left_out = [*only_referred(kept, title_end), *only_named(kept)]
    return [draft for draft in kept if draft not in left_out] if left_out else kept


def _told_before(draft: Draft, kept: list[Draft], alike: list[int], title_end: int) -> int:
    """Return where in `kept` a draft of the same kind is that tells the same, -1 where none does."""
    for index in reversed(alike) if draft.kind == "attack" else alike:  # an attack told again is the last one
        if _same(kept[index], draft, title_end):
            return index
    return -1


def _same(known: Draft, draft: Draft, title_end: int) -> bool:
    """Tell whether `draft` tells again what the one known before it does."""
    kind = draft.kind
    if kind == "attack":
        return same_attack(known, draft, title_end)
    if kind == "statement":
        return same_statement(known, draft, title_end)
    if kind == "casualty":
        return same_casualty(known, draft, title_end)
    if kind == "control":
        return same_control(known, draft, title_end)
    if kind == "diplomacy":
        return same_matter(known, draft, title_end)
    return same_plight(known, draft, title_end)


def _merged(known: Draft, draft: Draft, title_end: int) -> Draft:
    """Return the one of two tellings that stays, with what the other alone says filled in."""
    kind = draft.kind
    if kind == "attack":
        return merge_attacks(known, draft, title_end)
    if kind == "statement":
        return merge_statements(known, draft, title_end)
    if kind == "casualty":
        return merge_casualties(known, draft, title_end)
    if kind == "control":
        return merge_control(known, draft, title_end)
    if kind == "diplomacy":
        return merge_matters(known, draft, title_end)
    return merge_plights(known, draft, title_end)
