#!/usr/bin/env python3
"""What a report costs from batch to record, and whether that grows: per stage, on one core and on two.

    python benchmarks/cost.py [--reports 10000 100000 1000000] [--workers 1 2] [--load] [--folder DIR]
    python benchmarks/cost.py --messages --load [--db ADDRESS]

Reports are real ones with changed words: every copy of a report has other numbers, and in place of one word in twenty
one that no report had before, so that words are met for the first time as often as in an archive. They come from the
collected reports where those lie beside the project, else from the examples.

With `--messages` they are as short as those of a channel: the headline of one report and the first sentence of another,
changed in the same way, and one word in eight is another report's, so that a million of them are no more alike than ten
thousand are. Each 3,500 have a day of their own.

`marsad batch` runs as a user would run it. What is printed is CPU, which other work on the machine lengthens less than
the clock: of the command with all its processes, per report, and as a ratio to a fixed piece of pure Python that is
timed before and after (`ratio`: how many of them a report costs). MB are those of the largest process, with the most
that each of them held beside it. Stages are those of one process (`--stages`).
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.baseline import baseline  # noqa: E402

CORPUS = ROOT.parent / "shared" / "corpora" / "reports.ar.jsonl.gz"
EXAMPLES = ROOT / "examples" / "reports" / "aleppo-2016.ar.jsonl"
_WORD = re.compile(r"[ء-ي]{4,}|\d+")
_LETTERS = "ابتجحدرزسشصضطعفقكلمنهوي"
_FIRST = re.compile(r"\s*[^.؟!\n]{40,400}[.؟!]?")
_DAY = dt.date(2016, 1, 1)
_NEW = 20  # of so many words one is new
_OTHER = 8  # of so many words of a message one is another report's
_MOST = 300  # MB that a process may take
_SLEEP = 0.2


def reports(count: int, seed: int = 3) -> Iterator[dict[str, object]]:
    """Yield `count` rows of reports."""
    kept = [json.loads(line) for line in _lines()]
    draw = random.Random(seed)
    for number in range(count):
        row = kept[number % len(kept)]
        text = _WORD.sub(lambda hit: _changed(hit[0], draw), str(row["text"]))
        yield {**row, "report_id": f"{row['report_id']}-{number}", "text": text}


def messages(count: int, seed: int = 5) -> Iterator[dict[str, object]]:
    """Yield `count` rows of short reports."""
    kept = [json.loads(line) for line in _lines()]
    firsts = [_FIRST.match(str(row["text"])) for row in kept]
    opened = [hit[0] for hit in firsts if hit]
    headed = [str(row["title"]) for row in kept if row.get("title")] or opened
    others = [word for text in opened for word in _WORD.findall(text)]
    draw = random.Random(seed)

    def change(hit: re.Match[str]) -> str:
        return _changed(hit[0] if draw.randrange(_OTHER) else draw.choice(others), draw)

    for number in range(count):
        text = f"{draw.choice(headed)}\n{draw.choice(opened)}"
        day = _DAY + dt.timedelta(number // len(kept))
        row = {
            "report_id": f"m{number}",
            "lang": "ar",
            "published": day.isoformat(),
            "outlet": f"channel {number % 90}",
        }
        yield {**row, "text": _WORD.sub(change, text)}


def _lines() -> list[str]:
    if CORPUS.exists():
        with gzip.open(CORPUS, "rt", encoding="utf-8") as file:
            return file.readlines()
    return EXAMPLES.read_text(encoding="utf-8").splitlines()


def _changed(word: str, draw: random.Random) -> str:
    if word.isdigit():
        return str(draw.randrange(10 ** len(word))) if len(word) < 4 else word
    return word if draw.randrange(_NEW) else "".join(draw.choices(_LETTERS, k=len(word)))


def run(command: list[str]) -> tuple[float, float, list[float]]:
    """Run a command of Marsad; return CPU seconds of all its processes, seconds, and MB of each, the largest first."""
    began = time.perf_counter()
    running = subprocess.Popen([sys.executable, "-m", "marsad.cli", *command], cwd=ROOT, stdout=subprocess.DEVNULL)
    spent: dict[int, float] = {}  # by process: those that a pool starts are not counted with their parent
    peaks: dict[int, float] = {}
    while running.poll() is None:
        for pid in _family(running.pid):
            peaks[pid] = max(peaks.get(pid, 0.0), _resident(pid))
            spent[pid] = max(spent.get(pid, 0.0), _busy(pid))
        time.sleep(_SLEEP)
    took = time.perf_counter() - began
    if running.returncode not in (0, 2):
        raise SystemExit(f"{' '.join(command)}: exit code {running.returncode}")
    return sum(spent.values()), took, sorted(peaks.values(), reverse=True)


def _family(pid: int) -> list[int]:
    """Return a process and those that it started (Linux)."""
    found, at = [pid], 0
    while at < len(found):
        for task in Path(f"/proc/{found[at]}/task").glob("*/children"):
            try:
                found += map(int, task.read_text(encoding="ascii").split())
            except OSError:
                continue
        at += 1
    return found


def _busy(pid: int) -> float:
    """Return the CPU seconds of a process so far."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident(pid: int) -> float:
    """Return the most memory that a process has held, in MB; 0 where that cannot be asked."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    hit = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(hit[1]) / 1024 if hit else 0.0


def stages(count: int) -> dict[str, float]:
    """Return what each stage of a batch and a load takes in this process, in CPU milliseconds a report."""
    from marsad.batch import load, staged, tables, work
    from marsad.pipeline import read, settle
    from marsad.records import Report
    from marsad.sources.items import DEFAULTS
    from marsad.store.store import Store

    folder = Path(tempfile.mkdtemp(prefix="marsad-cost-"))
    found: dict[str, float] = {}

    def timed(name: str, began: float) -> float:
        now = time.process_time()
        found[name] = found.get(name, 0.0) + 1000 * (now - began) / count
        return now

    source = _written(folder / "in.jsonl", reports(count))
    settle("ar")
    made = staged.opened(folder / "out", [str(source)], DEFAULTS, staged.SHARD, "benchmark", 30.0)
    at = time.process_time()
    shards = list(staged.shards(made, [str(source)], DEFAULTS))
    at = timed("take in, write reports", at)
    for shard in shards:
        rows = tables.read(shard.reports, tables.REPORT_FIELDS).to_pylist()
        kept: list[Report] = [tables.report_of(row) for row in rows]
        at = timed("read back", at)
        readings = [read(report) for report in kept]
        at = timed("read", at)
        claims = [row for reading in readings for row in tables.claim_rows(reading)]
        at = timed("claims as rows", at)
        tables.write(tables.table("claims", claims), shard.claims)
        at = timed("write claims", at)
        work.read_shard(shard)
        at = time.process_time()
    parts = load.parts(folder / "out")
    at = time.process_time()
    ready = [load.ready(part) for part in parts]
    at = timed("load: make ready", at)
    with Store.open(folder / "record.db") as store:
        at = time.process_time()
        for _ in store.take_all(some[n : n + 100] for some in ready for n in range(0, len(some), 100)):
            pass
        timed("load: write", at)
    shutil.rmtree(folder)
    return found


def _written(path: Path, rows: Iterable[dict[str, object]]) -> Path:
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def measure(count: int, given: argparse.Namespace, folder: Path) -> float:
    """Print what `count` reports cost; return the MB of the largest process."""
    source = _written(folder / f"{count}.jsonl", messages(count) if given.messages else reports(count))
    peaks = []
    for number in given.workers:
        out = folder / f"out-{count}-{number}"
        peaks.append(_timed("batch", count, number, ["batch", str(source), str(out)]))
    if given.load:
        where = given.db or str(folder / f"{count}.db")
        peaks.append(_timed("load", count, given.workers[-1], ["load", str(out), "--db", where]))
    for done in folder.iterdir():
        shutil.rmtree(done) if done.is_dir() else done.unlink()
    return max(peaks)


def _timed(what: str, count: int, workers: int, command: list[str]) -> float:
    before = baseline()
    spent, took, peaks = run([*command, "--workers", str(workers)])
    base = statistics.mean((before, baseline()))
    print(
        f"{what:6}{count:>10,} reports{workers:>3} workers{1000 * spent / count:8.2f} ms of CPU a report"
        f"{spent / count / base:8.3f} ratio{count / took:9,.1f} reports/s{peaks[0]:7,.0f} MB"
        f" ({' + '.join(f'{peak:,.0f}' for peak in peaks)})",
        flush=True,
    )
    return peaks[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", nargs="+", type=int, default=[10_000, 100_000])
    parser.add_argument("--workers", nargs="+", type=int, default=[1, 2])
    parser.add_argument("--messages", action="store_true", help="short reports, as of a channel")
    parser.add_argument("--load", action="store_true", help="load the tables into a record, too")
    parser.add_argument("--db", help="the record to load into, which has to be empty; else an SQLite file")
    parser.add_argument("--stages", type=int, metavar="N", help="stages of N reports in one process, and no more")
    parser.add_argument("--folder", type=Path, help="where files go; else a temporary folder")
    given = parser.parse_args()
    origin = "collected reports" if CORPUS.exists() else "reports of the examples"
    print(f"{origin} with changed words; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
    if given.stages:
        base, found = baseline(), stages(given.stages)
        whole = sum(found.values())
        for name, each in found.items():
            print(f"  {name:24}{each:8.3f} ms{each / whole:8.1%}{each / 1000 / base:8.4f} ratio")
        return
    with tempfile.TemporaryDirectory(prefix="marsad-cost-", dir=given.folder) as folder:
        peak = max(measure(count, given, Path(folder)) for count in given.reports)
    if peak > _MOST:
        raise SystemExit(f"the largest process took {peak:,.0f} MB, more than {_MOST}")


if __name__ == "__main__":
    main()
