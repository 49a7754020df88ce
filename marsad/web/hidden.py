"""Words of reports in rows that leave Marsad: names of private persons, and what leads to people, hidden in them.

Names are looked for only where one can stand in a cell at all: in sentences of the report that hold a word of the cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

from marsad.exports.leaks import hidden
from marsad.exports.privacy import MASK, Mask, mask_among, words_of
from marsad.web.kept.rows import Recent
from marsad.web.snapshot import Snapshot

Row = dict[str, Any]
Known = Recent[tuple[str, frozenset[str]], Mask]  # by report and the words that it was looked through for
_STRETCH, _KEPT = 500, 50_000  # rows that are looked at together, reports of which is known what to hide

# Cells with words of reports; the others are values of the codebook, names of the gazetteer, keys and addresses.
_WORDED = (
    "text", "actor", "actor_ar", "issue", "quote", "told_by", "lineage", "lineages", "title", "participants",
)  # fmt: skip
_words = lru_cache(maxsize=10_000)(words_of)


def masked(rows: Iterable[Row], at: Snapshot) -> Iterator[Row]:
    """Yield rows with what a report behind them calls private hidden in cells with words of reports."""
    known: Known = at.once(("masks",), lambda: Recent(_KEPT))
    every = iter(rows)
    while some := list(islice(every, _STRETCH)):
        cells = [{name: value for name in _WORDED if isinstance(value := row.get(name), str)} for row in some]
        behind = [_reports(row, at) if texts else [] for row, texts in zip(some, cells, strict=True)]
        masks = _masks(at, known, behind, cells)
        for row, reports, texts in zip(some, behind, cells, strict=True):
            found = [masks[name] for name in reports if name in masks]
            yield {**row, **{name: _hide(text, found) for name, text in texts.items()}} if found else row


def _reports(row: Row, at: Snapshot) -> list[str]:
    """Return the reports of the claims behind a row; of a row of a report itself, that."""
    if not isinstance(row.get("claims"), str):
        return [str(row.get("id"))]
    numbers = (at.by_key[key] for key in row["claims"].split(" | "))
    return list(dict.fromkeys(at.index.report.at(number) for number in numbers))


def _masks(at: Snapshot, known: Known, behind: list[list[str]], cells: list[dict[str, str]]) -> dict[str, Mask]:
    """Return what is to be hidden of each report in these cells."""
    words: dict[str, set[str]] = {}
    for reports, texts in zip(behind, cells, strict=True):
        for name in reports:
            words.setdefault(name, set()).update(*(map(_words, texts.values())))
    wanted = {name: (name, frozenset(some)) for name, some in words.items() if name in at.readings}
    found = {name: mask for name, asked in wanted.items() if (mask := known.get(asked)) is not None}
    for reading in at.readings_of([name for name in wanted if name not in found]):
        name = reading.report.report_id
        found[name] = mask_among(reading.report, reading.claims, wanted[name][1])
        known.put({wanted[name]: found[name]})
    return found


def _hide(text: str, masks: list[Mask]) -> str:
    if not all(mask.everything for mask in masks):
        text = hidden(text, MASK)
    for mask in masks:
        text = mask.hide_names(text)
    return text
