"""Control: the state of a place, how to draw it, and how old the last word of it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from marsad.places.gazetteer import Gazetteer
from marsad.views.control import ControlState
from marsad.views.gauges import ShareGauge
from marsad.views.rows import ClaimRef
from marsad.web import held
from marsad.web.index import NEVER
from marsad.web.reply import written
from marsad.web.serialize import claims, models
from marsad.web.serialize.claims import iso
from marsad.web.serialize.events import state_of
from marsad.web.serialize.ledgers import keys
from marsad.web.serialize.words import actor_ar, place_ar
from marsad.web.snapshot import Snapshot
from marsad.web.stood import States

Json = dict[str, Any]
_Placed = tuple[str, int]  # a claim by its key, and its position


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
    support = _placed(row.support, at)
    told = [ordinal for _, n in support if (ordinal := int(at.index.told[n])) != NEVER]
    last = dt.date.fromordinal(max(told)) if told else None
    lineages = sorted({at.index.lineage.at(n) for _, n in support})
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
        "marks": marks(row, support, at, lineages),
        "review": state_of((ref.key for ref in row.support), at) if row.support else "machine",
        "derived": row.why,
        "support": keys(row.support),
        "opposed": keys(row.opposed),
        "pending": keys(row.pending),
    }


def _placed(refs: Sequence[ClaimRef], at: Snapshot) -> list[_Placed]:
    return [(ref.key, n) for ref in refs if (n := at.by_key.get(ref.key)) is not None]


def marks(row: ControlState, support: Sequence[_Placed], at: Snapshot, lineages: Sequence[str]) -> list[Json]:
    """Return what to know of the claims beside a state: why one waits, who speaks against their own side."""
    found = [(key, held.waits_of(n, at)) for key, n in _placed(row.pending, at)]
    found += [(key, "against interest") for key, n in support if held.is_against_interest(n, at)]
    if len(lineages) == 1 and row.support:
        found.append((row.support[0].key, "one lineage"))
    return [{"claim": key, "mark": mark} for key, mark in found]


def undated(row: ControlState, at: Snapshot) -> bytes:
    """Return a state as it is written, its age left out."""
    return written(models.ControlItem, state(row, at, None))


def on(found: States, number: int, at: Snapshot, day: dt.date | None) -> bytes:
    """Return a state as it is written on `day`."""
    kept = number < len(found.json) and not (at.changed and _touched(found.every[number], at))
    whole = found.json[number] if kept else undated(found.every[number], at)
    head, age, tail = whole.partition(b'"age_days":null')
    if day is None or head.endswith(b"null,"):  # nobody told of it
        return whole
    days = max(0, (day - dt.date.fromisoformat(head[-12:-2].decode())).days)
    return b"".join((head, age[:-4], str(days).encode(), tail))


def _touched(row: ControlState, at: Snapshot) -> bool:
    """Tell whether people changed the state of a claim behind a row since it was written."""
    return any(at.by_key.get(ref.key) in at.changed for ref in row.support)


def change(found: States, before: int, after: int, at: Snapshot) -> bytes:
    row = found.every[after]
    day = row.since
    head = written(models.ChangePlace, {"day": iso(day), "place": place(row.place_id, row.place, row.lat, row.lon)})
    states = (on(found, number, at, day) for number in (before, after))
    return head[:-1] + b',"before":%b,"after":%b}' % tuple(states)


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
