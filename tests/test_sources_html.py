"""Saved pages become reports (marsad/sources/formats/html.py)."""

from __future__ import annotations

import base64
import datetime as dt

import pytest

from marsad.errors import SourceError
from marsad.records import Report
from marsad.sources.items import Defaults
from marsad.sources.sniff import format_of
from tests.formats_support import TEXT, TITLE, page, read, refused, taken

HEAD = """<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle",
"headline": "TITLE", "datePublished": "2016-12-05T10:30:00+02:00", "dateModified": "2016-12-06",
"author": [{"@type": "Person", "name": "سمير العلي"}], "publisher": {"name": "صحيفة المدينة"}}</script>
<link rel="canonical" href="https://example.org/1">""".replace("TITLE", TITLE)


def test_a_page_becomes_a_report_with_what_it_says_of_itself() -> None:
    body = f'<p>{TEXT} <a href="/2">اقرأ التفاصيل</a></p><p>{TEXT}</p>'
    (item,) = taken(read("html", page(body, HEAD)))
    report = item.report
    assert (report.title, report.outlet, report.lang, report.url) == (
        TITLE,
        "صحيفة المدينة",
        "ar",
        "https://example.org/1",
    )
    assert TEXT in report.text
    assert dict(item.details) == {
        "author": "سمير العلي",
        "published_at": "2016-12-05T10:30:00+02:00",
        "updated_at": "2016-12-06",
        "link": "https://example.org/2",
    }
    assert item.original == page(body, HEAD)
    assert item.media_type == "text/html"


def test_the_title_is_not_said_twice() -> None:
    second = "وقال مسعفون إن القصف بدأ عند الفجر واستمر ثلاث ساعات."
    for _ in range(5):  # what was read before changes nothing
        report = taken(read("html", page(f"<p>{TEXT}</p><p>{second}</p>")))[0].report
        assert report.title == TITLE
        assert report.document == f"{TITLE}\n{TEXT}\n{second}"


def test_lines_that_are_not_prose_are_kept_as_details() -> None:
    body = f"<p>حلب – رويترز</p><p>{TEXT}</p><p>{TEXT}</p><p>اقرأ أيضا: وصول قافلة</p>"
    (item,) = taken(read("html", page(body)))
    assert item.detail("dateline") == "حلب – رويترز"
    assert item.detail("read_also") == "اقرأ أيضا: وصول قافلة"


def test_the_address_it_was_fetched_from_comes_first() -> None:
    (item,) = taken(read("html", page(head=HEAD), url="https://mirror.example.org/1"))
    assert item.report.url == "https://mirror.example.org/1"


def test_menus_comments_and_other_stories_are_left_out() -> None:
    around = (
        "<nav><a href='/'>الرئيسية</a></nav>",
        "<aside><ul><li><a href='/3'>خبر آخر لا علاقة له</a></li></ul></aside>",
        "<footer>جميع الحقوق محفوظة</footer>",
    )
    html = page(f"<p>{TEXT}</p><p>{TEXT}</p>").replace(b"</article>", ("</article>" + "".join(around)).encode())
    (item,) = taken(read("html", html))
    for words in ("الرئيسية", "خبر آخر", "محفوظة"):
        assert words not in item.report.text


def test_a_page_of_breaks_keeps_its_lines() -> None:
    lines = [f"{TEXT} ({number})" for number in range(4)]
    cell = f"<table><tr><td>{'<br><br>'.join(lines)}</td></tr></table>"
    html = f"<html><head><title>{TITLE}</title></head><body>{cell}</body></html>"
    (item,) = taken(read("html", html.encode()))
    assert [line for line in item.report.text.split("\n") if line.strip()] == lines


@pytest.mark.parametrize("charset", ["windows-1256", "utf-16", "iso-8859-6"])
def test_the_encoding_is_the_one_that_fits(charset: str) -> None:
    (item,) = taken(read("html", page(charset=charset)))
    assert TEXT in item.report.text
    assert "read as" in item.notes[0]


def test_a_declared_encoding_that_does_not_fit_is_not_believed() -> None:
    html = page().replace(b'charset="utf-8"', b'charset="windows-1256"')
    assert TEXT in taken(read("html", html))[0].report.text
    wrong = page(charset="cp1256").replace(b'charset="cp1256"', b'charset="utf-8"')
    assert TEXT in taken(read("html", wrong))[0].report.text


