"""Checks of tolls, and what may be drawn from two points of one series.

A check names what does not agree and corrects nothing. A fall is flagged only where the figures leave no doubt: "at
least 300" after "311" is none. An interval between two points is implied, never reported, and says so; figures are
added only where nobody can be counted twice.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from marsad.records import Casualty, Qualifier
from marsad.views.figures import Check, Finding, Group, Point, Series, detail_of, is_figure
from marsad.views.rows import ClaimRef, Sourced

_EXCLUSIVE = (("civilians", "combatants"), ("children", "women"))  # nobody is in both
_ALL = _EXCLUSIVE[0]  # and everybody is in one of these
_ROUNDED = 0.9  # "about 1,100" after 1,134 is a rounding
_DAY = dt.timedelta(days=1)


def part_findings(claims: Iterable[Sourced]) -> dict[ClaimRef, tuple[Finding, ...]]:
    """Return, for each claim, what is found of wholes and parts that a report links ("among them 42 children").

    A part exceeds its whole where its least is more than the most the whole may be; so do parts that exclude each
    other, added. Civilians and combatants together are everybody: they make the whole or fall short of it.
    """
    stated = [p for p in claims if p.claim.certainty == "stated" and isinstance(p.claim.detail, Casualty)]
    by_id = {(p.report.report_id, p.claim.id): p for p in stated}
    parts: dict[tuple[str, str], list[Sourced]] = defaultdict(list)
    for p in stated:
        detail = detail_of(p)
        whole = by_id.get((p.report.report_id, detail.subset_of or ""))
        if whole is not None and detail_of(whole).harm == detail.harm:
            parts[whole.report.report_id, whole.claim.id].append(p)
    found: dict[ClaimRef, list[Finding]] = defaultdict(list)
    for key, members in parts.items():
        for finding in _parts(by_id[key], members):
            for ref in finding.refs:
                found[ref].append(finding)
    return {ref: tuple(findings) for ref, findings in found.items()}


def _parts(whole: Sourced, parts: Sequence[Sourced]) -> list[Finding]:
    most, out = detail_of(whole).count.high, []
    for part in parts:
        least = detail_of(part).count.low
        if least is not None and most is not None and least > most:
            why = f"{least} {detail_of(part).victims} are more than the {most} they are a part of"
            out.append(Finding("part exceeds whole", why, (whole.ref, part.ref)))
    for classes in _EXCLUSIVE:
        members = [part for part in parts if detail_of(part).victims in classes]
        kinds = {(detail_of(part).victims, detail_of(part).affiliation) for part in members}
        if len(members) > 1 and len(kinds) == len(members):
            out += _together(whole, members, exhaustive=_is_all(whole, members, classes))
    return out


def _is_all(whole: Sourced, members: Sequence[Sourced], classes: tuple[str, ...]) -> bool:
    return (
        classes == _ALL and detail_of(whole).victims == "people" and {detail_of(m).victims for m in members} == {*_ALL}
    )


def _together(whole: Sourced, members: Sequence[Sourced], exhaustive: bool) -> list[Finding]:
    counts, total = [detail_of(m).count for m in members], detail_of(whole).count
    refs = (whole.ref, *(m.ref for m in members))
    lows = [c.low for c in counts if c.low is not None]
    highs = [c.high for c in counts if c.high is not None]
    least, most = sum(lows), sum(highs) if len(highs) == len(counts) else None
    check: Check
    if total.high is not None and least > total.high:
        check = "parts exceed whole"
    elif not exhaustive or len(lows) < len(counts):
        return []
    elif most is not None and total.low is not None and most < total.low:
        check = "parts fall short"
    elif (least, most) == (total.low, total.high):
        check = "parts make whole"
    else:
        return []
    names = " and ".join(f"{c.low} {detail_of(m).victims}" for c, m in zip(counts, members, strict=True))
    return [Finding(check, f"{names}, of {total.low if total.high is None else total.high}", refs)]


def running_findings(points: Sequence[Point]) -> tuple[Finding, ...]:
    """Return where a running toll falls from one point to the next, and where one day's figure was revised."""
    out = []
    for point in points:
        old = [row for row in point.reported if row.superseded]
        if old:
            new = [row for row in point.reported if is_figure(row) and not row.superseded]
            why = f"{_bounds(old[0].low, old[0].high)} of {point.day} became {_bounds(new[0].low, new[0].high)}"
            out.append(Finding("revision", why, tuple(ref for row in (*old, *new) for ref in row.refs)))
    counted = [point for point in points if point.low is not None or point.high is not None]
    for before, after in pairwise(counted):
        if falls(before, after):
            why = f"{before.low} by {before.day}, {after.high} by {after.day}"
            out.append(Finding("fall", why, refs_of(before) + refs_of(after)))
    return tuple(out)


def falls(before: Point, after: Point) -> bool:
    """Tell whether a later point is surely below an earlier one."""
    if before.low is None or after.high is None or after.high >= before.low:
        return False
    return "about" not in (before.qualifier, after.qualifier) or after.high < _ROUNDED * before.low


def refs_of(point: Point) -> tuple[ClaimRef, ...]:
    """Return the claims behind the figures that make a point's bounds."""
    return tuple(ref for row in point.reported if is_figure(row) and not row.superseded for ref in row.refs)


