"""Fold what a report says twice into one claim: the fullest passage is the evidence, the others go into `also`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from marsad.claims.attacks import merge_attacks, only_referred, same_attack
from marsad.claims.casualties import merge_casualties, same_casualty
from marsad.claims.draft import Draft
from marsad.claims.holdings import merge_control, only_named, same_control
from marsad.claims.matters import merge_matters, merge_plights, same_matter, same_plight
from marsad.claims.statements import merge_statements, same_statement

# How claims of a kind fold: whether the one told later tells the one known before again, and which of both stays, with
# what the other alone says filled in. Both functions are given the offset at which the headline ends, too
_WAYS: Final[dict[str, tuple[Callable[[Draft, Draft, int], bool], Callable[[Draft, Draft, int], Draft]]]] = {
    "attack": (same_attack, merge_attacks),
    "casualty": (same_casualty, merge_casualties),
    "control": (same_control, merge_control),
    "diplomacy": (same_matter, merge_matters),
    "humanitarian": (same_plight, merge_plights),
    "statement": (same_statement, merge_statements),
}


def fold_repeats(drafts: Iterable[Draft], title_end: int = 0) -> list[Draft]:
    """Return the drafts with in-document repeats folded, in the order of the text; the others know where they went.

    Passages that end by `title_end` are the headline. Only drafts of one kind are compared.
    """
    kept: list[Draft] = []
    by_kind: dict[str, list[int]] = {}  # where the drafts of a kind are in `kept`
    for draft in drafts:
        alike = by_kind.setdefault(draft.kind, [])
        same, merged = _WAYS[draft.kind]
        for index in reversed(alike) if draft.kind == "attack" else alike:  # an attack told again is the last one
            if same(kept[index], draft, title_end):
                kept[index] = merged(kept[index], draft, title_end)
                break
        else:
            alike.append(len(kept))
            kept.append(draft)
    left_out = [*only_referred(kept, title_end), *only_named(kept)]
    return [draft for draft in kept if draft not in left_out] if left_out else kept
