"""How many, as reported: series, ranges by the stated rule, and what does not agree."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from marsad.fusion import fuse, to_json
from marsad.records import Attack, Event, Figure, Named, Reading
from tests.fusion_support import DAY, Outlet, event_of, key, killed, said, strike

NEXT = DAY + dt.timedelta(1)


def event_in(press: Outlet, first: Reading) -> Event:
    return event_of(fuse(press.readings), key(first))


def figure(event: Event, harm: str = "killed", victims: str = "people") -> Figure:
    return next(f for f in event.figures if (f.harm, f.victims) == (harm, victims))


def differences(event: Event) -> list[str]:
    return [c.difference for c in event.contradictions]


def test_a_lineage_that_revises_its_toll_is_a_series() -> None:
    press = Outlet()
    first = press.tells(said(killed(32), source="Monitor"), outlet="A")
    press.tells(said(killed(40), source="Monitor"), outlet="B", published=NEXT)
    press.tells(said(killed(45), source="Monitor"), outlet="C", published=NEXT)
    event = event_in(press, first)
    found = figure(event)
    assert [point.low for point in found.points] == [32, 40, 45]
    assert (found.min, found.best, found.max, found.latest) == (32, 45, 45, 45)
    assert not event.contradictions


def test_a_round_number_does_not_displace_an_exact_one() -> None:
    press = Outlet()
    first = press.tells(said(killed(52), source="Monitor"))
    press.tells(said(killed(50, qualifier="more_than"), source="Monitor"), published=NEXT)
    press.tells(said(killed(50, qualifier="about"), source="Monitor"), published=NEXT)
    assert figure(event_in(press, first)).latest == 52
    press.tells(said(killed(60, qualifier="at_least"), source="Monitor"), published=NEXT)
    assert figure(event_in(press, first)).latest == 60


def test_best_is_the_lower_median_of_the_lineages() -> None:
    press = Outlet()
    first = press.tells(said(killed(40), source="Monitor"))
    press.tells(said(killed(42), source="Health Ministry"))
    assert figure(event_in(press, first)).best == 40
    press.tells(said(killed(75), source="Militia media"))
    assert figure(event_in(press, first)).best == 42


def test_a_hundred_copies_of_a_false_claim_change_neither_grade_nor_best() -> None:
    press = Outlet()
    first = press.tells(said(strike(by="Army"), source="Monitor"), said(killed(40), source="Monitor"), outlet="A")
    press.tells(said(killed(42), source="Health Ministry"), outlet="B")
    false = said(
        killed(400),
        "مقتل 400 شخص في غارة واحدة على مدينة دوما حسب منشور لا يعرف مصدره تناقلته صفحات كثيرة على مواقع التواصل",
    )
    press.tells(false, outlet="Page 0")
    once = event_in(press, first)
    for number in range(1, 101):
        press.tells(false, outlet=f"Page {number}", published=NEXT if number % 2 else DAY)
    copied = event_in(press, first)
    assert len(copied.claims) == len(once.claims) + 100
    assert copied.grade == once.grade
    assert figure(copied) == figure(once)
    assert len(copied.lineages) == len(once.lineages)


def test_what_is_denied_planned_or_part_of_another_count_is_not_in_the_toll() -> None:
    press = Outlet()
    first = press.tells(
        said(killed(10), source="Monitor"),
        said(killed(4, victims="children", part_of="c1"), source="Monitor"),
        said(killed(30), source="Army", certainty="denied"),
    )
    event = event_in(press, first)
    assert (figure(event).min, figure(event).max) == (10, 10)
    assert figure(event, victims="children").best == 4
    assert key(first, 2) not in event.in_toll


def test_series_over_a_period_are_never_added_to_an_event() -> None:
    press = Outlet()
    first = press.tells(
        said(killed(10), source="Monitor"),
        said(killed(300, cumulative=True), source="Monitor", day=DAY - dt.timedelta(60), until=DAY, since=True),
    )
    assert figure(event_in(press, first)).max == 10


def test_a_toll_that_falls_is_named_a_revision() -> None:
    press = Outlet()
    first = press.tells(said(killed(50), source="Monitor"))
    press.tells(said(killed(44), source="Monitor"), published=NEXT)
    assert differences(event_in(press, first)) == ["revision"]


@pytest.mark.parametrize(
    ("slots", "published", "wanted"),
    [
        ({}, DAY, "conflict"),
        ({}, NEXT, "revision"),
        ({"until": NEXT}, DAY, "period"),
    ],
)
def test_differences_of_lineages_have_names(slots: dict[str, Any], published: dt.date, wanted: str) -> None:
    press = Outlet()
    first = press.tells(said(killed(50), source="Monitor"))
    press.tells(said(killed(44), source="Health Ministry", **slots), published=published)
    assert differences(event_in(press, first)) == [wanted]


def test_one_number_of_two_classes_is_a_difference_of_class() -> None:
    press = Outlet()
    first = press.tells(said(killed(60), source="Monitor"))
    press.tells(said(killed(60, victims="civilians"), source="Health Ministry"))
    assert differences(event_in(press, first)) == ["class"]


def test_a_denial_stands_beside_what_it_denies() -> None:
    press = Outlet()
    first = press.tells(said(strike("chemical"), source="Monitor"))
    press.tells(said(strike("chemical"), source="Army", certainty="denied"))
    assert differences(event_in(press, first)) == ["conflict"]


@pytest.mark.parametrize(
    ("claims", "wanted"),
    [
        ([("Monitor", "Army")], "weak"),
        ([("Monitor", "Army"), ("Health Ministry", None)], "fair"),
        ([("Monitor", None), ("Health Ministry", None)], None),
        ([("Monitor", "Army"), ("Health Ministry", "Rebels")], "contested"),
        ([("Monitor", "Army"), ("Army", "Army")], "confirmed"),
    ],
)
def test_grades_are_airwars(claims: list[tuple[str, str | None]], wanted: str | None) -> None:
    press = Outlet()
    for source, by in claims:
        told = Attack("airstrike", Named(by, by) if by else None)
        first = press.tells(said(told, source=source), said(killed(5), source=source))
    assert event_in(press, first).grade == wanted


def test_a_monitor_of_a_country_is_not_its_army() -> None:
    press = Outlet()
    monitor = "Syrian Observatory for Human Rights"
    first = press.tells(said(strike(by="Syrian government forces"), source=monitor), said(killed(5), source="Monitor"))
    assert event_in(press, first).grade == "fair"
    press.tells(said(strike(by="Syrian government forces"), source="Syrian army"))
    assert event_in(press, first).grade == "confirmed"


def test_what_anybody_denies_is_not_confirmed() -> None:
    press = Outlet()
    first = press.tells(said(strike(by="Army"), source="Army"), said(killed(5), source="Monitor"))
    assert event_in(press, first).grade == "confirmed"
    press.tells(said(strike(by="Army"), source="Army", certainty="denied"))
    assert event_in(press, first).grade == "fair"


def test_an_attack_that_harmed_nobody_has_no_grade() -> None:
    press = Outlet()
    assert event_in(press, press.tells(said(strike()))).grade is None


def test_the_record_as_json_has_what_others_read() -> None:
    press = Outlet()
    first = press.tells(said(strike(), "غارة على دوما"), said(killed(5), source="Monitor"))
    written = to_json(fuse(press.readings), press.readings)
    (event,) = written["events"]
    assert event["figures"] == {"killed": {"min": 5, "best": 5, "max": 5, "latest": 5}}
    assert event["lineages"] == 2
    document = first.report.document
    for member in event["members"]:
        start, end = member["span"]
        claim = next(c for c in first.claims if c.key == member["claim"])
        assert document[start:end] == claim.evidence.of(document)
        assert member["in_toll"] == (member["kind"] == "casualty")
