"""A made-up record told again many times: the files that the desk answers from, and its claims and reports, without the
days that making a record of millions takes.

Every claim, report, event, state and track of a record of `benchmarks/desk.py` is there many times, under keys of its
own, at places of its own, on the same days. Copy k of what has number n has number n times copies + k, which keeps all
orders that files are in. Columns are repeated, keys in rows that are kept as they are written are changed in place,
texts and their hashes are made anew. Claims and reports of a page come from the small record, under the copy's keys.
So sizes, orders and tables are those of a record of so many claims. What is not: the table of claims in the database
and its index of words are small.
"""

from __future__ import annotations

import re
import shutil
import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from marsad.records import Claim, Reading, Report
from marsad.store.pages import Pages
from marsad.store.store import Store
from marsad.web.columns import Listed, Whole, narrow
from marsad.web.kept.shelf import read, write
from marsad.web.kept.texts import Texts
from marsad.web.kept.volume import Volume, VolumeWriter
from marsad.web.said import Cell

_NAMES = re.compile(rb"ea-\d{4}-[a-z]+-\d+|[0-9a-f]{16}-\d+")  # of reports, of claims
_LETTERS = string.ascii_lowercase[6:] + string.ascii_uppercase + "_~."  # what the name of a copy begins with
MOST = len(_LETTERS) + 1
_BLOCK = 1 << 32  # between the numbers of two copies in the record


def name_of(name: str, copy: int) -> str:
    """Return the name of the copy of a claim, an event or a report."""
    if not copy or not name:
        return name
    if name.startswith("e-"):
        return f"e-{name_of(name[2:], copy)}"
    return _LETTERS[copy - 1] + name[1:]


def original(name: str) -> tuple[str, int]:
    """Return the name of a report that a name is the copy of, and which copy it is."""
    copy = _LETTERS.find(name[0]) + 1
    return (f"e{name[1:]}", copy) if copy and name[1:3] == "a-" and name[0] != "e" else (name, 0)


