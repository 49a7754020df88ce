"""The record at one moment, for one audience: claims, events and views, made once and answered from ever after.

A snapshot is immutable but for what it works out when it is first asked for. That of the public is made of published
claims alone, the names of private persons masked before anything else is computed, so nothing else can be in it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from marsad.fusion.fuse import fuse
from marsad.fusion.lineage import printings
from marsad.records import Claim, Event, Fusion, Judgement, Kind, Place, Reading, Report
from marsad.review.publish import readings as readings_of
from marsad.review.publish import state_of as public_state
from marsad.views.judged import judged
from marsad.views.rows import ClaimRef, ReportLike, Sourced, days_of, in_order, lineage_by_source
from marsad.web.audience import Audience, Room, State
from marsad.web.columns import Mask, Whole
from marsad.web.happened import Happened, Told, happened, told
from marsad.web.index import Index, indexed

T = TypeVar("T")
Blur = Callable[[Place], Place]
_PAGE = 1000  # claims that are read at once
_KEPT = 96  # answers of views that stay made


class _Slot:
    """Something that is made once: who comes while it is being made waits at the lock."""

    __slots__ = ("lock", "made", "make", "value")

    def __init__(self) -> None:
        self.lock, self.made = threading.RLock(), False
        self.make: Callable[[], Any] | None = None
        self.value: Any = None


@dataclass(frozen=True)
class Snapshot:
    """`rows` are the claims in the order of the timeline, as people left them; `readings` those of the reports."""

    audience: Audience
    version: str
    readings: Mapping[str, Reading]
    rows: Sequence[Sourced]
    judgements: tuple[Judgement, ...]
    fusion: Fusion
    room: Room
    sequence: int = 0
    touched: frozenset[int] = frozenset()  # events, by number, of which a state changed since their rows were kept
    changed: frozenset[int] = frozenset()  # the claims themselves, by position

    def __post_init__(self) -> None:
        object.__setattr__(self, "_lock", threading.RLock())
        object.__setattr__(self, "_made", {})

    def state_of(self, key: str) -> State:
        return self.room.states.get(key, "machine")

    @cached_property
    def by_key(self) -> Mapping[str, int]:
        return {row.claim.key: n for n, row in enumerate(self.rows)}

    @cached_property
    def events(self) -> Mapping[str, Event]:
        return {event.id: event for event in self.fusion.events}

    def event_at(self, number: int) -> Event:
        """Return an event by its number, that of `happened` and of the column of events."""
        return self.fusion.events[number]

    @cached_property
    def event_of(self) -> Mapping[str, str]:
        """The id of the event of a claim, by its key."""
        return {key: event.id for event in self.fusion.events for key in event.claims}

    @cached_property
    def lineages(self) -> Mapping[str, str]:
        """The origin behind a claim, by its key: that of its event, else by the simple rule."""
        simple = lineage_by_source(self.rows)
        found = {row.claim.key: simple(row.ref) for row in self.rows}
        for event in self.fusion.events:
            for lineage in event.lineages:
                found.update(dict.fromkeys(lineage.claims, lineage.origin))
        return found

    def lineage_of(self, ref: ClaimRef) -> str:
        return self.lineages[ref.key]

    def event_of_ref(self, ref: ClaimRef) -> str | None:
        return self.event_of.get(ref.key)

    @cached_property
    def index(self) -> Index:
        grades = {key: event.grade for event in self.fusion.events for key in event.claims}
        return indexed(
            self.rows, self.state_of, self.lineages, grades, self.event_of, list(self.events), list(self.readings),
            self.by_key,
        )  # fmt: skip

    @cached_property
    def happened(self) -> Happened:
        return happened(self.fusion.events, self.index, self.by_key)

    @cached_property
    def told(self) -> Told:
        """The reports, in the order of `readings`."""
        return told(reading.report for reading in self.readings.values())

    @cached_property
    def latest(self) -> Whole:
        """The numbers of the reports, the latest first, those of a day by their id."""
        names, days = list(self.readings), (-self.told.published).tolist()
        return np.asarray(sorted(range(len(names)), key=lambda n: (days[n], names[n])), np.int64)

    @cached_property
    def judgements_of(self) -> Mapping[str, tuple[Judgement, ...]]:
        found: dict[str, list[Judgement]] = {}
        for judgement in self.judgements:
            for key in (judgement.a, judgement.b):
                if key is not None:
                    found.setdefault(key, []).append(judgement)
        return {key: tuple(items) for key, items in found.items()}

    @cached_property
    def first_printing(self) -> Mapping[str, str]:
        """The report that first printed much the same text, by the id of the report."""
        return printings(reading.report for reading in self.readings.values())

    @cached_property
    def doubted(self) -> Mask:
        """The claims that were read as uncertain, whatever people made of them."""
        read = {c.key for reading in self.readings.values() for c in reading.claims if c.certainty == "uncertain"}
        return np.fromiter((row.claim.key in read for row in self.rows), np.bool_, len(self.rows))

    @cached_property
    def standing(self) -> Sequence[Sourced]:
        """The claims that nobody rejected."""
        return tuple(row for row in self.rows if self.state_of(row.claim.key) != "rejected")

    def standing_of(self, *kinds: Kind) -> Iterator[Sourced]:
        """Yield the claims of some kinds that nobody rejected."""
        return self.each(self.index.kind.any_of(kinds) & self.index.standing)

    def each(self, mask: Mask) -> Iterator[Sourced]:
        """Yield the claims of a set, read a page at once where they have to be read."""
        wanted = np.flatnonzero(mask)
        for start in range(0, len(wanted), _PAGE):
            yield from self.pairs(wanted[start : start + _PAGE].tolist())

    def pairs(self, positions: Iterable[int]) -> list[Sourced]:
        """Return claims by position, read in one go where they have to be read."""
        wanted = list(positions)
        fetch: Callable[[list[int]], list[Sourced]] | None = getattr(self.rows, "fetch", None)  # kept/rows.py
        return [self.rows[n] for n in wanted] if fetch is None else fetch(wanted)

    def key_at(self, position: int) -> str:
        """Return the key of a claim by position, without the claim where keys are kept."""
        keys: Sequence[str] | None = getattr(self.rows, "keys", None)  # kept/rows.py
        return self.rows[position].claim.key if keys is None else keys[position]

    def keys_at(self, positions: Iterable[int]) -> list[str]:
        """Return the keys of claims by position."""
        keys: Any = getattr(self.rows, "keys", None)  # kept/rows.py
        return [self.rows[n].claim.key for n in positions] if keys is None else list(map(keys.one, positions))

    def quoted_keys(self, positions: Whole) -> tuple[bytes, Whole]:
        """Return kept keys of claims by position as JSON has them, and where each begins (`Texts.quoted`)."""
        keys: Any = getattr(self.rows, "keys")  # noqa: B009  # kept/rows.py
        found: tuple[bytes, Whole] = keys.quoted(positions)
        return found

    def lang_of(self, position: int) -> str:
        """Return the language of the report of a claim."""
        return self.told.lang.at(int(self.index.report.codes[position]))

    def fetch(self, keys: Iterable[str]) -> None:
        """Have claims at hand that are going to be asked for one by one."""
        if hasattr(self.rows, "fetch"):
            self.pairs([self.by_key[key] for key in keys])

    def readings_of(self, names: Sequence[str]) -> list[Reading]:
        """Return reports with their claims by id, read in one go where they have to be read."""
        fetch: Callable[[Sequence[str]], Mapping[str, Reading]] | None = getattr(self.readings, "fetch", None)
        found = self.readings if fetch is None else fetch(names)
        return [found[name] for name in names]

    def of_report(self, report_id: str) -> list[int]:
        """Return the claims of a report, by position."""
        return self.index.of_report(report_id)

    def made(self, name: str) -> Any:
        """Return what was worked out under a name alone; raise KeyError where it was not."""
        slot: _Slot = self._made[(name,)]  # type: ignore[attr-defined]
        return slot.value

    def later(self, name: tuple[Any, ...], make: Callable[[], Any]) -> None:
        """Have something made by `make` when it is asked for under a name."""
        slot = self._made[name] = _Slot()  # type: ignore[attr-defined]
        slot.make = make

    def once(self, name: tuple[Any, ...], make: Callable[[], T]) -> T:
        """Return what `make` makes, made once for each name; who asks meanwhile waits for it.

        A name has the kind of thing first, then what it was asked with. What was asked with nothing stays for good; of
        the rest, what nobody asked for longest goes first.
        """
        kept: dict[tuple[Any, ...], _Slot] = self._made  # type: ignore[attr-defined]
        with self._lock:  # type: ignore[attr-defined]
            slot = kept[name] = kept.pop(name) if name in kept else _Slot()
            if len(kept) > _KEPT:
                gone = next((other for other in kept if other != name and any(p is not None for p in other[1:])), None)
                kept.pop(gone or name)
        with slot.lock:
            if not slot.made:
                slot.value, slot.made = (slot.make or make)(), True
        value: T = slot.value
        return value

    def drop(self, *names: str) -> None:
        """Let go of what was worked out under these names alone."""
        for name in names:
            self._made.pop((name,), None)  # type: ignore[attr-defined]

    def forget(self) -> None:
        """Let go of what was worked out, so that nothing of a snapshot that was replaced stays in memory."""
        with self._lock:  # type: ignore[attr-defined]
            self._made.clear()  # type: ignore[attr-defined]


def snapshot(
    audience: Audience,
    version: str,
    readings: Sequence[Reading],
    judgements: Sequence[Judgement],
    room: Room,
    *,
    sequence: int = 0,
    blur: Blur | None = None,
) -> Snapshot:
    """Return the snapshot of these readings for an audience; `blur` moves places whose point is not to be shown."""
    judgements = tuple(judgements)
    public = audience is Audience.PUBLIC
    if public:
        room = Room({key: public_state(body) for key, body in room.public.items()}, room.public)
        judgements = tuple(j for j in judgements if j.b is not None)  # what else was judged is in the copies
    shown = _public(room.public, blur) if public else list(readings)
    rows = [Sourced(reading.report, claim) for reading in shown for claim in reading.claims]
    if not public:
        rows = _as_judged(rows, judgements)
    first = printings(reading.report for reading in shown)
    made = Snapshot(
        audience=audience,
        version=version,
        readings={reading.report.report_id: reading for reading in shown},
        rows=tuple(sorted(in_order(rows), key=time_of)),
        judgements=() if public else judgements,
        fusion=fuse(shown, judgements, first=first),
        room=room,
        sequence=sequence,
    )
    made.__dict__["first_printing"] = first
    return without_people(made) if audience is Audience.VIEWER else made


_SHARED = (
    "by_key", "events", "event_of", "lineages", "index", "happened", "told", "latest",
    "first_printing", "doubted", "standing",
    "_made", "_lock",
)  # fmt: skip


def for_viewer(made: Snapshot) -> Snapshot:
    """Return the desk's snapshot as a viewer may see it; what was worked out of the claims is shared."""
    shown = replace(without_people(made), audience=Audience.VIEWER)
    shown.__dict__.update({name: made.__dict__[name] for name in _SHARED if name in made.__dict__})
    return shown


