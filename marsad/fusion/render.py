"""The record as plain JSON values (docs/fusion.md). Dates are ISO 8601, spans code points of the report's document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from marsad.fusion.figures import total
from marsad.records import Claim, Contradiction, Event, Figure, Fusion, Lineage, Point, Reading

Json = dict[str, Any]


def to_json(fusion: Fusion, readings: Iterable[Reading]) -> Json:
    """Return events and series with their members: for each claim its passages, one member each."""
    known = {claim.key: (reading.report.report_id, claim) for reading in readings for claim in reading.claims}
    return {
        "events": [_event(event, known) for event in fusion.events],
        "unresolved": [_contradiction(found) for found in fusion.unresolved],
    }


def _event(event: Event, known: dict[str, tuple[str, Claim]]) -> Json:
    place = event.place
    return {
        "event_id": event.id,
        "kind": event.kind,
        "series": event.series,
        "types": list(event.types),
        "place": place and {"name": place.name or place.text, "lat": place.lat, "lon": place.lon},
        "start": event.start.isoformat() if event.start else None,
        "end": event.end.isoformat() if event.end else None,
        "members": [
            member for key in event.claims for member in _members(*known[key], in_toll=key in event.in_toll, of=event)
        ],
        "figures": _totals(event.figures),
        "classes": [_figure(figure) for figure in event.figures],
        "lineages": len(event.lineages),
        "origins": [_lineage(lineage) for lineage in event.lineages],
        "grade": event.grade,
        "contradictions": [_contradiction(found) for found in event.contradictions],
    }


def _members(report_id: str, claim: Claim, *, in_toll: bool, of: Event) -> list[Json]:
    """Return a member for each passage of a claim; a statement is an act of diplomacy among events."""
    kind = of.kind if claim.kind == "statement" else claim.kind
    return [
        {
            "report_id": report_id,
            "claim": claim.key,
            "claim_kind": claim.kind,
            "kind": kind,
            "span": [span.start, span.end],
            "in_toll": in_toll,
        }
        for span in (claim.evidence, *claim.also)
    ]


def _totals(figures: tuple[Figure, ...]) -> Json:
    found = (total(figures, harm) for harm in dict.fromkeys(figure.harm for figure in figures))
    return {
        figure.harm: {"min": figure.min, "best": figure.best, "max": figure.max, "latest": figure.latest}
        for figure in found
        if figure
    }


def _figure(figure: Figure) -> Json:
    return {
        "harm": figure.harm,
        "victims": figure.victims,
        "min": figure.min,
        "best": figure.best,
        "max": figure.max,
        "latest": figure.latest,
        "points": [point_to_json(point) for point in figure.points],
    }


def point_to_json(point: Point) -> Json:
    """Return a point of a figure: the claim it is from, whose it is, when it was printed, its bounds."""
    return {
        "claim": point.claim,
        "lineage": point.lineage,
        "published": point.published.isoformat() if point.published else None,
        "low": point.low,
        "high": point.high,
        "qualifier": point.qualifier,
    }


def _lineage(lineage: Lineage) -> Json:
    return {
        "origin": lineage.origin,
        "named": lineage.named,
        "relays": list(lineage.relays),
        "claims": list(lineage.claims),
    }


def _contradiction(found: Contradiction) -> Json:
    return {"difference": found.difference, "claims": [found.claim, found.other], "why": found.why}
