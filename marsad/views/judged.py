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

from marsad.records import Claim, Count, Detail, Judgement, Named, Place, Span, When
from marsad.views.rows import Sourced

_PLACE = ("name", "lat", "lon", "precision", "country", "gazetteer_id", "why")


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


def of_claims(judgements: Iterable[Judgement]) -> dict[str, list[Judgement]]:
    """Return what was judged of each single claim, by its key."""
    found: dict[str, list[Judgement]] = {}
    for judgement in judgements:
        if judgement.b is None:
            found.setdefault(judgement.a, []).append(judgement)
    return found


def corrected(claim: Claim, value: Mapping[str, Any]) -> Claim:
    """Return the claim with slots set as the interchange format writes them; slots it does not have are passed over.

    Read are `certainty`, `time`, `source`, `place`, the slots of the kind (names, counts, words), and the `spans` of
    the words behind them.
    """
    if "certainty" in value:
        claim = replace(claim, certainty=value["certainty"])
    if "time" in value:
        time, new = claim.time, value["time"]
        start = _day(new["start"]) if "start" in new else time.start
        end = _day(new["end"]) if "end" in new else time.end
        claim = replace(claim, time=_reworded(replace(time, start=start, end=end), new))
    if "source" in value:
        claim = replace(claim, source=_slot(claim.source, value["source"]))
    if isinstance(value.get("place"), list):
        claim = replace(claim, place=tuple(map(_place, value["place"])))
    if "spans" in value:
        words = dict(claim.spans) | {slot: Span(*span) for slot, span in value["spans"].items()}
        claim = replace(claim, spans=tuple(words.items()))
    slots = {field.name: getattr(claim.detail, field.name) for field in fields(claim.detail)}
    changes = {slot: _slot(slots[slot], value[slot]) for slot in slots if slot in value}
    detail: Detail = replace(claim.detail, **changes)
    return replace(claim, detail=detail)


def _reworded(time: When, new: Mapping[str, Any]) -> When:
    """Return a time with the words it was corrected from, where the correction gives any."""
    if "span" not in new:
        return time
    words = new.get("text"), _span(new["span"]), new.get("granularity", time.granularity)
    return replace(time, text=words[0], span=words[1], granularity=words[2], options=(), inferred=new.get("inferred"))


def _place(new: Mapping[str, Any]) -> Place:
    slots: dict[str, Any] = {slot: new.get(slot) for slot in _PLACE}
    return Place(new["text"], Span(*new["span"]), **slots)


def _span(pair: Any) -> Span | None:
    return Span(*pair) if pair else None


def _day(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


def _slot(old: object, new: Any) -> Any:
    """Return a new value in the shape of its slot."""
    if isinstance(new, Mapping):
        if "low" in new:
            return Count(
                new["low"], new["high"], new.get("qualifier", "exact"), new.get("text"), _span(new.get("span"))
            )
        named = Named(new.get("text") or new["name"], new.get("name"), _span(new.get("span")))
        return replace(named, inferred=new.get("inferred"))
    if isinstance(new, list):
        return tuple(new)
    if isinstance(old, Named) and isinstance(new, str):
        return replace(old, name=new)
    return new
