"""The interchange format read back: the claim that `interchange.claim_to_dict` wrote, without loss.

Every value opens to its words here, too: what a span covers has to be what the claim says stands there.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from marsad.errors import BatchError
from marsad.records import (
    Attack,
    Casualty,
    Claim,
    Control,
    Count,
    Detail,
    Diplomacy,
    Humanitarian,
    Named,
    Place,
    Span,
    Statement,
    When,
)

Json = dict[str, Any]


def claim_of(made: Json, document: str) -> Claim:
    """Return the claim that a report with this text makes; raise `BatchError` where it is none, or not of this text."""
    try:
        claim = _claim(made)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BatchError(f"claim {made.get('id')!r} is not in the interchange format: {error!r}") from error
    said = [(claim.evidence, made["evidence"]), *zip(claim.also, made["also"], strict=True)]
    if any(span.of(document) != words for span, words in said):
        raise BatchError(f"claim {claim.id} has words that its report does not have: the tables are of two batches")
    return claim


def _claim(made: Json) -> Claim:
    return Claim(
        id=made["id"],
        key=made["key"],
        kind=made["kind"],
        evidence=Span(*made["span"]),
        detail=_detail(made),
        rule=made["rule"],
        also=tuple([Span(*span) for span in made["also_spans"]]),
        source=_named(made["source"]),
        certainty=made["certainty"],
        place=tuple([_place(place) for place in made["place"]]),
        time=_when(made["time"]),
        confidence=made["confidence"],
        spans=tuple([(slot, Span(*span)) for slot, span in made["spans"].items()]),
        inferred=tuple(made["inferred"].items()),
    )


def _detail(made: Json) -> Detail:
    match made["kind"]:
        case "casualty":
            count = _count(made["count"])
            if count is None:
                raise ValueError("a casualty without a count")
            slots = ("victims", "affiliation", "perpetrator", "cause", "cumulative", "subset_of")
            return Casualty(made["harm"], count, **{slot: made[slot] for slot in slots})
        case "control":
            return Control(made["action"], _named(made["actor"]), _named(made["from_actor"]), made["extent"])
        case "attack":
            return Attack(made["type"], _named(made["attacker"]), _named(made["target"]))
        case "statement":
            speaker = _named(made["speaker"])
            if speaker is None:
                raise ValueError("a statement without a speaker")
            return Statement(speaker, made["act"], made["content"], made["role"])
        case "diplomacy":
            return Diplomacy(made["type"], made["status"], tuple(made["participants"]), made["body"])
        case "humanitarian":
            return Humanitarian(made["type"], _count(made["count"]), _named(made["actor"]))
        case other:
            raise ValueError(f"{other!r} is no kind of claim")


def _named(made: Json | None) -> Named | None:
    if made is None:
        return None
    return Named(made["text"], made["name"], _span(made["span"]), tuple(made.get("aliases", ())), made.get("inferred"))


def _count(made: Json | None) -> Count | None:
    if made is None:
        return None
    return Count(made["low"], made["high"], made["qualifier"], made["text"], _span(made["span"]))


def _place(made: Json) -> Place:
    return Place(
        text=made["text"],
        span=Span(*made["span"]),
        name=made["name"],
        lat=made["lat"],
        lon=made["lon"],
        precision=made["precision"],
        country=made["country"],
        gazetteer_id=made["gazetteer_id"],
        why=made.get("why"),
        candidates=tuple(made.get("candidates", ())),
    )


def _when(made: Json) -> When:
    return When(
        start=_day(made["start"]),
        end=_day(made["end"]),
        granularity=made["granularity"],
        text=made["text"],
        span=_span(made["span"]),
        part=made["part"],
        options=tuple([_when(option) for option in made.get("options", ())]),
        inferred=made.get("inferred"),
    )


def _span(made: list[int] | None) -> Span | None:
    return Span(*made) if made else None


def _day(made: str | None) -> dt.date | None:
    return dt.date.fromisoformat(made) if made else None
