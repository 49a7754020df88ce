"""The English number grammar."""

from __future__ import annotations

import pytest

from marsad.lang.en.numbers import NumberHit, read_numbers
from marsad.text.fold import Folded
from marsad.text.tokens import tokens


def read(text: str) -> list[tuple[str, NumberHit]]:
    folded = Folded(text)
    words = tokens(folded, 0, len(folded.light))
    return [(folded.span(words[h.first].start, words[h.last - 1].end).of(text), h) for h in read_numbers(words)]


@pytest.mark.parametrize(
    ("text", "words", "low", "high", "qualifier"),
    [
        ("more than three hundred and eleven people", "more than three hundred and eleven", 311, None, "more_than"),
        ("over 40 civilians", "over 40", 40, None, "more_than"),
        ("at least twenty-one soldiers", "at least twenty-one", 21, None, "at_least"),
        ("no fewer than 12 people", "no fewer than 12", 12, None, "at_least"),
        ("as many as 60 people", "as many as 60", None, 60, "up_to"),
        ("up to 400000 residents", "up to 400000", None, 400000, "up_to"),
        ("nearly 1,000 families", "nearly 1,000", 1000, 1000, "about"),
        ("some 30 men", "some 30", 30, 30, "about"),
        ("1 000 people", "1 000", 1000, 1000, "exact"),
        ("2.5 million people", "2.5 million", 2500000, 2500000, "exact"),
        ("one hundred and twenty thousand people", "one hundred and twenty thousand", 120000, 120000, "exact"),
        ("two thousand fifty people", "two thousand fifty", 2050, 2050, "exact"),
        ("a dozen people", "a dozen", 12, 12, "exact"),
        ("half a million people", "half a million", 500000, 500000, "about"),
        ("more than a quarter of a million people", "more than a quarter of a million", 250000, None, "more_than"),
        ("two and a half million people", "two and a half million", 2500000, 2500000, "about"),
        ("two dozen people", "two dozen", 24, 24, "exact"),
        ("between 30 and 40 people", "between 30 and 40", 30, 40, "range"),
        ("two or three people", "two or three", 2, 3, "range"),
        ("20-30 people", "20-30", 20, 30, "range"),
        ("50 or more people", "50 or more", 50, None, "at_least"),
        ("100 or so people", "100 or so", 100, 100, "about"),
    ],
)
def test_a_count_and_its_bound(text: str, words: str, low: int | None, high: int | None, qualifier: str) -> None:
    [(printed, hit)] = read(text)
    assert (printed, hit.count.low, hit.count.high, hit.count.qualifier) == (words, low, high, qualifier)
    assert hit.kind == "cardinal"


@pytest.mark.parametrize(
    ("text", "words", "interval"),
    [
        ("dozens of people", "dozens", (20, 99)),
        ("tens of thousands of people", "tens of thousands", (20000, 99999)),
        ("several hundred people", "several hundred", (200, 999)),
        ("a number of people", "a number", None),
        ("many people", "many", None),
    ],
)
def test_a_vague_word_gives_no_figure(text: str, words: str, interval: tuple[int, int] | None) -> None:
    [(printed, hit)] = read(text)
    assert (printed, hit.kind, hit.count.qualifier, hit.interval) == (words, "vague", "vague", interval)


@pytest.mark.parametrize("text", ["an Su-24 jet", "an F16 jet", "at 10:30", "the 4th of the line", "on 5/6"])
def test_what_counts_nothing_is_left_out(text: str) -> None:
    assert not [hit for _, hit in read(text) if hit.kind == "cardinal"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("in 2016", "year"),
        ("on 15 November", "date"),
        ("on 25-04-2016", "date"),
        ("5 percent of the town", "percent"),
        ("20 per cent of it", "percent"),
        ("105 mm shells", "measure"),
        ("a 7-day truce", "measure"),
        ("$5 of fuel", "measure"),
    ],
)
def test_years_dates_and_measures_are_marked(text: str, kind: str) -> None:
    assert [hit.kind for _, hit in read(text)] == [kind]


def test_two_numbers_side_by_side_stay_two() -> None:
    assert [hit.value for _, hit in read("2 killed 10 wounded")] == [2, 10]
