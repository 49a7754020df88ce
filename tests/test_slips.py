"""Slips of print in every example of a rule: a mark twice, a blank lost, a word twice. Each must come to an end.

The alarm is that of a batch: it stops a reader that goes round in circles, so that the test can say where.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest

from marsad.batch.work import within
from marsad.pipeline import read
from marsad.records import Report
from tests.test_corpus import CORPUS, GRAMMARS

SECONDS = 20.0
SLIPS: dict[str, Callable[[str], str]] = {
    "every mark twice": lambda text: re.sub(r"([،,.:؛;«»\"()-])", r"\1\1", text),
    "no blank behind a mark": lambda text: re.sub(r"([،,.:؛;»\"])\s", r"\1", text),
    "every third word twice": lambda text: re.sub(r"((?:\S+\s+){2}(\S+))", r"\1 \2", text),
}


@pytest.mark.parametrize("slip", SLIPS)
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_an_example_with_slips_of_print_is_read_to_its_end(lang: str, slip: str) -> None:
    pages = [page for page in sorted(CORPUS.glob(f"{lang}/*.md")) if page.stem not in GRAMMARS]
    texts = {line[2:] for page in pages for line in page.read_text(encoding="utf-8").splitlines() if line[:2] == "> "}
    assert len(texts) > 200
    for text in sorted(texts):
        slipped = SLIPS[slip](text)
        try:
            with within(SECONDS):
                reading = read(Report("slip", slipped, lang, dt.date(2016, 12, 5)))
        except TimeoutError:
            pytest.fail(f"does not come to an end: {slipped}")
        document = reading.report.document
        for claim in reading.claims:
            assert 0 <= claim.evidence.start < claim.evidence.end <= len(document)
