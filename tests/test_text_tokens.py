"""Tokens: words, numbers and marks, with lost spaces cut where a letter cannot stand inside a word."""

import pytest

from marsad.text.fold import Folded
from marsad.text.tokens import tokens


def words(text: str) -> list[str]:
    folded = Folded(text)
    return [token.light for token in tokens(folded, 0, len(folded.light))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("مقتل ١٬٢٠٠ (مدني)، و٣٫٥", ["مقتل", "1,200", "(", "مدني", ")", "،", "و", "3.5"]),
        ("مئةألف", ["مئة", "ألف"]),
        ("إلىالبلدة", ["إلى", "البلدة"]),
        ("المصادرإن", ["المصادر", "إن"]),
        ("وبالإضافة للإمارات", ["وبالإضافة", "للإمارات"]),
        ("شىء برىء", ["شىء", "برىء"]),
        ("#ريف_دمشق", ["ريف", "دمشق"]),
        ("F16 سو-24 don't", ["F", "16", "سو", "-", "24", "don't"]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert words(text) == expected
