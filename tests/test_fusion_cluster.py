"""Claims become events: what belongs together, whatever the order, and what people rule."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.fusion import fuse
from marsad.fusion.link import Pairs, link
from marsad.records import Control, Fusion, Judgement, Named, Reading, Statement
from tests.fusion_support import DAY, Outlet, Said, event_of, judge, key, killed, said, strike, together

NEXT = DAY + dt.timedelta(1)


def test_two_reports_of_one_strike_are_one_event() -> None:
    press = Outlet()
    one = press.tells(said(strike()), said(killed(5)), outlet="A")
    other = press.tells(said(strike()), said(killed(7)), outlet="B", published=NEXT)
    found = fuse(press.readings)
    assert together(found, key(one), key(one, 1), key(other), key(other, 1))


@pytest.mark.parametrize(
    "slots",
    [
        {"place": "Basra"},
        {"place": "Idlib"},
        {"day": DAY - dt.timedelta(3)},
        {"detail": strike("chemical")},
        {"certainty": "planned", "detail": strike("shelling"), "place": "Aleppo"},
    ],
)
def test_another_place_day_or_means_is_another_event(slots: dict[str, object]) -> None:
    press = Outlet()
    one = press.tells(said(strike()), outlet="A")
    detail = slots.pop("detail", strike())
    other = press.tells(said(detail, **slots), outlet="B")  # type: ignore[arg-type]
    assert not together(fuse(press.readings), key(one), key(other))


def test_rising_numbers_do_not_tell_events_apart() -> None:
    press = Outlet()
    tolls = [press.tells(said(strike(), f"غارة على دوما {n}"), said(killed(n))) for n in (10, 14, 19)]
    assert together(fuse(press.readings), *(key(toll, 1) for toll in tolls))


def test_arabic_and_english_reports_of_one_event_meet() -> None:
    press = Outlet()
    arabic = press.tells(
        said(strike(), "غارة جوية على مدينة دوما"), said(killed(12), "مقتل 12 شخصا في دوما"), outlet="A"
    )
    english = press.tells(
        said(strike(), "An air strike hit Douma"), said(killed(12), "12 people were killed"), outlet="B", lang="en"
    )
    assert together(fuse(press.readings), key(arabic), key(english), key(arabic, 1), key(english, 1))


def test_a_part_follows_its_whole() -> None:
    press = Outlet()
    one = press.tells(said(killed(10)), said(killed(3, victims="children", part_of="c1"), place=None, day=None))
    found = fuse(press.readings)
    assert together(found, key(one), key(one, 1))


def test_a_toll_over_a_period_is_a_series_and_no_event() -> None:
    press = Outlet()
    day = press.tells(said(killed(60)))
    period = press.tells(said(killed(100, cumulative=True), day=DAY - dt.timedelta(50), until=DAY, since=True))
    found = fuse(press.readings)
    assert not together(found, key(day), key(period))
    assert event_of(found, key(period)).series
    assert not event_of(found, key(period)).in_toll
    assert [figure.max for figure in event_of(found, key(day)).figures] == [60]


def test_taking_and_losing_a_place_are_two_events() -> None:
    press = Outlet()
    took = press.tells(said(Control("captures", Named("Army", "Army"))))
    lost = press.tells(said(Control("loses", Named("Army", "Army"))))
    assert not together(fuse(press.readings), key(took), key(lost))


def test_one_sentence_quoted_by_two_outlets_is_one_statement() -> None:
    press = Outlet()
    words = "لن نقبل بوقف اطلاق النار قبل خروج جميع القوات الاجنبية من البلاد"
    speaker = Named("Minister", "Minister")
    one = press.tells(said(Statement(speaker, "say", words), words, place=None, day=None), outlet="A")
    other = press.tells(said(Statement(speaker, "say", words), words, place=None, day=None), outlet="B")
    third = "المفاوضات ستبدأ الاسبوع المقبل في جنيف برعاية دولية"
    apart = press.tells(said(Statement(speaker, "say", third), third, place=None, day=None), outlet="C")
    found = fuse(press.readings)
    assert together(found, key(one), key(other))
    assert not together(found, key(one), key(apart))


# What follows holds for any reports.

PLACES = ("Douma", "Aleppo", "Idlib", None)
DETAILS = (
    strike(),
    strike("shelling"),
    strike("chemical", by="Army"),
    killed(5),
    killed(40),
    killed(None, qualifier="vague"),
)


def claims() -> st.SearchStrategy[Said]:
    day = st.one_of(st.none(), st.integers(0, 3).map(lambda n: DAY - dt.timedelta(n)))
    text = st.sampled_from(["", "غارة على المدينة صباحا", "قصف على الاحياء السكنية في المدينة"])
    return st.builds(
        Said,
        st.sampled_from(DETAILS),
        text,
        st.sampled_from(PLACES),
        day,
        source=st.sampled_from([None, "Monitor", "medics"]),
    )


@st.composite
def presses(draw: st.DrawFn) -> list[Reading]:
    press = Outlet()
    for number, told in enumerate(draw(st.lists(st.lists(claims(), min_size=1, max_size=3), min_size=2, max_size=8))):
        published = DAY + dt.timedelta(draw(st.integers(0, 2)))
        press.tells(*told, outlet=f"Outlet {number % 3}", published=published)
    return press.readings


@st.composite
def ruled(draw: st.DrawFn) -> tuple[list[Reading], list[Judgement]]:
    readings = draw(presses())
    keys = sorted({claim.key for reading in readings for claim in reading.claims})
    pair = st.tuples(st.sampled_from(["same", "different"]), st.sampled_from(keys), st.sampled_from(keys))
    pairs = draw(st.lists(pair.filter(lambda p: p[1] != p[2]), max_size=4))
    return readings, [judge(verdict, a, b, minute) for minute, (verdict, a, b) in enumerate(pairs)]


@settings(max_examples=60, deadline=None)
@given(ruled(), st.randoms(use_true_random=False), st.integers(1, 4))
def test_order_batches_and_repeats_change_nothing(
    case: tuple[list[Reading], list[Judgement]], draw: random.Random, parts: int
) -> None:
    readings, judgements = case
    wanted = fuse(readings, judgements)
    mixed = [*readings, *draw.sample(readings, 1)]
    draw.shuffle(mixed)
    batches = [mixed[n::parts] for n in range(parts)]
    assert fuse((reading for batch in batches for reading in batch), reversed(judgements)) == wanted


@settings(max_examples=60, deadline=None)
@given(ruled())
def test_judgements_bind_or_are_listed(case: tuple[list[Reading], list[Judgement]]) -> None:
    readings, judgements = case
    found = fuse(readings, judgements)
    last = {frozenset((j.a, str(j.b))): j for j in judgements}
    listed = {c for contradiction in found.unresolved for c in (contradiction.claim, contradiction.other)}
    for judgement in last.values():
        assert judgement.b is not None
        if judgement.verdict == "different":
            assert not together(found, judgement.a, judgement.b)
        elif not found.unresolved:
            assert together(found, judgement.a, judgement.b)
    assert not found.unresolved or listed


@settings(max_examples=40, deadline=None)
@given(ruled())
def test_judgements_taken_back_leave_the_record_as_it_was(case: tuple[list[Reading], list[Judgement]]) -> None:
    readings, judgements = case
    undone = [judge("unsure", j.a, j.b, 30 + n) for n, j in enumerate(judgements)]
    assert fuse(readings, [*judgements, *undone]) == fuse(readings)


@settings(max_examples=40, deadline=None)
@given(presses())
def test_every_claim_is_in_one_event(readings: list[Reading]) -> None:
    found = fuse(readings)
    held = [claim for event in found.events for claim in event.claims]
    assert sorted(held) == sorted({claim.key for reading in readings for claim in reading.claims})
    assert len({event.id for event in found.events}) == len(found.events)


# Judgements, one by one.


def two_events() -> tuple[Outlet, str, str]:
    press = Outlet()
    one = press.tells(said(strike()), said(killed(5)))
    other = press.tells(said(strike(), place="Basra"), said(killed(9), place="Basra"))
    return press, key(one), key(other)


def test_same_merges_whole_events() -> None:
    press, one, other = two_events()
    apart = fuse(press.readings)
    merged = fuse(press.readings, [judge("same", event_of(apart, one).id, event_of(apart, other).id)])
    assert len(event_of(merged, one).claims) == 4
    assert together(merged, one, other)


def test_different_splits_an_event() -> None:
    press = Outlet()
    tolls = [press.tells(said(killed(n))) for n in (5, 6, 7)]
    assert together(fuse(press.readings), *map(key, tolls))
    split = fuse(press.readings, [judge("different", key(tolls[0]), key(tolls[1]))])
    assert not together(split, key(tolls[0]), key(tolls[1]))
    assert not split.unresolved


def test_the_later_judgement_holds() -> None:
    press, one, other = two_events()
    assert together(fuse(press.readings, [judge("different", one, other, 1), judge("same", other, one, 2)]), one, other)
    assert not together(
        fuse(press.readings, [judge("same", one, other, 1), judge("different", one, other, 2)]), one, other
    )


def test_judgements_against_each_other_are_listed_and_not_merged_over() -> None:
    press, one, other = two_events()
    third = key(press.tells(said(strike(), place="Aleppo")))
    rulings = [judge("same", one, other, 1), judge("same", other, third, 2), judge("different", one, third, 3)]
    found = fuse(press.readings, rulings)
    assert [c.difference for c in found.unresolved] == ["judgement"]
    assert not together(found, one, third)
    assert not together(found, one, other)


def test_a_merge_that_would_join_what_is_kept_apart_is_refused_and_listed() -> None:
    press = Outlet()
    one = press.tells(said(strike()), said(killed(5)))
    other = press.tells(said(strike(), place="Basra"), said(killed(9), place="Basra"))
    found = fuse(
        press.readings, [judge("same", key(one), key(other), 1), judge("different", key(one, 1), key(other, 1), 2)]
    )
    assert [c.difference for c in found.unresolved] == ["judgement"]
    assert not together(found, key(one), key(other))


def test_a_rejected_claim_is_in_no_event_until_accepted_again() -> None:
    press, one, _ = two_events()
    rejected = fuse(press.readings, [judge("reject", one, minute=1)])
    assert rejected.event_of(one) is None
    assert fuse(press.readings, [judge("reject", one, minute=1), judge("accept", one, minute=2)]) == fuse(
        press.readings
    )


def test_no_reports_no_events() -> None:
    assert fuse([]) == Fusion()


def test_linkage_takes_the_closest_first_and_weighs_pairs_alike() -> None:
    pairs = [(0, 1, 5.0), (1, 2, 4.0), (0, 2, -5.0), (2, 3, 3.0)]
    assert link(5, pairs, 2.0, lambda a, b: True) == [[0, 1], [2, 3], [4]]
    assert link(5, pairs, 2.0, lambda a, b: {0, 1} != {*a, *b}) == [[0], [1, 2], [3], [4]]


def test_parts_that_no_pair_connects_are_linked_each_by_itself() -> None:
    pairs = Pairs()
    for pair in [(0, 5, 3.0), (1, 4, 2.5), (4, 6, 4.0), (1, 6, 0.5), (2, 3, 1.0)]:
        pairs.add(*pair)
    assert (len(pairs), pairs[2], pairs[3:]) == (5, (4, 6, 4.0), [(1, 6, 0.5), (2, 3, 1.0)])
    assert link(7, pairs, 2.0, lambda a, b: True) == [[0, 5], [1], [2], [3], [4, 6]]