class GrownPages(Pages):
    """The record behind the files: each copy from the original, under names of its own."""

    def __init__(self, store: Store, folder: Path) -> None:
        super().__init__(store)
        self._folder = folder

    @property
    def folder(self) -> Path:
        return self._folder

    def claims(self, numbers: Sequence[int]) -> dict[int, Claim]:
        found = super().claims(sorted({number % _BLOCK for number in numbers}))
        return {n: _claim(found[n % _BLOCK], n // _BLOCK) for n in numbers if n % _BLOCK in found}

    def reports(self, numbers: Iterable[int]) -> dict[int, Report]:
        wanted = list(numbers)
        found = super().reports(sorted({number % _BLOCK for number in wanted}))
        return {n: _report(found[n % _BLOCK], n // _BLOCK) for n in wanted if n % _BLOCK in found}

    def readings(self, names: Sequence[str]) -> dict[str, Reading]:
        of = {name: original(name) for name in names}
        found = super().readings(sorted({first for first, _ in of.values()}))
        return {name: _reading(found[first], copy) for name, (first, copy) in of.items() if first in found}


def _claim(claim: Claim, copy: int) -> Claim:
    return replace(claim, key=name_of(claim.key, copy))


def _report(report: Report, copy: int) -> Report:
    return replace(report, report_id=name_of(report.report_id, copy))


def _reading(reading: Reading, copy: int) -> Reading:
    claims = tuple(_claim(claim, copy) for claim in reading.claims)
    return replace(reading, report=_report(reading.report, copy), claims=claims)


def grown(source: Path, folder: Path, copies: int) -> None:
    """Write the files of `copies` times what is in `source` into `folder`."""
    if copies > MOST:
        raise ValueError(f"{copies} copies: there are names for {MOST}")
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    with VolumeWriter(fresh) as volume:
        _Grown(Volume(source), volume, copies).all()
    (fresh / "done").touch()
    shutil.rmtree(folder, ignore_errors=True)
    fresh.replace(folder)


class _Grown:
    """A volume made of another. Copy k of number n is number n × copies + k, but for reports: copy by copy."""

    def __init__(self, source: Volume, volume: VolumeWriter, copies: int) -> None:
        self.source, self.volume, self.k = source, volume, copies
        self.copy = np.arange(copies)

    def all(self) -> None:
        self._claims()
        self._events()
        self._ground()
        self._talk()
        self._said()
        self._rest()

    # Columns

    def load(self, name: str) -> Any:
        return self.source.array(name)

    def save(self, name: str, array: Any) -> None:
        self.volume.array(name, array)

    def same(self, *names: str) -> None:
        """Copies have the value of the original."""
        for name in names:
            self.save(name, np.repeat(self.load(name), self.k))

    def numbers(self, *names: str) -> None:
        """Copies have the copy of the number of the original; a number below 0 is none."""
        for name in names:
            self.save(name, self.own(self.load(name)))

    def own(self, numbers: Whole) -> Whole:
        made = (numbers.astype(np.int64)[:, None] * self.k + self.copy).reshape(-1)
        made[np.repeat(numbers < 0, self.k)] = -1
        return made.astype(np.int32)

    def texts(self, name: str, mark: bool = False) -> None:
        """The texts of a column: those of the original, or with `mark` one for each copy."""
        found = list(Texts.load(self.source, name))
        made = [f"{text}!{k:02}" if k else text for text in found for k in range(self.k)] if mark else found
        Texts.of(made).save(self.volume, name)

    def coded(self, *names: str) -> None:
        for name in names:
            self.texts(name)
            self.same(name)

    def listed(self, name: str, own: Any = None) -> None:
        """A column of lists: `own` says which of its values are one for each copy, by their number."""
        values = list(Texts.load(self.source, name))
        owned = np.zeros(len(values), np.bool_) if own is None else np.asarray([own(v) for v in values], np.bool_)
        firsts = np.cumsum([0, *np.where(owned, self.k, 1)])[:-1]
        made = [name for v, o in zip(values, owned, strict=True) for name in (self._marked(v) if o else (v,))]
        starts, at, copy = self.blocks(self.load(f"{name}.starts"))
        codes = self.load(f"{name}.codes")[at]
        codes = firsts[codes] + np.where(owned[codes], copy, 0)
        column = Listed.made(made, starts, codes.astype(np.int32))
        Texts.of(made).save(self.volume, name)
        for part in ("starts", "codes", "bounds", "places"):
            self.save(f"{name}.{part}", getattr(column, part))

    def _marked(self, value: str) -> list[str]:
        return [f"{value}!{k:02}" if k else value for k in range(self.k)]

    def blocks(self, starts: Whole) -> tuple[Whole, Whole, Whole]:
        """Return where the lists of the copies start, what each of their items is a copy of, and of which copy."""
        lengths = np.repeat(np.diff(starts), self.k)
        made = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
        shift = np.repeat(np.repeat(starts[:-1], self.k) - made[:-1], lengths)
        at = shift + np.arange(made[-1])
        return made, at, np.repeat(np.tile(self.copy, len(starts) - 1), lengths)

    def members(self, name: str) -> Whole:
        """The claims that rows are made of; return what each is a copy of."""
        starts, at, copy = self.blocks(self.load(f"{name}.starts"))
        self.save(f"{name}.starts", starts)
        members = self.load(f"{name}.members")[at].astype(np.int64)
        self.save(f"{name}.members", (members * self.k + copy).astype(np.int32))
        return at

    # Rows

    def rows(self, *names: str) -> None:
        """Rows, those of the copies under their own names."""
        for name in names:
            data, ends = self.source.rows(name)
            told = list(map(self._renamer(bytes(data)), range(self.k)))
            copies = (one[ends[n] : ends[n + 1]] for n in range(len(ends) - 1) for one in told)
            self.volume.rows(name, copies)

    def _renamer(self, data: bytes) -> Any:
        places = np.asarray([hit.start() for hit in _NAMES.finditer(data)], np.int64)

        def renamed(copy: int) -> bytes:
            if not copy:
                return data
            made = np.frombuffer(bytearray(data), np.uint8)
            made[places] = ord(_LETTERS[copy - 1])
            return made.tobytes()

        return renamed

    def whole(self, name: str) -> Iterator[Any]:
        """Yield what is one row, once for each copy."""
        yield from (read(told) for told in map(self._renamer(bytes(self.source.row(name))), range(self.k)))

    def one(self, name: str) -> Any:
        return read(self.source.row(name))

    def save_one(self, name: str, value: Any) -> None:
        self.volume.rows(name, [write(value)])

    # What there is

    def _claims(self) -> None:
        reports = list(Texts.load(self.source, "index.report"))
        many = len(reports)
        for name, times in (("claim", np.repeat), ("report", np.tile)):
            found = self.load(name)
            block = np.tile(self.copy, len(found)) if times is np.repeat else np.repeat(self.copy, len(found))
            self.save(name, times(found, self.k) + block * np.int64(_BLOCK))
        keys = Texts.load(self.source, "keys")
        Texts.of([name_of(key, k) for key in keys for k in range(self.k)]).save(self.volume, "keys")
        of = self.load("index.report")
        owners = np.repeat(of.astype(np.int64), self.k) + np.tile(self.copy * many, len(of))
        self.save("index.report", narrow(owners, many * self.k))
        first = self.load("first").astype(np.int64)
        self.save("first", (np.tile(first, self.k) + np.repeat(self.copy * many, many)).astype(np.int32))
        self.texts("told.lang")
        for name in ("told.lang", "told.published"):
            self.save(name, np.tile(self.load(name), self.k))
        days = np.tile(-self.load("told.published").astype(np.int64), self.k).tolist()
        named = [name_of(name, k) for k in range(self.k) for name in reports]
        latest = sorted(range(len(named)), key=lambda number: (days[number], named[number]))
        self.save("latest", np.asarray(latest, np.int64))
        Texts.of(named).save(self.volume, "index.report")
        self.coded(*(f"index.{name}" for name in ("kind", "certainty", "state", "grade", "lineage", "outlet")))
        self.same(*(f"index.{name}" for name in ("first", "last", "told", "begins", "by")))
        self.same("doubted")
        for name in ("printed", "name", "form", "term"):
            self.listed(f"index.{name}")
        self.listed("index.place", lambda value: value.startswith("#"))
        for name in ("place_id", "spot"):
            self.listed(f"index.{name}", lambda value: True)
        self.listed("harmed")

    def _events(self) -> None:
        events = list(Texts.load(self.source, "index.event"))
        named = [name_of(name, k) for name in events if name for k in range(self.k)]
        Texts.of([*named, *(name for name in events if not name)]).save(self.volume, "index.event")
        of = self.load("index.event").astype(np.int64)
        made = np.repeat(of * self.k, self.k) + np.tile(self.copy, len(of))
        self.save("index.event", narrow(np.minimum(made, max(len(named), 1)), len(named) + 1))
        self.coded("happened.kind", "happened.grade")
        self.same(*(f"happened.{name}" for name in ("start", "end", "series", "disputed", "lon", "lat")))
        self.numbers("happened.largest")
        self.same("happened.told_from", "happened.told_until")
        self.members("happened")
        self.rows("events", "features", "items", "marks")
        self.rows("ledger", "tolled", "brief", "implied")
        points = self.load("ledger.points")[self.members("ledger")]
        self.save("ledger.points", points)
        self.numbers("ledger.row_of")
        self.same("ledger.steady")
        self.save_one("series", self.one("series") * self.k)

    def _ground(self) -> None:
        place = self.load("states.place")
        for name in ("known", "past"):
            numbers = self.load(f"ground.{name}")
            turns = np.flatnonzero(np.concatenate(([True], place[numbers[1:]] != place[numbers[:-1]], [True])))
            _, at, copy = self.blocks(turns)
            self.save(f"ground.{name}", (numbers[at].astype(np.int64) * self.k + copy).astype(np.int32))
            for end in ("start", "end"):
                self.save(f"ground.{name}_{end}", self.load(f"ground.{name}_{end}")[at])
        self.numbers("ground.move_place")
        moves = ("move_day", "move_told", "move_waits")
        self.same(*(f"ground.{name}" for name in (*moves, "first", "called", "waiting", "against", "day")))
        self.texts("states.place", mark=True)
        self.save("states.place", narrow(self.own(place), len(Texts.load(self.source, "states.place")) * self.k))
        self.coded("states.name")
        self.same(*(f"states.{name}" for name in ("since", "until", "lat", "lon", "ground")))
        self.listed("states.holders")
        self.listed("states.people")
        self.rows("states", "stood", "moves")

    def _talk(self) -> None:
        self.numbers(*(f"talk.{name}" for name in ("claims", "part", "rank", "by_key", "track")))
        self.same(*(f"talk.{name}" for name in ("known", "counts", "published", "pending")))
        for name in ("asknown", "asof"):
            self._grown(name)
        self.numbers("steps.row", "steps.turn")
        self.coded(*(f"steps.{name}" for name in ("kin", "body", "stage", "end")))
        for name in ("documents", "places", "names", "votes"):
            self.listed(f"steps.{name}")
        flags = ("denied", "uncertain", "sponsor", "veto", "firm")
        self.same(*(f"steps.{name}" for name in (*flags, "step", "size", "by", "eve", "due")))
        self.rows("told", "tracks", "track", "step")
        vetoes = self.one("vetoes")
        self.save_one("vetoes", {name_of(key, k): found for key, found in vetoes.items() for k in range(self.k)})

    def _grown(self, name: str) -> None:
        order = self.load(f"{name}.order").astype(np.int64)
        self.save(f"{name}.order", np.concatenate([order * self.k + copy for copy in self.copy]).astype(np.int32))
        for end in ("low", "high"):
            places = self.load(f"{name}.{end}")
            self.save(f"{name}.{end}", (places[:, None] + self.copy * len(order)).reshape(-1).astype(np.int32))
        self.same(*(f"{name}.{column}" for column in ("start", "end", "first", "full")))
        self.numbers(f"{name}.head", f"{name}.today")

    def _said(self) -> None:
        self.rows("sayings", "said")
        starts, at, copy = self.blocks(self.load("sayings.starts"))
        self.save("sayings.starts", starts)
        self.save("sayings.refs", (self.load("sayings.refs")[at].astype(np.int64) * self.k + copy).astype(np.int32))
        self.same("sayings.stance", "sayings.by")
        self.listed("sayings.words")
        cells, tracks = self.one("cells")
        bounds, said = self.load("matrix.starts"), self.load("matrix.said").astype(np.int64)
        rows: list[tuple[Cell, Whole]] = []
        named: dict[str, Any] = {}
        for n, cell in enumerate(cells):
            of = said[bounds[n] : bounds[n + 1]] * self.k
            if cell.issue not in tracks:
                rows.append((cell, (of[:, None] + self.copy).reshape(-1)))
                continue
            for k, issue in enumerate(self._marked(cell.issue)):
                track, title = tracks[cell.issue]
                named[issue] = (name_of(track, k), title)
                rows.append((replace(cell, issue=issue), of + k))
        rows.sort(key=lambda row: row[0].key)
        self.save_one("cells", ([cell for cell, _ in rows], named))
        self.save("matrix.starts", np.cumsum([0, *(len(some) for _, some in rows)]))
        self.save("matrix.said", np.concatenate([some for _, some in rows]).astype(np.int32))

    def _rest(self) -> None:
        for name in ("places", "spots"):
            self.save_one(name, {own: place for key, place in self.one(name).items() for own in self._marked(key)})
        self.save_one("sets", self.one("sets"))
        self.save_one("shares", [row for found in self.whole("shares") for row in found])
