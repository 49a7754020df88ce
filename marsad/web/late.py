"""Claims as they were known on a day, without what people judged after it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np

from marsad.records import Judgement
from marsad.views.judged import judged, of_claims
from marsad.views.rows import Sourced
from marsad.web.columns import Mask
from marsad.web.snapshot import Snapshot

Day = dt.date | None


def judged_late(at: Snapshot, known_on: Day) -> frozenset[str]:
    """Return the claims, by key, that people changed after a day, which nobody knew on it."""
    if known_on is None:
        return frozenset()
    last: Mapping[str, dt.date] = at.once(("last changes",), lambda: _last_changes(at))
    return frozenset(key for key, day in last.items() if day > known_on)


def before(at: Snapshot, known_on: dt.date) -> Sequence[Sourced]:
    """Return the claims that people changed after a day as they stood on it."""
    keys = {key for key in judged_late(at, known_on) if key in at.by_key}
    names = dict.fromkeys(at.index.report.at(at.by_key[key]) for key in sorted(keys))
    raw = [Sourced(r.report, c) for r in at.readings_of(list(names)) for c in r.claims if c.key in keys]
    return judged(raw, [judgement for key in keys for judgement in at.judgements_of[key]], known_on)


def claims_known(at: Snapshot, known_on: dt.date, some: Mask) -> Sequence[Sourced]:
    """Return what stood of some claims on a day, and whatever people changed after it as it stood then."""
    wanted = some & at.index.standing
    for key in judged_late(at, known_on):
        if key in at.by_key:
            wanted[at.by_key[key]] = False
    return [*at.pairs(np.flatnonzero(wanted).tolist()), *before(at, known_on)]


def _last_changes(at: Snapshot) -> Mapping[str, dt.date]:
    """Return the claims that were judged to be other than they were read, with the day of the last judgement of each.
    To accept what was read as stated changes nothing, nor does what is judged of two claims: events are those of
    today."""
    of = of_claims(at.judgements)
    return {key: max(j.at.date() for j in some) for key, some in of.items() if _changes(at, key, some)}


def _changes(at: Snapshot, key: str, some: Sequence[Judgement]) -> bool:
    verdicts = {judgement.verdict for judgement in some}
    if verdicts & {"reject", "correct"}:
        return True
    position = at.by_key.get(key)
    return "accept" in verdicts and position is not None and bool(at.doubted[position])
