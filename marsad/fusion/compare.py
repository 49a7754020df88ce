"""How likely two claims describe one event, in points. The table is explained in docs/fusion.md.

Points are added; what tells against weighs more than what is silent, and silence is zero. Figures never decide that
two claims are of different events: tolls rise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from marsad.fusion.spots import relation
from marsad.fusion.unit import Unit

VETO = -9.0

_PLACE = {"same": 2.0, "within": 1.2, "around": 0.2, "near": 0.8, "apart": -2.0, "far": -5.0, "unknown": 0.0}
_GUESSED = {"same": 1.0, "within": 0.6, "around": 0.1, "near": 0.4, "apart": -0.2, "far": -0.4, "unknown": 0.0}
_PLAIN = frozenset((None, "other", "ground_assault"))
_RARE = frozenset(("chemical", "suicide_bombing", "assassination", "execution", "abduction"))
SAME, SAME_RARE = 0.8, 1.8
_NEAR = (
    frozenset(("shelling", "missile", "airstrike", "drone")),
    frozenset(("clash", "shooting", "ground_assault")),
    frozenset(("bombing", "suicide_bombing")),
    frozenset(("assassination", "shooting", "execution")),
)
_OPPOSED = (
    frozenset(("captures", "loses")),
    frozenset(("captures", "withdraws")),
    frozenset(("holds", "loses")),
)
LEAN = 1.0
EQUAL, CLOSE, UNLIKE = 1.5, 0.5, -1.5
AGAIN = -1.0
DIPLOMACY = -0.5
DPLACE = 0.4
WORDS, DWORDS = 5.0, 6.0
SOFT = -0.4  # points a day that two times lie apart, one of them not of the passage
_DAYS_BACK = 4  # how far before its publication a report without a time may look
_OLD = 30


@dataclass(frozen=True, slots=True)
class Weights:
    """What words weigh, and the lengths of passages under those weights."""

    of: Mapping[str, float]

    def length(self, unit: Unit) -> float:
        return sum(map(self.weight, unit.words))

    def weight(self, word: str) -> float:
        return self.of.get(word, 1.0)


def score(a: Unit, b: Unit, weights: Weights) -> float:
    """Return the points of two claims of one family; symmetric."""
    time = time_points(a, b)
    if time <= VETO:
        return VETO
    if a.family == "diplomacy":
        points = time + DPLACE * place_points(a, b) + type_points(a, b) + actor_points(a, b) + DIPLOMACY
        return points + (AGAIN if a.report_id == b.report_id else DWORDS * likeness(a, b, weights) if a.lang == b.lang else 1.5)
    points = time + place_points(a, b) + type_points(a, b) + actor_points(a, b) + figure_points(a, b)
    if a.report_id == b.report_id:
        return points + _beside(a, b)
    return points + (WORDS * likeness(a, b, weights) if a.lang == b.lang else 1.0)


def _beside(a: Unit, b: Unit) -> float:
    """Return the points of two claims of one report: an attack and its dead stand in one sentence."""
    if a.claim.kind == b.claim.kind != "casualty":
        return AGAIN
    return 2.0 if a.sentence == b.sentence else 0.3


def time_points(a: Unit, b: Unit) -> float:
    if a.dated and b.dated:
        return _dated(a, b)
    if a.dated or b.dated:
        dated, other = (a, b) if a.dated else (b, a)
        return _half_dated(dated, other)
    if a.leaning is not None and b.leaning is not None:
        return LEAN if a.leaning == b.leaning else -0.5
    if a.published is None or b.published is None:
        return 0.0
    gap = abs(a.published - b.published)
    return 0.5 if gap <= 2 else -0.5 if gap <= 7 else -3.0 if gap <= _OLD else VETO


def _dated(a: Unit, b: Unit) -> float:
    assert a.since is not None
    assert a.until is not None
    assert b.since is not None
    assert b.until is not None
    gap = max(a.since, b.since) - min(a.until, b.until)
    if gap > 0:
        firm = a.firm and b.firm
        if gap == 1:
            return -1.5 if firm else -0.3
        return VETO if firm or gap > 7 else SOFT * gap
    wide = max(a.until - a.since, b.until - b.since)
    return 2.0 if wide <= 1 else 1.2 if wide <= 7 else 0.6


def _half_dated(dated: Unit, other: Unit) -> float:
    assert dated.since is not None
    assert dated.until is not None
    if other.leaning is not None:
        gap = max(dated.since - other.leaning, other.leaning - dated.until)
        if gap <= 0:
            return LEAN
    if other.published is None:
        return 0.0
    if dated.until > other.published:
        return -1.5 if dated.since <= other.published + 1 else VETO
    late = other.published - dated.until
    return 0.3 if late <= _DAYS_BACK else -1.5 if late <= _OLD else VETO if late > 365 else -4.0


def place_points(a: Unit, b: Unit) -> float:
    if not a.spots or not b.spots:
        return 0.0
    table = _PLACE if a.stated and b.stated else _GUESSED
    return max(table[relation(x, y)] for x in a.spots for y in b.spots)


def type_points(a: Unit, b: Unit) -> float:
    x, y = a.type, b.type
    if a.family in ("force", "series"):
        if x in _PLAIN or y in _PLAIN:
            return 0.0
        if x == y:
            return SAME_RARE if x in _RARE else SAME
        return 0.4 if any(x in near and y in near for near in _NEAR) else -2.5
    if a.family == "diplomacy":
        return 0.0 if a.claim.kind != b.claim.kind else 0.5 if x == y else -0.5
    if x == y:
        return 1.0
    return -3.0 if any(x in pair and y in pair for pair in _OPPOSED) else -1.5


def actor_points(a: Unit, b: Unit) -> float:
    points = 0.0
    if a.actor and b.actor:
        points += 1.0 if a.actor == b.actor else -1.0
    if a.target and b.target and a.target == b.target:
        points += 0.5
    if a.actor and a.actor == b.target != a.target:
        points -= 1.5
    if b.actor and b.actor == a.target != b.target:
        points -= 1.5
    return points


def figure_points(a: Unit, b: Unit) -> float:
    if a.number is None or b.number is None or a.number[0] != b.number[0]:
        return 0.0
    low, high = sorted((a.number[1], b.number[1]))
    if low == high:
        return EQUAL if high >= 5 else 0.3
    return CLOSE if high <= 2 * low else UNLIKE if high > 5 * low else 0.0


def likeness(a: Unit, b: Unit, weights: Weights) -> float:
    """Return how far two passages share their words, from 0 to 1, each word by its weight."""
    shared = a.words & b.words
    if not shared:
        return 0.0
    return sum(map(weights.weight, shared)) / sqrt(weights.length(a) * weights.length(b) or 1.0)
