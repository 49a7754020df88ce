"""Web archives: WARC, plain or gzipped, and WACZ. A page that was fetched with success is a report.

Its bytes are those of the page, its id the address and the moment it was fetched, so a later capture stands beside an
earlier one. A revisit says that nothing had changed and makes no report.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from marsad.errors import SourceError
from marsad.sources import rows, sniff
from marsad.sources.formats import unzip
from marsad.sources.formats.registry import reader
from marsad.sources.items import Defaults, Item, Origin, Passed, Refused, Taken, size
from marsad.sources.parts import Part

RECORD_LIMIT = 20  # times the limit of a text
_STEP = 1 << 16
_OTHER = re.compile(r"image/|video/|audio/|font/|text/css|javascript|application/(?:font|x-font|octet|wasm)|text/vtt")
_Pages = dict[str, str | None]


def read(file: BinaryIO, origin: Origin, defaults: Defaults) -> Iterator[Item | Part]:
    """Yield the pages of a web archive; say what else it holds."""
    archive = _Archive(origin, defaults, None)
    yield from archive.pages(file, origin.name)
    archive.check()


def of_wacz(archive: zipfile.ZipFile, origin: Origin, defaults: Defaults) -> Iterator[Item | Part]:
    """Yield the pages of a WACZ; where it lists its pages, those and no frames or parts of them."""
    whole = _Archive(origin, defaults, _listed(archive, defaults))
    for entry in archive.infolist():
        if entry.filename.startswith("archive/") and entry.filename.endswith((".warc", ".warc.gz")):
            name = f"{origin.name}, {unzip.shown(entry.filename)}"
            try:
                with archive.open(entry) as file:
                    yield from whole.pages(file, name)
            except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
                yield Refused(name, f"it is damaged ({error}): get the archive again")
    whole.check()


def _listed(archive: zipfile.ZipFile, defaults: Defaults) -> _Pages | None:
    pages: _Pages = {}
    for name in ("pages/pages.jsonl", "pages/extraPages.jsonl"):
        if name in archive.namelist():
            for line in unzip.member(archive, name, RECORD_LIMIT * defaults.limit).splitlines():
                try:
                    page = json.loads(line)
                except (ValueError, RecursionError):
                    continue
                if isinstance(page, dict) and isinstance(page.get("url"), str):
                    title = page.get("title")
                    pages[page["url"]] = title if isinstance(title, str) else None
    return pages or None


class _Archive:
    """The records of one input are counted through, over all its files, so that one can be passed over by number."""

    def __init__(self, origin: Origin, defaults: Defaults, listed: _Pages | None) -> None:
        self._origin = origin
        self._defaults = defaults
        self._listed = listed
        self._number = -1
        self._fruitful = origin.skip > 0

    def pages(self, file: Any, name: str) -> Iterator[Item | Part]:
        without: Counter[str] = Counter()
        records = ArchiveIterator(file, check_digests=True)
        count = 0
        try:
            for count, record in enumerate(records, 1):
                self._number += 1
                where = f"{name}, record {count}"
                yield Part(where, self._number)
                if self._number >= self._origin.skip:
                    yield from self._of_record(record, where, without)
        except (ArchiveLoadFailed, EOFError, zlib.error, ValueError, KeyError, AttributeError, OSError) as error:
            said = str(error).partition("\n")[0][:200]
            self._fruitful = True
            yield Refused(name, f"the archive breaks off after record {count} ({said}): what comes after was not read")
        if without:
            said = ", ".join(f"{number:,} {what}" for what, number in sorted(without.items()))
            yield Passed(name, f"passed over: {said}")

    def check(self) -> None:
        """Raise `SourceError` where nothing in the input was a page."""
        if not self._fruitful:
            raise SourceError("the archive holds no page that was fetched with success: nothing to read")

    def _of_record(self, record: Any, where: str, without: Counter[str]) -> Iterator[Item]:
        url = record.rec_headers.get_header("WARC-Target-URI") or ""
        if record.rec_type not in ("response", "resource", "conversion", "revisit") or not _is_web(url):
            return  # requests, and what the archive notes for itself
        if reason := self._no_page(record, url):
            without[reason] += 1
            return
        try:
            data = _content(record, RECORD_LIMIT * self._defaults.limit)
            headers = _headers(record)
            self._fruitful = True
            for item in self._items(data, Origin(where, url, url, headers), without):
                yield _dated(item, record, url)
        except SourceError as error:
            cut = "the archive breaks off in it, and " if _is_cut(record) else ""
            yield Refused(f"{where} ({unzip.shown(url)})", f"{cut}{error}")

    def _items(self, data: bytes, origin: Origin, without: Counter[str]) -> Iterator[Item]:
        content_type = origin.headers.get("content-type", "")
        if "json" in content_type:
            for fields in _objects(data):
                yield replace(rows.taken(fields, origin.name, origin.made_id, self._defaults), original=data)
            return
        kind = sniff.document_format(data, origin.url or "", content_type)
        if kind is None or not data.strip():
            without["without words"] += 1
            return
        for item in reader(kind)(io.BytesIO(data), origin, self._defaults):
            if not isinstance(item, Part):
                yield item

    def _no_page(self, record: Any, url: str) -> str | None:
        """Return what a record is where it is no page; None for a page."""
        if record.rec_type == "revisit":
            return "revisits of pages that had not changed"
        status = record.http_headers.get_statuscode() if record.http_headers else "200"
        if status != "200":
            return "answers without a page (moved, refused, not found)"
        if _OTHER.search(_headers(record).get("content-type", "").lower()):
            return "pictures, scripts and styles"
        if self._listed is not None and url not in self._listed:
            return "pages that the archive does not list as its own"
        return None


def _is_web(url: str) -> bool:
    return url.startswith(("http://", "https://"))


def _headers(record: Any) -> dict[str, str]:
    if record.http_headers:
        return {name.lower(): value for name, value in record.http_headers.headers}
    return {"content-type": record.rec_headers.get_header("Content-Type") or ""}


def _content(record: Any, limit: int) -> bytes:
    held = io.BytesIO()
    stream = record.content_stream()
    try:
        while part := stream.read(_STEP):
            held.write(part)
            if held.tell() > limit:
                raise SourceError(f"the record unpacks to more than {size(limit)}: give the page alone")
    except (zlib.error, EOFError) as error:
        raise SourceError(f"the record is damaged ({error}): fetch the page again") from error
    return held.getvalue()


def _dated(item: Item, record: Any, url: str) -> Item:
    """Return the item with the moment of its capture, and what the archive says of it."""
    if not isinstance(item, Taken):
        return item if isinstance(item, Passed) else Refused(f"{item.name} ({unzip.shown(url)})", item.reason)
    said = record.rec_headers.get_header("WARC-Date") or ""
    fetched = _moment(said)
    report = replace(item.report, report_id=f"{url} {said}".strip(), url=url or None)
    details = [("warc_record", record.rec_headers.get_header("WARC-Record-ID"))]
    details += [("warc_digest", record.rec_headers.get_header("WARC-Payload-Digest"))]
    notes = []
    if why := record.rec_headers.get_header("WARC-Truncated"):
        notes.append(f"the archive kept a part of it only ({why})")
    if _is_cut(record):
        notes.append("the archive breaks off in it: the page is not whole")
    elif record.digest_checker and record.digest_checker.passed is False:
        notes.append("its bytes do not have the digest that the archive gives: they may have been changed")
    kept = tuple((name, value) for name, value in details if value)
    return replace(
        item,
        report=report,
        own_id=True,
        fetched_at=fetched,
        notes=(*item.notes, *notes),
        details=(*item.details, *kept),
    )


def _is_cut(record: Any) -> bool:
    """Tell a record whose bytes end before the length that it gives."""
    return getattr(record.raw_stream, "limit", 0) > 0 and not record.raw_stream.read(1)


def _moment(said: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(said).astimezone(dt.UTC)
    except ValueError:
        return None


def _objects(data: bytes) -> list[rows.Json]:
    """Return the objects of a JSON answer that have a text: most answers to scripts have none."""
    try:
        found = rows.parse(data.decode("utf-8", "replace"))
    except SourceError:
        return []
    return [fields for fields in found if isinstance(fields.get("text"), str) and fields["text"].strip()]
