"""Every key that an answer may have. What is in no model here is in no answer: fields not named are dropped.

Models whose name begins with `Public` are what the public gets; the desk's add to them. Days are ISO 8601, coordinates
WGS 84 degrees; GeoJSON has longitude first, `lat` and `lon` are named. Spans are code points.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Day = str | None
Keys = list[str]


class Model(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Text(Model):
    """One thing said in both languages."""

    en: str
    ar: str


class Name(Model):
    """Somebody: neutral English name, Arabic name where one is known."""

    name: str
    name_ar: str | None = None


class Mark(Model):
    """Words of a slot: `[start, end)` in the text beside it."""

    slot: str
    start: int
    end: int


class Place(Model):
    id: str
    name: str | None
    name_ar: str | None
    text: str
    lat: float | None
    lon: float | None
    precision: str | None
    radius_m: int | None
    area: str | None
    country: str | None
    why: str | None
    candidates: list[str]


class When(Model):
    """`start` and `end` are the days that the text gives, both included; `options` are alternatives."""

    text: str | None
    start: Day
    end: Day
    granularity: str
    part: str | None
    inferred: str | None
    options: list[When]


class Days(Model):
    """Days by which the record orders a claim; `dated` is false where they are those of publication."""

    first: Day
    last: Day
    dated: bool


class Count(Model):
    low: int | None
    high: int | None
    qualifier: str
    text: str | None


class PublicReportRef(Model):
    id: str
    title: str | None
    outlet: str | None
    published: Day
    lang: str
    dir: Literal["rtl", "ltr"]
    url: str | None


class Sentence(Model):
    """The sentence that carries a claim: `start` is where it begins in the report's document, marks are within it."""

    text: str
    start: int
    end: int
    dir: Literal["rtl", "ltr"]
    marks: list[Mark]


class Link(Model):
    """One link of the chain from who asserts to who printed it."""

    role: Literal["speaker", "source", "outlet", "relay"]
    name: str
    name_ar: str | None
    text: str | None
    inferred: str | None


class Lineage(Model):
    origin: str
    origin_ar: str | None
    named: bool
    relays: list[str]
    claims: int


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


class Page(Model):
    """`total` claims meet the filters, of `of` there are; `next` is the cursor of the next page."""

    version: str
    total: int
    of: int
    next: str | None


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


class Snippet(Model):
    text: str
    start: int
    marks: list[Mark]


class PublicReportItem(PublicReportRef):
    """`echo_of` is the report that printed much the same text first, `echoes` how many did after it."""

    state: str
    claims: int
    kinds: dict[str, int]
    echo_of: str | None
    echoes: int


class ReportItem(PublicReportItem):
    snippet: Snippet | None
    issues: int


class PublicReportPage(Page):
    items: list[PublicReportItem]


class ReportPage(Page):
    items: list[ReportItem]


class Echo(Model):
    """Another printing; `alike` is the share of runs of three words that both have, of all that either has."""

    id: str
    title: str | None
    outlet: str | None
    published: Day
    first: bool
    alike: float


class Issue(Model):
    reason: str
    start: int | None
    end: int | None
    text: str | None


class Furniture(Model):
    kind: str
    start: int
    end: int


class Archive(Model):
    sha256: str
    fetched_at: str
    origin: str | None
    reader_version: str | None
    bytes: int
    source: str | None
    details: list[tuple[str, str]]


class PublicReport(PublicReportItem):
    """A report without its text: the sentences of its published claims are in the claims."""

    version: str
    items: list[ClaimItem]
    printings: list[Echo]


class Report(PublicReport):
    """`document` is what every span points into: the title, a line feed and the text."""

    document: str
    title_end: int
    spans: dict[str, list[Mark]]
    furniture: list[Furniture]
    unread: list[Issue]
    versions: list[Echo]
    archive: Archive | None


class PointOf(Model):
    claim: str
    lineage: str
    published: Day
    low: int | None
    high: int | None
    qualifier: str


class Why(Model):
    """Which claims gave the bounds, and what the best figure is the lower median of."""

    min: str | None
    max: str | None
    latest: str | None
    rule: Text
    lasts: list[PointOf]


