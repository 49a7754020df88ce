"""The views over a snapshot: made once for all claims, then cut down to what is asked for.

`as_of` and `known_on` change what a row says, so control and diplomacy are made anew for each such day, and kept.
Casualties and positions are cut down to the claims that meet every filter, which is what the command line does.
"""

from __future__ import annotations

import datetime as dt
import math
import operator
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from marsad.fusion.figures import total
from marsad.places.gazetteer import Entry, Gazetteer
from marsad.records import Casualty, Control, Diplomacy, Event, Humanitarian, Place
from marsad.views import casualties as casualty_view
from marsad.views.casualties import Casualties, Toll
from marsad.views.control import ControlState, control, within_gazetteer
from marsad.views.diplomacy import Track, diplomacy
from marsad.views.extents import read_extent
from marsad.views.figures import Finding, Series
from marsad.views.gauges import PlaceSet, ShareGauge, gauges
from marsad.views.judged import judged
from marsad.views.positions import Position, PositionRow, label, positions, turns
from marsad.views.rows import ClaimRef, Filter, Sourced, about_place, actors_of, place_id, place_name
from marsad.web.bitmaps import Postings, bits_of
from marsad.web.bitmaps import members as listed
from marsad.web.index import Asked
from marsad.web.snapshot import Snapshot

Day = dt.date | None
Size = tuple[int | None, int | None, int | None]
_HARMS = ("killed", "injured", "missing", "detained", "abducted")
_NEAR_KM = 4.0  # from the middle of a part of a town, within which a quarter is taken to lie in it


def claims_known(at: Snapshot, known_on: Day) -> Sequence[Sourced]:
    """Return the claims that stand; as known on a day, without the judgements that were made after it."""
    late = known_on is not None and any(j.at.date() > known_on for j in at.judgements)
    if not late:
        return at.standing
    raw = [Sourced(r.report, claim) for r in at.readings.values() for claim in r.claims]
    return judged(raw, at.judgements, known_on)


def control_rows(at: Snapshot, as_of: Day, known_on: Day) -> tuple[ControlState, ...]:
    def make() -> tuple[ControlState, ...]:
        some = [p for p in claims_known(at, known_on) if isinstance(p.claim.detail, Control | Humanitarian)]
        return control(some, Filter(as_of=as_of, known_on=known_on), lineage_of=at.lineage_of)

    return at.once(("control", as_of, known_on), make)


def tracks(at: Snapshot, as_of: Day, known_on: Day) -> tuple[Track, ...]:
    def make() -> tuple[Track, ...]:
        everything = claims_known(at, known_on)
        of = {p.report.report_id for p in everything if isinstance(p.claim.detail, Diplomacy)}
        some = [p for p in everything if p.report.report_id in of]
        where = Filter(as_of=as_of, known_on=known_on, kind="diplomacy")
        return diplomacy(some, where, lineage_of=at.lineage_of, event_of=at.event_of_ref)

    return at.once(("diplomacy", as_of, known_on), make)


def chosen_tracks(at: Snapshot, asked: Asked) -> list[Track]:
    """Return the tracks one of whose claims is asked for, with all their steps."""
    found = tracks(at, asked.as_of, asked.known_on)
    bits = at.index.chosen(replace(asked, as_of=None))
    if bits == at.index.chosen(Asked()):
        return list(found)
    chosen = frozenset(listed(bits))
    return [track for track in found if _touches(at, track.refs, chosen)]


def _touches(at: Snapshot, refs: Iterable[ClaimRef], chosen: frozenset[int]) -> bool:
    return any(at.by_key.get(ref.key) in chosen for ref in refs)


# Control


def places_of(at: Snapshot) -> Mapping[str, Place]:
    """Return one place for each id that claims name."""

    def make() -> dict[str, Place]:
        found: dict[str, Place] = {}
        for place in sorted({p for row in at.standing for p in row.claim.place}, key=lambda p: (place_name(p), p.text)):
            found.setdefault(place_id(place), place)
        return found

    return at.once(("places",), make)


