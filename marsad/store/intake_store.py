"""What the record does as reports come in: a part of `Store`, which is what others open (docs/sources.md)."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain

from sqlalchemy import Connection, Engine

from marsad.store import inputs, intake, stamps
from marsad.store.engine import reading, writing
from marsad.store.prepared import Made
from marsad.store.types import Unreadable
from marsad.store.types_intake import (
    Input,
    InputState,
    Kept,
    Outcome,
    Repeats,
    Repetition,
    Stamp,
    Standing,
    State,
    Visit,
)

_PATIENCE = 4.0  # seconds that a transaction of many batches lasts; others wait ten


class IntakeStore:
    """Takes reports in, once, and says what became of every input."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._rehearsing: Connection | None = None

    def refuse(self, items: Iterable[Unreadable]) -> None:
        """Note inputs that could not be taken in; a later reason for the same input takes the place of the earlier."""
        self.take([Input(item.name, item.name, reason=item.reason) for item in items])

    def accept(self, names: Iterable[str]) -> None:
        """Forget that these inputs were refused once."""
        with writing(self._engine) as connection:
            inputs.drop(connection, names)

    def take(self, items: Sequence[Input], run: int | None = None, visits: Sequence[Visit] = ()) -> list[Outcome]:
        """Keep what comes in, once, and note what became of each input and which addresses were visited for it.

        Copies are kept as echoes, without their claims.
        """
        with self._intake() as connection:
            outcomes = intake.take(connection, items, run)
            inputs.seen(connection, visits)
        return outcomes

    def take_all(
        self, batches: Iterable[Sequence[tuple[Input, Made]]], run: int | None = None, most: int = 5000
    ) -> Iterator[list[Outcome]]:
        """Keep batch after batch of inputs that were made ready elsewhere; yield what became of them.

        A transaction takes some `most` inputs, or what comes within a few seconds, since nobody else writes meanwhile.
        """
        rest = iter(batches)
        for first in rest:
            outcomes: list[Outcome] = []
            until = time.monotonic() + _PATIENCE
            with writing(self._engine) as connection:
                for batch in chain((first,), rest):
                    outcomes += intake.take(connection, [item for item, _ in batch], run, [made for _, made in batch])
                    if len(outcomes) >= most or time.monotonic() > until:
                        break
            yield outcomes

    def noted(self, names: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Return id and SHA-256 of the bytes of the report that came of each of these inputs, where one did."""
        with reading(self._engine) as connection:
            return inputs.noted(connection, names)

    @contextmanager
    def rehearsal(self) -> Iterator[None]:
        """Let `take` say what would become of inputs, together, and keep nothing. Nobody else writes meanwhile."""
        with writing(self._engine) as connection:
            self._rehearsing = connection
            try:
                yield
            finally:
                self._rehearsing = None
                connection.rollback()

    @contextmanager
    def _intake(self) -> Iterator[Connection]:
        if self._rehearsing is not None:
            yield self._rehearsing
        else:
            with writing(self._engine) as connection:
                yield connection

    def begin(self, command: str, given: Sequence[str]) -> int:
        """Note that a run of a command begins; return its number."""
        with writing(self._engine) as connection:
            return inputs.begin(connection, command, given)

    def end(self, run: int, outcome: str) -> None:
        """Note that a run has ended: done, stopped or failed."""
        with writing(self._engine) as connection:
            inputs.end(connection, run, outcome)

    def standing(self, problems: int = 20) -> Standing:
        """Return how intake stands, with up to `problems` inputs that came to nothing."""
        with reading(self._engine) as connection:
            return inputs.standing(connection, problems)

    def problems(self, state: State | None = None) -> list[InputState]:
        """Return the inputs that came to nothing, or those in `state`, the latest first."""
        with reading(self._engine) as connection:
            return inputs.problems(connection, None, state)

    def kept(self, name: str) -> Kept | None:
        """Return the bytes of an input that was fetched and could not be read; None where there are none."""
        with reading(self._engine) as connection:
            return inputs.content(connection, name)

    def visits(self, addresses: Sequence[str]) -> dict[str, Visit]:
        """Return what those of `addresses` that were visited were like then."""
        with reading(self._engine) as connection:
            return inputs.visits(connection, addresses)

    def repetitions(self, kind: Repeats | None = None) -> list[Repetition]:
        """Return which reports are echoes of others or their next versions, in the order of arrival."""
        with reading(self._engine) as connection:
            return inputs.repetitions(connection, kind)

    def stamp(self, made: Stamp) -> int:
        """Keep a time-stamp on an entry of the chain; return the number of its own entry."""
        with writing(self._engine) as connection:
            return stamps.keep(connection, made)

    def stamps(self) -> list[Stamp]:
        """Return the time-stamps, the first first."""
        with reading(self._engine) as connection:
            return stamps.stamps(connection)
