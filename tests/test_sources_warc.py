"""Web archives become reports, a page each (marsad/sources/formats/warc.py)."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import zlib

import pytest

from marsad.errors import SourceError
from marsad.sources.items import Defaults
from tests.formats_support import HTML, TEXT, TITLE, page, passed, pdf, read, refused, taken, wacz, warc

HEAD = '<meta property="article:published_time" content="2016-12-05T10:30:00+02:00">'
PAGE = page(head=HEAD)
URL = "https://example.org/1"
ONE = ("response", URL, PAGE, HTML)


@pytest.mark.parametrize("packed", [True, False])
def test_a_page_is_a_report_with_the_moment_of_its_capture(packed: bool) -> None:
    (item,) = taken(read("warc", warc(ONE, packed=packed)))
    assert (item.report.title, item.report.url, item.report.published) == (TITLE, URL, dt.date(2016, 12, 5))
    assert item.report.report_id == f"{URL} 2016-12-06T08:00:00Z"
    assert item.fetched_at == dt.datetime(2016, 12, 6, 8, tzinfo=dt.UTC)
    assert item.basis == "opengraph"
    assert item.original == PAGE
    assert (item.detail("warc_record") or "").startswith("<urn:uuid:")
    assert (item.detail("warc_digest") or "").startswith("sha1:")
    assert item.name == "input, record 2"


def test_the_day_of_capture_is_not_that_of_publication() -> None:
    (item,) = taken(read("warc", warc(("response", URL, page(), HTML))))
    assert item.report.published is None


def test_a_later_capture_stands_beside_the_earlier_one() -> None:
    later = ("response", URL, page(f"<p>{TEXT}</p><p>تحديث</p>"), HTML | {"WARC-Date": "2016-12-07T08:00:00Z"})
    ids = [item.report.report_id for item in taken(read("warc", warc(ONE, later)))]
    assert ids == [f"{URL} 2016-12-06T08:00:00Z", f"{URL} 2016-12-07T08:00:00Z"]


def test_answers_packed_by_the_server_are_unpacked() -> None:
    packed = HTML | {"Content-Encoding": "gzip"}
    (item,) = taken(read("warc", warc(("response", URL, gzip.compress(PAGE), packed))))
    assert item.original == PAGE


def test_what_is_no_page_is_counted() -> None:
    others: tuple[tuple[str, str, bytes, dict[str, str]], ...] = (
        ("response", "https://example.org/a.png", b"\x89PNG", {"Content-Type": "image/png"}),
        ("response", "https://example.org/old", b"", {"Content-Type": "text/html", ":status": "301 Moved"}),
        (
            "revisit",
            URL,
            b"",
            HTML | {"WARC-Profile": "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"},
        ),
        ("metadata", URL, b"a: b", {}),
    )
    items = read("warc", warc(ONE, *others))
    assert len(taken(items)) == 1
    assert passed(items) == [
        "passed over: 1 answers without a page (moved, refused, not found), 1 pictures, scripts and styles, "
        "1 revisits of pages that had not changed"
    ]


def test_documents_text_and_json_are_read_too() -> None:
    records = (
        ("response", "https://example.org/a.pdf", pdf("Five killed in Aleppo"), {"Content-Type": "application/pdf"}),
        ("response", "https://example.org/a.txt", TEXT.encode(), {"Content-Type": "text/plain"}),
        ("resource", "https://example.org/b", PAGE, {"Content-Type": "text/html"}),
        (
            "response",
            "https://example.org/j",
            json.dumps({"text": TEXT}).encode(),
            {"Content-Type": "application/json"},
        ),
        ("response", "https://example.org/k", b'{"a": 1}', {"Content-Type": "application/json"}),
    )
    items = read("warc", warc(*records))
    assert [item.report.url for item in taken(items)] == [url for _, url, _, _ in records[:4]]
    assert refused(items) == []


def test_a_page_that_cannot_be_read_is_named_and_the_others_are_read() -> None:
    empty = ("response", "https://example.org/0", b"<html><body></body></html>", HTML)
    items = read("warc", warc(empty, ONE))
    assert len(taken(items)) == 1
    assert len(refused(items)) == 1


@pytest.mark.parametrize("packed", [True, False])
def test_an_archive_that_breaks_off_gives_what_is_whole(packed: bool) -> None:
    whole = warc(ONE, ("response", "https://example.org/2", page(f"<p>{TEXT * 40}</p>"), HTML), packed=packed)
    cut = whole[: len(whole) - (80 if packed else 1200)]
    items = read("warc", cut)
    assert taken(items)[0].report.url == URL
    notes = [note for item in taken(items) for note in item.notes]
    assert any("breaks off" in words or "damaged" in words for words in refused(items) + notes)


def test_a_truncated_record_is_marked() -> None:
    (item,) = taken(read("warc", warc(("response", URL, PAGE, HTML | {"WARC-Truncated": "length"}))))
    assert "a part of it only (length)" in item.notes[0]


def test_bytes_that_were_changed_are_marked() -> None:
    data = warc(ONE, packed=False).replace("خمسة".encode(), "سبعة".encode())
    (item,) = taken(read("warc", data))
    assert "may have been changed" in item.notes[0]


def test_a_record_that_unpacks_without_end_is_refused() -> None:
    huge = (
        "response",
        "https://example.org/0",
        zlib.compress(bytes(5_000_000)),
        HTML | {"Content-Encoding": "deflate"},
    )
    items = read("warc", warc(huge, ONE), Defaults(limit=100_000))
    assert "unpacks to more than 2 MB" in refused(items)[0]
    assert len(taken(items)) == 1


def test_a_wacz_gives_the_pages_that_it_lists() -> None:
    frame = ("response", "https://ads.example.org/frame", PAGE, HTML)
    items = read("zip", wacz(warc(ONE, frame), [URL]))
    (item,) = taken(items)
    assert (item.report.url, item.name) == (URL, "input, archive/data.warc.gz, record 2")
    assert "does not list as its own" in passed(items)[0]
    assert len(taken(read("zip", wacz(warc(ONE, frame))))) == 2


def test_what_is_no_archive_is_refused() -> None:
    with pytest.raises(SourceError, match="no page"):
        read("warc", b"WARC/1.0\r\nnothing")
    with pytest.raises(SourceError, match="no page"):
        read("warc", warc())
    with pytest.raises(SourceError, match="unpack it"):
        read("zip", wacz(b"").replace(b"archive/data.warc.gz", b"archive/data.xxxx.gz"))
