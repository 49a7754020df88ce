"""A text cut by its chunks is what it is cut as a whole: the same sentences and tokens, the same way back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.records import Span
from marsad.text.cut import Cutter
from marsad.text.fold import Folded
from marsad.text.sentences import sentences
from marsad.text.tokens import Tokenizer, tokens

CUTTER = Cutter(Tokenizer())
TEXTS = st.text(
    alphabet=st.one_of(
        st.sampled_from('قتلمدنيىةإأ ٣12.!؟"«»()،-\n \u200f\u00a0\u0640\u064eﷲ“”…\r\u2028\t'),
        st.characters(),
    ),
    max_size=120,
)


@given(TEXTS)
def test_by_chunks_and_as_a_whole(text: str) -> None:
    whole = Folded(text)
    folded, found = CUTTER.cut(text)
    bounds = sentences(whole.light)
    assert folded.light == whole.light
    assert [start for start, _ in found] == [start for start, _ in bounds]
    for (start, end), (_, cut) in zip(bounds, found, strict=True):
        assert list(cut) == list(tokens(whole, start, end))
        for token in cut:
            assert folded.span(token.start, token.end) == whole.span(token.start, token.end)


@pytest.mark.parametrize(
    ("text", "aside", "expected"),
    [
        ("بيروت (وكالة) - قصف في دوما.", "بيروت (وكالة) - ", [["قصف", "في", "دوما", "."]]),
        ("سطر أول\nإعلان\nسطر ثان", "إعلان", [["سطر", "أول"], ["سطر", "ثان"]]),
        ("قصف في دوما. انتهى.", "", [["قصف", "في", "دوما", "."], ["انتهى", "."]]),
    ],
)
def test_what_is_aside_is_left_out(text: str, aside: str, expected: list[list[str]]) -> None:
    spans = [Span(text.index(aside), text.index(aside) + len(aside))] if aside else []
    _, found = CUTTER.cut(text, spans)
    assert [[token.light for token in cut] for _, cut in found] == expected
