"""The text that keys are made of: it never changes, or stored judgements would lose their claims."""

from __future__ import annotations

import pytest

from marsad.claims.keys import key_of, printed
from marsad.records import Attack, Casualty, Control, Count, Detail, Diplomacy, Humanitarian, Named, Span, Statement

ARMY = Named("الجيش", "army", Span(3, 8), ("a", "it's"), "from the sentence before")
COUNT = Count(5, None, "at_least", "خمسة\\", Span(1, 5))


@pytest.mark.parametrize(
    "detail",
    [
        Casualty("killed", COUNT, "civilians", None, "army", "airstrike", cumulative=True, subset_of="c1"),
        Casualty("injured", Count(None, None, "vague")),
        Attack("shelling", ARMY, None),
        Attack("clash", None, Named("فصيل")),
        Control("captures", ARMY, None, "two thirds"),
        Statement(ARMY, "say", 'he said "no"\n', "minister"),
        Diplomacy("vote", "planned", ("France", "Spain"), None),
        Diplomacy("talks", "held", ("UN",), "Security Council"),
        Humanitarian("siege", None, ARMY),
        Humanitarian("displacement", COUNT),
    ],
)
def test_a_detail_is_printed_as_python_prints_it(detail: Detail) -> None:
    assert printed(detail) == repr(detail)


def test_a_key_stays() -> None:
    assert key_of("r1", "attack", Span(3, 9), 2, Attack("shelling", None, None)) == "a5b79c72c624510e"
