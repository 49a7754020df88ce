"""Copies and versions, recognised as reports come in (docs/sources.md, "Once").

A report is an *echo* of an earlier one that has the same bytes or words, or nearly, where it says nothing that the
earlier one does not say: no number, and no claim. It is its next *version* where it is nearly the same and does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

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

_MOST = 40  # alike reports that one is compared with, the latest; more are the bulletins of one form
_PLACELESS = frozenset(
    ("span", "spans", "evidence", "also", "id", "key", "confidence", "inferred", "rule", "subset_of", "aliases", "why")
)


@dataclass(slots=True)
class Candidate:
    """A report that is kept, or will be with this batch: `row` then gets its number. `order` is that of arrival.

    `claims` are worked out when they are asked for: from `new`, or else from the record.
    """

    order: int
    row: Row
    report_id: str
    published: int | None
    print: Print
    new: Prepared | None = None
    claims: Sequence[Claim] | None = None


@dataclass(slots=True)
class Found:
    """That a report repeats another."""

    kind: Repeats
    of: Candidate


@dataclass(slots=True)
class Copies:
    """The reports that those of one batch may repeat: kept ones, looked up at once, and the batch's own."""

    connection: Connection
    by_key: dict[int, list[Candidate]] = field(default_factory=dict)

    def look_up(self, keys: Iterable[int]) -> None:
        """Fetch the kept reports that share a key with those to come. Echoes are left out: their first is there."""
        shared: dict[int, list[int]] = {}
        for batch in batches(sorted(set(keys))):
            query = select(likeness).where(likeness.c.key.in_(batch)).order_by(likeness.c.report)
            for row in self.connection.execute(query):
                shared.setdefault(row.key, []).append(row.report)
        numbers: dict[int, list[int]] = {}
        for key, reports in shared.items():
            for number in reports[-_MOST:]:
                numbers.setdefault(number, []).append(key)
        for batch in batches(sorted(numbers)):
            echoes = select(repetition.c.report).where(repetition.c.kind == "echo")
            query = select(report).where(report.c.id.in_(batch), report.c.id.not_in(echoes)).order_by(report.c.id)
            for found in self.connection.execute(query).mappings():
                candidate = _candidate(found)
                for key in numbers[found["id"]]:
                    self.by_key.setdefault(key, []).append(candidate)

    def add(self, keys: Iterable[int], candidate: Candidate) -> None:
        for key in keys:
            self.by_key.setdefault(key, []).append(candidate)

    def candidates(self, keys: Iterable[int]) -> list[Candidate]:
        found = {item.order: item for key in keys for item in self.by_key.get(key, ())[-_MOST:]}
        return [found[order] for order in sorted(found)][-_MOST:]

    def find(self, new: Prepared) -> Found | None:
        """Return what a report repeats: the first that it is an echo of, else the latest that it is a version of."""
        made, day = new.print, new.row["published"]
        version: Candidate | None = None
        for other in self.candidates(new.keys):
            degree = alike.likeness(made, other.print)
            if degree < ALIKE or (made.short and (day is None or day != other.published)):
                continue
            if not alike.says_more(made, other.print) and (degree == 1.0 or self._claims_nothing_new(new, other)):
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


def _candidate(row: Mapping[Any, Any]) -> Candidate:
    made = alike.print_of(row["text"], row["title"])
    return Candidate(row["id"], {"id": row["id"]}, row["report_id"], row["published"], made)


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
    """Note under which numbers reports are found."""
    insert_all(connection, likeness, [{"key": key, "report": number} for number, keys in keyed for key in set(keys)])


def keep(connection: Connection, links: Sequence[tuple[Row, Found]]) -> None:
    """Note which reports repeat which."""
    rows = [{"report": row["id"], "of": found.of.row["id"], "kind": found.kind} for row, found in links]
    insert_all(connection, repetition, rows)
