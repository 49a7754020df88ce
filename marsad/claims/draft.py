"""A claim in the making: what is known of it before repeats are folded and ids are given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from marsad.claims.keys import key_of
from marsad.lang.mention import Frame, Mention
from marsad.records import NO_TIME, Certainty, Claim, Detail, Kind, Named, Place, Span, When

_NOWHERE: Final = frozenset[str]()


class Draft:
    """The slots of a claim (records.py) with the mention that it was read from, and the frame that asserts it.

    Drafts never leave claims/: they are filled step by step, and a telling that is folded into another hands over
    what it alone says. `held` is the innermost frame around the mention, whether or not its speaker asserts it.
    `compared` keeps what the rule of its kind compares when it looks for repeats, made once. `past` tells that its own
    time lies long before the report. `into` is the telling that it was folded into. The `key` is made when it is asked
    for: many drafts are folded into others before that.
    """

    __slots__ = (
        "_key", "also", "certainty", "compared", "detail", "evidence", "frame", "held", "inferred", "into", "kind",
        "mention", "past", "place", "report_id", "rule", "source", "spans", "time",
    )  # fmt: skip

    def __init__(
        self,
        mention: Mention,
        evidence: Span,
        detail: Detail,
        *,
        key: str = "",
        report_id: str = "",
        frame: Frame | None = None,
        held: Frame | None = None,
        source: Named | None = None,
        certainty: Certainty = "stated",
        place: tuple[Place, ...] = (),
        time: When = NO_TIME,
        spans: tuple[tuple[str, Span], ...] = (),
        inferred: tuple[tuple[str, str], ...] = (),
        past: bool = False,
    ) -> None:
        self.mention = mention
        self.kind: Kind = mention.kind
        self.rule = mention.rule
        self.evidence = evidence
        self.detail = detail
        self._key = key
        self.report_id = report_id
        self.frame = frame
        self.held = held
        self.source = source
        self.certainty: Certainty = certainty
        self.place = place
        self.time = time
        self.spans = spans
        self.inferred = inferred
        self.past = past
        self.also: tuple[Span, ...] = ()
        self.compared: Any = None
        self.into: Draft | None = None

    @property
    def key(self) -> str:
        """The key of the claim: of the mention as it was read, whatever is filled in since."""
        if not self._key:
            mention = self.mention
            self._key = key_of(self.report_id, self.kind, self.evidence, mention.trigger, mention.detail)
        return self._key

    def takes_in(self, other: Draft) -> None:
        """Put the passages of `other`, which is this one told again, beside the evidence."""
        other.into = self
        passages = {*self.also, *other.also, other.evidence}
        passages.discard(self.evidence)
        self.also = tuple(sorted(passages, key=_ends)) if len(passages) > 1 else tuple(passages)
        self.compared = None

    def told(self) -> Draft:
        """Return the telling that holds this one now: itself, or what it was folded into."""
        return self if self.into is None else self.into.told()

    def finished(self, number: str, detail: Detail, confidence: float | None) -> Claim:
        """Return the claim."""
        return Claim(
            number, self.key, self.kind, self.evidence, detail, self.rule, self.also, self.source, self.certainty,
            self.place, self.time, confidence, self.spans, self.inferred,
        )  # fmt: skip


def names(places: Sequence[Place]) -> frozenset[str]:
    """Return the places by name, or by their words where the gazetteer does not have them."""
    return frozenset([place.name or place.text for place in places]) if places else _NOWHERE


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end
