"""Records as plain JSON values and back, without loss. Pure.

A field keeps its name; a default of None or of nothing is left out; a span is `[start, end]`, a date ISO 8601.
The store keeps claims so, and not in the interchange format, since that repeats the words of the report.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import sys
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from marsad.records import (
    Attack,
    Casualty,
    Claim,
    Control,
    Count,
    Diplomacy,
    Humanitarian,
    Named,
    Place,
    Span,
    Statement,
    When,
)

Json = dict[str, Any]
Decoder = Callable[[Any], Any]

_SHORT = frozenset((str, int, bool))
_DETAILS: dict[str, type] = {
    "casualty": Casualty,
    "control": Control,
    "attack": Attack,
    "statement": Statement,
    "diplomacy": Diplomacy,
    "humanitarian": Humanitarian,
}


def encode(value: Any) -> Any:
    """Return a record, or a value of one, as JSON holds it."""
    kind: Any = type(value)
    if kind is str or kind is int or value is None or kind is bool:
        return value
    if kind is tuple:
        return [encode(part) for part in value]
    if kind is Span:
        return [value.start, value.end]
    if kind is float:
        return value + 0.0  # -0.0 is 0.0
    if kind is dt.date:
        return value.isoformat()
    made = {}
    for name, empty in _empties(kind):
        part = getattr(value, name)
        if part is not empty:
            made[name] = part if type(part) in _SHORT else encode(part)
    return made


def claim_of(body: Json) -> Claim:
    """Return the claim that `encode` made `body` of."""
    fields = {name: _value(name, part) for name, part in body.items() if name != "detail"}
    return Claim(**fields, detail=_record(_DETAILS[body["kind"]], body["detail"]))


@cache
def _empties(record: type) -> tuple[tuple[str, object], ...]:
    """Return the fields of a record, each with the empty default that is left out."""
    return tuple(
        (field.name, field.default if field.default in (None, ()) else dataclasses.MISSING)
        for field in dataclasses.fields(record)
    )


def _record(record: type, value: Json) -> Any:
    return record(**{name: _value(name, part) for name, part in value.items()})


def _value(name: str, part: Any) -> Any:
    """Return the value of a field from what JSON holds of it."""
    decode = _DECODERS.get(name)
    if decode is None:
        return _plain(part)
    return None if part is None else decode(part)


def _plain(part: Any) -> Any:
    """Return texts, numbers and lists of them; names of places, people and kinds come again and again: each once."""
    kind = type(part)
    if kind is str:
        return sys.intern(part)
    return tuple(map(_plain, part)) if kind is list else part


def _span(pair: list[int]) -> Span:
    return Span(*pair)


def _of(record: type) -> Decoder:
    return partial(_record, record)


def _each(decode: Decoder) -> Decoder:
    return lambda parts: tuple(map(decode, parts))


def _worded(pair: list[Any]) -> tuple[str, Span]:
    return sys.intern(pair[0]), _span(pair[1])


# By the name of a field, which is of one kind in all records, what makes its value; all others are plain
_DECODERS: dict[str, Decoder] = {
    "evidence": _span,
    "span": _span,
    "also": _each(_span),
    "spans": _each(_worded),
    "count": _of(Count),
    "place": _each(_of(Place)),
    "time": _of(When),
    "options": _each(_of(When)),
    "start": dt.date.fromisoformat,
    "end": dt.date.fromisoformat,
    **dict.fromkeys(("source", "speaker", "actor", "from_actor", "attacker", "target"), _of(Named)),
}
