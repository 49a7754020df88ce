"""Claims for the tests of exports, made by hand: a small builder for each kind, and one invented record of a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from marsad.exports.dataset import Dataset, Stamp
from marsad.records import (
    Attack,
    Casualty,
    Certainty,
    Claim,
    Control,
    Count,
    Detail,
    Diplomacy,
    Kind,
    Named,
    Place,
    Precision,
    Qualifier,
    Report,
    Span,
    Statement,
    When,
)

STAMP = Stamp(dt.date(2016, 12, 6), (("place", "Aleppo"), ("since", "2016-11-15")))
DAY = dt.date(2016, 12, 4)
TEXT = "The observatory says that the toll in the quarter rose again after the strike."
KINDS: dict[type, Kind] = {
    Attack: "attack",
    Casualty: "casualty",
    Control: "control",
    Diplomacy: "diplomacy",
    Statement: "statement",
}


def report(name: str = "r1", outlet: str = "Outlet A", published: dt.date | None = dt.date(2016, 12, 5)) -> Report:
    return Report(name, TEXT, "en", published, outlet, url=f"https://example.org/{name}")


def at(name: str, lat: float | None, lon: float | None, precision: Precision | None, key: str | None = None) -> Place:
    return Place(name, Span(30, 45), f"{name}, Syria", lat, lon, precision, "SY", key)


QUARTER = at("Qadi Askar", 36.202, 37.174, "exact", "sy-aleppo-city-qadi-askar")
EAST = at("Eastern Aleppo", 36.21, 37.18, "region", "sy-eastern-aleppo")
COUNTRY = at("Syria", 35.0, 38.0, "country", "sy")
SYRIAN, FACTIONS = "Syrian government forces", "Syrian opposition factions"


def on(start: dt.date | None = DAY, end: dt.date | None = None, *, since: bool = False) -> When:
    return When(start, end or start, "day", "then", Span(4, 15), inferred="since" if since else None)


def claim(
    detail: Detail,
    key: str,
    *,
    place: tuple[Place, ...] = (QUARTER,),
    time: When | None = None,
    certainty: Certainty = "stated",
    source: str | None = None,
) -> Claim:
    named = Named(source, source, Span(4, 15)) if source else None
    found = on() if time is None else time
    return Claim(key, key, KINDS[type(detail)], Span(0, 40), detail, "rule", (), named, certainty, place, found)


def count(low: int | None, high: int | None = None, qualifier: Qualifier = "exact", text: str | None = None) -> Count:
    return Count(low, low if high is None and qualifier == "exact" else high, qualifier, text)


def killed(key: str, low: int | None, victims: str = "civilians", **more: Any) -> Claim:
    slots = {
        name: more.pop(name)
        for name in ("cause", "perpetrator", "affiliation", "cumulative", "subset_of")
        if name in more
    }
    figure = more.pop("figure", None) or count(low)
    return claim(Casualty("killed", figure, victims, **slots), key, **more)


def attack(key: str, means: str, attacker: str | None = SYRIAN, target: str | None = None, **more: Any) -> Claim:
    return claim(Attack(means, named(attacker), named(target)), key, **more)


def named(name: str | None) -> Named | None:
    return Named(name, name) if name else None


def dataset(*claims: Claim, **more: Any) -> Dataset:
    """Return the claims as those of one report."""
    one = report()
    return Dataset(tuple((one, made) for made in claims), **more)


def seed() -> Dataset:
    """Return what a report like the project's first one says: a toll with its part, gains, talks, a remark."""
    toll: dict[str, Any] = {
        "place": (EAST,),
        "time": on(dt.date(2016, 11, 15), dt.date(2016, 12, 5), since=True),
        "cumulative": True,
    }
    talks = When(dt.date(2016, 12, 6), dt.date(2016, 12, 7), "day", "then", Span(4, 15))
    return dataset(
        killed(
            "toll", None, figure=count(311, None, "more_than"), source="Syrian Observatory for Human Rights", **toll
        ),
        killed("part", 42, "children", subset_of="toll", **toll),
        claim(Control("captures", named(SYRIAN)), "gain"),
        claim(Diplomacy("talks", "planned", ("Russia", "United States")), "talks", time=talks, certainty="planned"),
        claim(Statement(Named("Sergey Lavrov", "Sergey Lavrov"), "say", "the draft is not constructive"), "remark"),
        attack("strike", "airstrike"),
    )


def without_time(made: Claim) -> Claim:
    return replace(made, time=When(None, None, "unknown"))
