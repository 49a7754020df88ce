"""The date of publication: the right day or none, never a wrong one (marsad/sources/formats/pagedate.py)."""

from __future__ import annotations

import datetime as dt
import io

import pytest

from marsad.sources.formats.html import read
from marsad.sources.formats.pagedate import day_of
from marsad.sources.items import DEFAULTS, Origin, Taken
from marsad.sources.printed import dates

DAY = dt.date(2016, 12, 5)
TITLE = "قصف على سوق المدينة القديمة يوقع قتلى"
BODY = """<p>قتل خمسة مدنيين وأصيب عشرة آخرون في قصف على سوق المدينة القديمة صباح اليوم، بحسب مصادر طبية.</p>
<p>وقال مسعفون إن القصف بدأ عند الفجر واستمر ثلاث ساعات، وإن الجرحى نقلوا إلى مشفى ميداني في الحي المجاور.</p>
<p>وكانت هدنة أعلنت في 13 أيلول 2016 قد انهارت بعد أسبوع، كما قال ناطق باسم المجلس المحلي في المدينة.</p>"""
RELATED = """<div class="{0}"><h4>مواضيع ذات صلة</h4>
<ul><li><a href="/1">وصول قافلة مساعدات إلى البلدة المحاصرة</a> <span>2 كانون الأول 2016</span></li></ul></div>"""


def page(
    head: str = "", byline: str = "", before: str = "", after: str = "", body: str = BODY, title: str | None = TITLE
) -> bytes:
    heading = f"<h1>{title}</h1>" if title else ""
    return f"""<!DOCTYPE html><html lang="ar"><head><meta charset="utf-8"><title>{TITLE} - صحيفة المدينة</title>
{head}</head>
<body>{before}<article>{heading}{byline}<div class="text">{body}</div></article>{after}
<footer>© 2016 صحيفة المدينة، جميع الحقوق محفوظة</footer></body></html>""".encode()


def taken(data: bytes, url: str = "https://example.org/news/1") -> Taken:
    (item,) = read(io.BytesIO(data), Origin("page.html", "page", url), DEFAULTS)
    assert isinstance(item, Taken)
    return item


def ld(**fields: str) -> str:
    pairs = ", ".join(f'"{key}": "{value}"' for key, value in fields.items())
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", {pairs}}}</script>'


