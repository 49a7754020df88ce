"""Everything in the order of time, in lanes, with how many a day."""

from __future__ import annotations

import datetime as dt
import json
from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Query, Request, Response

from marsad.views.figures import Series
from marsad.views.rows import EVERYTHING
from marsad.views.timeline import Moment, timeline
from marsad.web import counted
from marsad.web.blocks import split
from marsad.web.columns import Coded, Mask, Whole, count
from marsad.web.filters import USUAL, Cursor, Limit, Now, Wanted
from marsad.web.index import NEVER, Asked
from marsad.web.ledger import ledger
from marsad.web.reply import answer
from marsad.web.routes.claims import Order, page_of
from marsad.web.serialize import claims, ledgers, models
from marsad.web.serialize.titles import what
from marsad.web.snapshot import Snapshot

router = APIRouter(tags=["timeline"])
LANES = {
    "attack": "attacks",
    "casualty": "casualties",
    "control": "control",
    "diplomacy": "diplomacy",
    "humanitarian": "humanitarian",
    "statement": "statements",
}
_MOST_IMPLIED = 200
_EPOCH = dt.date(1970, 1, 1).toordinal()
Bin = Annotated[str | None, Query(alias="bin", pattern="^(day|week|month|year)$", description="how wide the bins are")]


@router.get("/timeline", response_model=models.Timeline)
def lanes(
    request: Request, at: Now, asked: Wanted, wide: Bin = None, order: Order = "asc", limit: Limit = USUAL,
    cursor: Cursor = None,
) -> Response:  # fmt: skip
    """Items in pages, bins over all that is asked for; without `bin`, days where they fit, else weeks to years."""
    return answer(request, at, models.Timeline, lambda: lanes_of(at, asked, wide, order, limit, cursor))


def lanes_of(
    at: Snapshot, asked: Asked, wide: str | None, order: str, limit: int, cursor: str | None
) -> dict[str, Any]:
    bits = at.index.chosen(asked)
    some, following = page_of(at, bits, order, limit, cursor)
    rows = at.pairs(some)
    moments = {m.ref.key: m for m in timeline(rows, EVERYTHING, lineage_of=at.lineage_of)}
    used, bins, undated = _bins(at, bits, wide)
    return {
        "version": at.version,
        "total": count(bits),
        "of": at.index.of,
        "next": following,
        "lanes": list(LANES.values()),
        "bin": used,
        "bins": bins,
        "undated": undated,
        "implied": _implied(at, asked),
        "items": [_moment(moments[row.claim.key], row, at) for row in rows],
    }


def _moment(found: Moment, row: Any, at: Snapshot) -> dict[str, Any]:
    return {
        "key": found.ref.key,
        "lane": LANES[found.kind],
        "kind": found.kind,
        "what": what(row.claim),
        "words": found.words,
        "dir": claims.direction(row.report.lang),
        "first": claims.iso(found.days.first),
        "last": claims.iso(found.days.last),
        "dated": found.days.dated,
        "granularity": found.granularity,
        "part": found.part,
        "actors": list(found.actors),
        "places": list(found.places),
        "certainty": found.certainty,
        "state": at.state_of(found.ref.key),
        "asserter": found.asserter,
        "lineage": found.lineage,
        "outlet": found.outlet,
        "published": claims.iso(found.published),
        "event": at.event_of.get(found.ref.key),
    }


def _bins(at: Snapshot, mask: Mask, wide: str | None) -> tuple[str, list[dict[str, Any]], int]:
    """Return how many of the chosen claims begin in each stretch, lane by lane; empty stretches are left out."""
    if not len(mask):
        return wide or "day", [], 0
    lanes = [LANES[kind] for kind in at.index.kind.values]
    every, column = at.once(("days",), lambda: _days(at))
    tally = column.counts(split(mask)).reshape(-1, len(lanes))
    undated, by_day = int(tally[len(every) :].sum()), tally[: len(every)]
    here = np.flatnonzero(by_day.sum(axis=1))
    if not len(here):
        return wide or "day", [], undated
    days = every[here]
    first, last = int(days[0]), int(days[-1])
    used = wide or _fitting(last - first)
    starts, where = np.unique(_starts(days, used), return_index=True)
    rows = np.add.reduceat(by_day[here], where, axis=0).tolist()
    order = [lanes.index(lane) for lane in LANES.values() if lane in lanes]
    bins = [
        {"start": dt.date.fromordinal(start).isoformat(), "counts": {lanes[n]: row[n] for n in order if row[n]}}
        for start, row in zip(starts.tolist(), rows, strict=True)
    ]
    return used, bins, undated


def _days(at: Snapshot) -> tuple[Whole, Coded]:
    """Return the days on which claims begin, and of each claim its day and kind as one number; what has no day comes
    after all days."""
    begins, kinds = at.index.begins, at.index.kind
    every = np.unique(begins)
    dated = every[every != NEVER].astype(np.int64)
    wide = len(kinds.values)
    codes = np.searchsorted(every, begins) * wide + kinds.codes
    return dated, Coded([""] * (len(every) * wide), codes.astype(np.int32))


def _fitting(span: int) -> str:
    return next((name for name, width in (("day", 1), ("week", 7), ("month", 30)) if span / width <= 400), "year")


def _starts(days: Whole, wide: str) -> Whole:
    """Return the first day of the bin that each day is in, as ordinals; weeks begin on Monday."""
    if wide == "day":
        return days
    if wide == "week":
        return np.where(days > 7, days - (days + 6) % 7, days)
    dates = (days - _EPOCH).astype("datetime64[D]")
    return (
        dates.astype("datetime64[M]" if wide == "month" else "datetime64[Y]").astype("datetime64[D]").astype(np.int64)
        + _EPOCH
    )


def _implied(at: Snapshot, asked: Asked) -> list[dict[str, Any]]:
    """Return what lies between two points of running tolls: implied, never reported."""
    bits, book = counted.casualty_bits(at, asked), ledger(at)
    told = book.chosen(bits)
    numbers = np.flatnonzero(told[: book.series])[:_MOST_IMPLIED]
    kept = _kept(at, numbers, told, bits)
    made = counted.cut(at, [n for n in numbers.tolist() if n not in kept], told, bits)
    found: list[dict[str, Any]] = []
    for n in numbers.tolist():
        if n in kept:
            found += kept[n]
        elif isinstance(run := made.get(n) if told[n] != book.whole[n] else book.rows[n], Series):
            found += ledgers.stretches(run)
    return found


def _kept(at: Snapshot, numbers: Whole, told: Whole, mask: Mask) -> dict[int, list[dict[str, Any]]]:
    """Return what some series imply as it was written before: all of it, or what lies between two of its points where
    every point from one to the other is whole and no other is there."""
    book = ledger(at)
    if book.implied is None or not len(numbers):
        return {}
    found = {n: json.loads(book.implied[n])[0] for n in numbers[told[numbers] == book.whole[numbers]].tolist()}
    partly = numbers[(told[numbers] != book.whole[numbers]) & book.steady[numbers]]
    for n, run, first, last in zip(partly.tolist(), *map(list, book.runs(partly, mask)), strict=True):
        if run:
            stretches, between = json.loads(book.implied[n])
            pairs = zip(stretches, between, strict=True)
            found[n] = [stretch for stretch, point in pairs if first <= point < last]
    return found
