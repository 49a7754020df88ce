"""The Arabic number grammar."""

from marsad.lang.ar.numbers.read import NumberHit, counted_noun, is_number, parse, read_numbers
from marsad.lang.ar.numbers.words import dual_of

__all__ = ["NumberHit", "counted_noun", "dual_of", "is_number", "parse", "read_numbers"]
