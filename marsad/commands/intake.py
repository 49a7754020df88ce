"""What the commands that take reports in share: items are read, kept once, and each ends in a state.

A batch is one transaction: reports with their claims, the states of their inputs, the addresses that were visited. A
process that is killed has kept whole batches, and the next run goes on behind them.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from marsad.commands.console import completed, opened, out, say
from marsad.errors import MarsadError
from marsad.sources.items import Item, Passed, Refused, Taken, basis_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from rich.progress import Progress, TaskID

    from marsad.records import Reading, Report
    from marsad.store.store import Store
    from marsad.store.types import Arrival
    from marsad.store.types_intake import Input, Outcome, State, Visit

Online = Annotated[bool, typer.Option("--online", help="Fetch from the internet; else that is off.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would become of each input, and keep nothing.")]

BATCH = 100  # reports of one transaction
BATCH_BYTES = 4_000_000
_QUIET = "there already"


@dataclass(frozen=True, slots=True)
class Given:
    """An item on its way in: the input to ask again, its source in the catalogue, what was fetched for it.

    `visits` are noted together with it, so it comes last of what was found there.
    """

    item: Item | None
    origin: str | None = None
    source: str | None = None
    revises: bool = False
    state: State = "unreadable"  # of what was refused
    headers: Mapping[str, str] = field(default_factory=dict, hash=False)
    fetched_at: dt.datetime | None = None
    content: bytes | None = None
    details: tuple[tuple[str, str], ...] = ()
    visits: tuple[Visit, ...] = ()


class Tally:
    """How many inputs came to what."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def add(self, outcome: Outcome) -> None:
        self.counts["known" if outcome.known else outcome.state] += 1
        self.counts["version"] += outcome.repeats == "version" and not outcome.known

    @property
    def failed(self) -> int:
        return self.counts["unreadable"] + self.counts["refused"]

    def line(self) -> str:
        """Return the tally in words; what is seldom is said where there is any."""
        counts = self.counts
        added = counts["read"] + counts["accepted"] + counts["duplicate"]
        parts = [f"{added:,} added", f"{counts['known']:,} there already", f"{self.failed:,} not read"]
        seldom = (("duplicate", "duplicate", "duplicates"), ("version", "new version", "new versions"))
        parts += [
            f"{counts[key]:,} of them {one if counts[key] == 1 else more}" for key, one, more in seldom if counts[key]
        ]
        return ", ".join(parts)


class Intake:
    """One run of a command that takes reports in. `dry`: say what would become of them, and keep nothing."""

    def __init__(self, store: Store, run: int | None, *, dry: bool = False, verbose: bool = False) -> None:
        self._store, self.run, self._dry, self._verbose = store, run, dry, verbose
        self.tally = Tally()

    def take(self, given: Iterable[Given], stop: threading.Event | None = None) -> None:
        """Take everything in, batch by batch; end after the batch in which `stop` was set."""
        for batch in _batches(given):
            self.met(self._keep(batch))
            if stop is not None and stop.is_set():
                return

    def met(self, outcomes: Iterable[Outcome]) -> None:
        """Count what became of inputs, and name those that came to nothing."""
        for outcome in outcomes:
            self.tally.add(outcome)
            self._say(outcome)

    def _keep(self, batch: Sequence[Given]) -> list[Outcome]:
        there = self._there(batch)
        made = [entry for given in batch if (entry := self._input(given, there)) is not None]
        visits = [visit for given in batch for visit in given.visits]
        return self._store.take(made, self.run, visits)

    def _there(self, batch: Sequence[Given]) -> set[tuple[str, str]]:
        """Return (id, hash) of what is kept already: it is not read again."""
        from marsad.store.types_intake import revision

        taken = [given.item for given in batch if isinstance(given.item, Taken)]
        names = {item.report.report_id for item in taken}
        names |= {revision(item.report.report_id, sha256(item.original)) for item in taken}
        return set(self._store.known(sorted(names)).items())

    def _input(self, given: Given, there: set[tuple[str, str]]) -> Input | None:
        from marsad.store.types_intake import Input, revision

        item = given.item
        if item is None or isinstance(item, Passed):
            if item is not None:
                say(f"note: {item.name}: {item.reason}")
            return None
        origin = given.origin or item.name
        if isinstance(item, Refused):
            content = (given.content, given.headers) if given.content is not None else (None, {})
            return Input(item.name, origin, given.source, None, given.state, item.reason, False, *content)
        name, content_hash = item.report.report_id, sha256(item.original)
        known = {(name, content_hash), (revision(name, content_hash), content_hash)} & there
        arrival = _arrival(item, given) if known else _read(item, given)
        return Input(item.name, origin, given.source, arrival, revises=given.revises)

    def _say(self, outcome: Outcome) -> None:
        if outcome.state in ("unreadable", "refused") and not outcome.known:
            kept = "; it is kept" if outcome.report_id else ""
            say(f"{outcome.name}: {outcome.reason}{kept}")
        elif self._dry or self._verbose:
            word = _QUIET if outcome.known else outcome.state
            of = f" ({outcome.repeats} of {outcome.of})" if outcome.of else ""
            (out if self._dry else _log)(f"{word}: {outcome.report_id} from {outcome.name}{of}\n")


