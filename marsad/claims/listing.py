"""The places of one list: what happened in "the districts of A, B and C" happened at all three.

A list ends with "and" before its last name, so that what a comma adds ("A, in B") is no second place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from marsad.claims.scene import Site
from marsad.lang.sentence import Sentence
from marsad.records import Place

_AND: Final = frozenset(("and", "و", "&"))
_COMMA: Final = frozenset((",", "،"))
_IN: Final = frozenset(("in", "في"))
_AGAIN: Final = frozenset(("in", "the", "both", "also", "في", "على"))  # said again before the next name
_WIDE: Final = frozenset(("country", "region", "admin1"))
_LONGEST: Final = 3  # words between two names of a list


def listed(best: Site, sites: Sequence[Site], sentence: Sentence) -> tuple[Place, ...]:
    """Return the places of the list in which `best` stands; of "A and B in C", A and B."""
    at = 0
    while sites[at] is not best:
        at += 1
    if at and _holds(sites[at], sites[at - 1], sentence):
        at -= 1
    first = last = at
    while first and _joint(sites[first - 1], sites[first], sentence):
        first -= 1
    while last + 1 < len(sites) and _joint(sites[last], sites[last + 1], sentence):
        last += 1
    while last > first and _joint(sites[last - 1], sites[last], sentence) != "and":
        last -= 1
    if not first <= at <= last:
        return (sites[at].place,)
    return tuple([site.place for site in sites[first : last + 1]])


def _holds(outer: Site, inner: Site, sentence: Sentence) -> bool:
    """Tell whether a place holds the one right before it: "the districts of A and B in eastern C"."""
    between = sentence.words[inner.tag.last : outer.tag.first]
    wide = outer.place.precision in _WIDE and inner.place.precision not in _WIDE
    part = _part_of(inner.place.name or "", outer.place.name or "") and inner.place.name != outer.place.name
    return (wide or part) and 0 < len(between) <= _LONGEST and any(word in _IN for word in between[-2:])


def _joint(left: Site, right: Site, sentence: Sentence) -> str | None:
    """Return what joins two names of one list: "and", a comma, nothing (a text without its marks); else None."""
    words, begin, end = sentence.words, left.tag.last, right.tag.first
    if end - begin > _LONGEST:
        return None
    anded = words[end][0] == "و" and bool(right.tag.of.offset)
    for at in range(begin, end):
        word = words[at]
        if not _joins(word):
            return None
        anded = anded or word in _AND or word[0] == "و"
    if not _alike(left, right):
        return None
    return "and" if anded else "comma"


def _joins(word: str) -> bool:
    return word in _AND or word in _COMMA or word in _AGAIN or (word[0] == "و" and word[1:] in _AGAIN)


def _alike(left: Site, right: Site) -> bool:
    """Tell whether two places may be of one list: neither acts, is a country beside a town, or holds the other."""
    a, b = left.place, right.place
    if (a.precision == "country") != (b.precision == "country"):
        return False
    if a.precision == "country" and left.reach != "at":
        return False
    return a.name is None or b.name is None or not (_part_of(a.name, b.name) or _part_of(b.name, a.name))


def _part_of(name: str, other: str) -> bool:
    """Tell whether the name of a place ends with that of another: "Khan Yunis, Gaza Strip, Palestine"."""
    return name == other or (name.endswith(other) and name.endswith(", " + other))
