"""Places of a record by their names: found by the beginning of one, or by a whole one, without looking at each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from marsad.places.gazetteer import Gazetteer
from marsad.records import Place
from marsad.text.fold import match
from marsad.views.rows import place_id, place_name
from marsad.web.columns import Coded, Listed, Mask, Whole
from marsad.web.snapshot import Snapshot

_LAST = "\U0010ffff"  # sorts after every letter


@dataclass(frozen=True)
class PlaceNames:
    """Places by number, in the order of `places_of`, with how many claims name each.

    `wholes` are the names of each, `tails` what they may be begun by, sorted, and `owners` the place of each tail;
    `parts` are its names with their parents, `printed` its words in a report, all of them folded.
    """

    spots: Sequence[str]
    places: Sequence[Place]
    claims: Sequence[int]
    wholes: Sequence[frozenset[str]]
    tails: Sequence[str]
    owners: Whole
    parts: Listed
    printed: Coded

    def beginning(self, wanted: str) -> list[int]:
        """Return the places one of whose names, or a word in it, begins with a folded text."""
        if not wanted:
            return list(range(len(self.spots)))
        some = self.owners[bisect_left(self.tails, wanted) : bisect_left(self.tails, wanted + _LAST)]
        found: list[int] = np.unique(some).tolist()
        return found

    def about(self, wanted: str) -> Mask:
        """Return which places are the one asked for, or lie in it (`marsad.views.rows.about_place`)."""
        folded = match(wanted).strip()
        printed = self.printed.any_of(self.printed.fitting(lambda text: f" {folded} " in f" {text} "))
        return self.parts.any_of((f"#{wanted}", folded)) | printed

    def numbers(self, spots: Iterable[str]) -> Whole:
        """Return the numbers of places by their ids."""
        number_of = {spot: number for number, spot in enumerate(self.spots)}
        return np.fromiter((number_of[spot] for spot in spots), np.int32)


def places_of(at: Snapshot) -> Mapping[str, Place]:
    """Return one place for each id that claims name: of the names that it is given, the first in their order."""

    def make() -> dict[str, Place]:
        found: dict[str, tuple[str, str, Place]] = {}
        for row in at.standing:
            for place in row.claim.place:
                name, called = place_id(place), (place_name(place), place.text)
                if name not in found or called < found[name][:2]:
                    found[name] = (*called, place)
        return {name: found[name][2] for name in sorted(found, key=lambda name: (*found[name][:2], name))}

    return at.once(("places",), make)


def place_names(at: Snapshot) -> PlaceNames:
    return at.once(("place names",), lambda: _made(at))


def _made(at: Snapshot) -> PlaceNames:
    found = places_of(at)
    spots, places = list(found), list(found.values())
    forms = [_forms(spot, place) for spot, place in found.items()]
    tails = sorted((tail, n) for n, some in enumerate(forms) for tail in {t for form in some for t in _tails(form)})
    counts, number = at.index.place_id.all_counts, at.index.place_id.number_of
    return PlaceNames(
        spots=spots,
        places=places,
        claims=[int(counts[number[spot]]) for spot in spots],
        wholes=[frozenset(match(form.split(",")[0]) for form in some) for some in forms],
        tails=[tail for tail, _ in tails],
        owners=np.fromiter((n for _, n in tails), np.int32),
        parts=Listed.of(map(_parts, places)),
        printed=Coded.of(match(place.text) for place in places),
    )


def _forms(spot: str, place: Place) -> list[str]:
    entry = Gazetteer.load().by_key(spot)
    return [place_name(place), place.text, *(entry.names_ar if entry else ())]


def _tails(form: str) -> list[str]:
    words = match(form).replace(",", " ").split()
    return [" ".join(words[n:]) for n in range(len(words))] + [w.removeprefix("ال") for w in words]


def _parts(place: Place) -> list[str]:
    name = place.name or ""
    own = [f"#{place.gazetteer_id}"] if place.gazetteer_id is not None else []
    return [*own, *{match(name), *(match(part).strip() for part in name.split(","))}]
