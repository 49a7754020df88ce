"""How a record is made of a class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

__all__ = ["record"]

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:

    def record(*, frozen: bool, eq: bool = True, **options: bool):
        """Make a record of a class: as `dataclass`, but that it is frozen is held by mypy alone.

        Hundreds of records are made of a report, and one that is frozen at run time costs three times as much.
        """
        return dataclass(unsafe_hash=frozen and eq, eq=eq, **options)
