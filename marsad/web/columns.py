"""What every claim of a snapshot has, by its position, and what the commonest of it are: made once, for counting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain

from marsad.fusion.figures import total
from marsad.records import Event
from marsad.views.rows import actors_of, place_id
from marsad.web.snapshot import Snapshot

Size = tuple[int | None, int | None, int | None]  # best, lowest, highest
_HARMS = ("killed", "injured", "missing", "detained", "abducted")


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