PRINTED = {
    "json-ld": (page(ld(datePublished="2016-12-05T10:30:00+02:00")), "json-ld"),
    "json-ld in a graph": (
        page(
            '<script type="application/ld+json">{"@graph": [{"@type": "WebSite"},'
            '{"@type": ["NewsArticle"], "datePublished": "2016-12-05"}]}</script>'
        ),
        "json-ld",
    ),
    "opengraph": (page('<meta property="article:published_time" content="2016-12-05T10:30:00Z">'), "opengraph"),
    "meta": (page('<meta name="pubdate" content="Mon, 05 Dec 2016 10:30:00 +0200">'), "meta"),
    "time": (page(byline='<time datetime="2016-12-05T10:30">قبل ساعتين</time>'), "time"),
    "time in a link": (
        page(
            byline='<div class="entry-meta"><a rel="bookmark" href="/1"><time class="entry-date published" '
            'datetime="2016-12-05T08:00:00+00:00">5 ديسمبر، 2016</time><time class="updated" '
            'datetime="2016-12-07T08:00:00+00:00">7 ديسمبر، 2016</time></a></div>'
        ),
        "time",
    ),
    "levant": (page(byline="<div>الاثنين 5 كانون الأول/ديسمبر 2016</div>"), "byline"),
    "arabic digits": (page(byline="<div>٥ ديسمبر ٢٠١٦ - ١٠:٣٠</div>"), "byline"),
    "numbers": (page(byline="<span>نُشر في: 05/12/2016 - 10:30</span>"), "byline"),
    "maghreb": (page(byline="<div>بقلم: سمير العلي | 5 دجنبر 2016</div>"), "byline"),
    "hijri and gregorian": (page(byline="<div>الاثنين 6 ربيع الأول 1438هـ - 5 ديسمبر 2016م</div>"), "byline"),
    "hijri with its weekday": (page(byline="<div>الاثنين 6 ربيع الأول 1438هـ</div>"), "byline"),
    "published and updated": (
        page(byline="<div>نشر في: 5 ديسمبر 2016 | آخر تحديث: 8 ديسمبر 2016</div>"),
        "byline",
    ),
    "before the title": (page(title=None, byline=f"<p>5 كانون الأول 2016</p><h1>{TITLE}</h1>"), "byline"),
    "after a standfirst": (
        page(byline="<p>مصادر طبية تتحدث عن خمسة قتلى وعشرة جرحى في حصيلة أولية.</p><div>5 كانون الأول 2016</div>"),
        "byline",
    ),
    "dateline": (page(body=f"<p>حلب – 5 كانون الأول 2016 – رويترز</p>{BODY}"), "byline"),
    "month first with its weekday": (page(byline="<div>الاثنين 12/5/2016</div>"), "byline"),
    "utc evening": (
        page(ld(datePublished="2016-12-04T22:30:00Z"), byline="<div>الاثنين 5 كانون الأول 2016</div>"),
        "byline",
    ),
    "json-ld and a related story in the page": (
        page(ld(datePublished="2016-12-05"), after=RELATED.format("related")),
        "json-ld",
    ),
    "byline and related stories": (
        page(byline="<div>5 ديسمبر 2016</div>" + RELATED.format("box"), after=RELATED.format("related")),
        "byline",
    ),
    "in one line with a name and counts": (
        page(
            byline="<div><span>سمير العلي</span> <span>ديسمبر 5, 2016</span> <span>0 تعليق</span> "
            "<span>120 مشاهدة</span></div>"
        ),
        "byline",
    ),
    "behind an icon": (page(byline='<div><i class="icon-menu"></i> 2016/12/05 - 10:30 ص</div>'), "byline"),
    "months with a number, in a table": (
        page(byline="<table><tr><td>الإثنين, 05 كانون1/ديسمبر 2016 10:30</td></tr></table>"),
        "byline",
    ),
    "under the link of its author": (
        page(byline="<div><a href='/a'>سمير العلي</a></div><div>5 ديسمبر 2016</div>"),
        "byline",
    ),
    "microdata of the article": (
        page().replace(b"<article>", b"<article itemscope><meta itemprop='datePublished' content='2016-12-05'>"),
        "meta",
    ),
    "in brackets": (page(byline="<span>[05/كانون أول/2016]</span>"), "byline"),
    "after a place and an agency": (page(byline="<div>حلب - سانا - 5-12-2016</div>"), "byline"),
    "after the number of the issue": (page(byline="<div>العدد 4512 - 5 ديسمبر 2016</div>"), "byline"),
    "an article beside others": (
        page(ld(headline=TITLE, datePublished="2016-12-05") + ld(headline="خبر آخر", datePublished="2016-11-01")),
        "json-ld",
    ),
}


@pytest.mark.parametrize("name", PRINTED)
def test_the_day_is_found_where_a_page_prints_it(name: str) -> None:
    data, basis = PRINTED[name]
    item = taken(data)
    assert (item.report.published, item.basis) == (DAY, basis), item.notes


