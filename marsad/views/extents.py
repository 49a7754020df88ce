"""extent: how much of a place a claim of control is about -> Extent.

Reads      نحو ثلثي الأحياء · 60 في المئة · half of the district    a share
           كامل المدينة · all of the town                            the whole, where nothing but the place follows
           almost all · معظم · بقية الحي                             nearly the whole, most, the rest
Abstains   المعابر · the airport road                                part of the place: how much, it does not say
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from marsad.lang.ar.numbers import parse
from marsad.text.fold import light, match
from marsad.text.words import bare

Much = Literal["named", "whole", "nearly", "rest", "part"]

_WORD = re.compile(r"[^\W_]+%?|\d+(?:\.\d+)?%?")
_PER_CENT = re.compile(r"(\d+(?:\.\d+)?) ?(?:%|per ?cent)")
_ABOUT, _PLAIN = 0.1, 0.05  # how far "about two thirds" and "two thirds" reach to each side


@dataclass(frozen=True, slots=True)
class Extent:
    """How much, and the share from `low` to `high` (0 to 1) where the words give one; an open bound is 0 or 1.

    `named` is a claim without words of extent: the place is named and no more is said.
    """

    much: Much
    low: float | None = None
    high: float | None = None
    value: float | None = None


NAMED = Extent("named")


@lru_cache(maxsize=4096)
def read_extent(text: str | None, place: str = "") -> Extent:
    """Return what the words of an extent say; `place` is the printed name of the place that they are about."""
    if text is None:
        return NAMED
    words = [bare(word) for word in _WORD.findall(match(text))]
    if _has(words, "nearly"):
        return Extent("nearly")
    share = _share(text, words)
    if share is not None:
        bound = next((b for b in ("more_than", "up_to", "about") if _has(words, b)), None)
        return _bounded(share, bound)
    if _has(words, "rest"):
        return Extent("rest")
    if _has(words, "most"):
        return Extent("part", 0.5, 1.0)
    known = set(_table()["unit"]) | {(bare(word),) for word in _WORD.findall(match(place))}
    others = [word for word in words if (word,) not in known and (word,) not in _table()["whole"]]
    if not others and not _has(words, "part"):
        return Extent("whole") if _has(words, "whole") else NAMED
    return Extent("part")


def _bounded(share: float, bound: str | None) -> Extent:
    if bound == "more_than":
        low, high = share, 1.0
    elif bound == "up_to":
        low, high = 0.0, share
    else:
        slack = _ABOUT if bound == "about" else _PLAIN
        low, high = max(0.0, share - slack), min(1.0, share + slack)
    return Extent("whole" if share == 1 and bound is None else "part", low, high, share)


def _share(text: str, words: list[str]) -> float | None:
    """Return the one share that the words name."""
    found = [float(number) / 100 for number in _PER_CENT.findall(light(text).lower())]
    if not found:
        found = [
            hit.value if hit.kind == "fraction" else hit.value / 100
            for hit in parse(text)
            if hit.kind in ("fraction", "percent") and hit.value is not None
        ]
    if not found:
        found = [float(value) for form, value in _table()["share"].items() if _at(words, form) is not None]
    return found[0] if len(found) == 1 and 0 <= found[0] <= 1 else None


def _has(words: list[str], name: str) -> bool:
    return any(_at(words, form) is not None for form in _table()[name])


def _at(words: list[str], form: tuple[str, ...]) -> int | None:
    length = len(form)
    return next((i for i in range(len(words) - length + 1) if tuple(words[i : i + length]) == form), None)


@cache
def _table() -> dict[str, dict[tuple[str, ...], str]]:
    table: dict[str, dict[tuple[str, ...], str]] = {}
    for line in (files("marsad.views") / "data" / "extents.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line:
            continue
        name, forms, *value = line.split("\t")
        for form in forms.split("|"):
            table.setdefault(name, {})[tuple(bare(word) for word in match(form).split())] = value[0] if value else ""
    return table
