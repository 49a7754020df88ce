"""The snapshot that files are made of: claims are read as they are needed, a page at once, and never held together.

What is kept of a claim is where it stands in the timeline and what it is found by; of a report all but its text.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np

from marsad.errors import StoreError
from marsad.fusion.fuse import fuse
from marsad.fusion.lineage import printings
from marsad.records import Event, Judgement, Reading, Report
from marsad.store.pages import Pages
from marsad.views.judged import of_claims
from marsad.views.rows import Sourced, name_of
from marsad.web.audience import Audience, Room
from marsad.web.columns import Whole, ranks
from marsad.web.happened import told
from marsad.web.index import indexed
from marsad.web.kept.rows import Readings, Rows, Some, as_left
from marsad.web.kept.texts import Texts
from marsad.web.snapshot import Snapshot, time_of

T = TypeVar("T")
_STEP = 200  # reports that are read at once
_MOST = 2000, 1000  # claims and reports that stay at hand


class Taken:
    """What is noted of reports and claims as they pass, in the order of the record: `numbers` are theirs in it,
    `starts` say where the claims of each report begin, `of` whose each claim is."""

    def __init__(self, judgements: Mapping[str, Sequence[Judgement]]) -> None:
        self.reports: list[Report] = []
        self.numbers, self.starts = array("q"), array("q", [0])
        self.keys: list[str] = []
        self.claims, self.of = array("q"), array("i")
        self.origins: list[str] = []
        self.doubted = array("b")
        self._judgements = judgements
        self._columns = [array("i") for _ in range(5)]  # of time, then of the place in the report
        self._ids: dict[str, int] = {}
        self._id = array("i")

    def passing(self, found: Iterable[tuple[int, Reading, list[int]]]) -> Iterator[Report]:
        """Note reports with their claims as `Pages.every` has them; yield the reports."""
        for number, reading, claims in found:
            report = reading.report
            for claim in reading.claims:
                self._note(as_left(Sourced(report, claim), self._judgements), claim.certainty)
            self.claims.extend(claims)
            self.reports.append(report.without_text())
            self.numbers.append(number)
            self.starts.append(len(self.keys))
            yield report

    def again(self, pages: Pages) -> Iterator[Reading]:
        """Yield what passed once more, whatever came into the record since.

        Reports have the very values that were noted: what rows have of them is written once.
        """
        for start in range(0, len(self.reports), _STEP):
            end = min(start + _STEP, len(self.reports))
            reports = pages.reports(self.numbers[start:end])
            claims = pages.claims(self.claims[self.starts[start] : self.starts[end]])
            for n in range(start, end):
                if self.numbers[n] not in reports:
                    raise StoreError("a report was taken out of the record just now: ask again in a moment")
                own = self.claims[self.starts[n] : self.starts[n + 1]]
                report = with_text(self.reports[n], reports[self.numbers[n]])
                yield Reading(report, tuple([claims[number] for number in own]))

    def _note(self, row: Sourced, certainty: str) -> None:
        report, claim = row.report, row.claim
        self.keys.append(claim.key)
        self.origins.append(name_of(claim.source) or report.outlet or report.report_id)
        self.doubted.append(certainty == "uncertain")
        self.of.append(len(self.reports))
        published = (report.published or dt.date.max).toordinal()
        evidence = claim.evidence
        for column, value in zip(self._columns, (*time_of(row), published, evidence.start, evidence.end), strict=True):
            column.append(value)
        self._id.append(self._ids.setdefault(claim.id, len(self._ids)))

    def order(self) -> Whole:
        """Return the claims as the timeline has them: by time, then by publication, report and text."""
        first, last, published, start, end = (np.asarray(column, np.int32) for column in self._columns)
        report = ranks([report.report_id for report in self.reports])[np.asarray(self.of, np.int32)]
        id_ = ranks(list(self._ids))[np.asarray(self._id, np.int32)]
        return np.lexsort((id_, end, start, report, published, last, first))


def streamed(pages: Pages, judgements: Sequence[Judgement], room: Room) -> Snapshot:
    """Return the desk's snapshot of a record, its claims left where they are."""
    of = of_claims(judgements)
    taken = Taken(of)
    first = printings(taken.passing(pages.every()))
    order = taken.order()
    keys = [taken.keys[n] for n in order.tolist()]
    by_key = {key: n for n, key in enumerate(keys)}
    fusion = fuse(taken.again(pages), judgements, first=first)
    names = [report.report_id for report in taken.reports]
    claims, reports, of_report = (np.asarray(column) for column in (taken.claims, taken.numbers, taken.of))
    rows = _Rows(pages, claims[order], of_report[order], reports, of, Texts.of(keys), _MOST)
    rows.noted = dict(zip(taken.numbers, taken.reports, strict=True))
    made = Snapshot(Audience.DESK, "", Readings(pages, Texts.of(names)), rows, tuple(judgements), fusion, room)
    origins = [taken.origins[n] for n in order.tolist()]
    grades, of_event = _by_claim(fusion.events, by_key, origins)
    lineages, event_of = ByClaim(by_key, origins), ByClaim(by_key, of_event)
    index = indexed(rows, made.state_of, lineages, ByClaim(by_key, grades), event_of, list(made.events), names, by_key)
    made.__dict__.update(
        by_key=by_key, lineages=lineages, event_of=event_of, first_printing=first, index=index,
        told=told(taken.reports), doubted=np.asarray(taken.doubted, np.bool_)[order],
        standing=Some(rows, np.flatnonzero(index.standing)),
    )  # fmt: skip
    return made


def _by_claim(
    events: Sequence[Event], by_key: Mapping[str, int], origins: list[str]
) -> tuple[list[Any], list[str | None]]:
    """Return grade and event of each claim, and put the origin that its event gives it in place of the simple one."""
    grades: list[Any] = [None] * len(origins)
    of: list[str | None] = [None] * len(origins)
    for event in events:
        for key in event.claims:
            grades[by_key[key]], of[by_key[key]] = event.grade, event.id
        for lineage in event.lineages:
            for key in lineage.claims:
                origins[by_key[key]] = lineage.origin
    return grades, of


def with_text(noted: Report, read: Report) -> Report:
    return Report(noted.report_id, read.text, noted.lang, noted.published, noted.outlet, read.title, read.url)


class ByClaim(Mapping[str, T]):
    """One value for each claim by its key; None is none."""

    def __init__(self, by_key: Mapping[str, int], values: Sequence[T | None]) -> None:
        self._by_key, self._values = by_key, values

    def __getitem__(self, key: str) -> T:
        value = self._values[self._by_key[key]]
        if value is None:
            raise KeyError(key)
        return value

    def __iter__(self) -> Iterator[str]:
        return (key for key, n in self._by_key.items() if self._values[n] is not None)

    def __len__(self) -> int:
        return sum(value is not None for value in self._values)


class _Rows(Rows):
    """Claims by position; values of their reports are those that were noted."""

    noted: Mapping[int, Report]

    def _fetched(self, numbers: Sequence[int]) -> dict[int, Report]:
        return {n: with_text(self.noted[n], report) for n, report in super()._fetched(numbers).items()}
