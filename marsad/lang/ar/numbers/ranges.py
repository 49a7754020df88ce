"""Two numbers that are the ends of one: بين X وY, من X إلى Y, X أو Y, X-Y."""

from __future__ import annotations

from typing import Final

from marsad.lang.ar.numbers.atom import Atom
from marsad.lang.ar.numbers.figures import CLINGING
from marsad.lang.ar.numbers.tables import tables
from marsad.text.tokens import Tokens

_LINKS: Final = frozenset(("الي", "او", "-", "حتي"))
_CHANGE_WITHIN: Final = 7
_YEARS: Final = range(1900, 2100)


def merge(tokens: Tokens, atoms: list[Atom]) -> list[Atom]:
    """Return `atoms` with the two ends of each range made one."""
    merged: list[Atom] = []
    index = 0
    while index < len(atoms):
        found = _range(tokens, atoms[index], atoms[index + 1]) if index + 1 < len(atoms) else None
        merged.append(found or atoms[index])
        index += 2 if found else 1
    return merged


def _range(tokens: Tokens, low: Atom, high: Atom) -> Atom | None:
    if low.kind != "cardinal" or high.kind != "cardinal" or low.noun or high.noun:
        return None
    if low.high is not None or high.high is not None or low.value is None or high.value is None:
        return None
    first = _opening(tokens, low, high)
    if first is None:
        return None
    start = _share_scale(low, high)
    if not start < high.value:
        return None
    return Atom(first, high.last, "cardinal", start, high.value, unit=high.unit)


def _share_scale(low: Atom, high: Atom) -> float:
    """Return the low end, its scale taken from the high end where only that names it (30 and 40 thousand)."""
    assert low.value is not None
    assert high.value is not None
    if high.unit > 1 and low.unit == 1 and low.value < high.value / high.unit:
        return low.value * high.unit
    return low.value


def _opening(tokens: Tokens, low: Atom, high: Atom) -> int | None:
    """Return the first token of the range that `low` and `high` make, None when they make none."""
    between = list(tokens.words[low.last : high.first])
    if between and between[-1] in CLINGING and between[-1] != "و":
        between.pop()
    start = low.first
    while start > 0 and tokens.words[start - 1] in ("ال", "لل", "ل", "ب"):
        start -= 1
    if between in ([], ["و"]) and high.joined:
        return _after_between(tokens, start)
    if len(between) != 1 or between[0] not in _LINKS:
        return None
    if between[0] == "او":
        return low.first
    if between[0] in ("الي", "حتي"):
        reach = start if low.value in _YEARS else _CHANGE_WITHIN  # "rose since … 2023 to 3386": the year of a date
        near = tokens.words[max(0, start - reach) : start]
        if any(word.lstrip("و") in tables().words("change") for word in near):
            return None
        if start and tokens.words[start - 1] in ("من", "ومن"):
            return start - 1
    return low.first


def _after_between(tokens: Tokens, start: int) -> int | None:
    for words in tables().between:
        first = start - len(words)
        if first < 0:
            continue
        said = tokens.words[first:start]
        if said == words or (said[0][:1] in "وفب" and (said[0][1:], *said[1:]) == words):
            return first
    return None
