"""JSONL: the interchange format (docs/codebook.md), one report a line, with the status of every claim.

Names of private persons are masked letter for letter, so that every span still points at its words.
"""

from __future__ import annotations

import json
from typing import Any

from marsad.exports.dataset import Dataset, Exported, Prepared, Row, Stamp, prepare
from marsad.interchange import claim_to_dict, report_to_dict


def export(dataset: Dataset, stamp: Stamp) -> Exported:
    """Return the reports with their claims; `marsad` on each line says what made it and when."""
    prepared = prepare(dataset)
    report = prepared.report()
    made = {**stamp.to_dict(), "losses": report.summary()}
    lines = [
        {**report_to_dict(rows[0].report), "claims": [claim_of(row, stamp) for row in rows], "marsad": made}
        for rows in by_report(prepared)
    ]
    return Exported(json_lines(lines), report)


def claim_of(row: Row, stamp: Stamp) -> dict[str, Any]:
    """Return a claim of the interchange format with its status and its link."""
    return {**claim_to_dict(row.claim, row.report), "status": row.status, "link": stamp.link_to(row.key)}


def by_report(prepared: Prepared) -> list[list[Row]]:
    """Return the rows report by report."""
    found: dict[str, list[Row]] = {}
    for row in prepared.rows:
        found.setdefault(row.report.report_id, []).append(row)
    return list(found.values())


def json_lines(values: list[dict[str, Any]]) -> bytes:
    """Return one JSON object a line, UTF-8; lone surrogates are escaped."""
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values).encode("utf-8", "backslashreplace")
