"""The word sets of the rules of attacks, from lexicon/attack_words.tsv, and platforms from lexicon/attack.tsv."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from marsad.text.fold import match


def _rows(table: str) -> Iterator[list[str]]:
    text = (files("marsad.lang.ar") / "lexicon" / table).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.split("\t")


@cache
def words(cls: str) -> frozenset[str]:
    """Return the match forms of a class of attack_words.tsv. Raises KeyError when there is no such class."""
    found = {match(word) for row in _rows("attack_words.tsv") if row[0] == cls for word in row[1].split("|")}
    if not found:
        raise KeyError(cls)
    return frozenset(found)


@cache
def platforms() -> Mapping[str, str]:
    """Return the type of attack by the single words of platforms (طائرات، مدفعية), as `arm` rows give them."""
    return {
        match(form): cls_type
        for cls, forms, cls_type, attributes, *_ in (row for row in _rows("attack.tsv") if len(row) > 3)
        if cls == "arm" and attributes == "kind=platform"
        for form in forms.split("|")
        if " " not in form
    }
