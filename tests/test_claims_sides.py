"""Whose an attack by nobody named is."""

from __future__ import annotations

import datetime as dt

import pytest

from marsad.claims.sides import named_attackers
from marsad.lang.mention import Document, Frame, Mention
from marsad.lang.sentence import Sentence
from marsad.records import NO_TIME, Attack, Claim, Named, Span, When
from marsad.text.fold import Folded
from marsad.text.tokens import tokens

ARMY = Named("الجيش", "army")
DAY = dt.date(2016, 12, 5)
FOLDED = Folded("قصف قرية")


def claim(start: int, kind: str, attacker: Named | None = None, *, dated: bool = False) -> Claim:
    time = When(DAY, DAY, span=Span(start, start + 4)) if dated else NO_TIME
    return Claim("", f"k{start}", "attack", Span(start, start + 20), Attack(kind, attacker, None), "attack", time=time)


def attackers(*claims: Claim, accused: bool = False) -> list[str | None]:
    """Return the attackers by name; every claim is read from the one sentence, in which somebody may be accused."""
    sentence = Sentence(FOLDED, tokens(FOLDED, 0, 8), 0)
    frame = Frame(0, 0, 2, 0, Named("الوزير"), "accuse")
    document = Document((sentence,), frames=(frame,) if accused else ())
    read_from = {c.key: Mention("attack", "attack", 0, 0, 1, 0, c.detail) for c in claims}
    filled = named_attackers(claims, read_from, document)
    return [c.detail.attacker.name if isinstance(c.detail, Attack) and c.detail.attacker else None for c in filled]


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
def test_an_attack_by_nobody_named(known: Claim, open_: Claim, filled: str | None) -> None:
    assert attackers(known, open_)[1] == filled


def test_the_slot_says_how_it_was_filled() -> None:
    known, open_ = claim(100, "shelling", ARMY), claim(200, "shelling")
    mention = Mention("attack", "attack", 0, 0, 1, 0, open_.detail)
    document = Document((Sentence(FOLDED, tokens(FOLDED, 0, 8), 0),))
    filled = named_attackers((known, open_), {known.key: mention, open_.key: mention}, document)
    assert dict(filled[1].inferred)["attacker"] == "the attacker of a like attack told close by"
    assert filled[0] is known


def test_what_somebody_is_accused_of_stays_open() -> None:
    assert attackers(claim(100, "shelling", ARMY), claim(200, "shelling"), accused=True) == ["army", None]
