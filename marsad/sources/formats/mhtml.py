"""A page that a browser saved in one file (.mhtml): its first part of HTML is the page, with its address."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from typing import BinaryIO, cast

from marsad.errors import SourceError
from marsad.sources.formats import html
from marsad.sources.formats.text import whole
from marsad.sources.items import Defaults, Item, Origin

MHTML_LIMIT = 20  # times the limit of a text: pictures are most of it


def read(file: BinaryIO, origin: Origin, defaults: Defaults) -> Iterator[Item]:
    """Yield the report that the page holds. Raises `SourceError` where there is no page in it."""
    data = whole(file, MHTML_LIMIT * defaults.limit)
    saved = cast(EmailMessage, email.message_from_bytes(data, policy=email.policy.compat32))
    part = next((part for part in saved.walk() if part.get_content_type() == "text/html"), None)
    held = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(held, bytes):
        raise SourceError("there is no page in it: open it in a browser and save it again")
    url = next((str(value) for value in (saved["Snapshot-Content-Location"], part["Content-Location"]) if value), None)
    address = url if url and url.startswith(("http://", "https://")) else origin.url
    headers = {"content-type": str(part["Content-Type"] or "")}
    item = html.page(held, replace(origin, url=address, headers=headers), defaults)
    yield replace(item, original=data, media_type="multipart/related", fetched_at=_moment(str(saved["Date"] or "")))


def _moment(said: str) -> dt.datetime | None:
    try:
        moment = parsedate_to_datetime(said)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.astimezone(dt.UTC) if moment.tzinfo else None
