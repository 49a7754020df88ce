"""Claims of diplomacy as tracks take them, in a file, as plain values: a large track is made of thousands of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from marsad.records import Span
from marsad.views.diplomacy import Told
from marsad.views.rows import ClaimRef, Days
from marsad.views.tracks import Node
from marsad.views.votes import Votes
from marsad.web.kept.rows import Recent
from marsad.web.kept.shelf import Shelf
from marsad.web.kept.volume import Volume, VolumeWriter
from marsad.web.numbered import Numbered

_MOST = 20_000  # claims that were read last and stay


class Telling(Numbered[Told]):
    """Claims of diplomacy by their number, of their words the evidence alone: links are sought by it."""

    def __init__(self, volume: Volume) -> None:
        self._rows: Shelf[Any] = Shelf(volume, "told")
        self._recent: Recent[int, Told] = Recent(_MOST)

    @staticmethod
    def save(told: Sequence[Told], volume: VolumeWriter) -> None:
        Shelf.save(map(_plain, told), volume, "told")

    def __len__(self) -> int:
        return len(self._rows)

    def one(self, number: int) -> Told:
        found = self._recent.get(number)
        if found is None:
            found = self._read(number)
            self._recent.put({number: found})
        return found

    def _read(self, number: int) -> Told:
        (report, claim, key), words, node, told, days, participants, votes, places, published = self._rows.one(number)
        kin, body, parties, documents, countries, event = node
        by = days[1] or days[0]
        named = ClaimRef(report, claim, key, tuple((slot, Span(*span)) for slot, span in words))
        links = Node(named, kin, body, frozenset(parties), frozenset(documents), frozenset(countries), _day(by), event)
        stage, type_, certainty, lineage = told
        return Told(
            links, stage, type_, Days(_day(days[0]), _day(days[1]), days[2]), certainty, participants,
            tuple(Votes(*some) for some in votes), lineage, _day(published), places,
        )  # fmt: skip


def _plain(one: Told) -> tuple[Any, ...]:
    node, ref, days = one.node, one.ref, one.days
    return (
        (ref.report_id, ref.claim_id, ref.key),
        tuple((slot, (span.start, span.end)) for slot, span in ref.spans[:1]),
        (
            node.kin,
            node.body,
            *(tuple(sorted(some)) for some in (node.parties, node.documents, node.countries)),
            node.event,
        ),
        (one.stage, one.type, one.certainty, one.lineage),
        (_ordinal(days.first), _ordinal(days.last), days.dated),
        one.participants,
        tuple((votes.yes, votes.no, votes.abstain) for votes in one.votes),
        one.places,
        _ordinal(one.published),
    )


def _ordinal(day: dt.date | None) -> int | None:
    return day.toordinal() if day else None


def _day(ordinal: int | None) -> dt.date | None:
    return dt.date.fromordinal(ordinal) if ordinal else None
