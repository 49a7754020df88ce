"""Events: figures, disagreement, and the map that they stand on."""

from __future__ import annotations

from typing import Literal

from marsad.web.serialize.models.base import Count, Day, Days, Keys, Model, Name, Page, Place, Sentence, Text
from marsad.web.serialize.models.claims import ClaimItem


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
