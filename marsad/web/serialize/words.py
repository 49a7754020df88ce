"""Names and words in two languages: the glossary, the gazetteer's Arabic names, the actors' printed forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from marsad.lang.ar.naming import arabic_name
from marsad.places.gazetteer import Gazetteer


@dataclass(frozen=True, slots=True)
class Term:
    """One value with its word in English and in Arabic, and what it means; the meaning may be empty."""

    group: str
    value: str
    en: str
    ar: str
    means_en: str
    means_ar: str


@cache
def glossary() -> tuple[Term, ...]:
    text = (files("marsad.web") / "data" / "glossary.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(Term(*cells) for cells in rows)


@cache
def _words() -> Mapping[tuple[str, str], Term]:
    return {(term.group, term.value): term for term in glossary()}


def word(group: str, value: str, lang: str) -> str:
    """Return the word for a value; one that the glossary does not have, as it is written in the codebook."""
    term = _words().get((group, value))
    if term is None:
        return value.replace("_", " ")
    return term.ar if lang == "ar" else term.en


def _neutral() -> dict[str, str]:
    """Return the Arabic names of those whom the lexicon's first form would name as one side does (names.tsv)."""
    text = (files("marsad.web") / "data" / "names.tsv").read_text(encoding="utf-8")
    rows = (line.partition("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {name: arabic for name, _, arabic in rows}


@cache
def _actors() -> Mapping[str, str]:
    found = _neutral()
    folder = files("marsad.lang.ar") / "lexicon"
    for table in ("actors.tsv", "countries.tsv", "persons.tsv"):
        for line in (folder / table).read_text(encoding="utf-8").splitlines():
            cells = line.split("\t")
            if not line.startswith("#") and len(cells) > 2 and "partisan=yes" not in line:
                found.setdefault(cells[2], cells[1].split("|")[0].partition(":")[2] or cells[1].split("|")[0])
    return found


def actor_ar(name: str | None) -> str | None:
    """Return the Arabic name of an actor by its neutral English one; None where the lexicon's words make none."""
    return (_actors().get(name) or arabic_name(name)) if name else None


def place_ar(gazetteer_id: str | None) -> str | None:
    """Return the Arabic name of a place of the gazetteer."""
    entry = Gazetteer.load().by_key(gazetteer_id) if gazetteer_id else None
    return entry.names_ar[0] if entry and entry.names_ar else None
