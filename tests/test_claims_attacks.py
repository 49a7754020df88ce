"""Which attacks of one report are one attack told twice, and which only point at another."""

from __future__ import annotations

import datetime as dt

import pytest

from marsad.claims.attacks import merge_attacks, only_referred, same_attack
from marsad.claims.draft import Draft
from marsad.lang.mention import Mention
from marsad.records import NO_TIME, Attack, Certainty, Named, Place, Span, When

MARKET, BRIDGE = Named("السوق"), Named("الجسر")
ARMY, REBELS = Named("الجيش", "army"), Named("الفصائل", "rebels")


def claim(
    start: int,
    kind: str,
    attacker: Named | None = None,
    target: Named | None = None,
    *,
    rule: str = "attack",
    place: str | None = None,
    day: int | None = None,
    certainty: Certainty = "stated",
) -> Draft:
    evidence = Span(start, start + 20)
    places = (Place(place, Span(start, start + 5), place),) if place else ()
    date = dt.date(2016, 12, day) if day else None
    time = When(date, date, span=Span(start, start + 4)) if date else NO_TIME
    attack = Attack(kind, attacker, target)
    mention = Mention("attack", rule, 0, 0, 1, 0, attack)
    return Draft(mention, evidence, attack, key=f"k{start}", place=places, time=time, certainty=certainty)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        # a word that points back needs only not to contradict
        (claim(100, "shelling", ARMY, MARKET), claim(200, "ground_assault", rule="attack/again"), True),
        (claim(100, "shelling", ARMY), claim(200, "shelling", REBELS, rule="attack/again"), False),
        (claim(100, "clash", ARMY), claim(200, "other", rule="attack/again"), False),
        # two full tellings agree in type, sides, place and day
        (claim(100, "shelling", ARMY, MARKET), claim(200, "shelling", ARMY, Named("سوق المدينة")), True),
        (claim(100, "shelling", ARMY, MARKET), claim(200, "shelling", ARMY, BRIDGE), False),
        (claim(100, "shelling", ARMY, MARKET), claim(200, "shooting", ARMY, MARKET), False),
        (claim(100, "shelling", ARMY, place="Homs"), claim(200, "shelling", ARMY, place="Homs"), True),
        (claim(100, "shelling", ARMY, place="Homs"), claim(200, "shelling", ARMY, place="Hama"), False),
        (claim(100, "shelling", ARMY, MARKET, day=1), claim(200, "shelling", ARMY, MARKET, day=2), False),
        (claim(100, "shelling", ARMY), claim(200, "shelling", ARMY), False),
        # a passage that says nothing but the means is the same again
        (claim(100, "shelling", ARMY, place="Homs"), claim(200, "shelling"), True),
        (claim(100, "shelling", ARMY, place="Homs"), claim(200, "airstrike"), False),
        (claim(100, "shelling", ARMY, place="Homs"), claim(200, "shelling", day=2), False),
        # one telling says no means, and the target is the same
        (claim(100, "other", ARMY, MARKET), claim(200, "shelling", ARMY, MARKET), True),
        (claim(100, "other", ARMY), claim(200, "shelling", ARMY), False),
        # "raids and shelling" are two, a denied one is not the stated one
        (claim(100, "airstrike", ARMY, MARKET), claim(121, "shelling", ARMY, MARKET), False),
        (claim(100, "shelling", ARMY, MARKET, certainty="denied"), claim(200, "shelling", ARMY, MARKET), False),
        # the war that goes on folds with itself alone
        (claim(100, "other", ARMY, rule="attack/war"), claim(200, "other", ARMY, rule="attack/war"), True),
        (claim(100, "shelling", ARMY), claim(200, "other", ARMY, rule="attack/war"), False),
    ],
)
def test_same_attack(a: Draft, b: Draft, same: bool) -> None:
    assert same_attack(a, b, title_end=0) is same


def test_a_headline_needs_only_not_to_contradict() -> None:
    assert same_attack(claim(0, "other"), claim(100, "shelling", ARMY, MARKET), title_end=30)


def test_the_fuller_telling_stays_and_takes_what_the_other_adds() -> None:
    back = claim(200, "other", target=MARKET, rule="attack/again")
    merged = merge_attacks(claim(100, "shelling", ARMY), back, title_end=0)
    assert merged.detail == Attack("shelling", ARMY, MARKET)
    assert (merged.evidence, merged.also) == (Span(100, 120), (back.evidence,))


def test_a_plain_attack_takes_the_means_told_later() -> None:
    later = claim(200, "missile", rule="attack/again")
    assert merge_attacks(claim(100, "other", ARMY, MARKET), later, title_end=0).detail == Attack(
        "missile", ARMY, MARKET
    )


def test_only_referred() -> None:
    headline, told = claim(0, "other"), claim(100, "shelling", ARMY)
    alone, dated = claim(200, "other", rule="attack/again"), claim(300, "other", rule="attack/again", day=3)
    assert only_referred([headline, told, alone, dated], title_end=30) == [headline, alone]
    assert only_referred([headline], title_end=30) == []
