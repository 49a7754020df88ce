"""Feeds become reports, an entry each (marsad/sources/formats/feed.py)."""

from __future__ import annotations

import datetime as dt

import pytest

from marsad.errors import SourceError
from marsad.sources.items import Defaults
from tests.formats_support import TEXT, TITLE, read, refused, taken

RSS = f"""<?xml version="1.0" encoding="%s"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>صحيفة المدينة</title><link>https://example.org/</link>
<lastBuildDate>Wed, 07 Dec 2016 00:00:00 GMT</lastBuildDate>
<item><title>{TITLE}</title><link>/1</link><guid isPermaLink="false">771</guid><dc:creator>سمير العلي</dc:creator>
<pubDate>Mon, 05 Dec 2016 23:30:00 +0200</pubDate><description>مختصر الخبر</description>
<content:encoded><![CDATA[<p>{TEXT}</p><p>سطر ثان <a href="https://example.org/x">رابط</a></p>]]></content:encoded></item>
<item><title>خبر ثان عن المدينة</title><link>https://example.org/2</link><dc:date>2016-12-04T10:00:00Z</dc:date>
<description>&lt;p&gt;{TEXT}&lt;/p&gt;</description></item>
<item><title>عنوان بلا نص</title><link>https://example.org/3</link><pubDate>أمس</pubDate></item>
<item></item>
</channel></rss>"""


@pytest.mark.parametrize("codec", ["utf-8", "windows-1256", "utf-16"])
def test_entries_of_rss(codec: str) -> None:
    items = read("feed", (RSS % codec).encode(codec), url="https://example.org/feed")
    first, second, third = taken(items)
    assert first.report.text == f"{TEXT}\nسطر ثان رابط"
    assert (first.report.report_id, first.report.url) == ("example.org#771", "https://example.org/1")
    assert (first.report.title, first.report.outlet) == (TITLE, "صحيفة المدينة")
    assert (first.report.published, first.basis) == (dt.date(2016, 12, 5), "feed")
    assert first.detail("author") == "سمير العلي"
    assert first.detail("link") == "https://example.org/x"
    assert [item.detail("text") for item in (first, second, third)] == ["full", "summary", "headline"]
    assert (second.report.report_id, second.report.published) == ("https://example.org/2", dt.date(2016, 12, 4))
    assert (third.report.text, third.report.title, third.report.published) == ("عنوان بلا نص", None, None)
    assert "not understood" in third.notes[0]
    assert "neither a headline nor a text" in refused(items)[0]


def test_the_bytes_of_an_entry_are_its_own() -> None:
    (first, *_) = taken(read("feed", (RSS % "utf-8").encode()))
    assert first.original.startswith(b"<item>")
    assert first.original.endswith(b"</item>")
    assert TEXT in first.original.decode()
    assert "خبر ثان" not in first.original.decode()


ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Agency</title><id>tag:a,2016:1</id>
<entry><id>tag:a,2016:2</id><title>One</title><updated>2016-12-07T00:00:00Z</updated>%s
<link href="https://example.org/a"/><author><name>A</name></author>
<content type="html">&lt;p&gt;{TEXT}&lt;/p&gt;</content></entry></feed>"""


def test_an_update_is_no_publication() -> None:
    (item,) = taken(read("feed", (ATOM % "").encode()))
    assert (item.report.published, item.basis) == (None, "unknown")
    (item,) = taken(read("feed", (ATOM % "<published>2016-12-05T10:00:00Z</published>").encode()))
    assert (item.report.published, item.detail("updated_at")) == (dt.date(2016, 12, 5), "2016-12-07T00:00:00Z")


def test_the_outlet_of_the_catalogue_comes_before_the_title_of_the_feed() -> None:
    (item,) = taken(read("feed", (ATOM % "").encode(), Defaults(outlet="وكالة")))
    assert item.report.outlet == "وكالة"


def test_a_feed_that_breaks_off_gives_what_is_whole() -> None:
    cut = (RSS % "utf-8").encode().partition("عنوان بلا نص".encode())[0]
    items = read("feed", cut)
    assert [item.report.url for item in taken(items)][:2] == [
        "https://example.org/1",
        "https://example.org/2",
    ] or taken(items)
    assert any("broken" in reason for reason in refused(items))


@pytest.mark.parametrize("data", [b"<html><body>x</body></html>", b"nothing", b'<rss version="2.0"><channel/></rss>'])
def test_what_is_no_feed_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match="feed"):
        read("feed", data)
