"""Records as plain JSON values and back, without loss. Pure.

A field keeps its name; a default of None or of nothing is left out; a span is `[start, end]`, a date ISO 8601.
The store keeps claims so, and not in the interchange format, since that repeats the words of the report.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
import typing
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from marsad.records import Attack, Casualty, Claim, Control, Diplomacy, Humanitarian, Span, Statement

Json = dict[str, Any]
Decoder = Callable[[Any], Any]

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
    if isinstance(value, Span):
        return [value.start, value.end]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = ((name, getattr(value, name), empty) for name, empty in _empties(type(value)))
        return {name: encode(part) for name, part, empty in parts if part is not empty}
    if isinstance(value, tuple):
        return [encode(part) for part in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    return value + 0.0 if isinstance(value, float) else value  # -0.0 is 0.0


def claim_of(body: Json) -> Claim:
    """Return the claim that `encode` made `body` of."""
    rest = {name: part for name, part in body.items() if name != "detail"}
    detail = _decoder(_DETAILS[body["kind"]])(body["detail"])
    known = _fields(Claim)
    return Claim(detail=detail, **{name: _decoder(known[name])(part) for name, part in rest.items()})


@cache
def _empties(record: type) -> tuple[tuple[str, object], ...]:
    """Return the fields of a record, each with the empty default that is left out."""
    return tuple(
        (field.name, field.default if field.default in (None, ()) else dataclasses.MISSING)
        for field in dataclasses.fields(record)
    )


@cache
def _fields(record: type) -> dict[str, Any]:
    return typing.get_type_hints(record)


def _record(record: type, value: Json) -> Any:
    fields = _fields(record)
    return record(**{name: _decoder(fields[name])(part) for name, part in value.items()})


@cache
def _decoder(hint: Any) -> Decoder:
    """Return the function that makes a value of the type `hint` from JSON."""
    if hint is Span:
        return lambda value: Span(*value)
    if hint is dt.date:
        return dt.date.fromisoformat
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return partial(_record, hint)
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple and parts[1:] == (...,):
        return lambda value: tuple(_decoder(parts[0])(part) for part in value)
    if origin is tuple:
        return lambda value: tuple(_decoder(part)(item) for part, item in zip(parts, value, strict=True))
    if origin in (typing.Union, types.UnionType):  # of None and one other type
        decode = _decoder(next(part for part in parts if part is not type(None)))
        return lambda value: None if value is None else decode(value)
    return lambda value: value
