#!/usr/bin/env python3
"""How fast Marsad reads: reports a second on one core, the time to start, and the memory it takes.

    python benchmarks/reading.py              the table (`make bench`)
    python benchmarks/reading.py --write      also writes benchmarks/results.json

Machines differ, so every speed is also given as a ratio to a fixed piece of pure Python over the same texts in the same
run: every code point folded by unicodedata, one by one. Texts are those of `../shared/corpora` (MARSAD_SHARED names
another folder); where they are absent, the example reports are read again and again.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from marsad import COMPILED  # noqa: E402
from marsad.interchange import reading_to_dict  # noqa: E402
from marsad.pipeline import read, settle  # noqa: E402
from marsad.records import Report  # noqa: E402
from marsad.sources.files import take  # noqa: E402
from marsad.sources.furniture import furniture  # noqa: E402
from marsad.sources.items import Taken  # noqa: E402
from marsad.text.fold import Folded  # noqa: E402
from marsad.text.sentences import sentences  # noqa: E402
from marsad.text.tokens import tokens  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results.json"
EXAMPLES = ROOT / "examples" / "reports"
ROUNDS = 3


def reports(count: int) -> tuple[list[Report], str]:
    """Return `count` reports and the name of where they are from."""
    corpus = Path(os.environ.get("MARSAD_SHARED") or ROOT.parent / "shared") / "corpora" / "reports.ar.jsonl.gz"
    origin, name = (corpus, "unlabelled reports") if corpus.exists() else (EXAMPLES, "example reports, repeated")
    found = [item.report for item in islice(take([str(origin)]), count) if isinstance(item, Taken)]
    return [replace(r, report_id=f"{r.report_id}-{i}") for i, r in enumerate(islice(cycle(found), count))], name


def baseline(report: Report) -> int:
    """Fold every code point on its own; the fixed work that speeds are compared with."""
    return sum(ord(unicodedata.normalize("NFKC", char)[0]) for char in report.document)


def split(report: Report) -> int:
    folded = Folded(report.document)
    return sum(len(tokens(folded, start, end)) for start, end in sentences(folded.light))


def seconds(work: Callable[[Report], object], texts: Iterable[Report]) -> float:
    began = time.perf_counter()
    for report in texts:
        work(report)
    return time.perf_counter() - began


def speeds(texts: list[Report]) -> dict[str, dict[str, float]]:
    """Return reports a second by stage, and the ratio of each to the baseline: medians of rounds taken in turn."""
    stages: dict[str, Callable[[Report], object]] = {
        "baseline (unicodedata, by character)": baseline,
        "fold, sentences, words": split,
        "furniture": furniture,
        "read": read,
        "read and write as JSON": lambda report: json.dumps(reading_to_dict(read(report)), ensure_ascii=False),
    }
    settle("ar")
    for report in texts[:20]:
        read(report)
    rounds: dict[str, list[float]] = {name: [] for name in stages}
    for _ in range(ROUNDS):
        for name, work in stages.items():
            rounds[name].append(len(texts) / seconds(work, texts))
    medians = {name: statistics.median(values) for name, values in rounds.items()}
    base = next(iter(medians.values()))
    return {name: {"reports_a_second": round(v, 1), "ratio": round(v / base, 4)} for name, v in medians.items()}


def start_up() -> dict[str, float]:
    """Return the seconds of a whole `marsad read` of one report, and those of an empty Python: medians of five.

    Measured as it is for who has run Marsad before: modules are compiled to bytecode and tables are kept (the first of
    six runs, which does both where they are not there, is left out).
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    sample = next(EXAMPLES.glob("*.txt"))
    commands = {
        "python": [sys.executable, "-c", "pass"],
        "marsad --version": [sys.executable, "-m", "marsad.cli", "--version"],
        "marsad read": [sys.executable, "-m", "marsad.cli", "read", str(sample), "--published", "2016-12-05"],
    }
    result = {}
    for name, command in commands.items():
        times = []
        for _ in range(6):
            began = time.perf_counter()
            subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
            times.append(time.perf_counter() - began)
        result[name] = round(statistics.median(times[1:]), 3)
    return result


def in_processor_time(count: int) -> float:
    """Return reports read a second of the processor's time, which other work on the machine disturbs the least."""
    texts, _ = reports(count)
    settle("ar")
    for report in texts[: count // 4]:
        read(report)
    began = time.process_time()
    for report in texts:
        read(report)
    return count / (time.process_time() - began)


def by_build(count: int) -> dict[str, float]:
    """Return reports a second of the processor's time from sources and compiled: processes in turn, medians."""
    command = [sys.executable, __file__, "--reports", str(count), "--processor-time"]
    speeds: dict[str, list[float]] = {"from sources": [], "compiled": []}
    for _ in range(ROUNDS):
        for name, pure in (("from sources", "1"), ("compiled", "")):
            environment = {**os.environ, "MARSAD_PURE": pure}
            told = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
            speeds[name].append(float(told))
    return {name: round(statistics.median(values), 1) for name, values in speeds.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=500, help="how many reports to read")
    parser.add_argument("--processor-time", action="store_true", help="print that speed of reading alone")
    parser.add_argument("--write", action="store_true", help=f"write {RESULTS.name}")
    args = parser.parse_args()
    if args.processor_time:
        print(in_processor_time(args.reports))
        return 0
    started = start_up()
    texts, origin = reports(args.reports)
    table = speeds(texts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
    size = statistics.mean(len(report.document.encode()) for report in texts)
    print(f"{len(texts)} {origin}, {size:,.0f} bytes on average; Python {platform.python_version()}, one core")
    for name, row in table.items():
        print(f"  {name:40}{row['reports_a_second']:10,.1f} reports/s{row['ratio']:10.3f} of the baseline")
    for name, value in started.items():
        print(f"  {name:40}{value:10.3f} s from start to end")
    builds = by_build(args.reports) if COMPILED else {}
    for name, value in builds.items():
        print(f"  {'read, ' + name:40}{value:10,.1f} reports/s of processor time")
    if builds:
        print(f"  {'compiled / from sources':40}{builds['compiled'] / builds['from sources']:10.2f}")
    print(f"  {'peak memory of this run':40}{peak:10,.0f} MB")
    if args.write:
        content = {"reports": len(texts), "origin": origin, "mean_bytes": round(size), "speeds": table}
        content |= {"start": started, "peak_mb": round(peak), "by_build": builds, "python": platform.python_version()}
        RESULTS.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
