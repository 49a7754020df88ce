"""When two casualty claims of one report are one claim told twice."""

from __future__ import annotations

from typing import Final

from marsad.claims.draft import Draft, names
from marsad.records import Casualty, Count, When

_ROUNDED: Final = 1.1  # a headline's "more than 4,000" may be the body's 4,050
_ROUNDING: Final = frozenset(("about", "more_than", "at_least"))


def same_casualty(known: Draft, claim: Draft, title_end: int) -> bool:
    """Tell whether `claim` gives the figure of `known` again.

    The body repeats a headline's figure where harm and kind of victims fit, also where the headline is rounder or
    gives none. In the body itself two figures are one when they are equal and neither source nor place differs;
    figures that are not given are one only in the same passage.
    """
    a, b = known.detail, claim.detail
    assert isinstance(a, Casualty)
    assert isinstance(b, Casualty)
    if a.harm != b.harm or known.certainty != claim.certainty or not _fit(a.victims, b.victims):
        return False
    if known.evidence.end <= title_end < claim.evidence.end:
        if (a.subset_of is None) != (b.subset_of is None):
            return False
        return _covers(a.count, b.count) and (a.affiliation == b.affiliation or None in (a.affiliation, b.affiliation))
    if _one_person(a.count, b.count):
        return True
    if a.count.qualifier == "vague" or b.count.qualifier == "vague":
        alike = a.count.qualifier == b.count.qualifier and a.victims == b.victims
        return alike and known.evidence.overlaps(claim.evidence)
    return _written(a.count) == _written(b.count) and not _conflict(known, claim)


def merge_casualties(known: Draft, claim: Draft, title_end: int) -> Draft:
    """Return the fuller telling, the body's before the headline's, with what it alone does not say filled in."""

    def weight(c: Draft) -> tuple[bool, bool, int]:
        assert isinstance(c.detail, Casualty)
        return c.evidence.end > title_end, c.detail.victims != "people", c.evidence.end - c.evidence.start

    best, other = (claim, known) if weight(claim) > weight(known) else (known, claim)
    a, b = best.detail, other.detail
    assert isinstance(a, Casualty)
    assert isinstance(b, Casualty)
    best.takes_in(other)
    best.detail = Casualty(
        a.harm, a.count, a.victims, a.affiliation or b.affiliation, a.perpetrator or b.perpetrator, a.cause or b.cause,
        a.cumulative or b.cumulative, a.subset_of,
    )  # fmt: skip
    best.source = best.source or other.source
    best.place = best.place or other.place
    return best


def _one_person(a: Count, b: Count) -> bool:
    """Tell whether two single dead bear one name: the last word of what was counted."""
    if not (a.low == 1 and b.low == 1 and a.high == 1 and b.high == 1) or not a.text or not b.text:
        return False
    last, other = a.text.split()[-1], b.text.split()[-1]
    return last == other and last.startswith("ال") and len(last) > 4


def _fit(a: str, b: str) -> bool:
    return a == b or a == "people" or b == "people"


def _covers(title: Count, body: Count) -> bool:
    """Tell whether a headline's count may be the body's: equal, rounder, or vague."""
    if title.qualifier == "vague" or _written(title) == _written(body):
        return True
    if title.low is None or body.low is None or title.qualifier not in _ROUNDING:
        return False
    return title.low / _ROUNDED <= body.low <= title.low * _ROUNDED


def _written(count: Count) -> tuple[int | None, int | None]:
    """Return the number as written: "at least 34" is told again as "34"."""
    return (count.low, count.high) if count.qualifier == "range" else (count.low or count.high, None)


def _conflict(a: Draft, b: Draft) -> bool:
    """One source's figure and another's stay two claims, also when they are equal; so do two places and two times."""
    if _apart(a.time, b.time) or _apart(b.time, a.time):
        return True
    if len({c.source.name or c.source.text for c in (a, b) if c.source}) > 1:
        return True
    here, there = names(a.place), names(b.place)
    return bool(here and there and not here & there)


def _apart(early: When, late: When) -> bool:
    """Tell whether one time ends before the other starts."""
    return early.end is not None and late.start is not None and early.end < late.start
