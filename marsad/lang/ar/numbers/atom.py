"""A number of a sentence on its way to a hit."""

from __future__ import annotations

from typing import Literal

from marsad.lang.ar.numbers.tables import Numeral
from marsad.lang.grammar import Part

Kind = Literal["cardinal", "ordinal", "fraction", "percent", "vague", "year", "date"]


class Atom:
    """A number at tokens `[first, last)`. `high` is set for a range in figures; kind None is no number at all.

    It is filled while it is read: what stands around it tells more of it.
    """

    __slots__ = (
        "article", "figures", "first", "high", "interval", "joined", "kind", "last", "noun", "unit", "value",
    )  # fmt: skip

    def __init__(
        self, first: int, last: int, kind: Kind | None, value: float | None = None, high: float | None = None,
        interval: tuple[int, int] | None = None, unit: float = 1, noun: bool = False, joined: bool = False,
        article: bool = False,
    ) -> None:  # fmt: skip
        self.first = first
        self.last = last
        self.kind = kind
        self.value = value
        self.high = high
        self.interval = interval
        self.unit = unit
        self.noun = noun
        self.joined = joined
        self.article = article
        self.figures = False


class Step:
    """One numeral of a run (None for figures), and the token after it."""

    __slots__ = ("last", "numeral", "part")

    def __init__(self, numeral: Numeral | None, part: Part, last: int) -> None:
        self.numeral = numeral
        self.part = part
        self.last = last


def mend_eleven(steps: list[Step]) -> list[Step]:
    """Read "hundred wahid ten" as "hundred and one ten": وأحد عشر written without its hamza."""
    if len(steps) < 3:
        return steps
    mended = list(steps)
    for i in range(1, len(steps) - 1):
        part, following = steps[i].part, steps[i + 1].part
        if part.value == 1 and part.role == "unit" and not part.joined and following.role == "ten":
            mended[i] = Step(steps[i].numeral, Part("unit", 1, True), steps[i].last)
    return mended
