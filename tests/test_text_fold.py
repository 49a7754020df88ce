"""Folding keeps the way back: every folded offset leads to the printed letters it came from."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from marsad.text.fold import Folded, light, match

HARD = st.text(
    alphabet=st.one_of(
        st.characters(min_codepoint=0x0600, max_codepoint=0x06FF),
        st.sampled_from("ﷲﷺﻣﺼﺮﻻ\u200f\u202e\u00a0\ufeff\u0640İßﬁ½…“”«»0٣۴ab .\n\ud800"),
        st.characters(),
    ),
    max_size=80,
)


def test_marks_tatweel_and_digits_go_and_the_span_keeps_them() -> None:
    printed = "مَقْتَلُ ١٢ مدنيًّا في الغـــارة"
    folded = Folded(printed)
    assert folded.light == "مقتل 12 مدنيا في الغارة"
    at = folded.light.index("مدنيا")
    assert folded.span(at, at + 5).of(printed) == "مدنيًّا"
    at = folded.light.index("الغارة")
    assert folded.span(at, at + 6).of(printed) == "الغـــارة"


def test_a_span_starts_after_controls_and_ends_before_them() -> None:
    printed = "\u200fحلب\u200f دمشق"
    folded = Folded(printed)
    assert folded.span(0, 3).of(printed) == "حلب"


def test_presentation_forms_become_plain_letters() -> None:
    folded = Folded("ﻣﺼﺮ وﷲ")
    assert folded.light == "مصر والله"
    at = folded.light.index("الله")
    assert folded.span(at, at + 4).of(folded.printed) == "ﷲ"
    assert folded.span(at + 1, at + 2).of(folded.printed) == "ﷲ", "a part of a ligature is the ligature"


def test_numbers_are_read_before_hamza_is_folded() -> None:
    assert light("ثلاثمئةٍ وأحدعشر") == "ثلاثمئة وأحدعشر"
    assert match("ثلاثمئةٍ وأحدعشر") == "ثلاثميه واحدعشر"


def test_persian_letters_and_separators() -> None:
    assert light("تشرین ٣٫٥ ١٬٢٠٠ ٤٠٪ ۱۲") == "تشرين 3.5 1,200 40% 12"


def test_both_levels_have_one_length_even_where_lower_case_is_longer() -> None:
    folded = Folded("İstanbul حلب")
    assert len(folded.match) == len(folded.light)


@given(HARD)
def test_every_folded_range_leads_to_printed_letters(printed: str) -> None:
    folded = Folded(printed)
    assert len(folded.light) == len(folded.match)
    ends = [folded.span(at, at + 1) for at in range(len(folded.light))]
    assert all(0 <= span.start < span.end <= len(printed) for span in ends)
    assert all(a.start <= b.start for a, b in itertools.pairwise(ends))
    for at, span in enumerate(ends):
        assert folded.light[at] in light(span.of(printed)), "the printed letters fold to the folded one"
