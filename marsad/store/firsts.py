"""First readings of reports go into the record: there is nothing before them to compare with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, select

from marsad.store.chain import Chain
from marsad.store.prepared import First, Met
from marsad.store.rows import CLAIM_SET, Row, batches, insert_all, moment, next_id, payload
from marsad.store.schema import claim, claim_place, claim_set, issue, place

_ISSUE = ("position", "reason", "start", "end")


def put(connection: Connection, chain: Chain, found: Iterable[tuple[int, str, First]]) -> None:
    """Keep the first readings of reports, given with the number and the id of each."""
    sets: list[Row] = []
    claims: list[Row] = []
    met: list[tuple[Row, Met]] = []
    issues: list[Row] = []
    number = next_id(connection, claim)
    for report, name, first in found:
        made = first.made | {"made_at": moment(None)}
        made["id"] = chain.append("claim-set", payload(made | {"report_id": name}, ("report_id", *CLAIM_SET)))
        sets.append(made | {"report": report})
        for columns, places in zip(first.claims, first.places, strict=True):
            origin = {"id": number, "report": report, "made": made["id"], "reader_version": made["reader_version"]}
            row = columns | origin
            claims.append(row)
            met += [(row, where) for where in places]
            number += 1
        listed = ((position, *values) for position, values in enumerate(made["issues"]))
        issues += [{"report": report, **dict(zip(_ISSUE, values, strict=True))} for values in listed]
    insert_all(connection, claim_set, sets)
    insert_all(connection, claim, claims)
    link(connection, met)
    insert_all(connection, issue, issues)


def link(connection: Connection, met: Sequence[tuple[Row, Met]]) -> None:
    """Link rows of claims to their places; a place that was never met before gets a row."""
    wanted: dict[str, Row] = {where["digest"]: where for _, (_, where, _) in met}
    ids: dict[str, Any] = {}
    for batch in batches(wanted):
        rows = connection.execute(select(place.c.digest, place.c.id).where(place.c.digest.in_(batch)))
        ids.update((row.digest, row.id) for row in rows)
    unknown = [where for digest, where in wanted.items() if digest not in ids]
    if unknown:
        first = next_id(connection, place)
        ids.update({where["digest"]: number for number, where in enumerate(unknown, first)})
        insert_all(connection, place, [where | {"id": ids[where["digest"]]} for where in unknown])
    links = [
        {"claim": row["id"], "position": at, "place": ids[where["digest"]], "d0": row["d0"], "precision": precision}
        for row, (at, where, precision) in met
    ]
    insert_all(connection, claim_place, links)
