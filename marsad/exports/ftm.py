"""FollowTheMoney: events, the reports that tell of them, and the actors named; one entity a line.

People harmed are counts in the event's summary, never entities: no private person has a name here. A person is an
entity only where the lexicon knows the name. Schemata and properties are those of data/ftm_properties.tsv.
"""

from __future__ import annotations

import hashlib
from typing import Any

from marsad.exports.actors import actor, schema
from marsad.exports.dataset import Dataset, Exported, Row, Stamp, prepare
from marsad.exports.incidents import sides
from marsad.exports.jsonl import json_lines
from marsad.exports.loss import Losses
from marsad.records import Attack, Casualty, Control, Count, Diplomacy, Humanitarian, Statement
from marsad.views.rows import place_name

Entity = dict[str, Any]


def export(dataset: Dataset, stamp: Stamp) -> Exported:
    """Return the entities; a Note says what made the file, and what it does not say."""
    prepared = prepare(dataset)
    found: dict[str, Entity] = {}
    for row in prepared.rows:
        if not _is_shown(row, prepared.losses):
            continue
        report = _article(row)
        parties = [entity for name in dict.fromkeys(_parties(row)) if (entity := _party(name))]
        for entity in (report, *parties, _event(row, report, parties, stamp)):
            found.setdefault(entity["id"], entity)
    report_of_losses = prepared.report()
    note = _note(stamp, report_of_losses.summary())
    return Exported(json_lines([note, *found.values()]), report_of_losses)


def _is_shown(row: Row, losses: Losses) -> bool:
    if isinstance(row.claim.detail, Statement):
        losses.drop("no schema for what somebody says", row.key)
    elif row.claim.certainty == "denied":
        losses.drop("denied: it did not happen by this claim", row.key)
    elif row.claim.certainty == "planned":
        losses.drop("planned: it has not happened by this claim", row.key)
    else:
        losses.reduce("count, precision and span are words in the summary alone", row.key)
        return True
    return False


def _entity(kind: str, identity: str, **properties: str | None) -> Entity:
    kept = {name: [value] for name, value in properties.items() if value}
    return {"id": _id(kind, identity), "schema": kind, "properties": kept}


def _id(kind: str, identity: str) -> str:
    return f"marsad-{hashlib.sha256(f'{kind}:{identity}'.encode('utf-8', 'backslashreplace')).hexdigest()[:24]}"


def _article(row: Row) -> Entity:
    report = row.report
    return _entity(
        "Article",
        report.report_id,
        title=report.title or report.report_id,
        publisher=report.outlet,
        publishedAt=report.published.isoformat() if report.published else None,
        sourceUrl=report.url if (report.url or "").startswith(("http://", "https://")) else None,
        language={"ar": "ara", "en": "eng"}.get(report.lang),
    )


def _parties(row: Row) -> list[str]:
    detail = row.claim.detail
    if isinstance(detail, Diplomacy):
        return [*detail.participants, *([detail.body] if detail.body else [])]
    return [name for name in sides(row.claim) if name]


def _party(name: str) -> Entity | None:
    """Return an actor that the lexicons know; words of the text alone are nobody's name."""
    known, kind = actor(name), schema(name)
    return _entity(kind, name, name=name, country=known.country.lower() or None) if kind else None


def _event(row: Row, report: Entity, parties: list[Entity], stamp: Stamp) -> Entity:
    claim = row.claim
    start, end = claim.time.start, claim.time.end
    what = _what(row)
    place = claim.place[0] if claim.place else None
    event = _entity(
        "Event",
        row.key,
        name=f"{what}, {place_name(place)}" if place else what,
        summary=f"{what}. Certainty: {claim.certainty}; {row.status}. Place known: {_precision(row)}.",
        startDate=start.isoformat() if start else None,
        endDate=end.isoformat() if end else None,
        location=place_name(place) if place else None,
        country=place.country.lower() if place and place.country else None,
        recordId=row.key,
        description=f"Claim of Marsad: {stamp.link_to(row.key)}",
    )
    event["properties"]["proof"] = [report["id"]]
    if parties:
        event["properties"]["involved"] = [party["id"] for party in parties]
    return event


def _precision(row: Row) -> str:
    return (row.claim.place[0].precision or "no precision") if row.claim.place else "not"


def _what(row: Row) -> str:
    """Return what happened in words, with the count as it was reported."""
    detail = row.claim.detail
    match detail:
        case Casualty():
            toll = " (toll over a period)" if detail.cumulative else ""
            return f"{detail.victims} {detail.harm}: {_count(detail.count)}{toll}"
        case Humanitarian():
            return f"{detail.type}: {_count(detail.count)}" if detail.count else detail.type
        case Diplomacy():
            return f"{detail.type} ({detail.status})"
        case Control():
            return detail.action
        case Attack():
            return detail.type
        case Statement():
            return detail.act


def _count(count: Count) -> str:
    """Return a count in words: "more than 311", "5 to 7", "no number"."""
    if count.low is None and count.high is None:
        return "no number"
    if count.qualifier == "range":
        return f"{count.low} to {count.high}"
    number = count.low if count.low is not None else count.high
    return str(number) if count.qualifier == "exact" else f"{count.qualifier.replace('_', ' ')} {number}"


def _note(stamp: Stamp, losses: dict[str, Any]) -> Entity:
    facts = stamp.to_dict()
    return _entity(
        "Note",
        f"{facts}",
        name=f"{facts['made_by']}, {facts['made']}",
        description=f"Filters: {facts['filters']}. Losses: {losses}",
    )
