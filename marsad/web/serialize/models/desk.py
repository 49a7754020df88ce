"""What the desk says of itself: counts, method, places, permalinks, settings, intake."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import ConfigDict

from marsad.web.serialize.models.base import Day, Model, Text


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
