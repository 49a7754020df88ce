"""An RSS or Atom feed: an entry is a report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from marsad.sources.items import Defaults, Item, Origin


def read(file: BinaryIO, origin: Origin, defaults: Defaults) -> Iterator[Item]:
    """Yield the entries of a feed."""
    yield from ()
