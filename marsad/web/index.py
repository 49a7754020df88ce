"""Which claims are asked for: every filter as a set of claims, from columns that are made once for a snapshot."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from marsad.records import Claim, Place
from marsad.store.words import phrases, terms
from marsad.text.fold import match
from marsad.views.rows import Sourced, actors_of, days_of, named_slots, place_id
from marsad.web.columns import Coded, Coding, Listed, Listing, Mask, Whole, count, mask_of

LATEST, EARLIEST = dt.date.max.toordinal(), dt.date.min.toordinal()
NEVER = LATEST + 1  # no day at all
LAST = 4_000_000  # where the timeline has what has no day
Box = tuple[float, float, float, float]  # west, south, east, north


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for; all of it must hold, and an empty part asks nothing (docs/api.md, Filters)."""

    place: str | None = None
    bbox: Box | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    as_of: dt.date | None = None
    known_on: dt.date | None = None
    kind: tuple[str, ...] = ()
    actor: str | None = None
    lineage: str | None = None
    grade: tuple[str, ...] = ()
    text: str | None = None
    certainty: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    outlet: str | None = None
    report: str | None = None
    event: str | None = None
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Index:
    """The claims of a snapshot by what can be asked of them; position n is the n-th claim of the timeline.

    Days are ordinals. `first` and `last` are open where a claim's days are; `told` (its publication), `begins` and `by`
    are `NEVER` where there is no such day. Of what a claim names, `place` has the parts of the names and `#` with the
    id, `spot` the places with a point, `name` everybody by neutral name, `form` every printed form.
    """

    kind: Coded
    certainty: Coded
    state: Coded
    grade: Coded
    lineage: Coded
    outlet: Coded
    report: Coded
    event: Coded
    first: Whole
    last: Whole
    told: Whole
    begins: Whole
    by: Whole
    place: Listed
    printed: Listed
    place_id: Listed
    spot: Listed
    name: Listed
    form: Listed
    term: Listed
    spots: Mapping[str, Place]
    by_key: Mapping[str, int]

    @property
    def size(self) -> int:
        return len(self.first)

    @cached_property
    def standing(self) -> Mask:
        """The claims that nobody rejected."""
        return ~self.state.having("rejected")

    @cached_property
    def of(self) -> int:
        """How many claims nobody rejected."""
        return count(self.standing)

    @cached_property
    def times(self) -> Whole:
        """Where each claim stands in the order of time: its first day, then its last; they only rise."""
        return _time(_day_or(self.begins, NEVER, LAST), _day_or(self.last, LATEST, LAST))

    @cached_property
    def by_report(self) -> tuple[Whole, Whole]:
        """The claims report by report, and where those of each begin."""
        order = np.argsort(self.report.codes, kind="stable").astype(np.int32)
        return order, np.concatenate(([0], np.cumsum(self.report.all_counts)))

    def of_report(self, report_id: str) -> list[int]:
        """Return the claims of a report, by position; none where there is no such report."""
        number = self.report.number_of.get(report_id)
        if number is None:
            return []
        order, starts = self.by_report
        found: list[int] = order[starts[number] : starts[number + 1]].tolist()
        return found

    def chosen(self, asked: Asked) -> Mask:
        """Return the set of the claims that are asked for; what people rejected where that alone is asked for."""
        mask = self.state.any_of(asked.state) if asked.state else self.standing
        for part in self._parts(asked):
            mask = mask & part
        return mask

    def _parts(self, asked: Asked) -> Iterator[Mask]:
        for values, column in ((asked.kind, self.kind), (asked.certainty, self.certainty), (asked.grade, self.grade)):
            if values:
                yield column.any_of(values)
        for value, column in (
            (asked.lineage, self.lineage), (asked.outlet, self.outlet), (asked.report, self.report),
            (asked.event, self.event),
        ):  # fmt: skip
            if value is not None:
                yield column.having(value) if value else np.zeros(self.size, dtype=np.bool_)
        if asked.keys:
            yield mask_of((n for key in asked.keys if (n := self.by_key.get(key)) is not None), self.size)
        yield from self._where(asked)
        yield from self._when(asked)
        if asked.text is not None:
            for phrase in phrases(asked.text) or [""]:
                for term in phrase.split(" "):
                    yield self.term.having(term)

    def _where(self, asked: Asked) -> Iterator[Mask]:
        if asked.place is not None:
            yield self.places(asked.place)
        if asked.bbox is not None:
            yield self.inside(asked.bbox)
        if asked.actor is not None:
            wanted = match(asked.actor)
            yield self.form.matching(lambda form: wanted in form)

    def _when(self, asked: Asked) -> Iterator[Mask]:
        if asked.since is not None:
            yield self.last >= asked.since.toordinal()
        if asked.until is not None:
            yield self.first <= asked.until.toordinal()
        if asked.as_of is not None:
            yield (self.begins <= asked.as_of.toordinal()) | (self.begins == NEVER)
        if asked.known_on is not None:
            yield self.told <= asked.known_on.toordinal()

    def places(self, wanted: str) -> Mask:
        """Return the claims of places as `marsad.views.rows.about_place` takes them: by id, name, or printed words."""
        folded = match(wanted).strip()
        named = self.place.any_of((f"#{wanted}", folded))
        return named | self.printed.matching(lambda text: f" {folded} " in f" {text} ")

    def inside(self, box: Box) -> Mask:
        """Return the claims with a point in `box`, given as west, south, east, north; west > east crosses 180°."""
        return self.spot.matching(lambda spot: in_box(box, self.spots[spot].lon, self.spots[spot].lat))


