"""Diplomacy: tracks, votes, plans, positions."""

from __future__ import annotations

from typing import Literal

from marsad.web.serialize.models.base import Day, Days, Keys, Model, Name, Text


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
