"""Agreement between readers, against published and hand-worked figures (marsad/review/agreement.py)."""

from __future__ import annotations

import datetime as dt

import pytest

from marsad.review.agreement import agreement, alpha, kappa
from marsad.store.types_review import Action

# Four observers, twelve units, nominal labels, with gaps: the worked example of Krippendorff (2011), alpha = 0.743.
OBSERVERS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)


def test_alpha_is_that_of_the_published_example() -> None:
    units = [[label for label in unit if label is not None] for unit in zip(*OBSERVERS, strict=True)]
    assert alpha(units) == pytest.approx(0.743, abs=0.0005)


def test_kappa_is_that_of_a_table_worked_by_hand() -> None:
    """20 yes and yes, 5 yes and no, 10 no and yes, 15 no and no: observed 0.7, by chance 0.5."""
    both = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert kappa(both) == pytest.approx(0.4)


def test_where_chance_explains_all_nothing_is_claimed() -> None:
    assert kappa([]) is None
    assert kappa([("a", "a")] * 3) is None
    assert alpha([["a"], ["b"]]) is None
    assert alpha([["a", "a"], ["a", "a"]]) is None


def test_the_last_word_of_each_reader_counts() -> None:
    def act(n: int, key: str, verb: str, by: str, **value: object) -> Action:
        at = dt.datetime(2016, 12, 5, tzinfo=dt.UTC) + dt.timedelta(minutes=n)
        return Action(f"a{n}", key, verb, by, at, "because", None, value or None)

    log = [
        act(1, "k", "accept", "r1"), act(2, "k", "reject", "r2"), act(3, "k", "accept", "r2"),
        act(4, "m", "accept", "r1"), act(5, "m", "reject", "r2"),
        act(6, "n", "accept", "r1"),
        act(7, "n", "submit", "r1"), act(8, "n", "second", "r2", decision="return"),
    ]  # fmt: skip
    found = agreement(log)
    assert (found.claims, found.readers, found.second_reads, found.returned) == (2, ("r1", "r2"), 1, 1)
    (pair,) = found.pairs
    assert (pair.claims, pair.alike) == (2, 1)