def _log(line: str) -> None:
    say(line.rstrip("\n"))


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _batches(given: Iterable[Given]) -> Iterator[list[Given]]:
    batch: list[Given] = []
    held = 0
    for entry in given:
        batch.append(entry)
        held += len(entry.item.original) if isinstance(entry.item, Taken) else 0
        if len(batch) == BATCH or held > BATCH_BYTES or entry.visits:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def _arrival(item: Taken, given: Given, report: Report | None = None) -> Arrival:
    from marsad.store.types import Arrival

    return Arrival(
        report or item.report,
        item.original,
        given.origin if given.headers else item.name,
        given.headers,
        given.fetched_at or item.fetched_at,
        source=given.source,
        details=(*item.details, *given.details, *basis_of(item)),
    )


def _read(item: Taken, given: Given) -> Arrival:
    from marsad.commands.version import reader_version

    for note in item.notes:
        say(f"note: {item.name}: {note}")
    report = completed(item, ask=False)
    reading, failure = reading_of(report)
    return replace(
        _arrival(item, given, report),
        claims=reading.claims if reading and _has_pack(report) else None,
        issues=reading.issues if reading else (),
        reader_version=reader_version(),
        unreadable=failure,
    )


def _has_pack(report: Report) -> bool:
    from marsad.pipeline import LANGUAGES

    return report.lang in LANGUAGES


def reading_of(report: Report) -> tuple[Reading | None, str | None]:
    """Return what the reader makes of a report, or why it failed: one report must not lose the others."""
    from marsad.pipeline import read, settle

    try:
        settle(report.lang)
        return read(report), None
    except Exception as error:
        return None, f"the reader failed ({type(error).__name__}: {error})"


@contextmanager
def recording(database: str, dry: bool = False) -> Iterator[Store]:
    """Open the record, and make it where it is not there; a dry run then has one that goes away."""
    with tempfile.TemporaryDirectory(prefix="marsad-dry-") as folder:
        where = str(Path(folder) / "record.db") if dry and not _is_there(database) else database
        with opened(where, create=True) as store:
            yield store


def _is_there(database: str) -> bool:
    from marsad.errors import StoreError
    from marsad.store.migrate import OldSchemaError
    from marsad.store.store import Store

    try:
        Store.open(database, create=False).close()
    except OldSchemaError:
        return True
    except StoreError:
        return False
    return True


@contextmanager
def running(
    store: Store, command: str, inputs: Sequence[str], *, dry: bool = False, verbose: bool = False
) -> Iterator[Intake]:
    """Open a run of a command: it is noted when it begins, and how it ended."""
    if dry:
        with store.rehearsal():
            yield Intake(store, None, dry=True)
        return
    run = store.begin(command, inputs)
    outcome = "failed"
    try:
        yield Intake(store, run, verbose=verbose)
        outcome = "done"
    except KeyboardInterrupt:
        outcome = "stopped"
        raise
    except MarsadError as error:
        say(str(error))
        raise
    finally:
        store.end(run, outcome)


# Progress


@contextmanager
def progress(what: str) -> Iterator[Counting]:
    """Show on a terminal how many reports were met and how fast; say nothing elsewhere."""
    if not sys.stderr.isatty():
        yield Counting(None)
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        yield Counting(shown, shown.add_task(what, total=None, rate=""))


class Counting:
    """Counts what passes through it."""

    def __init__(self, shown: Progress | None, task: TaskID | None = None) -> None:
        self._shown, self._task = shown, task
        self.count = 0

    def over(self, given: Iterable[Given]) -> Iterator[Given]:
        for entry in given:
            self.count += isinstance(entry.item, (Taken, Refused))
            if self._shown is not None and self._task is not None:
                seconds = self._shown.tasks[self._task].elapsed or 0.0
                rate = f"{self.count:,} reports" + (f", {self.count / seconds:,.0f} a second" if seconds > 0.5 else "")
                self._shown.update(self._task, rate=rate)
            yield entry
