"""What every view starts from: claims with their reports, references to them, their days, and what is asked for.

Two times run through every view. *Valid time* is when something happened or held (`as_of`); *known time* is when a
report of it was published (`known_on`). A report without a date of publication is known at no date, so it is left out
as soon as `known_on` is asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, NamedTuple, Protocol

from marsad.records import (
    Attack,
    Casualty,
    Claim,
    Control,
    Diplomacy,
    Humanitarian,
    Kind,
    Named,
    Place,
    Span,
    Statement,
)
from marsad.text.fold import match


class ReportLike(Protocol):
    """What a view needs of a report; `marsad.records.Report` has it."""

    @property
    def report_id(self) -> str: ...
    @property
    def lang(self) -> str: ...
    @property
    def published(self) -> dt.date | None: ...
    @property
    def outlet(self) -> str | None: ...
    @property
    def document(self) -> str: ...


class Sourced(NamedTuple):
    """A claim with the report that makes it; a plain pair `(report, claim)` does as well."""

    report: ReportLike
    claim: Claim

    @property
    def ref(self) -> ClaimRef:
        return reference(self.report, self.claim)


Pairs = Iterable[tuple[ReportLike, Claim]]


@dataclass(frozen=True, slots=True, order=True)
class ClaimRef:
    """Where a value comes from: a claim of a report, and the words behind it as `(slot, span)` pairs.

    The first pair is the evidence; repeats of it are `also`. Spans point into the report's document.
    """

    report_id: str
    claim_id: str
    key: str
    spans: tuple[tuple[str, Span], ...] = ()


LineageOf = Callable[[ClaimRef], str]


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for. All of it must hold; None asks nothing.

    `place` is an id of the gazetteer or a name: any part of the place's English name with its parents ("Aleppo" finds
    "Qadi Askar, Aleppo, Syria"), or words of its printed name. `actor` is words of the name or the printed form of
    anybody in the claim. `since` and `until` are valid days, both included.
    """

    place: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    actor: str | None = None
    kind: Kind | None = None
    as_of: dt.date | None = None
    known_on: dt.date | None = None


EVERYTHING = Filter()


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """Inclusive valid days of a claim; None is open. Where the text gives no time they are the day of publication
    and `dated` is False: it happened by then."""

    first: dt.date | None
    last: dt.date | None
    dated: bool = True

    @property
    def by(self) -> dt.date | None:
        """The day by which it had happened."""
        return self.last or self.first

    def begins_by(self, day: dt.date) -> bool:
        start = self.first or self.last
        return start is None or start <= day

    def meets(self, since: dt.date | None, until: dt.date | None) -> bool:
        """Tell whether the days and `[since, until]` have a day in common; open ends may."""
        return (since is None or self.last is None or self.last >= since) and (
            until is None or self.first is None or self.first <= until
        )


def days_of(report: ReportLike, claim: Claim) -> Days:
    """Return when a claim is true; "since" runs to the day of publication."""
    time = claim.time
    if time.start is None and time.end is None:
        return Days(report.published, report.published, dated=False)
    return Days(time.start, time.end or (report.published if _past(report, claim) else None))


def _past(report: ReportLike, claim: Claim) -> bool:
    start = claim.time.start
    return report.published is not None and (start is None or start <= report.published)


def reference(report: ReportLike, claim: Claim) -> ClaimRef:
    """Return the reference to a claim with the span of every slot that has words."""
    spans = [("evidence", claim.evidence), *(("also", span) for span in claim.also)]
    if claim.time.span:
        spans.append(("time", claim.time.span))
    spans += [("place", place.span) for place in claim.place]
    spans += [(slot, named.span) for slot, named in named_slots(claim) if named.span]
    spans += claim.spans
    return ClaimRef(report.report_id, claim.id, claim.key, tuple(dict.fromkeys(spans)))


def named_slots(claim: Claim) -> Iterator[tuple[str, Named]]:
    """Yield the slots of a claim that hold an entity with its printed form."""
    detail = claim.detail
    slots: tuple[tuple[str, Named | None], ...] = ()
    match detail:
        case Control():
            slots = (("actor", detail.actor), ("from_actor", detail.from_actor))
        case Attack():
            slots = (("attacker", detail.attacker), ("target", detail.target))
        case Statement():
            slots = (("speaker", detail.speaker),)
        case Humanitarian():
            slots = (("actor", detail.actor),)
    for slot, named in (("source", claim.source), *slots):
        if named is not None:
            yield slot, named


