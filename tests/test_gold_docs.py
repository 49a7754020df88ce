"""Figures in the documents, and the folds of the cross-check."""

from __future__ import annotations

from marsad.pipeline import read_in_steps
from marsad.records import Report
from tools import crosscheck, gold_docs


def test_only_the_content_of_a_known_block_is_exchanged() -> None:
    text = "a\n<!-- accuracy: one -->\nold\n<!-- /accuracy -->\nb\n<!-- accuracy: two -->\nkept\n<!-- /accuracy -->\n"
    fresh = gold_docs.rewritten(text, {"one": "new"})
    assert fresh == text.replace("old", "new")
    assert gold_docs.rewritten(fresh, {"one": "new"}) == fresh


def test_the_documents_have_the_blocks_that_are_written() -> None:
    names = {found[2] for file in gold_docs.FILES for found in gold_docs._BLOCK.finditer(file.read_text("utf-8"))}
    assert names == {"summary", "slots", "missed", "invented", "crosscheck", "confidence"}


def test_outlets_stay_whole_and_the_smaller_ones_are_together() -> None:
    sizes = {"a": 9, "b": 8, "c": 7, "d": 6, "e": 2, "f": 1}
    rows = [{"outlet": name, "claims": [{}] * size} for name, size in sizes.items() for _ in range(2)]
    folds = crosscheck.by_outlet(rows)
    assert list(folds) == ["a", "b", "c", "d", crosscheck.OTHERS]
    assert {row["outlet"] for row in folds[crosscheck.OTHERS]} == {"e", "f"}


def test_words_are_found_in_a_report_and_taken_out_of_the_pack() -> None:
    pack = crosscheck.traced_pack()
    classes = crosscheck.rule_classes(pack)
    report = Report("r", "قتلت الغارة خمسة مدنيين.", "ar")
    words = crosscheck.words_in(read_in_steps(report, pack), classes)
    killed = [word for word in words if word[1] == "killed" and word[2].startswith("v:")]
    assert killed, "the verb is known by the form that its table has"
    poorer = crosscheck.without(words, pack)
    assert not crosscheck.words_in(read_in_steps(report, poorer), classes) & words
    assert not read_in_steps(report, poorer).reading.claims
    assert read_in_steps(report, pack).reading.claims
