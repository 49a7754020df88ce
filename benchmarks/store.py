"""How fast the store is: `python benchmarks/store.py [ADDRESS] [--reports N]`, five claims each, in a new record.

Prints reports and claims a second into the record, and how long looking up, searching and verifying take.
With `--alike TEXTS`: what a report costs to take in where so many texts are told again and again, each time with one
word in thirty changed, so that each is a version of those before it; in five parts, to see whether it grows. Processor
time of this process, and as a ratio to a fixed piece of Python (`baseline.py`).
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.baseline import baseline
from marsad.records import Attack, Casualty, Claim, Count, Named, Place, Report, Span, When
from marsad.store.prepared import Made, made
from marsad.store.store import Store
from marsad.store.types import Arrival, ClaimQuery
from marsad.store.types_intake import Input

_WORDS = "قصف حي بلدة مدينة مدنيين قتل أصيب مصدر طبي الطيران حلب إدلب ريف شرق غرب هدنة محادثات وفد قرار مجلس".split()
_SYLLABLES = "با تو حي ري سا شو فا قي لا مو ني دا".split()
_BATCH = 500
_DAY = dt.date(2016, 1, 1)


def arrival(number: int, chance: random.Random) -> Arrival:
    """Return a report of 120 words, half of them rare, with five claims at one of 30,000 places."""
    rare = ["".join(chance.choices(_SYLLABLES, k=3)) for _ in range(60)]
    text = " ".join(chance.sample(rare + chance.choices(_WORDS, k=60), 120))
    day = _DAY + dt.timedelta(chance.randrange(1500))
    report = Report(f"b{number}", text, "ar", day, f"outlet {number % 50}", None, f"https://example.org/{number}")
    claims = tuple(_claim(number, part, day, chance) for part in range(5))
    return Arrival(report, text.encode(), report.url, {}, claims=claims, reader_version="bench")


def _claim(number: int, part: int, day: dt.date, chance: random.Random) -> Claim:
    spot = chance.randrange(30_000)
    place = Place(
        "حي", Span(0, 2), f"place {spot}", 33 + spot % 200 / 50, 36 + spot // 200 / 25, "exact", "SY", f"b:{spot}"
    )
    kinds = (Casualty("killed", Count(part, part, "exact", "x", Span(1, 2)), "civilians"), Attack("air strike"))
    detail = kinds[part % 2]
    kind = "casualty" if part % 2 == 0 else "attack"
    source = Named("مصدر", f"source {chance.randrange(300)}", Span(3, 6))
    time_ = When(day, day, "day", "أمس", Span(2, 3))
    return Claim(
        f"c{part}", f"b{number}:{part}", kind, Span(part, part + 9), detail, "bench",  # type: ignore[arg-type]
        source=source, place=(place,), time=time_, confidence=0.5,
    )  # fmt: skip


def timed(what: str, work: Callable[[], object], times: int = 9) -> None:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    print(f"{what:44} {statistics.median(taken) * 1000:10.2f} ms")


def fill(store: Store, reports: int) -> None:
    chance = random.Random(1)
    spent = 0.0
    for first in range(0, reports, _BATCH):
        batch = [arrival(number, chance) for number in range(first, min(first + _BATCH, reports))]
        began = time.perf_counter()
        store.add_many(batch)
        spent += time.perf_counter() - began
    print(f"{reports:,} reports added: {reports / spent:,.0f} reports and {5 * reports / spent:,.0f} claims a second")


def measure(store: Store) -> None:
    month = ClaimQuery(kinds=("casualty",), start=_DAY, end=_DAY + dt.timedelta(30))
    box = ClaimQuery(box=(35, 37, 35.5, 37.5), start=_DAY, end=_DAY + dt.timedelta(30))
    timed("a report with its bytes", lambda: store.report("b77"))
    timed("claims of a report", lambda: list(store.claims(ClaimQuery(report_ids=("b77",)))))
    timed("claims in a box of half a degree, one month", lambda: list(store.claims(box)))
    timed("claims of a kind in a month", lambda: list(store.claims(month)))
    timed("search for two words", lambda: store.search("باتوحي حلب"))
    timed('search for "words in a row"', lambda: store.search('"حلب إدلب"'))
    timed("a judgement", lambda: store.judge("accept", "b1:1", by="p", why="w"))
    timed("verify", store.verify, times=1)
    timed("remove a report", lambda: store.remove("b5", "safety", "q"), times=1)


def alike(store: Store, reports: int, texts: int) -> None:
    """Print what reports alike cost to take in, one part after the other."""
    chance = random.Random(2)
    told = ["".join(chance.choices(_SYLLABLES, k=3)) for _ in range(3000)]
    kept = [chance.choices(told, k=120) for _ in range(texts)]
    part = reports // 5
    for first in range(0, part * 5, part):
        items = [_retold(number, kept[number % texts], chance) for number in range(first, first + part)]
        ready = [(item, made(item)) for item in items]
        before = baseline()
        began = time.process_time()
        outcomes = [outcome for some in store.take_all(_hundreds(ready)) for outcome in some]
        spent = (time.process_time() - began) / part
        repeats = sum(outcome.repeats is not None for outcome in outcomes)
        ratio = spent / statistics.mean((before, baseline()))
        print(
            f"{first:>8,} and on: {1000 * spent:6.2f} ms a report, ratio {ratio:.3f}; {repeats / part:.0%} repeat one"
        )


def _retold(number: int, words: list[str], chance: random.Random) -> Input:
    text = " ".join(word if chance.randrange(30) else f"{word}{number}" for word in words)
    report = Report(f"a{number}", text, "ar", _DAY, "an outlet")
    return Input(report.report_id, "benchmark", arrival=Arrival(report, text.encode(), "benchmark", {}))


def _hundreds(ready: list[tuple[Input, Made]]) -> Iterator[list[tuple[Input, Made]]]:
    return (ready[first : first + 100] for first in range(0, len(ready), 100))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address", nargs="?")
    parser.add_argument("--reports", type=int, default=20_000)
    parser.add_argument("--alike", type=int, metavar="TEXTS", help="take in so many texts, told again and again")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Store.open(given.address or Path(folder) / "bench.db") as store:
        if given.alike:
            alike(store, given.reports, given.alike)
            return
        fill(store, given.reports)
        measure(store)
        if not given.address:
            print(f"size {(Path(folder) / 'bench.db').stat().st_size / 1e6:,.0f} MB")


if __name__ == "__main__":
    main()
