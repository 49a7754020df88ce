"""Claims in plain words say no more than their slots."""

import pytest

from marsad.records import Casualty, Claim, Count, Span
from marsad.summary import what


@pytest.mark.parametrize(
    ("detail", "words"),
    [
        (Casualty("killed", Count(1, 1, "exact"), "children"), "1 child killed"),
        (Casualty("killed", Count(2, 2, "exact"), "police"), "2 police killed"),
        (Casualty("injured", Count(1, None, "at_least"), "civilians"), "at least 1 civilians injured"),
        (
            Casualty("killed", Count(311, None, "more_than"), "civilians", cumulative=True),
            "more than 311 civilians killed (running toll)",
        ),
    ],
)
def test_casualties(detail: Casualty, words: str) -> None:
    assert what(Claim("c1", "k", "casualty", Span(0, 1), detail, "casualty")) == words
