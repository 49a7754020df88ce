"""English dates, resolved against Monday, 5 December 2016."""

from __future__ import annotations

import datetime as dt

import pytest

from marsad.dates.resolve import resolve
from marsad.lang.en.dates import read_times, tense_of
from marsad.records import When
from marsad.text.fold import Folded
from marsad.text.tokens import tokens

PUBLISHED = dt.date(2016, 12, 5)


def read(text: str) -> list[tuple[str, When]]:
    folded = Folded(text)
    words = tokens(folded, 0, len(folded.light))
    found = []
    for hit in read_times(words):
        when = resolve(hit.expression, PUBLISHED, tense_of(words, hit.first), since_end=True)
        found.append((folded.span(words[hit.first].start, words[hit.last - 1].end).of(text), when))
    return found


@pytest.mark.parametrize(
    ("text", "words", "start", "end"),
    [
        ("killed since 15 November", "since 15 November", "2016-11-15", "2016-12-05"),
        ("hit on Aug. 24, 2014 by", "on Aug. 24, 2014", "2014-08-24", "2014-08-24"),
        ("hit on November 15 by", "on November 15", "2016-11-15", "2016-11-15"),
        ("hit on the 4th of April by", "on the 4th of April", "2016-04-04", "2016-04-04"),
        ("hit in September by", "in September", "2016-09-01", "2016-09-30"),
        ("hit in early March by", "in early March", "2016-03-01", "2016-03-10"),
        ("hit in mid-October by", "in mid-October", "2016-10-11", "2016-10-20"),
        ("began in 2011 when", "in 2011", "2011-01-01", "2011-12-31"),
        ("was hit late on Tuesday by", "late on Tuesday", "2016-11-29", "2016-11-29"),
        ("said of Tuesday's raid", "Tuesday's", "2016-11-29", "2016-11-29"),
        ("was told of Tuesdays raid", "Tuesdays", "2016-11-29", "2016-11-29"),
        ("was hit on Monday evening by", "on Monday evening", "2016-12-05", "2016-12-05"),
        ("will meet on Thursday in", "on Thursday", "2016-12-08", "2016-12-08"),
        ("was hit yesterday by", "yesterday", "2016-12-04", "2016-12-04"),
        ("was hit at dawn yesterday by", "at dawn yesterday", "2016-12-04", "2016-12-04"),
        ("was hit last night by", "last night", "2016-12-04", "2016-12-04"),
        ("was hit last week by", "last week", "2016-11-28", "2016-12-04"),
        ("will meet next week in", "next week", "2016-12-12", "2016-12-18"),
        ("was hit earlier this month by", "earlier this month", "2016-12-01", "2016-12-31"),
        ("hit over the past three days by", "over the past three days", "2016-12-02", "2016-12-05"),
        ("hit in the last 24 hours by", "in the last 24 hours", "2016-12-04", "2016-12-05"),
        ("fled two years ago from", "two years ago", "2014-12-05", "2014-12-05"),
        ("held for three years by", "three years", "2013-12-05", "2016-12-05"),
        ("fought from 3 to 5 March in", "from 3 to 5 March", "2016-03-03", "2016-03-05"),
        ("seen since the war began in March 2011 by", "since the war began in March 2011", "2011-03-01", "2016-12-05"),
        ("as of 20.07.2016 it", "20.07.2016", "2016-07-20", "2016-07-20"),
        ("hit between Friday and Sunday by", "between Friday and Sunday", "2016-12-02", "2016-12-04"),
    ],
)
def test_a_time_and_its_days(text: str, words: str, start: str, end: str) -> None:
    [(printed, when)] = read(text)
    assert words in printed
    assert (str(when.start), str(when.end)) == (start, end)


def test_alternatives_are_kept() -> None:
    [(_, when)] = read("The vote could come on Thursday or Friday next")
    assert len(when.options) == 2


def test_recent_days_have_no_start() -> None:
    [(_, when)] = read("was hit in recent days by")
    assert (when.start, when.end) == (None, PUBLISHED)


@pytest.mark.parametrize(
    "text", ["they may march", "the sun sat low", "a 7-day truce", "in second place", "he was second"]
)
def test_what_names_no_time_is_left_out(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    "text", ["Sat Nov 12 2016 Two towns", "Date of publication 26 October 2016 Forces", "7 July 2015 A bomb"]
)
def test_a_date_at_the_head_of_a_text_is_its_dateline(text: str) -> None:
    assert read(text) == []


def test_the_tense_is_that_of_the_nearest_verb() -> None:
    folded = Folded("The talks were held and the vote will follow on Friday")
    words = tokens(folded, 0, len(folded.light))
    assert tense_of(words, len(words) - 1) == "future"
