"""Control: the state of a place, how to draw it, and how old the last word of it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from marsad.places.gazetteer import Gazetteer
from marsad.records import Control
from marsad.views.control import Change, ControlState
from marsad.views.gauges import ShareGauge
from marsad.views.rows import Sourced, name_of
from marsad.views.sides import party, sides_of
from marsad.web.serialize import claims
from marsad.web.serialize.claims import iso
from marsad.web.serialize.events import state_of
from marsad.web.serialize.ledgers import keys
from marsad.web.serialize.words import actor_ar, place_ar
from marsad.web.snapshot import Snapshot

Json = dict[str, Any]


def place(place_id: str, called: str, lat: float | None, lon: float | None) -> Json:
    entry = Gazetteer.load().by_key(place_id)
    return {
        "id": place_id,
        "name": called,
        "name_ar": place_ar(place_id),
        "lat": lat,
        "lon": lon,
        "kind": entry.kind if entry else None,
    }


def hatch(row: ControlState) -> str:
    """Return how to draw a state: `besieged` over whoever holds it, else its own hatching; control alone has none."""
    if row.state == "controlled":
        return "besieged" if row.besieged else "none"
    return row.state


def state(row: ControlState, at: Snapshot, day: dt.date | None) -> Json:
    """Return one state as it stands on `day`."""
    told = [at.rows[at.by_key[ref.key]].report.published for ref in row.support if ref.key in at.by_key]
    known = [published for published in told if published is not None]
    last = max(known, default=None)
    lineages = sorted({at.lineages[ref.key] for ref in row.support if ref.key in at.lineages})
    return {
        "place": place(row.place_id, row.place, row.lat, row.lon),
        "state": row.state,
        "hatch": hatch(row),
        "holders": [claims.name(name) for name in row.holders],
        "since": iso(row.since),
        "until": iso(row.until),
        "not_before": iso(row.not_before),
        "besieged": row.besieged,
        "besiegers": [claims.name(name) for name in row.besiegers],
        "pressure": [claims.name(name) for name in row.pressure],
        "last_asserted": iso(last),
        "age_days": max(0, (day - last).days) if day and last else None,
        "lineages": lineages,
        "lineages_ar": [actor_ar(name) for name in lineages],
        "marks": marks(row, at, lineages),
        "review": state_of((ref.key for ref in row.support), at) if row.support else "machine",
        "derived": row.why,
        "support": keys(row.support),
        "opposed": keys(row.opposed),
        "pending": keys(row.pending),
    }


def marks(row: ControlState, at: Snapshot, lineages: Sequence[str]) -> list[Json]:
    """Return what to know of the claims beside a state: why one waits, who speaks against their own side."""
    found = [(ref.key, _waits(at.rows[at.by_key[ref.key]])) for ref in row.pending if ref.key in at.by_key]
    rows = [at.rows[at.by_key[ref.key]] for ref in row.support if ref.key in at.by_key]
    found += [(told.claim.key, "against interest") for told in rows if against_interest(told)]
    if len(lineages) == 1 and row.support:
        found.append((row.support[0].key, "one lineage"))
    return [{"claim": key, "mark": mark} for key, mark in found]


def _waits(row: Sourced) -> str:
    if row.claim.certainty == "uncertain":
        return "uncertain"
    return "place inferred" if "place" in dict(row.claim.inferred) else "needs second lineage"


def against_interest(row: Sourced) -> bool:
    """Tell whether the side that lost by it tells of it, or relays it first."""
    detail = row.claim.detail
    if not isinstance(detail, Control):
        return False
    loser = name_of(detail.actor if detail.action in ("withdraws", "hands_over") else detail.from_actor)
    teller = name_of(row.claim.source) or row.report.outlet
    country = next((place.country for place in row.claim.place), None)
    if loser is None or teller is None:
        return False
    return bool(sides_of(teller) & sides_of(party(loser, country)[0]))


def change(found: Change, at: Snapshot) -> Json:
    row = found.after
    return {
        "day": iso(found.day),
        "place": place(row.place_id, row.place, row.lat, row.lon),
        "before": state(found.before, at, found.day),
        "after": state(row, at, found.day),
    }


def gauge(found: ShareGauge, area: Json, names: dict[str, ControlState]) -> Json:
    def listed(ids: Sequence[str]) -> list[Json]:
        rows = [(key, names.get(key)) for key in ids]
        return [place(key, r.place if r else key, r.lat if r else None, r.lon if r else None) for key, r in rows]

    return {
        "set": area,
        "actor": claims.name(found.actor),
        "day": iso(found.day),
        "text": found.text,
        "asserted_low": found.asserted_low,
        "asserted_high": found.asserted_high,
        "computed_low": found.computed_low,
        "computed_high": found.computed_high,
        "held": listed(found.held),
        "partly": listed(found.partly),
        "unknown": listed(found.unknown),
        "total": found.total,
        "agrees": found.agrees,
        "lineage": found.lineage,
        "lineage_ar": actor_ar(found.lineage),
        "claim": found.ref.key,
        "support": keys(found.support),
    }
