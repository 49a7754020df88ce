"""Search finds Arabic words however they are written (marsad/store/words.py)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from marsad.errors import StoreError
from marsad.store.store import Store
from marsad.store.words import phrases, term, terms
from tests.store_support import DAY, report

TEXTS = {
    "a": "قُصِفَت حَلَب والمدينة القديمة، وقُتل ١٢ مدنيًّا.",
    "b": "وصلت قافلة إلى مدينة إدلب في ٣ شاحنات (Idlib Health Directorate).",
    "c": "اجتمع الوزير في جنيف، ثم عاد إلى حلب القديمة.",
}


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    opened = Store.open(database)
    for number, (name, words) in enumerate(TEXTS.items()):
        opened.add(report(name, words, title=None, published=DAY.replace(day=5 + number)))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("حلب", "ca"),
        ("حَلَب", "ca"),
        ("بحلب", "ca"),
        ("مدينة", "ba"),
        ("المدينه", "ba"),
        ("للمدينة", "ba"),
        ("ادلب", "b"),
        ("إدلب شاحنات", "b"),
        ("حلب إدلب", ""),
        ('"حلب القديمة"', "c"),
        ("«حلب القديمة»", "c"),
        ('حلب "المدينة القديمة"', "a"),
        ("12", "a"),
        ("١٢", "a"),
        ("idlib HEALTH", "b"),
        ('"health directorate"', "b"),
        ("NOT OR AND *", ""),
        ("حلب* -جنيف", "c"),
        ("o'brien", ""),
        ("دمشق", ""),
    ],
)
def test_words_are_found(store: Store, query: str, names: str) -> None:
    assert "".join(found.report.report_id for found in store.search(query)) == names


def test_the_first_word_is_shown_as_printed(store: Store) -> None:
    (found,) = store.search("المدينة القديمة")
    assert found.span is not None
    assert found.span.of(found.report.document) == "والمدينة"


def test_the_latest_come_first_and_no_more_than_asked_for(store: Store) -> None:
    assert [found.report.report_id for found in store.search("في", limit=1)] == ["c"]


@pytest.mark.parametrize("query", ["", "  ", "«»", "؟ ."])
def test_a_search_without_a_word_is_refused(store: Store, query: str) -> None:
    with pytest.raises(StoreError, match="no word"):
        store.search(query)


def test_a_long_report_is_kept_though_not_all_of_it_is_indexed(database: str) -> None:
    words = " ".join(f"كلمة{number}" for number in range(200_000))
    with Store.open(database) as opened:
        assert opened.add(report("long", f"{words} {'س' * 5000}"))
        assert len(opened.search("كلمة100 كلمة17000")) == 1


def test_terms_lose_what_is_written_onto_them() -> None:
    assert terms("وبالمدينة للمدينة مدينة") == " ".join([term("مدينه")] * 3)
    assert term("بلد") == "بلد"
    assert phrases('a "b c" «د ه»') == ["a", "b c", "د ه"]