class FigureItem(Model):
    harm: str
    victims: str
    min: int | None
    best: int | None
    max: int | None
    latest: int | None
    open: bool


class Figure(FigureItem):
    points: list[PointOf]
    why: Why


class EventItem(Model):
    id: str
    kind: str
    series: bool
    types: list[str]
    what: Text
    place: Place | None
    start: Day
    end: Day
    grade: str | None
    state: str
    claims: int
    reports: int
    lineages: int
    outlets: int
    actors: list[Name]
    figures: list[FigureItem]
    disagreements: dict[str, int]


class EventPage(Page):
    items: list[EventItem]


class Told(Model):
    """One claim as a lineage's row shows it."""

    claim: str
    report: str
    outlet: str | None
    published: Day
    sentence: Sentence
    harm: str | None
    victims: str | None
    count: Count | None
    certainty: str
    state: str
    in_toll: bool
    places: list[str]
    days: Days


class Row(Model):
    origin: str
    origin_ar: str | None
    named: bool
    relays: list[str]
    told: list[Told]


class Disagreement(Model):
    difference: str
    why: str
    claims: Keys


class Event(EventItem):
    version: str
    classes: list[Figure]
    rows: list[Row]
    contradictions: list[Disagreement]
    items: list[ClaimItem]


class Geometry(Model):
    type: Literal["Point"]
    coordinates: list[float]


class MapProperties(Model):
    """`size` is the best figure of killed, else of anybody harmed; `radius_m` and `area` say how exact the point is."""

    id: str
    layer: Literal["event", "place"]
    kind: str | None
    types: list[str]
    what: Text | None
    place: str | None
    place_ar: str | None
    place_id: str | None
    start: Day
    end: Day
    size: int | None
    min: int | None
    max: int | None
    precision: str | None
    radius_m: int | None
    area: str | None
    claims: int
    lineages: int
    grade: str | None
    state: str | None
    kinds: dict[str, int]


class Feature(Model):
    type: Literal["Feature"]
    id: str
    geometry: Geometry
    properties: MapProperties


class Features(Model):
    type: Literal["FeatureCollection"]
    features: list[Feature]


class Map(Model):
    """`truncated` tells that there are more events than `limit`: the tiles have all of them."""

    version: str
    total: int
    truncated: bool
    without_place: int
    bbox: list[float] | None
    events: Features
    places: Features


class ControlPlace(Model):
    id: str
    name: str
    name_ar: str | None
    lat: float | None
    lon: float | None
    kind: str | None


class ControlMark(Model):
    """What to know of a claim beside a state (docs/api.md, Marks)."""

    claim: str
    mark: Literal["needs second lineage", "uncertain", "place inferred", "against interest", "one lineage"]


class ControlItem(Model):
    """Who holds a place in `[since, until)`; `hatch` says how to draw it, `age_days` how old the last word of it is."""

    place: ControlPlace
    state: str
    hatch: Literal["none", "contested", "mixed", "besieged", "unknown"]
    holders: list[Name]
    since: Day
    until: Day
    not_before: Day
    besieged: bool
    besiegers: list[Name]
    pressure: list[Name]
    last_asserted: Day
    age_days: int | None
    lineages: list[str]
    lineages_ar: list[str | None]
    marks: list[ControlMark]
    review: str
    derived: str | None
    support: Keys
    opposed: Keys
    pending: Keys


class Control(Model):
    version: str
    at: Day
    total: int
    next: str | None
    parties: list[Name]
    items: list[ControlItem]


class ControlPlaceRows(Model):
    place: ControlPlace
    rows: list[ControlItem]


class ControlHistory(Model):
    """Places with all their states, those that changed last first."""

    version: str
    total: int
    next: str | None
    first: Day
    last: Day
    items: list[ControlPlaceRows]


class ControlStrip(Model):
    version: str
    place: ControlPlace
    rows: list[ControlItem]
    claims: list[ClaimItem]


class ChangePlace(Model):
    day: str
    place: ControlPlace


class ChangeItem(ChangePlace):
    before: ControlItem
    after: ControlItem


class Changes(Model):
    version: str
    total: int
    next: str | None
    items: list[ChangeItem]


