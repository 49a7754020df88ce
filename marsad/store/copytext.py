r"""Rows as lines of text, in the format of PostgreSQL's COPY: tabs between values, `\N` for none, backslashes escape.

PostgreSQL writes and reads it itself; SQLite's rows are written and read here. Bytes are `\x` and hexadecimal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Float, Integer, LargeBinary
from sqlalchemy.types import JSON, TypeEngine

_NONE = b"\\N"
_ESCAPED = {"\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v"}
_TABLE = str.maketrans(_ESCAPED)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_MEANS = {written[1]: char for char, written in _ESCAPED.items()}

Read = Callable[[bytes], Any]


def line(values: Sequence[Any]) -> bytes:
    """Return a row as a line. JSON is given as text."""
    return b"\t".join(map(_written, values)) + b"\n"


def _written(value: Any) -> bytes:
    if value is None:
        return _NONE
    if isinstance(value, str):
        return value.translate(_TABLE).encode("utf-8")
    if isinstance(value, bytes):
        return b"\\\\x" + value.hex().encode("ascii")
    return repr(value).encode("ascii")


def reader(types: Sequence[TypeEngine[Any]], json: Callable[[str], Any]) -> Callable[[bytes], list[Any]]:
    """Return what reads a line of columns of `types`; `json` reads their documents. It raises `ValueError`."""
    reads = [_reader(kind, json) for kind in types]

    def read(written: bytes) -> list[Any]:
        fields = written.rstrip(b"\n").split(b"\t")
        return [None if field == _NONE else read(field) for read, field in zip(reads, fields, strict=True)]

    return read


def _reader(kind: TypeEngine[Any], json: Callable[[str], Any]) -> Read:
    if isinstance(kind, Integer):
        return int
    if isinstance(kind, Float):
        return float
    if isinstance(kind, LargeBinary):
        return _bytes
    if isinstance(kind, JSON):
        return lambda field: json(_text(field))
    return _text


def _text(field: bytes) -> str:
    found = field.decode("utf-8")
    if "\\" not in found:
        return found
    return _ESCAPE.sub(lambda hit: _MEANS.get(hit[1], hit[1]), found)


def _bytes(field: bytes) -> bytes:
    if not field.startswith(b"\\\\x"):
        raise ValueError("bytes that are not in hexadecimal")
    return bytes.fromhex(field[3:].decode("ascii"))
