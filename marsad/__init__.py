"""Marsad reads reports of armed conflict and keeps the record."""

from marsad.compiled import COMPILED as COMPILED  # first of all: it chooses between compiled modules and their sources

__version__ = "0.1.0"
