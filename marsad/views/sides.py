"""Who is who, and who is on whose side: the tables are data/parties.tsv and data/sides.tsv."""

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
    for side, names in _lines("sides.tsv"):
        sides = frozenset(side.split("+"))
        for name in map(match, names.split("|")):
            if name.endswith(" *"):
                beginnings.append((name[:-1], sides))
            else:
                whole.setdefault(name, sides)
    return whole, tuple(beginnings)


def party(name: str, country: str | None) -> tuple[str, str | None]:
    """Return a holder of ground under the one name shown for it, and how that was inferred where the report names a
    side by a word alone ("the opposition", of a place in `country`)."""
    known, words = _parties()
    key = match(name).strip()
    if key in known:
        return known[key], None
    found = words.get((key, country or ""))
    return (found, f"{name!r} in {country} read as {found}") if found else (name, None)


@cache
def _parties() -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    known: dict[str, str] = {}
    words: dict[tuple[str, str], str] = {}
    for name, country, forms in _lines("parties.tsv"):
        for form in map(match, forms.split("|")):
            if country == "*":
                known[form] = name
            else:
                words[form, country] = name
    return known, words


def _lines(table: str) -> list[list[str]]:
    text = (files("marsad.views") / "data" / table).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


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
