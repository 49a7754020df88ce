"""What answers share: names in both languages, places, days, the words behind a value, who said it."""

from __future__ import annotations

from typing import Literal

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


class Page(Model):
    """`total` claims meet the filters, of `of` there are; `next` is the cursor of the next page."""

    version: str
    total: int
    of: int
    next: str | None
