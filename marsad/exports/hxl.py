"""HXL: a table of harm, force and need with a row of HXL tags under its header (data/hxl_columns.tsv)."""

from __future__ import annotations

from typing import Any

from marsad.exports.csv import preamble, write_table
from marsad.exports.dataset import Dataset, Exported, Row, Stamp, prepare
from marsad.exports.flat import flat
from marsad.exports.loss import Losses
from marsad.exports.tables import rows_of
from marsad.exports.where import where
from marsad.records import Casualty, Humanitarian


def export(dataset: Dataset, stamp: Stamp) -> Exported:
    """Return the table. Denied claims are left out: a sum over a column must not count them."""
    prepared = prepare(dataset)
    tags = {name: tag for name, tag in rows_of("hxl_columns.tsv")}  # noqa: C416  # rows are tuples of any length
    rows = [_cells(row, stamp) for row in prepared.rows if _is_shown(row, prepared.losses)]
    report = prepared.report()
    return Exported(
        write_table(list(tags), [tags, *rows], preamble("Marsad claims with HXL tags", stamp, report)), report
    )


def _is_shown(row: Row, losses: Losses) -> bool:
    claim = row.claim
    if claim.kind in ("statement", "diplomacy"):
        losses.drop(f"no HXL tags for it: {claim.kind}", row.key)
    elif claim.certainty == "denied":
        losses.drop("denied: it did not happen by this claim", row.key)
    else:
        if len(claim.place) > 1:
            losses.reduce("several places: the first alone", row.key)
        return True
    return False


def _cells(row: Row, stamp: Stamp) -> dict[str, Any]:
    cells, detail = flat(row, stamp), row.claim.detail
    if row.claim.place:
        lies = where(row.claim.place[0])
        cells |= {"admin1": lies.admin1, "admin2": lies.admin2}
    if isinstance(detail, Casualty):
        cells |= {f"{detail.harm}_min": detail.count.low, f"{detail.harm}_max": detail.count.high}
    elif isinstance(detail, Humanitarian) and detail.count is not None:
        cells |= {"quantity_min": detail.count.low, "quantity_max": detail.count.high}
    return cells