TRAPS = {
    "nothing but the copyright": page(),
    "related stories after the text": page(after=RELATED.format("x")),
    "related stories under the title": page(byline=RELATED.format("x")),
    "related stories without a heading": page(
        byline='<div><a href="/1">وصول قافلة مساعدات إلى البلدة المحاصرة</a></div><div>2 كانون الأول 2016</div>'
    ),
    "a related story in one line": page(byline='<a href="/1">وصول قافلة إلى البلدة</a> 2 كانون الأول 2016'),
    "a related story with <time>": page(
        byline='<div><a href="/1">وصول قافلة مساعدات إلى البلدة</a> <time datetime="2016-12-02">الجمعة</time></div>'
    ),
    "a slider of stories": page(
        byline='<div><div><a href="/1"><h4>وصول قافلة</h4></a><span>2 ديسمبر 2016</span></div></div>'
    ),
    "the story before": page(byline="<div>المقال السابق</div><div>1 كانون الأول 2016</div>"),
    "a picture without a class": page(byline='<div><img src="x"><p>دخان فوق السوق، 1 كانون الأول 2016</p></div>'),
    "words of a picture": page(byline="<p>دخان فوق السوق (رويترز، 1 كانون الأول 2016)</p>"),
    "a live report": page(
        body="<div><div>منذ ساعتين</div><p>قتل مدنيان في قصف على الحي الشرقي من المدينة كما قال مسعفون.</p></div>"
        "<div><div>4 ديسمبر 2016</div><p>وصول قافلة مساعدات إلى الحي المحاصر بعد أسبوعين من الانتظار.</p></div>"
    ),
    "a live report of several days": page(
        body="<p>تغطية مستمرة لمعركة المدينة القديمة وما حولها من أحياء.</p>"
        + "".join(f"<div>{day} ديسمبر 2016</div><p>قتل مدنيان في قصف على الحي كما قال مسعفون.</p>" for day in (5, 4, 3))
    ),
    "another article for machines": page(ld(headline="وصول قافلة مساعدات إلى بلدة", datePublished="2016-11-01")),
    "a site that is older than what it prints": page(
        '<script type="application/ld+json">{"@type": "WebPage", "datePublished": "2010-11-01"}</script>',
        byline="<div>5 ديسمبر 2016</div>",
    ),
    "microdata of another story": page(
        after="<div itemscope><h4><a href='/2'>وصول قافلة</a></h4>"
        "<meta itemprop='datePublished' content='2016-12-01'></div>"
    ),
    "a date that was created": page('<meta name="dc.date" content="2018-01-01">'),
    "a <time> before a headline": page(
        byline="<ul><li><time datetime='2016-12-01'>1</time> <a href='/1'>وصول قافلة مساعدات إلى البلدة</a></li></ul>"
    ),
    "a date before a headline": page(
        byline="<div><div>1 ديسمبر 2016</div><a href='/1'>وصول قافلة مساعدات إلى البلدة</a></div>"
    ),
    "the day of the event": page(byline="<div>تاريخ الحادثة: 1 ديسمبر 2016</div><div>المكان: حلب</div>"),
    "the day of the event under its name": page(byline="<div>الزمان</div><div>1 ديسمبر 2016</div>"),
    "a period": page(byline="<div>1 ديسمبر 2016 - 5 ديسمبر 2016</div>"),
    "a name that is not known": page(byline="<div>بداية المعركة: 1 ديسمبر 2016</div>"),
    "comments": page(after="<div><h4>التعليقات</h4><div>سامر</div><div>7 ديسمبر 2016</div></div>"),
    "comments by class": page(after='<ol class="comment-list"><li><time datetime="2016-12-07">7</time></li></ol>'),
    "comments of a short text": page(
        body="<p>قتل خمسة مدنيين في قصف على سوق المدينة القديمة صباح اليوم.</p>",
        after="<section><div>التعليقات</div><div>7 ديسمبر 2016</div></section>",
    ),
    "the masthead of the day it was saved": page(before="<div>الأربعاء 25 تشرين الثاني 2020</div>"),
    "the masthead in a header": page(before="<header><div>الأربعاء 25 تشرين الثاني 2020</div></header>"),
    "an update alone": page(byline="<div>آخر تحديث: 8 ديسمبر 2016</div>"),
    "an update for machines alone": page('<meta property="article:modified_time" content="2016-12-08">'),
    "two days": page(byline="<div>5 ديسمبر 2016</div><div>8 ديسمبر 2016</div>"),
    "hours ago": page(byline="<div>منذ ساعتين</div>"),
    "yesterday": page(byline="<div>أمس الساعة 10:30</div>"),
    "without a year": page(byline="<div>الاثنين 5 ديسمبر</div>"),
    "a month": page(byline="<div>كانون الأول 2016</div>"),
    "hijri alone": page(byline="<div>6 ربيع الأول 1438هـ</div>"),
    "a weekday that does not fit": page(byline="<div>الخميس 5 ديسمبر 2016</div>"),
    "an event in the subtitle": page(byline="<h2>شهادات عن مجزرة 2 كانون الأول 2016</h2>"),
    "an event in a short line": page(byline="<div>شهادات عن مجزرة 2 كانون الأول 2016</div>"),
    "an event in the title": page().replace(TITLE.encode(), "شهادات من مجزرة 2 كانون الأول 2016".encode()),
    "a picture": page(byline="<figure><figcaption>السوق، 1 كانون الأول 2016 (أرشيف)</figcaption></figure>"),
    "a template": page(ld(datePublished="0001-01-01T00:00:00")),
    "the epoch": page(ld(datePublished="1970-01-01T00:00:00Z")),
    "years ahead": page(ld(datePublished="2099-12-05")),
    "machines are told a month": page(ld(datePublished="2016-12")),
    "machines are told an impossible day": page(ld(datePublished="2016-02-31")),
    "broken json": page('<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": </script>'),
    "several articles": page(
        ld(headline="خبر", datePublished="2016-12-01") + ld(headline="خبر ثان", datePublished="2016-12-02")
    ),
    "a list of other articles": page(
        '<script type="application/ld+json">{"@type": "ItemList", "itemListElement": [{"@type": "ListItem", '
        '"item": {"@type": "NewsArticle", "datePublished": "2016-12-01"}}]}</script>'
    ),
    "a migrated page that says otherwise": page(
        ld(datePublished="2020-03-01"), byline="<div>تاريخ النشر: 5 ديسمبر 2016</div>"
    ),
    "no heading at all": page(title=None, byline="<div>وصول قافلة إلى البلدة</div><div>2 كانون الأول 2016</div>"),
}


