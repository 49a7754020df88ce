"""Answers with a validator: an ETag of data version and query, 304 where nothing changed, bytes kept for the next."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable
from typing import Any

from fastapi import Request, Response
from pydantic import BaseModel

from marsad.web.audience import Audience
from marsad.web.snapshot import Snapshot

_MOST_BYTES = 64_000_000
_LARGEST = 8_000_000  # bytes of an answer that is kept


class Kept:
    """The bytes of recent answers by their ETag; the oldest go first."""

    def __init__(self, most: int = _MOST_BYTES) -> None:
        self._most, self._size, self._version = most, 0, ""
        self._of: dict[str, bytes] = {}
        self._lock = threading.Lock()

    def get(self, tag: str) -> bytes | None:
        with self._lock:
            found = self._of.pop(tag, None)
            if found is not None:
                self._of[tag] = found
            return found

    def clear(self) -> None:
        """Forget everything: something in it may not be shown any more."""
        with self._lock:
            self._of.clear()
            self._size = 0

    def fit(self, version: str) -> None:
        """Forget what was made of other data: answers of before are asked for no more."""
        if self._version != version:
            self.clear()
            self._version = version

    def put(self, tag: str, body: bytes) -> None:
        if len(body) > _LARGEST:
            return
        with self._lock:
            self._size += len(body) - len(self._of.pop(tag, b""))
            self._of[tag] = body
            while self._size > self._most:
                self._size -= len(self._of.pop(next(iter(self._of))))


def tag_of(request: Request, at: Snapshot) -> str:
    """Return the ETag of a question: a weak one, since the same answer may go out packed or plain."""
    query = "&".join(sorted(f"{name}={value}" for name, value in request.query_params.multi_items()))
    asked = f"{request.url.path}?{query}".encode("utf-8", "backslashreplace")
    return f'W/"{at.version}-{at.audience.value}-{hashlib.sha256(asked).hexdigest()[:20]}"'


def matches(request: Request, tag: str) -> bool:
    given = request.headers.get("if-none-match", "")
    return given.strip() == "*" or tag in (part.strip() for part in given.split(","))


def headers_of(at: Snapshot, tag: str) -> dict[str, str]:
    """The desk asks again each time and mostly hears 304; the public may keep an answer for half a minute."""
    kept = "public, max-age=30" if at.audience is Audience.PUBLIC else "private, no-cache"
    return {"ETag": tag, "Cache-Control": kept, "Vary": "Accept-Encoding, Cookie", "X-Data-Version": at.version}


def answer(
    request: Request,
    at: Snapshot,
    model: type[BaseModel],
    make: Callable[[], Any],
    media_type: str = "application/json",
) -> Response:
    """Return what `make` gives, cut down to the keys of `model`; nothing is made where the asker has it already.

    Bytes are taken for an answer whose parts were written by the model before.
    """
    tag = tag_of(request, at)
    headers = headers_of(at, tag)
    if matches(request, tag):
        return Response(status_code=304, headers=headers)
    kept: Kept = request.app.state.kept
    kept.fit(at.version)
    body = kept.get(tag)
    if body is None:
        made = make()
        body = made if isinstance(made, bytes) else written(model, made)
        kept.put(tag, body)
    return Response(body, media_type=media_type, headers=headers)


def written(model: type[BaseModel], value: Any) -> bytes:
    """Return a value as JSON with the keys of `model`, and none else; letters that are no Unicode are shown as `?`."""
    try:
        return model.model_validate(value).model_dump_json().encode()
    except (UnicodeEncodeError, ValueError):
        return model.model_validate(_clean(value)).model_dump_json().encode()


def spliced(model: type[BaseModel], value: dict[str, Any], name: str, parts: Iterable[bytes]) -> bytes:
    """Return what `written` does of a value whose list `name` is written already, part by part; no list before it in
    the model has that name."""
    return filled(written(model, {**value, name: []}), name, parts)


def filled(body: bytes, name: str, parts: Iterable[bytes]) -> bytes:
    """Return JSON whose first empty list of a name has these parts."""
    head, empty, tail = body.partition(f'"{name}":[]'.encode())
    return b"".join((head, empty[:-1], b",".join(parts), b"]", tail))


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_clean(name): _clean(item) for name, item in value.items()}
    return [_clean(item) for item in value] if isinstance(value, list | tuple) else value
