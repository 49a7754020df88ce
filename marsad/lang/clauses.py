"""What the clauses of every language share: they are cut once a sentence, and a token is in the last that begins by it.

How a sentence is cut is each language's own (lang/ar/clauses.py, lang/en/clauses.py).
"""

from __future__ import annotations

from collections.abc import Callable

from marsad.lang.mention import Tense
from marsad.lang.sentence import Sentence

Clause = tuple[int, int]


class Clauses:
    """The clauses of one sentence, and what was asked about its tokens: each answer is found once.

    `number` gives the clause of every token, and of the one after the last, by its place in `every`; a mark between
    clauses counts with the clause before it, and what stands before the first clause (-1 too) with the whole sentence.
    """

    __slots__ = ("every", "hedged", "number", "reasons", "refused", "size", "stretches", "tenses")

    def __init__(self, every: tuple[Clause, ...], size: int) -> None:
        self.every = every
        self.size = size
        self.number = [-1] * every[0][0]  # the whole sentence
        for number in range(len(every)):
            end = every[number + 1][0] if number + 1 < len(every) else size + 1
            self.number += [number] * (end - every[number][0])
        self.number.append(-1)
        self.stretches: list[Clause] = []  # by number of a clause
        self.refused: dict[int, bool] = {}  # by token, as the four below: whether it is negated
        self.reasons: dict[int, str] = {}
        self.tenses: dict[int, Tense] = {}
        self.hedged: dict[int, bool] = {}

    def of(self, token: int) -> Clause:
        """Return the clause of a token."""
        number = self.number[token]
        return self.every[number] if number >= 0 else (0, self.size)


def clauses_by(sentence: Sentence, cut: Callable[[Sentence], tuple[Clause, ...]]) -> Clauses:
    """Return the clauses of a sentence, by `cut` the first time and as kept on the sentence after that."""
    known: Clauses | None = sentence.clauses
    if known is None:
        known = sentence.clauses = Clauses(cut(sentence), len(sentence))
    return known
