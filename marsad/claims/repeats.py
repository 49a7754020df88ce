"""Fold what a report says twice into one claim: the fullest passage is the evidence, the others go into `also`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, NamedTuple

from marsad.claims.attacks import merge_attacks, only_referred, same_attack
from marsad.claims.casualties import merge_casualties, same_casualty
from marsad.claims.draft import Draft
from marsad.claims.holdings import merge_control, only_named, same_control
from marsad.claims.matters import merge_matters, merge_plights, same_matter, same_plight
from marsad.claims.statements import merge_statements, same_statement
from marsad.records import Kind


class _Way(NamedTuple):
    """How the claims of one kind fold. Both functions take the claim known before, the one told after it, and the
    offset at which the headline ends."""

    same: Callable[[Draft, Draft, int], bool]
    merge: Callable[[Draft, Draft, int], Draft]
    last_first: bool = False  # an attack told again is the last one


_WAYS: Final[Mapping[Kind, _Way]] = {
    "attack": _Way(same_attack, merge_attacks, last_first=True),
    "casualty": _Way(same_casualty, merge_casualties),
    "control": _Way(same_control, merge_control),
    "diplomacy": _Way(same_matter, merge_matters),
    "humanitarian": _Way(same_plight, merge_plights),
    "statement": _Way(same_statement, merge_statements),
}


def fold_repeats(drafts: Iterable[Draft], title_end: int = 0) -> tuple[list[Draft], dict[str, str]]:
    """Return the drafts with in-document repeats folded, in the order of the text, and where the others went.

    The second value leads from the key of every draft to the key of the draft that holds it now. Passages that end
    by `title_end` are the headline. Only drafts of one kind are compared.
    """
    kept: list[Draft] = []
    went: list[set[str]] = []
    places: dict[Kind, list[int]] = {}  # by kind, where its drafts are in `kept`
    for draft in drafts:
        alike = places.setdefault(draft.kind, [])
        way = _WAYS[draft.kind]
        for index in reversed(alike) if way.last_first else alike:
            if way.same(kept[index], draft, title_end):
                kept[index] = way.merge(kept[index], draft, title_end)
                went[index].add(draft.key)
                break
        else:
            alike.append(len(kept))
            kept.append(draft)
            went.append({draft.key})
    left_out = {id(draft) for draft in (*only_referred(kept, title_end), *only_named(kept))}
    now = {key: draft.key for draft, keys in zip(kept, went, strict=True) for key in keys}
    return [draft for draft in kept if id(draft) not in left_out], now
