"""Records as plain JSON values and back, without loss. Pure.

A field keeps its name; a default of None or of nothing is left out; a span is `[start, end]`, a date ISO 8601.
The store keeps claims so, and not in the interchange format, since that repeats the words of the report.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import sys
import types
import typing
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from marsad.records import Attack, Casualty, Claim, Control, Diplomacy, Humanitarian, Span, Statement

Json = dict[str, Any]
Decoder = Callable[[Any], Any]

_PLAIN = frozenset((str, int, bool))
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
            made[name] = part if type(part) in _PLAIN else encode(part)
    return made


def claim_of(body: Json) -> Claim:
    """Return the claim that `encode` made `body` of."""
    decoders = _decoders(Claim)
    fields = {name: decoders[name](part) for name, part in body.items() if name != "detail"}
    return Claim(**fields, detail=_record(_DETAILS[body["kind"]], body["detail"]))


@cache
def _empties(record: type) -> tuple[tuple[str, object], ...]:
    """Return the fields of a record, each with the empty default that is left out."""
    return tuple(
        (field.name, field.default if field.default in (None, ()) else dataclasses.MISSING)
        for field in dataclasses.fields(record)
    )


def _record(record: type, value: Json) -> Any:
    decoders = _decoders(record)
    return record(**{name: decoders[name](part) for name, part in value.items()})


@cache
def _decoders(record: type) -> dict[str, Decoder]:
    """Return for each field of a record the function that makes its value from JSON."""
    hints = typing.get_type_hints(record)
    return {name: _decoder(hint) for name, hint in hints.items() if name != "detail"}


def _decoder(hint: Any) -> Decoder:
    if hint is Span:
        return lambda value: Span(*value)
    if hint is str or typing.get_origin(hint) is typing.Literal:
        return sys.intern  # names of places, people and kinds come again and again: each is in memory once
    if hint is dt.date:
        return dt.date.fromisoformat
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return partial(_record, hint)
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple and parts[1:] == (...,):
        each = _decoder(parts[0])
        return lambda value: tuple(map(each, value))
    if origin is tuple:
        several = tuple(map(_decoder, parts))
        return lambda value: tuple(decode(item) for decode, item in zip(several, value, strict=True))
    if origin in (typing.Union, types.UnionType):  # of None and one other type
        decode = _decoder(next(part for part in parts if part is not type(None)))
        return lambda value: None if value is None else decode(value)
    return lambda value: value
