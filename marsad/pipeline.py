"""The composition: Report -> Reading, on one screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from marsad.claims.assemble import assemble
from marsad.lang.pack import Pack
from marsad.lang.sentence import Tag
from marsad.reading.read import read as read_document
from marsad.reading.scan import scan
from marsad.records import NO_TIME, Place, Reading, Report, When
from marsad.text.tokens import Token


def read(report: Report) -> Reading:
    """Return what `report` claims. Never raises on prose; what was not read is among the issues."""
    pack = pack_of(report.lang)
    document = scan(report, pack, _toponyms())
    mentions = read_document(document, pack)
    places: dict[tuple[int, int], Place] = {}

    def resolve(tag: Tag, tense: str) -> When:
        return NO_TIME

    return Reading(report, assemble(mentions, document, report, places, resolve))


@cache
def pack_of(lang: str) -> Pack:
    """Return the pack of a language."""
    from marsad.lang.ar.pack import pack

    return pack()


def _toponyms() -> Callable[[Sequence[Token]], Iterable[Any]]:
    return lambda tokens: ()
