"""Timeline: every claim in the order of time, with its certainty and its source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from marsad.records import (
    Attack,
    Casualty,
    Certainty,
    Claim,
    Control,
    Diplomacy,
    Granularity,
    Humanitarian,
    Judgement,
    Kind,
    Statement,
)
from marsad.views.judged import judged
from marsad.views.rows import (
    EVERYTHING,
    ClaimRef,
    Days,
    Filter,
    LineageOf,
    Pairs,
    Sourced,
    actors_of,
    asked,
    asserter_of,
    days_of,
    in_order,
    known,
    lineage_by_source,
    place_name,
)


@dataclass(frozen=True, slots=True)
class Moment:
    """One claim on the timeline. `what` is its type in the codebook's words, `words` its evidence as printed.

    `days.dated` is False where the text gives no time: the claim stands at its publication. `asserter` is who says it,
    `lineage` the origin behind it. `days` of a planned claim are those it is planned for.
    """

    days: Days
    granularity: Granularity
    part: str | None
    kind: Kind
    what: str
    words: str
    actors: tuple[str, ...]
    places: tuple[str, ...]
    certainty: Certainty
    asserter: str | None
    lineage: str
    outlet: str | None
    published: dt.date | None
    ref: ClaimRef


def timeline(
    pairs: Pairs,
    where: Filter = EVERYTHING,
    *,
    lineage_of: LineageOf | None = None,
    judgements: Iterable[Judgement] = (),
) -> tuple[Moment, ...]:
    """Return every claim that `where` asks for by its first day, then its last, publication, report and text.

    A claim whose start is open stands at its end; one without any day stands last.
    """
    claims = in_order(pairs)
    lineage_of = lineage_of or lineage_by_source(claims)
    claims = judged(known(claims, where.known_on), judgements, where.known_on)
    moments = [_moment(p, lineage_of(p.ref)) for p in claims if asked(p, where)]
    return tuple(sorted(moments, key=_order))  # stable: publication, report and text decide what days leave open


def _moment(p: Sourced, lineage: str) -> Moment:
    report, claim = p
    return Moment(
        days=days_of(report, claim),
        granularity=claim.time.granularity,
        part=claim.time.part,
        kind=claim.kind,
        what=what(claim),
        words=claim.evidence.of(report.document),
        actors=actors_of(claim),
        places=tuple(place_name(place) for place in claim.place),
        certainty=claim.certainty,
        asserter=asserter_of(report, claim),
        lineage=lineage,
        outlet=report.outlet,
        published=report.published,
        ref=p.ref,
    )


def _order(moment: Moment) -> tuple[dt.date, dt.date]:
    days = moment.days
    return days.first or days.last or dt.date.max, days.last or dt.date.max


def what(claim: Claim) -> str:
    """Return a claim in a few words of the codebook: "casualty killed 311+ civilians", "control captures"."""
    match claim.detail:
        case Casualty(harm=harm, count=count, victims=victims):
            words = (harm, number(count.low, count.high), victims)
        case Control(action=action, extent=extent):
            words = (action, extent or "", "")
        case Attack(type=kind):
            words = (kind, "", "")
        case Humanitarian(type=kind, count=size):
            words = (kind, number(size.low, size.high) if size else "", "")
        case Statement(act=act):
            words = (act, "", "")
        case Diplomacy(type=kind, status=status):
            words = (kind, status, "")
    return " ".join(word for word in (claim.kind, *words) if word)


def number(low: int | None, high: int | None) -> str:
    """Return a count in short: 5, 5–7, 5+ (at least, more than), ≤5; nothing where there is no figure."""
    if low is None:
        return "" if high is None else f"≤{high}"
    return f"{low}+" if high is None else str(low) if low == high else f"{low}–{high}"
