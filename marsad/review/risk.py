"""Which claim a person looks at first: low confidence × high impact × conflict, as one whole number. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import fields

from marsad.records import Casualty, Claim, Contradiction, Event
from marsad.review.tables import impacts

_UNKNOWN = 0.5  # confidence of a claim that has none
_DIGIT = 10  # impact of each digit of a figure of people harmed
MOST_CONFLICTS = 3


def impact(claim: Claim) -> int:
    """Return how much harm it would do if the claim were wrong, 0 to 100 (data/impact.tsv)."""
    table = impacts()
    found = table.get((claim.kind, "", ""), 0)
    for slot in fields(claim.detail):
        value = getattr(claim.detail, slot.name)
        if isinstance(value, str):
            found = max(found, table.get((claim.kind, slot.name, value), 0))
    if isinstance(claim.detail, Casualty):
        people = claim.detail.count.high or claim.detail.count.low or 0
        found += _DIGIT * (len(str(people)) - 1) if people else 0
    return min(found, 100)


def weight(claim: Claim) -> int:
    """Return risk before conflicts, 0 to 10,000: doubt in per cent × impact. A sure claim keeps a tenth of it."""
    confidence = _UNKNOWN if claim.confidence is None else claim.confidence
    return round(max(10.0, 100 * (1 - confidence)) * impact(claim))


def risk(weight_of: int, conflicts: int) -> int:
    """Return the risk: each conflict adds as much as the claim weighs by itself, up to three."""
    return weight_of * (1 + min(conflicts, MOST_CONFLICTS))


def conflicts(events: Iterable[Event], unresolved: Iterable[Contradiction] = ()) -> dict[str, int]:
    """Return how many contradictions each claim is in; revisions, and what differs in scope or period, are none."""
    found: Counter[str] = Counter()
    for contradiction in (*(c for event in events for c in event.contradictions), *unresolved):
        if contradiction.difference in ("conflict", "class", "judgement"):
            found.update((contradiction.claim, contradiction.other))
    return dict(found)
