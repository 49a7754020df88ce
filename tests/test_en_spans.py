"""Every value of an English reading opens to its words, whatever the report holds."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.records import Report
from tests.test_spans import check

PIECES = [
    "killed", "wounded", "20", "1 000", "1,000", "at least", "between 30 and 40", "two or three", "half a dozen",
    "civilians", "including", "most of them", "children", "air strikes", "shelled", "in", "the town of", "Aleppo",
    "Syria's", "Syrias", "said", "told", "AFP", "according to", "the Observatory", "he", "adding", "that",
    "On Tuesday", "since", "March 2011", "captured", "Daesh-held", "rebels", "from", "Russian", "war planes",
    "President", "Putin", "US-led", "coalition", "truce", "fled", "besieged", "aid", "hospital", "destroyed",
    "no casualties", "death toll", "rose to", "and", "or", "who", "of", "by", "U.S.", "Su-24", "7-day",
    "25-04-2016", "10:30", "(ISIS)", "\u200f", "\u00a0", "\ufb01", "İ", "’s", "“", "”", '"', ".", ",", ";", "…",
    "\n", "\u2028", "\t", "-", "--", "|", "\U0001f4a5", "قال", "حلب",
]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=40),
    st.one_of(st.none(), st.text(min_size=1, max_size=20)),
    st.one_of(st.none(), st.dates(dt.date(1950, 1, 1), dt.date(2090, 1, 1))),
    st.sampled_from([" ", "", " \u200f"]),
)
def test_hostile_text(pieces: list[str], title: str | None, published: dt.date | None, joint: str) -> None:
    check(Report("hostile", joint.join(pieces), "en", published, title=title))


def test_a_headline_said_again_is_set_aside() -> None:
    title = "Air strikes kill 12 in the town of Saraqib"
    text = f"Sat Nov 12 2016 {title} Air strikes killed 12 people in Saraqib on Friday, a monitor said."
    check(Report("again", text, "en", dt.date(2016, 12, 5), title=title))
