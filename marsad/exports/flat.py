"""A claim as one flat row, for tables: CSV, GeoJSON and GeoParquet share its fields."""

from __future__ import annotations

from typing import Any

from marsad.exports.dataset import Row, Stamp
from marsad.records import (
    Attack,
    Casualty,
    Control,
    Count,
    Detail,
    Diplomacy,
    Humanitarian,
    Place,
    Statement,
)
from marsad.views.rows import name_of, place_name

FIELDS = (
    "claim", "link", "status", "report_id", "outlet", "published", "url", "lang", "kind", "what", "certainty",
    "confidence", "source", "source_text", "actor", "against", "victims", "affiliation", "count_low", "count_high",
    "count_qualifier", "count_text", "cause", "cumulative", "subset_of", "extent", "stage", "participants", "role",
    "content", "place", "place_text", "lat", "lon", "precision", "country", "gazetteer_id", "other_places",
    "date_start", "date_end", "granularity", "time_text", "evidence", "evidence_start", "evidence_end", "rule",
)  # fmt: skip


def flat(row: Row, stamp: Stamp) -> dict[str, Any]:
    """Return the cells of one claim by `FIELDS`; what the report does not say is None."""
    report, claim = row.report, row.claim
    places = [place_name(place) for place in claim.place[1:]]
    return {
        "claim": claim.key,
        "link": stamp.link_to(claim.key),
        "status": row.status,
        "report_id": report.report_id,
        "outlet": report.outlet,
        "published": _day(report.published),
        "url": report.url,
        "lang": report.lang,
        "kind": claim.kind,
        "certainty": claim.certainty,
        "confidence": claim.confidence,
        "source": name_of(claim.source),
        "source_text": claim.source.text if claim.source else None,
        **_detail(claim.detail),
        "subset_of": row.whole,
        **_place(claim.place[0] if claim.place else None),
        "other_places": " | ".join(places) or None,
        "date_start": _day(claim.time.start),
        "date_end": _day(claim.time.end),
        "granularity": claim.time.granularity,
        "time_text": claim.time.text,
        "evidence": claim.evidence.of(report.document),
        "evidence_start": claim.evidence.start,
        "evidence_end": claim.evidence.end,
        "rule": claim.rule,
    }


def _place(place: Place | None) -> dict[str, Any]:
    if place is None:
        return {}
    return {
        "place": place.name,
        "place_text": place.text,
        "lat": place.lat,
        "lon": place.lon,
        "precision": place.precision,
        "country": place.country,
        "gazetteer_id": place.gazetteer_id,
    }


def _detail(detail: Detail) -> dict[str, Any]:
    match detail:
        case Casualty():
            return {
                "what": detail.harm,
                "actor": detail.perpetrator,
                "victims": detail.victims,
                "affiliation": detail.affiliation,
                "cause": detail.cause,
                "cumulative": detail.cumulative,
                **_count(detail.count),
            }
        case Control():
            against = name_of(detail.from_actor)
            return {
                "what": detail.action,
                "actor": name_of(detail.actor),
                "against": against,
                "extent": detail.extent,
            }
        case Attack():
            return {
                "what": detail.type,
                "actor": name_of(detail.attacker),
                "against": name_of(detail.target),
            }
        case Statement():
            return {
                "what": detail.act,
                "actor": name_of(detail.speaker),
                "role": detail.role,
                "content": detail.content,
            }
        case Diplomacy():
            parties = " | ".join(detail.participants) or None
            return {"what": detail.type, "actor": detail.body, "stage": detail.status, "participants": parties}
        case Humanitarian():
            return {"what": detail.type, "actor": name_of(detail.actor), **_count(detail.count)}


def _count(count: Count | None) -> dict[str, Any]:
    if count is None:
        return {}
    return {
        "count_low": count.low,
        "count_high": count.high,
        "count_qualifier": count.qualifier,
        "count_text": count.text,
    }


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
