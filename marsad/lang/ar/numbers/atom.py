"""A number of a sentence on its way to a hit."""

from __future__ import annotations

from typing import Literal, NamedTuple

from marsad.lang.ar.numbers.tables import Numeral
from marsad.lang.grammar import Part

Kind = Literal["cardinal", "ordinal", "fraction", "percent", "vague", "year", "date"]


class Atom(NamedTuple):
    """A number at tokens `[first, last)`. `high` is set for a range in figures; kind None is no number at all."""

    first: int
    last: int
    kind: Kind | None
    value: float | None = None
    high: float | None = None
    interval: tuple[int, int] | None = None
    unit: float = 1
    noun: bool = False
    joined: bool = False
    article: bool = False
    figures: bool = False


class Step(NamedTuple):
    """One numeral of a run, and the token after it."""

    numeral: Numeral | None  # None for figures
    part: Part
    last: int


def mend_eleven(steps: list[Step]) -> list[Step]:
    """Read "hundred wahid ten" as "hundred and one ten": وأحد عشر written without its hamza."""
    mended = list(steps)
    for i in range(1, len(steps) - 1):
        part, following = steps[i].part, steps[i + 1].part
        if part.value == 1 and part.role == "unit" and not part.joined and following.role == "ten":
            mended[i] = steps[i]._replace(part=Part("unit", 1, True))
    return mended