def without_text(report: ReportLike) -> ReportLike:
    return report.without_text() if isinstance(report, Report) else report


def without_texts(rows: Iterable[Sourced]) -> list[Sourced]:
    """Return claims with their reports but for the texts, which are most of what a report holds."""
    known: dict[str, ReportLike] = {}
    found: list[Sourced] = []
    for report, claim in rows:
        name = report.report_id
        if name not in known:
            known[name] = without_text(report)
        found.append(Sourced(known[name], claim))
    return found


def without_people(made: Snapshot) -> Snapshot:
    """Return a snapshot that does not say who judged, nor in which words."""
    return replace(made, judgements=tuple(replace(j, by="", why="") for j in made.judgements))


def _as_judged(rows: Sequence[Sourced], judgements: Sequence[Judgement]) -> list[Sourced]:
    """Return the claims as people left them; a rejected one stays, and is shown as such where it is asked for."""
    left = {row.claim.key: row for row in judged(rows, judgements)}
    return [left.get(row.claim.key, row) for row in rows]


def _public(copies: Mapping[str, Mapping[str, Any]], blur: Blur | None) -> list[Reading]:
    """Return the public copies as readings. They were masked and blurred when they were made; a rule of today that
    moves more places moves them as well."""
    return [
        replace(reading, claims=tuple(_blurred(claim, blur) for claim in reading.claims))
        for reading in readings_of(copies.values())
    ]


def _blurred(claim: Claim, blur: Blur | None) -> Claim:
    return replace(claim, place=tuple(map(blur, claim.place))) if blur else claim


def time_of(row: Sourced) -> tuple[int, int]:
    days = days_of(*row)
    first, last = days.first or days.last, days.last
    return first.toordinal() if first else 4_000_000, last.toordinal() if last else 4_000_000
