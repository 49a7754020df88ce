"""Claims and reports of a kept snapshot: fetched from the record when they are asked for, a page at once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from threading import RLock
from typing import Generic, TypeVar

from marsad.errors import StoreError
from marsad.records import Judgement, Reading, Report
from marsad.store.pages import Pages
from marsad.views.judged import judged
from marsad.views.rows import Sourced
from marsad.web.columns import Whole
from marsad.web.kept.texts import Texts
from marsad.web.numbered import Numbered
from marsad.web.snapshot import without_text

K = TypeVar("K")
V = TypeVar("V")
_CLAIMS, _REPORTS, _STEP = 20_000, 4_000, 1000


class Recent(Generic[K, V]):
    """What was fetched last; the oldest goes first."""

    def __init__(self, most: int) -> None:
        self._of: OrderedDict[K, V] = OrderedDict()
        self._most, self._lock = most, RLock()

    def get(self, key: K) -> V | None:
        with self._lock:
            found = self._of.get(key)
            if found is not None:
                self._of.move_to_end(key)
            return found

    def put(self, found: Mapping[K, V]) -> None:
        with self._lock:
            self._of.update(found)
            while len(self._of) > self._most:
                self._of.popitem(last=False)


class Rows(Numbered[Sourced]):
    """The claims of the timeline by position, as people left them; `numbers` are theirs in the record, `keys` their
    keys; of claims and of reports the `most` that were read last stay."""

    def __init__(
        self, pages: Pages, numbers: Whole, of: Whole, reports: Whole, judgements: Mapping[str, Sequence[Judgement]],
        keys: Sequence[str], most: tuple[int, int] = (_CLAIMS, _REPORTS),
    ) -> None:  # fmt: skip
        self.keys = keys
        self.numbers, self.reports = numbers, reports
        self._pages, self._of = pages, of
        self._judgements = judgements
        self._claims: Recent[int, Sourced] = Recent(most[0])
        self._known: Recent[int, Report] = Recent(most[1])

    def __len__(self) -> int:
        return len(self.numbers)

    def one(self, position: int) -> Sourced:
        if not 0 <= position < len(self):
            raise IndexError(position)
        return self._claims.get(position) or self.fetch((position,))[0]

    def several(self, positions: range) -> list[Sourced]:
        return self.fetch(positions)

    def __iter__(self) -> Iterator[Sourced]:
        for start in range(0, len(self), _STEP):
            yield from self[start : start + _STEP]

    def fetch(self, positions: Sequence[int]) -> list[Sourced]:
        """Return claims by their positions; those that are not here yet are read in one go."""
        here = {n: row for n in positions if (row := self._claims.get(n)) is not None}
        missing = [n for n in dict.fromkeys(positions) if n not in here]
        if missing:
            fresh = self._read(missing)
            self._claims.put(fresh)
            here |= fresh
        return [here[n] for n in positions]

    def _read(self, positions: Sequence[int]) -> dict[int, Sourced]:
        claims = self._pages.claims([int(self.numbers[n]) for n in positions])
        of = {n: int(self.reports[int(self._of[n])]) for n in positions}
        reports = self._fetched(list(dict.fromkeys(of.values())))
        try:
            rows = {n: Sourced(reports[of[n]], claims[int(self.numbers[n])]) for n in positions}
        except KeyError:
            raise StoreError("a report was taken out of the record just now: ask again in a moment") from None
        return {n: as_left(row, self._judgements) for n, row in rows.items()}

    def _fetched(self, numbers: Sequence[int]) -> dict[int, Report]:
        here = {number: found for number in numbers if (found := self._known.get(number)) is not None}
        fresh = self._pages.reports([number for number in numbers if number not in here])
        self._known.put(fresh)
        return here | fresh


def as_left(row: Sourced, judgements: Mapping[str, Sequence[Judgement]]) -> Sourced:
    """Return a claim as people left it; a rejected one stays as it was read."""
    own = judgements.get(row.claim.key) if judgements else None
    return next(iter(judged([row], own)), row) if own else row


class Some(Numbered[Sourced]):
    """Some of the claims, by the positions that they have among all."""

    def __init__(self, rows: Sequence[Sourced], positions: Whole) -> None:
        self._rows, self._positions = rows, positions

    def __len__(self) -> int:
        return len(self._positions)

    def one(self, number: int) -> Sourced:
        return self._rows[int(self._positions[number])]

    def several(self, numbers: range) -> list[Sourced]:
        return fetched(self._rows, self._positions[numbers].tolist())

    def __iter__(self) -> Iterator[Sourced]:
        for start in range(0, len(self), _STEP):
            yield from self[start : start + _STEP]


class Readings(Mapping[str, Reading]):
    """The reports with their claims, by id, in their order."""

    def __init__(self, pages: Pages, names: Texts) -> None:
        self._pages, self._names = pages, names
        self._recent: Recent[str, Reading] = Recent(_REPORTS)

    def __len__(self) -> int:
        return len(self._names)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __contains__(self, name: object) -> bool:
        return name in self._names.number_of

    def __getitem__(self, name: str) -> Reading:
        if name not in self:
            raise KeyError(name)
        found = self._recent.get(name)
        return found if found is not None else self.fetch((name,))[name]

    def fetch(self, names: Sequence[str]) -> dict[str, Reading]:
        """Return reports by id; those that are not here yet are read in one go."""
        here = {name: found for name in names if (found := self._recent.get(name)) is not None}
        fresh = self._pages.readings([name for name in dict.fromkeys(names) if name not in here])
        self._recent.put(fresh)
        return here | fresh


def fetched(rows: Sequence[Sourced], positions: Sequence[int]) -> list[Sourced]:
    """Return claims by position, read in one go where they have to be read."""
    return rows.fetch(positions) if isinstance(rows, Rows) else [rows[n] for n in positions]


def bare(row: Sourced) -> Sourced:
    """Return a claim with its report but without the text: what rows keep must not need it."""
    return Sourced(without_text(row.report), row.claim)