@pytest.mark.parametrize("name", TRAPS)
def test_the_day_stays_open_where_a_page_does_not_say(name: str) -> None:
    item = taken(TRAPS[name])
    assert (item.report.published, item.basis) == (None, "unknown"), item.details


@pytest.mark.parametrize(
    "url",
    ["https://example.org/2016/12/01/news", "https://web.archive.org/web/20200301000000/https://example.org/news"],
)
def test_the_address_is_not_asked(url: str) -> None:
    assert taken(page(), url).report.published is None
    assert taken(page(byline="<div>5 ديسمبر 2016</div>"), url).report.published == DAY


def test_what_is_in_doubt_is_said() -> None:
    (note,) = taken(TRAPS["a migrated page that says otherwise"]).notes
    assert "2020-03-01" in note
    assert "2016-12-05" in note
    assert "several dates" in taken(TRAPS["two days"]).notes[0]
    assert "not sure" in taken(TRAPS["hijri alone"]).notes[0]


def test_the_words_of_the_date_and_of_the_update_are_kept() -> None:
    item = taken(PRINTED["published and updated"][0])
    assert item.detail("published_at") == "5 ديسمبر 2016"
    assert item.detail("updated_at") == "8 ديسمبر 2016"


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2016-12-05T10:30:00.0000000+02:00", DAY),
        ("2016-12-05 10:30:00", DAY),
        ("Mon, 05 Dec 2016 23:30:00 +0200", DAY),
        ("5 كانون الأول 2016", DAY),
        ("Dec 5, 2016", DAY),
        ("1480932000", None),
        ("2016-12", None),
        ("", None),
        ("Mon, 99 Dec 2016", None),
    ],
)
def test_moments_as_machines_write_them(value: str, day: dt.date | None) -> None:
    assert day_of(value) == day


@pytest.mark.parametrize(
    ("line", "lang", "day"),
    [
        ("5/12/2016", "ar", DAY),
        ("5/12/2016", "en", None),
        ("Monday 12/5/2016", "en", DAY),
        ("13/12/2016", "en", dt.date(2016, 12, 13)),
        ("2016/12/05", "en", DAY),
        ("December 5th, 2016", "en", DAY),
        ("Tuesday, December 5, 2016", "en", None),
        ("الثلاثاء 6 ربيع الأول 1438", "ar", dt.date(2016, 12, 6)),
        ("الجمعة 6 ربيع الأول 1438", "ar", None),
    ],
)
def test_dates_of_lines(line: str, lang: str, day: dt.date | None) -> None:
    (date,) = dates(line, lang)
    assert date.day == day
    assert date.span.of(line) in line