def chosen_control(at: Snapshot, rows: Iterable[ControlState], asked: Asked) -> list[ControlState]:
    """Return the rows that meet the filters of place, days and actor, as `marsad.views.control` takes them."""
    wanted = _about(at, asked.place) if asked.place is not None else None
    actor = asked.actor.casefold() if asked.actor is not None else None
    out = []
    for row in rows:
        if wanted is not None and row.place_id not in wanted:
            continue
        if asked.bbox is not None and not _inside(row, asked.bbox):
            continue
        if asked.until is not None and row.since is not None and row.since > asked.until:
            continue
        if asked.since is not None and row.until is not None and row.until <= asked.since:
            continue
        if actor is not None and not any(
            actor in name.casefold() for name in (*row.holders, *row.besiegers, *row.pressure)
        ):
            continue
        out.append(row)
    return out


def _about(at: Snapshot, wanted: str) -> frozenset[str]:
    return at.once(
        ("about", wanted), lambda: frozenset(key for key, p in places_of(at).items() if about_place(p, wanted))
    )


def _inside(row: ControlState, box: tuple[float, float, float, float]) -> bool:
    west, south, east, north = box
    if row.lat is None or row.lon is None or not south <= row.lat <= north:
        return False
    return west <= row.lon <= east if west <= east else row.lon >= west or row.lon <= east


def work_out(at: Snapshot) -> None:
    """Work out every view of all claims, those first that most requests ask for."""
    for make in _MADE:
        make(at)
    control_rows(at, None, None)
    share_gauges(at, None)


def share_gauges(at: Snapshot, known_on: Day) -> tuple[ShareGauge, ...]:
    """Return the shares that claims assert of an area, against the places in it that claims of control name."""

    def make() -> tuple[ShareGauge, ...]:
        known = claims_known(at, known_on)
        told = {area for p in known if known_on is None or _told_by(p, known_on) for area in _shared(p)}
        sets = [chosen for chosen in at.once(("sets",), lambda: _sets(at)) if not chosen.area.isdisjoint(told)]
        touched = {place for chosen in sets for place in (*chosen.places, *chosen.area)}
        touched |= {parent for place in touched for parent in within_gazetteer(place)}
        some = [
            p
            for p in known
            if isinstance(p.claim.detail, Control | Humanitarian)
            and not touched.isdisjoint(place_id(place) for place in p.claim.place)
        ]
        return gauges(some, sets, Filter(known_on=known_on), lineage_of=at.lineage_of)

    return at.once(("gauges", known_on), make)


def _told_by(p: Sourced, day: dt.date) -> bool:
    return p.report.published is not None and p.report.published <= day


def _shared(p: Sourced) -> Iterable[str]:
    """Return the areas that a claim of control gives a share of."""
    detail = p.claim.detail
    if isinstance(detail, Control) and detail.extent and read_extent(detail.extent).low is not None:
        return [place_id(place) for place in p.claim.place]
    return ()


def _sets(at: Snapshot) -> list[PlaceSet]:
    """Return, for each area that a claim gives a share of, the places that claims name and that lie in it.

    A place lies in a part of a town ("Eastern Aleppo") where it lies in the town and nearer than 4 km to the middle of
    the part: the gazetteer has no outlines.
    """
    areas = {area for p in at.standing for area in _shared(p)}
    inside: dict[str, set[str]] = {area: set() for area in areas}
    quarters: dict[str, list[Entry]] = {}  # by the province that they lie in
    for place in {row.place_id for row in control_rows(at, None, None)}:
        entry = Gazetteer.load().by_key(place)
        for parent in within_gazetteer(place):
            if parent in inside:
                inside[parent].add(place)
            if entry is not None and entry.kind == "neighbourhood" and entry.lat is not None:
                quarters.setdefault(parent, []).append(entry)
    for area in areas:
        inside[area] |= _near(area, quarters)
    return [PlaceSet(key, tuple(sorted(found)), frozenset((key,))) for key, found in sorted(inside.items()) if found]


