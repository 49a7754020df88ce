#!/usr/bin/env python3
"""How many instructions the processor takes to read a report: counted, so the same whatever else the machine does.

    python benchmarks/instructions.py                    a report's instructions, misses and mispredicted branches
    python benchmarks/instructions.py --functions 40     also by function of the compiled reader, with all it calls
    python benchmarks/instructions.py --keep FILE        keeps the profile, for callgrind_annotate and KCachegrind

Needs valgrind, whose `callgrind` simulates a processor: some fifty times slower than reading. Caches and branch
prediction are those of its model (https://valgrind.org/docs/manual/cl-manual.html): compare two runs, not a run with
a clock. Every report is read once before it is counted, so its words are known. A part of what is counted is Python's
own work, and depends on how it was built: give the interpreter with the figure.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.reading import reports

_EVERY = 14  # of the collected reports one in so many is read: neighbours are of one outlet and day
_NAMED = re.compile(r"\((\d+)\)(?: (.*))?")
_FUNCTION = re.compile(r"CPyDef_(.+)")  # a function of ours, as mypyc names it
_SHOWN = {"Ir": "instructions", "I1mr": "instruction fetches past the first cache", "D1mr": "reads past it",
          "D1mw": "writes past it", "Bcm": "branches mispredicted", "Bim": "jumps mispredicted"}  # fmt: skip


def read_counted(count: int) -> None:
    """Read reports twice under callgrind; before and after the second time, say so and wait for an answer."""
    from marsad.pipeline import read, settle

    texts = reports(count * _EVERY)[0][::_EVERY]
    settle("ar")
    for report in texts:
        read(report)
    _wait()
    for report in texts:
        read(report)
    _wait()


def _wait() -> None:
    os.write(1, b"\n")
    os.read(0, 1)


def totals(lines: Iterable[str]) -> dict[str, int]:
    """Return the sum of each event of a profile."""
    events: list[str] = []
    for line in lines:
        if line.startswith("events:"):
            events = line.split()[1:]
        elif line.startswith("summary:"):
            return dict(zip(events, map(int, line.split()[1:]), strict=True))
    return {}


def by_function(lines: Iterable[str]) -> Counter[str]:
    """Return the instructions of each function of ours, with all it calls: what its callers spent in it."""
    names: dict[str, str] = {}
    inclusive: Counter[str] = Counter()
    called: str | None = None
    for line in lines:
        if line.startswith(("fn=", "cfn=")):
            key, name = _NAMED.match(line.split("=", 1)[1]).groups()  # type: ignore[union-attr]  # it always has one
            names.setdefault(key, name)
            if line.startswith("cfn="):
                callee = names[key]
        elif line.startswith("calls="):
            called = callee
        elif called is not None:
            if "'" not in called and (ours := _FUNCTION.match(called)):  # a name with ' is of a call within itself
                inclusive[ours[1].replace("___", ".")] += int(line.split()[1])
            called = None
    return inclusive


def profile(count: int, folder: Path) -> Path:
    """Read under callgrind; return the profile of the readings that count."""
    out = folder / "profile"
    counting = ["valgrind", "--quiet", "--tool=callgrind", "--cache-sim=yes", "--branch-sim=yes"]
    reader = [sys.executable, __file__, "--counted", "--reports", str(count)]
    command = [*counting, f"--callgrind-out-file={out}", *reader]
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as reading:
        assert reading.stdin is not None
        assert reading.stdout is not None
        for what in ("--zero", "--dump"):
            if not reading.stdout.read(1):
                sys.exit("valgrind ended: it says above why")
            subprocess.run(["callgrind_control", what, str(reading.pid)], check=True, stdout=subprocess.DEVNULL)
            reading.stdin.write(b"\n")
            reading.stdin.flush()
    return out.with_name("profile.1")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=50)
    parser.add_argument("--functions", type=int, default=0, help="how many functions to show")
    parser.add_argument("--keep", type=Path, metavar="FILE")
    parser.add_argument("--counted", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.counted:
        read_counted(args.reports)
        return 0
    if not shutil.which("valgrind"):
        sys.exit("valgrind is not installed: it does the counting")
    from marsad import COMPILED

    with tempfile.TemporaryDirectory() as folder:
        kept = profile(args.reports, Path(folder))
        lines = kept.read_text(encoding="utf-8").splitlines()
        if args.keep:
            shutil.copy(kept, args.keep)
    counted = totals(lines)
    how = "compiled" if COMPILED else "from sources"
    print(f"{args.reports} reports, words known, {how}; Python {platform.python_version()} ({sys.executable})")
    for event, name in _SHOWN.items():
        print(f"  {name:45}{counted[event] / args.reports:14,.0f} a report")
    for name, cost in by_function(lines).most_common(args.functions):
        print(f"  {name:75}{cost / counted['Ir']:8.1%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
