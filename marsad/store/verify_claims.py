"""Compare claims, their places and the issues of reports with the claim sets that the chain vouches for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from marsad.errors import StoreError
from marsad.store.rows import PLACE, Stored, batches, claim_columns, payload, places_of
from marsad.store.schema import claim, claim_place, claim_set, issue, place
from marsad.store.types import Problem

_COPIED = ("key", "kind", "start", "end", "certainty", "source", "d0", "d1", "parent", "digest")
Links = Mapping[int, list[tuple[int, str, str | None, int | None]]]


def check_sets(connection: Connection, sets: Sequence[Stored]) -> Iterator[Problem]:
    """Yield what is wrong with the claims of `sets`, rows of claim sets with the `report_id` of their report."""
    reports = sorted({row["report"] for row in sets})
    claims: dict[int, list[Stored]] = defaultdict(list)
    for batch in batches(reports):
        found = connection.execute(select(claim).where(claim.c.report.in_(batch)).order_by(claim.c.id))
        for item in found.mappings():
            claims[item["report"]].append(item)
    links = _links(connection, reports)
    following = _following(connection, reports)
    issues = _issues(connection, reports)
    for made in sets:
        name, rows = made["report_id"], claims[made["report"]]
        for row in rows:
            if row["made"] == made["id"]:
                yield from _claim(row, made, links.get(row["id"], []))
                if row["superseded"] is not None and row["superseded"] not in following:
                    yield Problem(f"claim {row['key']} of report {name}", "no reading superseded it")
        yield from _members(made, rows, following[made["id"]])
        if following[made["id"]] is None and issues.get(made["report"], []) != made["issues"]:
            yield Problem(f"issues of report {name}", "they were changed")


def _claim(row: Stored, made: Stored, links: Sequence[Any]) -> Iterator[Problem]:
    """A claim repeats its body in columns and links: all must agree."""
    name = f"claim {row['key']} of report {made['report_id']}"
    try:
        columns = claim_columns(row["body"])
        places = [
            (position, where["digest"], precision, row["d0"]) for position, where, precision in places_of(row["body"])
        ]
    except (LookupError, TypeError, ValueError, AttributeError, StoreError):
        yield Problem(name, "it was changed")
        return
    same_reader = row["reader_version"] == made["reader_version"]
    if any(columns[column] != row[column] for column in _COPIED) or not same_reader:
        yield Problem(name, "it was changed")
    if places != list(links):
        yield Problem(name, "its places were changed")


def _following(connection: Connection, reports: Sequence[int]) -> dict[int, int | None]:
    """Return of every claim set the one that came after it for the same report."""
    found: dict[int, int | None] = {}
    last: dict[int, int] = {}
    for batch in batches(reports):
        query = select(claim_set.c.id, claim_set.c.report).where(claim_set.c.report.in_(batch))
        for number, of_report in connection.execute(query.order_by(claim_set.c.id)):
            if of_report in last:
                found[last[of_report]] = number
            found[number], last[of_report] = None, number
    return found


def _members(made: Stored, rows: Sequence[Stored], following: int | None) -> Iterator[Problem]:
    """The claims that stood when a set was made are its members; the last set they stood in has their ids."""
    standing = {row["key"]: row for row in rows if _stood(row, made["id"])}
    members = {key: (claim_id, digest) for claim_id, key, digest in made["members"]}
    for key in sorted(standing.keys() - members.keys()):
        yield Problem(f"claim {key} of report {made['report_id']}", "no reader made it")
    for key, (claim_id, digest) in members.items():
        name = f"claim {key} of report {made['report_id']}"
        row = standing.get(key)
        if row is None:
            yield Problem(name, f"it is missing, but was read by {made['reader_version']}")
        elif row["digest"] != digest or (row["superseded"] == following and row["claim_id"] != claim_id):
            yield Problem(name, "it was changed")


def _stood(row: Stored, at: int) -> bool:
    return row["made"] <= at and (row["superseded"] is None or at < row["superseded"])


def _links(connection: Connection, reports: Sequence[int]) -> Links:
    """Return position, place, precision and day of the links of every claim."""
    found: dict[int, list[tuple[int, str, str | None, int | None]]] = defaultdict(list)
    for batch in batches(reports):
        query = (
            select(claim_place, place.c.digest)
            .join(claim, claim_place.c.claim == claim.c.id)
            .join(place, claim_place.c.place == place.c.id)
            .where(claim.c.report.in_(batch))
            .order_by(claim_place.c.claim, claim_place.c.position)
        )
        for row in connection.execute(query):
            found[row.claim].append((row.position, row.digest, row.precision, row.d0))
    return found


def _issues(connection: Connection, reports: Sequence[int]) -> dict[int, list[list[Any]]]:
    found: dict[int, list[list[Any]]] = defaultdict(list)
    for batch in batches(reports):
        query = select(issue).where(issue.c.report.in_(batch)).order_by(issue.c.report, issue.c.position)
        for row in connection.execute(query).mappings():
            found[row["report"]].append([row["reason"], row["start"], row["end"]])
    return found


def check_places(connection: Connection) -> Iterator[Problem]:
    """Yield the places whose columns are not those that claims were linked to."""
    for row in connection.execute(select(place), execution_options={"yield_per": 1000}).mappings():
        if payload(row, PLACE) != row["digest"]:
            yield Problem(f"place {row['name'] or row['id']}", "it was changed")