def name_of(named: Named | None) -> str | None:
    """Return the neutral name, or the printed form where none is known."""
    return (named.name or named.text) if named else None


def actors_of(claim: Claim) -> tuple[str, ...]:
    """Return everybody in a claim by neutral name, its source left out, in the order of its slots."""
    names = [name_of(named) for slot, named in named_slots(claim) if slot != "source"]
    match claim.detail:
        case Casualty(affiliation=affiliation, perpetrator=perpetrator):
            names += [perpetrator, affiliation]
        case Diplomacy(participants=participants, body=body):
            names += [*participants, body]
    return tuple(dict.fromkeys(name for name in names if name))


def lineage_by_source(pairs: Pairs) -> LineageOf:
    """Return the simple rule of lineage: whom the report credits, else its outlet, else the report itself."""
    origins = {
        (report.report_id, claim.id): name_of(claim.source) or report.outlet or report.report_id
        for report, claim in pairs
    }
    return lambda ref: origins[ref.report_id, ref.claim_id]


def asserter_of(report: ReportLike, claim: Claim) -> str | None:
    """Return who asserts a claim: the speaker of a statement or the source, else the outlet."""
    if isinstance(claim.detail, Statement):
        return name_of(claim.detail.speaker)
    return name_of(claim.source) or report.outlet


def place_id(place: Place) -> str:
    """Return what places are compared by: the gazetteer's id, else the name, else the printed form folded."""
    return place.gazetteer_id or place.name or f"text:{match(place.text)}"


def place_name(place: Place) -> str:
    return place.name or place.text


def in_order(pairs: Pairs) -> tuple[Sourced, ...]:
    """Return the claims once each, in the order of publication, report and text: every view starts from this order,
    so the order in which claims come in changes nothing."""
    once = {(report.report_id, claim.id, claim.key): Sourced(report, claim) for report, claim in pairs}
    return tuple(sorted(once.values(), key=_position))


def _position(sourced: Sourced) -> tuple[dt.date, str, Span, str, str]:
    report, claim = sourced
    return report.published or dt.date.max, report.report_id, claim.evidence, claim.id, claim.key


def known(pairs: Iterable[Sourced], known_on: dt.date | None) -> tuple[Sourced, ...]:
    """Return the claims of reports published by `known_on`; all where it is None."""
    if known_on is None:
        return tuple(pairs)
    return tuple(p for p in pairs if p.report.published is not None and p.report.published <= known_on)


def about_place(place: Place, wanted: str) -> bool:
    """Tell whether a place is the one asked for, or lies in it by its name (see Filter)."""
    if place.gazetteer_id == wanted:
        return True
    folded = match(wanted).strip()
    parts = [match(part).strip() for part in (place.name or "").split(",")]
    return folded in parts or folded == match(place.name or "") or f" {folded} " in f" {match(place.text)} "


def with_actor(claim: Claim, wanted: str) -> bool:
    """Tell whether somebody in the claim, or its source, has the words asked for in the name or printed form."""
    forms = [*actors_of(claim)]
    for _, named in named_slots(claim):
        forms += [named.text, named.name or "", *named.aliases]
    return any(match(wanted) in match(form) for form in forms)


def asked(sourced: Sourced, where: Filter) -> bool:
    """Tell whether a claim is what `where` asks for; known time is not looked at (`known`)."""
    report, claim = sourced
    if where.kind is not None and claim.kind != where.kind:
        return False
    if where.place is not None and not any(about_place(place, where.place) for place in claim.place):
        return False
    if where.actor is not None and not with_actor(claim, where.actor):
        return False
    days = days_of(report, claim)
    return days.meets(where.since, where.until) and (where.as_of is None or days.begins_by(where.as_of))


def plain(value: Any) -> Any:
    """Return a row as plain JSON values: fields by name, ISO dates, spans as `[start, end]`, sets sorted."""
    if isinstance(value, Span):
        return [value.start, value.end]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(map(plain, value))
    return [plain(item) for item in value] if isinstance(value, tuple | list) else value
