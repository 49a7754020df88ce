"""Who an actor is to others: kind and country, from the lexicons' own tables of actors and countries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from marsad.exports.tables import rows_of

CIVILIANS = "Civilians"
_TABLES = {"actors.tsv": "actor", "countries.tsv": "country", "persons.tsv": "person"}
_LANGUAGES = ("ar", "en")
_CIVIL = frozenset(("people", "civilians", "children", "women", "journalists", "medics", "aid_workers", "protesters"))


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor by its neutral name. `type` is state, rebel, militia, party, igo, ngo, org, monitor, agency, outlet or
    country or person, empty where the lexicons do not know the name; `country` is ISO 3166-1 alpha-2 or empty."""

    name: str
    type: str = ""
    country: str = ""
    office: bool = False  # an office or a body, not a force

    @property
    def armed(self) -> bool:
        return self.type in ("state", "rebel", "militia", "country")


def actor(name: str) -> Actor:
    """Return what the lexicons know of a neutral name."""
    return _known().get(name, Actor(name))


def is_civil(victims: str) -> bool:
    """Tell whether a group of victims is unarmed; `people` are taken for unarmed only beside no armed side."""
    return victims in _CIVIL


def inter(name: str, country: str) -> str:
    """Return ACLED's type of an actor in a country (alpha-2), empty where it is not known."""
    known = actor(name)
    found = _types().get(known.type, ("", "", ""))[0]
    abroad = known.type in ("state", "country") and known.country and country and known.country != country
    return "External/Other forces" if abroad else found


def sector(name: str) -> str:
    """Return PLOVER's sector of an actor, empty where it is not known."""
    known = actor(name)
    return "MIL" if known.type == "state" and not known.office else _types().get(known.type, ("", "", ""))[1]


def schema(name: str) -> str:
    """Return FollowTheMoney's schema of an actor, empty where it is not known."""
    return _types().get(actor(name).type, ("", "", ""))[2]


@cache
def _types() -> dict[str, tuple[str, str, str]]:
    return {cells[0]: (cells[1], cells[2], cells[3]) for cells in rows_of("actor_types.tsv")}


@cache
def _known() -> dict[str, Actor]:
    """Return the actors of all languages by neutral name; the first line that names one holds."""
    found: dict[str, Actor] = {}
    for lang in _LANGUAGES:
        for table, cls in _TABLES.items():
            text = (files(f"marsad.lang.{lang}") / "lexicon" / table).read_text(encoding="utf-8")
            for line in text.splitlines():
                cells = line.split("\t")
                if len(cells) < 3 or cells[0] != cls:
                    continue
                pairs = (part.partition("=") for part in cells[3].split(";")) if len(cells) > 3 else ()
                attrs = {key: value for key, _, value in pairs}
                kind = attrs.get("type", "") if cls == "actor" else cls
                found.setdefault(cells[2], Actor(cells[2], kind, attrs.get("country", ""), attrs.get("kind") == "org"))
    return found
