"""Reports: a page of them, by words in them or by their claims; and one with its text and everything read in it."""

from __future__ import annotations

import re
from collections import Counter
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from marsad.errors import StoreError
from marsad.fusion.alike import print_of
from marsad.records import Report
from marsad.sources.furniture import furniture
from marsad.store.words import phrases, term
from marsad.text.fold import Folded
from marsad.views.rows import reference
from marsad.web.audience import Audience
from marsad.web.columns import Whole, members
from marsad.web.filters import USUAL, Cursor, Limit, Now, Wanted
from marsad.web.index import Asked
from marsad.web.pages import page
from marsad.web.problems import missing
from marsad.web.reply import answer
from marsad.web.serialize import claims, models
from marsad.web.serialize.events import state_of
from marsad.web.snapshot import Snapshot

router = APIRouter(tags=["reports"])
_WORD = re.compile(r"[^\W_]+")
_FOUND = 5000  # reports of one search
_AROUND, _MARKS = 120, 12
Search = Annotated[str | None, Query(max_length=300, description='words, or "words in a row", anywhere in the report')]


@router.get("/reports", response_model=models.ReportPage | models.PublicReportPage)
def page_of_reports(
    request: Request,
    at: Now,
    asked: Wanted,
    q: Search = None,
    limit: Limit = USUAL,
    cursor: Cursor = None,
) -> Response:
    """Reports, the latest first; spelling, vowel marks and clitics make no difference to `q`."""
    model = models.ReportPage if at.audience is Audience.DESK else models.PublicReportPage
    return answer(request, at, model, lambda: page_of(request, at, asked, q, limit, cursor))


def page_of(
    request: Request, at: Snapshot, asked: Asked, q: str | None, limit: int, cursor: str | None
) -> dict[str, Any]:
    found = _chosen(request, at, asked, q)
    names = at.index.report.values

    def key(number: int) -> tuple[int, str]:
        return -int(at.told.published[number]), names[number]

    rows, following = page(found, cursor, limit, key, (int, str))  # type: ignore[arg-type]
    shown = [names[int(number)] for number in rows]
    return {
        "version": at.version,
        "total": len(found),
        "of": len(at.readings),
        "next": following,
        "items": [_item(reading.report, at, q) for reading in at.readings_of(shown)],
    }


def _chosen(request: Request, at: Snapshot, asked: Asked, q: str | None) -> Whole:
    """Return the numbers of the reports: without any filter all of them, else those with a claim that is asked for."""
    ordered = at.latest
    if asked != Asked():
        ordered = ordered[at.index.report.numbers(at.index.chosen(asked))[ordered]]
    if q is not None:
        hits = _search(request, at, q)
        ordered = ordered[at.index.report.chosen(hits)[ordered]]
    return ordered


def _search(request: Request, at: Snapshot, q: str) -> frozenset[str]:
    """Return the reports that hold the words. The public's are sought in what it may read: the published passages."""
    if at.audience is not Audience.DESK:
        column = at.index.report
        told = column.numbers(at.index.chosen(Asked(text=q)))
        return frozenset(column.values[n] for n in members(told))

    def make() -> frozenset[str]:
        try:
            return frozenset(request.app.state.record.store.matching(q, _FOUND))
        except StoreError:
            return frozenset()  # no word to search for

    return at.once(("search", q), make)


def _item(report: Report, at: Snapshot, q: str | None) -> dict[str, Any]:
    reading = at.readings[report.report_id]
    first = at.first_printing[report.report_id]
    echoes = _echoes(at).get(report.report_id, [])
    return {
        **claims.report_ref(report),
        "state": report_state(report, at),
        "claims": len(reading.claims),
        "kinds": dict(Counter(claim.kind for claim in reading.claims)),
        "echo_of": first if first != report.report_id else None,
        "echoes": len(echoes),
        "snippet": _snippet(report, q),
        "issues": len(reading.issues),
    }


def report_state(report: Report, at: Snapshot) -> str:
    keys = [claim.key for claim in at.readings[report.report_id].claims]
    return state_of(keys, at) if keys else "machine"


def _echoes(at: Snapshot) -> dict[str, list[str]]:
    def make() -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, first in at.first_printing.items():
            if name != first:
                found.setdefault(first, []).append(name)
        return found

    return at.once(("echoes",), make)


