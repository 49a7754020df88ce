"""A claim, its sentence and its chain as plain values."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Any

from marsad.interchange import claim_to_dict
from marsad.records import Claim, Place, Span, Statement, When
from marsad.text.fold import Folded
from marsad.text.sentences import sentences
from marsad.views.rows import ReportLike, Sourced, days_of, name_of, place_id
from marsad.web.serialize.titles import what
from marsad.web.serialize.words import actor_ar, place_ar
from marsad.web.snapshot import Snapshot

Json = dict[str, Any]
_RTL = frozenset(("ar", "fa", "he", "ur", "ckb", "ps"))
_NEAR_M = 25_000  # "near" is within some 25 km of the named place (UCDP's second class)
_AREAS = ("admin2", "admin1", "region", "country")
_COMMON = frozenset(
    "id key kind evidence span also also_spans source certainty confidence place time spans inferred rule".split()
)
_MOST = 900  # characters of a sentence around a passage; a longer one is cut at a blank
_WEB = re.compile(r"https?://", re.IGNORECASE)  # an address that a browser may be led to
_BLANK = re.compile(r"\s")


def iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def direction(lang: str) -> str:
    return "rtl" if lang in _RTL else "ltr"


def name(value: str) -> Json:
    return {"name": value, "name_ar": actor_ar(value)}


def place(found: Place) -> Json:
    """Return a place with how far its point may be from the spot: a radius in metres, or the kind of area it is."""
    return {
        "id": place_id(found),
        "name": found.name,
        "name_ar": place_ar(found.gazetteer_id),
        "text": found.text,
        "lat": found.lat,
        "lon": found.lon,
        "precision": found.precision,
        **spread(found),
        "country": found.country,
        "why": found.why,
        "candidates": list(found.candidates),
    }


def spread(found: Place) -> Json:
    precision = found.precision
    return {
        "radius_m": _NEAR_M if precision == "near" else None,
        "area": precision if precision in _AREAS else None,
    }


def when(time: When) -> Json:
    return {
        "text": time.text,
        "start": iso(time.start),
        "end": iso(time.end),
        "granularity": time.granularity,
        "part": time.part,
        "inferred": time.inferred,
        "options": [when(option) for option in time.options],
    }


def days(first: dt.date | None, last: dt.date | None, dated: bool) -> Json:
    return {"first": iso(first), "last": iso(last), "dated": dated}


def report_ref(report: Any) -> Json:
    return {
        "id": report.report_id,
        "title": report.title,
        "outlet": report.outlet,
        "published": iso(report.published),
        "lang": report.lang,
        "dir": direction(report.lang),
        "url": report.url if report.url and _WEB.match(report.url) else None,
    }


@lru_cache(maxsize=2048)
def _bounds(document: str) -> tuple[tuple[int, int], ...]:
    folded = Folded(document)
    found = (folded.span(start, end) for start, end in sentences(folded.light))
    return tuple((span.start, span.end) for span in found)


def around(document: str, span: Span) -> Span:
    """Return the sentence, or sentences, that a passage stands in; no more than some hundred characters beside it."""
    touched = [(a, b) for a, b in _bounds(document) if a < span.end and span.start < b]
    start = min([span.start, *(a for a, _ in touched)])
    end = max([span.end, *(b for _, b in touched)])
    if span.start - start > _MOST:
        cut = _BLANK.search(document, span.start - _MOST, span.start)
        start = cut.end() if cut else span.start
    if end - span.end > _MOST:
        end = document.rfind(" ", span.end, span.end + _MOST)
        end = end if end > span.end else span.end
    return Span(start, end)


def sentence(report: ReportLike, span: Span, slots: tuple[tuple[str, Span], ...]) -> Json:
    """Return the sentence around a passage, with the words of the slots that stand in it."""
    whole = around(report.document, span)
    marks = [
        {"slot": slot, "start": part.start - whole.start, "end": part.end - whole.start}
        for slot, part in slots
        if whole.covers(part)
    ]
    return {
        "text": whole.of(report.document),
        "start": whole.start,
        "end": whole.end,
        "dir": direction(report.lang),
        "marks": marks,
    }


def chain(row: Sourced) -> list[Json]:
    """Return who asserts a claim, who told it on, and who printed it."""
    claim, links = row.claim, []
    if isinstance(claim.detail, Statement):
        links.append(_link("speaker", claim.detail.speaker))
    if claim.source is not None:
        links.append(_link("source", claim.source))
    if row.report.outlet:
        outlet = row.report.outlet
        links.append({"role": "outlet", "name": outlet, "name_ar": actor_ar(outlet), "text": None, "inferred": None})
    return links


def _link(role: str, named: Any) -> Json:
    called = named.name or named.text
    return {
        "role": role,
        "name": called,
        "name_ar": actor_ar(called),
        "text": named.text,
        "inferred": named.inferred,
    }


def asserter(claim: Claim) -> Json | None:
    """Return whom a report credits with a claim; None where it says so itself."""
    detail = claim.detail
    found = name_of(detail.speaker) if isinstance(detail, Statement) else name_of(claim.source)
    return name(found) if found else None


def item(row: Sourced, at: Snapshot) -> Json:
    """Return one claim as a list shows it."""
    report, claim = row
    whole = claim_to_dict(claim, report)  # type: ignore[arg-type]
    key = claim.key
    event = at.event_of.get(key)
    valid = days_of(report, claim)
    return {
        "key": key,
        "id": claim.id,
        "kind": claim.kind,
        "what": what(claim),
        "report": report_ref(report),
        "sentence": sentence(report, claim.evidence, row.ref.spans),
        "detail": {slot: value for slot, value in whole.items() if slot not in _COMMON},
        "asserter": asserter(claim),
        "chain": chain(row),
        "lineage": at.lineages[key],
        "certainty": claim.certainty,
        "state": at.state_of(key),
        "confidence": claim.confidence,
        "grade": at.events[event].grade if event else None,
        "event": event,
        "places": [place(found) for found in claim.place],
        "time": when(claim.time),
        "days": days(valid.first, valid.last, valid.dated),
        "also": len(claim.also),
        "rule": claim.rule,
        "inferred": dict(claim.inferred),
    }


def passages(row: Sourced) -> list[Json]:
    """Return the words behind every slot, by their span in the report's document."""
    document = row.report.document
    return [
        {"slot": slot, "start": span.start, "end": span.end, "text": span.of(document)} for slot, span in row.ref.spans
    ]
