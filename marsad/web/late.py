"""Claims as they were known on a day, without what people judged after it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from marsad.records import Judgement
from marsad.views.judged import judged, of_claims
from marsad.views.rows import Sourced
from marsad.web.snapshot import Snapshot

Day = dt.date | None


def judged_late(at: Snapshot, known_on: Day) -> bool:
    """Tell whether people changed a claim after a day, which nobody knew on it."""
    if known_on is None:
        return False
    last: Day = at.once(("last change",), lambda: _last_change(at))
    return last is not None and last > known_on


def claims_known(at: Snapshot, known_on: Day) -> Sequence[Sourced]:
    """Return the claims that stand; as known on a day, without the judgements that were made after it."""
    if not judged_late(at, known_on):
        return at.standing
    raw = [Sourced(r.report, claim) for r in at.readings.values() for claim in r.claims]
    return judged(raw, at.judgements, known_on)


def _last_change(at: Snapshot) -> Day:
    """Return the last day on which a claim was judged to be other than it was read. To accept what was read as stated
    changes nothing, nor does what is judged of two claims: events are those of today."""
    of = of_claims(at.judgements)
    days = [max(j.at.date() for j in some) for key, some in of.items() if _changes(at, key, some)]
    return max(days, default=None)


def _changes(at: Snapshot, key: str, some: Sequence[Judgement]) -> bool:
    verdicts = {judgement.verdict for judgement in some}
    if verdicts & {"reject", "correct"}:
        return True
    position = at.by_key.get(key)
    return "accept" in verdicts and position is not None and bool(at.doubted[position])
