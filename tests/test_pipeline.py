"""What holds for a whole reading, whatever it finds."""

from __future__ import annotations

import datetime as dt
import gc
from pathlib import Path

from marsad.pipeline import read
from marsad.records import Report

EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "reports"


def test_a_reading_leaves_nothing_for_the_garbage_collector() -> None:
    reports = [
        Report(path.stem, path.read_text("utf-8"), "ar", dt.date(2016, 12, 5)) for path in EXAMPLES.glob("*.ar.txt")
    ]
    for report in reports:
        read(report)  # what is made once and kept is no part of a reading
    gc.collect()
    gc.disable()
    try:
        claims = sum(len(read(report).claims) for report in reports)
        found = gc.collect()
    finally:
        gc.enable()
    assert claims
    assert found == 0
