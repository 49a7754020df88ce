"""Canonical JSON and the hashes over it: what the chain of the record is made of. Pure.

A hash is SHA-256 in hexadecimal. Canonical JSON has sorted keys, no blanks, UTF-8 and no NaN, so the same value has
the same bytes on every machine and in either database.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from marsad.errors import NotTakenError

START = "0" * 64  # what the first entry of a chain has for a previous one


class Canonical(str):
    """Text that is canonical JSON already."""

    __slots__ = ()


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


def canonical(value: Any) -> str:
    """Return `value` as canonical JSON.

    Raises `NotTakenError` on what cannot be kept in both databases: NUL characters, lone surrogates, NaN.
    """
    try:
        written = _encode(value)
        written.encode("utf-8")
    except ValueError as error:
        raise NotTakenError(f"it holds what is no text or number: {error}") from error
    if "u0000" in written and _NUL.search(written):
        raise NotTakenError("it holds a NUL character: replace it by U+FFFD")
    return written


def digest(value: Any) -> str:
    """Return the hash of the canonical JSON of `value`."""
    return sha256(canonical(value).encode("utf-8"))


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def entry_hash(sequence: int, previous: str, kind: str, payload: str) -> str:
    """Return the hash of one entry of the chain; `previous` is that of the entry before it."""
    return digest([sequence, previous, kind, payload])