def _near(area: str, quarters: Mapping[str, Sequence[Entry]]) -> set[str]:
    """Return the quarters that lie near the middle of a part of a town, in the same province."""
    entry = Gazetteer.load().by_key(area)
    if entry is None or entry.kind != "area" or entry.lat is None or entry.lon is None:
        return set()
    around = {quarter for parent in within_gazetteer(area) for quarter in quarters.get(parent, ())}
    return {q.key for q in around if _km(entry.lat, entry.lon, q.lat or 0.0, q.lon or 0.0) <= _NEAR_KM}


def _km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the distance of two points of one town."""
    across = (lon - other_lon) * math.cos(math.radians((lat + other_lat) / 2))
    return math.hypot(lat - other_lat, across) * 111.2


# Casualties


@dataclass(frozen=True)
class Ledger:
    """All tolls and series in their order, and which claim is in which."""

    rows: tuple[Toll | Series, ...]
    row_of: Mapping[int, int]  # position of a claim to the row it is in


def ledger(at: Snapshot) -> Ledger:
    def make() -> Ledger:
        found = _casualties(at, _harmed(at))
        rows: tuple[Toll | Series, ...] = (*found.series, *found.tolls)
        row_of = {at.by_key[ref.key]: n for n, row in enumerate(rows) for ref in refs_of(row)}
        return Ledger(rows, row_of)

    return at.once(("casualties",), make)


def _harmed(at: Snapshot) -> list[Sourced]:
    return [p for p in at.standing if isinstance(p.claim.detail, Casualty)]


def _casualties(at: Snapshot, pairs: Sequence[Sourced]) -> Casualties:
    return casualty_view.casualties(pairs, lineage_of=at.lineage_of, event_of=at.event_of_ref)


def refs_of(row: Toll | Series) -> Iterable[ClaimRef]:
    if isinstance(row, Toll):
        yield from (ref for found in row.reported for ref in found.refs)
    else:
        yield from (ref for point in row.points for found in point.reported for ref in found.refs)
    yield from row.denied


def casualty_bits(at: Snapshot, asked: Asked) -> int:
    """Return the claims of casualties that are asked for: a point of a series counts by its own day."""
    bits = at.index.chosen(replace(asked, since=None, until=None, as_of=None)) & at.index.kind.bits("casualty")
    if asked.since is None and asked.until is None and asked.as_of is None:
        return bits
    running = at.once(("running",), lambda: bits_of(
        (n for n, p in enumerate(at.rows) if isinstance(p.claim.detail, Casualty) and p.claim.detail.cumulative),
        len(at.rows),
    ))  # fmt: skip
    days = at.index.chosen(Asked(since=asked.since, until=asked.until, as_of=asked.as_of))
    by = at.index.all
    if asked.since is not None:
        by &= at.index.by.since(asked.since.toordinal())
    for limit in (asked.until, asked.as_of):
        if limit is not None:
            by &= at.index.by.up_to(limit.toordinal())
    return bits & ((days & ~running) | (by & running))


def harmed_by(at: Snapshot) -> Postings:
    """Return the claims of casualties by harm, victims and cause."""

    def make() -> Postings:
        found = Postings(len(at.rows))
        for n, row in enumerate(at.rows):
            detail = row.claim.detail
            if isinstance(detail, Casualty):
                found.add(f"harm:{detail.harm}", n)
                found.add(f"victims:{detail.victims}", n)
                found.add(f"cause:{detail.cause}", n)
        return found

    return at.once(("harmed",), make)


def chosen_rows(at: Snapshot, bits: int) -> list[int]:
    """Return which rows of the ledger these claims are in, in its order."""
    row_of = ledger(at).row_of
    return sorted({row_of[n] for n in listed(bits) if n in row_of})


def cut(at: Snapshot, numbers: Sequence[int], bits: int) -> tuple[list[Series], list[Toll]]:
    """Return these rows of the ledger as the chosen claims alone make them."""
    book = ledger(at)
    chosen = frozenset(listed(bits))
    whole = {n for n in numbers if all(at.by_key[ref.key] in chosen for ref in refs_of(book.rows[n]))}
    partly = [n for n in numbers if n not in whole]
    series = [row for n in numbers if n in whole and isinstance(row := book.rows[n], Series)]
    tolls = [row for n in numbers if n in whole and isinstance(row := book.rows[n], Toll)]
    if partly:
        some, others = _cut(at, partly, chosen)
        series, tolls = [*series, *some], [*tolls, *others]
    place = {book.rows[n].id: n for n in numbers}
    series.sort(key=lambda run: place[run.id])
    tolls.sort(key=lambda row: place[row.id])
    return series, tolls


def _cut(at: Snapshot, numbers: Sequence[int], chosen: frozenset[int]) -> tuple[list[Series], list[Toll]]:
    book = ledger(at)
    members = sorted({at.by_key[ref.key] for n in numbers for ref in refs_of(book.rows[n])})
    kept = [n for n in members if n in chosen]
    made = _casualties(at, at.pairs(kept))
    whole = {book.rows[n].id: book.rows[n] for n in numbers}
    series = [_completed(run, whole[run.id], at, chosen) for run in made.series if run.id in whole]
    tolls = [_completed(row, whole[row.id], at, chosen) for row in made.tolls if row.id in whole]
    return series, tolls


def _completed(row: Any, whole: Any, at: Snapshot, chosen: frozenset[int]) -> Any:
    """Return a row with what its full one knows besides: what it is a part of, and checks over its report."""

    def told(finding: Finding) -> bool:
        return all(at.by_key[ref.key] in chosen for ref in finding.refs if ref.key in at.by_key)

    checks = (*row.findings, *(finding for finding in whole.findings if told(finding)))
    return replace(row, part_of=_parent(at, row), findings=tuple(dict.fromkeys(checks)))


def _parent(at: Snapshot, row: Toll | Series) -> str | None:
    """Return the row that the claims of a row count a part of, where their reports agree on it."""
    book, parents = ledger(at), set()
    for ref in refs_of(row):
        detail = at.rows[at.by_key[ref.key]].claim.detail
        if isinstance(detail, Casualty) and detail.subset_of is not None:
            n = at.by_ref.get((ref.report_id, detail.subset_of))
            if n is not None and n in book.row_of:
                parents.add(book.rows[book.row_of[n]].id)
    parents.discard(row.id)
    return parents.pop() if len(parents) == 1 else None


# Positions


def position_rows(at: Snapshot) -> tuple[PositionRow, ...]:
    def make() -> tuple[PositionRow, ...]:
        return positions(at.standing, tracks=tracks(at, None, None), lineage_of=at.lineage_of)

    return at.once(("positions",), make)


def chosen_positions(at: Snapshot, rows: Iterable[PositionRow], bits: int) -> list[PositionRow]:
    """Return rows with what these claims say alone."""
    chosen = frozenset(listed(bits))
    out = []
    for row in rows:
        said = tuple(kept for found in row.said if (kept := _kept(found, at, chosen)) is not None)
        if len(said) == len(row.said) and all(map(operator.is_, said, row.said)):
            out.append(row)
        elif said:
            out.append(replace(row, said=said, turns=turns(said)))
    return out


def _kept(found: Position, at: Snapshot, chosen: frozenset[int]) -> Position | None:
    refs = tuple(ref for ref in found.refs if at.by_key[ref.key] in chosen)
    if not refs or len(refs) == len(found.refs):
        return found if refs else None
    rows = [at.rows[at.by_key[ref.key]] for ref in refs]
    outlets = {row.report.outlet for row in rows if row.report.outlet}
    return replace(
        found, refs=refs, outlets=tuple(sorted(outlets)), lineages=tuple(sorted({at.lineage_of(r) for r in refs}))
    )


def track_labels(at: Snapshot) -> Mapping[str, Track]:
    return at.once(("labels",), lambda: {label(track): track for track in tracks(at, None, None)})


def spots_at(at: Snapshot) -> Sequence[tuple[str, ...]]:
    """Return the places with a point of each claim, by its position."""

    def make() -> list[tuple[str, ...]]:
        found: list[tuple[str, ...]] = [()] * len(at.rows)
        for n, row in enumerate(at.rows):
            places = dict.fromkeys(place_id(p) for p in row.claim.place if p.lat is not None and p.lon is not None)
            found[n] = tuple(places)
        return found

    return at.once(("spots",), make)


def place_ids_at(at: Snapshot) -> Sequence[tuple[str, ...]]:
    """Return the ids of the places of each claim, by its position."""
    return at.once(("place ids",), lambda: [tuple({place_id(p): 0 for p in row.claim.place}) for row in at.rows])


def names_at(at: Snapshot) -> Sequence[tuple[str, ...]]:
    """Return everybody in each claim by neutral name, by its position."""
    return at.once(("names",), lambda: [actors_of(row.claim) for row in at.rows])


def reports_at(at: Snapshot) -> Sequence[str]:
    """Return the report of each claim, by its position."""
    return at.once(("reports at",), lambda: [row.report.report_id for row in at.rows])


def lineages_at(at: Snapshot) -> Sequence[str]:
    """Return the origin behind each claim, by its position."""
    return at.once(("lineages at",), lambda: [at.lineages[row.claim.key] for row in at.rows])


def kinds_at(at: Snapshot) -> Sequence[str]:
    """Return the kind of each claim, by its position."""
    return at.once(("kinds at",), lambda: [row.claim.kind for row in at.rows])


def series_ids(at: Snapshot) -> frozenset[str]:
    """Return the running tolls among the events."""
    return at.once(("series ids",), lambda: frozenset(event.id for event in at.fusion.events if event.series))


def events_at(at: Snapshot) -> Sequence[str]:
    """Return the event of each claim, by its position; empty where it is in none."""
    return at.once(("events at",), lambda: [at.event_of.get(row.claim.key, "") for row in at.rows])


def sizes(at: Snapshot) -> Mapping[str, Size]:
    """Return for each event how many were killed, else came to another harm: the best figure, the lowest, the
    highest."""

    return at.once(("sizes",), lambda: {event.id: size_of(event) for event in at.fusion.events})


def size_of(event: Event) -> Size:
    for harm in _HARMS:
        figure = total(event.figures, harm) or next((f for f in event.figures if f.harm == harm), None)
        if figure is not None and figure.best is not None:
            return figure.best, figure.min, figure.max
    return None, None, None


def located(at: Snapshot) -> Sequence[Event]:
    """Return the events that have a point, the largest first."""

    def make() -> list[Event]:
        found = [e for e in at.fusion.events if e.place and e.place.lat is not None and e.place.lon is not None]
        of = sizes(at)
        return sorted(found, key=lambda event: (-(of[event.id][0] or 0), -len(event.claims), event.id))

    return at.once(("located",), make)


def commonest(
    at: Snapshot, of: Callable[[Snapshot], Sequence[tuple[str, ...]]], chosen: Iterable[int], limit: int
) -> list[tuple[str, int]]:
    """Return the commonest values of chosen claims with how many have each; `of` gives the values of every claim."""

    def make() -> tuple[list[str], list[tuple[int, ...]]]:
        numbers: dict[str, int] = {}
        listed = [tuple(numbers.setdefault(value, len(numbers)) for value in found) for found in of(at)]
        return list(numbers), listed

    values, found = at.once((f"numbers of {of.__name__}",), make)  # whole numbers are counted faster than texts
    tally = Counter(chain.from_iterable(map(found.__getitem__, chosen)))
    named = ((values[number], count) for number, count in tally.items())
    return sorted(named, key=lambda pair: (-pair[1], pair[0]))[:limit]


def claims_by_place(at: Snapshot) -> Mapping[str, int]:
    def make() -> dict[str, int]:
        found: dict[str, int] = {}
        for ids in place_ids_at(at):
            for key in ids:
                found[key] = found.get(key, 0) + 1
        return found

    return at.once(("claims by place",), make)


_MADE: Sequence[Callable[[Snapshot], Any]] = (
    places_of, spots_at, place_ids_at, names_at, events_at, reports_at, lineages_at, kinds_at, series_ids,
    claims_by_place, located, ledger, track_labels, position_rows,
)  # fmt: skip
