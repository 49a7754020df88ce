"""The interchange format: a reading as plain JSON values (docs/codebook.md).

Spans are `[start, end)` in code points of the report's document, which is the title, a line feed and the text
(the text alone where there is no title). Dates are ISO 8601, coordinates are WGS 84 degrees, latitude first.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from marsad.records import (
    Attack,
    Casualty,
    Claim,
    Control,
    Count,
    Detail,
    Diplomacy,
    Humanitarian,
    Issue,
    Named,
    Place,
    Reading,
    Report,
    Span,
    Statement,
    When,
)

Json = dict[str, Any]


def reading_to_dict(reading: Reading) -> Json:
    """Return the report's own fields with its claims, issues and furniture."""
    report = reading.report
    document = report.document
    return {
        **report_to_dict(report),
        "claims": [claim_to_dict(claim, report) for claim in reading.claims],
        "issues": [_issue(issue, document) for issue in reading.issues],
        "furniture": [
            {"kind": kind, "text": span.of(document), "span": _pair(span)} for kind, span in reading.furniture
        ],
    }


def report_to_dict(report: Report) -> Json:
    """Return the fields of a report as the input format has them; `url` only where it is known."""
    fields = {
        "report_id": report.report_id,
        "lang": report.lang,
        "published": _date(report.published),
        "outlet": report.outlet,
        "title": report.title,
        "text": report.text,
    }
    return fields | ({"url": report.url} if report.url else {})


def claim_to_dict(claim: Claim, report: Report) -> Json:
    """Return one claim: the slots that every claim has, those of its kind, and the words behind each."""
    document = report.document
    return {
        "id": claim.id,
        "key": claim.key,
        "kind": claim.kind,
        "evidence": claim.evidence.of(document),
        "span": _pair(claim.evidence),
        "also": [span.of(document) for span in claim.also],
        "also_spans": [_pair(span) for span in claim.also],
        "source": _named(claim.source),
        "certainty": claim.certainty,
        "confidence": claim.confidence,
        "place": [_place(place) for place in claim.place],
        "time": _when(claim.time),
        **_detail(claim.detail),
        "spans": {slot: _pair(span) for slot, span in claim.spans},
        "inferred": dict(claim.inferred),
        "rule": claim.rule,
    }


def _detail(detail: Detail) -> Json:
    match detail:
        case Casualty():
            return {
                "harm": detail.harm,
                "count": _count(detail.count),
                "victims": detail.victims,
                "affiliation": detail.affiliation,
                "subset_of": detail.subset_of,
                "perpetrator": detail.perpetrator,
                "cause": detail.cause,
                "cumulative": detail.cumulative,
            }
        case Control():
            return {
                "action": detail.action,
                "actor": _named(detail.actor),
                "from_actor": _named(detail.from_actor),
                "extent": detail.extent,
            }
        case Attack():
            return {
                "type": detail.type,
                "attacker": _named(detail.attacker),
                "target": _named(detail.target),
            }
        case Statement():
            return {
                "speaker": _named(detail.speaker),
                "role": detail.role,
                "act": detail.act,
                "content": detail.content,
            }
        case Diplomacy():
            return {
                "type": detail.type,
                "status": detail.status,
                "participants": list(detail.participants),
                "body": detail.body,
            }
        case Humanitarian():
            return {
                "type": detail.type,
                "count": _count(detail.count),
                "actor": _named(detail.actor),
            }


def _named(named: Named | None) -> Json | None:
    if named is None:
        return None
    value: Json = {"text": named.text, "name": named.name, "span": _pair(named.span)}
    if named.aliases:
        value["aliases"] = list(named.aliases)
    if named.inferred:
        value["inferred"] = named.inferred
    return value


def _count(count: Count | None) -> Json | None:
    if count is None:
        return None
    return {
        "low": count.low,
        "high": count.high,
        "qualifier": count.qualifier,
        "text": count.text,
        "span": _pair(count.span),
    }


def _place(place: Place) -> Json:
    value: Json = {
        "text": place.text,
        "name": place.name,
        "lat": place.lat,
        "lon": place.lon,
        "precision": place.precision,
        "country": place.country,
        "gazetteer_id": place.gazetteer_id,
        "span": _pair(place.span),
    }
    if place.why:
        value["why"] = place.why
    if place.candidates:
        value["candidates"] = list(place.candidates)
    return value


def _when(when: When) -> Json:
    value: Json = {
        "text": when.text,
        "start": _date(when.start),
        "end": _date(when.end),
        "granularity": when.granularity,
        "part": when.part,
        "span": _pair(when.span),
    }
    if when.options:
        value["options"] = [_when(option) for option in when.options]
    if when.inferred:
        value["inferred"] = when.inferred
    return value


def _issue(issue: Issue, document: str) -> Json:
    text = issue.span.of(document) if issue.span else None
    return {"reason": issue.reason, "text": text, "span": _pair(issue.span)}


def _pair(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None


def _date(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
