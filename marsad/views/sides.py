"""Who is on whose side, and whether a claim of control is in its own favour: the table is data/sides.tsv."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files

from marsad.text.fold import match

SidesOf = Callable[[str], frozenset[str]]


@cache
def sides_of(name: str) -> frozenset[str]:
    """Return the sides of a source, an outlet or a force by its neutral name; a force that the table does not have is
    a side of its own, under its name."""
    whole, beginnings = _table()
    key = match(name).strip()
    found = whole.get(key)
    if found is None:
        found = next((sides for start, sides in beginnings if key.startswith(start)), None)
    return found if found is not None else frozenset((name,))


@cache
def _table() -> tuple[dict[str, frozenset[str]], tuple[tuple[str, frozenset[str]], ...]]:
    whole: dict[str, frozenset[str]] = {}
    beginnings: list[tuple[str, frozenset[str]]] = []
    for line in (files("marsad.views") / "data" / "sides.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line:
            continue
        side, names = line.split("\t")
        sides = frozenset(side.split("+"))
        for name in map(match, names.split("|")):
            if name.endswith(" *"):
                beginnings.append((name[:-1], sides))
            else:
                whole.setdefault(name, sides)
    return whole, tuple(beginnings)


def in_own_favour(asserter: str | None, favoured: str | None, loser: str | None, sides: SidesOf = sides_of) -> bool:
    """Tell whether `asserter` says what favours its own side: its side gains `favoured`, and does not lose.

    A side that tells of its own loss speaks against itself. Where only a loser is named, another side that tells of it
    speaks in its own favour if it is itself a side of the table, which a monitor or an agency is not.
    """
    if asserter is None:
        return False
    own = sides(asserter)
    if loser is not None and own & sides(loser):
        return False
    if favoured is not None:
        return bool(own & sides(favoured))
    return loser is not None and own != {asserter}
