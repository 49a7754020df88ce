"""Clitics are peeled least first; a vocabulary decides which cut is real."""

import pytest

from marsad.text.fold import match
from marsad.text.words import bare, peelings


def cuts(word: str) -> set[tuple[str, str, bool, str]]:
    return {(p.pro, p.stem, p.article, p.enc) for p in peelings(match(word))}


@pytest.mark.parametrize(
    ("word", "pro", "stem", "article", "enc"),
    [
        ("والنصرة", "و", "نصره", True, ""),
        ("للمرصد", "ل", "مرصد", True, ""),
        ("لليبيا", "ل", "ليبيا", True, ""),
        ("فسيتم", "فس", "يتم", False, ""),
        ("وبالصواريخ", "وب", "صواريخ", True, ""),
        ("استهدفتهم", "", "استهدفت", False, "هم"),
        ("بقيادته", "ب", "قياده", False, "ه"),
        ("قتلوهم", "", "قتلوا", False, "هم"),
        ("مدنيا", "", "مدني", False, "ا"),
        ("لمقتل", "ل", "مقتل", False, ""),
    ],
)
def test_a_cut_is_among_the_readings(word: str, pro: str, stem: str, article: bool, enc: str) -> None:
    assert (pro, stem, article, enc) in cuts(word)


def test_the_whole_word_comes_first() -> None:
    assert peelings("وفاه")[0].stem == "وفاه"


def test_a_noun_with_the_article_takes_no_pronoun() -> None:
    assert not any(p.article and p.enc not in ("", "ا") for p in peelings("الجنود") + peelings("القياده"))


@pytest.mark.parametrize(("word", "expected"), [("الباب", "باب"), ("الله", "الله"), ("باب", "باب")])
def test_bare(word: str, expected: str) -> None:
    assert bare(word) == expected
