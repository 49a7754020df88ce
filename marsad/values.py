# mypy: disable-error-code="misc"
"""A claim and the values in it: immutable, without I/O. The rest of the program has them from records.py.

Every report gives hundreds of them, so that each has its `__init__` written out: what `dataclass` makes is never
compiled. There alone their fields are set, which mypy calls an error everywhere (and which the first line allows here).
Fields keep their defaults beside that: the store leaves out what is empty (store/codec.py).
"""

from __future__ import annotations

import copyreg
import datetime as dt
from typing import Any, Final, Literal

from marsad.record import record

Kind = Literal["casualty", "control", "attack", "statement", "diplomacy", "humanitarian"]
Certainty = Literal["stated", "uncertain", "planned", "denied"]
Qualifier = Literal["exact", "at_least", "more_than", "up_to", "about", "range", "vague"]
Precision = Literal["exact", "near", "admin2", "admin1", "region", "country"]
Granularity = Literal["hour", "day", "night", "week", "month", "season", "year", "unknown"]


@record(frozen=True, init=False, eq=False, slots=True)
class Span:
    """`[start, end)` in code points of the printed text."""

    start: int
    end: int

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Span):
            return NotImplemented
        return self.start == other.start and self.end == other.end

    def __lt__(self, other: Span) -> bool:
        return self.end < other.end if self.start == other.start else self.start < other.start

    def __hash__(self) -> int:
        return hash((self.start, self.end))

    def of(self, text: str) -> str:
        """Return the words that the span covers."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@record(frozen=True, init=False, slots=True)
class Count:
    """A number as reported; an open bound is None. `vague` has neither."""

    low: int | None
    high: int | None
    qualifier: Qualifier
    text: str | None = None
    span: Span | None = None

    def __init__(
        self, low: int | None, high: int | None, qualifier: Qualifier, text: str | None = None, span: Span | None = None
    ) -> None:
        self.low = low
        self.high = high
        self.qualifier = qualifier
        self.text = text
        self.span = span


@record(frozen=True, init=False, slots=True)
class Named:
    """An actor, speaker or source: its printed form and, where known, its neutral English name.

    `span` is None where the report only implies it; `inferred` then says how it was found.
    """

    text: str
    name: str | None = None
    span: Span | None = None
    aliases: tuple[str, ...] = ()
    inferred: str | None = None

    def __init__(
        self, text: str, name: str | None = None, span: Span | None = None, aliases: tuple[str, ...] = (),
        inferred: str | None = None,
    ) -> None:  # fmt: skip
        self.text = text
        self.name = name
        self.span = span
        self.aliases = aliases
        self.inferred = inferred


@record(frozen=True, init=False, slots=True)
class Place:
    """A toponym resolved, or left open: `lat` and `lon` are None when no candidate was chosen."""

    text: str
    span: Span
    name: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: Precision | None = None
    country: str | None = None  # ISO 3166-1 alpha-2
    gazetteer_id: str | None = None
    why: str | None = None
    candidates: tuple[str, ...] = ()  # names of the places that remain possible, when it is ambiguous

    def __init__(
        self, text: str, span: Span, name: str | None = None, lat: float | None = None, lon: float | None = None,
        precision: Precision | None = None, country: str | None = None, gazetteer_id: str | None = None,
        why: str | None = None, candidates: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        self.text = text
        self.span = span
        self.name = name
        self.lat = lat
        self.lon = lon
        self.precision = precision
        self.country = country
        self.gazetteer_id = gazetteer_id
        self.why = why
        self.candidates = candidates


@record(frozen=True, init=False, slots=True)
class When:
    """Inclusive dates resolved against the date of publication; an open end is None.

    `options` keeps the alternatives of "Tuesday evening or Wednesday morning"; `part` is the part of day.
    """

    start: dt.date | None
    end: dt.date | None
    granularity: Granularity = "day"
    text: str | None = None
    span: Span | None = None
    part: str | None = None
    options: tuple[When, ...] = ()
    inferred: str | None = None

    def __init__(
        self, start: dt.date | None, end: dt.date | None, granularity: Granularity = "day", text: str | None = None,
        span: Span | None = None, part: str | None = None, options: tuple[When, ...] = (), inferred: str | None = None,
    ) -> None:  # fmt: skip
        self.start = start
        self.end = end
        self.granularity = granularity
        self.text = text
        self.span = span
        self.part = part
        self.options = options
        self.inferred = inferred


NO_TIME: Final = When(None, None, "unknown", inferred="the report gives no time")


@record(frozen=True, init=False, slots=True)
class Casualty:
    """People harmed."""

    harm: str
    count: Count
    victims: str = "people"
    affiliation: str | None = None
    perpetrator: str | None = None
    cause: str | None = None
    cumulative: bool = False
    subset_of: str | None = None

    def __init__(
        self, harm: str, count: Count, victims: str = "people", affiliation: str | None = None,
        perpetrator: str | None = None, cause: str | None = None, cumulative: bool = False,
        subset_of: str | None = None,
    ) -> None:  # fmt: skip
        self.harm = harm
        self.count = count
        self.victims = victims
        self.affiliation = affiliation
        self.perpetrator = perpetrator
        self.cause = cause
        self.cumulative = cumulative
        self.subset_of = subset_of


@record(frozen=True, init=False, slots=True)
class Control:
    """Who holds ground."""

    action: str
    actor: Named | None = None
    from_actor: Named | None = None
    extent: str | None = None

    def __init__(
        self, action: str, actor: Named | None = None, from_actor: Named | None = None, extent: str | None = None
    ) -> None:
        self.action = action
        self.actor = actor
        self.from_actor = from_actor
        self.extent = extent


@record(frozen=True, init=False, slots=True)
class Attack:
    """Use of force."""

    type: str
    attacker: Named | None = None
    target: Named | None = None

    def __init__(self, type: str, attacker: Named | None = None, target: Named | None = None) -> None:
        self.type = type
        self.attacker = attacker
        self.target = target


@record(frozen=True, init=False, slots=True)
class Statement:
    """Somebody says something."""

    speaker: Named
    act: str
    content: str
    role: str | None = None

    def __init__(self, speaker: Named, act: str, content: str, role: str | None = None) -> None:
        self.speaker = speaker
        self.act = act
        self.content = content
        self.role = role


@record(frozen=True, init=False, slots=True)
class Diplomacy:
    """What is negotiated or decided."""

    type: str
    status: str
    participants: tuple[str, ...] = ()
    body: str | None = None

    def __init__(self, type: str, status: str, participants: tuple[str, ...] = (), body: str | None = None) -> None:
        self.type = type
        self.status = status
        self.participants = participants
        self.body = body


@record(frozen=True, init=False, slots=True)
class Humanitarian:
    """Displacement, siege, aid and damage."""

    type: str
    count: Count | None = None
    actor: Named | None = None

    def __init__(self, type: str, count: Count | None = None, actor: Named | None = None) -> None:
        self.type = type
        self.count = count
        self.actor = actor


Detail = Casualty | Control | Attack | Statement | Diplomacy | Humanitarian


@record(frozen=True, init=False, slots=True)
class Claim:
    """One assertion of a report, with who asserts it, how certain, where and when.

    `id` counts the claims of the report in the order of the text; `key` is a hash of what was read and where, so it
    stays when other claims come or go. `spans` gives the words behind every slot whose value has no span of its
    own, `inferred` says how a value without words was found. `rule` names the rule that read it.
    """

    id: str
    key: str
    kind: Kind
    evidence: Span
    detail: Detail
    rule: str
    also: tuple[Span, ...] = ()
    source: Named | None = None
    certainty: Certainty = "stated"
    place: tuple[Place, ...] = ()
    time: When = NO_TIME
    confidence: float | None = None  # that a careful reader would log it so; not that it is true
    spans: tuple[tuple[str, Span], ...] = ()
    inferred: tuple[tuple[str, str], ...] = ()

    def __init__(
        self, id: str, key: str, kind: Kind, evidence: Span, detail: Detail, rule: str, also: tuple[Span, ...] = (),
        source: Named | None = None, certainty: Certainty = "stated", place: tuple[Place, ...] = (),
        time: When = NO_TIME, confidence: float | None = None, spans: tuple[tuple[str, Span], ...] = (),
        inferred: tuple[tuple[str, str], ...] = (),
    ) -> None:  # fmt: skip
        self.id = id
        self.key = key
        self.kind = kind
        self.evidence = evidence
        self.detail = detail
        self.rule = rule
        self.also = also
        self.source = source
        self.certainty = certainty
        self.place = place
        self.time = time
        self.confidence = confidence
        self.spans = spans
        self.inferred = inferred


def _remade(value: Any) -> tuple[type, tuple[object, ...]]:
    """Return what a value is made of again when it is copied or unpickled: compiled ones have no state besides."""
    return type(value), tuple([getattr(value, name) for name in value.__match_args__])


for _kind in (
    Span, Count, Named, Place, When, Casualty, Control, Attack, Statement, Diplomacy, Humanitarian, Claim,
):  # fmt: skip
    copyreg.pickle(_kind, _remade)
