"""Copies and versions, recognised as reports come in (docs/sources.md, "Once").

A report is an *echo* of an earlier one that has the same bytes or words, or nearly, where it says nothing that the
earlier one does not say: no number, and no claim. It is its next *version* where it is nearly the same and does.

Which earlier reports one is compared with does not depend on how reports come in batches. Under each of its keys, the
latest 40 that are no echoes are looked at. Of all these, 12 are compared: first those of the same words, then those
under the most keys, then the latest. So what a report costs does not grow with the number of reports alike.
"""

from __future__ import annotations

import heapq
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from sqlalchemy import Connection, delete, select, text

from marsad.fusion import alike
from marsad.fusion.alike import ALIKE, Print
from marsad.records import Claim
from marsad.store import queries
from marsad.store.codec import encode
from marsad.store.hashing import canonical
from marsad.store.prepared import Prepared
from marsad.store.rows import Row, batches, insert_all
from marsad.store.schema import report
from marsad.store.schema_intake import likeness, repetition
from marsad.store.types import ClaimQuery
from marsad.store.types_intake import Repeats

_LATEST = 40  # reports under one key that are looked at
_COMPARED = 12  # of all that share a key with a report, those that it is compared with
_READY = 100  # texts that are kept ready to be compared
_PLACELESS = frozenset(
    ("span", "spans", "evidence", "also", "id", "key", "confidence", "inferred", "rule", "subset_of", "aliases", "why")
)
_ASKED = {
    "sqlite": "json_each(:keys) AS asked",
    "postgresql": "unnest(CAST(:keys AS bigint[])) AS asked (value)",
}
_NO_ECHO = "NOT EXISTS (SELECT 1 FROM repetition WHERE repetition.report = near.report AND repetition.kind = 'echo')"
_NEAR = f"FROM likeness AS near WHERE near.key = asked.value AND {_NO_ECHO}"
_LATEST_OF = f"""
    SELECT asked.value AS key, near.report FROM {{asked}}, likeness AS near
    WHERE near.key = asked.value AND {_NO_ECHO} AND near.report > coalesce(
        (SELECT near.report {_NEAR} ORDER BY near.report DESC LIMIT 1 OFFSET {_LATEST}), -1)
    ORDER BY near.report
"""


@dataclass(slots=True)
class Candidate:
    """A report that is kept, or will be with this batch: `row` then gets its number. `order` is that of arrival.

    `claims` are worked out when they are asked for: from `new`, or else from the record.
    """

    order: int
    row: Row
    report_id: str
    published: int | None
    text: str
    title: str | None
    new: Prepared | None = None
    claims: Sequence[Claim] | None = None


@dataclass(slots=True)
class Found:
    """That a report repeats another."""

    kind: Repeats
    of: Candidate


Ready = tuple[Print, frozenset[str]]  # a text as it is compared, and its runs


