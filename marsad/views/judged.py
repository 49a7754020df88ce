"""Apply what people judged of single claims, for every view alike.

The last judgement of a claim holds. `reject` takes the claim out; `correct` sets the slots it names; `accept` makes an
uncertain claim a stated one. `same`, `different` and `unsure` speak of two claims and belong to fusion. The claim
itself is never edited: the view sees a changed copy under the same key.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from marsad.records import Claim, Count, Detail, Judgement, Named
from marsad.views.rows import Sourced


def judged(
    pairs: Iterable[Sourced], judgements: Iterable[Judgement], known_on: dt.date | None = None
) -> tuple[Sourced, ...]:
    """Return the claims as people left them; judgements made after `known_on` were not known yet."""
    last: dict[str, Judgement] = {}
    for judgement in sorted(judgements, key=lambda j: (j.at, j.by, j.why, j.verdict)):
        if judgement.b is None and (known_on is None or judgement.at.date() <= known_on):
            last[judgement.a] = judgement
    out: list[Sourced] = []
    for report, claim in pairs:
        judgement_of = last.get(claim.key)
        if judgement_of is None:
            out.append(Sourced(report, claim))
        elif judgement_of.verdict == "accept" and claim.certainty == "uncertain":
            out.append(Sourced(report, replace(claim, certainty="stated")))
        elif judgement_of.verdict == "correct":
            out.append(Sourced(report, corrected(claim, judgement_of.value or {})))
        elif judgement_of.verdict != "reject":
            out.append(Sourced(report, claim))
    return tuple(out)


def corrected(claim: Claim, value: Mapping[str, Any]) -> Claim:
    """Return the claim with slots set as the interchange format writes them; slots it does not have are passed over.

    Read are `certainty`, `time` (`start`, `end`), and the slots of the kind: names, counts, words. A place is not.
    """
    if "certainty" in value:
        claim = replace(claim, certainty=value["certainty"])
    if "time" in value:
        time, new = claim.time, value["time"]
        start = _day(new["start"]) if "start" in new else time.start
        end = _day(new["end"]) if "end" in new else time.end
        claim = replace(claim, time=replace(time, start=start, end=end))
    slots = {field.name: getattr(claim.detail, field.name) for field in fields(claim.detail)}
    changes = {slot: _slot(slots[slot], value[slot]) for slot in slots if slot in value}
    detail: Detail = replace(claim.detail, **changes)
    return replace(claim, detail=detail)


def _day(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


def _slot(old: object, new: Any) -> Any:
    """Return a new value in the shape of its slot."""
    if isinstance(new, Mapping):
        if "low" in new:
            return Count(new["low"], new["high"], new.get("qualifier", "exact"), new.get("text"))
        return Named(new.get("text") or new["name"], new.get("name"))
    if isinstance(new, list):
        return tuple(new)
    if isinstance(old, Named) and isinstance(new, str):
        return replace(old, name=new)
    return new
