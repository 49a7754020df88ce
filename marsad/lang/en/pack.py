"""The English pack. The tuple of rules is the reading order."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from marsad.lang.en import dates, numbers
from marsad.lang.en.entities import entities
from marsad.lang.en.forms import expand
from marsad.lang.en.frames import frames
from marsad.lang.en.rules import RULES
from marsad.lang.pack import Finder, Pack
from marsad.lang.tables import load

# Tables that their own grammars load, in layouts of their own
OTHER_TABLES = frozenset(
    {
        "numerals.tsv", "timewords.tsv", "place_cues.tsv", "furniture.tsv", "published.tsv", "chats.tsv", "columns.tsv",
    }
)  # fmt: skip


@cache
def pack() -> Pack:
    """Return the English pack, its lexicons loaded once."""
    return Pack(
        code="en",
        lexicon=load(files("marsad.lang.en") / "lexicon", expand, skip=OTHER_TABLES),
        rules=RULES,
        numbers=Finder(numbers.study, numbers.read_numbers),
        times=Finder(dates.study, dates.read_times),
        tense=dates.tense_of,
        entities=entities,
        frames=frames,
    )
