"""The chain: every record that is kept has an entry, and every entry holds the hash of the one before it."""

from __future__ import annotations

from sqlalchemy import Connection, select

from marsad.store.hashing import START, entry_hash
from marsad.store.rows import Row, insert_all
from marsad.store.schema import chain


class Chain:
    """The end of the chain, inside the transaction of the writer. What is appended is written by `flush`."""

    def __init__(self, connection: Connection) -> None:
        last = connection.execute(
            select(chain.c.sequence, chain.c.entry).order_by(chain.c.sequence.desc()).limit(1)
        ).one_or_none()
        self._sequence: int = last.sequence if last else 0
        self._entry: str = last.entry if last else START
        self._connection = connection
        self._rows: list[Row] = []

    def append(self, kind: str, payload: str) -> int:
        """Add an entry for a record of `kind` whose content has the hash `payload`; its number is the record's id."""
        self._sequence += 1
        previous, self._entry = self._entry, entry_hash(self._sequence, self._entry, kind, payload)
        self._rows.append(
            {
                "sequence": self._sequence,
                "previous": previous,
                "entry": self._entry,
                "kind": kind,
                "payload": payload,
            }
        )
        return self._sequence

    def flush(self) -> None:
        insert_all(self._connection, chain, self._rows)
        self._rows = []
