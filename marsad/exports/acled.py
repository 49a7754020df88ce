"""ACLED-like: a table in the 31 columns of ACLED, from Marsad's claims. It is no data of ACLED's.

Rules, in the words of docs/exports.md: one row for each day, place and set of sides; of several types the higher in
ACLED's hierarchy; the least number of dead that is said; a toll over a period is refused, never split over days.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from marsad.exports.acled_types import EventType, event_type
from marsad.exports.actors import CIVILIANS, actor, inter, is_civil
from marsad.exports.csv import preamble, write_table
from marsad.exports.dataset import Dataset, Exported, Row, Stamp, prepare
from marsad.exports.deaths import Number, by_asserter, killed, total
from marsad.exports.incidents import Incident, incidents, is_event, over_period
from marsad.exports.loss import Losses
from marsad.exports.tables import columns, rows_of
from marsad.exports.where import Country, country_of, part_of_town, where
from marsad.records import Casualty, Place
from marsad.views.rows import name_of

NAME = "ACLED-like table made by Marsad: not data of ACLED, not reviewed by ACLED"
UNIDENTIFIED = "Unidentified Armed Group"
_WEEK, _MONTH = 7, 31  # days up to which a period is a week, a month


def export(dataset: Dataset, stamp: Stamp) -> Exported:
    """Return the rows; everything that ACLED's rules have no place for is in the losses."""
    prepared = prepare(dataset)
    losses = prepared.losses
    usable = [row for row in prepared.rows if _has_a_home(row, losses) and is_event(row, prepared)]
    cells = [made for incident in incidents(usable, dataset) if (made := _cells(incident, stamp, losses))]
    report = prepared.report()
    return Exported(write_table(columns("acled-like"), cells, preamble(NAME, stamp, report)), report)


def _has_a_home(row: Row, losses: Losses) -> bool:
    """Tell whether ACLED records such a thing at all."""
    claim = row.claim
    if over_period(claim):
        losses.drop("a summary over a period: ACLED records events by day, and no days are invented", row.key)
    elif claim.kind == "statement":
        losses.drop("statements have no place in ACLED", row.key)
    elif isinstance(claim.detail, Casualty) and claim.detail.harm in ("injured", "missing"):
        losses.drop(f"people {claim.detail.harm} have no column in ACLED", row.key)
    elif row.whole is not None:
        losses.drop("a part of another figure: ACLED has no groups of victims", row.key)
    else:
        return True
    return False


def _cells(incident: Incident, stamp: Stamp, losses: Losses) -> dict[str, Any] | None:
    when, place = _when(incident), incident.place
    country = country_of(place)
    kind = event_type(incident, losses)
    if kind is None:
        return None
    if when is None:
        losses.drop("the date is coarser than a month", *incident.keys)
        return None
    if country is None or place.precision == "country":
        losses.drop("the place is known to the country at most", *incident.keys)
        return None
    day, time_precision = when
    sides = _sides(incident, kind, country.name, country.alpha2)
    dead = _fatalities(incident, losses)
    return {
        "event_id_cnty": f"marsad-{incident.id}",
        "event_date": day.isoformat(),
        "year": day.year,
        "time_precision": time_precision,
        "disorder_type": kind.disorder,
        "event_type": kind.event,
        "sub_event_type": kind.sub_event,
        **sides,
        "civilian_targeting": "Civilians targeted" if _targets_civilians(incident, kind) else "",
        **_place(place, country),
        "source": "; ".join(_sources(incident)),
        "source_scale": "",
        "notes": _notes(incident, kind, dead, stamp),
        "fatalities": dead.low,
        "tags": "; ".join(_tags(incident)),
        "timestamp": int(dt.datetime.combine(stamp.made, dt.time(), dt.UTC).timestamp()),
    }


def _place(place: Place, country: Country) -> dict[str, Any]:
    lies = where(place)
    return {
        "iso": int(country.numeric) if country.numeric else None,
        "region": country.acled_region,
        "country": country.name,
        "admin1": lies.admin1,
        "admin2": lies.admin2,
        "admin3": lies.admin3,
        "location": lies.location,
        "latitude": f"{place.lat:.4f}",
        "longitude": f"{place.lon:.4f}",
        "geo_precision": _geo_precision(place),
    }


