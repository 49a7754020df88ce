"""What there is: counts and facets, places by name, the words of the desk, how the record is made."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from marsad import __version__
from marsad.places.gazetteer import Entry, Gazetteer
from marsad.text.fold import match
from marsad.views.rows import place_name
from marsad.web import columns, views
from marsad.web.filters import Now, Wanted
from marsad.web.index import Asked
from marsad.web.reply import answer
from marsad.web.serialize import models
from marsad.web.serialize.claims import iso
from marsad.web.serialize.words import actor_ar, glossary, place_ar
from marsad.web.snapshot import Snapshot

router = APIRouter(tags=["about"])
_MOST = 200
Most = Annotated[int, Query(ge=1, le=_MOST, description="values at most")]


@router.get("/summary", response_model=models.Summary)
def summary(request: Request, at: Now, asked: Wanted, limit: Most = 50) -> Response:
    """Counts of what is asked for, the days it covers, and the commonest values of each filter."""
    return answer(request, at, models.Summary, lambda: summary_of(at, asked, limit))


def summary_of(at: Snapshot, asked: Asked, limit: int) -> dict[str, Any]:
    """Return the counts. Those of everything are made once, with as many facets as anybody may ask for."""
    if asked != Asked():
        return _summary(at, asked, limit)
    whole: dict[str, Any] = at.once(("summary",), lambda: _summary(at, asked, _MOST))
    return {**whole, **{name: whole[name][:limit] for name in ("places", "actors", "outlets", "lineages")}}


def _summary(at: Snapshot, asked: Asked, limit: int) -> dict[str, Any]:
    index = at.index
    bits = index.chosen(asked)
    chosen = index.list(bits)
    everything = bits == index.chosen(Asked())
    names = set(map(columns.reports_at(at).__getitem__, chosen))
    reports = [at.readings[name].report for name in (at.readings if everything else names)]
    events = set(map(columns.events_at(at).__getitem__, chosen)) - {""}
    series = len(events & columns.series_ids(at))
    starts = {day for day in map(index.begins_at.__getitem__, chosen) if day is not None}
    told = {report.published for report in reports if report.published}
    states = index.state if asked.state else None
    return {
        "version": at.version,
        "sequence": at.sequence,
        "audience": at.audience.value,
        "marsad": __version__,
        "claims": bits.bit_count(),
        "of": index.chosen(Asked()).bit_count(),
        "reports": len(reports),
        "events": len(events) - series,
        "series": series,
        "kinds": _counts(index.kind, bits),
        "states": _counts(states or index.state, bits if asked.state else _with_rejected(at, asked)),
        "certainty": _counts(index.certainty, bits),
        "grades": {name: n for name, n in _counts(index.grade, bits).items() if name},
        "languages": dict(Counter(report.lang for report in reports)),
        "first": _day(min(starts, default=None)),
        "last": _day(max(starts, default=None)),
        "published_first": iso(min(told, default=None)),
        "published_last": iso(max(told, default=None)),
        "days": max(starts) - min(starts) + 1 if starts else 0,
        "places": _places(at, chosen, limit),
        "actors": [_named(name, n) for name, n in columns.commonest(at, columns.names_at, chosen, limit)],
        "outlets": [_named(name, n) for name, n in _of(index.outlet, bits, limit)],
        "lineages": [_named(name, n) for name, n in _of(index.lineage, bits, limit)],
    }


def _with_rejected(at: Snapshot, asked: Asked) -> int:
    from dataclasses import replace

    return at.index.chosen(asked) | at.index.chosen(replace(asked, state=("rejected",)))


def _day(ordinal: int | None) -> str | None:
    from datetime import date

    return date.fromordinal(ordinal).isoformat() if ordinal else None


def _counts(postings: Any, bits: int) -> dict[str, int]:
    found = {value: (postings.bits(value) & bits).bit_count() for value in postings.values()}
    return {value: number for value, number in sorted(found.items(), key=lambda pair: -pair[1]) if number}


def _of(postings: Any, bits: int, limit: int) -> list[tuple[str, int]]:
    """Return the commonest values; those with the most claims of all are looked at."""
    ordered = sorted((value for value in postings.values() if value), key=lambda value: -postings.count(value))
    counted = [(value, (postings.bits(value) & bits).bit_count()) for value in ordered[: 4 * limit]]
    return sorted(((v, n) for v, n in counted if n), key=lambda pair: (-pair[1], pair[0]))[:limit]


def _named(name: str, claims: int) -> dict[str, Any]:
    return {"value": name, "name": name, "name_ar": actor_ar(name), "claims": claims}


def _places(at: Snapshot, chosen: list[int], limit: int) -> list[dict[str, Any]]:
    places = views.places_of(at)
    return [
        {"value": spot, "name": place_name(places[spot]), "name_ar": place_ar(spot), "claims": number}
        for spot, number in columns.commonest(at, columns.place_ids_at, chosen, limit)
        if spot in places
    ]


@router.get("/places", response_model=models.Places)
def places(request: Request, at: Now, text: Annotated[str, Query(max_length=100)] = "", limit: Most = 20) -> Response:
    """Places by the beginning of a name in either language: those of the record first, then the gazetteer's."""
    return answer(request, at, models.Places, lambda: _found(at, text, limit))


