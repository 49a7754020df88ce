"""What goes into an export, and what comes out of it.

`prepare` is the first step of every exporter: judgements are applied, rejected claims go, claims that no person has
looked at are marked `unreviewed`, and the names of private persons are masked (privacy.py).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from marsad import __version__
from marsad.exports.loss import Losses, LossReport
from marsad.exports.privacy import Mask, mask_of, masked_claim, masked_report
from marsad.records import Casualty, Claim, Event, Judgement, Report
from marsad.views.judged import judged
from marsad.views.rows import in_order

UNREVIEWED = "unreviewed"
_STATUS = {"accept": "accepted", "correct": "corrected", "reject": "rejected"}
_PUBLISHED = {"published": "published", "single_read": "published, read by one person"}


@dataclass(frozen=True, slots=True)
class Dataset:
    """Claims, each with its report; the events that fusion made of them, where there are any; people's judgements.

    `published` are the states of public claims, by key: `published`, or `single_read` where one person alone read it.
    """

    claims: tuple[tuple[Report, Claim], ...]
    events: tuple[Event, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    published: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every file says of itself: the day it was made, by which version, and what was asked for.

    `filters` are `(name, value)` pairs as the user gave them. `link` makes the address of a claim from its `{key}`.
    """

    made: dt.date
    filters: tuple[tuple[str, str], ...] = ()
    version: str = __version__
    link: str = "marsad:claim/{key}"

    def to_dict(self) -> dict[str, Any]:
        return {"made_by": f"Marsad {self.version}", "made": self.made.isoformat(), "filters": dict(self.filters)}

    def link_to(self, key: str) -> str:
        return self.link.replace("{key}", key)


@dataclass(frozen=True, slots=True)
class Row:
    """One claim as it may be shown: `report` and `claim` have the names of private persons masked.

    `status` is `unreviewed`, `accepted`, `corrected`, `published`, or `published, read by one person`. `original` is
    the report as printed, for hashes alone. `whole` is the key of the claim that this one counts a part of.
    """

    report: Report
    claim: Claim
    status: str
    original: Report
    masked: bool
    whole: str | None = None

    @property
    def key(self) -> str:
        return self.claim.key


@dataclass(frozen=True, slots=True)
class Exported:
    """One file: its bytes, and what it does not say."""

    data: bytes
    losses: LossReport


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format. `suffix` ends the file's name; `extra` is what to install for it, where it needs more than Marsad."""

    name: str
    suffix: str
    media_type: str
    make: Callable[[Dataset, Stamp], Exported]
    extra: str | None = None

    def file_name(self, stem: str) -> str:
        """Return a name that says what the file is."""
        return stem + self.suffix


@dataclass(slots=True)
class Prepared:
    """Rows in the order of publication, the losses so far, and what is masked in each claim's report."""

    rows: tuple[Row, ...]
    given: tuple[str, ...]
    masks: Mapping[str, Mask]
    losses: Losses = field(default_factory=Losses)

    def report(self) -> LossReport:
        return self.losses.report(self.given)


def prepare(dataset: Dataset) -> Prepared:
    """Return the claims as they may be shown."""
    pairs = in_order(dataset.claims)
    reports = {report.report_id: report for report, _ in dataset.claims}
    made: dict[str, list[Claim]] = {name: [] for name in reports}
    for report, claim in pairs:
        made[report.report_id].append(claim)
    masks = {name: mask_of(report, tuple(made[name])) for name, report in reports.items()}
    shown = {name: _shown(report, masks[name], made[name]) for name, report in reports.items()}
    status = _status(dataset.judgements) | {key: _PUBLISHED[state] for key, state in dataset.published.items()}
    by_claim = {claim.key: masks[report.report_id] for report, claim in pairs}
    prepared = Prepared((), tuple(claim.key for _, claim in pairs), by_claim)
    rows = []
    for report, claim in judged(pairs, dataset.judgements):
        name = report.report_id
        row = _row(claim, shown[name], reports[name], masks[name], status.get(claim.key, UNREVIEWED))
        row = replace(row, whole=whole_of(claim, made[name]))
        rows.append(row)
        if row.masked:
            prepared.losses.reduce("names of private persons are masked", row.key)
    kept = {row.key for row in rows}
    prepared.losses.drop("a person rejected it", *(key for key in prepared.given if key not in kept))
    prepared.rows = tuple(rows)
    return prepared


def _shown(report: Report, mask: Mask, claims: list[Claim]) -> Report:
    return masked_report(report, mask, [place.span for claim in claims for place in claim.place])


def _row(claim: Claim, shown: Report, original: Report, mask: Mask, status: str) -> Row:
    hidden = masked_claim(claim, mask, shown.document)
    quotes = [claim.evidence, *claim.also]
    masked = hidden != claim or any(span.of(shown.document) != span.of(original.document) for span in quotes)
    return Row(shown, hidden, status, original, masked)


def _status(judgements: tuple[Judgement, ...]) -> dict[str, str]:
    """Return what people did with claims: the last judgement of a claim holds."""
    alone = sorted((j for j in judgements if j.b is None), key=lambda j: (j.at, j.by, j.why, j.verdict))
    return {j.a: _STATUS[j.verdict] for j in alone if j.verdict in _STATUS}


def whole_of(claim: Claim, siblings: Sequence[Claim]) -> str | None:
    """Return the key of the claim of the same report that `claim` counts a part of."""
    if not isinstance(claim.detail, Casualty) or claim.detail.subset_of is None:
        return None
    return next((other.key for other in siblings if other.id == claim.detail.subset_of), None)
