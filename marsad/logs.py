"""What is said on standard error: plain lines, or for services one JSON object a line (MARSAD_LOG=json)."""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import sys

FORMAT = "MARSAD_LOG"
_LEVELS = ("warning", "note")  # words that a message begins with


def as_json() -> bool:
    return os.environ.get(FORMAT, "").strip().lower() == "json"


def line(message: str, level: str | None = None, **more: str) -> str:
    """Return a message as one line of JSON: `at` (UTC), `level`, `message`, and what else there is to it."""
    first, colon, rest = message.partition(": ")
    if level is None and colon and first in _LEVELS:
        level, message = first, rest
    at = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
    return json.dumps({"at": at, "level": level or "info", "message": message, **more}, ensure_ascii=False)


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        more = {"logger": record.name}
        if record.exc_info:
            more["trace"] = self.formatException(record.exc_info)
        return line(record.getMessage(), record.levelname.lower(), **more)


def set_up() -> None:
    """Send what modules log to standard error, in the form that was asked for."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines() if as_json() else logging.Formatter("marsad: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])


def say(message: str) -> None:
    """Write one message of Marsad's own to standard error."""
    print(line(message) if as_json() else f"marsad: {message}", file=sys.stderr, flush=True)
