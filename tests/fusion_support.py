"""Reports and claims made by hand, for the tests of fusion; the places are those of the gazetteer."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from marsad.records import (
    Attack,
    Casualty,
    Certainty,
    Claim,
    Control,
    Count,
    Detail,
    Event,
    Fusion,
    Judgement,
    Kind,
    Named,
    Place,
    Qualifier,
    Reading,
    Report,
    Span,
    Statement,
    When,
)

DAY = dt.date(2018, 7, 25)
KINDS: dict[type, Kind] = {Attack: "attack", Casualty: "casualty", Control: "control", Statement: "statement"}
PLACES = {
    "Douma": ("gn170592", 33.5718, 36.4027, "SY"),
    "Aleppo": ("gn170063", 36.2012, 37.1612, "SY"),
    "Idlib": ("gn169389", 35.9306, 36.6339, "SY"),
    "Basra": ("gn99532", 30.5085, 47.7804, "IQ"),
}


@dataclass(frozen=True)
class Said:
    """One claim to be: what it says, and the slots that tests vary."""

    detail: Detail
    text: str = ""
    place: str | None = "Douma"
    day: dt.date | None = DAY
    until: dt.date | None = None
    since: bool = False
    source: str | None = None
    certainty: Certainty = "stated"


@dataclass
class Outlet:
    """Makes reports with ids in their order."""

    made: int = 0
    readings: list[Reading] = field(default_factory=list)

    def tells(self, *said: Said, outlet: str = "Outlet", published: dt.date = DAY, lang: str = "ar",
              title: str | None = None, report_id: str | None = None) -> Reading:  # fmt: skip
        self.made += 1
        found = reading(
            report_id or f"r{self.made:03}", said, outlet=outlet, published=published, lang=lang, title=title
        )
        self.readings.append(found)
        return found


def reading(report_id: str, said: Sequence[Said], *, outlet: str, published: dt.date, lang: str = "ar",
            title: str | None = None) -> Reading:  # fmt: skip
    """Return a reading whose sentences are the texts of its claims."""
    text, spans = "", []
    for number, one in enumerate(said):
        words = one.text or f"خبر{report_id}{number}"
        start = text.find(words + ".")
        if start < 0:
            start = len(text)
            text += words + ". "
        spans.append(Span(start, start + len(words)))
    report = Report(report_id, text, lang, published, outlet, title)
    offset = len(report.document) - len(text)
    moved = [Span(span.start + offset, span.end + offset) for span in spans]
    claims = tuple(
        claim_of(one, report_id, number, span) for number, (one, span) in enumerate(zip(said, moved, strict=True))
    )
    return Reading(report, claims)


def claim_of(said: Said, report_id: str, number: int, span: Span) -> Claim:
    key = hashlib.blake2b(f"{report_id}|{number}|{said.detail}".encode(), digest_size=8).hexdigest()
    where: tuple[Place, ...] = ()
    if said.place:
        known, lat, lon, country = PLACES[said.place]
        where = (Place(said.place, span, said.place, lat, lon, "exact", country, known),)
    when = When(None, None, "unknown")
    if said.day is not None:
        when = When(said.day, said.until or said.day, text="…", span=span, inferred="since" if said.since else None)
    source = Named(said.source, said.source) if said.source else None
    kind = KINDS[type(said.detail)]
    return Claim(
        f"c{number + 1}",
        key,
        kind,
        span,
        said.detail,
        "test",
        source=source,
        certainty=said.certainty,
        place=where,
        time=when,
    )


def killed(low: int | None, *, qualifier: Qualifier = "exact", victims: str = "people", part_of: str | None = None,
           cumulative: bool = False, harm: str = "killed", cause: str | None = "airstrike",
           by: str | None = None) -> Casualty:  # fmt: skip
    high = low if qualifier in ("exact", "about") else None
    return Casualty(harm, Count(low, high, qualifier), victims, None, by, cause, cumulative, part_of)


def strike(kind: str = "airstrike", by: str | None = None) -> Attack:
    return Attack(kind, Named(by, by) if by else None)


def judge(verdict: str, a: str, b: str | None = None, minute: int = 0) -> Judgement:
    at = dt.datetime(2020, 1, 1, 0, minute, tzinfo=dt.UTC)
    return Judgement(a, b, verdict, "analyst", "looked", at)  # type: ignore[arg-type]


def key(found: Reading, number: int = 0) -> str:
    return found.claims[number].key


def together(fusion: Fusion, *keys: str) -> bool:
    """Tell whether claims are in one event."""
    return len({event_of(fusion, one).id for one in keys}) == 1


def event_of(fusion: Fusion, claim: str) -> Event:
    found = fusion.event_of(claim)
    assert found is not None
    return found


def said(detail: Detail, text: str = "", **slots: object) -> Said:
    return replace(Said(detail, text), **slots)  # type: ignore[arg-type]
