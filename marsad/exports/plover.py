"""PLOVER 2.0: one JSON record a line for each claim that PLOVER has an event for.

What PLOVER has no event for is lost and counted: remarks, tolls, votes held, who holds what. A record wants a named
actor and a date. What is planned has the auxiliary `future`; what is denied has `negation` and `has_event` false.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from marsad.exports.actors import actor, sector
from marsad.exports.dataset import Dataset, Exported, Row, Stamp, prepare
from marsad.exports.incidents import over_period, sides
from marsad.exports.jsonl import json_lines
from marsad.exports.loss import Losses
from marsad.exports.tables import rows_of
from marsad.exports.where import countries, country_of, where
from marsad.records import Attack, Casualty, Control, Diplomacy, Humanitarian, Place, Precision, Statement
from marsad.views.rows import name_of

CODEBOOK = "plover-2.0"
_RESOLUTION: dict[Precision | None, int] = {"exact": 4, "near": 4, "admin2": 3, "admin1": 2, "region": 2, "country": 1}
_SIZE = {"killed": "dead", "injured": "injured", "detained": "arrested"}


@dataclass(frozen=True, slots=True)
class Coded:
    """An event of PLOVER's: its type, quad category 1 to 4, score, mode and contexts."""

    event: str
    quad: int
    score: float
    mode: str
    contexts: tuple[str, ...]
    wants_recipient: bool


def export(dataset: Dataset, stamp: Stamp) -> Exported:
    """Return the records; `cite_info` of each says what made it, from which report."""
    prepared = prepare(dataset)
    records = [made for row in prepared.rows if (made := _record(row, stamp, prepared.losses))]
    return Exported(json_lines(records), prepared.report())


def code(row: Row) -> Coded | None:
    """Return what a claim is in PLOVER, None where it has no event for it."""
    event, mode, contexts = _claims().get(_word(row), ("", "", ""))
    if not event:
        return None
    quad, score, _, wants = _types()[event]
    return Coded(event, int(quad), float(score), mode, tuple(contexts.split("|")) if contexts else (), wants == "yes")


@cache
def _claims() -> dict[str, tuple[str, str, str]]:
    return {cells[0]: (cells[1], cells[2], cells[3]) for cells in rows_of("plover_claims.tsv")}


@cache
def _types() -> dict[str, tuple[str, ...]]:
    return {cells[0]: cells[1:] for cells in rows_of("plover_types.tsv")}


def _word(row: Row) -> str:
    match row.claim.detail:
        case Attack(type=what):
            return f"attack:{what}"
        case Casualty(harm="killed" | "injured", cause=cause):
            return f"attack:{cause or 'other'}"
        case Casualty(harm=harm):
            return f"casualty:{harm}"
        case Control(action=action):
            return f"control:{action}"
        case Statement(act=act):
            return f"statement:{act}"
        case Diplomacy(type=what, status=status):
            return f"diplomacy:{what}:{status}"
        case Humanitarian(type=what):
            return f"humanitarian:{what}"


def _record(row: Row, stamp: Stamp, losses: Losses) -> dict[str, Any] | None:
    claim, coded = row.claim, code(row)
    if over_period(claim):
        losses.drop("a toll over a period is no event", row.key)
        return None
    if coded is None:
        losses.drop(f"no event in PLOVER: {_word(row).replace(':', ', ')}", row.key)
        return None
    actors, recipients = _parties(row)
    if not actors:
        losses.drop("no actor is named: PLOVER codes nothing without one", row.key)
        return None
    if coded.wants_recipient and not recipients:
        losses.drop("no recipient is named, and this event wants one", row.key)
        return None
    if claim.time.start is None:
        losses.drop("no date is said", row.key)
        return None
    if claim.kind == "control":
        losses.reduce("who holds the ground afterwards is not said by PLOVER", row.key)
    if claim.certainty == "uncertain":
        losses.reduce("uncertain: PLOVER has no word for it, a comment says it", row.key)
    return _fields(row, coded, actors, recipients, stamp)


