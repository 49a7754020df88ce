"""Walk the chain from its start, and compare every record with what its entry says it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, Table, func, or_, select

from marsad.store import stamps
from marsad.store.hashing import START, digest, entry_hash, sha256
from marsad.store.rows import (
    ACTION,
    AUDIT,
    CLAIM_SET,
    EDITION,
    JUDGEMENT,
    REMOVAL,
    STAMP,
    Stored,
    archive_payload,
    payload,
)
from marsad.store.schema import BATCH, archive, chain, claim, claim_set, judgement, removal, report
from marsad.store.schema_intake import stamp
from marsad.store.schema_people import audit
from marsad.store.schema_review import action, edition, edition_part, publication
from marsad.store.types import Problem, Verification
from marsad.store.verify_claims import check_places, check_sets

Records = Mapping[int, Stored]

_TABLES: dict[str, Table] = {
    "archive": archive,
    "claim-set": claim_set,
    "judgement": judgement,
    "removal": removal,
    "action": action,
    "audit": audit,
    "edition": edition,
    "stamp": stamp,
}
_WORDED = {"judgement": JUDGEMENT, "action": ACTION}  # logs with words of people, which a removal may have taken
_PLAIN = {"audit": AUDIT, "edition": EDITION, "stamp": STAMP}
_made_by = select(claim_set.c.id).where(claim_set.c.id == claim.c.made, claim_set.c.report == claim.c.report)
_STRANGERS = (
    ("report", select(report.c.report_id).where(report.c.id.not_in(select(archive.c.report)))),
    ("claim", select(claim.c.key).where(or_(~_made_by.exists(), claim.c.superseded <= claim.c.made))),
)


def verify(connection: Connection, head: str | None = None) -> Verification:
    """Check the whole record; `head` is a hash noted earlier, which must still be among the entries."""
    walk = _Walk(connection)
    problems = list(walk.run())
    if head is not None and head not in walk.entries(head):
        problems.append(Problem("chain", f"the entry {head} is gone: the record was cut or made anew"))
    return Verification(walk.sequence, walk.previous, tuple(problems))


class _Walk:
    """One pass over the chain, some hundred entries at a time."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.sequence, self.previous = 0, START
        self.removed: dict[int, str] = {}  # entries whose content a removal took, and the report
        self.seen: dict[str, int] = defaultdict(int)  # records met, by kind

    def run(self) -> Iterator[Problem]:
        for entry in self.connection.execute(select(removal.c.entries, removal.c.report_id)):
            self.removed.update(dict.fromkeys(entry.entries, entry.report_id))
        while entries := self._next():
            yield from self._links(entries)
            by_kind: dict[str, list[Any]] = defaultdict(list)
            for entry in entries:
                by_kind[entry.kind].append(entry)
            yield from self._archives(by_kind.pop("archive", []))
            yield from self._claim_sets(by_kind.pop("claim-set", []))
            for kind, names in _WORDED.items():
                yield from self._worded(kind, names, by_kind.pop(kind, []))
            for kind, names in _PLAIN.items():
                yield from self._plain(kind, names, by_kind.pop(kind, []))
            yield from self._removals(by_kind.pop("removal", []))
            for strange in by_kind.values():
                yield from (Problem(f"chain entry {entry.sequence}", "its kind is unknown") for entry in strange)
        yield from check_places(self.connection)
        yield from _bodies(self.connection)
        yield from stamps.faults(self.connection)
        yield from self._strangers()

    def entries(self, head: str) -> set[str]:
        return set(self.connection.execute(select(chain.c.entry).where(chain.c.entry == head)).scalars())

    def _next(self) -> Sequence[Any]:
        query = select(chain).where(chain.c.sequence > self.sequence).order_by(chain.c.sequence).limit(BATCH)
        return self.connection.execute(query).all()

    def _links(self, entries: Sequence[Any]) -> Iterator[Problem]:
        for entry in entries:
            name = f"chain entry {entry.sequence}"
            if entry.sequence != self.sequence + 1:
                yield Problem(name, f"the entries before it, from {self.sequence + 1}, are missing")
            if entry.previous != self.previous:
                yield Problem(name, "it does not follow from the entry before it")
            if entry.entry != entry_hash(entry.sequence, entry.previous, entry.kind, entry.payload):
                yield Problem(name, "it was changed")
            self.sequence, self.previous = entry.sequence, entry.entry

    def _records(self, query: Select[Any], key: str, entries: Sequence[Any]) -> Records:
        rows = self.connection.execute(query).mappings()
        found = {row[key]: row for row in rows}
        if entries:
            self.seen[entries[0].kind] += len(found)
        return found

    def _missing(self, entry: Any, what: str) -> Iterator[Problem]:
        """A record that is not there is either under a tombstone or lost."""
        if entry.sequence not in self.removed:
            yield Problem(f"{what} {entry.sequence}", "it is missing, and no removal says why")

    def _archives(self, entries: Sequence[Any]) -> Iterator[Problem]:
        ids = [entry.sequence for entry in entries]
        query = select(report, archive).join(archive).where(report.c.id.in_(ids))
        rows = self._records(query, "id", entries)
        for entry in entries:
            row = rows.get(entry.sequence)
            if row is None:
                yield from self._missing(entry, "archive")
                continue
            if sha256(row["content"]) != row["sha256"]:
                yield Problem(f"archive of report {row['report_id']}", "its bytes were changed")
            if archive_payload(row) != entry.payload:
                yield Problem(f"report {row['report_id']}", "its text, or what is said of its origin, was changed")

    def _claim_sets(self, entries: Sequence[Any]) -> Iterator[Problem]:
        ids = [entry.sequence for entry in entries]
        query = select(claim_set, report.c.report_id).join(report).where(claim_set.c.id.in_(ids))
        rows = self._records(query, "id", entries)
        for entry in entries:
            row = rows.get(entry.sequence)
            if row is None:
                yield from self._missing(entry, "claim set")
            elif payload(row, ("report_id", *CLAIM_SET)) != entry.payload:
                yield Problem(f"claim set {entry.sequence} of report {row['report_id']}", "it was changed")
        yield from check_sets(self.connection, list(rows.values()))

    def _logged(self, kind: str, entries: Sequence[Any]) -> Iterator[tuple[Any, Stored | None]]:
        """Yield each entry with its row in the table of its kind, None where that is missing."""
        table = _TABLES[kind]
        query = select(table).where(table.c.id.in_([entry.sequence for entry in entries]))
        rows = self._records(query, "id", entries)
        for entry in entries:
            yield entry, rows.get(entry.sequence)

    def _worded(self, kind: str, names: Sequence[str], entries: Sequence[Any]) -> Iterator[Problem]:
        for entry, row in self._logged(kind, entries):
            if row is None:
                yield Problem(f"{kind} {entry.sequence}", "it is missing")
                continue
            emptied = row["why"] is None and row["value"] is None and entry.sequence in self.removed
            words = row["words"] if emptied else digest([row["why"], row["value"]])
            if row["words"] != words or payload(row, names) != entry.payload:
                yield Problem(f"{kind} {entry.sequence}", f"the {kind} of {row['by']} at {row['at']} was changed")

    def _plain(self, kind: str, names: Sequence[str], entries: Sequence[Any]) -> Iterator[Problem]:
        for entry, row in self._logged(kind, entries):
            if row is None or payload(row, names) != entry.payload:
                yield Problem(f"{kind} {entry.sequence}", "it is missing" if row is None else "it was changed")

    def _removals(self, entries: Sequence[Any]) -> Iterator[Problem]:
        for entry, row in self._logged("removal", entries):
            if row is None:
                yield Problem(f"removal {entry.sequence}", "it is missing")
            elif payload(row, REMOVAL) != entry.payload:
                yield Problem(f"removal of report {row['report_id']}", "it was changed")
            elif row["scrubbed"] != 1:
                yield Problem(f"removal of report {row['report_id']}", "its bytes may be in the file yet")

    def _strangers(self) -> Iterator[Problem]:
        """Nothing may stand in the tables that the chain does not vouch for."""
        for kind, table in _TABLES.items():
            count = self.connection.execute(select(func.count()).select_from(table)).scalar_one()
            if count != self.seen[kind]:
                yield Problem(f"table {table.name}", f"{count - self.seen[kind]} of its rows are not in the chain")
        for what, query in _STRANGERS:
            for name in self.connection.execute(query).scalars():
                yield Problem(f"{what} {name}", "it is not in the chain")


def _bodies(connection: Connection) -> Iterator[Problem]:
    """What is published, and what editions froze, must have the hashes that the log of actions and editions name."""
    options = {"yield_per": 1000}
    verbs = ("publish", "publish_alone")
    acts = select(action.c.a, action.c.value).where(action.c.verb.in_(verbs), action.c.value.is_not(None))
    vouched = {(row.a, row.value.get("digest")) for row in connection.execute(acts, execution_options=options)}
    standing = select(publication).where(publication.c.status == "published")
    for row in connection.execute(standing, execution_options=options).mappings():
        if digest(row["body"]) != row["digest"] or (row["key"], row["digest"]) not in vouched:
            yield Problem(f"publication {row['key']}", "it was changed")
    members = {tuple(member) for row in connection.execute(select(edition.c.members)) for member in row.members}
    for row in connection.execute(select(edition_part), execution_options=options).mappings():
        if digest(row["body"]) != row["digest"] or (row["key"], row["digest"]) not in members:
            yield Problem(f"claim {row['key']} in an edition", "it was changed")