def in_box(box: Box, lon: Any, lat: Any) -> Any:
    """Tell whether a point lies in a box, or of columns of points, which do; west > east crosses 180°."""
    west, south, east, north = box
    after, before = west <= lon, lon <= east
    across = after & before if west <= east else after | before
    return across & (south <= lat) & (lat <= north)


def indexed(
    rows: Iterable[Sourced],
    state_of: Callable[[str], str],
    lineage_of: Mapping[str, str],
    grade_of: Mapping[str, str | None],
    event_of: Mapping[str, str],
    events: Sequence[str],
    reports: Sequence[str],
    by_key: Mapping[str, int],
) -> Index:
    """Return the index of the claims of a timeline; events and reports are numbered in the order given. Each claim is
    looked at once, so that they may be read as they are needed."""
    kind, certainty, state, grade, lineage, outlet = (Coding() for _ in range(6))
    report, event = Coding(reports), Coding(events)
    first, last, told, begins, by = (array("i") for _ in range(5))
    place, printed, ids, spot, name, form, term = (Listing() for _ in range(7))
    spots: dict[str, Place] = {}
    for source, claim in rows:
        key, day = claim.key, days_of(source, claim)
        kind.add(claim.kind)
        certainty.add(claim.certainty)
        state.add(state_of(key))
        grade.add(grade_of.get(key) or "")
        lineage.add(lineage_of[key])
        outlet.add(source.outlet or "")
        report.add(source.report_id)
        event.add(event_of.get(key, ""))
        first.append(_ordinal(day.first, EARLIEST))
        last.append(_ordinal(day.last, LATEST))
        told.append(_ordinal(source.published, NEVER))
        begins.append(_ordinal(day.first or day.last, NEVER))
        by.append(_ordinal(day.by, NEVER))
        for p in claim.place:
            if has_point(p):
                spots.setdefault(place_id(p), p)
        place.add(sorted({part for p in claim.place for part in _parts(p)}))
        printed.add(dict.fromkeys(_folded(p.text) for p in claim.place))
        ids.add(dict.fromkeys(place_id(p) for p in claim.place))
        spot.add(dict.fromkeys(place_id(p) for p in claim.place if has_point(p)))
        name.add(actors_of(claim))
        form.add(_forms(claim))
        term.add(sorted(set(terms(claim.evidence.of(source.document)).split())))
    return Index(
        kind=kind.column(),
        certainty=certainty.column(),
        state=state.column(),
        grade=grade.column(),
        lineage=lineage.column(),
        outlet=outlet.column(),
        report=report.column(),
        event=event.column(),
        first=np.asarray(first, np.int32),
        last=np.asarray(last, np.int32),
        told=np.asarray(told, np.int32),
        begins=np.asarray(begins, np.int32),
        by=np.asarray(by, np.int32),
        place=place.column(),
        printed=printed.column(),
        place_id=ids.column(),
        spot=spot.column(),
        name=name.column(),
        form=form.column(),
        term=term.column(),
        spots=spots,
        by_key=by_key,
    )


def has_point(place: Place) -> bool:
    return place.lat is not None and place.lon is not None


def _forms(claim: Claim) -> list[str]:
    """Return every form of the names in a claim, folded."""
    forms = set(actors_of(claim))
    for _, named in named_slots(claim):
        forms.update((named.text, named.name or "", *named.aliases))
    return sorted({_folded(form) for form in forms})


def _ordinal(day: dt.date | None, missing: int) -> int:
    return missing if day is None else day.toordinal()


def _day_or(days: Whole, missing: int, value: int) -> Whole:
    return np.where(days == missing, value, days).astype(np.int64)


def _time(first: Whole, last: Whole) -> Whole:
    return first * (1 << 23) + last


def time_code(first: int, last: int) -> int:
    """Return where a time stands among `Index.times`."""
    return first * (1 << 23) + last


def _parts(place: Place) -> set[str]:
    name = place.name or ""
    parts = {_folded(part).strip() for part in name.split(",")} | {_folded(name)}
    if place.gazetteer_id:
        parts.add(f"#{place.gazetteer_id}")
    return parts - {""}


_FOLDED: dict[str, str] = {}


def _folded(text: str) -> str:
    known = _FOLDED.get(text)
    if known is None:
        if len(_FOLDED) > 100_000:
            _FOLDED.clear()
        known = _FOLDED[text] = match(text)
    return known
