"""How many were killed, for formats that want one number: the least that is said; overlapping figures are not added."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from marsad.exports.actors import is_civil
from marsad.exports.dataset import Row
from marsad.exports.tables import rows_of
from marsad.records import Casualty, Count
from marsad.text.fold import match
from marsad.views.rows import asserter_of

_WHOLES = frozenset(("people", "civilians"))


@dataclass(frozen=True, slots=True)
class Number:
    """A figure as a number: `low` is the least that it says, `high` the most, None where it is open.

    `convention` says that no number is printed, and that `low` is what ACLED's convention gives for the words.
    """

    low: int
    high: int | None
    convention: bool = False


def number(count: Count) -> Number:
    """Return a figure as a number."""
    if count.low is not None:
        return Number(count.low, count.high)
    if count.high is not None:  # "up to": no least number is said but that there were dead
        return Number(min(1, count.high), count.high)
    return Number(_conventional(count.text or ""), None, convention=True)


def _conventional(text: str) -> int:
    words = set(re.findall(r"\w+", match(text)))
    for forms, value in _conventions():
        if not forms or words & forms:
            return value
    return 1


@cache
def _conventions() -> tuple[tuple[frozenset[str], int], ...]:
    """Return the words of data/vague_numbers.tsv, folded, with their numbers; the last has no words."""
    return tuple(
        (frozenset(match(form) for form in words.split("|") if form), int(value))
        for words, value in rows_of("vague_numbers.tsv")
    )


def killed(rows: Iterable[Row]) -> list[Row]:
    """Return the claims of people killed that stand on their own: stated, and no part of another."""
    return [
        row
        for row in rows
        if isinstance(row.claim.detail, Casualty)
        and row.claim.detail.harm == "killed"
        and row.claim.certainty == "stated"
        and row.whole is None
    ]


def by_asserter(rows: Iterable[Row]) -> list[dict[str, Number]]:
    """Return the deaths that each asserter gives in each report, by victims; the armed by their side too."""
    found: dict[tuple[str, str], dict[str, Number]] = {}
    for row in rows:
        detail = row.claim.detail
        assert isinstance(detail, Casualty)
        key = (row.report.report_id, asserter_of(row.report, row.claim) or "")
        figures, figure = found.setdefault(key, {}), number(detail.count)
        victims = detail.victims if is_civil(detail.victims) else f"{detail.victims}:{detail.affiliation or ''}"
        known = figures.get(victims)
        if known is None or figure.low > known.low:
            figures[victims] = figure
    return list(found.values())


def total(figures: dict[str, Number]) -> Number:
    """Return the total of one asserter's figures: `people` are all victims, so parts are not added to them."""
    armed = [figure for victims, figure in figures.items() if not is_civil(victims)]
    whole = _sum([*armed, *([civil] if (civil := civilians(figures)) else [])])
    return _larger(figures["people"], whole) if "people" in figures else whole


def civilians(figures: dict[str, Number]) -> Number | None:
    """Return the civilians of one asserter's figures: children and women are among them where both are given."""
    within = [figure for victims, figure in figures.items() if is_civil(victims) and victims not in _WHOLES]
    if "civilians" in figures:
        return _larger(figures["civilians"], _sum(within))
    return _sum(within) if within else None


def _sum(parts: list[Number]) -> Number:
    highs = [part.high for part in parts]
    high = sum(h for h in highs if h is not None) if None not in highs else None
    return Number(sum(part.low for part in parts), high, any(part.convention for part in parts))


def _larger(whole: Number, parts: Number) -> Number:
    """Return the figure of a whole, or its parts where they are more."""
    return parts if parts.low > whole.low else whole


def of_side(figures: dict[str, Number], side: str) -> int:
    """Return the dead of an armed side, 0 where none are given."""
    return sum(figure.low for victims, figure in figures.items() if side and victims.endswith(f":{side}"))
