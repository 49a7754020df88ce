"""The English words that say how a name of a place is meant."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from marsad.lang.placewords import PlaceWords, load_place_words


@cache
def place_words() -> PlaceWords:
    """Return the place words of lexicon/place_cues.tsv, read once."""
    return load_place_words(files("marsad.lang.en") / "lexicon" / "place_cues.tsv")
