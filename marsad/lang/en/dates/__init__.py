"""English dates: `read_times` reads the time expressions of a sentence, `tense_of` which way its verbs point."""

from marsad.lang.en.dates.grammar import is_time, read_times
from marsad.lang.en.dates.words import tense_of

__all__ = ["is_time", "read_times", "tense_of"]