class Gauge(Model):
    """A share asserted against the share computed from single places; both run from 0 to 1."""

    set: ControlPlace
    actor: Name
    day: str
    text: str
    asserted_low: float
    asserted_high: float
    computed_low: float
    computed_high: float
    held: list[ControlPlace]
    partly: list[ControlPlace]
    unknown: list[ControlPlace]
    total: int
    agrees: bool | None
    lineage: str
    lineage_ar: str | None
    claim: str
    support: Keys


class Gauges(Model):
    version: str
    items: list[Gauge]


class Reported(Model):
    lineage: str
    lineage_ar: str | None
    low: int | None
    high: int | None
    qualifier: str
    certainty: str
    published: Day
    outlets: list[str]
    text: str | None
    superseded: bool
    claims: Keys


class SeriesPoint(Model):
    day: Day
    low: int | None
    high: int | None
    qualifier: str
    reported: list[Reported]


class Implied(Model):
    first: str
    last: str
    low: int | None
    high: int | None
    qualifier: str
    claims: Keys


class Badge(Model):
    """`level` is `ok` for what adds up, `look` for what a person should look at."""

    check: str
    level: Literal["ok", "look"]
    why: str
    claims: Keys


class Scope(Model):
    id: str
    name: str
    name_ar: str | None


class Group(Model):
    harm: str
    victims: str
    affiliation: str | None
    scope: list[Scope]


class Series(Model):
    id: str
    state: str
    what: Text
    asserter: Name
    group: Group
    cause: str | None
    start: Day
    points: list[SeriesPoint]
    implied: list[Implied]
    checks: list[Badge]
    part_of: str | None
    parts: list[str]
    denied: Keys


class Bounds(Model):
    low: int | None
    high: int | None
    lineages: int


class Toll(Model):
    id: str
    state: str
    event: str
    what: Text
    group: Group
    days: Days
    causes: list[str]
    reported: list[Reported]
    range: Bounds
    checks: list[Badge]
    part_of: str | None
    denied: Keys


class Pair(Model):
    """Two series that count some of the same days, harm and place: nobody may add them."""

    a: str
    b: str


class Last(Model):
    series: str
    day: Day
    low: int | None
    high: int | None


class Standing(Model):
    group: Group
    cause: str | None
    start: Day
    last: list[Last]
    range: Bounds


class Choices(Model):
    """The values that the ledger may be asked for, whatever is asked for now."""

    harm: list[str]
    victims: list[str]
    cause: list[str]
    places: list[Scope]
    lineages: list[Name]


class Casualties(Model):
    version: str
    choices: Choices
    total_series: int
    next_series: str | None
    series: list[Series]
    do_not_add: list[Pair]
    standing: list[Standing]
    total_events: int
    next_events: str | None
    events: list[Toll]


class Votes(Model):
    yes: int | None
    no: int | None
    abstain: int | None


class Step(Model):
    stage: str
    type: str
    days: Days
    certainty: str
    participants: list[Name]
    votes: list[Votes]
    lineages: list[str]
    lineages_ar: list[str | None]
    published: Day
    claims: Keys


class Planned(Model):
    step: int
    verdict: str
    on: Day
    claims: Keys


class Seat(Model):
    """How one member voted, where claims say so: of a vote that failed, who cast a veto."""

    member: Name
    vote: Literal["veto"]
    claims: Keys


class Track(Model):
    """`planned[n].step` is the index of a planned step; its verdict says what came of it."""

    id: str
    what: Text
    kin: str
    state: str
    body: str | None
    body_ar: str | None
    sponsors: list[Name]
    vetoed_by: list[Name]
    parties: list[Name]
    documents: list[str]
    places: list[str]
    stage: str | None
    outcome: str | None
    total_steps: int
    steps: list[Step]
    votes: list[Votes]
    seats: list[Seat]
    planned: list[Planned]
    denied: Keys


class OneTrack(Track):
    version: str


class Diplomacy(Model):
    version: str
    total: int
    next: str | None
    items: list[Track]


class Said(Model):
    act: str
    stance: str | None
    quote: str
    dir: Literal["rtl", "ltr"]
    verbatim: bool
    days: Days
    certainty: str
    told_by: str | None
    told_by_ar: str | None
    state: str
    outlets: list[str]
    lineages: list[str]
    lineages_ar: list[str | None]
    claims: Keys


