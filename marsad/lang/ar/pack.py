"""The Arabic pack. The tuple of rules is the reading order."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from marsad.lang.ar import dates, numbers
from marsad.lang.ar.entities import entities
from marsad.lang.ar.forms import expand
from marsad.lang.ar.frames import frames
from marsad.lang.ar.rules import RULES
from marsad.lang.pack import Finder, Pack
from marsad.lang.tables import load

# Tables that their own grammars load, in layouts of their own
OTHER_TABLES = frozenset(
    {
        "attack_words.tsv",
        "numerals.tsv",
        "months.tsv",
        "weekdays.tsv",
        "timewords.tsv",
        "place_cues.tsv",
        "furniture.tsv",
        "published.tsv",
        "chats.tsv",
        "columns.tsv",
        "speech_words.tsv",
    }
)


@cache
def pack() -> Pack:
    """Return the Arabic pack, its lexicons loaded once."""
    return Pack(
        code="ar",
        lexicon=load(files("marsad.lang.ar") / "lexicon", expand, skip=OTHER_TABLES),
        rules=RULES,
        numbers=Finder(numbers.study, numbers.read_numbers),
        times=Finder(dates.study, dates.read_times),
        tense=dates.tense_of,
        entities=entities,
        frames=frames,
    )
