"""Words of the briefing in one language: its own texts, and names as the desk has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from marsad.web.serialize.words import actor_ar, place_ar, word

LANGUAGES = ("ar", "en")


@cache
def _texts() -> Mapping[str, tuple[str, str]]:
    text = files("marsad.web").joinpath("briefing", "texts.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {row[0]: (row[1], row[2]) for row in rows}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language."""

    lang: str

    def text(self, key: str, **given: object) -> str:
        found = _texts()[key][LANGUAGES.index(self.lang) == 0]
        return found.format(**given)

    def term(self, group: str, value: str) -> str:
        return word(group, value, self.lang)

    def actor(self, name: str) -> str:
        return (actor_ar(name) if self.lang == "ar" else None) or name

    def actors(self, names: tuple[str, ...]) -> str:
        return self.text("list").join(map(self.actor, names))

    def place(self, place_id: str | None, name: str) -> str:
        """Return the name of a place without its parents."""
        return (place_ar(place_id) if self.lang == "ar" and place_id else None) or name.split(",")[0]

    def bounds(self, low: int | None, high: int | None) -> str:
        """Return a range as it was reported: an open end is said, not guessed."""
        if low is None and high is None:
            return self.text("open")
        if high is None:
            return self.text("at_least", n=f"{low:,}")
        if low is None:
            return self.text("at_most", n=f"{high:,}")
        return f"{low:,}" if low == high else f"{low:,}–{high:,}"
