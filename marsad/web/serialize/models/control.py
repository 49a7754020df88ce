"""Control: states of places, what changed hands, shares."""

from __future__ import annotations

from typing import Literal

from marsad.web.serialize.models.base import Day, Keys, Model, Name
from marsad.web.serialize.models.claims import ClaimItem


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
