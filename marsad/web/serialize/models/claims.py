"""Claims: a line of a list, and one opened."""

from __future__ import annotations

from typing import Any

from marsad.web.serialize.models.base import (
    Days,
    Keys,
    Lineage,
    Link,
    Model,
    Name,
    Page,
    Place,
    PublicReportRef,
    Sentence,
    Text,
    When,
)


class ClaimItem(Model):
    """One claim. `what` is a few words of it; `detail` has the slots of its kind (docs/codebook.md)."""

    key: str
    id: str
    kind: str
    what: Text
    report: PublicReportRef
    sentence: Sentence
    detail: dict[str, Any]
    asserter: Name | None
    chain: list[Link]
    lineage: str
    certainty: str
    state: str
    confidence: float | None
    grade: str | None
    event: str | None
    places: list[Place]
    time: When
    days: Days
    also: int
    rule: str
    inferred: dict[str, str]


class ClaimPage(Page):
    items: list[ClaimItem]


class Passage(Model):
    slot: str
    start: int
    end: int
    text: str


class Ground(Model):
    feature: str
    weight: float


class JudgementItem(Model):
    verdict: str
    by: str
    why: str
    at: str
    other: str | None
    value: dict[str, Any] | None


class PublicClaim(ClaimItem):
    """One claim in full, as the public may see it."""

    version: str
    passages: list[Passage]
    relays: Lineage | None
    with_it: Keys


class Claim(PublicClaim):
    """What the desk sees besides: why the reader trusts it, what people said of it."""

    grounds: list[Ground]
    judgements: list[JudgementItem]
