"""Events and reports as columns, in their order: what lists of them are filtered and sorted by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from marsad.fusion.figures import total
from marsad.records import Event, Report
from marsad.web.columns import Coded, Mask, Whole
from marsad.web.index import NEVER, Index, has_point

Size = tuple[int | None, int | None, int | None]  # best, lowest, highest
_HARMS = ("killed", "injured", "missing", "detained", "abducted")
OPEN_START, _OPEN_END = -1, 4_000_000


@dataclass(frozen=True)
class Happened:
    """`start` and `end` are ordinals, open where an event has no such day, `lon` and `lat` its point; `largest` are the
    numbers of the events that have a point, the largest first. `starts` and `members` have the claims of each by
    position, in its order; `told_from` and `told_until` are the days on which the first that nobody rejected and the
    last were published."""

    kind: Coded
    grade: Coded
    start: Whole
    end: Whole
    series: Mask
    disputed: Mask
    lon: npt.NDArray[np.float64]
    lat: npt.NDArray[np.float64]
    largest: Whole
    starts: Whole
    members: Whole
    told_from: Whole
    told_until: Whole

    @property
    def size(self) -> int:
        return len(self.start)

    def claims(self, number: int) -> Whole:
        """Return the claims of an event, by position."""
        return self.members[self.starts[number] : self.starts[number + 1]]


def happened(events: Sequence[Event], index: Index, by_key: Mapping[str, int]) -> Happened:
    points = np.asarray([_point(event) for event in events], np.float64).reshape(-1, 2)
    return Happened(
        kind=Coded.of(event.kind for event in events),
        grade=Coded.of(event.grade or "" for event in events),
        start=np.fromiter((e.start.toordinal() if e.start else OPEN_START for e in events), np.int32),
        end=np.fromiter((e.end.toordinal() if e.end else _OPEN_END for e in events), np.int32),
        series=np.fromiter((event.series for event in events), np.bool_),
        disputed=np.fromiter((bool(event.contradictions) for event in events), np.bool_),
        lon=points[:, 0],
        lat=points[:, 1],
        largest=np.asarray(_largest(events, np.flatnonzero(~np.isnan(points[:, 0])).tolist()), np.int32),
        starts=np.cumsum([0, *(len(event.claims) for event in events)]),
        members=np.fromiter((by_key[key] for event in events for key in event.claims), np.int32),
        told_from=_told(np.minimum, NEVER, np.where(index.standing, index.told, NEVER), index, len(events)),
        told_until=_told(np.maximum, 0, index.told, index, len(events)),
    )


def _told(of: np.ufunc, none: int, days: Whole, index: Index, size: int) -> Whole:
    found = np.full(size + 1, none, np.int32)  # the last is of claims without an event
    of.at(found, index.event.codes, days)
    return found[:size]


def _point(event: Event) -> tuple[float | None, float | None]:
    return (event.place.lon, event.place.lat) if event.place and has_point(event.place) else (None, None)


def _largest(events: Sequence[Event], located: list[int]) -> list[int]:
    return sorted(located, key=lambda n: (-(size_of(events[n])[0] or 0), -len(events[n].claims), events[n].id))


def size_of(event: Event) -> Size:
    """Return how many were killed, else came to another harm: the best figure, the lowest, the highest."""
    for harm in _HARMS:
        figure = total(event.figures, harm) or next((f for f in event.figures if f.harm == harm), None)
        if figure is not None and figure.best is not None:
            return figure.best, figure.min, figure.max
    return None, None, None


@dataclass(frozen=True)
class Told:
    """Reports: `published` is an ordinal, 0 where it is not known."""

    lang: Coded
    published: Whole

    @property
    def size(self) -> int:
        return len(self.published)


def told(reports: Iterable[Report]) -> Told:
    every = list(reports)
    days = (report.published.toordinal() if report.published else 0 for report in every)
    return Told(Coded.of(report.lang for report in every), np.fromiter(days, np.int32))
