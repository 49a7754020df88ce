"""How many, as reported: points of lineages over time, and their range by a stated rule (docs/fusion.md).

min and max   the lowest and the highest number that any lineage gave, at any time
latest        the number given last; a round one does not displace an exact one that it does not contradict
best          the lower median of what each lineage gave last: one voice among several never decides it
Nothing is added up, and what is denied, planned or part of another count stays out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from marsad.fusion.lineage import Voices
from marsad.fusion.unit import Unit
from marsad.records import Casualty, Count, Figure, Point

_ROUND = frozenset(("at_least", "more_than", "about", "up_to", "range"))
_ABOUT = 0.1  # of a number, within which "about" does not contradict it
TOTAL = ("people", "civilians", "combatants")  # the classes that may stand for all, the widest first


def counts(unit: Unit) -> bool:
    """Tell whether a claim gives a number of those harmed, and neither denies nor plans it."""
    detail = unit.claim.detail
    return (
        isinstance(detail, Casualty)
        and value(detail.count) is not None
        and unit.claim.certainty in ("stated", "uncertain")
    )


def figures(units: Sequence[Unit], voices: Voices) -> tuple[Figure, ...]:
    """Return the figures of an event, by harm and victims, the fullest first."""
    classes: dict[tuple[str, str], list[Point]] = {}
    for unit in units:
        detail = unit.claim.detail
        if not isinstance(detail, Casualty) or not counts(unit):
            continue
        victims = detail.victims if unit.whole is None or detail.victims not in TOTAL[:1] else f"some {detail.victims}"
        classes.setdefault((detail.harm, victims), []).append(_point(unit, detail.count, voices))
    found = [_figure(harm, victims, points) for (harm, victims), points in classes.items()]
    return tuple(sorted(found, key=lambda f: (f.harm != "killed", -len(f.points), f.harm, f.victims)))


def total(found: Iterable[Figure], harm: str) -> Figure | None:
    """Return the figure that stands for all who came to a harm: of people, else of the widest class that is given."""
    of_harm = {figure.victims: figure for figure in found if figure.harm == harm}
    return next((of_harm[victims] for victims in TOTAL if victims in of_harm), None)


def value(count: Count | Point) -> int | None:
    """Return the number as printed: the lower end, or the upper one where it alone is given."""
    return count.low if count.low is not None else count.high


def _point(unit: Unit, count: Count, voices: Voices) -> Point:
    origin, _ = voices.origin(unit)
    day = dt.date.fromordinal(unit.published) if unit.published is not None else None
    return Point(unit.key, origin, day, count.low, count.high, count.qualifier)


def _figure(harm: str, victims: str, points: list[Point]) -> Figure:
    points = _first_printings(points)
    lows = [low for p in points if (low := value(p)) is not None]
    highs = [high for p in points if (high := p.high if p.high is not None else p.low) is not None]
    lasts = sorted(number for series in by_lineage(points).values() if (number := _last(series)) is not None)
    return Figure(
        harm=harm,
        victims=victims,
        points=tuple(points),
        min=min(lows, default=None),
        best=lasts[(len(lasts) - 1) // 2] if lasts else None,
        max=max(highs, default=None),
        latest=_last(points),
    )


def known(figure: Figure, day: dt.date) -> Figure | None:
    """Return a figure as what was published by `day` makes it; None where nothing was."""
    told = [point for point in figure.points if point.published is not None and point.published <= day]
    return _figure(figure.harm, figure.victims, told) if told else None


def _first_printings(points: list[Point]) -> list[Point]:
    """Keep the first printing of each number of a lineage: copies are echo."""
    seen: dict[tuple[str, int | None, int | None, str], Point] = {}
    for point in sorted(points, key=_order):
        seen.setdefault((point.lineage, point.low, point.high, point.qualifier), point)
    return list(seen.values())


def by_lineage(points: Iterable[Point]) -> dict[str, list[Point]]:
    """Return the points of each lineage, in the order of publication: a series, whose steps are revisions."""
    found: dict[str, list[Point]] = {}
    for point in sorted(points, key=_order):
        found.setdefault(point.lineage, []).append(point)
    return found


def _last(points: Iterable[Point]) -> int | None:
    """Return what was given last; of one day, the highest, since tolls rise."""
    known: Point | None = None
    for point in sorted(points, key=_order):
        if known is None or not agrees(point, known):
            known = point
    return value(known) if known is not None else None


def agrees(point: Point, known: Point) -> bool:
    """Tell whether a round number does not contradict a known one."""
    number, before = value(point), value(known)
    if number is None or before is None:
        return True
    match point.qualifier:
        case "at_least" | "more_than":
            return number <= before
        case "up_to":
            return number >= before
        case "about":
            return abs(number - before) <= _ABOUT * before and known.qualifier == "exact"
        case "range":
            return point.low is not None and point.high is not None and point.low <= before <= point.high
        case _:
            return number == before


def _order(point: Point) -> tuple[str, int]:
    """Order by day, then number; what is alike stays as given: in the order of the reports."""
    return (point.published.isoformat() if point.published else "9999", value(point) or 0)
