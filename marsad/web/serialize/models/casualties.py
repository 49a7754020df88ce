"""The casualty ledger: tolls, running tolls, checks."""

from __future__ import annotations

from typing import Literal

from marsad.web.serialize.models.base import Day, Days, Keys, Model, Name, Text


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
