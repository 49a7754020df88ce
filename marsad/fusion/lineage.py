"""Who is behind a claim: outlet, relay, origin; and which reports print one text.

The origin is whom the report credits, where that is somebody (a name). A class of sources ("activists", "officials")
is nobody who could be counted: the claim is then the outlet's own. An outlet that prints another's text, or one
passage of it, is a relay of whoever printed it first.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from rensa import RMinHash  # type: ignore[import-untyped]

from marsad.fusion.alike import shingles
from marsad.fusion.unit import Unit
from marsad.records import Lineage, Report
from marsad.text.fold import match

_PERMUTATIONS, _BANDS, _SEED = 128, 32, 42
_ALIKE = 0.5  # of the three-word shingles of two texts, from which one is a copy of the other
Sketches = npt.NDArray[Any]
_SHORT = 8  # words of a passage from which the same words cannot be chance


@dataclass(frozen=True, slots=True)
class Voices:
    """Whose voice a report is: the outlet that first printed its text; and who first printed a passage.

    `echoes` are the outlets that printed a report's text after it and whose copies were not read.
    """

    of_report: Mapping[str, str]
    of_passage: Mapping[frozenset[str], str]
    outlets: Mapping[str, str]
    echoes: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def origin(self, unit: Unit) -> tuple[str, bool]:
        """Return the origin of a claim and whether the report names it."""
        if unit.credited and not unit.credited[0].islower():
            return unit.credited, True
        return self.voice(unit), False

    def voice(self, unit: Unit) -> str:
        """Return who first printed the passage of a claim, or the text around it."""
        return self.of_passage.get(unit.words) or self.of_report[unit.report_id]

    def printed_by(self, unit: Unit) -> tuple[str, ...]:
        """Return the outlets that print the report of a claim: its own, and those that copied it."""
        return (self.outlets[unit.report_id], *self.echoes.get(unit.report_id, ()))


def listen(reports: Iterable[Report], units: Iterable[Unit], first: Mapping[str, str] | None = None) -> Voices:
    """Return the voices of reports and passages; the earlier printing is the origin, whatever order they come in.

    `first` are the first printings of these reports, where they are known (`printings`).
    """
    ordered = sorted(reports, key=_order)
    outlets = {report.report_id: report.outlet or report.report_id for report in ordered}
    first = printings(ordered) if first is None else first
    voices = {report.report_id: outlets[first[report.report_id]] for report in ordered}
    place = {report.report_id: number for number, report in enumerate(ordered)}
    units = tuple(units)
    read = {unit.report_id for unit in units}
    echoes: dict[str, list[str]] = {}
    for report_id, leader in first.items():
        if report_id not in read and leader != report_id:
            echoes.setdefault(leader, []).append(outlets[report_id])
    passages: dict[frozenset[str], str] = {}
    for unit in sorted(units, key=lambda unit: place[unit.report_id]):
        if len(unit.words) >= _SHORT:
            passages.setdefault(unit.words, voices[unit.report_id])
    return Voices(voices, passages, outlets, echoes)


def printings(reports: Iterable[Report]) -> dict[str, str]:
    """Return for each report, by its id, the first one that prints much the same text; of each report its sketch alone
    is held, so that they may be read as they are needed."""
    keys: list[tuple[str, str]] = []
    sketches = array("I")
    for report in reports:
        keys.append(_order(report))
        sketches.extend(_sketch(report))
    order = sorted(range(len(keys)), key=keys.__getitem__)
    rows = np.asarray(sketches, np.uint32).reshape(-1, _PERMUTATIONS)[order]
    names = [keys[number][1] for number in order]
    return {name: names[first] for name, first in zip(names, _firsts(rows), strict=True)}


def _firsts(sketches: Sketches) -> list[int]:
    """Return for each text, in the order of publication, the first one that is much the same.

    Texts are alike that share a band of their sketches and enough of the whole; each is compared with those that are
    the first of their kind.
    """
    shared = _shared_bands(sketches)
    leaders: dict[int, list[int]] = {}  # by the bands that they share with others
    found: list[int] = []
    for number, sketch in enumerate(sketches):
        bands = [band for band in shared[number].tolist() if band >= 0]
        near = sorted({leader for band in bands for leader in leaders.get(band, ())})
        alike = (n for n in near if np.count_nonzero(sketches[n] == sketch) >= _ALIKE * _PERMUTATIONS)
        first = next(alike, number)
        found.append(first)
        if first == number:
            for band in bands:
                leaders.setdefault(band, []).append(number)
    return found


def _shared_bands(sketches: Sketches) -> Sketches:
    """Return the number of each band of each sketch, -1 for one that no other sketch has."""
    found = np.empty((len(sketches), _BANDS), np.int32)
    width, many = _PERMUTATIONS // _BANDS, 0
    for band in range(_BANDS):
        part = np.ascontiguousarray(sketches[:, band * width : (band + 1) * width])
        _, number, count = np.unique(part.view(f"V{4 * width}").ravel(), return_inverse=True, return_counts=True)
        found[:, band] = np.where(count[number] > 1, number + many, -1)
        many += len(count)
    return found


def lineages(units: Sequence[Unit], voices: Voices) -> tuple[Lineage, ...]:
    """Return the lineages behind the claims of an event, the one with most claims first."""
    groups: dict[str, list[Unit]] = {}
    named: dict[str, bool] = {}
    for unit in units:
        origin, credited = voices.origin(unit)
        groups.setdefault(origin, []).append(unit)
        named[origin] = named.get(origin, False) or credited
    found = [
        Lineage(
            origin=origin,
            relays=tuple(dict.fromkeys(name for u in group for name in voices.printed_by(u) if name != origin)),
            claims=tuple(unit.key for unit in group),
            named=named[origin],
        )
        for origin, group in groups.items()
    ]
    return tuple(sorted(found, key=lambda lineage: (-len(lineage.claims), lineage.origin)))


def _order(report: Report) -> tuple[str, str]:
    return (report.published.isoformat() if report.published else "9999", report.report_id)


def _sketch(report: Report) -> list[int]:
    sketch = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    sketch.update(shingles(match(report.text).split()))
    values: list[int] = sketch.digest()
    return values
