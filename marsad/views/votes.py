"""votes: how many for, against, abstaining -> Votes.

Reads      11-3-1                                  for, against, abstaining: the order of the UN's records
           11 for, 3 against and 1 abstention      each number by the word beside it, which no other number takes
           حصل على 11 صوتا مقابل معارضة 3
           by 122 votes to 13                      what stands against votes; "to" counts nothing elsewhere
Abstains   11 voted                                one number of the three alone
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product
from typing import NamedTuple

from marsad.lang.ar.numbers import read_numbers as read_arabic
from marsad.lang.en.numbers import read_numbers as read_english
from marsad.text.fold import Folded, match
from marsad.text.tokens import Tokens, tokens
from marsad.text.words import peelings

_TRIPLE = re.compile(r"(?<![\d-])(\d{1,3})-(\d{1,3})-(\d{1,3})(?![\d-])")
_ARABIC = re.compile("[\u0621-\u064a]")
_MOST = 6  # numbers in a passage beyond which none is read


@dataclass(frozen=True, slots=True)
class Votes:
    """How many voted for, against and abstained; None where the words do not say."""

    yes: int | None
    no: int | None
    abstain: int | None

    def __str__(self) -> str:
        return "-".join("?" if n is None else str(n) for n in (self.yes, self.no, self.abstain))


class _Cue(NamedTuple):
    at: int
    role: str


@lru_cache(maxsize=4096)
def read_votes(text: str) -> Votes | None:
    """Return the votes that a passage gives, None where it names fewer than two of the three."""
    folded = Folded(text.replace(": ", ", "))  # the numbers of hours are joined by colons; those of a list are not
    triple = _TRIPLE.findall(folded.light)
    if len(triple) == 1:
        return Votes(*map(int, triple[0]))
    words = tokens(folded, 0, len(folded.light))
    numbers = list(_numbers(text, words))
    cues = [cue for at, word in enumerate(words) for cue in _cue(at, word.word)] + list(_set_against(words, numbers))
    if not 2 <= len(numbers) <= _MOST:
        return None
    best = max(product(*(_choices(at, numbers, cues) for at, _ in numbers)), key=_score)
    roles = {cue.role: value for (_, value), (cue, _) in zip(numbers, best, strict=True) if cue}
    valid = _score(best)[0] > 1
    return Votes(roles.get("yes"), roles.get("no"), roles.get("abstain")) if valid else None


_Choice = tuple[_Cue | None, int]


def _choices(at: int, numbers: list[tuple[int, int]], cues: list[_Cue]) -> list[_Choice]:
    """Return the words that may say what a number counts, with their distance: the nearest on each side, not beyond
    another number, or none."""
    before = max((n for n, _ in numbers if n < at), default=-1)
    after = min((n for n, _ in numbers if n > at), default=10**6)
    left = max((cue for cue in cues if before < cue.at < at), default=None)
    right = min((cue for cue in cues if at < cue.at < after), default=None)
    return [(None, 0), *((cue, abs(cue.at - at)) for cue in (left, right) if cue)]


def _score(chosen: tuple[_Choice, ...]) -> tuple[int, int]:
    """Return how many numbers have a word of their own, then how near; words and roles are taken once."""
    taken = [cue for cue, _ in chosen if cue]
    if len({cue.at for cue in taken}) < len(taken) or len({cue.role for cue in taken}) < len(taken):
        return -1, 0
    return len(taken), -sum(distance for _, distance in chosen)


def _numbers(text: str, words: Tokens) -> Iterator[tuple[int, int]]:
    hits = read_arabic(words) if _ARABIC.search(text) else read_english(words)
    for hit in hits:
        if hit.kind == "cardinal" and hit.count.low is not None and hit.count.low == hit.count.high:
            yield hit.core, hit.count.low


def _set_against(words: Tokens, numbers: list[tuple[int, int]]) -> Iterator[_Cue]:
    """Yield the words of "122 votes to 13": votes, and what is against them."""
    counted, plain = {at for at, _ in numbers}, [word.word for word in words]
    for at in range(2, len(plain)):
        rises = at > 2 and plain[at - 3] == "from"
        if plain[at - 1 : at + 1] == ["votes", "to"] and {at - 2, at + 1} <= counted and not rises:
            yield from (_Cue(at - 1, "yes"), _Cue(at, "no"))


def _cue(at: int, word: str) -> Iterator[_Cue]:
    roles = _roles()
    found = next((roles[cut.stem] for cut in peelings(word) if cut.stem in roles), None)
    if found:
        yield _Cue(at, found)


@cache
def _roles() -> dict[str, str]:
    lines = (files("marsad.views") / "data" / "votes.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {match(form): role for role, forms in rows for form in forms.split("|")}
