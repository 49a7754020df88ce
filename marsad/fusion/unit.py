"""What is compared of a claim: a flat record, made once."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

from marsad.fusion.spots import Spot, spot_of
from marsad.fusion.words import Words, words
from marsad.records import (
    Attack,
    Casualty,
    Claim,
    Control,
    Diplomacy,
    Humanitarian,
    Named,
    Reading,
    Span,
    Statement,
)

Family = Literal["force", "series", "control", "diplomacy", "humanitarian"]

_BREAK = re.compile(r"[\n.!?؟]")
_WINDOW = 240  # characters to each side in which the sentence of a passage is sought
_TAKEN = frozenset(("detained", "abducted"))
_TOLL = 10
_WEEK = 7
_LONG = 4  # days from which a toll is one over a period


@dataclass(frozen=True, slots=True)
class Unit:
    """One claim for comparing. Days are ordinals; `since` and `until` are None where the text gives no time.

    `claim` has the kind, certainty, places and figures; where it begins stands for its words. `credited` is whom the
    report names as its source. `firm` says that the passage itself gives the time,
    `stated` says that the passage names the place itself; `whole` is the claim that this one counts a part of.
    """

    key: str
    report_id: str
    claim: Claim
    family: Family
    type: str | None
    published: int | None
    since: int | None
    until: int | None
    firm: bool
    spots: tuple[Spot, ...]
    stated: bool
    actor: str | None
    target: str | None
    number: tuple[str, int] | None
    harmed: str | None
    words: Words
    lang: str
    sentence: int
    whole: str | None
    credited: str | None = None
    leaning: int | None = None
    toll: bool = False

    @property
    def planned(self) -> bool:
        return self.claim.certainty == "planned"

    @property
    def dated(self) -> bool:
        return self.since is not None and self.until is not None

    @property
    def recent(self) -> bool:
        """Tell whether it is of one day or two, within a week of the report."""
        if self.since is None or self.until is None or self.published is None:
            return False
        return self.until - self.since <= 1 and 0 <= self.published - self.until <= _WEEK


def units(reading: Reading) -> tuple[Unit, ...]:
    """Return the claims of one report for comparing, in its order; what is planned or denied is among them."""
    keys = {claim.id: claim.key for claim in reading.claims}
    periods = [c.evidence for c in reading.claims if isinstance(c.detail, Casualty) and over_period(c)]
    found = [_unit(claim, reading, keys, periods) for claim in reading.claims]
    tolls = {unit.sentence for unit in found if _is_toll(unit)}
    return tuple(_in_context(unit, at, found, unit.sentence in tolls) for at, unit in enumerate(found))


def _in_context(unit: Unit, at: int, beside: list[Unit], toll: bool) -> Unit:
    leaning = _leaning(unit, at, beside)
    return unit if leaning is None and not toll else replace(unit, leaning=leaning, toll=toll)


def _is_toll(unit: Unit) -> bool:
    """Tell whether a claim gives the dead of an event as a whole: ten and more, or a number in words ("dozens")."""
    detail = unit.claim.detail
    if not isinstance(detail, Casualty) or detail.harm != "killed" or unit.whole is not None or unit.family != "force":
        return False
    return detail.count.qualifier == "vague" or (unit.number is not None and unit.number[1] >= _TOLL)


def _leaning(unit: Unit, at: int, beside: list[Unit]) -> int | None:
    """Return the day of the nearest act of its report that has one, before it or else after it, where it has none.

    It leans on that day and no more: a day that is not stated never tells two events apart.
    """
    if unit.dated or unit.family != "force":
        return None
    for other in (*beside[:at][::-1], *beside[at + 1 :]):
        if other.family == "force" and other.firm and other.recent:
            return other.since
    return None


def _unit(claim: Claim, reading: Reading, keys: dict[str, str], periods: list[Span]) -> Unit:
    report, detail = reading.report, claim.detail
    start, passage = sentence_around(report.document, claim.evidence)
    actor, target = _sides(claim)
    whole = keys.get(detail.subset_of) if isinstance(detail, Casualty) and detail.subset_of else None
    time = claim.time
    return Unit(
        key=claim.key,
        report_id=report.report_id,
        claim=_told(claim),
        family=_family(claim, periods),
        type=_type(claim),
        published=_day(report.published),
        since=_day(time.start),
        until=_day(time.end),
        firm=time.span is not None and claim.evidence.covers(time.span),
        spots=tuple(spot_of(place) for place in claim.place),
        stated="place" not in dict(claim.inferred),
        actor=actor,
        target=target,
        number=_number(claim),
        harmed=detail.affiliation if isinstance(detail, Casualty) else None,
        words=words(passage),
        lang=report.lang,
        sentence=start,
        whole=whole,
        credited=_credited(claim),
    )


_UNTOLD: Final = Diplomacy("", "")


def _told(claim: Claim) -> Claim:
    """Return a claim with what its event says of it alone: many thousands are held at once."""
    detail = claim.detail if isinstance(claim.detail, Casualty) else _UNTOLD
    evidence = Span(claim.evidence.start, claim.evidence.start)
    return Claim("", "", claim.kind, evidence, detail, "", certainty=claim.certainty, place=claim.place)


def _credited(claim: Claim) -> str | None:
    """Return the neutral name of whom the report credits: who speaks, or its source."""
    return _name(claim.detail.speaker if isinstance(claim.detail, Statement) else claim.source)


def _day(day: dt.date | None) -> int | None:
    return _ordinal(day.toordinal()) if day else None


@lru_cache(maxsize=1 << 15)
def _ordinal(day: int) -> int:
    """Return a day itself: the same object for the same day."""
    return day


def sentence_around(document: str, evidence: Span) -> tuple[int, str]:
    """Return where the sentence of a passage begins and its text; long ones are cut."""
    before = document[max(0, evidence.start - _WINDOW) : evidence.start]
    breaks = [hit.end() for hit in _BREAK.finditer(before)]
    start = evidence.start - len(before) + (breaks[-1] if breaks else 0)
    after = _BREAK.search(document, evidence.end, evidence.end + _WINDOW)
    end = after.start() if after else min(len(document), evidence.end)
    return start, document[start:end]


def over_period(claim: Claim) -> bool:
    """Tell whether a claim is of a stretch of time ("since 30 March", a toll of a month), not of an event."""
    time = claim.time
    if time.inferred == "since":
        return time.start is None or time.end is None or (time.end - time.start) >= dt.timedelta(_LONG)
    long = time.start is None or time.end is None or (time.end - time.start) >= dt.timedelta(_LONG)
    cumulative = isinstance(claim.detail, Casualty) and claim.detail.cumulative
    return cumulative and long and time.span is not None


def _family(claim: Claim, periods: list[Span]) -> Family:
    match claim.detail:
        case Casualty():
            return "series" if over_period(claim) else "force"
        case Attack():
            beside = any(claim.evidence.overlaps(span) for span in periods)
            return "series" if beside and over_period(claim) else "force"
        case Control():
            return "control"
        case Humanitarian():
            return "humanitarian"
        case Statement() | Diplomacy():
            return "diplomacy"


def _type(claim: Claim) -> str | None:
    match claim.detail:
        case Casualty(harm=harm, cause=cause):
            return "abduction" if harm in _TAKEN else cause
        case Attack(type=kind) | Diplomacy(type=kind) | Humanitarian(type=kind):
            return kind
        case Control(action=action):
            return action
        case Statement(act=act):
            return act


def _sides(claim: Claim) -> tuple[str | None, str | None]:
    match claim.detail:
        case Casualty(perpetrator=perpetrator):
            return perpetrator, None
        case Attack(attacker=actor, target=target):
            return _name(actor), _name(target)
        case Control(actor=actor, from_actor=other):
            return _name(actor), _name(other)
        case Statement(speaker=speaker):
            return speaker.name or speaker.text, None
        case Diplomacy(participants=participants, body=body):
            return body or (participants[0] if participants else None), None
        case Humanitarian(actor=actor):
            return _name(actor), None


def _name(named: Named | None) -> str | None:
    """Return the neutral name; words of the text alone are compared as words."""
    return named.name if named else None


def _number(claim: Claim) -> tuple[str, int] | None:
    detail = claim.detail
    if isinstance(detail, Casualty | Humanitarian) and detail.count is not None:
        value = detail.count.low if detail.count.low is not None else detail.count.high
        what = detail.harm if isinstance(detail, Casualty) else detail.type
        return (what, value) if value is not None else None
    return None
