"""How likely two claims describe one event, in points: a label for each aspect, and what each label is worth.

The table is explained in docs/fusion.md. What tells against weighs more than what is silent. Figures never decide that
two claims are of different events by themselves: tolls rise.
"""

from __future__ import annotations

from collections.abc import Iterator

from marsad.fusion.spots import Relation, relation
from marsad.fusion.unit import Unit
from marsad.fusion.words import Weights

NEVER = -9.0
HOPELESS = -1.5  # points of time and place, from which nothing else is looked at

# By aspect and label. Diplomacy, statements among it, has a table of its own where its labels begin with "said".
POINTS: dict[str, float] = {
    "time same": 1.8,
    "time same, wide": 1.4,
    "time next day, both firm": -1.0,
    "time next day": 0.0,
    "time days apart": -1.2,
    "time weeks apart": NEVER,
    "time leans": 1.5,
    "time leans apart": 0.0,
    "time open, near": 0.3,
    "time open, late": -1.5,
    "time open, old": -4.0,
    "time open, after": -1.5,
    "time unknown, near": 0.5,
    "time unknown, week": -0.5,
    "time unknown, month": -3.0,
    "place same": 2.0,
    "place part": 1.7,
    "place within": 0.5,
    "place around": -0.1,
    "place near": 0.0,
    "place unknown": 0.4,
    "place apart": -2.0,
    "place far": NEVER,
    "place guessed same": 1.0,
    "place guessed part": 0.3,
    "place guessed within": 0.5,
    "place guessed around": 0.0,
    "place guessed near": 0.9,
    "place guessed unknown": 0.4,
    "place guessed apart": 0.1,
    "place guessed far": -0.4,
    "place none": 0.5,
    "type plain": -0.5,
    "type same": 1.0,
    "type same, rare": 2.3,
    "type near": 0.8,
    "type other": -3.0,
    "type opposed": -5.0,
    "actor same": 1.0,
    "actor other": -0.6,
    "actor reversed": -2.0,
    "target same": 0.5,
    "figure equal": 1.5,
    "figure close": 0.0,
    "figure none": 0.0,
    "figure unlike": -1.5,
    "toll both": 1.0,
    "toll one": -1.0,
    "planned one": -2.0,
    "harmed same": 0.5,
    "harmed other": -1.0,
    "beside": 2.0,
    "again": -1.0,
    "report same": -0.1,
    "tongues": 1.0,
    "said": -4.0,
    "said type same": 1.4,
    "said type other": 0.3,
    "said actor same": 1.9,
    "said actor other": -0.6,
    "said tongues": 1.5,
    "words": 5.0,
    "said words": 15.0,
}
POINTS |= {f"said {label}": points / 2 for label, points in POINTS.items() if label.startswith("place")}

_PLAIN = frozenset((None, "other", "ground_assault"))
_RARE = frozenset(("chemical", "suicide_bombing", "assassination", "execution", "abduction"))
_NEAR = (
    frozenset(("shelling", "missile", "airstrike", "drone")),
    frozenset(("clash", "shooting", "ground_assault")),
    frozenset(("bombing", "suicide_bombing")),
    frozenset(("assassination", "shooting", "execution")),
)
_NEAR_PAIRS = frozenset((x, y) for near in _NEAR for x in near for y in near)
_OPPOSED = (
    frozenset(("captures", "loses")),
    frozenset(("captures", "withdraws")),
    frozenset(("holds", "loses")),
)
_BEST: tuple[Relation, ...] = ("same", "part", "within", "near", "unknown", "around", "apart", "far")
_STATED = {found: f"place {found}" for found in _BEST}
_GUESSED = {found: f"place guessed {found}" for found in _BEST}
_WEEK, _MONTH, _YEAR = 7, 30, 365


def score(a: Unit, b: Unit, weights: Weights) -> float:
    """Return the points of two claims of one family; symmetric."""
    time = time_label(a, b)
    place = place_label(a, b)
    if time == "time weeks apart" or place == "place far":
        return NEVER
    one_report = a.report_id == b.report_id
    said = a.family == "diplomacy"
    points = POINTS[time] + POINTS["said " + place if said else place]
    if points <= HOPELESS:
        return points
    if said:
        points += _said(a, b)
        words, tongues = "said words", "said tongues"
    else:
        points += _done(a, b)
        words, tongues = "words", "tongues"
    if one_report:
        points += POINTS[_beside(a, b)]
    elif a.lang != b.lang:
        points += POINTS[tongues]
    else:
        points += POINTS[words] * likeness(a, b, weights)
    return max(points, NEVER)


