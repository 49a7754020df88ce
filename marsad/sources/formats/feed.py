"""An RSS or Atom feed: an entry is a report.

The date of an entry is the one that the feed calls that of publication. Atom's "updated" is none: an entry that has
no other is left without.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO
from urllib.parse import urlsplit
from xml.sax import SAXException

import feedparser

from marsad.errors import SourceError
from marsad.sources import rows
from marsad.sources.formats import markup
from marsad.sources.formats.pagedate import day_of
from marsad.sources.formats.text import whole
from marsad.sources.items import Defaults, Item, Origin, Refused, Taken, language, readable

FEED_LIMIT = 10  # times the limit of a text
_ENTRY = re.compile(rb"<(?:\w+:)?(item|entry)(?=[\s>]).*?</(?:\w+:)?\1\s*>", re.DOTALL | re.IGNORECASE)
_MOST_LINKS = 100


def read(file: BinaryIO, origin: Origin, defaults: Defaults) -> Iterator[Item]:
    """Yield the entries of a feed. Raises `SourceError` where it is none, or has none."""
    data = whole(file, FEED_LIMIT * defaults.limit)
    headers = {"content-type": "application/xml", "content-location": origin.url or ""}
    found = feedparser.parse(io.BytesIO(data), response_headers=headers)
    if not found.version and not found.entries:
        raise SourceError("it is not an RSS or Atom feed, or it is broken: open it in a browser and save it again")
    if not found.entries:
        raise SourceError("the feed has no entries: nothing to read")
    parts = [hit.group() for hit in _ENTRY.finditer(data)]
    for number, entry in enumerate(found.entries, 1):
        name = f"{origin.name}, entry {number}"
        own = parts[number - 1] if len(parts) == len(found.entries) else _written(entry)
        try:
            yield replace(_entry(entry, found, name, origin, defaults), original=own)
        except SourceError as error:
            yield Refused(name, str(error))
    if found.bozo and isinstance(found.get("bozo_exception"), SAXException):
        yield Refused(
            origin.name, f"the feed is broken ({found.bozo_exception}): entries after that place may be missing"
        )


def _entry(entry: Any, feed: Any, name: str, origin: Origin, defaults: Defaults) -> Taken:
    title = _plain(entry.get("title"))
    text, kind = _text(entry)
    if not text and title:
        text, title, kind = title, None, "headline"
    if not text:
        raise SourceError("the entry has neither a headline nor a text: nothing to read")
    lang = defaults.lang or language(f"{title or ''} {text}")
    updated = dict.get(entry, "updated")  # its own get takes the date of publication for it
    said = entry.get("published") or (updated if not feed.version.startswith("atom") else None)
    day = day_of(said, lang) if said else None
    link = _address(entry.get("link"))
    fields = {
        "report_id": _id(entry, link, origin),
        "text": readable(text)[0],
        "title": title,
        "lang": lang,
        "url": link,
        "outlet": defaults.outlet or _plain(entry.get("source", {}).get("title")) or _plain(feed.feed.get("title")),
        "published": day.isoformat() if day else None,
    }
    item = rows.taken(fields, name, origin.made_id, defaults)
    details = [("text", kind), ("author", _plain(entry.get("author"))), ("published_at", said)]
    details += [("updated_at", updated if updated != said else None)]
    details += [("link", target) for target in _links(entry)]
    return replace(
        item,
        media_type="application/xml",
        basis="feed" if day else item.basis,
        details=tuple((key, str(value)) for key, value in details if value),
        notes=(*item.notes, *((f"its date {said!r} was not understood",) if said and not day else ())),
    )


def _text(entry: Any) -> tuple[str, str]:
    """Return the words of an entry, and whether they are all of it or a summary."""
    contents = [_plain(part.get("value")) or "" for part in entry.get("content", [])]
    summary = _plain(entry.get("summary")) or ""
    longest = max(contents, key=len, default="")
    return (longest, "full") if longest and len(longest) >= len(summary) else (summary, "summary")


def _plain(value: object) -> str | None:
    """Return the words of a value, which may be markup."""
    if not isinstance(value, str) or not value.strip():
        return None
    return (markup.plain_of(value) if "<" in value or "&" in value else value.strip()) or None


def _id(entry: Any, link: str | None, origin: Origin) -> str:
    """Return the entry's own id, made unique by the host of the feed; else its address, else a hash of its words."""
    own = str(entry.get("id") or "").strip()
    if own.startswith(("http://", "https://", "tag:", "urn:")):
        return own
    if own:
        return f"{urlsplit(link or origin.url or '').netloc or origin.made_id}#{own}"
    return link or hashlib.sha256(_written(entry)).hexdigest()[:20]


def _address(value: object) -> str | None:
    return value if isinstance(value, str) and value.startswith(("http://", "https://")) else None


def _links(entry: Any) -> list[str]:
    values = [part.get("value") or "" for part in entry.get("content", [])] + [entry.get("summary") or ""]
    found = [link for value in values for link in re.findall(r"href=[\"'](https?://[^\"'<>\s]+)", value)]
    return list(dict.fromkeys(found))[:_MOST_LINKS]


def _written(entry: Any) -> bytes:
    return json.dumps(entry, ensure_ascii=False, default=str, sort_keys=True).encode("utf-8", "replace")