@dataclass(frozen=True, slots=True)
class Stretch:
    """How many of a group came to harm from `first` to `last`, both included.

    `implied` is True where no report gives the figure: it is the difference of two points of one series.
    """

    asserter: str
    group: Group
    cause: str | None
    first: dt.date
    last: dt.date
    low: int | None
    high: int | None
    qualifier: Qualifier
    implied: bool
    refs: tuple[ClaimRef, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why two figures may not be added."""

    why: str


def implied(series: Series) -> tuple[Stretch, ...]:
    """Return what lies between neighbouring points; nothing where the toll falls or a day is not known."""
    return tuple(s for a, b in pairwise(series.points) if (s := _difference(series, a, b)) is not None)


def whole(series: Series) -> Stretch | None:
    """Return the last point as a stretch from the start of the series: reported, not implied."""
    last = next((p for p in reversed(series.points) if p.low is not None or p.high is not None), None)
    if last is None or last.day is None or series.start is None:
        return None
    return Stretch(series.asserter, series.group, series.cause, series.start, last.day, last.low, last.high,
                   last.qualifier, implied=False, refs=refs_of(last))  # fmt: skip


def window(series: Series, since: dt.date, until: dt.date) -> Stretch | None:
    """Return what a series says of the days in `[since, until]`; `first` and `last` tell which of them it covers.

    It is the difference of the outermost two points inside, where a point on the eve of `since` counts as inside and
    a series that starts at `since` or later needs no first point. None where the series does not say.
    """
    inside = [p for p in series.points if p.day is not None and since - _DAY <= p.day <= until and _numbered(p)]
    if series.start is not None and since <= series.start and inside:
        return whole(replace(series, points=tuple(inside)))
    return _difference(series, inside[0], inside[-1]) if len(inside) > 1 else None


def _numbered(point: Point) -> bool:
    return point.low is not None or point.high is not None


def _difference(series: Series, a: Point, b: Point) -> Stretch | None:
    if a.day is None or b.day is None or not (_numbered(a) and _numbered(b)) or falls(a, b):
        return None
    low = max(0, b.low - a.high) if b.low is not None and a.high is not None else None
    high = b.high - a.low if b.high is not None and a.low is not None else None
    if high is not None and high < 0:  # a rounding below the point before
        return None
    kind = _qualifier(low, high, (a.qualifier, b.qualifier))
    return Stretch(series.asserter, series.group, series.cause, a.day + _DAY, b.day, low, high, kind,
                   implied=True, refs=refs_of(a) + refs_of(b))  # fmt: skip


def _qualifier(low: int | None, high: int | None, of: tuple[Qualifier, ...]) -> Qualifier:
    if low is None:
        return "vague" if high is None else "up_to"
    if high is None:
        return "at_least"
    return "about" if "about" in of else "exact" if low == high else "range"


def add(a: Stretch, b: Stretch) -> Stretch | Refusal:
    """Return two stretches as one, or why they may not be added.

    Both must come from one lineage, of one harm, group, scope and cause, and share no day; days between them are not
    covered, so they must follow one another. Anything else may count somebody twice, or hide a gap.
    """
    first, second = sorted((a, b), key=lambda s: (s.first, s.last))
    if a.asserter != b.asserter:
        return Refusal("two lineages count")
    if (a.group, a.cause) != (b.group, b.cause):
        return Refusal("harm, group, place or cause differ")
    if second.first <= first.last:
        return Refusal(f"both count {second.first}")
    if second.first > first.last + _DAY:
        return Refusal(f"nobody counts {first.last + _DAY}")
    low = a.low + b.low if a.low is not None and b.low is not None else None
    high = a.high + b.high if a.high is not None and b.high is not None else None
    kind = _qualifier(low, high, (a.qualifier, b.qualifier))
    return replace(first, last=second.last, low=low, high=high, qualifier=kind, implied=True,
                   refs=tuple(dict.fromkeys(first.refs + second.refs)))  # fmt: skip


def overlaps(series: Sequence[Series]) -> tuple[tuple[str, str], ...]:
    """Return the ids of series that count some of the same days, harm and place, so that nobody may add them."""
    by_harm: dict[tuple[str, str], list[tuple[dt.date, dt.date, str]]] = defaultdict(list)
    for run in series:
        days = [p.day for p in run.points if p.day is not None]
        for scope in run.group.scope or ("",):
            if days:
                by_harm[run.group.harm, scope].append((run.start or dt.date.min, max(days), run.id))
    pairs: set[tuple[str, str]] = set()
    for rows in by_harm.values():
        rows.sort()
        starts, ids = [start for start, _, _ in rows], [name for _, _, name in rows]
        for index, (_, last, one) in enumerate(rows):
            others = ids[index + 1 : bisect_right(starts, last, lo=index + 1)]
            pairs.update((one, other) if one < other else (other, one) for other in others)
    return tuple(sorted(pair for pair in pairs if pair[0] != pair[1]))


def _bounds(low: int | None, high: int | None) -> str:
    return str(low) if low == high else f"{low if low is not None else ''}–{high if high is not None else ''}"
