"""When a slot of ours says what the same slot of a gold claim says: names, places, times, counts, types."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

Json = Mapping[str, Any]

# Values that two careful readers may swap.
NEIGHBOURS: dict[str, tuple[frozenset[str], ...]] = {
    "attack": (
        frozenset({"shelling", "missile"}),
        frozenset({"airstrike", "missile", "drone"}),
        frozenset({"clash", "ground_assault", "shooting"}),
        frozenset({"bombing", "suicide_bombing"}),
        frozenset({"assassination", "shooting", "execution"}),
        frozenset({"shelling", "airstrike"}),
    ),
    "control": (
        frozenset({"captures", "advances"}),
        frozenset({"contests", "advances"}),
        frozenset({"holds", "captures"}),
    ),
    "diplomacy": (
        frozenset({"draft_resolution", "resolution", "vote", "veto"}),
        frozenset({"meeting", "talks", "visit", "mediation"}),
        frozenset({"ceasefire", "agreement"}),
    ),
    "humanitarian": (
        frozenset({"displacement", "evacuation"}),
        frozenset({"aid_delivery", "aid_blocked", "siege"}),
    ),
    "act": (
        frozenset({"say", "announce"}),
        frozenset({"demand", "call_for"}),
        frozenset({"threaten", "warn"}),
        frozenset({"deny", "reject"}),
        frozenset({"accuse", "condemn"}),
    ),
}

PLACE_KM = 25.0

_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u0640]")
_LETTERS = str.maketrans("أإآٱىةؤئ", "اااايهوي")
_NOT_WORD = re.compile(r"[^\w]+")
_ARTICLE = re.compile(r"^(?:[وفبلك]?ال|لل)(?=\w{2})")
_EMPTY_WORDS = frozenset({"the", "of", "in", "a", "من", "في", "syria", "city", "province"})


# Names and texts


@cache
def folded(text: str) -> str:
    """Return `text` without case, marks, hamza forms and punctuation."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", text).casefold())
    return _NOT_WORD.sub(" ", plain.translate(_LETTERS)).strip()


@cache
def telling_words(text: str) -> frozenset[str]:
    """Return the words of `text` that tell one name from another, without the article."""
    stripped = (_ARTICLE.sub("", word) for word in folded(text).split())
    return frozenset(word for word in stripped if word not in _EMPTY_WORDS)


@cache
def alike(a: str | None, b: str | None) -> bool:
    """Equal, one inside the other, or half of the words of the shorter one shared."""
    x, y = folded(a or ""), folded(b or "")
    if not x or not y:
        return False
    if x == y or (min(len(x), len(y)) > 3 and (x in y or y in x)):
        return True
    mine, theirs = telling_words(a or ""), telling_words(b or "")
    return bool(mine and theirs) and len(mine & theirs) / min(len(mine), len(theirs)) >= 0.5


def _forms(entity: Any) -> list[str]:
    if entity is None:
        return []
    if isinstance(entity, str):
        return [entity] if entity else []
    forms = [entity.get("name"), entity.get("text"), *(entity.get("aliases") or [])]
    return [form for form in forms if form]


def same_entity(a: Any, b: Any) -> bool:
    """Return whether two actors, given as names or as objects, share a form."""
    return any(alike(x, y) for x in _forms(a) for y in _forms(b))


# Slots


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the great-circle distance of two points in degrees, latitude first."""
    lat_a, lon_a, lat_b, lon_b = map(math.radians, (*a, *b))
    chord = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, chord)))


def _same_place(a: Json, b: Json) -> bool:
    coordinates = (a.get("lat"), a.get("lon"), b.get("lat"), b.get("lon"))
    if all(value is not None for value in coordinates):
        lat_a, lon_a, lat_b, lon_b = (float(value) for value in coordinates if value is not None)
        return distance_km((lat_a, lon_a), (lat_b, lon_b)) <= PLACE_KM
    return same_entity(a, b)


def same_places(gold: Sequence[Json] | None, ours: Sequence[Json] | None) -> bool:
    if not gold or not ours:
        return not gold and not ours
    return any(_same_place(a, b) for a in gold for b in ours)


def same_time(gold: Json | None, ours: Json | None, published: str | None) -> bool:
    """Return whether two periods agree; no time at all reads as the day of publication."""

    def days(time: Json | None) -> tuple[str | None, str | None]:
        start, end = (time or {}).get("start"), (time or {}).get("end")
        return (start, end) if start or end else (published or None, published or None)

    a, b = days(gold), days(ours)
    open_ends = {published, None}
    return a == b or (a[0] == b[0] and a[1] in open_ends and b[1] in open_ends)


def same_count(gold: Json | None, ours: Json | None) -> bool:
    if not gold or not ours:
        return not gold and not ours
    qualifiers = (gold.get("qualifier"), ours.get("qualifier"))
    if "vague" in qualifiers:
        return qualifiers[0] == qualifiers[1]
    bounds = [(count.get("low"), count.get("high")) for count in (gold, ours)]
    return bounds[0] == bounds[1] or set(bounds[0]) - {None} == set(bounds[1]) - {None}


def neighbours(group: str, a: Any, b: Any) -> bool:
    return a == b or any(a in values and b in values for values in NEIGHBOURS.get(group, ()))


def _same_participants(gold: Sequence[str] | None, ours: Sequence[str] | None) -> bool:
    if not gold or not ours:
        return not gold and not ours
    return sum(any(same_entity(a, b) for b in ours) for a in gold) / len(gold) >= 0.5


def _same_actor(gold: Any, ours: Any) -> bool:
    return same_entity(gold, ours) if gold and ours else not gold and not ours


_SLOT_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "place": same_places,
    "count": same_count,
    "cause": lambda a, b: a == b or bool(a and b and neighbours("attack", a, b)),
    "cumulative": lambda a, b: bool(a) == bool(b),
    "act": lambda a, b: neighbours("act", a, b),
    "content": alike,
    "participants": _same_participants,
    "victims": lambda a, b: bool(a == b),
    "certainty": lambda a, b: bool(a == b),
    "status": lambda a, b: bool(a == b),
}


def same_value(slot: str, gold: Any, ours: Any) -> bool:
    """Return whether a slot that needs nothing beside its two values is right."""
    return bool(_SLOT_TESTS.get(slot, _same_actor)(gold, ours))
