"""A place on its way into the shipped table, and how two drafts of one place become one."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass, field

from marsad.text.fold import Folded, match
from marsad.text.tokens import tokens

_ARTICLES = (
    "al-",
    "al ",
    "as-",
    "ar-",
    "ad-",
    "at-",
    "az-",
    "an-",
    "ash-",
    "el-",
    "el ",
    "ar ",
    "as ",
    "at ",
    "an ",
    "az ",
    "ash ",
)
_ARABIC = set("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهويى -")


@dataclass
class Draft:
    """One place. `within` is a key; `town:Name` and `ar:اسم` are looked up in the same country."""

    key: str
    kind: str
    country: str
    within: str
    english: list[str]
    arabic: list[str]
    lat: float | None = None
    lon: float | None = None
    population: int = 0
    flags: str = ""
    code: str = ""  # GeoNames admin1 code
    position: int = field(default=-1, compare=False)


def plain(text: str) -> str:
    """Return Latin `text` without marks: the form that newspapers print."""
    letters = unicodedata.normalize(
        "NFKD", text.replace("’", "'").replace("‘", "'").replace("`", "'").replace("ı", "i").replace("ø", "o")
    )
    return "".join(c for c in letters if not unicodedata.combining(c)).strip("'")


def is_arabic(name: str) -> bool:
    """Tell whether a name is written with Arabic letters alone (Persian, Urdu and Kurdish letters are not read)."""
    folded = Folded(name).light.strip()
    return len(folded) > 1 and all(c in _ARABIC for c in folded)


def written(name: str) -> str:
    """Return the name as the tokenizer will meet it in a text: match forms, one space between."""
    folded = Folded(name)
    return " ".join(token.word for token in tokens(folded, 0, len(folded.light)))


def latin_forms(name: str) -> list[str]:
    """Return the spellings of a Latin name that differ in hyphens and article alone."""
    name = plain(name)
    forms = [name, name.replace("-", " ")]
    lowered = name.lower()
    for article in _ARTICLES:
        if lowered.startswith(article):
            rest = name[len(article) :]
            forms += [f"{a}{rest}" for a in ("al-", "al ", "el-", "")] if len(rest) > 4 else []
            break
    return list(dict.fromkeys(written(form) for form in forms))


def distance(a: Draft, b: Draft) -> float:
    """Return kilometres between two drafts, infinite where one has no coordinates."""
    if a.lat is None or b.lat is None or a.lon is None or b.lon is None:
        return math.inf
    east = (a.lon - b.lon) * math.cos(math.radians((a.lat + b.lat) / 2))
    return 111.2 * math.hypot(a.lat - b.lat, east)


def same_name(a: Draft, b: Draft) -> bool:
    """Tell whether two drafts share a name, the article aside."""
    mine = {stem(n) for n in a.arabic} | {stem(n) for e in a.english for n in latin_forms(e)}
    return any(stem(n) in mine for n in b.arabic) or any(stem(n) in mine for e in b.english for n in latin_forms(e))


def stem(name: str) -> str:
    words = match(name).split()
    return " ".join(w[2:] if w.startswith("ال") and len(w) > 4 else w for w in words)


def merge(kept: Draft, other: Draft) -> None:
    """Give `kept` the names and the population of `other`."""
    kept.english = list(dict.fromkeys(kept.english + other.english))
    kept.arabic = list(dict.fromkeys(kept.arabic + other.arabic))
    kept.population = max(kept.population, other.population)
    kept.flags = "".join(sorted(set(kept.flags + other.flags)))
