"""Which claims are asked for: every filter as a set of claims, from tables that are made once for a snapshot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from marsad.records import Place
from marsad.store.words import phrases, terms
from marsad.text.fold import match
from marsad.views.rows import Days, Sourced, actors_of, days_of, named_slots, place_id
from marsad.web.bitmaps import Ordered, Postings, members

LATEST, EARLIEST = dt.date.max.toordinal(), dt.date.min.toordinal()
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


class Index:
    """The claims of a snapshot by what can be asked of them; position n is the n-th claim of the timeline."""

    def __init__(
        self,
        rows: Sequence[Sourced],
        state_of: Callable[[str], str],
        lineage_of: Mapping[str, str],
        grade_of: Mapping[str, str | None],
        event_of: Mapping[str, str],
    ) -> None:
        size = self.size = len(rows)
        self.all = (1 << size) - 1
        self.kind, self.certainty, self.state = Postings(size), Postings(size), Postings(size)
        self.grade, self.lineage, self.outlet = Postings(size), Postings(size), Postings(size)
        self.report, self.event, self.key = Postings(size), Postings(size), Postings(size)
        self.place, self.printed, self.actor, self.name = (
            Postings(size), Postings(size), Postings(size), Postings(size),
        )  # fmt: skip
        self.term = Postings(size)
        self.spots: dict[str, Place] = {}
        self.at = Postings(size)
        for n, row in enumerate(rows):
            key = row.claim.key
            self.kind.add(row.claim.kind, n)
            self.certainty.add(row.claim.certainty, n)
            self.state.add(state_of(key), n)
            self.lineage.add(lineage_of[key], n)
            self.grade.add(grade_of.get(key) or "", n)
            self.event.add(event_of.get(key, ""), n)
            self.outlet.add(row.report.outlet or "", n)
            self.report.add(row.report.report_id, n)
            self.key.add(key, n)
            self._words(row, n)
        days = [days_of(*row) for row in rows]
        self.first = Ordered(((_first(day), n) for n, day in enumerate(days)), size)
        self.last = Ordered(((_last(day), n) for n, day in enumerate(days)), size)
        told = ((r.report.published.toordinal(), n) for n, r in enumerate(rows) if r.report.published)
        self.told = Ordered(told, size)
        self.begins_at = [start.toordinal() if (start := day.first or day.last) else None for day in days]
        self.begins = Ordered(((_begins(day), n) for n, day in enumerate(days)), size)
        self.by = Ordered(((day.by.toordinal(), n) for n, day in enumerate(days) if day.by), size)

    def _words(self, row: Sourced, n: int) -> None:
        claim = row.claim
        for place in dict.fromkeys(claim.place):
            for part in _parts(place):
                self.place.add(part, n)
            self.printed.add(_folded(place.text), n)
            if place.lat is not None and place.lon is not None:
                spot = place_id(place)
                self.spots.setdefault(spot, place)
                self.at.add(spot, n)
        forms = set(actors_of(claim))
        for name in forms:
            self.name.add(name, n)
        for _, named in named_slots(claim):
            forms.update((named.text, named.name or "", *named.aliases))
        for form in {_folded(form) for form in forms}:
            self.actor.add(form, n)
        for term in set(terms(claim.evidence.of(row.report.document)).split()):
            self.term.add(term, n)

    def chosen(self, asked: Asked) -> int:
        """Return the set of the claims that are asked for; what people rejected where that alone is asked for."""
        bits = self.state.any_of(asked.state) if asked.state else self.all & ~self.state.bits("rejected")
        for values, postings in ((asked.kind, self.kind), (asked.certainty, self.certainty), (asked.grade, self.grade)):
            if values:
                bits &= postings.any_of(values)
        for value, postings in (
            (asked.lineage, self.lineage), (asked.outlet, self.outlet), (asked.report, self.report),
            (asked.event, self.event),
        ):  # fmt: skip
            if value is not None:
                bits &= postings.bits(value) if value else 0
        if asked.keys:
            bits &= self.key.any_of(asked.keys)
        return bits & self._where(asked) & self._when(asked) & self._told(asked)

    def _where(self, asked: Asked) -> int:
        bits = self.all
        if asked.place is not None:
            bits &= self.places(asked.place)
        if asked.bbox is not None:
            bits &= self.inside(asked.bbox)
        if asked.actor is not None:
            wanted = match(asked.actor)
            bits &= self.actor.matching(lambda form: wanted in form)
        return bits

    def _when(self, asked: Asked) -> int:
        bits = self.all
        if asked.since is not None:
            bits &= self.last.since(asked.since.toordinal())
        if asked.until is not None:
            bits &= self.first.up_to(asked.until.toordinal())
        if asked.as_of is not None:
            bits &= self.begins.up_to(asked.as_of.toordinal())
        return bits

    def _told(self, asked: Asked) -> int:
        bits = self.all
        if asked.known_on is not None:
            bits &= self.told.up_to(asked.known_on.toordinal())
        if asked.text is not None:
            for phrase in phrases(asked.text) or [""]:
                for term in phrase.split(" "):
                    bits &= self.term.bits(term)
        return bits

    def places(self, wanted: str) -> int:
        """Return the claims of places as `marsad.views.rows.about_place` takes them: by id, name, or printed words."""
        folded = match(wanted).strip()
        bits = self.place.bits(f"#{wanted}") | self.place.bits(folded)
        return bits | self.printed.matching(lambda text: f" {folded} " in f" {text} ")

    def inside(self, box: Box) -> int:
        """Return the claims with a point in `box`, given as west, south, east, north; west > east crosses 180°."""
        west, south, east, north = box

        def fits(spot: str) -> bool:
            place = self.spots[spot]
            assert place.lat is not None
            assert place.lon is not None
            across = west <= place.lon <= east if west <= east else place.lon >= west or place.lon <= east
            return across and south <= place.lat <= north

        return self.at.matching(fits)

    def list(self, bits: int) -> list[int]:
        return members(bits)


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


def _first(days: Days) -> int:
    return days.first.toordinal() if days.first else EARLIEST


def _last(days: Days) -> int:
    return days.last.toordinal() if days.last else LATEST


def _begins(days: Days) -> int:
    start = days.first or days.last
    return start.toordinal() if start else EARLIEST
