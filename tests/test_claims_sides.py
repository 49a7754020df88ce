"""Whose an attack by nobody named is."""

from __future__ import annotations

import datetime as dt

import pytest

from marsad.claims.draft import Draft
from marsad.claims.sides import name_attackers
from marsad.lang.mention import Frame, Mention
from marsad.records import NO_TIME, Attack, Named, Span, When

ARMY = Named("الجيش", "army")
DAY = dt.date(2016, 12, 5)
ACCUSES = Frame(0, 0, 2, 0, Named("الوزير"), "accuse")


def claim(
    start: int, kind: str, attacker: Named | None = None, *, dated: bool = False, held: Frame | None = None
) -> Draft:
    time = When(DAY, DAY, span=Span(start, start + 4)) if dated else NO_TIME
    attack = Attack(kind, attacker, None)
    mention = Mention("attack", "attack", 0, 0, 1, 0, attack)
    return Draft(mention, Span(start, start + 20), attack, key=f"k{start}", time=time, held=held)


def attackers(*claims: Draft) -> list[str | None]:
    """Return the attackers by name."""
    name_attackers(claims)
    return [c.detail.attacker.name if isinstance(c.detail, Attack) and c.detail.attacker else None for c in claims]


@pytest.mark.parametrize(
    ("known", "open_", "filled"),
    [
        (claim(100, "shelling", ARMY), claim(200, "shelling"), "army"),
        (claim(100, "airstrike", ARMY), claim(200, "missile"), "army"),
        (claim(300, "shelling", ARMY), claim(200, "shelling"), "army"),
        (claim(100, "shelling", ARMY), claim(500, "shelling"), None),  # too far
        (claim(100, "shelling", ARMY), claim(200, "bombing"), None),  # no like attack
        (claim(100, "clash", ARMY), claim(200, "ground_assault"), None),  # either side may have stormed
        (claim(100, "shelling", ARMY), claim(200, "shelling", dated=True), None),  # another day's
        (claim(100, "shelling"), claim(200, "shelling"), None),
    ],
)
def test_an_attack_by_nobody_named(known: Draft, open_: Draft, filled: str | None) -> None:
    assert attackers(known, open_)[1] == filled


def test_the_slot_says_how_it_was_filled() -> None:
    known, open_ = claim(100, "shelling", ARMY), claim(200, "shelling")
    name_attackers((known, open_))
    assert dict(open_.inferred)["attacker"] == "the attacker of a like attack told close by"
    assert known.inferred == ()


def test_what_somebody_is_accused_of_stays_open() -> None:
    assert attackers(claim(100, "shelling", ARMY), claim(200, "shelling", held=ACCUSES)) == ["army", None]


def test_an_attacker_lent_is_not_lent_on() -> None:
    assert attackers(claim(0, "shelling", ARMY), claim(200, "shelling"), claim(400, "shelling")) == [
        "army",
        "army",
        None,
    ]
