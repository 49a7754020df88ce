"""A time-stamp on the record: asked of an authority, checked, kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from marsad.errors import SourceError, StoreError

if TYPE_CHECKING:
    from marsad.sources.fetch import Fetcher
    from marsad.store.store import Store
    from marsad.store.types_intake import Stamp

_LARGEST = 100_000  # bytes of an answer


def asker() -> Fetcher:
    """Return the fetcher for authorities: of the public internet alone, like every other."""
    from marsad.sources.fetch import Fetcher, Policy

    return Fetcher(Policy(limit=_LARGEST))


def stamped(store: Store, authority: str, certificate: Path) -> Stamp:
    """Return the stamp that an authority gave on the chain's head, and that is kept.

    Raises `SourceError` where the authority is out of reach, `StoreError` where its answer does not hold.
    """
    from marsad.store import stamps
    from marsad.store.types_intake import Stamp

    try:
        roots = certificate.read_text(encoding="ascii")
    except (OSError, UnicodeError) as error:
        raise SourceError(f"{certificate}: its certificates cannot be read ({error}): give a PEM file") from None
    sequence, head = store.head()
    if not sequence:
        raise StoreError("the record is empty: there is nothing to stamp")
    answer = asker().post(authority, stamps.request(head), "application/timestamp-query")
    made = Stamp(sequence, head, answer.body, authority, roots, stamps.check(answer.body, head, roots))
    store.stamp(made)
    return made