class PositionRow(Model):
    actor: Name
    issue: str | None
    track: str | None
    roles: list[str]
    total: int
    said: list[Said]
    turns: list[str]


class IssueName(Model):
    label: str
    track: str | None
    what: Text | None


class Positions(Model):
    """The matrix of actors and issues; a row is one cell, in the order of actors."""

    version: str
    total: int
    next: str | None
    actors: list[Name]
    issues: list[IssueName]
    items: list[PositionRow]


class Moment(Model):
    key: str
    lane: str
    kind: str
    what: Text
    words: str
    dir: Literal["rtl", "ltr"]
    first: Day
    last: Day
    dated: bool
    granularity: str
    part: str | None
    actors: list[str]
    places: list[str]
    certainty: str
    state: str
    asserter: str | None
    lineage: str
    outlet: str | None
    published: Day
    event: str | None


class Bin(Model):
    """How many claims of each lane begin in the days from `start` on."""

    start: str
    counts: dict[str, int]


class ImpliedBar(Model):
    series: str
    what: Text
    first: str
    last: str
    low: int | None
    high: int | None


class Timeline(Page):
    lanes: list[str]
    bin: Literal["day", "week", "month", "year"]
    bins: list[Bin]
    undated: int
    implied: list[ImpliedBar]
    items: list[Moment]


class Facet(Model):
    value: str
    name: str
    name_ar: str | None
    claims: int


class Summary(Model):
    """Counts of what the filters let through; facets are the commonest values of each, with their claims."""

    version: str
    sequence: int
    audience: Literal["desk", "viewer", "public"]
    marsad: str
    claims: int
    of: int
    reports: int
    events: int
    series: int
    kinds: dict[str, int]
    states: dict[str, int]
    certainty: dict[str, int]
    grades: dict[str, int]
    languages: dict[str, int]
    first: Day
    last: Day
    published_first: Day
    published_last: Day
    days: int
    places: list[Facet]
    actors: list[Facet]
    outlets: list[Facet]
    lineages: list[Facet]


class FoundPlace(Model):
    id: str
    name: str
    name_ar: str | None
    kind: str | None
    country: str | None
    lat: float | None
    lon: float | None
    claims: int


class Places(Model):
    version: str
    items: list[FoundPlace]


class TermItem(Model):
    group: str
    value: str
    name: Text
    means: Text | None


class Glossary(Model):
    items: list[TermItem]


class Accuracy(Model):
    kind: str
    lang: str
    claims: int
    precision: float
    recall: float
    f1: float


class Table(Model):
    """A table of docs/accuracy.md as it is printed: how often each slot is right; the cross-check by outlet."""

    name: str
    head: list[str]
    rows: list[list[str]]


class Method(Model):
    """How the record is made, and how good the reader was found to be."""

    marsad: str
    reader: str
    measured: Day
    reports: dict[str, int]
    accuracy: list[Accuracy]
    agreement: float | None
    tables: list[Table]
    notes: list[Text]
    glossary: list[TermItem]


class ViewState(Model):
    """What a permalink keeps: the path of the view and its parameters, as the desk writes them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    view: str
    state: dict[str, Any]


class Permalink(Model):
    """`current` tells whether the data are still those of `version`."""

    hash: str
    view: str
    state: dict[str, Any]
    version: str
    sequence: int
    made: str
    current: bool


class BaseMap(Model):
    """`kind` is `pmtiles` (one file, read in parts) or `tiles` (an address with {z}, {x}, {y})."""

    kind: Literal["pmtiles", "tiles"]
    url: str


class Settings(Model):
    audience: Literal["desk", "viewer", "public"]
    basemap: BaseMap | None


class Health(Model):
    status: Literal["ok", "reading"]
    version: str | None


class InputItem(Model):
    name: str
    state: str
    why: str | None
    at: str
    source: str | None
    origin: str | None
    report: str | None


class Intake(Model):
    """`counts` are of all inputs by state; `items` are those that need care."""

    version: str
    total: int
    next: str | None
    counts: dict[str, int]
    items: list[InputItem]
