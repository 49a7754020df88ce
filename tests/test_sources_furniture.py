"""Lines that are not prose, in forms that outlets share (marsad/sources/furniture.py, published.py)."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.records import Report
from marsad.sources.furniture import furniture, outlet_of
from marsad.sources.published import inferred_date

PROSE = "أعلنت البلدية إصلاح شبكة المياه في الحي بعد توقف القصف."


def found(text: str, title: str | None = None, lang: str = "ar") -> list[tuple[str, str]]:
    report = Report("r", text, lang, title=title)
    return [(kind, span.of(report.document)) for kind, span in furniture(report)]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("صحيفة المدينة | بيروت – لبنان – (سلمى حداد)", "dateline"),
        ("عنب بلدي – حلب", "dateline"),
        ("بيروت - رويترز", "dateline"),
        ("بقلم: سلمى حداد", "byline"),
        ("اقرأ أيضًا: خمسة أسئلة عن المعابر", "read_also"),
        ("إقرأ المزيد.. خمسة أسئلة عن المعابر", "read_also"),
        ("شاهد.. الدخان يغطي المدينة", "read_also"),
        ("للمزيد: خمسة أسئلة عن المعابر", "read_also"),
        ("صورة: سوق المدينة قبل الحرب", "caption"),
        ("التعليق على الصورة، سوق المدينة قبل الحرب", "caption"),
        ("يمكنكم متابعة أخبارنا على هواتفكم.", "advert"),
        ("تابعونا على فيسبوك", "advert"),
        ("تنويه: هذا النص مثال.", "notice"),
        ("** جميع المقالات المنشورة تعبر عن رأي كتابها.", "disclaimer"),
        ("-----", "separator"),
        ("* * *", "separator"),
        ("https://example.org/news/1", "link"),
    ],
)
def test_a_line_is_recognised(line: str, kind: str) -> None:
    assert found(f"{line}\n{PROSE}\n{PROSE}") == [(kind, line)]


@pytest.mark.parametrize("line", ["(أ ف ب)", "فرانس 24/ أ ف ب", "-رويترز-", "المصدر: وكالات"])
def test_credits_at_the_end_are_recognised(line: str) -> None:
    assert found(f"{PROSE}\n{PROSE}\n{PROSE}\n{PROSE}\n{line}") == [("agency", line)]


@pytest.mark.parametrize("opening", ["دبي، الإمارات العربية المتحدة (CNN)-- ", "بيروت (أ ف ب) - ", "(رويترز) – "])
def test_a_dateline_before_prose_is_set_aside_alone(opening: str) -> None:
    assert found(opening + PROSE) == [("dateline", opening)]


def test_links_follow_a_bare_cue_until_prose_does() -> None:
    text = f"{PROSE}\nاقرأ أيضا:\nخمسة أسئلة عن المعابر\nمن يدير المعابر؟\n{PROSE}"
    assert [line for _, line in found(text)] == ["اقرأ أيضا:", "خمسة أسئلة عن المعابر", "من يدير المعابر؟"]


def test_a_line_without_a_stop_among_lines_with_one_is_a_teaser() -> None:
    text = "\n".join([PROSE, PROSE, "خمسة أسئلة عن المعابر", PROSE, PROSE])
    assert found(text) == [("teaser", "خمسة أسئلة عن المعابر")]


def test_lines_broken_by_width_are_prose() -> None:
    assert found("أعلنت البلدية إصلاح شبكة\nالمياه في الحي بعد\nتوقف القصف على المدينة\nيوم أمس.") == []


@pytest.mark.parametrize(
    "line",
    [
        "شاهد عيان قال إن القصف توقف.",
        "أيضًا، قال المتحدث إن المعبر مغلق.",
        "كتب الوزير رسالة إلى مجلس الأمن.",
        "المصدر الطبي قال إن عدد القتلى خمسة.",
        "صورة الوضع قاتمة في المدينة.",
        "وأضاف بيان نقلته الوكالة الرسمية (سانا): المعبر مفتوح.",
        "استعادت القوات – وفق بيانها – ثلاثة أحياء.",
    ],
)
def test_prose_that_begins_alike_is_left_alone(line: str) -> None:
    assert found(f"{line}\n{PROSE}") == []


def test_the_title_is_not_looked_at() -> None:
    assert found(PROSE, title="شاهد.. الدخان يغطي المدينة") == []


def test_english_furniture() -> None:
    assert [kind for kind, _ in found("Read also: five questions\nWater is back.\nPhoto: a market", lang="en")] == [
        "read_also",
        "caption",
    ]


@pytest.mark.parametrize(
    ("line", "outlet"),
    [("صحيفة المدينة | بيروت – لبنان", "صحيفة المدينة"), ("حلب – عنب بلدي", "عنب بلدي"), (PROSE, None)],
)
def test_the_outlet_is_read_from_the_dateline(line: str, outlet: str | None) -> None:
    assert outlet_of(Report("r", f"{line}\n{PROSE}", "ar")) == outlet


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("الاثنين 5 كانون الأول 2016", dt.date(2016, 12, 5)),
        ("تاريخ النشر: 5 ديسمبر/ كانون الأول 2016", dt.date(2016, 12, 5)),
        ("٥ ديسمبر ٢٠١٦", dt.date(2016, 12, 5)),
        ("بيروت – رويترز – 5/12/2016", dt.date(2016, 12, 5)),
        ("2016-12-05", dt.date(2016, 12, 5)),
        ("Published: December 5, 2016", dt.date(2016, 12, 5)),
        ("5 ديسمبر", None),
        ("31/2/2016", None),
        ("4 ديسمبر 2016 – 5 ديسمبر 2016", None),
        ("بدأ الهجوم في 15 نوفمبر 2016.", None),
    ],
)
def test_the_date_is_read_from_a_line_of_its_own(line: str, day: dt.date | None) -> None:
    report = Report("r", f"{line}\n{PROSE}", "ar", title="عنوان")
    result = inferred_date(report)
    assert (result[0] if result else None) == day
    if result:
        assert result[1].of(report.document) in line


@given(st.text(max_size=300), st.one_of(st.none(), st.text(max_size=30)))
def test_any_text_gives_spans_in_order(text: str, title: str | None) -> None:
    report = Report("r", text, "ar", title=title)
    end = 0
    for _, span in furniture(report):
        assert end <= span.start < span.end <= len(report.document)
        end = span.end
    inferred_date(report)
    outlet_of(report)
