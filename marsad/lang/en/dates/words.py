"""The English words of time by what they do: lexicon/timewords.tsv."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from marsad.lang.times import Tense
from marsad.text.tokens import Token

_NONE: Mapping[str, str] = {}
_SHORTEST = 4  # letters of what may be a day in the genitive: "Thus" is none
_ENDS = ("'s", "s")  # Tuesday's, and Tuesdays in texts that lose the apostrophe


@cache
def _table() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    table = files("marsad.lang.en") / "lexicon" / "timewords.tsv"
    for line in table.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            role, forms, value = line.split("\t")
            for form in forms.split("|"):
                found.setdefault(form, {})[role] = value
    return found


@lru_cache(maxsize=8192)
def roles(word: str) -> Mapping[str, str]:
    """Return what `word` (match form) may do in an expression of time, with its value."""
    table = _table()
    known = table.get(word)
    if known is not None:
        return known
    for end in _ENDS:
        stem = table.get(word.removesuffix(end)) if word.endswith(end) else None
        if stem is not None and len(word) > _SHORTEST and stem.keys() & {"weekday", "day", "month"}:
            return stem
    return _NONE


def month_of(token: Token) -> int | None:
    """Return the month that a token names; "may" and "march" only with a capital letter."""
    value = roles(token.word).get("month")
    return int(value) if value and token.light[0].isupper() else None


def weekday_of(token: Token) -> int | None:
    """Return the weekday that a token names; "sun" and "wed" only with a capital letter."""
    value = roles(token.word).get("weekday")
    return int(value) if value and (token.light[0].isupper() or len(token.word) > 5) else None


def tense_of(tokens: Sequence[Token], at: int | None = None, known: object = None) -> Tense:
    """Return the tense of the nearest verb around token `at`, those before it first."""
    order = range(len(tokens)) if at is None else (*range(at - 1, -1, -1), *range(at, len(tokens)))
    for i in order:
        value = roles(tokens[i].word).get("tense")
        if value:
            return "future" if value == "future" else "past"
    return "none"