def _when(incident: Incident) -> tuple[dt.date, int] | None:
    """Return the date and its precision: the day, the middle of a week, the middle of a month; None is coarser."""
    if incident.days == 1:
        return incident.first, 1
    middle = incident.first + dt.timedelta((incident.days - 1) // 2)
    if incident.days <= _MONTH:
        return middle, 2 if incident.days <= _WEEK else 3
    return None


def _geo_precision(place: Place) -> int:
    if place.precision == "exact":
        return 1
    return 2 if place.precision == "near" or part_of_town(place) else 3


def _sides(incident: Incident, kind: EventType, country: str, alpha2: str) -> dict[str, str]:
    """Return the cells of both sides. Who is not named is unidentified; unarmed victims are the second side."""
    actors = [name for name in incident.actors if actor(name).type or "█" not in name]
    targets = [name for name in incident.targets if actor(name).armed]
    if kind.event == "Battles" and len(actors) > 1 and not targets:
        actors, targets = actors[:1], actors[1:]
    if not actors and kind.disorder == "Political violence":
        actors = [f"{UNIDENTIFIED} ({country})"]
    if kind.event != "Battles" and not targets and _civil_victims(incident):
        targets = [f"{CIVILIANS} ({country})"]
    if kind.event == "Violence against civilians":
        targets = [f"{CIVILIANS} ({country})"]
    if kind.event == "Strategic developments" and len(actors) > 1 and not targets:
        actors, targets = actors[:1], actors[1:]
    one, other = (_inter(names[0], alpha2) if names else "" for names in (actors, targets))
    return {
        "actor1": actors[0] if actors else "",
        "assoc_actor_1": "; ".join(actors[1:]),
        "inter1": one,
        "actor2": targets[0] if targets else "",
        "assoc_actor_2": "; ".join(targets[1:]),
        "inter2": other,
        "interaction": _interaction(one, other, alone=not targets),
    }


def _inter(name: str, alpha2: str) -> str:
    if name.startswith(CIVILIANS):
        return CIVILIANS
    return "Political militia" if name.startswith(UNIDENTIFIED) else inter(name, alpha2)


def _interaction(one: str, other: str, *, alone: bool) -> str:
    """Return the pair as ACLED writes it, in whichever order; empty where a type is not known."""
    known = {text for _, text in rows_of("acled_interactions.tsv")}
    wanted = (f"{one} only",) if alone else (f"{one}-{other}", f"{other}-{one}")
    return next((text for text in wanted if text in known), "")


def _civil_victims(incident: Incident) -> bool:
    details = [row.claim.detail for row in incident.rows]
    return any(isinstance(d, Casualty) and is_civil(d.victims) and d.victims != "people" for d in details)


def _targets_civilians(incident: Incident, kind: EventType) -> bool:
    """Tell whether unarmed people are the main or only target; the civilians of a battle are not."""
    if kind.event == "Violence against civilians":
        return True
    armed = any(actor(name).armed for name in incident.targets)
    return kind.event == "Explosions/Remote violence" and _civil_victims(incident) and not armed


def _fatalities(incident: Incident, losses: Losses) -> Number:
    """Return the least total that anybody gives; none is 0."""
    certain = killed(incident.rows)
    totals = [total(figures) for figures in by_asserter(certain)]
    for row in incident.rows:
        if isinstance(row.claim.detail, Casualty) and row.claim.certainty == "uncertain":
            losses.reduce("uncertain deaths are not counted", row.key)
    if not totals:
        return Number(0, 0)
    if len({figure.low for figure in totals}) > 1:
        losses.reduce("figures differ: the least is written", *(row.key for row in certain))
    return min(totals, key=lambda figure: figure.low)


def _sources(incident: Incident) -> list[str]:
    names = [name_of(row.claim.source) for row in incident.rows] + [row.report.outlet for row in incident.rows]
    return [name for name in dict.fromkeys(names) if name]


def _notes(incident: Incident, kind: EventType, dead: Number, stamp: Stamp) -> str:
    parts = [f"Made by Marsad {stamp.version} from {len(incident.rows)} claims of {incident.reports} reports."]
    if dead.convention:
        parts.append("Fatalities: no number is given; ACLED's convention for the words.")
    if kind.note:
        parts.append(kind.note)
    parts.append("Claims: " + " ".join(map(stamp.link_to, incident.keys)))
    return " ".join(parts)


def _tags(incident: Incident) -> list[str]:
    tags = {f"marsad: {row.status}" for row in incident.rows}
    tags |= {"marsad: uncertain"} if incident.uncertain else set()
    tags |= {f"marsad: harmed {d.victims}" for row in incident.rows if isinstance(d := row.claim.detail, Casualty)}
    return sorted(tags)
