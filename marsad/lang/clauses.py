"""What the clauses of every language share: they are cut once a sentence, and a token is in the last that begins by it.

How a sentence is cut is each language's own (lang/ar/clauses.py, lang/en/clauses.py).
"""

from __future__ import annotations

from collections.abc import Callable

from marsad.lang.sentence import Sentence, Tag

Clause = tuple[int, int]


def cut_once(sentence: Sentence, cut: Callable[[Sentence], tuple[Clause, ...]]) -> tuple[Clause, ...]:
    """Return the clauses of a sentence in order, by `cut` the first time and as kept on the sentence after that."""
    known = sentence.of("clauses")
    if not known:
        sentence.add([Tag("clauses", "", 0, len(sentence), of=cut(sentence))])
        known = sentence.of("clauses")
    found: tuple[Clause, ...] = known[0].of
    return found


def holding(clauses: tuple[Clause, ...], token: int, end: int) -> Clause:
    """Return the clause that holds `token`; a mark between clauses counts with the clause before it."""
    best: Clause = (0, end)
    for clause in clauses:
        if clause[0] > token:
            break
        best = clause
    return best
