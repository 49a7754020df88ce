"""The record behind the server: its snapshots, one an audience, made in the background when the data change."""

from __future__ import annotations

import datetime as dt
import gc
import hashlib
import logging
import threading
import time
from collections.abc import Callable, Sequence

from marsad import __version__
from marsad.errors import MarsadError
from marsad.records import Judgement, Reading
from marsad.store.pages import Pages
from marsad.store.store import Store
from marsad.web import counted, held, named, said, talked, views
from marsad.web.audience import Audience, room_of
from marsad.web.kept.make import LARGE, kept
from marsad.web.ledger import ledger
from marsad.web.problems import ProblemError
from marsad.web.restated import restated
from marsad.web.snapshot import Blur, Snapshot, for_viewer, snapshot

_LOG = logging.getLogger("marsad.web")
_ORDER = (Audience.PUBLIC, Audience.DESK, Audience.VIEWER)  # what was taken back from the public is gone first
_EVERY = 1.0  # seconds between two looks at the record


class Record:
    """Holds the store, and for each audience the snapshot of now.

    A request is answered from the snapshot that is there, even while a newer one is being made. Before the first one is
    there, it is told to come back.
    """

    def __init__(
        self,
        store: Store,
        audiences: Sequence[Audience],
        blur: Blur | None = None,
        told: Callable[[Snapshot], object] | None = None,
        prepare: Callable[[Snapshot], object] | None = None,
    ) -> None:
        self.store = store
        self._pages = Pages(store)
        self._audiences = tuple(audiences)
        self._blur = blur
        self._told, self._told_of = told, ""  # called with each new snapshot of the desk
        self._prepare = prepare  # called with a large one that answers already: what first questions make is made then
        self._snapshots: dict[Audience, Snapshot] = {}
        self._changed = threading.Condition()
        self._making = threading.Lock()
        self._took = 0.0
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to watch the record, in a thread of its own."""
        self._thread = threading.Thread(target=self._watch, name="marsad-record", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        with self._changed:
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def at(self, audience: Audience) -> Snapshot:
        """Return the snapshot of an audience. Raises a problem (503) while the first is being made."""
        found = self._snapshots.get(audience)
        if found is None:
            raise ProblemError(503, "the record is being read: ask again in a moment", {"Retry-After": "2"})
        return found

    def peek(self, audience: Audience) -> Snapshot | None:
        """Return the snapshot of an audience; None while the first is being made."""
        return self._snapshots.get(audience)

    def wait(self, audience: Audience, version: str | None, timeout: float) -> Snapshot | None:
        """Return the snapshot of an audience once its version is another than `version`; None where it stays."""
        until = time.monotonic() + timeout
        with self._changed:
            while not self._stop.is_set():
                found = self._snapshots.get(audience)
                if found is not None and found.version != version:
                    return found
                left = until - time.monotonic()
                if left <= 0:
                    return None
                self._changed.wait(left)
        return None

    def refresh(self) -> bool:
        """Make the snapshots anew where the data changed; tell whether they did.

        One at a time: a slow one of before must not take the place of one without a report that was removed since.
        """
        with self._making:
            return self._refresh()

    def _refresh(self) -> bool:
        sequence, head = self.store.head()
        today = dt.datetime.now(dt.UTC).date()
        version = version_of(head, today if Audience.PUBLIC in self._audiences else None)
        if all(a in self._snapshots and self._snapshots[a].version == version for a in self._audiences):
            return False
        began = time.perf_counter()
        judgements: list[Judgement] = self.store.judgements()
        room = room_of(self.store, judgements, today)
        large = self._pages.size() >= LARGE
        readings: list[Reading] | None = None
        for audience in sorted(self._audiences, key=_ORDER.index):
            desk = self._snapshots.get(Audience.DESK)
            if audience is Audience.VIEWER and desk is not None and desk.version == version:
                self._put(for_viewer(desk))
                continue
            old = self._snapshots.get(audience)
            if audience is Audience.DESK and old is not None:
                kinds = self._pages.kinds_after(old.sequence)
                if (same := restated(old, kinds, version, sequence, judgements, room)) is not None:
                    self._put(same)
                    continue
            if audience is Audience.DESK and large:
                name = version_of(head, None)
                large_one = kept(self._pages, self._pages.address, name, version, sequence, judgements, room)
                self._put(large_one)
                work_out(large_one)  # it answers meanwhile: the rows of its views are read in
                if self._prepare is not None:
                    self._prepare(large_one)
                continue
            if readings is None:
                readings = [] if audience is Audience.PUBLIC else list(self.store.readings())
            made = snapshot(audience, version, readings, judgements, room, sequence=sequence, blur=self._blur)
            readings = None if audience is Audience.PUBLIC else readings
            warm(made)
            if audience not in self._snapshots:  # better slow answers than none
                self._put(made)
            work_out(made)
            self._put(made)
        gc.freeze()  # the collector need not go through it again and again: a round takes longer than an answer
        self._took = time.perf_counter() - began
        _LOG.info("snapshot %s in %.1f s", version, self._took)
        return True

    def _put(self, made: Snapshot) -> None:
        """Answer from a snapshot from now on."""
        with self._changed:
            old = self._snapshots.get(made.audience)
            self._snapshots[made.audience] = made
            self._changed.notify_all()
        if old is not None and old is not made and made.audience is not Audience.VIEWER:
            old.forget()

    def _tell(self) -> None:
        """Hand a new snapshot of the desk to who waits for it, once."""
        made = self._snapshots.get(Audience.DESK)
        if self._told is not None and made is not None and made.version != self._told_of:
            self._told(made)
            self._told_of = made.version

    def _watch(self) -> None:
        said = ""
        while not self._stop.is_set():
            try:
                self.refresh()
                self._tell()
                said = ""
            except MarsadError as error:
                if said != str(error):  # once, not every second
                    said = str(error)
                    _LOG.warning("the record could not be read: %s", said)
            except Exception:
                _LOG.exception("the snapshot could not be made")
            self._stop.wait(max(_EVERY, self._took))  # at most half of the time goes into reading the record


def version_of(head: str, today: dt.date | None) -> str:
    """Return the version of the data: what the record holds, the Marsad that computes from it, and for the public the
    day, since an embargo may end with it."""
    return hashlib.sha256(f"{head} {__version__} {today or ''}".encode()).hexdigest()[:16]


def warm(made: Snapshot) -> None:
    """Work out what no request can do without."""
    _ = made.index, made.by_key, made.events, made.happened, made.told, made.judgements_of, made.standing


def work_out(made: Snapshot) -> None:
    """Work out the views, so that no request has to."""
    for make in _MADE:
        make(made)
    ground = held.ground(made)
    _ = ground.as_known, ground.as_of, ground.past_bounds
    talked.tracks(made, None, None)
    views.share_gauges(made, None)
    _ = made.first_printing, made.latest, made.index.by_report, made.index.times


_MADE: tuple[Callable[[Snapshot], object], ...] = (
    named.place_names,
    ledger,
    counted.harmed_by,
    said.matrix,
)
