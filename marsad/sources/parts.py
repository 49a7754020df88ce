"""The records of an archive are read one by one: before each, its reader says which it is.

A record that kills the process is then the only one lost: the next process passes over the records before it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """The record that is read next: what it is called, and its number, from 0."""

    name: str
    number: int
