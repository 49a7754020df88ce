"""What there is: counts and facets, places by name, the words of the desk, how the record is made."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Query, Request, Response

from marsad import __version__
from marsad.places.gazetteer import Entry, Gazetteer
from marsad.text.fold import match
from marsad.views.rows import place_name
from marsad.web import named
from marsad.web.blocks import Split, split
from marsad.web.columns import Mask, count
from marsad.web.filters import Now, Wanted
from marsad.web.index import NEVER, Asked
from marsad.web.named import place_names
from marsad.web.reply import answer
from marsad.web.serialize import models
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
    mask = index.chosen(asked)
    some = split(mask)
    reports = _reports(at, mask)
    events = index.event.numbers(mask)[: at.happened.size]
    series = count(events & at.happened.series)
    begins = index.begins[mask]
    starts = begins[begins != NEVER]
    published = at.told.published[reports]
    told = published[published > 0]
    first, last = (int(starts.min()), int(starts.max())) if len(starts) else (None, None)
    return {
        "version": at.version,
        "sequence": at.sequence,
        "audience": at.audience.value,
        "marsad": __version__,
        "claims": count(mask),
        "of": index.of,
        "reports": count(reports),
        "events": count(events) - series,
        "series": series,
        "kinds": index.kind.tally(some),
        "states": index.state.tally(some if asked.state else _with_rejected(at, asked, some)),
        "certainty": index.certainty.tally(some),
        "grades": {name: n for name, n in index.grade.tally(some).items() if name},
        "languages": at.told.lang.tally(reports),
        "first": _day(first),
        "last": _day(last),
        "published_first": _day(int(told.min()) if len(told) else None),
        "published_last": _day(int(told.max()) if len(told) else None),
        "days": last - first + 1 if first is not None and last is not None else 0,
        "places": _places(at, some, limit),
        "actors": [_named(name, n) for name, n in index.name.commonest(some, limit)],
        "outlets": [_named(name, n) for name, n in index.outlet.commonest(some, limit)],
        "lineages": [_named(name, n) for name, n in index.lineage.commonest(some, limit)],
    }


def _reports(at: Snapshot, mask: Mask) -> Mask:
    """Return the reports that chosen claims are of; with all claims, those without any as well."""
    if count(mask) == at.index.of and bool(np.array_equal(mask, at.index.standing)):
        return np.ones(at.told.size, dtype=np.bool_)
    return at.index.report.numbers(mask)


def _with_rejected(at: Snapshot, asked: Asked, some: Split) -> Mask | Split:
    if at.index.of == at.index.size:
        return some
    return some.mask | at.index.chosen(replace(asked, state=("rejected",)))


def _day(ordinal: int | None) -> str | None:
    return dt.date.fromordinal(ordinal).isoformat() if ordinal else None


def _named(name: str, claims: int) -> dict[str, Any]:
    return {"value": name, "name": name, "name_ar": actor_ar(name), "claims": claims}


def _places(at: Snapshot, some: Split, limit: int) -> list[dict[str, Any]]:
    places = named.places_of(at)
    return [
        {"value": spot, "name": place_name(places[spot]), "name_ar": place_ar(spot), "claims": number}
        for spot, number in at.index.place_id.commonest(some, limit)
        if spot in places
    ]


@router.get("/places", response_model=models.Places)
def places(request: Request, at: Now, text: Annotated[str, Query(max_length=100)] = "", limit: Most = 20) -> Response:
    """Places by the beginning of a name in either language: those of the record first, then the gazetteer's."""
    return answer(request, at, models.Places, lambda: places_by(at, text, limit))


def places_by(at: Snapshot, text: str, limit: int) -> dict[str, Any]:
    wanted, names = match(text).strip(), place_names(at)
    known = sorted(
        (wanted not in names.wholes[n], -names.claims[n], names.spots[n], n) for n in names.beginning(wanted)
    )
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
        for _, fewer, spot, n in known[:limit]
        for place in (names.places[n],)
    ]
    taken = {item["id"] for item in items}
    if wanted and at.audience.value == "desk":
        rest = (e for e in _in_gazetteer(wanted) if e.key not in taken)
        items += [_entry(entry) for entry, _ in zip(rest, range(limit - len(items)), strict=False)]
    return {"version": at.version, "items": items}


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
