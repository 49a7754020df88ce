"""What was seen and not read is listed: where, and why."""

from __future__ import annotations

import datetime as dt

import pytest

from marsad.pipeline import read
from marsad.records import Report

DAY = dt.date(2016, 12, 5)


def issues(text: str, title: str | None = None, published: dt.date | None = DAY) -> list[tuple[str, str]]:
    """Return the printed words and the reason of every issue."""
    report = Report("r1", text, "ar", published, None, title)
    reading = read(report)
    assert all(issue.report_id == "r1" for issue in reading.issues)
    return [(issue.span.of(report.document) if issue.span else "", issue.reason) for issue in reading.issues]


def test_a_place_with_several_candidates_is_named() -> None:
    found = issues("قتل شاب فلسطيني في قرية المغير شرق رام الله.")
    assert [words for words, _ in found] == ["قرية المغير"]
    assert found[0][1].startswith("the place may be ")


def test_a_place_that_the_gazetteer_lacks_is_named_once() -> None:
    found = issues("قتل 3 مدنيين في قرية الخندقوقية. وأصيب 5 أشخاص في قرية الخندقوقية.")
    assert found == [("قرية الخندقوقية", "the place is not in the gazetteer")]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("وسجلت 2275 حالة وفاة نتيجة وباء الكوليرا.", "2275"),
        ("وأدى الغرق إلى مقتل 12 راكبا.", "12"),
    ],
)
def test_a_figure_beside_a_word_of_harm(text: str, figure: str) -> None:
    assert (figure, "a figure beside a word of harm was not read") in issues(text)


def test_figures_that_are_read_are_no_issue() -> None:
    assert issues("قتل 12 مدنيا وأصيب 30 آخرون بقصف على حلب يوم 3 ديسمبر.") == []


def test_dates_and_shares_are_no_figures_of_harm() -> None:
    assert not [words for words, _ in issues("قتل 5% من النحل في عام 2014.")]


def test_times_without_a_date_of_publication() -> None:
    text = "قتل 12 مدنيا بقصف على حلب أمس. وأصيب 5 أشخاص اليوم."
    found = issues(text, published=None)
    assert found == [("أمس", "without a date of publication times such as this one are not resolved")]
    assert issues(text) == []
    assert issues("قتل 12 مدنيا بقصف على حلب في 3 ديسمبر 2016.", published=None) == []


def test_speech_without_a_speaker() -> None:
    assert issues('يقول: "لم يعد لنا بيت".') == [("يقول", "who says this was not found")]


def test_speech_with_a_speaker_is_no_issue() -> None:
    assert issues("قال وزير الخارجية الروسي إن المحادثات ستستأنف، مضيفا أن موعدها لم يحدد.") == []


def test_a_headline_that_differs_from_the_body() -> None:
    found = issues("أدى القصف إلى مقتل 14 مدنيا في حلب.", title="مقتل 12 مدنيا في حلب")
    assert found == [("مقتل 12 مدنيا في حلب", "the headline's figure is not the body's")]


@pytest.mark.parametrize(
    "body", ["أدى القصف إلى مقتل 12 مدنيا على الأقل في حلب.", "أدى القصف إلى إصابة 30 مدنيا في حلب."]
)
def test_a_headline_that_the_body_repeats_or_is_silent_on(body: str) -> None:
    assert issues(body, title="مقتل 12 مدنيا في حلب") == []


def test_issues_are_in_the_order_of_the_text() -> None:
    text = 'يقول: "لم يعد لنا بيت". وقتل 3 مدنيين في قرية الخندقوقية.'
    assert [words for words, _ in issues(text)] == ["يقول", "قرية الخندقوقية"]


def test_a_language_without_a_pack_is_one_issue() -> None:
    reading = read(Report("r2", "Texte.", "fr"))
    assert [issue.reason for issue in reading.issues] == ["no language pack reads 'fr' yet"]
