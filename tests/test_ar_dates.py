"""The Arabic date grammar: its corpus page, the reference table where it is present, and its API."""

from __future__ import annotations

import csv
import datetime as dt
import os
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from marsad.dates.parse import parse
from marsad.lang.ar.dates import read_times, tense_of
from marsad.lang.times import Anaphor, Date, Range
from marsad.records import When
from marsad.text.fold import Folded
from marsad.text.tokens import Tokens, tokens

CORPUS = Path(__file__).parent / "corpus" / "ar" / "dates.md"
PUBLISHED = dt.date(2018, 5, 9)
SHARED = Path(os.environ.get("MARSAD_SHARED", Path(__file__).resolve().parents[2] / "shared"))
TABLE = SHARED / "data" / "language" / "dates.tsv"


def cut(sentence: str) -> Tokens:
    folded = Folded(sentence)
    return tokens(folded, 0, len(folded.light))


def shown(when: When) -> str:
    """Return a time as the corpus page writes it."""
    if when.options:
        return f"({' | '.join(_days(option) for option in when.options)}) «{when.text}»"
    return f"{_days(when)} «{when.text}»"


def _days(when: When) -> str:
    if when.start is None and when.end is None:
        return "unknown"
    days = f"{when.start or 'open'}..{when.end or 'open'}"
    return f"{days} {when.part}" if when.part else days


def cases() -> Iterator[tuple[str, list[str]]]:
    sentence = ""
    expected: list[str] = []
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        if line.startswith("> "):
            if sentence:
                yield sentence, expected
            sentence, expected = line[2:], []
        elif line.startswith("- ") and sentence:
            expected += [line[2:]] if line != "- none" else []
    yield sentence, expected


@pytest.mark.parametrize(("sentence", "expected"), list(cases()))
def test_corpus(sentence: str, expected: list[str]) -> None:
    assert [shown(when) for when in parse(sentence, PUBLISHED)] == expected


def test_spans_are_the_printed_words() -> None:
    sentence = "وَصَلَ الوفدُ مساءَ ١٥ نـوفمبر ٢٠١٦ إلى البلدة"
    (when,) = parse(sentence, PUBLISHED)
    assert when.span is not None
    assert when.span.of(sentence) == when.text
    assert (when.start, when.part) == (dt.date(2016, 11, 15), "evening")


def test_hits_do_not_overlap_and_keep_the_order() -> None:
    words = cut("قال الأحد إن 5 قتلوا بين 15 و20 نيسان ثم عاد الهدوء أمس")
    hits = read_times(words)
    assert [hit.last <= after.first for hit, after in pairwise(hits)] == [True, True]
    assert hits[0].expression == Date(weekday=6)


def test_since_and_anaphor_are_told() -> None:
    since, anaphor = read_times(cut("منذ 15 نيسان")), read_times(cut("في اليوم نفسه"))
    assert since[0].since
    assert isinstance(since[0].expression, Range)
    assert anaphor[0].anaphoric
    assert anaphor[0].expression == Anaphor("same", "day")


@pytest.mark.parametrize(
    ("sentence", "tense"),
    [
        ("ستبدأ المحادثات", "future"),
        ("من المقرر أن تبدأ المحادثات", "future"),
        ("سيطرت القوات على سيناء", "past"),
        ("قال السيد سياسيون سيارة", "past"),
        ("اجتماع في المدينة", "none"),
    ],
)
def test_tense(sentence: str, tense: str) -> None:
    assert tense_of(cut(sentence)) == tense


def test_nothing_is_read_from_nothing() -> None:
    assert read_times(cut("")) == ()
    assert parse("", PUBLISHED) == ()


@pytest.mark.skipif(not TABLE.exists(), reason=f"reference table absent: {TABLE}")
def test_reference_table() -> None:
    with TABLE.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    wrong = [row["id"] for row in rows if not _right(row)]
    assert len(rows) - len(wrong) >= 51, wrong


def _right(row: dict[str, str]) -> bool:
    """Tell whether a row is read as it says; of a coarse period days inside it do, as its authors score it."""
    start, end = (dt.date.fromisoformat(row[edge]) if row[edge] else None for edge in ("start", "end"))
    whens = parse(row["sentence"], dt.date.fromisoformat(row["pub_date"]))
    if len(whens) != 1:
        return False
    when = whens[0]
    if (when.start, when.end) == (start, end):
        return True
    coarse = row["granularity"] in ("week", "season", "month-part", "week-part", "hour")
    return bool(coarse and start and end and when.start and when.end and start <= when.start and when.end <= end)
