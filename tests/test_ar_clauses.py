"""How Arabic sentences fall into clauses, and what makes a clause less than plain fact."""

from __future__ import annotations

import pytest

from marsad.lang.ar.clauses import clause_of, clauses, denied, hypothetical, negated, stretch, tense, uncertain
from marsad.lang.ar.pack import pack
from marsad.lang.sentence import Sentence
from marsad.reading.scan import scan
from marsad.records import Report
from marsad.text.fold import match


def sentence(text: str) -> Sentence:
    return scan(Report("r", text, "ar"), pack()).sentences[0]


def at(read: Sentence, word: str) -> int:
    return read.words.index(match(word))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("سقط جريح، ونقل إلى المستشفى", ["سقط جريح", "ونقل إلى المستشفى"]),
        ("عاد السكان بينما بقي الجنود", ["عاد السكان", "بينما بقي الجنود"]),
        ("قال الطبيب إن المشفى مغلق", ["قال الطبيب", "إن المشفى مغلق"]),
        ("عاد السكان، مساء الجمعة، إلى البلدة", ["عاد السكان، مساء الجمعة، إلى البلدة"]),
        ("في آذار (مارس) عاد السكان", ["في آذار (مارس) عاد السكان"]),
        ("عاد السكان (وهم نحو خمسين عائلة كاملة) أمس", ["عاد السكان", "وهم نحو خمسين عائلة كاملة", "أمس"]),
        ("انهار الجسر ما أدى إلى قطع الطريق", ["انهار الجسر", "ما أدى إلى قطع الطريق"]),
        ("وصل الوفد وأكد رئيسه التعهد", ["وصل الوفد", "وأكد رئيسه التعهد"]),
        ("دمشق وحمص", ["دمشق وحمص"]),
    ],
)
def test_clauses(text: str, parts: list[str]) -> None:
    read = sentence(text)
    assert [read.text(first, last) for first, last in clauses(read)] == parts
    for first, last in clauses(read):
        assert clause_of(read, first) == clause_of(read, last - 1) == (first, last)


def test_a_mark_counts_with_the_clause_before_it() -> None:
    read = sentence("سقط جريح، ونقل إلى المستشفى")
    assert clause_of(read, 2) == (0, 2)


def test_a_fragment_belongs_to_the_clause_beside_it() -> None:
    read = sentence("عاد السكان، وهم عشرون عائلة، إلى البلدة بينما بقي الجنود")
    assert read.text(*stretch(read, 0)) == "عاد السكان، وهم عشرون عائلة، إلى البلدة"
    assert read.text(*stretch(read, at(read, "بقي"))) == "بينما بقي الجنود"


def test_denied() -> None:
    read = sentence("لم يعد السكان ونفى الوزير وصول القافلة")
    assert denied(read, at(read, "وصول"))
    assert not denied(read, at(read, "يعد"))
    assert negated(read, at(read, "يعد"))


def test_a_preposition_shields_from_negation() -> None:
    read = sentence("لن نسكت عن القصف")
    assert not negated(read, at(read, "القصف"))


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("لم تقصف الطائرات القرية", "تقصف", True),
        ("قصفت الطائرات القرية", "قصفت", False),
        ("نفى المتحدث أن الطائرات قصفت القرية", "قصفت", True),
        ("نفى المتحدث قصف القرية", "قصف", True),
        ("نفى المتحدث ذلك، وقصفت الطائرات القرية", "وقصفت", False),
        ("قصفت الطائرات القرية ونفى المتحدث", "قصفت", False),
    ],
)
def test_negated(text: str, word: str, expected: bool) -> None:
    read = sentence(text)
    assert negated(read, at(read, word)) is expected


@pytest.mark.parametrize(
    ("text", "word", "why"),
    [
        ("سنرد إذا قصفت الطائرات القرية", "قصفت", "if"),
        ("هدد القائد بقصف القرية", "بقصف", "threat"),
        ("يمكن أن تقصف الطائرات القرية", "تقصف", "may"),
        ("جرى قصف القرية", "قصف", ""),
    ],
)
def test_hypothetical(text: str, word: str, why: str) -> None:
    read = sentence(text)
    assert hypothetical(read, at(read, word)) == why


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("سيعلن الوزير القرار", "سيعلن", "future"),
        ("من المقرر عقد اجتماع", "اجتماع", "future"),
        ("أعلن الوزير القرار", "القرار", "past"),
        ("يعلن الوزير القرار", "القرار", "none"),
        ("اجتماع في حمص", "اجتماع", "none"),
    ],
)
def test_tense(text: str, word: str, expected: str) -> None:
    read = sentence(text)
    assert tense(read, at(read, word)) == expected


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("يعتقد أن السكان عادوا", "عادوا", True),
        ("ربما عاد السكان", "عاد", True),
        ("قد يعود السكان", "يعود", True),
        ("وقد عاد السكان", "عاد", False),
        ("عاد السكان", "عاد", False),
    ],
)
def test_uncertain(text: str, word: str, expected: bool) -> None:
    read = sentence(text)
    assert uncertain(read, at(read, word)) is expected
