"""Every value opens to its words: `document[start:end]` is the quote, whatever the report holds."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.interchange import reading_to_dict
from marsad.pipeline import read
from marsad.records import Report
from marsad.sources.files import take
from marsad.sources.items import Taken

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples" / "reports"
CORPUS = Path(os.environ.get("MARSAD_SHARED") or ROOT.parent / "shared") / "corpora" / "reports.ar.jsonl.gz"
EVERY = int(os.environ.get("MARSAD_EVERY", "35"))  # 1 reads all of the unlabelled reports

# Pieces that trip readers: marks, direction controls, presentation forms, unclosed quotes, digits of every kind
PIECES = [
    "قُتل", "أصيب", "مقتل", "قصف", "ثلاثمئةٍ وأحدعشر", "مدنيا", "بينهم 42 طفلا", "حلب", "في حي الشعار", "قال", "وأضاف",
    "المرصد السوري", "مساء الثلاثاء", "أو", "منذ", "5", "٥", "۵", "1,000", "3.5", "وفق",
    "سيطرت", "على", "لافروف", "إن", "نفى",
    "\u200f", "\u202b", "\u2067", "\u00a0", "\u0640", "\ufefb", "\ufdf2", "\ufffd", "\u0301", "İ", "ﬁ", "\U0001f4a5",
    "«", "»", '"', "“", "..", ".", "،", "؟", "(", ")", "\n", "\r\n", "\u2028", "\t", "#", "--", "|", "CNN",
]  # fmt: skip


def quoted(value: Any) -> Iterator[tuple[str, list[int]]]:
    """Yield every (text, span) that stands side by side in a plain value."""
    if isinstance(value, dict):
        if isinstance(value.get("text"), str) and value.get("span"):
            yield value["text"], value["span"]
        for inner in value.values():
            yield from quoted(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from quoted(inner)


def check(report: Report) -> None:
    document = report.document
    value = reading_to_dict(read(report))
    ids = [claim["id"] for claim in value["claims"]]
    assert len(set(ids)) == len(ids)
    for claim in value["claims"]:
        assert document[slice(*claim["span"])] == claim["evidence"]
        assert claim["evidence"].strip()
        assert [document[slice(*pair)] for pair in claim["also_spans"]] == claim["also"]
        assert claim.get("subset_of") in (None, *ids)
        for start, end in claim["spans"].values():
            assert 0 <= start < end <= len(document)
        for text, (start, end) in quoted(claim):
            assert document[start:end] == text, f"{report.report_id} {claim['id']} {claim['kind']}"
    for text, (start, end) in quoted([value["issues"], value["furniture"]]):
        assert document[start:end] == text


@pytest.mark.parametrize("item", list(take([str(EXAMPLES)])), ids=lambda item: item.name.rsplit("/", 1)[-1])
def test_the_examples(item: Taken) -> None:
    check(item.report)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=40),
    st.one_of(st.none(), st.text(min_size=1, max_size=20)),
    st.one_of(st.none(), st.dates(dt.date(1950, 1, 1), dt.date(2090, 1, 1))),
    st.sampled_from([" ", "", " \u200f"]),
)
def test_hostile_text(pieces: list[str], title: str | None, published: dt.date | None, joint: str) -> None:
    check(Report("hostile", joint.join(pieces), "ar", published, title=title))


@pytest.mark.skipif(not CORPUS.exists(), reason="SKIPPED: no ../shared/corpora; the unlabelled reports are not read")
def test_the_unlabelled_reports() -> None:
    failed = []
    for item in islice(take([str(CORPUS)]), 0, None, EVERY):
        assert isinstance(item, Taken)
        try:
            check(item.report)
        except Exception as error:
            failed.append(f"{item.report.report_id}: {type(error).__name__}: {str(error).splitlines()[0]}")
    assert not failed, "\n".join([f"{len(failed)} reports", *failed[:20]])
