#!/usr/bin/env python3
"""How long fusion takes as the record grows: at ten, thirty, a hundred, three hundred thousand claims.

    python benchmarks/fusion.py [--claims 10000 30000 100000 300000] [--dense] [--workers 1]

The claims are made up: events at towns of the gazetteer, each told by several outlets in words of their own, one
report telling of some events. `--dense` keeps the number of days as the record grows, so that every day and place holds
more; without it the days grow with the claims. `--workers` compares claims in so many processes. Time is CPU, with
`--workers` that of the process which does the rest; growth is that time against n log n, 1.0 being exactly that; the
ratio is to a fixed piece of pure Python.
"""

from __future__ import annotations

import argparse
import datetime as dt
import math
import random
import resource
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.baseline import baseline  # noqa: E402
from marsad.batch.spread import local  # noqa: E402
from marsad.fusion import fuse  # noqa: E402
from marsad.fusion.cells import by_month_and_country  # noqa: E402
from marsad.places.gazetteer import Entry, Gazetteer  # noqa: E402
from marsad.records import Attack, Casualty, Claim, Count, Named, Place, Reading, Report, Span, Statement, When  # noqa: E402

START = dt.date(2016, 1, 1)
COUNTRIES = ("SY", "IQ", "LB", "PS", "YE")
TYPES = ("airstrike", "shelling", "clash", "bombing", "shooting", "other")
OUTLETS = tuple(f"Outlet {n}" for n in range(40))
SOURCES = (None, "Monitor", "Health Ministry", "Civil Defence", "State news agency", "activists")
SIDES = ("Army", "Rebels", "Militia", "Air force", None)
WORDS = tuple(f"كلمه{n}" for n in range(4000))
TOLD_BY, EVENTS_A_REPORT, A_DAY = 6, 3, 12


def readings(claims: int, *, dense: bool, seed: int = 7) -> Iterator[Reading]:
    """Yield readings with about `claims` claims in all."""
    draw = random.Random(seed)
    towns = [e for e in Gazetteer.load() if e.kind == "town" and e.country in COUNTRIES and e.lat is not None]
    reports = claims // (EVENTS_A_REPORT * 3)
    events = max(1, reports * EVENTS_A_REPORT // TOLD_BY)
    days = 300 if dense else max(1, events // A_DAY)
    happened = [Happening(draw, towns, days) for _ in range(events)]
    happened.sort(key=lambda event: event.day)
    for number in range(reports):
        first = min(events - 1, number * events // reports)
        told = [happened[min(events - 1, first + draw.randrange(2 * TOLD_BY))] for _ in range(EVENTS_A_REPORT)]
        yield report_of(number, told, draw)


class Happening:
    """One event, made up."""

    def __init__(self, draw: random.Random, towns: list[Entry], days: int) -> None:
        self.town = draw.choice(towns)
        self.day = draw.randrange(days)
        self.type = draw.choice(TYPES)
        self.side = draw.choice(SIDES)
        self.killed = draw.randrange(1, 60)
        self.words = draw.sample(WORDS, 8)


def report_of(number: int, told: list[Happening], draw: random.Random) -> Reading:
    last = max(event.day for event in told)
    text = ""
    claims: list[Claim] = []
    for at, event in enumerate(told):
        start = len(text)
        text += " ".join((*draw.sample(event.words, 6), *draw.sample(WORDS, 6))) + ". "
        claims += claims_of(event, f"r{number}", at, Span(start, len(text) - 2), draw)
    published = START + dt.timedelta(last + draw.randrange(2))
    report = Report(f"r{number}", text, "ar", published, draw.choice(OUTLETS))
    return Reading(report, tuple(claims))


def claims_of(event: Happening, report: str, at: int, span: Span, draw: random.Random) -> Iterator[Claim]:
    town, day = event.town, START + dt.timedelta(event.day)
    where = Place(town.name_en, span, town.name_en, town.lat, town.lon, "exact", town.country, town.key)
    when = When(day, day, span=span) if draw.random() < 0.6 else When(None, None, "unknown")
    source = draw.choice(SOURCES)
    by = Named(source, source) if source else None
    side = Named(event.side, event.side) if event.side else None
    killed = max(1, event.killed + draw.randrange(-2, 6))
    details = (
        Attack(event.type, side),
        Casualty("killed", Count(killed, killed, "exact"), "civilians", cause=event.type),
        Statement(Named("Speaker", draw.choice(OUTLETS)), "say", "…"),
    )
    for number, detail in enumerate(details):
        kind = ("attack", "casualty", "statement")[number]
        key = f"{report}-{at}-{number}"
        yield Claim(key, key, kind, span, detail, "made up", source=by, place=(where,), time=when)  # type: ignore[arg-type]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", nargs="+", type=int, default=[10_000, 30_000, 100_000, 300_000])
    parser.add_argument("--workers", type=int, default=1, help="processes that compare claims")
    parser.add_argument("--dense", action="store_true", help="keep the number of days as the claims grow")
    options = parser.parse_args()
    base = None
    for wanted in options.claims:
        given = list(readings(wanted, dense=options.dense))
        count = sum(len(reading.claims) for reading in given)
        work = baseline()
        began, clock = time.process_time(), time.perf_counter()
        if options.workers > 1:
            spread = partial(local, workers=options.workers, modules=["marsad.fusion.cells"])
            found = fuse(given, spread=spread, cell_of=by_month_and_country)
        else:
            found = fuse(given)
        took, clock = time.process_time() - began, time.perf_counter() - clock
        each = took / (count * math.log(count))
        base = base or each
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{count:>7} claims, {len(given)} reports: {took:6.1f} s of CPU ({clock:.1f} on the clock), "
            f"{1e6 * took / count:6.0f} µs a claim, ratio {took / work:7.0f}, "
            f"growth against n log n {each / base:4.2f}, {len(found.events)} events, {memory:.0f} MB",
            flush=True,
        )


if __name__ == "__main__":
    main()
