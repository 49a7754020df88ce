"""The names of a list in a language of Latin letters: a cue in the plural holds for all of them.

"The towns of A, B and C", "A, B and C districts".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from marsad.lang.placewords import PlaceWords
from marsad.places.candidates import PlaceHit
from marsad.places.capitals import given, goes_on
from marsad.text.tokens import Token

LONGEST_NAME: Final = 3  # words of a name that no table has
LIST_MARKS: Final = frozenset((",", "and"))
_LONGEST_GAP: Final = 2  # marks between two names of a list


def listed(hit: PlaceHit, before: PlaceHit | None, forms: Sequence[str]) -> PlaceHit:
    """Let a cue in the plural hold for the next name of the list: "the towns of A, B and C"."""
    if before is None or not before.many or hit.cue is not None or hit.relation is not None:
        return hit
    return replace(hit, cue=before.cue, many=True) if _joined(before, hit, forms) else hit


def share_cues(hits: list[PlaceHit], forms: Sequence[str]) -> None:
    """Let a cue in the plural behind a list hold for the names before: "A, B and C districts"."""
    for at in range(len(hits) - 1, 0, -1):
        hit, before = hits[at], hits[at - 1]
        plain = before.cue is None and before.relation is None and not before.anaphor
        if plain and hit.many and hit.cue is not None and hit.start == hit.first and _joined(before, hit, forms):
            hits[at - 1] = replace(before, cue=hit.cue, many=True)


def next_of_list(tokens: Sequence[Token], at: int, before: PlaceHit, words: PlaceWords) -> PlaceHit | None:
    """Return a name that no table has, as the last of a list under a cue: "the towns of Homs and Qumbuz"."""
    if not before.many or before.relation is not None or not given(tokens[at], words) or at - before.end > _LONGEST_GAP:
        return None
    if tokens[at - 1].word != "and" or any(token.word not in LIST_MARKS for token in tokens[before.end : at]):
        return None
    run = at + 1
    while run < min(len(tokens), at + LONGEST_NAME) and goes_on(tokens[run], words):
        run += 1
    return PlaceHit(at, run, at, run, (), " ".join(token.word for token in tokens[at:run]))


def _joined(before: PlaceHit, hit: PlaceHit, forms: Sequence[str]) -> bool:
    """Tell whether two names stand in one list."""
    between = forms[before.end : hit.start]
    return len(between) <= _LONGEST_GAP and all(form in LIST_MARKS for form in between)
