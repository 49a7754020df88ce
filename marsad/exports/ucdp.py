"""UCDP-GED-like: a table in the 49 columns of UCDP GED, from Marsad's claims. It is no data of UCDP's.

Lethal events alone. A toll over a period is one row of event_clarity 2, its days those of the period: such rows overlap
with others and are never added to them. `best` is always deaths_a + deaths_b + deaths_civilians + deaths_unknown; how
the figures are chosen is Marsad's own rule (docs/exports.md), not UCDP's.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from marsad.exports.actors import actor, is_civil
from marsad.exports.csv import preamble, write_table
from marsad.exports.dataset import Dataset, Exported, Prepared, Row, Stamp, prepare
from marsad.exports.deaths import Number, by_asserter, civilians, killed, of_side, total
from marsad.exports.incidents import Incident, incidents, is_event, over_period, sides
from marsad.exports.loss import Losses
from marsad.exports.tables import columns
from marsad.exports.where import countries, country_of, part_of_town, where
from marsad.records import Attack, Casualty, Place, Precision
from marsad.views.rows import asserter_of, name_of, place_id

NAME = "UCDP-GED-like table made by Marsad: not data of UCDP, not reviewed by UCDP"
_WHERE: dict[Precision | None, int] = {"exact": 1, "near": 2, "admin2": 3, "admin1": 4, "region": 5, "country": 6}
_DATES = ((1, 1), (6, 2), (7, 3), (31, 4), (366, 5))  # days up to which a precision holds


def export(dataset: Dataset, stamp: Stamp) -> Exported:
    """Return the rows; what is not lethal, or cannot be dated or placed, is in the losses."""
    prepared = prepare(dataset)
    usable = [row for row in prepared.rows if _is_of_force(row, prepared.losses) and is_event(row, prepared)]
    tolls = [row for row in usable if over_period(row.claim)]
    events = [row for row in usable if not over_period(row.claim)]
    lethal = _lethal(incidents(events, dataset), prepared.losses)
    found = [(incident, 1) for incident in lethal] + [(toll, 2) for toll in _tolls(tolls, prepared)]
    cells = [made for incident, clarity in found if (made := _cells(incident, clarity, prepared.losses))]
    report = prepared.report()
    return Exported(write_table(columns("ucdp-ged-like"), cells, preamble(NAME, stamp, report)), report)


def _is_of_force(row: Row, losses: Losses) -> bool:
    detail = row.claim.detail
    if row.whole is not None:
        losses.drop("a part of another figure: UCDP has no such groups of victims", row.key)
    elif not isinstance(detail, Attack | Casualty):
        losses.drop(f"UCDP records lethal violence alone: {row.claim.kind}", row.key)
    elif isinstance(detail, Casualty) and detail.harm != "killed":
        losses.drop(f"UCDP records deaths alone: {detail.harm}", row.key)
    elif isinstance(detail, Casualty) and row.claim.certainty == "uncertain":
        losses.drop("uncertain deaths are not counted", row.key)
    else:
        return True
    return False


def _lethal(found: list[Incident], losses: Losses) -> list[Incident]:
    """Return the incidents in which somebody was killed, by a figure that is not 0."""
    lethal = []
    for incident in found:
        if any(figure.low > 0 for figure in map(total, by_asserter(killed(incident.rows)))):
            lethal.append(incident)
        else:
            losses.drop("no deaths are reported of it", *incident.keys)
    return lethal


def _tolls(rows: list[Row], prepared: Prepared) -> list[Incident]:
    """Return the running tolls, one for a place and a first day, with the latest report of each asserter."""
    series: dict[tuple[str, dt.date | None], dict[str, list[Row]]] = {}
    for row in rows:
        if not isinstance(row.claim.detail, Casualty):
            prepared.losses.drop("attacks over a period: no days are said", row.key)
            continue
        known = series.setdefault((place_id(row.claim.place[0]), row.claim.time.start), {})
        known.setdefault(asserter_of(row.report, row.claim) or "", []).append(row)
    return [_toll(by_whom, prepared.losses) for by_whom in series.values()]


def _toll(by_whom: dict[str, list[Row]], losses: Losses) -> Incident:
    kept: list[Row] = []
    for rows in by_whom.values():
        latest = max(rows, key=lambda row: (row.report.published or dt.date.min, row.report.report_id)).report
        kept += [row for row in rows if row.report.report_id == latest.report_id]
        old = [row.key for row in rows if row.report.report_id != latest.report_id]
        losses.drop("superseded by a later figure of the same series", *old)
    times = [row.claim.time for row in kept]
    first = min(time.start for time in times if time.start)
    last = max(time.end for time in times if time.end)
    named = [sides(row.claim) for row in kept]
    return Incident(
        id=kept[0].key,
        rows=tuple(kept),
        place=kept[0].claim.place[0],
        first=first,
        last=last,
        actors=tuple(dict.fromkeys(one for one, _ in named if one)),
        targets=tuple(dict.fromkeys(other for _, other in named if other)),
    )


def _cells(incident: Incident, clarity: int, losses: Losses) -> dict[str, Any] | None:
    precision = next((code for days, code in _DATES if incident.days <= days), None)
    country = country_of(incident.place)
    if precision is None:
        losses.drop("a period longer than a year", *incident.keys)
        return None
    lies, place = where(incident.place), incident.place
    return {
        "id": f"marsad-{incident.id}",
        "year": incident.first.year,
        "code_status": "Marsad: " + ", ".join(sorted({row.status for row in incident.rows})),
        **_sides(incident, losses),
        **_sources(incident),
        "where_prec": 2 if part_of_town(place) else _WHERE[place.precision or "region"],
        "where_coordinates": lies.location,
        "where_description": place.name or place.text,
        "adm_1": lies.admin1,
        "adm_2": lies.admin2,
        "latitude": place.lat,
        "longitude": place.lon,
        "geom_wkt": f"POINT ({place.lon} {place.lat})",
        "priogrid_gid": _priogrid(place),
        "country": country.name if country else "",
        "country_id": int(country.gw) if country and country.gw else None,
        "region": country.ucdp_region if country else "",
        "event_clarity": clarity,
        "date_prec": precision,
        "date_start": incident.first.isoformat(),
        "date_end": incident.last.isoformat(),
        **_deaths(incident, losses),
    }


def _priogrid(place: Place) -> int | None:
    """Return the cell of PRIO-GRID: half degrees, counted from the south-west, 720 to a row."""
    if place.lat is None or place.lon is None:
        return None
    row = min(int((place.lat + 90) / 0.5), 359)
    column = min(int((place.lon + 180) / 0.5), 719)
    return row * 720 + column + 1


def _opponents(incident: Incident) -> tuple[str, str, int | None]:
    """Return side A, side B and the type of violence: 1 state-based, 2 non-state, 3 one-sided; None is not known."""
    armed = [name for name in dict.fromkeys((*incident.actors, *incident.targets)) if actor(name).armed]
    states = [name for name in armed if actor(name).type in ("state", "country")]
    if len(armed) > 1:
        one = states[0] if states else armed[0]
        return one, next(name for name in armed if name != one), 1 if states else 2
    victims = {d.victims for row in incident.rows if isinstance(d := row.claim.detail, Casualty)}
    unarmed = all(is_civil(group) and group != "people" for group in victims)
    if armed and armed[0] in incident.actors and unarmed:
        return armed[0], "Civilians", 3
    return (armed[0] if armed else ""), "", None


def _sides(incident: Incident, losses: Losses) -> dict[str, Any]:
    one, other, kind = _opponents(incident)
    if kind is None:
        losses.reduce("the sides are not said: type_of_violence is empty", *incident.keys)
    if len(incident.actors) + len(incident.targets) > 2:
        losses.reduce("more than two sides are named", *incident.keys)
    return {
        "type_of_violence": kind,
        "side_a": one,
        "side_b": other,
        "dyad_name": f"{one} - {other}" if one and other else "",
        "gwnoa": _gw(one),
        "gwnob": _gw(other),
    }


def _gw(name: str) -> int | None:
    known = actor(name)
    country = countries().get(known.country) if known.type in ("state", "country") else None
    return int(country.gw) if country and country.gw else None


def _sources(incident: Incident) -> dict[str, Any]:
    reports = list({row.report.report_id: row.report for row in incident.rows}.values())
    origins = {asserter_of(row.report, row.claim) or row.report.report_id for row in incident.rows}
    articles = [f'"{r.outlet or ""},{r.published or ""},{r.title or r.report_id}"' for r in reports]
    credited = dict.fromkeys(name for row in incident.rows if (name := name_of(row.claim.source)))
    return {
        "number_of_sources": len(origins),
        "source_article": ";".join(articles),
        "source_office": ";".join(r.outlet or "" for r in reports),
        "source_date": ";".join(r.published.isoformat() if r.published else "" for r in reports),
        "source_headline": ";".join(r.title or "" for r in reports),
        "source_original": ";".join(credited),
    }


def _deaths(incident: Incident, losses: Losses) -> dict[str, int | None]:
    """Return the figures of the asserter with the least total; low and high run over all asserters."""
    certain = killed(incident.rows)
    given = by_asserter(certain)
    figures = min(given, key=lambda one: total(one).low)
    least, one_other = total(figures), _opponents(incident)[:2]
    dead_a, dead_b = (of_side(figures, side) for side in one_other)
    civil = civilians(figures) or Number(0, 0)
    highs = [total(one).high for one in given]
    keys = [row.key for row in certain]
    if None in highs:
        losses.reduce("no upper figure is said: high is empty", *keys)
    if least.convention:
        losses.reduce("no number is said: the least that the words give", *keys)
    return {
        "deaths_a": dead_a,
        "deaths_b": dead_b,
        "deaths_civilians": civil.low,
        "deaths_unknown": least.low - dead_a - dead_b - civil.low,
        "best": least.low,
        "high": max((high for high in highs if high is not None), default=None) if None not in highs else None,
        "low": least.low,
    }
