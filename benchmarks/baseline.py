"""A fixed piece of pure Python to compare the figures of a run with: machines differ, and so do their moments."""

from __future__ import annotations

import time


def baseline() -> float:
    """Return the CPU seconds that it takes: the lowest of five."""
    return min(_once() for _ in range(5))


def _once() -> float:
    began = time.process_time()
    counts: dict[str, int] = {}
    for number in range(60_000):
        name = f"w{number * 7919 % 4001}"
        counts[name] = counts.get(name, 0) + len(name)
    return time.process_time() - began
