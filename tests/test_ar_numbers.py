"""The Arabic number grammar: its corpus page, the shared bars, and what the helpers promise."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from marsad.lang.ar.numbers import NumberHit, counted_noun, dual_of, parse, read_numbers
from marsad.lang.grammar import Part, compose
from marsad.text.fold import Folded
from marsad.text.tokens import tokens

PAGE = Path(__file__).parent / "corpus" / "ar" / "numbers.md"
SHARED = Path(os.environ.get("MARSAD_SHARED", Path(__file__).resolve().parents[2] / "shared"))
LANGUAGE = SHARED / "data" / "language"
needs_shared = pytest.mark.skipif(
    not LANGUAGE.is_dir(), reason=f"the reference tables are absent ({LANGUAGE}); set MARSAD_SHARED to their folder"
)


def cases(page: Path) -> Iterator[tuple[int, str, list[str]]]:
    """Yield line, text and expectations of every case of a corpus page."""
    text, line, expected = "", 0, list[str]()
    for number, row in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        if row.startswith("> "):
            if text:
                yield line, text, expected
            text, line, expected = row[2:], number, []
        elif row.startswith("- "):
            expected.append(row[2:])
    yield line, text, expected


def shown(text: str, hit: NumberHit) -> str:
    """Return a hit in the notation of the corpus page."""
    folded = Folded(text)
    words = tokens(folded, 0, len(folded.light))
    span = folded.span(words[hit.first].start, words[hit.last - 1].end).of(text)
    count = hit.count
    name: str = count.qualifier
    said: list[float | None]
    if hit.kind == "cardinal" and count.qualifier != "vague":
        said = [count.low, count.high] if name == "range" else [hit.value]
    elif hit.kind == "vague":
        name, said = "vague", list(hit.interval or ())
    else:
        name, said = hit.kind, [hit.value] if hit.interval is None else list(hit.interval)
    return " ".join([name, *(f"{round(v or 0, 4):.10g}" for v in said), f"«{span}»"])


@pytest.mark.parametrize(("line", "text", "expected"), list(cases(PAGE)), ids=lambda value: str(value)[:40])
def test_corpus(line: int, text: str, expected: list[str]) -> None:
    read = [shown(text, hit) for hit in parse(text)] or ["none"]
    assert read == expected, f"{PAGE.name}, line {line}"


def agrees(row: dict[str, str], hit: NumberHit) -> bool:
    """Tell whether a hit has the kind, value and bounds of a row of numbers.tsv."""
    value, low, high = (float(row[key]) if row[key] else None for key in ("value", "low", "high"))
    kind, count = row["kind"], hit.count
    if kind == "vague":
        return hit.kind == "vague" and count.qualifier == "vague" and hit.interval == (low, high)
    if kind in ("fraction", "percent", "ordinal"):
        return hit.kind == kind and hit.value is not None and value is not None and abs(hit.value - value) < 1e-4
    qualifiers = {
        "exact": ("exact",),
        "lower_bound": ("at_least", "more_than"),
        "upper_bound": ("up_to",),
        "approx": ("about",),
        "range": ("range",),
    }
    same = hit.value == value or value is None
    bounds = (count.low, count.high) == ((None if kind == "upper_bound" else low), high)
    return hit.kind == "cardinal" and count.qualifier in qualifiers[kind] and same and bounds


@needs_shared
def test_reference_expressions() -> None:
    with (LANGUAGE / "numbers.tsv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table, delimiter="\t"))
    wrong = [row["expression"] for row in rows if not (len(h := parse(row["expression"])) == 1 and agrees(row, h[0]))]
    assert len(rows) == 76
    assert wrong == []


@needs_shared
def test_reference_numerals() -> None:
    lines = (LANGUAGE / "numerals_duckling_bsd3.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith(("#", "phrase"))]
    wrong = [phrase for phrase, value in rows if [hit.value for hit in parse(phrase)] != [pytest.approx(float(value))]]
    assert len(rows) > 150
    assert wrong == []


@pytest.mark.parametrize(
    ("word", "noun"),
    [
        ("قتيلان", "قتيل"),
        ("وطفلين", "طفل"),
        ("مدنيان", "مدني"),
        ("لجنديين", "جندي"),
        ("امرأتين", "امراه"),
        ("مدنيَيْنِ", "مدني"),  # the vowel marks of the printed word tell the dual from the plural
    ],
)
def test_dual_of(word: str, noun: str) -> None:
    assert dual_of(word) == noun


@pytest.mark.parametrize(
    "word",
    [*("مدنيين", "مقاتلين", "مسلحين", "متظاهرين", "لبنان"), *("ولديه", "بلدان", "مئتين", "شخصية", "صاروخيه", "جنديها")],
)
def test_no_dual(word: str) -> None:
    assert dual_of(word) is None


def test_a_singular_is_a_number_only_where_asked() -> None:
    folded = Folded("مقتل طفل وإصابة 3")
    words = tokens(folded, 0, len(folded.light))
    assert [hit.value for hit in read_numbers(words)] == [3]
    found = counted_noun(words, 1)
    assert found is not None
    assert found.noun
    assert (found.count.low, found.count.high, found.count.qualifier) == (1, 1, "exact")
    assert counted_noun(words, 0) is None


def test_a_noun_after_its_number_is_not_one() -> None:
    folded = Folded("15 مدنيا")
    assert counted_noun(tokens(folded, 0, len(folded.light)), 1) is None


def test_compose_stops_where_the_next_number_begins() -> None:
    two, three, thousand = Part("unit", 2), Part("unit", 3, joined=True), Part("scale", 1000)
    assert compose([two, thousand, three, thousand]) == (2000, 2, 1000)
    assert compose([Part("tens", 30), Part("tens", 40, joined=True)]).used == 1


@pytest.mark.parametrize(
    "text",
    [
        "③ ½ ५ 1 فاصلة ③",
        "1" * 400,
        " ".join(["100"] * 400),
        "1," * 200 + "000",
        "." + "9" * 400,
        "ألف " * 300,
        "بين و من إلى",
    ],
)
def test_odd_input_is_no_error(text: str) -> None:
    assert all(hit.first < hit.last for hit in parse(text))


def test_no_tokens_no_numbers() -> None:
    assert read_numbers(tokens(Folded(""), 0, 0)) == ()
    assert parse("") == ()