def _done(a: Unit, b: Unit) -> float:
    """Return the points of two acts, or of their harm, but for time, place and words."""
    points = POINTS[type_label(a, b)]
    if a.actor or b.actor:
        points += sum(POINTS[label] for label in _sides(a, b))
    if a.number is not None and b.number is not None:
        points += POINTS[_figures(a.number, b.number)]
    if a.toll or b.toll:
        points += POINTS["toll both" if a.toll and b.toll else "toll one"]
    if a.harmed and b.harmed:
        points += POINTS["harmed same" if a.harmed == b.harmed else "harmed other"]
    if a.planned != b.planned:
        points += POINTS["planned one"]
    return points


def _said(a: Unit, b: Unit) -> float:
    """Return the points of two statements, or of two steps of diplomacy, but for time, place and words."""
    points = POINTS["said"]
    if a.claim.kind == b.claim.kind:
        points += POINTS["said type same" if a.type == b.type else "said type other"]
    if a.actor and b.actor:
        points += POINTS["said actor same" if a.actor == b.actor else "said actor other"]
    return points


def _beside(a: Unit, b: Unit) -> str:
    """Label two claims of one report: what it tells twice it tells apart, an attack and its dead stand together."""
    if a.claim.kind == b.claim.kind != "casualty":
        return "again"
    return "beside" if a.sentence == b.sentence else "report same"


def time_label(a: Unit, b: Unit) -> str:
    if a.since is not None and a.until is not None and b.since is not None and b.until is not None:
        gap = max(a.since, b.since) - min(a.until, b.until)
        if gap <= 0:
            return "time same" if max(a.until - a.since, b.until - b.since) <= 1 else "time same, wide"
        firm = a.firm and b.firm
        if gap == 1:
            return "time next day, both firm" if firm else "time next day"
        return "time weeks apart" if firm or gap > _WEEK else "time days apart"
    if a.dated or b.dated:
        return _half_dated(a, b) if a.dated else _half_dated(b, a)
    if a.leaning is not None and b.leaning is not None:
        return "time leans" if a.leaning == b.leaning else "time leans apart"
    if a.published is None or b.published is None:
        return "time unknown, week"
    gap = abs(a.published - b.published)
    if gap > _MONTH:
        return "time weeks apart"
    return "time unknown, near" if gap <= 2 else "time unknown, week" if gap <= _WEEK else "time unknown, month"


def _half_dated(dated: Unit, other: Unit) -> str:
    """Label a dated claim against one whose time is open: it lies somewhat before its report, most likely."""
    assert dated.since is not None
    assert dated.until is not None
    if other.leaning is not None and dated.since <= other.leaning <= dated.until:
        return "time leans"
    if other.published is None:
        return "time open, late"
    if dated.until > other.published:
        return "time open, after" if dated.since <= other.published + 1 else "time weeks apart"
    late = other.published - dated.until
    if late > _YEAR:
        return "time weeks apart"
    return "time open, near" if late <= 4 else "time open, late" if late <= _MONTH else "time open, old"


def place_label(a: Unit, b: Unit) -> str:
    if not a.spots or not b.spots:
        return "place none"
    if len(a.spots) == 1 == len(b.spots):
        found = relation(a.spots[0], b.spots[0])
    else:
        found = min((relation(x, y) for x in a.spots for y in b.spots), key=_BEST.index)
    return _STATED[found] if a.stated and b.stated else _GUESSED[found]


def type_label(a: Unit, b: Unit) -> str:
    x, y = a.type, b.type
    if a.family in ("force", "series"):
        if x in _PLAIN or y in _PLAIN:
            return "type plain"
        if x == y:
            return "type same, rare" if x in _RARE else "type same"
        return "type near" if (x, y) in _NEAR_PAIRS else "type other"
    if x == y:
        return "type same"
    return "type opposed" if any(x in pair and y in pair for pair in _OPPOSED) else "type other"


def _sides(a: Unit, b: Unit) -> Iterator[str]:
    if a.actor and b.actor:
        yield "actor same" if a.actor == b.actor else "actor other"
    if a.target and a.target == b.target:
        yield "target same"
    if (a.actor and a.actor == b.target != a.target) or (b.actor and b.actor == a.target != b.target):
        yield "actor reversed"


def _figures(a: tuple[str, int], b: tuple[str, int]) -> str:
    low, high = sorted((a[1], b[1]))
    if a[0] != b[0]:
        return "figure none"
    if low == high and high >= 5:
        return "figure equal"
    if high <= 2 * low:
        return "figure close"
    return "figure unlike" if high > 5 * low else "figure none"


def likeness(a: Unit, b: Unit, weights: Weights) -> float:
    """Return how far two passages share their words, from 0 to 1, each word by its weight."""
    shared = a.words & b.words
    if not shared:
        return 0.0
    return weights.total(shared) / ((weights.length(a.key, a.words) * weights.length(b.key, b.words)) or 1.0)
