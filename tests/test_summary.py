"""Claims in plain words say no more than their slots."""

import pytest

from marsad.records import Casualty, Claim, Control, Count, Named, Place, Span
from marsad.summary import what, where


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


def test_who_acts_stands_before_what_is_done() -> None:
    detail = Control("holds", Named("فصائل المعارضة", "Syrian opposition factions", None))
    claim = Claim("c1", "k", "control", Span(0, 1), detail, "control")
    assert what(claim) == "Syrian opposition factions: holds"


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ((), ""),
        (("Shaar, Aleppo, Syria",), "Shaar, Aleppo, Syria"),
        (("Shaar, Aleppo, Syria", "Marjeh, Aleppo, Syria"), "Shaar; Marjeh (Aleppo, Syria)"),
        (("Shaar, Aleppo, Syria", "Idlib, Syria", None), "Shaar, Aleppo, Syria; Idlib, Syria; القرية (not located)"),
    ],
)
def test_shared_parents_of_places_are_written_once(names: tuple[str | None, ...], words: str) -> None:
    places = tuple(Place("القرية", Span(0, 1), name) for name in names)
    claim = Claim("c1", "k", "control", Span(0, 1), Control("holds", None), "control", place=places)
    assert where(claim) == words
