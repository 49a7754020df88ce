"""The gazetteer that ships with Marsad: places, their names, and what lies within what.

The tables are written by tools/build_gazetteer.py: `places.tsv` (one place a line, a parent before its children) and,
for each script, `names.*.tsv` (one written name a line). Coordinates are WGS 84 degrees, latitude first. Where each
fact comes from is in docs/attributions.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal, NamedTuple

from marsad.errors import PackError
from marsad.text.compiled import code, compiled
from marsad.text.fold import match
from marsad.text.words import bare

Script = Literal["arabic", "latin"]

_CLOSE_DEGREES: Final = 0.35  # two places of one name closer than this (some 35 km) are as good as one


@dataclass(frozen=True, slots=True)
class Entry:
    """One place. `within` is the id of the place around it, None for a country or a sea.

    `kind` is one of country, admin1, admin2, admin3, town, neighbourhood, area, camp, airport, base, crossing, port,
    site, water, mountain. `lat` and `lon` are None where no source gives them. `country` is ISO 3166-1 alpha-2, empty
    for what belongs to none.
    """

    id: int
    key: str
    kind: str
    country: str
    within: int | None
    name_en: str
    names_ar: tuple[str, ...]
    lat: float | None
    lon: float | None
    population: int
    capital: bool
    famous: bool = False


class _Index(NamedTuple):
    """By what places are found: what `Gazetteer` offers under these names, and places by key."""

    names: dict[str, tuple[int, ...]]
    written: dict[str, tuple[int, ...]]
    longest: dict[str, int]
    seconds: dict[str, frozenset[str]]
    common: frozenset[str]
    anaphors: frozenset[str]
    keys: dict[str, int]


class Gazetteer:
    """Places by id, by key and by name.

    `names` maps a name in match form, the article stripped from every word (`marsad.text.words.bare`), to the ids of
    the places that bear it; `written` maps the name in match form as it is written. `longest` gives the most words of
    a name that begins with a bare word, `seconds` the second words of the names of several words; bare, in match form.
    `common` holds the written names that are also ordinary words, `anaphors` those that are short for a name given
    before ("the Strip").
    """

    def __init__(self, places: Sequence[str], index: _Index) -> None:
        self._lines = places
        self._entries: dict[int, Entry] = {}
        self._parents: dict[int, tuple[Entry, ...]] = {}
        self._display: dict[int, str] = {}
        self._capitals: dict[str, int] | None = None
        self.names, self.written, self.longest, self.seconds, self.common, self.anaphors, self._keys = index

    @classmethod
    def load(cls, script: Script = "arabic") -> Gazetteer:
        """Return the gazetteer of the package with the names of one script, read once.

        Raises PackError when a table is missing or malformed.
        """
        return _shipped(script)

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[Entry]:
        return (self.entry(number) for number in range(len(self._lines)))

    def entry(self, number: int) -> Entry:
        """Return the place of an id."""
        known = self._entries.get(number)
        if known is None:
            known = self._entries[number] = _entry(number, self._lines[number])
        return known

    def by_key(self, key: str) -> Entry | None:
        """Return the place of a key ("sy-aleppo", "gn170063"), None when there is none."""
        number = self._keys.get(key)
        return None if number is None else self.entry(number)

    def capital(self, country: str) -> int | None:
        """Return the id of a country's capital; Israel and Palestine have none here, since both claim one city."""
        if self._capitals is None:
            found = [number for number, line in enumerate(self._lines) if line.endswith("c")]
            self._capitals = {self.entry(number).country: number for number in found}
        return self._capitals.get(country)

    def country(self, code: str) -> int | None:
        """Return the id of a country by its ISO 3166-1 alpha-2 code."""
        return self._keys.get(code.lower())

    def find(self, words: Sequence[str]) -> tuple[int, ...]:
        """Return the ids of the places whose name is `words` (match forms).

        A name of one word has to agree in its article too: باب is not الباب.
        """
        if len(words) == 1:
            return self.written.get(words[0], ())
        return self.names.get(" ".join(map(bare, words)), ())

    def named(self, name: str) -> tuple[Entry, ...]:
        """Return the places that bear `name`, in any spelling that folding makes equal."""
        return tuple(self.entry(number) for number in self.find(match(name).split()))

    def parents(self, entry: Entry) -> tuple[Entry, ...]:
        """Return what lies around `entry`, the nearest first, the country last."""
        known = self._parents.get(entry.id)
        if known is None:
            around = None if entry.within is None else self.entry(entry.within)
            known = self._parents[entry.id] = () if around is None else (around, *self.parents(around))
        return known

    def display(self, entry: Entry) -> str:
        """Return the English name with its parents: "Al-Sukkari, Aleppo, Syria"."""
        known = self._display.get(entry.id)
        if known is None:
            known = self._display[entry.id] = self._with_parents(entry)
        return known

    def _with_parents(self, entry: Entry) -> str:
        parts = [entry.name_en]
        for parent in self.parents(entry):
            if (
                parent.kind != "admin3"
                and parent.name_en not in parts
                and _bare_english(parent.name_en) != _bare_english(parts[-1])
            ):
                parts.append(parent.name_en)
        return ", ".join(parts)