def _found(at: Snapshot, text: str, limit: int) -> dict[str, Any]:
    counts = columns.claims_by_place(at)
    wanted = match(text).strip()
    known = []
    for spot, place in views.places_of(at).items():
        entry = Gazetteer.load().by_key(spot)
        forms = [place_name(place), place.text, *(entry.names_ar if entry else ())]
        if not wanted or any(word.startswith(wanted) for form in forms for word in _tails(match(form))):
            whole = any(match(form.split(",")[0]) == wanted for form in forms)
            known.append((not whole, -counts.get(spot, 0), spot, place))
    known.sort(key=lambda row: row[:3])
    items = [
        {
            "id": spot,
            "name": place_name(place),
            "name_ar": place_ar(spot),
            "kind": entry.kind if (entry := Gazetteer.load().by_key(spot)) else None,
            "country": place.country,
            "lat": place.lat,
            "lon": place.lon,
            "claims": -fewer,
        }
        for _, fewer, spot, place in known[:limit]
    ]
    taken = {item["id"] for item in items}
    if wanted and at.audience.value == "desk":
        rest = (e for e in _in_gazetteer(wanted) if e.key not in taken)
        items += [_entry(entry) for entry, _ in zip(rest, range(limit - len(items)), strict=False)]
    return {"version": at.version, "items": items}


def _tails(form: str) -> list[str]:
    words = form.replace(",", " ").split()
    return [" ".join(words[n:]) for n in range(len(words))] + [w.removeprefix("ال") for w in words]


def _in_gazetteer(wanted: str) -> list[Entry]:
    found = [*Gazetteer.load().named(wanted), *Gazetteer.load("latin").named(wanted)]
    return sorted(dict.fromkeys(found), key=lambda entry: -entry.population)


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.key,
        "name": Gazetteer.load().display(entry),
        "name_ar": entry.names_ar[0] if entry.names_ar else None,
        "kind": entry.kind,
        "country": entry.country or None,
        "lat": entry.lat,
        "lon": entry.lon,
        "claims": 0,
    }


@router.get("/glossary", response_model=models.Glossary)
def words(request: Request, at: Now) -> Response:
    """Every value that an answer may hold, with its word in English and in Arabic, and what it means."""
    return answer(request, at, models.Glossary, lambda: {"items": terms()})


def terms() -> list[dict[str, Any]]:
    return [
        {
            "group": term.group,
            "value": term.value,
            "name": {"en": term.en, "ar": term.ar},
            "means": {"en": term.means_en, "ar": term.means_ar} if term.means_en else None,
        }
        for term in glossary()
    ]


@router.get("/method", response_model=models.Method)
def method(request: Request, at: Now) -> Response:
    """How the record is made, and how good the reader was found to be, kind by kind."""
    return answer(request, at, models.Method, lambda: {**measured(), "marsad": __version__, "glossary": terms()})


@cache
def measured() -> dict[str, Any]:
    """Return the figures of the accuracy gate as the package has them (tools/gold_docs.py writes them)."""
    table = files("marsad.web") / "data" / "accuracy.json"
    found: dict[str, Any] = json.loads(table.read_text(encoding="utf-8"))
    return found
