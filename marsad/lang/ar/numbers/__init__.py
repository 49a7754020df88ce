"""The Arabic number grammar."""

from marsad.lang.ar.numbers.read import NumberHit, counted_noun, parse, read_numbers
from marsad.lang.ar.numbers.words import dual_of, study

__all__ = ["NumberHit", "counted_noun", "dual_of", "parse", "read_numbers", "study"]