def near(a: Entry, b: Entry) -> bool:
    """Tell whether two places lie so close that choosing between them changes nothing."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return False
    return abs(a.lat - b.lat) < _CLOSE_DEGREES and abs(a.lon - b.lon) < _CLOSE_DEGREES


def _bare_english(name: str) -> str:
    """Return `name` without the article, to compare "Hasakah" with "Al-Hasakah"."""
    lowered = name.lower()
    return (
        lowered[3:] if lowered.startswith(("al-", "al ", "as-", "ar-", "ad-", "at-", "az-", "an-", "el ")) else lowered
    )


def _entry(number: int, line: str) -> Entry:
    key, kind, country, within, english, arabic, lat, lon, people, flags = line.split("\t")
    return Entry(
        id=number,
        key=key,
        kind=kind,
        country=country,
        within=int(within) if within else None,
        name_en=english,
        names_ar=tuple(arabic.split("|")) if arabic else (),
        lat=float(lat) if lat else None,
        lon=float(lon) if lon else None,
        population=int(people) if people else 0,
        capital="c" in flags,
        famous="k" in flags,
    )


def _indexed(places: Sequence[str], lines: Sequence[str]) -> _Index:
    """Return the index of places (the lines of their table) by the lines of a table of names."""
    names: dict[str, tuple[int, ...]] = {}
    written: dict[str, tuple[int, ...]] = {}
    longest: dict[str, int] = {}
    seconds: dict[str, set[str]] = {}
    flagged: dict[str, set[str]] = {"": set(), "c": set(), "a": set()}
    for line in lines:
        name, numbers, key, flag = line.split("\t")
        written[name] = ids = tuple(map(int, numbers.split(" ")))
        flagged[flag].add(name)
        key = key or name
        known = names.get(key)
        names[key] = ids if known is None else tuple(dict.fromkeys(known + ids))
        first, *rest = key.split(" ")
        longest[first] = max(longest.get(first, 0), 1 + len(rest))
        if rest:
            seconds.setdefault(first, set()).add(rest[0])
    keys = {line[: line.index("\t")]: number for number, line in enumerate(places)}
    after = {first: frozenset(second) for first, second in seconds.items()}
    return _Index(names, written, longest, after, frozenset(flagged["c"]), frozenset(flagged["a"]), keys)


@cache
def _shipped(script: Script) -> Gazetteer:
    try:
        places, names = _table("places.tsv"), _table(f"names.{script}.tsv")
        lines, sources = _lines(places), (code("marsad.places", "gazetteer.py"), places, names)
        made = compiled(f"gazetteer-{script}", sources, lambda: tuple(_indexed(lines, _lines(names))))
        return Gazetteer(lines, _Index(*made))
    except (OSError, ValueError, KeyError) as error:
        raise PackError(f"The gazetteer of the package cannot be read ({error}): install Marsad again.") from error


@cache
def _table(name: str) -> bytes:
    return (files("marsad.places") / "data" / name).read_bytes()


def _lines(table: bytes) -> list[str]:
    return table.decode().replace("\r\n", "\n").rstrip("\n").split("\n")[1:]  # the first line says what the columns are