@dataclass(slots=True)
class Copies:
    """The reports that those of one batch may repeat: kept ones, looked up at once, and the batch's own."""

    connection: Connection
    by_key: dict[int, list[int]] = field(default_factory=dict)  # their orders of arrival, the latest last
    held: dict[int, Candidate] = field(default_factory=dict)  # by their order
    ready: dict[int, Ready] = field(default_factory=dict)

    def look_up(self, news: Sequence[Prepared]) -> None:
        """Fetch the kept reports that those to come may be compared with."""
        kind = self.connection.dialect.name
        query = text(_LATEST_OF.format(asked=_ASKED[kind]))
        for batch in batches(sorted({key for new in news for key in new.keys})):
            keys = json.dumps(batch) if kind == "sqlite" else batch
            for key, number in self.connection.execute(query, {"keys": keys}):
                self.by_key.setdefault(key, []).append(number)
        self._fetch({order for new in news for order in self._nearest(new.keys)})

    def _fetch(self, orders: Iterable[int]) -> None:
        columns = (report.c.id, report.c.report_id, report.c.published, report.c.text, report.c.title)
        for batch in batches(sorted(orders)):
            for row in self.connection.execute(select(*columns).where(report.c.id.in_(batch))):
                self.held[row.id] = Candidate(row.id, {"id": row.id}, row.report_id, row.published, row.text, row.title)

    def add(self, keys: Iterable[int], candidate: Candidate) -> None:
        self.held[candidate.order] = candidate
        for key in keys:
            self.by_key.setdefault(key, []).append(candidate.order)

    def _nearest(self, keys: Sequence[int]) -> list[int]:
        """Return the orders of the reports to compare one with that has these keys, the earliest first."""
        under = [self.by_key.get(key, ())[-_LATEST:] for key in keys]
        shared = Counter(chain.from_iterable(under))
        shared.update(dict.fromkeys(chain.from_iterable(under[:1]), len(keys)))  # the first key is of the whole text
        return sorted(heapq.nlargest(_COMPARED, shared, key=lambda order: (shared[order], order)))

    def candidates(self, keys: Sequence[int]) -> list[Candidate]:
        orders = self._nearest(keys)
        self._fetch(order for order in orders if order not in self.held)  # others of the batch came between
        return [self.held[order] for order in orders]

    def _ready(self, candidate: Candidate) -> Ready:
        found = self.ready.get(candidate.order)
        if found is None:
            if len(self.ready) >= _READY:
                self.ready.clear()
            made = candidate.new.print if candidate.new else alike.print_of(candidate.text, candidate.title)
            found = self.ready[candidate.order] = made, made.runs
        return found

    def find(self, new: Prepared) -> Found | None:
        """Return what a report repeats: the first that it is an echo of, else the latest that it is a version of."""
        made, day = new.print, new.row["published"]
        found = self.candidates(new.keys)
        runs = made.runs if found else frozenset()
        version: Candidate | None = None
        for other in found:
            if made.short and (day is None or day != other.published):
                continue
            beside, theirs = self._ready(other)
            degree = 1.0 if made.text == beside.text else alike.shared(runs, theirs)
            if degree < ALIKE:
                continue
            if not alike.says_more(made, beside) and (degree == 1.0 or self._claims_nothing_new(new, other)):
                return Found("echo", other)
            version = other
        return Found("version", version) if version else None

    def _claims_nothing_new(self, new: Prepared, other: Candidate) -> bool:
        claims = new.claims()
        if not claims:
            return True
        if other.claims is None:
            query = ClaimQuery(report_ids=(other.report_id,))
            kept = queries.claims(self.connection, query) if other.new is None else ()
            other.claims = other.new.claims() if other.new else [found.claim for found in kept]
        return {said(claim) for claim in claims} <= {said(claim) for claim in other.claims}


def said(claim: Claim) -> str:
    """Return what a claim says, wherever it stands: slots, source, places by name, its time as printed."""
    body = _stripped(encode(claim))
    body["time"] = claim.time.text
    body["place"] = [place.name or place.text for place in claim.place]
    return canonical(body)


def _stripped(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _stripped(part) for name, part in value.items() if name not in _PLACELESS}
    return [_stripped(part) for part in value] if isinstance(value, list) else value


def keep_keys(connection: Connection, keyed: Iterable[tuple[int, Iterable[int]]]) -> None:
    """Note under which numbers reports are found. An echo has none: its first is there."""
    insert_all(connection, likeness, [{"key": key, "report": number} for number, keys in keyed for key in set(keys)])


def keep(connection: Connection, links: Sequence[tuple[Row, Found]]) -> None:
    """Note which reports repeat which."""
    rows = [{"report": row["id"], "of": found.of.row["id"], "kind": found.kind} for row, found in links]
    insert_all(connection, repetition, rows)


def succeed(connection: Connection, number: int) -> None:
    """Let a report that was an echo be found from now on: what it repeated is gone."""
    row = connection.execute(select(report.c.text, report.c.title).where(report.c.id == number)).one()
    connection.execute(delete(likeness).where(likeness.c.report == number))
    keep_keys(connection, [(number, alike.keys(alike.print_of(row.text, row.title)))])
