"""The composition: Report -> Reading, on one screen."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Final

from marsad.claims.assemble import assemble
from marsad.claims.toponyms import resolve_places
from marsad.claims.unread import unread
from marsad.lang.mention import Document, Mention
from marsad.lang.pack import Finder, Pack
from marsad.places.candidates import place_finder
from marsad.places.gazetteer import Gazetteer, Script
from marsad.places.latin import latin_finder
from marsad.reading.read import read as read_document
from marsad.reading.scan import scan
from marsad.records import Issue, Reading, Report, Span
from marsad.sources.furniture import furniture

LANGUAGES: Final = ("ar", "en")
SCRIPTS: Final[dict[str, Script]] = {"en": "latin"}
_ROUND: Final = 500_000  # objects made and held between two rounds of the collector, mostly words remembered


def read(report: Report) -> Reading:
    """Return what `report` claims. Never raises on prose; what was not read is among the issues.

    A report in a language without a pack yields one issue and no claims.
    """
    if report.lang not in LANGUAGES:
        return Reading(report, issues=(Issue(report.report_id, f"no language pack reads {report.lang!r} yet"),))
    return read_in_steps(report, pack_of(report.lang)).reading


@dataclass(frozen=True, slots=True)
class Steps:
    """A reading, with the tagged document and the mentions that it was made from."""

    document: Document
    mentions: tuple[Mention, ...]
    reading: Reading


def read_in_steps(report: Report, pack: Pack) -> Steps:
    """Read `report` with `pack` and keep what was made on the way: for measuring, and for finding errors."""
    gazetteer = Gazetteer.load(SCRIPTS.get(report.lang, "arabic"))
    aside = furniture(report)
    document = _tagged(report, pack, (span for _, span in aside))
    mentions = read_document(document, pack)
    claims, grounds = assemble(mentions, document, report, resolve_places(document, gazetteer))
    issues = (*document.issues, *unread(document, mentions, claims, report))
    return Steps(document, mentions, Reading(report, claims, issues, aside, grounds))


def tagged(report: Report, aside: Iterable[Span] = ()) -> Document:
    """Return the sentences of a report in a language with a pack, tagged as rules look at them, without those that
    lie in `aside`."""
    return _tagged(report, pack_of(report.lang), [*(span for _, span in furniture(report)), *aside])


def _tagged(report: Report, pack: Pack, aside: Iterable[Span]) -> Document:
    return scan(report, pack, _toponyms(report.lang), aside)


@cache
def pack_of(lang: str) -> Pack:
    """Return the pack of a language, loaded once."""
    found: Pack = import_module(f"marsad.lang.{lang}.pack").pack()
    return found


@cache
def _toponyms(lang: str) -> Finder:
    words = import_module(f"marsad.lang.{lang}.place_words").place_words()
    if lang in SCRIPTS:
        return latin_finder(Gazetteer.load(SCRIPTS[lang]), words)
    return place_finder(Gazetteer.load(), words)


@cache
def settle(lang: str) -> None:
    """Load what reading `lang` needs, and let the garbage collector come by seldom from now on.

    For a process whose business is to read: it reads a third more reports a second. Nothing that a reading makes is
    in a cycle, so that the collector finds nothing in it. What the process holds at the time of the call is never
    collected, so a program that embeds Marsad decides for itself.
    """
    if lang in LANGUAGES:
        pack_of(lang)
        _toponyms(lang)
        gc.freeze()
        gc.set_threshold(_ROUND)
