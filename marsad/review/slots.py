"""Corrections: what a person sets is checked against the words of the report and the allowed values. Pure.

A value comes from words that were selected, `span` in code points of the document, or is said to have none. What comes
out is written as the interchange format writes it, so that `corrected` (marsad/views/judged.py) reads it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from marsad.errors import MarsadError
from marsad.interchange import claim_to_dict
from marsad.records import Claim, Granularity, Precision, Qualifier, Report
from marsad.review.tables import Slot, slots

BY_HAND = "set by a person"
Json = dict[str, Any]


class SlotError(MarsadError):
    """A correction does not fit: the text names the slot and says what it takes."""


@dataclass(frozen=True, slots=True)
class Correction:
    """Slots as they are set, and as they were: both as the interchange format writes them."""

    slots: Mapping[str, Any]
    was: Mapping[str, Any]

    def to_value(self) -> Json:
        return {"slots": dict(self.slots), "was": dict(self.was)}


def correct(claim: Claim, report: Report, wanted: Mapping[str, Any]) -> Correction:
    """Check corrections of a claim as it stands (with earlier ones applied); `wanted` has a value for each slot.

    A value is an object with `span` and what is read there, or a plain value. Raises `SlotError`.
    """
    known, before = slots(claim.kind), claim_to_dict(claim, report)
    new: Json = {}
    spans: dict[str, list[int]] = {}
    for name, given in wanted.items():
        slot = known.get(name)
        if slot is None:
            raise SlotError(f"{name}: a {claim.kind} has no such slot: it has {', '.join(known)}")
        value, span = _READ[slot.type](slot, given, report.document)
        if value is None and not slot.optional:
            raise SlotError(f"{name}: it cannot be empty")
        new[name] = value
        if span is not None:
            spans[name] = span
    return Correction(new | ({"spans": spans} if spans else {}), {name: before.get(name) for name in wanted})


def _span(slot: str, given: Any, document: str) -> list[int] | None:
    """Return a span that was selected; None where the value has none."""
    if given is None:
        return None
    if not (isinstance(given, Sequence) and len(given) == 2 and all(type(n) is int for n in given)):
        raise SlotError(f"{slot}: a span is [start, end]")
    start, end = given
    if not 0 <= start < end <= len(document):
        raise SlotError(f"{slot}: the span [{start}, {end}) is not in the report, which has {len(document)} characters")
    return [start, end]


def _parts(slot: Slot, given: Any, document: str) -> tuple[Json, list[int] | None, str | None]:
    """Return an object with its span and the words there."""
    value = dict(given) if isinstance(given, Mapping) else {"value": given}
    span = _span(slot.name, value.pop("span", None), document)
    return value, span, document[span[0] : span[1]] if span else None


Read = tuple[Any, list[int] | None]


def _word(slot: Slot, given: Any, document: str) -> Read:
    value, span, _ = _parts(slot, given, document)
    word = value.get("value")
    if word is None and slot.optional:
        return None, span
    if word not in slot.values:
        raise SlotError(f"{slot.name}: {word!r} is none of {', '.join(slot.values)}")
    return word, span


def _text(slot: Slot, given: Any, document: str) -> Read:
    """A name alone, without its printed form."""
    value, span, words = _parts(slot, given, document)
    return _string(slot, value.get("value", value.get("name")), words), span


def _string(slot: Slot, value: Any, words: str | None) -> str | None:
    chosen = words if value is None else value
    if chosen is not None and (not isinstance(chosen, str) or not chosen.strip() or len(chosen) > 2000):
        raise SlotError(f"{slot.name}: it takes words")
    return chosen


def _words(slot: Slot, given: Any, document: str) -> Read:
    """Words of the report, and nothing else."""
    value, span, words = _parts(slot, given, document)
    if words is None and value.get("value") is not None:
        raise SlotError(f"{slot.name}: it holds the report's own words: select them")
    return words, span


def _name(slot: Slot, given: Any, document: str) -> Read:
    value, span, words = _parts(slot, given, document)
    if span is None and value.get("value", value.get("name")) is None:
        return None, None
    name = _string(slot, value.get("value", value.get("name")), None)
    named: Json = {"text": words or name, "name": name, "span": span}
    return named if span else named | {"inferred": BY_HAND}, None


def _count(slot: Slot, given: Any, document: str) -> Read:
    value, span, words = _parts(slot, given, document)
    if span is None and value.get("low", value.get("high")) is None and "qualifier" not in value:
        return None, None
    low, high, qualifier = value.get("low"), value.get("high"), value.get("qualifier", "exact")
    if qualifier not in get_args(Qualifier):
        raise SlotError(f"{slot.name}: {qualifier!r} is none of {', '.join(get_args(Qualifier))}")
    for bound in (low, high):
        if bound is not None and (type(bound) is not int or not 0 <= bound <= 10**9):
            raise SlotError(f"{slot.name}: {bound!r} is no number of people")
    if qualifier in ("exact", "about") and high is None:
        high = low
    if (qualifier == "vague") != (low is None and high is None):
        raise SlotError(f"{slot.name}: a vague count has no figure, any other has one")
    if low is not None and high is not None and low > high:
        raise SlotError(f"{slot.name}: {low} is more than {high}")
    return {"low": low, "high": high, "qualifier": qualifier, "text": words, "span": span}, None


def _flag(slot: Slot, given: Any, document: str) -> Read:
    value, span, _ = _parts(slot, given, document)
    if not isinstance(value.get("value"), bool):
        raise SlotError(f"{slot.name}: it takes true or false")
    return value["value"], span


def _list(slot: Slot, given: Any, document: str) -> Read:
    if not isinstance(given, list) or not all(isinstance(one, str) and one.strip() for one in given):
        raise SlotError(f"{slot.name}: it takes a list of names")
    return given, None


def _time(slot: Slot, given: Any, document: str) -> Read:
    value, span, words = _parts(slot, given, document)
    start, end = (_day(slot, value.get(name)) for name in ("start", "end"))
    if start and end and start > end:
        raise SlotError(f"{slot.name}: {start} is after {end}")
    known = start or end
    granularity = value.get("granularity", "day" if known else "unknown")
    if granularity not in get_args(Granularity):
        raise SlotError(f"{slot.name}: {granularity!r} is none of {', '.join(get_args(Granularity))}")
    made: Json = {"text": words, "start": start, "end": end, "granularity": granularity, "part": None, "span": span}
    return made if span else made | {"inferred": BY_HAND}, None


def _day(slot: Slot, given: Any) -> str | None:
    try:
        return None if given is None else dt.date.fromisoformat(given).isoformat()
    except (TypeError, ValueError):
        raise SlotError(f"{slot.name}: {given!r} is not a date: write YYYY-MM-DD") from None


def _places(slot: Slot, given: Any, document: str) -> Read:
    several = given if isinstance(given, list) else [] if given is None else [given]
    return [_place(slot, one, document) for one in several], None


def _place(slot: Slot, given: Any, document: str) -> Json:
    if not isinstance(given, Mapping):
        raise SlotError(f"{slot.name}: it takes objects with span, name, lat, lon, precision")
    value, span, words = _parts(slot, given, document)
    if span is None:
        raise SlotError(f"{slot.name}: select the words of the report that name the place")
    lat, lon = value.get("lat"), value.get("lon")
    if (lat is None) != (lon is None):
        raise SlotError(f"{slot.name}: a point has lat and lon")
    for degrees, most in ((lat, 90), (lon, 180)):
        if degrees is not None and (type(degrees) not in (int, float) or not -most <= degrees <= most):
            raise SlotError(f"{slot.name}: {degrees!r} is not in degrees")
    precision = value.get("precision", "near" if lat is not None else None)
    if precision is not None and precision not in get_args(Precision):
        raise SlotError(f"{slot.name}: {precision!r} is none of {', '.join(get_args(Precision))}")
    kept = {name: _string(slot, value.get(name), None) for name in ("name", "country", "gazetteer_id")}
    point = {"lat": None if lat is None else float(lat), "lon": None if lon is None else float(lon)}
    return {"text": words, "span": span, **kept, **point, "precision": precision, "why": BY_HAND}


_READ: dict[str, Callable[[Slot, Any, str], Read]] = {
    "word": _word, "text": _text, "words": _words, "name": _name, "count": _count,
    "flag": _flag, "list": _list, "time": _time, "places": _places,
}  # fmt: skip