def _snippet(report: Report, q: str | None) -> dict[str, Any]:
    """Return the words around the first hit, every hit in them marked; without a search the beginning."""
    document = report.document
    hits = marks_of(document, q) if q else []
    first = hits[0][0] if hits else 0
    start = max(0, first - _AROUND)
    end = min(len(document), first + 2 * _AROUND)
    inside = [(a, b) for a, b in hits if start <= a and b <= end]
    return {
        "text": document[start:end],
        "start": start,
        "marks": [{"slot": "hit", "start": a - start, "end": b - start} for a, b in inside[:_MARKS]],
    }


def marks_of(document: str, q: str) -> list[tuple[int, int]]:
    """Return where the words of a search stand in a text, as printed."""
    wanted = {word for phrase in phrases(q) for word in phrase.split(" ")}
    folded = Folded(document)
    spans = (folded.span(hit.start(), hit.end()) for hit in _WORD.finditer(folded.match) if term(hit.group()) in wanted)
    return [(span.start, span.end) for span in spans]


@router.get("/reports/{report_id}", response_model=models.Report | models.PublicReport)
def one_report(request: Request, at: Now, report_id: str) -> Response:
    """One report with its claims; at the desk with its text, the words of every slot, and what was not read."""
    if report_id not in at.readings:
        raise missing(f"report {report_id!r}")
    model = models.Report if at.audience is Audience.DESK else models.PublicReport
    return answer(request, at, model, lambda: _full(request, at, report_id))


def _full(request: Request, at: Snapshot, report_id: str) -> dict[str, Any]:
    reading = at.readings[report_id]
    report = reading.report
    rows = at.pairs(at.by_key[claim.key] for claim in reading.claims)
    family = at.first_printing[report_id]
    others = [name for name in (family, *_echoes(at).get(family, [])) if name != report_id]
    return {
        **_item(report, at, None),
        "version": at.version,
        "items": [claims.item(row, at) for row in rows],
        "printings": [_printing(at.readings[name].report, name == family, report) for name in others],
        **(_text(request, at, report_id) if at.audience is Audience.DESK else {}),
    }


def _printing(report: Report, first: bool, beside: Report) -> dict[str, Any]:
    mine, other = print_of(report.text).runs, print_of(beside.text).runs
    return {
        "id": report.report_id,
        "title": report.title,
        "outlet": report.outlet,
        "published": claims.iso(report.published),
        "first": first,
        "alike": round(len(mine & other) / max(1, len(mine | other)), 2),
    }


def _text(request: Request, at: Snapshot, report_id: str) -> dict[str, Any]:
    reading = at.readings[report_id]
    report, document = reading.report, reading.report.document
    stored = request.app.state.record.store.report(report_id)
    return {
        "document": document,
        "versions": _versions(request, at, report_id),
        "title_end": len(report.title) if report.title else 0,
        "spans": {
            claim.key: [{"slot": slot, "start": s.start, "end": s.end} for slot, s in reference(report, claim).spans]
            for claim in reading.claims
        },
        "furniture": [{"kind": kind, "start": s.start, "end": s.end} for kind, s in furniture(report)],
        "unread": [
            {
                "reason": issue.reason,
                "start": issue.span.start if issue.span else None,
                "end": issue.span.end if issue.span else None,
                "text": issue.span.of(document) if issue.span else None,
            }
            for issue in reading.issues
        ],
        "archive": stored
        and {
            "sha256": stored.sha256,
            "fetched_at": stored.fetched_at.isoformat(),
            "origin": stored.origin,
            "reader_version": stored.reader_version,
            "bytes": len(stored.original),
            "source": stored.source,
            "details": list(stored.details),
        },
    }


def _versions(request: Request, at: Snapshot, report_id: str) -> list[dict[str, Any]]:
    """Return what the same address said before and after, in the order of arrival."""

    def make() -> dict[str, list[str]]:
        families: dict[str, list[str]] = {}
        for found in request.app.state.record.store.repetitions("version"):
            family = families.setdefault(found.of, [found.of])
            family.append(found.report_id)
            families[found.report_id] = family
        return families

    family = at.once(("versions",), make).get(report_id, [])
    known = [at.readings[name].report for name in family if name != report_id and name in at.readings]
    return [_printing(report, report.report_id == family[0], at.readings[report_id].report) for report in known]
