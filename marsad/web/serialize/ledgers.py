"""Casualties: series with their points, checks as badges, tolls of events."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from marsad.views.casualties import Standing, Toll
from marsad.views.figures import Finding, Group, Reported, Series
from marsad.views.rows import ClaimRef
from marsad.views.tolls import Stretch, implied
from marsad.web.serialize import claims
from marsad.web.serialize.claims import iso
from marsad.web.serialize.words import actor_ar, place_ar, word

Json = dict[str, Any]
_FINE = frozenset(("parts make whole",))


def keys(refs: Iterable[ClaimRef]) -> list[str]:
    return list(dict.fromkeys([ref.key for ref in refs]))


def group(found: Group) -> Json:
    scope = zip(found.scope, found.scope_names, strict=True)
    return {
        "harm": found.harm,
        "victims": found.victims,
        "affiliation": found.affiliation,
        "scope": [{"id": key, "name": called, "name_ar": place_ar(key)} for key, called in scope],
    }


def title(found: Group, cause: str | None = None, running: bool = False) -> Json:
    made = {}
    for lang in ("en", "ar"):
        harm, victims = word("harm", found.harm, lang), word("victims", found.victims, lang)
        head = f"{victims} {harm}"
        if cause:
            head += f" ({word('attack', cause, lang)})"
        names = [place_ar(key) if lang == "ar" else None for key in found.scope]
        where = [ar or called.split(",")[0] for ar, called in zip(names, found.scope_names, strict=True)]
        if where:
            head += f" – {('، ' if lang == 'ar' else ', ').join(where)}"
        made[lang] = f"{head} ({word('phrase', 'running toll', lang)})" if running else head
    return made


def reported(row: Reported) -> Json:
    return {
        "lineage": row.lineage,
        "lineage_ar": actor_ar(row.lineage),
        "low": row.low,
        "high": row.high,
        "qualifier": row.qualifier,
        "certainty": row.certainty,
        "published": iso(row.published),
        "outlets": list(row.outlets),
        "text": row.text,
        "superseded": row.superseded,
        "claims": keys(row.refs),
    }


def badge(found: Finding) -> Json:
    level = "ok" if found.check in _FINE else "look"
    return {"check": found.check, "level": level, "why": found.why, "claims": keys(found.refs)}


def stretch(found: Stretch) -> Json:
    return {
        "first": iso(found.first),
        "last": iso(found.last),
        "low": found.low,
        "high": found.high,
        "qualifier": found.qualifier,
        "claims": keys(found.refs),
    }


def series(run: Series, state: str, parts: Iterable[str] = ()) -> Json:
    return {
        "id": run.id,
        "state": state,
        "what": title(run.group, run.cause, running=True),
        "asserter": claims.name(run.asserter),
        "group": group(run.group),
        "cause": run.cause,
        "start": iso(run.start),
        "points": [
            {
                "day": iso(point.day),
                "low": point.low,
                "high": point.high,
                "qualifier": point.qualifier,
                "reported": [reported(row) for row in point.reported],
            }
            for point in run.points
        ],
        "implied": [stretch(found) for found in implied(run)],
        "checks": [badge(found) for found in run.findings],
        "part_of": run.part_of,
        "parts": list(parts),
        "denied": keys(run.denied),
    }


def toll(row: Toll, state: str) -> Json:
    return {
        "id": row.id,
        "state": state,
        "event": row.event,
        "what": title(row.group),
        "group": group(row.group),
        "days": claims.days(row.days.first, row.days.last, row.days.dated),
        "causes": list(row.causes),
        "reported": [reported(found) for found in row.reported],
        "range": {"low": row.range.low, "high": row.range.high, "lineages": row.range.lineages},
        "checks": [badge(found) for found in row.findings],
        "part_of": row.part_of,
        "denied": keys(row.denied),
    }


def standing(row: Standing) -> Json:
    return {
        "group": group(row.group),
        "cause": row.cause,
        "start": iso(row.start),
        "last": [{"series": key, "day": iso(p.day), "low": p.low, "high": p.high} for key, p in row.last],
        "range": {"low": row.range.low, "high": row.range.high, "lineages": row.range.lineages},
    }


def stretches(run: Series) -> list[Json]:
    """Return what lies between two points of a running toll: implied, never reported."""
    return [
        {
            "series": run.id,
            "what": title(run.group, run.cause, running=True),
            "first": iso(between.first),
            "last": iso(between.last),
            "low": between.low,
            "high": between.high,
        }
        for between in implied(run)
    ]
