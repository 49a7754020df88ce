"""What is known of how a claim was read, as named features: the grounds for its confidence.

Each feature is a short text (`kind:rule`, `word:kind:trigger` …), true or absent, so that a weight can be explained
by naming it. Nothing of the report's wording but the trigger's own entry goes in.
"""

from __future__ import annotations

from collections.abc import Iterator

from marsad.claims.attribute import asserting
from marsad.lang.mention import Document, Mention
from marsad.records import Attack, Casualty, Claim, Control, Detail, Diplomacy, Humanitarian, Statement


def features(claim: Claim, detail: Detail, mention: Mention, document: Document) -> tuple[str, ...]:
    """Return the features of a claim with this detail; every one is prefixed with the claim's kind."""
    return tuple(f"{claim.kind}|{name}" for name in _features(claim, detail, mention, document))


def _features(claim: Claim, detail: Detail, mention: Mention, document: Document) -> Iterator[str]:
    sentence = document.sentences[mention.sentence]
    yield "any"
    yield f"rule={claim.rule}"
    yield from _detail(detail)
    for cls, value in sorted({(tag.cls, tag.value) for tag in sentence.tags if tag.first == mention.trigger}):
        if cls not in ("place", "time", "number"):
            yield f"trigger={cls}:{value}"
    yield f"certainty={claim.certainty}"
    yield f"source={claim.source is not None}"
    yield f"place={bool(claim.place)}"
    yield from (f"inferred={slot}" for slot, _ in claim.inferred)
    yield f"time={claim.time.start is not None}"
    yield f"again={min(len(claim.also), 2)}"
    yield f"length={min((mention.last - mention.first) // 6, 5)}"
    yield f"sentence={min(len(sentence) // 15, 4)}"
    yield "headline" if sentence.title else f"depth={min(mention.sentence // 4, 4)}"
    frame = asserting(mention, document)
    yield f"said={frame.act if frame else None}"
    yield f"tense={mention.tense}"
    yield f"frames={min(len(document.frames_of(sentence)), 3)}"


def _detail(detail: Detail) -> Iterator[str]:
    match detail:
        case Casualty() as d:
            yield f"what={d.harm}"
            yield f"count={d.count.qualifier}"
            yield f"harm-count={d.harm}:{d.count.qualifier}"
            yield f"victims={d.victims}"
            yield f"cause={d.cause is not None}"
            yield f"subset={d.subset_of is not None}"
            yield f"large={(d.count.low or d.count.high or 0) > 500}"
        case Control() as d:
            yield f"what={d.action}"
            yield f"actor={d.actor is not None and (d.actor.name is not None)}"
            yield f"extent={d.extent is not None}"
        case Attack() as d:
            yield f"what={d.type}"
            yield f"sides={d.attacker is not None}{d.target is not None}"
        case Statement() as d:
            yield f"what={d.act}"
            yield f"named={bool(d.speaker.name)}"
            yield f"role={d.role is not None}"
            yield f"implied={d.speaker.inferred is not None}"
        case Diplomacy() as d:
            yield f"what={d.type}"
            yield f"status={d.status}"
            yield f"parties={min(len(d.participants), 2)}"
            yield f"body={d.body is not None}"
        case Humanitarian() as d:
            yield f"what={d.type}"
            yield f"count={d.count.qualifier if d.count else None}"
            yield f"actor={d.actor is not None}"
