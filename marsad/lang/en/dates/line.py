"""One sentence as the grammar of dates sees it: words, what they may do, and the small parts of an expression."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from marsad.lang.en.dates.words import roles
from marsad.lang.times import Bound, Date, TimeExpression, Unit
from marsad.text.tokens import Token


@dataclass(frozen=True, slots=True)
class Found:
    """An expression that ends before token `last`."""

    expression: TimeExpression
    last: int


class Line:
    """The tokens of one sentence."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.size = len(tokens)

    def word(self, at: int) -> str:
        return self.tokens[at].word if 0 <= at < self.size else ""

    def role(self, at: int, role: str) -> str | None:
        return roles(self.tokens[at].word).get(role) if 0 <= at < self.size else None

    def unit(self, at: int) -> Unit | None:
        return self.role(at, "unit")  # type: ignore[return-value]

    def lean(self, at: int) -> Literal["past", "this", "next"] | None:
        for lean in ("past", "this", "next"):
            if self.role(at, lean) is not None:
                return lean
        return None

    def bound(self, at: int) -> tuple[Bound | None, int]:
        if self.word(at) in ("more", "less") and self.word(at + 1) == "than":
            return ("more" if self.word(at) == "more" else "less"), at + 2
        if self.word(at) in ("over",):
            return "more", at + 1
        if self.word(at) in ("about", "around", "some", "almost", "nearly", "roughly", "approximately"):
            return "about", at + 1
        return None, at

    def year(self, at: int) -> Found | None:
        word = self.word(at)
        if word.isdigit() and len(word) == 4 and 1900 <= int(word) <= 2100:
            return Found(Date(year=int(word)), at + 1)
        return None
