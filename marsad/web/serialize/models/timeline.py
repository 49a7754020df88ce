"""The timeline."""

from __future__ import annotations

from typing import Literal

from marsad.web.serialize.models.base import Day, Model, Page, Text


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
