"""Claims to incidents, for formats whose rows are events: one for each day, place and set of sides.

Where fusion gave events, their claims are one incident; other claims meet by place, days and sides. What was denied or
is planned is no event: it is refused here, with the reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from marsad.exports.dataset import Dataset, Prepared, Row
from marsad.records import Attack, Casualty, Claim, Control, Diplomacy, Event, Humanitarian, Place
from marsad.views.rows import name_of, place_id

_PERIOD = 4  # days from which a cumulative toll is one over a period


@dataclass(frozen=True, slots=True)
class Incident:
    """What rows are made of: claims of one place, of the same days, between the same sides.

    `id` is made from the event, or from the earliest claim; `sides` are neutral names, those who act first.
    """

    id: str
    rows: tuple[Row, ...]
    place: Place
    first: dt.date
    last: dt.date
    actors: tuple[str, ...]
    targets: tuple[str, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(row.key for row in self.rows)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def uncertain(self) -> bool:
        """Tell whether no claim says that it has happened for certain."""
        return all(row.claim.certainty == "uncertain" for row in self.rows)

    @property
    def reports(self) -> int:
        return len({row.report.report_id for row in self.rows})


@dataclass(slots=True)
class _Group:
    rows: list[Row]
    place: Place
    first: dt.date
    last: dt.date
    id: str
    sides: dict[str, None] = field(default_factory=dict)


def sides(claim: Claim) -> tuple[str | None, str | None]:
    """Return who acts and against whom, by neutral name where one is known."""
    match claim.detail:
        case Attack(attacker=one, target=other) | Control(actor=one, from_actor=other):
            return name_of(one), name_of(other)
        case Casualty(perpetrator=one_name, affiliation=other_name):
            return one_name, other_name
        case Humanitarian(actor=one):
            return name_of(one), None
        case Diplomacy(participants=parties):
            return (parties[0] if parties else None), (parties[1] if len(parties) > 1 else None)
    return None, None


def over_period(claim: Claim) -> bool:
    """Tell whether a claim is of a stretch of time ("since 15 November"), not of an event."""
    time = claim.time
    length = (time.end - time.start).days + 1 if time.start and time.end else None
    long = length is None or length > _PERIOD
    if time.inferred == "since" and long:
        return True
    return isinstance(claim.detail, Casualty) and claim.detail.cumulative and long


def is_event(row: Row, prepared: Prepared) -> bool:
    """Tell whether a claim says that something happened at some place and time; else note why not."""
    claim, losses = row.claim, prepared.losses
    if claim.certainty == "denied":
        losses.drop("denied: it did not happen by this claim", row.key)
    elif claim.certainty == "planned":
        losses.drop("planned: it has not happened by this claim", row.key)
    elif claim.time.start is None or claim.time.end is None:
        losses.drop("no date is said, or one end of it is open", row.key)
    elif not claim.place:
        losses.drop("no place is said", row.key)
    elif not any(place.lat is not None and place.lon is not None for place in claim.place):
        losses.drop("no coordinates: the place is ambiguous, or not in the gazetteer", row.key)
    elif len(claim.place) > 1 and isinstance(claim.detail, Casualty):
        losses.drop("people harmed in several places: how many in which is not said", row.key)
    else:
        return True
    return False


def incidents(rows: Iterable[Row], dataset: Dataset) -> list[Incident]:
    """Return the incidents of claims that `is_event` let pass, by first day and id."""
    event_of = {key: event for event in dataset.events if not event.series for key in event.claims}
    groups: dict[tuple[object, ...], list[_Group]] = {}
    for row in rows:
        event = event_of.get(row.key)
        for group in [_of_event(row, event)] if event else _of_claim(row):
            key = (event.id,) if event else (group.first, group.last, place_id(group.place), _family(row))
            known = groups.setdefault(key, [])
            home = next((g for g in known if event or _meet(g, group)), None)
            if home is None:
                known.append(group)
            else:
                home.rows.append(row)
                home.sides |= group.sides
    found = [_incident(group) for known in groups.values() for group in known]
    return sorted(found, key=lambda incident: (incident.first, incident.last, incident.id))


def _family(row: Row) -> str:
    """Fighting, its dead and the ground that changes hands are one incident; talks and aid are others."""
    return row.claim.kind if row.claim.kind in ("diplomacy", "humanitarian") else "force"


def _of_claim(row: Row) -> list[_Group]:
    """Return a group for every place of a claim: what was done to four towns are four events."""
    time, sides_of = row.claim.time, _sides(row)
    assert time.start is not None
    assert time.end is not None
    located = [place for place in row.claim.place if place.lat is not None and place.lon is not None]
    ids = [row.key, *(f"{row.key}.{number}" for number in range(2, len(located) + 1))]
    pairs = zip(ids, located, strict=True)
    return [_Group([row], place, time.start, time.end, id_, dict(sides_of)) for id_, place in pairs]


def _of_event(row: Row, event: Event) -> _Group:
    alone = _of_claim(row)[0]
    located = event.place if event.place and event.place.lat is not None else alone.place
    return _Group([row], located, event.start or alone.first, event.end or alone.last, event.id, alone.sides)


def _sides(row: Row) -> dict[str, None]:
    return {name: None for name in sides(row.claim) if name}


def _meet(known: _Group, new: _Group) -> bool:
    """Tell whether one side's names are all among the other's: who is named by one claim alone is no other incident."""
    return known.sides.keys() <= new.sides.keys() or new.sides.keys() <= known.sides.keys()


def _incident(group: _Group) -> Incident:
    actors: dict[str, None] = {}
    targets: dict[str, None] = {}
    for row in group.rows:
        actor, target = sides(row.claim)
        actors |= {actor: None} if actor else {}
        targets |= {target: None} if target else {}
    return Incident(
        id=group.id,
        rows=tuple(group.rows),
        place=group.place,
        first=group.first,
        last=group.last,
        actors=tuple(actors),
        targets=tuple(name for name in targets if name not in actors),
    )