def test_defaults_fill_what_the_page_does_not_say() -> None:
    (item,) = taken(read("html", page(), Defaults(outlet="صحيفة")))
    assert item.report.outlet == "صحيفة"
    assert item.report == Report("input", item.report.text, "ar", None, "صحيفة", TITLE)


@pytest.mark.parametrize("html", [b"<html></html>", b"<html><body><script>render()</script></body></html>", b"<p>"])
def test_a_page_without_words_is_refused(html: bytes) -> None:
    with pytest.raises(SourceError, match=r"no article|no words|nothing to read"):
        read("html", html)


def test_the_export_of_a_chat_is_no_page() -> None:
    html = f"""<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>
<div class="page_wrap"><div class="page_header">
<div class="content"><div class="text bold">مرصد المدينة</div></div></div>
<div class="page_body chat_page"><div class="history">
<div class="message service" id="message-1"><div class="body details">5 December 2016</div></div>
<div class="message default clearfix" id="message11"><div class="body">
<div class="pull_right date details" title="05.12.2016 10:30:00 UTC+02:00">10:30</div>
<div class="from_name">سمير</div><div class="text">{TEXT}<br>سطر ثان <a href="https://example.org/1">رابط</a></div></div></div>
<div class="message default clearfix joined" id="message12"><div class="body">
<div class="pull_right date details" title="06.12.2016 09:00:00">09:00</div>
<div class="reply_to details">In reply to <a href="#go_to_message11">this message</a></div>
<div class="forwarded body">
<div class="from_name">قناة أخرى <span class="date details" title="04.12.2016 09:00:00">x</span></div>
<div class="text">خبر منقول عن مقتل مدنيين</div></div></div></div>
<div class="message default clearfix" id="message13"><div class="body">
<div class="pull_right date details" title="06.12.2016 09:05:00">09:05</div>
<div class="media_wrap">صورة</div></div></div>
</div></div></div></body></html>"""
    items = read("html", html.encode())
    first, second = taken(items)
    assert refused(items) == []
    assert first.report.report_id == "telegram:مرصد المدينة/11"
    assert first.report.text == f"{TEXT}\nسطر ثان رابط"
    assert (str(first.report.published), first.basis, first.report.outlet) == ("2016-12-05", "message", "مرصد المدينة")
    assert first.detail("author") == "سمير"
    assert first.detail("link") == "https://example.org/1"
    assert str(second.report.published) == "2016-12-06"
    assert second.detail("author") == "سمير"
    assert second.detail("forwarded_from") == "قناة أخرى"
    assert second.detail("reply_to") == "11"


def test_the_address_that_a_browser_noted() -> None:
    for note in (
        "<!-- saved from url=(0021)https://example.org/9 -->",
        "<!-- Page saved with SingleFile\n url: https://example.org/9 \n-->",
    ):
        html = page().replace(b"<html", note.encode() + b"<html")
        assert taken(read("html", html))[0].report.url == "https://example.org/9"


def test_a_page_saved_in_one_file() -> None:
    words = base64.encodebytes(page(head=HEAD)).decode().replace("\n", "\r\n")
    mhtml = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/9\r\nSubject: x\r\n"
        "Date: Tue, 6 Dec 2016 08:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
        '\ttype="text/html";\r\n\tboundary="x"\r\n\r\n--x\r\nContent-Type: text/html\r\n'
        "Content-Transfer-Encoding: base64\r\n"
        f"\r\n{words}\r\n--x\r\nContent-Type: image/png\r\n\r\nx\r\n--x--\r\n"
    ).encode()
    assert format_of(mhtml, "saved") == "mhtml"
    (item,) = taken(read("mhtml", mhtml))
    assert (item.report.url, str(item.report.published), item.report.title) == (
        "https://example.org/9",
        "2016-12-05",
        TITLE,
    )
    assert item.fetched_at == dt.datetime(2016, 12, 6, 8, tzinfo=dt.UTC)
    assert item.original == mhtml
    with pytest.raises(SourceError, match="no page in it"):
        read("mhtml", mhtml.replace(b"text/html", b"text/none"))
