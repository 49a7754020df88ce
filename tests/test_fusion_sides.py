"""The two sides of a divided city are two places, however near they lie."""

from __future__ import annotations

import datetime as dt

import pytest

from marsad.fusion import fuse
from marsad.fusion.spots import relation, spot
from marsad.pipeline import read
from marsad.records import Report


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("Eastern Aleppo, Aleppo, Syria", "Western Aleppo, Aleppo, Syria", "far"),
        ("Northern Aleppo, Aleppo, Syria", "Southern Aleppo, Aleppo, Syria", "far"),
        ("Eastern Aleppo, Aleppo, Syria", "Western Mosul, Nineveh, Iraq", "near"),
    ],
)
def test_opposite_sides_of_one_place_are_apart(one: str, other: str, wanted: str) -> None:
    a, b = (spot(name, name, 36.2, 37.15, "region", "SY") for name in (one, other))
    assert relation(a, b) == wanted


def test_tolls_of_the_two_sides_are_two_records() -> None:
    day = dt.date(2016, 12, 12)
    since = "منذ الخامس عشر من نوفمبر الماضي، وفق المرصد السوري لحقوق الإنسان."
    reports = [
        Report("east", f"قُتل 442 مدنيا في شرق حلب {since}", "ar", day, "Example A"),
        Report("west", f"قُتل 130 مدنيا في غرب حلب {since}", "ar", day, "Example B"),
    ]
    readings = [read(report) for report in reports]
    assert all(reading.claims for reading in readings)
    found = fuse(readings).events
    assert sorted(len(event.claims) for event in found if event.series) == [1, 1]
