"""What claims of one event do not agree on, and of what kind the difference is. Nothing is merged over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from marsad.fusion.figures import agrees, by_lineage, value
from marsad.fusion.grade import rivals
from marsad.fusion.lineage import Voices
from marsad.fusion.spots import relation
from marsad.fusion.unit import Unit
from marsad.records import Contradiction, Difference, Figure, Point

_MOST = 12  # lineages whose last figures are compared with one another
_WIDER = frozenset(("within", "around", "part"))


def contradictions(units: Sequence[Unit], found: Sequence[Figure], voices: Voices) -> tuple[Contradiction, ...]:
    """Return what the claims of an event differ in: figures, whom they blame, and whether it happened."""
    by_key = {unit.key: unit for unit in units}
    return (
        *(c for figure in found for c in _figures(figure, by_key)),
        *_classes(found, by_key),
        *_denials(units),
        *_blame(units, voices),
    )


def _figures(figure: Figure, units: dict[str, Unit]) -> Iterator[Contradiction]:
    series = by_lineage(figure.points)
    what = f"{figure.victims} {figure.harm}"
    for lineage, points in series.items():
        for before, after in pairwise(points):
            a, b = value(before), value(after)
            if a is not None and b is not None and b < a and not agrees(after, before):
                yield Contradiction("revision", before.claim, after.claim, f"{lineage} lowers {what} from {a} to {b}")
    lasts = [points[-1] for points in series.values()][:_MOST]
    for one, other in combinations(lasts, 2):
        if not agrees(one, other) and not agrees(other, one):
            kind = _difference(one, other, units)
            why = f"{what}: {one.lineage} {value(one)}, {other.lineage} {value(other)}"
            yield Contradiction(kind, one.claim, other.claim, why)


def _difference(one: Point, other: Point, units: dict[str, Unit]) -> Difference:
    """Name the difference of two lineages: of place, of time told, of time of telling, else a real conflict."""
    a, b = units[one.claim], units[other.claim]
    if a.spots and b.spots and relation(a.spots[0], b.spots[0]) in _WIDER:
        return "scope"
    if a.dated and b.dated and (a.since, a.until) != (b.since, b.until):
        return "period"
    if one.published != other.published:
        return "revision"
    return "conflict"


def _classes(found: Sequence[Figure], units: dict[str, Unit]) -> Iterator[Contradiction]:
    """Yield one number given of two classes of victims by two lineages ("60 people", "60 civilians")."""
    for one, other in combinations(found, 2):
        if one.harm != other.harm:
            continue
        for a in one.points:
            for b in other.points:
                same = value(a) is not None and value(a) == value(b) and (value(a) or 0) > 1
                if same and a.lineage != b.lineage and units[a.claim].whole is None and units[b.claim].whole is None:
                    why = f"{value(a)} {one.harm}: {one.victims} ({a.lineage}), {other.victims} ({b.lineage})"
                    yield Contradiction("class", a.claim, b.claim, why)


def _denials(units: Sequence[Unit]) -> Iterator[Contradiction]:
    for denied in units:
        if denied.claim.certainty == "denied":
            kind = denied.claim.kind
            stated = next((u for u in units if u.claim.certainty == "stated" and u.claim.kind == kind), None)
            if stated is not None:
                yield Contradiction("conflict", stated.key, denied.key, "one tells it, the other denies it")


def _blame(units: Sequence[Unit], voices: Voices) -> Iterator[Contradiction]:
    for a, b in rivals(units, voices):
        yield Contradiction("conflict", a.key, b.key, f"blamed: {a.actor} or {b.actor}")
