"""An event: its figures with what made them, a row for each lineage, and what its claims do not agree on."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from marsad.fusion.figures import by_lineage, known, value
from marsad.fusion.render import point_to_json
from marsad.records import Casualty, Control, Event, Figure, Lineage, Point
from marsad.views.rows import Sourced, days_of, name_of, place_name
from marsad.web.audience import STATES
from marsad.web.columns import Whole
from marsad.web.serialize import claims
from marsad.web.serialize.claims import iso
from marsad.web.serialize.titles import of_event
from marsad.web.serialize.words import actor_ar
from marsad.web.snapshot import Snapshot

Json = dict[str, Any]
_RULE = {
    "en": "Lowest and highest that any lineage gave; best is the lower median of what each lineage gave last.",
    "ar": "أدنى ما أعطاه أي مصدر وأعلاه؛ والأرجح هو الوسيط الأدنى لآخر ما أعطاه كل مصدر.",
}
_MOST_ACTORS = 6


def all_told(number: int, at: Snapshot, day: dt.date | None) -> bool:
    """Tell whether all claims of an event were published by a day."""
    return day is None or int(at.happened.told_until[number]) <= day.toordinal()


def as_known(number: int, at: Snapshot, day: dt.date | None) -> Event | None:
    """Return an event as its claims published by a day make it; None where there was none. Which claims belong
    together is as judged today; the grade is left out where some of them were not known yet."""
    event = at.event_at(number)
    if day is None or all_told(number, at, day):
        return event
    place_of = dict(zip(event.claims, at.happened.claims(number).tolist(), strict=True))
    told = {key for key, n in place_of.items() if int(at.index.told[n]) <= day.toordinal()}
    if not told:
        return None
    if len(told) == len(event.claims):
        return event
    lineages = (replace(line, claims=tuple(k for k in line.claims if k in told)) for line in event.lineages)
    return replace(
        event,
        claims=tuple(key for key in event.claims if key in told),
        figures=tuple(figure for found in event.figures if (figure := known(found, day)) is not None),
        in_toll=event.in_toll & told,
        lineages=tuple(_relayed(line, at, place_of) for line in lineages if line.claims),
        contradictions=tuple(c for c in event.contradictions if c.claim in told and c.other in told),
        grade=None,
    )


def _relayed(line: Lineage, at: Snapshot, place_of: Mapping[str, int]) -> Lineage:
    index = at.index
    places = [place_of[key] for key in line.claims]
    outlets = dict.fromkeys(index.outlet.at(n) or index.report.at(n) for n in places)
    return replace(line, relays=tuple(name for name in outlets if name != line.origin))


def _row(at: Snapshot, key: str) -> Sourced:
    return at.rows[at.by_key[key]]


def item(event: Event, at: Snapshot, number: int) -> Json:
    """Return one event, the one of this number or what was known of it on a day, as a list shows it."""
    index, places = at.index, at.happened.claims(number)
    if len(places) != len(event.claims):
        places = np.asarray([at.by_key[key] for key in event.claims], np.int64)
    actors = Counter(index.name.codes_of(places).tolist())
    outlets = {index.outlet.values[n] for n in set(index.outlet.codes[places].tolist())}
    return {
        "id": event.id,
        "kind": event.kind,
        "series": event.series,
        "types": list(event.types),
        "what": what(event, at),
        "place": claims.place(event.place) if event.place else None,
        "start": iso(event.start),
        "end": iso(event.end),
        "grade": event.grade,
        "state": state_at(places, at),
        "claims": len(event.claims),
        "reports": len(set(index.report.codes[places].tolist())),
        "lineages": len(event.lineages),
        "outlets": len(outlets - {""}),
        "actors": [claims.name(index.name.values[n]) for n, _ in actors.most_common(_MOST_ACTORS)],
        "figures": [figure(found) for found in event.figures],
        "disagreements": dict(Counter(found.difference for found in event.contradictions)),
    }


def what(event: Event, at: Snapshot) -> dict[str, str]:
    """Return an event in a few words; of one of control, who takes or holds the place as its first claim says."""
    detail = _row(at, event.claims[0]).claim.detail if event.kind == "control" else None
    return of_event(event, name_of(detail.actor) if isinstance(detail, Control) else None)


def state_of(keys: Iterable[str], at: Snapshot) -> str:
    """Return the state that claims have together: the one of the claim that got least far."""
    return _least({at.state_of(key) for key in keys})


def state_at(places: Whole, at: Snapshot) -> str:
    """Return the state that claims, by position, have together."""
    column = at.index.state
    return _least({column.values[n] for n in set(column.codes[places].tolist())})


def _least(states: set[str]) -> str:
    return min(states - {"rejected"}, key=STATES.index, default="rejected")


def figure(found: Figure) -> Json:
    """Return a figure; `open` says that a number of it is a bound ("more than 311")."""
    return {
        "harm": found.harm,
        "victims": found.victims,
        "min": found.min,
        "best": found.best,
        "max": found.max,
        "latest": found.latest,
        "open": any(point.low is None or point.high is None for point in found.points),
    }


def _full_figure(found: Figure) -> Json:
    lasts = [points[-1] for points in by_lineage(found.points).values()]
    return {
        **figure(found),
        "points": [point_to_json(point) for point in found.points],
        "why": {
            "min": _giving(found.points, found.min),
            "max": _giving(found.points, found.max),
            "latest": _giving(reversed(found.points), found.latest),
            "rule": _RULE,
            "lasts": [point_to_json(point) for point in lasts],
        },
    }


def _giving(points: Iterable[Point], number: int | None) -> str | None:
    return next((p.claim for p in points if number is not None and number in (value(p), p.high)), None)


def full(event: Event, at: Snapshot, number: int) -> Json:
    """Return one event with everything in it."""
    at.fetch(event.claims)
    return {
        **item(event, at, number),
        "version": at.version,
        "classes": [_full_figure(found) for found in event.figures],
        "rows": [_lineage(line, event, at) for line in event.lineages],
        "contradictions": [
            {"difference": found.difference, "why": found.why, "claims": [found.claim, found.other]}
            for found in event.contradictions
        ],
        "items": [claims.item(_row(at, key), at) for key in event.claims],
    }


def _lineage(line: Lineage, event: Event, at: Snapshot) -> Json:
    return {
        "origin": line.origin,
        "origin_ar": actor_ar(line.origin),
        "named": line.named,
        "relays": list(line.relays),
        "told": [_told(_row(at, key), event, at) for key in line.claims],
    }


def _told(row: Sourced, event: Event, at: Snapshot) -> Json:
    report, claim = row
    detail = claim.detail
    count = detail.count if isinstance(detail, Casualty) else None
    days = days_of(report, claim)
    return {
        "claim": claim.key,
        "report": report.report_id,
        "outlet": report.outlet,
        "published": iso(report.published),
        "sentence": claims.sentence(report, claim.evidence, row.ref.spans),
        "harm": detail.harm if isinstance(detail, Casualty) else None,
        "victims": detail.victims if isinstance(detail, Casualty) else None,
        "count": None
        if count is None
        else {"low": count.low, "high": count.high, "qualifier": count.qualifier, "text": count.text},
        "certainty": claim.certainty,
        "state": at.state_of(claim.key),
        "in_toll": claim.key in event.in_toll,
        "places": [place_name(place) for place in claim.place],
        "days": claims.days(days.first, days.last, days.dated),
    }
