"""A number of a sentence on its way to a hit."""

from __future__ import annotations

from typing import Literal, NamedTuple

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
