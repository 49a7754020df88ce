"""Pages by keyset cursors: a cursor names the last row that was given, so rows that come or go move nothing."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import TypeVar

from marsad.web.problems import bad

T = TypeVar("T")
MOST = 500  # rows of one page
USUAL = 100
Key = tuple[int | str, ...]


def cursor_of(key: Key) -> str:
    """Return a key as an opaque text that goes into an address."""
    raw = json.dumps(list(key), ensure_ascii=True, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def key_of(cursor: str, like: Sequence[type]) -> Key:
    """Return the key of a cursor whose parts have the types `like`; anything else is the caller's fault."""
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        key = json.loads(raw)
    except (binascii.Error, ValueError, RecursionError):
        key = None
    fits = isinstance(key, list) and len(key) == len(like)
    if not fits or any(type(part) is not kind for part, kind in zip(key, like, strict=True)):
        raise bad("cursor: use the `next` of an earlier answer as it is")
    return tuple(key)


def page(
    rows: Sequence[T], cursor: str | None, limit: int, key: Callable[[T], Key], like: Sequence[type]
) -> tuple[Sequence[T], str | None]:
    """Return up to `limit` rows after the cursor and the cursor of the next page; `rows` are in the order of `key`."""
    first = 0
    if cursor is not None:
        after = key_of(cursor, like)
        low, high = 0, len(rows)
        while low < high:
            middle = (low + high) // 2
            if key(rows[middle]) <= after:
                low = middle + 1
            else:
                high = middle
        first = low
    chosen = rows[first : first + limit]
    more = first + limit < len(rows)
    return chosen, cursor_of(key(chosen[-1])) if more and len(chosen) else None