def _fields(row: Row, coded: Coded, actors: list[str], recipients: list[str], stamp: Stamp) -> dict[str, Any]:
    claim, report = row.claim, row.report
    start, end = claim.time.start, claim.time.end
    quote = claim.evidence.of(report.document)
    auxiliary = {"planned": ("future",), "denied": ("negation",)}.get(claim.certainty, ())
    record: dict[str, Any] = {
        "id": f"marsad-{row.key}",
        "has_event": claim.certainty != "denied",
        "date": start.isoformat() if start else None,
        "enddate": end.isoformat() if end and end != start else None,
        "actor": [_entity(name) for name in actors],
        "recipient": [_civilians(row) if name == "" else _entity(name) for name in recipients],
        "event": [coded.event],
        "event_loc": _location(claim.place[0]) if claim.place else None,
        "event_text": [quote],
        "quad_code": coded.quad,
        "event_scale": coded.score,
        "mode": [coded.mode] if coded.mode else [],
        "context": [*coded.contexts, *auxiliary],
        "link": stamp.link_to(row.key),
        "text": quote,
        "text_info": {"start": claim.evidence.start, "end": claim.evidence.end},
        "cite_info": _citation(row, stamp),
        "coder": f"Marsad {stamp.version}",
        "coded_date": stamp.made.isoformat(),
        "comment": f"{row.status}; certainty: {claim.certainty}; filters: {dict(stamp.filters)}",
        "size": _size(row),
    }
    return {name: value for name, value in record.items() if value is not None}


def _parties(row: Row) -> tuple[list[str], list[str]]:
    """Return who acts and upon whom; both sides of fighting act. "" stands for the civilians of the place."""
    detail = row.claim.detail
    if isinstance(detail, Statement):
        speaker = name_of(detail.speaker)
        return ([speaker] if speaker and "█" not in speaker else []), []
    if isinstance(detail, Diplomacy):
        parties = list(detail.participants) or ([detail.body] if detail.body else [])
        return (parties[:1], parties[1:]) if detail.type == "sanctions" else (parties, [])
    one, other = sides(row.claim)
    actors, targets = ([name] if name and "█" not in name else [] for name in (one, other))
    if isinstance(detail, Attack) and detail.type == "clash":
        return actors + targets, []
    if isinstance(detail, Humanitarian) and not targets and row.claim.place:
        return actors, [""]
    return actors, targets


def _entity(name: str) -> dict[str, str]:
    known = actor(name)
    country = countries().get(known.country)
    codes = {"igo": "UNO" if name.startswith(("UN", "United Nations")) else "IGO", "ngo": "NGO"}
    place = codes.get(known.type) or (country.alpha3 if country else "")
    return {"code": place, "sector": sector(name) or ("" if known.type == "igo" else "UNK"), "entity_text": name}


def _civilians(row: Row) -> dict[str, str]:
    country = country_of(row.claim.place[0])
    return {"code": country.alpha3 if country else "", "sector": "CVL", "entity_text": "civilians"}


def _location(place: Place) -> dict[str, Any]:
    lies, country = where(place), country_of(place)
    geonames = place.gazetteer_id or ""
    value = {
        "extracted_place": place.text,
        "resolved_place": place.name,
        "geonameid": int(geonames[2:]) if geonames[:2] == "gn" and geonames[2:].isdigit() else None,
        "lat": place.lat,
        "lon": place.lon,
        "city": lies.town or None,
        "district": lies.admin2 or None,
        "province": lies.admin1 or None,
        "country": country.name if country else None,
        "country_code": country.alpha3 if country else None,
        "resolution": 5 if lies.town and place.precision == "exact" else _RESOLUTION.get(place.precision),
    }
    return {name: part for name, part in value.items() if part is not None}


def _citation(row: Row, stamp: Stamp) -> dict[str, Any]:
    report = row.report
    value = {
        "corpus": "Marsad",
        "citation": report.report_id,
        "url": report.url,
        "title": report.title,
        "language": report.lang,
        "publication": report.outlet,
        "coder": f"Marsad {stamp.version}",
        "codebook": CODEBOOK,
        "version": stamp.made.isoformat(),
    }
    return {name: part for name, part in value.items() if part is not None}


def _size(row: Row) -> dict[str, int] | None:
    detail = row.claim.detail
    if not isinstance(detail, Casualty) or detail.harm not in _SIZE or detail.count.low is None:
        return None
    return {_SIZE[detail.harm]: detail.count.low}
