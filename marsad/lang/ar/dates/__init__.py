"""Arabic dates: `read_times` reads the time expressions of a sentence, `tense_of` which way its verbs point."""

from marsad.lang.ar.dates.grammar import read_times, study
from marsad.lang.ar.dates.tense import tense_of

__all__ = ["read_times", "study", "tense_of"]
