"""Reviewed reports as gold claims: a team's own test set, in the format that tools/gold.py reads. Pure.

A report is written when every claim of it was decided, so that what is missing from it was rejected by a person. Claims
that the machine never read are not in it: what is measured on it is precision, and recall only of what it once read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from marsad.interchange import claim_to_dict, report_to_dict
from marsad.records import Claim, Reading
from marsad.review.states import Case, Item
from marsad.views.judged import corrected

Json = dict[str, Any]
_OWN = ("key", "span", "also_spans", "confidence", "spans", "inferred", "rule")  # what a gold claim does not have
_PLACE = ("text", "name", "lat", "lon")
_TIME = ("text", "start", "end")


@dataclass(frozen=True, slots=True)
class Undecided:
    """A report that was begun and not finished: how many of its claims nobody decided."""

    report_id: str
    open: int


def gold(readings: Iterable[Reading], cases: Mapping[str, Case]) -> Iterator[Json | Undecided]:
    """Yield each report whose claims were all decided, or how many are open where some were; pass untouched ones."""
    for reading in readings:
        items = {claim.key: _item(cases, claim) for claim in reading.claims}
        decided = [item for item in items.values() if item.decision in ("accept", "reject")]
        if decided and len(decided) == len(items):
            yield _report(reading, items)
        elif decided:
            yield Undecided(reading.report.report_id, len(items) - len(decided))


def _item(cases: Mapping[str, Case], claim: Claim) -> Item:
    return cases[claim.key].item if claim.key in cases else Item(claim.key)


def _report(reading: Reading, items: Mapping[str, Item]) -> Json:
    kept = [corrected(c, items[c.key].slots) for c in reading.claims if items[c.key].decision == "accept"]
    ids = {claim.id for claim in kept}
    fields = report_to_dict(reading.report)
    fields.pop("url", None)
    return fields | {"claims": [_claim(claim_to_dict(claim, reading.report), ids) for claim in kept]}


def _claim(written: Json, ids: set[str]) -> Json:
    claim = {name: value for name, value in written.items() if name not in _OWN}
    for name, value in claim.items():
        if isinstance(value, dict) and "span" in value and name != "time":
            claim[name] = {k: v for k, v in value.items() if k not in ("span", "aliases", "inferred")}
    claim["place"] = [{name: _rounded(place.get(name)) for name in _PLACE} for place in written["place"]]
    claim["time"] = {name: written["time"].get(name) for name in _TIME}
    if claim.get("subset_of") not in ids:
        claim |= {"subset_of": None} if "subset_of" in claim else {}
    return claim


def _rounded(value: Any) -> Any:
    return round(value, 2) if isinstance(value, float) else value
