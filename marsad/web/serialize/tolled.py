"""Rows of the ledger of casualties as a page shows them: as written before where all claims of a row are asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from marsad.views.casualties import Toll
from marsad.views.figures import Series
from marsad.web import counted
from marsad.web.columns import Mask, Whole
from marsad.web.ledger import ledger
from marsad.web.reply import filled, written
from marsad.web.serialize import ledgers, models
from marsad.web.serialize.events import state_at
from marsad.web.snapshot import Snapshot


class Shown:
    """Some rows, by number, as a set of claims makes them; `told` says how many of the claims of each row are of it."""

    def __init__(self, at: Snapshot, numbers: Sequence[int], told: Whole, mask: Mask) -> None:
        self._at, self._mask, self._book = at, mask, ledger(at)
        self._whole = {n for n in numbers if told[n] == self._book.whole[n]}
        series = self._book.series
        runs, tolls = [n for n in numbers if n < series], [n for n in numbers if n >= series]
        self._cut = counted.cut(at, runs, told, mask) | counted.cut(at, tolls, told, mask)
        shown = [n for n in numbers if n in self._whole or n in self._cut]
        self._runs = {n: self._brief(n) for n in shown if n < series}
        self._tolls = [n for n in shown if n >= series]

    def series(self) -> list[Series]:
        """Return the series, of which the last point is needed and no other."""
        return list(self._runs.values())

    def series_json(self) -> Iterator[bytes]:
        parts: dict[str, list[str]] = {}
        for run in self._runs.values():
            if run.part_of:
                parts.setdefault(run.part_of, []).append(run.id)
        for number, run in self._runs.items():
            yield with_parts(self._written(number), parts.get(run.id, ()))

    def tolls_json(self) -> Iterator[bytes]:
        return map(self._written, self._tolls)

    def _brief(self, number: int) -> Series:
        brief = self._book.brief
        row = brief[number] if brief is not None and number in self._whole else self._row(number)
        assert isinstance(row, Series)
        return row

    def _row(self, number: int) -> Series | Toll:
        return self._cut[number] if number in self._cut else self._book.rows[number]

    def _written(self, number: int) -> bytes:
        kept, at, claims = self._book.json, self._at, self._book.claims(number)
        if kept is not None and number in self._whole and (not at.changed or at.changed.isdisjoint(claims.tolist())):
            return kept[number]
        return row_json(self._row(number), claims[self._mask[claims]], at)


def row_json(row: Series | Toll, claims: Whole, at: Snapshot) -> bytes:
    """Return a row as it is written; of a series, what is a part of it is left out."""
    state = state_at(claims, at)
    if isinstance(row, Series):
        return written(models.Series, ledgers.series(row, state))
    return written(models.Toll, ledgers.toll(row, state))


def with_parts(row: bytes, parts: Sequence[str]) -> bytes:
    """Return a series as it is written, with the series that are a part of it."""
    if not parts:
        return row
    return filled(row, "parts", (json.dumps(part, ensure_ascii=False).encode("utf-8", "replace") for part in parts))
